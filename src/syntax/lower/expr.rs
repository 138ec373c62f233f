//! Expressions.
//!
//! Invariant: no tree is deeper than [`MAX_DEPTH`], so that whoever walks it may recurse. A deeper one is reported
//! once and left out.

use super::{Lowering, Node, child, significant};
use crate::source::Span;
use crate::syntax::ast::{BinaryOp, Expr, ExprKind, UnaryOp};
use crate::syntax::grammar::Rule;
use crate::syntax::messages;

/// The deepest tree built; `a + b + c` is two deep.
pub(crate) const MAX_DEPTH: usize = 128;

/// An expression with its depth; none once a problem was reported.
type Deep = Option<(Expr, usize)>;

impl Lowering<'_, '_> {
    /// A whole expression.
    pub(crate) fn expr(&mut self, node: &Node<'_>) -> Option<Expr> {
        let before = self.sink.len();
        let built = self.any(node);
        if built.is_none() && self.sink.len() == before {
            let span = self.span(node);
            self.sink.push(messages::too_deep(span));
        }
        built.map(|(expr, _)| expr)
    }

    /// The value of a modifier: `= EXPR`, `min EXPR`.
    pub(crate) fn value(&mut self, node: &Node<'_>) -> Option<Expr> {
        let value = child(node, Rule::value).or_else(|| child(node, Rule::limit))?;
        let inner = significant(&value).next()?;
        self.expr(&inner)
    }

    fn any(&mut self, node: &Node<'_>) -> Deep {
        match node.as_rule() {
            Rule::expr | Rule::conjunction | Rule::sum | Rule::product => self.chain(node),
            Rule::negation | Rule::signed => self.prefixed(node),
            Rule::comparison => self.comparison(node),
            Rule::group => self.group(node),
            _ => self.primary(node),
        }
    }

    /// Operands with operators of one precedence between them, from left to right.
    fn chain(&mut self, node: &Node<'_>) -> Deep {
        let mut left: Deep = None;
        let mut op = None;
        for inner in significant(node) {
            if let Some(found) = operator(&inner) {
                op = Some(found);
                continue;
            }
            let right = self.any(&inner)?;
            left = match (left, op.take()) {
                (Some(left), Some(op)) => Some(binary(op, left, right)?),
                _ => Some(right),
            };
        }
        left
    }

    /// `not a`, `- a`
    fn prefixed(&mut self, node: &Node<'_>) -> Deep {
        let mut prefixes = Vec::new();
        let mut operand = None;
        for inner in significant(node) {
            match inner.as_rule() {
                Rule::k_not => prefixes.push((UnaryOp::Not, self.span(&inner))),
                Rule::minus => prefixes.push((UnaryOp::Neg, self.span(&inner))),
                _ => operand = Some(inner),
            }
            if prefixes.len() > MAX_DEPTH {
                return None;
            }
        }
        let operand = self.any(&operand?)?;
        prefixes.into_iter().rev().try_fold(operand, |(expr, depth), (op, span)| {
            let span = span.to(expr.span);
            limited(ExprKind::Unary { op, operand: Box::new(expr) }, span, depth)
        })
    }

    fn group(&mut self, node: &Node<'_>) -> Deep {
        let (expr, depth) = self.any(&child(node, Rule::expr)?)?;
        Some((Expr { kind: expr.kind, span: self.span(node) }, depth))
    }

    fn comparison(&mut self, node: &Node<'_>) -> Deep {
        let mut parts = significant(node);
        let left = self.any(&parts.next()?)?;
        match parts.next() {
            None => Some(left),
            Some(tail) => self.compared(left, &tail, self.span(node)),
        }
    }

    fn compared(&mut self, (left, depth): (Expr, usize), tail: &Node<'_>, span: Span) -> Deep {
        let negated = super::has(tail, Rule::k_not);
        let operand = Box::new(left);
        match tail.as_rule() {
            Rule::compared => {
                let op = child(tail, Rule::compare_op).and_then(|op| significant(&op).next())?;
                let right = self.any(&child(tail, Rule::sum)?)?;
                binary(compare_op(op.as_rule())?, (*operand, depth), right)
            }
            Rule::among => {
                let (list, deepest) = self.exprs(tail)?;
                limited(ExprKind::In { operand, list, negated }, span, depth.max(deepest))
            }
            Rule::between => {
                let mut bounds = super::children(tail, Rule::sum);
                let (low, low_depth) = self.any(&bounds.next()?)?;
                let (high, high_depth) = self.any(&bounds.next()?)?;
                let kind = ExprKind::Between { operand, low: Box::new(low), high: Box::new(high), negated };
                limited(kind, span, depth.max(low_depth).max(high_depth))
            }
            Rule::emptiness => limited(ExprKind::IsEmpty { operand, negated }, span, depth),
            Rule::matched => {
                let pattern = self.string_of(tail, Rule::string)?;
                limited(ExprKind::Matches { operand, pattern, negated }, span, depth)
            }
            _ => None,
        }
    }

    /// The expressions directly under a pair, and the depth of the deepest.
    fn exprs(&mut self, node: &Node<'_>) -> Option<(Vec<Expr>, usize)> {
        let mut all = Vec::new();
        let mut deepest = 0;
        for inner in super::children(node, Rule::expr) {
            let (expr, depth) = self.any(&inner)?;
            deepest = deepest.max(depth);
            all.push(expr);
        }
        Some((all, deepest))
    }

    fn primary(&mut self, node: &Node<'_>) -> Deep {
        let span = self.span(node);
        let kind = match node.as_rule() {
            Rule::number => ExprKind::Number(node.as_str().to_owned()),
            Rule::quantity => {
                let unit = self.name(&child(node, Rule::time_unit)?);
                ExprKind::Quantity { number: child(node, Rule::number)?.as_str().to_owned(), unit }
            }
            Rule::string => ExprKind::Str(self.string(node).value),
            Rule::boolean => ExprKind::Bool(node.as_str() == "true"),
            Rule::path_or_call => return self.path_or_call(node, span),
            _ => return None,
        };
        Some((Expr { kind, span }, 1))
    }

    fn path_or_call(&mut self, node: &Node<'_>, span: Span) -> Deep {
        let Some(arguments) = child(node, Rule::call_args) else {
            return Some((Expr { kind: ExprKind::Path(self.names(node)), span }, 1));
        };
        let name = self.name(&child(node, Rule::name)?);
        let (args, deepest) = self.exprs(&arguments)?;
        limited(ExprKind::Call { name, args }, span, deepest)
    }
}

fn binary(op: BinaryOp, (left, left_depth): (Expr, usize), (right, right_depth): (Expr, usize)) -> Deep {
    let span = left.span.to(right.span);
    let kind = ExprKind::Binary { op, left: Box::new(left), right: Box::new(right) };
    limited(kind, span, left_depth.max(right_depth))
}

/// One more node over a tree of `depth`, unless that is too deep.
fn limited(kind: ExprKind, span: Span, depth: usize) -> Deep {
    (depth < MAX_DEPTH).then_some((Expr { kind, span }, depth + 1))
}

/// The operator of a chain.
fn operator(node: &Node<'_>) -> Option<BinaryOp> {
    let rule = node.as_rule();
    if matches!(rule, Rule::sum_op | Rule::product_op) {
        return significant(node).next().and_then(|sign| operator(&sign));
    }
    Some(match rule {
        Rule::k_or => BinaryOp::Or,
        Rule::k_and => BinaryOp::And,
        Rule::plus => BinaryOp::Add,
        Rule::minus => BinaryOp::Sub,
        Rule::star => BinaryOp::Mul,
        Rule::slash => BinaryOp::Div,
        _ => return None,
    })
}

fn compare_op(rule: Rule) -> Option<BinaryOp> {
    Some(match rule {
        Rule::op_eq => BinaryOp::Eq,
        Rule::op_ne => BinaryOp::Ne,
        Rule::op_lt => BinaryOp::Lt,
        Rule::op_le => BinaryOp::Le,
        Rule::op_gt => BinaryOp::Gt,
        Rule::op_ge => BinaryOp::Ge,
        _ => return None,
    })
}
