//! Functions of several rows: `sum`, `count`, `min`, `max`, `avg`.
//!
//! Parts the walk that all paths of an argument share from what is read at its end.

use super::super::kinds::BAD_AGGREGATE;
use super::super::paths::{End, walk};
use super::{Typer, Use, is_many};
use crate::mcd::expr::{Aggregate, AggregateFunction, Expr, ExprKind, Path, ValueType};
use crate::say;
use crate::source::Span;
use crate::syntax::ast;

impl Typer<'_> {
    pub(super) fn aggregate(&mut self, function: AggregateFunction, argument: &ast::Expr, span: Span) -> Option<Expr> {
        let argument = self.inside_aggregate(argument, span)?;
        let numbers = matches!(function, AggregateFunction::Sum | AggregateFunction::Avg);
        if numbers && !matches!(argument.ty, ValueType::Number | ValueType::Duration) {
            self.report_mismatch(argument.span, ValueType::Number, argument.ty);
            return None;
        }
        let (range, argument) = self.split_range(argument, span)?;
        let argument = self.ordered(argument)?;
        let ty = argument.ty;
        let aggregate = Aggregate { function, range, argument: Some(Box::new(argument)) };
        Some(Expr { kind: ExprKind::Aggregate(aggregate), ty, span })
    }

    pub(super) fn count(&mut self, argument: &ast::Expr, span: Span) -> Option<Expr> {
        let counted = |range, argument| {
            let aggregate = Aggregate { function: AggregateFunction::Count, range, argument };
            Some(Expr { kind: ExprKind::Aggregate(aggregate), ty: ValueType::Number, span })
        };
        if let ast::ExprKind::Path(names) = &argument.kind
            && let Ok(walk) = walk(self.mcd, self.gaps, self.start, names)
            && !matches!(walk.end, End::Field(_))
            && self.usage != Use::Constant
        {
            if !walk.path.steps.iter().any(|step| is_many(self.mcd, *step)) {
                return self.not_several(argument.span);
            }
            return counted(walk.path, None);
        }
        let argument = self.inside_aggregate(argument, span)?;
        let (range, argument) = self.split_range(argument, span)?;
        counted(range, Some(Box::new(argument)))
    }

    pub(super) fn inside_aggregate(&mut self, argument: &ast::Expr, span: Span) -> Option<Expr> {
        if self.in_aggregate {
            self.push(
                &BAD_AGGREGATE,
                span,
                say!(fr "une somme dans une somme ne se calcule pas ici", en "an aggregate inside an aggregate can't be calculated here"),
                say!(
                    fr "donnez un champ computed à l'entité du milieu, et additionnez ce champ",
                    en "give the entity in the middle a computed field, and aggregate that field"
                ),
            );
            return None;
        }
        self.in_aggregate = true;
        let typed = self.type_expr(argument, None);
        self.in_aggregate = false;
        typed
    }

    pub(super) fn not_several(&mut self, span: Span) -> Option<Expr> {
        self.push(
            &BAD_AGGREGATE,
            span,
            say!(fr "il n'y a pas plusieurs valeurs à réunir ici", en "there aren't several values to bring together here"),
            say!(fr "passez par une relation dont le maximum est n", en "go through a relation whose maximum is n"),
        );
        None
    }

    /// Parts the common walk to several occurrences from what is read at each of them.
    pub(super) fn split_range(&mut self, mut argument: Expr, span: Span) -> Option<(Path, Expr)> {
        let mut paths = Vec::new();
        argument.walk(&mut |expr| {
            if let ExprKind::Field(path, _) | ExprKind::Record(path) = &expr.kind {
                paths.push((path.clone(), expr.span));
            }
        });
        let many = |path: &Path| path.steps.iter().rposition(|step| is_many(self.mcd, *step)).map(|at| at + 1);
        let ranges: Vec<(Option<usize>, &Path, Span)> =
            paths.iter().map(|(path, span)| (many(path), path, *span)).collect();
        let Some((Some(length), longest, _)) = ranges.iter().max_by_key(|(length, _, _)| *length).copied() else {
            return self.not_several(span).and(None);
        };
        let range = Path { steps: longest.steps.iter().take(length).copied().collect() };
        let astray = ranges.iter().find(|(_, path, _)| !path.steps.starts_with(&range.steps));
        if let Some((_, _, span)) = astray {
            let span = *span;
            self.push(
                &BAD_AGGREGATE,
                span,
                say!(
                    fr "ceci n'est pas sur le même chemin que le reste de l'expression",
                    en "this isn't on the same path as the rest of the expression"
                ),
                say!(
                    fr "sortez-le de la parenthèse, ou faites-en deux",
                    en "take it out of the parentheses, or make two of them"
                ),
            );
            return None;
        }
        strip(&mut argument, length);
        Some((range, argument))
    }
}

fn strip(expr: &mut Expr, length: usize) {
    match &mut expr.kind {
        ExprKind::Field(path, _) | ExprKind::Record(path) => {
            path.steps.drain(..length.min(path.steps.len()));
        }
        ExprKind::Negate(a) | ExprKind::Not(a) | ExprKind::IsEmpty(a, _) | ExprKind::Matches(a, _, _) => {
            strip(a, length);
        }
        ExprKind::Arithmetic(_, a, b) | ExprKind::Compare(_, a, b) | ExprKind::And(a, b) | ExprKind::Or(a, b) => {
            strip(a, length);
            strip(b, length);
        }
        ExprKind::Between(a, b, c, _) | ExprKind::If(a, b, c) => {
            strip(a, length);
            strip(b, length);
            strip(c, length);
        }
        ExprKind::In(a, list, _) => {
            strip(a, length);
            list.iter_mut().for_each(|item| strip(item, length));
        }
        ExprKind::Call(_, args) => args.iter_mut().for_each(|arg| strip(arg, length)),
        _ => {}
    }
}
