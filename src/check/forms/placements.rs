//! The places of the firm's fields (`"Ville" = Client.ville`) that follow what a fix moves.

use crate::diag::Edit;
use crate::mcd::{Field, Mcd, Placement, SourceField};
use crate::source::{SourceMap, Span};

/// The edits by which each source names fields where they go, to `owner`.
pub(super) fn follow(mcd: &Mcd, sources: &SourceMap, moved: &[&Field], owner: &str) -> Vec<Edit> {
    let listed = mcd.inventory.sources.iter().flat_map(|source| &source.fields);
    listed.filter_map(|field| edit(mcd, sources, field, moved, owner)).collect()
}

fn edit(mcd: &Mcd, sources: &SourceMap, listed: &SourceField, moved: &[&Field], owner: &str) -> Option<Edit> {
    let Placement::Placed(place) = listed.placement else { return None };
    let field = moved.iter().find(|field| field.name_span == mcd.field(place).name_span)?;
    let text = sources.get(listed.span.file)?.text.get(listed.span.range())?;
    // A path holds no `=`, a heading may.
    let start = listed.span.start as usize + text.rfind('=')? + 1;
    let end = listed.span.start as usize + text.trim_end().len();
    Some(Edit {
        span: Span::new(listed.span.file, start, end),
        text: format!(" {owner}.{}", sources.text(field.name_span)),
    })
}
