//! The entity of the users has a unique e-mail address: it is what an account is matched by (language.md, "crm").

use crate::check::rule::rule;
use crate::check::words::before_closing_brace;
use crate::diag::{Diagnostic, Edit, Sink};
use crate::mcd::{Entity, Field, KeyPart, Mcd, Type};
use crate::say;

rule! {
    misses: true, run: run,
    /// Users that no account can be matched with.
    USERS_WITHOUT_EMAIL = "M3106" Warning;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    let Some(users) = mcd.crm.users else { return };
    let fields: Vec<&Field> = mcd.all_fields(users).into_iter().map(|at| mcd.field(at)).collect();
    let emails: Vec<&Field> = fields.into_iter().filter(|field| field.ty == Type::Email).collect();
    let alone = matches!(mcd.entity(users).identifier.as_slice(), [KeyPart::Field(_)]);
    if emails.iter().any(|email| email.unique || email.identifier && alone) {
        return;
    }
    let entity = mcd.entity(users);
    let diagnostic = report(entity, emails.first().copied());
    let said = say!(fr "qui est nommée ici", en "which is named here");
    sink.push(match mcd.crm.span {
        Some(crm) => diagnostic.related(crm, said),
        None => diagnostic,
    });
}

fn report(entity: &Entity, email: Option<&Field>) -> Diagnostic {
    let name = &entity.name;
    let message = match email {
        None => say!(
            fr "« {name} », dont les fiches ont un compte, n'a pas d'adresse e-mail",
            en "`{name}`, whose records have accounts, has no e-mail address"
        ),
        Some(_) => say!(
            fr "« {name} », dont les fiches ont un compte, n'a pas d'adresse e-mail unique",
            en "`{name}`, whose records have accounts, has no unique e-mail address"
        ),
    };
    let diagnostic = Diagnostic::new(&USERS_WITHOUT_EMAIL, entity.name_span, message);
    let help = say!(fr "un compte est rapproché de sa fiche par cette adresse", en "an account is matched with its record by this address");
    let (title, edit) = match email {
        Some(email) => {
            let title = say!(fr "la rendre unique", en "make it unique");
            (title, Edit { span: email.span.after(), text: " unique".to_owned() })
        }
        None => {
            let title = say!(fr "ajouter « email email unique »", en "add `email email unique`");
            (
                title,
                Edit { span: before_closing_brace(entity.span), text: "    email email unique personal\n".to_owned() },
            )
        }
    };
    diagnostic.help(help).fix(title, vec![edit])
}
