//! Judges each `type` of a model alone, as the field of an entity would be: a type that no field uses yet is held to the same rules.
//!
//! Invariant: what is wrong with a type is told once, of the type, however many fields use it.

use crate::check;
use crate::diag::{Diagnostic, Sink};
use crate::mcd;
use crate::source::{SourceMap, Span};
use crate::syntax::ast::{Entity, Field, Item, Member, Name, Parsed, TypeDecl, TypeRef};

/// Adds what is wrong with types, and takes away what is told of fields for that reason only.
pub(super) fn judge_types(files: &[Parsed], sources: &SourceMap, told: Sink) -> Sink {
    let types: Vec<&TypeDecl> = files.iter().flat_map(|file| &file.items).filter_map(as_type).collect();
    let Some(first) = types.first() else { return told };
    let alone = Parsed {
        file: first.span.file,
        items: types.iter().map(|ty| Item::Type((*ty).clone())).chain([bearer(&types, &told)]).collect(),
        lost: files.iter().flat_map(|file| file.lost.clone()).collect(),
    };
    let mut found = Sink::new();
    let mcd = mcd::resolve(&[alone], sources, &mut found);
    check::check_values(&mcd, &mut found);
    let is_of_a_type = |found: &Diagnostic| types.iter().any(|ty| within(ty.span, found.primary.span));
    let mut own: Vec<Diagnostic> = found.into_sorted().into_iter().filter(is_of_a_type).collect();
    let others = told.into_sorted().into_iter().filter(|other| !own.iter().any(|own| is_the_same(own, other)));
    let others: Vec<Diagnostic> = others.collect();
    own.extend(others);
    let mut all = Sink::new();
    own.into_iter().for_each(|diagnostic| all.push(diagnostic));
    all
}

fn as_type(item: &Item) -> Option<&TypeDecl> {
    if let Item::Type(ty) = item { Some(ty) } else { None }
}

/// An entity with a field of each type, which messages call `type.Name`. A name that was refused is no type's.
fn bearer(types: &[&TypeDecl], told: &Sink) -> Item {
    let has_its_name = |ty: &&&TypeDecl| told.diagnostics().iter().all(|found| found.primary.span != ty.name.span);
    let field = |ty: &&TypeDecl| {
        Member::Field(Field {
            docs: None,
            name: ty.name.clone(),
            ty: TypeRef { name: ty.name.clone(), args: Vec::new(), values: Vec::new(), span: ty.ty.span },
            label: None,
            modifiers: Vec::new(),
            span: ty.span,
        })
    };
    Item::Entity(Entity {
        docs: None,
        name: Name { text: "type".to_owned(), span: Span::default() },
        label: None,
        plural: None,
        parent: None,
        area: None,
        was: None,
        members: types.iter().filter(has_its_name).map(field).collect(),
        span: Span::default(),
    })
}

fn within(outer: Span, inner: Span) -> bool {
    outer.file == inner.file && outer.start <= inner.start && inner.end <= outer.end
}

fn is_the_same(a: &Diagnostic, b: &Diagnostic) -> bool {
    a.kind.code == b.kind.code && a.primary.span == b.primary.span
}
