//! Every entity has an identifier: its own fields, one lent by a `(1,1)` leg, or its parent's.

use crate::check::rule::rule;
use crate::check::words::before_closing_brace;
use crate::diag::{Diagnostic, Edit, Sink};
use crate::mcd::{Entity, EntityId, Locale, Mcd};
use crate::say;

rule! {
    misses: true, run: run,
    /// An entity whose occurrences can't be told apart.
    NO_IDENTIFIER = "M3101" Error;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    for (id, entity) in mcd.entities() {
        if entity.parent.is_none() && !is_identified(mcd, id, entity) {
            sink.push(report(mcd, entity));
        }
    }
}

fn is_identified(mcd: &Mcd, id: EntityId, entity: &Entity) -> bool {
    let own = !entity.identifier.is_empty() || entity.fields.iter().any(|field| field.identifier);
    own || mcd.legs_of(id).into_iter().any(|leg| mcd.leg(leg).relative)
}

fn report(mcd: &Mcd, entity: &Entity) -> Diagnostic {
    let name = &entity.name;
    let added = free_name(mcd, entity);
    let line = format!("{added} serial identifier");
    Diagnostic::new(
        &NO_IDENTIFIER,
        entity.name_span,
        say!(fr "« {name} » n'a pas d'identifiant", en "`{name}` has no identifier"),
    )
    .label(say!(
        fr "rien ne distingue deux occurrences l'une de l'autre",
        en "nothing tells two occurrences apart"
    ))
    .help(say!(
        fr "écrivez identifier au bout du champ qui l'identifie, ou ajoutez un numéro : {line}",
        en "write identifier after the field that identifies it, or add a number: {line}"
    ))
    .help(say!(
        fr "s'il n'existe que par une autre entité, mettez sa patte entre parenthèses : {name} (1,1)",
        en "if it exists only through another entity, put its leg in parentheses: {name} (1,1)"
    ))
    .fix(say!(fr "ajouter {line}", en "add {line}"), vec![insertion(entity, &line)])
}

fn free_name(mcd: &Mcd, entity: &Entity) -> String {
    let names: [&str; 2] = match mcd.crm.locale {
        Locale::Fr => ["numero", "id"],
        Locale::En => ["number", "id"],
    };
    let taken = |name: &str| entity.fields.iter().any(|field| field.snake == name);
    let free = names.into_iter().find(|name| !taken(name)).map(str::to_owned);
    free.unwrap_or_else(|| format!("numero_{}", entity.snake))
}

/// Before the first field; at the end of a declaration without fields, and where the first has a documentation that must stay its own.
fn insertion(entity: &Entity, line: &str) -> Edit {
    let first = entity.fields.first().filter(|field| field.docs.is_empty());
    match first.map(|field| field.span) {
        Some(first) => Edit { span: first.before(), text: format!("{line}\n    ") },
        None => Edit { span: before_closing_brace(entity.span), text: format!("\n    {line}\n") },
    }
}
