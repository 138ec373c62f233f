//! A modifier says something of its field: it isn't made void by the field's type or by another modifier.
//!
//! Words that can't stand there at all, or twice, are the resolver's (M2008).

use super::facts::field_refs;
use crate::check::rule::rule;
use crate::check::words::{field_path, owners};
use crate::diag::{Diagnostic, Sink, Text};
use crate::mcd::{Field, Mcd, Type};
use crate::say;

rule! {
    misses: false, run: run,
    /// A modifier without effect.
    MODIFIER_VOID = "M4028" Warning;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    for owner in owners(mcd) {
        for at in field_refs(mcd, owner) {
            let field = mcd.field(at);
            let Some(why) = void(field) else { continue };
            let (path, Text { fr, en }) = (field_path(mcd, owner, field), why);
            sink.push(
                Diagnostic::new(&MODIFIER_VOID, field.span, say!(fr "« {path} » : {fr}", en "`{path}`: {en}")).help(
                    say!(
                        fr "retirez le mot de trop",
                        en "remove the word that is too much"
                    ),
                ),
            );
        }
    }
}

/// The first contradiction among what is said of a field.
fn void(field: &Field) -> Option<Text> {
    of_computed(field).or_else(|| of_given(field)).or_else(|| of_unique(field)).or_else(|| of_hidden(field))
}

fn of_computed(field: &Field) -> Option<Text> {
    field.computed.as_ref()?;
    let word = match field {
        Field { default: Some(_), .. } => "=",
        Field { required: true, .. } => "required",
        Field { min: Some(_), .. } => "min",
        Field { max: Some(_), .. } => "max",
        Field { matches: Some(_), .. } => "matches",
        _ => return None,
    };
    Some(say!(
        fr "le champ est calculé et jamais saisi, « {word} » n'y change rien",
        en "the field is computed and never entered, `{word}` changes nothing"
    ))
}

fn of_given(field: &Field) -> Option<Text> {
    let given = matches!(field.ty, Type::Serial | Type::Sequence(_));
    let said = field.default.is_some() || field.computed.is_some() || field.min.is_some() || field.max.is_some();
    (given && said).then(|| {
        say!(
            fr "le numéro est donné par la base, une valeur ou des bornes n'y changent rien",
            en "the number is given by the database, a value or bounds change nothing"
        )
    })
}

fn of_unique(field: &Field) -> Option<Text> {
    if !field.unique {
        return None;
    }
    match field.ty {
        Type::Boolean => Some(say!(
            fr "avec « unique », un oui ou non n'autorise que deux fiches",
            en "with `unique`, a yes or no allows only two records"
        )),
        Type::LongText | Type::Markdown | Type::Json | Type::File | Type::Image | Type::Tags => Some(say!(
            fr "« unique » n'a pas de sens sur un texte long, un fichier ou une liste",
            en "`unique` makes no sense on a long text, a file or a list"
        )),
        _ => None,
    }
}

fn of_hidden(field: &Field) -> Option<Text> {
    (field.hidden && field.title).then(|| {
        say!(
            fr "« hidden » cache ce que « title » veut montrer partout",
            en "`hidden` hides what `title` wants shown everywhere"
        )
    })
}
