//! A parent with subtypes says whether they exclude each other (X) and cover it (T); an entity without subtypes doesn't.

use crate::check::rule::rule;
use crate::check::words::before_closing_brace;
use crate::diag::{Diagnostic, Edit, Sink};
use crate::mcd::{Entity, Mcd, Subtypes};
use crate::say;

rule! {
    misses: true, run: run,
    /// A parent that doesn't say what its subtypes are to each other.
    SUBTYPES_UNSTATED = "M3303" Warning;
    /// `subtypes` without subtypes.
    NO_SUBTYPES = "M3304" Warning;
}

fn run(mcd: &Mcd, sink: &mut Sink) {
    for (id, entity) in mcd.entities() {
        let in_circle = mcd.entity(mcd.root(id)).parent.is_some();
        match (&entity.subtypes, entity.children.is_empty()) {
            (None, false) if !in_circle => sink.push(unstated(mcd, entity)),
            (Some(line), true) => sink.push(no_subtypes(entity, line)),
            _ => {}
        }
    }
}

fn unstated(mcd: &Mcd, entity: &Entity) -> Diagnostic {
    let name = &entity.name;
    let children: Vec<&str> = entity.children.iter().map(|child| mcd.entity(*child).name.as_str()).collect();
    let children = children.join(", ");
    Diagnostic::new(
        &SUBTYPES_UNSTATED,
        entity.name_span,
        say!(
            fr "« {name} » a des sous-types ({children}) mais ne dit pas s'ils s'excluent ni s'ils le couvrent",
            en "`{name}` has subtypes ({children}) but doesn't say whether they exclude each other or cover it"
        ),
    )
    .help(say!(
        fr "écrivez subtypes suivi de XT (toujours un seul), X (un au plus), T (un au moins), ou de rien (libre)",
        en "write subtypes followed by XT (always exactly one), X (one at most), T (one at least), or nothing (free)"
    ))
    .fix(
        say!(fr "ajouter subtypes XT", en "add subtypes XT"),
        vec![Edit { span: before_closing_brace(entity.span), text: "\n    subtypes XT\n".into() }],
    )
}

fn no_subtypes(entity: &Entity, line: &Subtypes) -> Diagnostic {
    let name = &entity.name;
    Diagnostic::new(&NO_SUBTYPES, line.span, say!(fr "« {name} » n'a pas de sous-types", en "`{name}` has no subtypes"))
        .help(say!(
            fr "déclarez-les : entity AutreNom is {name} {{ … }}, ou supprimez cette ligne",
            en "declare them: entity OtherName is {name} {{ … }}, or remove this line"
        ))
}
