//! Rules over one row, as methods of the module's struct.
//!
//! The Rust of an expression is `app::rules`; here are names, messages and constraints.

use super::Views;
use super::data::*;
use super::parts::Parts;
use super::text::one_line;
use crate::app::layout::{Node, flat, render, string_literal};
use crate::app::names::{Scope, identifier};
use crate::app::plan::{EntityPlan, FieldPlan};
use crate::app::rules::RuleWriter;
use crate::mcd::expr::{CompareOp, Expr, ExprKind, Function, ValueType};
use crate::mcd::{EnumId, FieldRef, Owner, Rule};
use crate::mld::TableId;

impl Views<'_> {
    pub(super) fn rules(
        &self,
        owners: &[Owner],
        table: TableId,
        all: &[(String, &FieldPlan)],
        entity: Option<&EntityPlan>,
        parts: &mut Parts,
    ) -> Vec<RuleView> {
        let mut methods = Scope::default();
        methods.take("read");
        let rules = owners.iter().flat_map(|owner| self.owner_rules(*owner));
        let one_row = rules.filter(|rule| !rule.expr.reach().other_rows);
        let stated = one_row.map(|rule| (rule.clone(), self.constraint(rule, table).to_owned()));
        let bounds = owners.iter().flat_map(|owner| self.bounds_by_the_clock(*owner, table));
        let all_rules: Vec<(Rule, String)> = stated.chain(bounds).collect();
        let views = all_rules.iter();
        views.map(|(rule, name)| self.rule(rule, name, all, entity, &mut methods, parts)).collect()
    }

    /// The bounds of an owner's fields that read the clock: rules whose message is the bound's.
    fn bounds_by_the_clock(&self, owner: Owner, table: TableId) -> Vec<(Rule, String)> {
        let bounds = self.mld.table(table).write_rules.iter().filter_map(|written| {
            let ExprKind::Compare(op, bounded, _) = &written.expr.kind else { return None };
            let ExprKind::Field(_, field) = bounded.kind else { return None };
            let is_rule = self.owner_rules(owner).iter().any(|rule| Some(rule.span) == written.span);
            if is_rule || field.owner != owner {
                return None;
            }
            let word = if *op == CompareOp::Ge { "min" } else { "max" };
            let rule = Rule {
                expr: written.expr.clone(),
                message: written.message.clone(),
                name: format!("{}_{word}", self.mcd.field(field).snake),
                docs: String::new(),
                span: written.span?,
            };
            Some((rule, written.name.clone()))
        });
        bounds.collect()
    }

    fn rule(
        &self,
        rule: &Rule,
        constraint: &str,
        all: &[(String, &FieldPlan)],
        entity: Option<&EntityPlan>,
        methods: &mut Scope,
        parts: &mut Parts,
    ) -> RuleView {
        let field_name = |at: FieldRef| {
            let found = all.iter().find(|(_, field)| field.origin.field() == Some(at));
            found.map(|(path, _)| path.clone()).unwrap_or_default()
        };
        let enums = &parts.enums;
        let enum_name = |id: EnumId| match enums.iter().find(|known| known.id == id) {
            Some(known) => known.type_name.clone(),
            None => entity.map(|entity| self.enum_above(entity, id)).unwrap_or_default(),
        };
        let body = RuleWriter { mcd: self.mcd, field_name: &field_name, enum_name: &enum_name }.verdict(&rule.expr);
        let mut read: Vec<&str> = Vec::new();
        rule.expr.walk(&mut |part| {
            if let ExprKind::Field(_, at) = part.kind
                && let Some((_, field)) = all.iter().find(|(_, field)| field.origin.field() == Some(at))
                && !read.contains(&field.name.as_str())
            {
                read.push(&field.name);
            }
        });
        RuleView {
            docs: one_line(&rule.message),
            method: methods.take(&identifier(&rule.name)),
            constant: parts.statics.take(&rule.name.to_uppercase()),
            constraint: string_literal(constraint),
            message: string_literal(&rule.message),
            fields: flat(&Node::strings(read)),
            values: flat(&Node::strings(constants(&rule.expr).iter().map(String::as_str))),
            body: render(&body, 8, 8, 0),
            clock: rule.expr.reach().clock || reads_parts_of_instants(&rule.expr),
            when_written: rule.expr.reach().clock,
        }
    }

    /// The Rust enum of a supertype's field.
    pub(super) fn enum_above(&self, entity: &EntityPlan, id: EnumId) -> String {
        for above in self.mcd.lineage(entity.id).into_iter().skip(1).filter_map(|above| self.plan.entity(above)) {
            let mut parts = Parts::new(&above.type_name, "Entity");
            for field in &above.fields {
                self.kind(field, &mut parts);
            }
            if let Some(found) = parts.enums.iter().find(|known| known.id == id) {
                return format!("super::{}::{}", above.module, found.type_name);
            }
        }
        String::new()
    }

    pub(super) fn owner_rules(&self, owner: Owner) -> &[Rule] {
        match owner {
            Owner::Entity(id) => &self.mcd.entity(id).rules,
            Owner::Relation(id) => &self.mcd.relation(id).rules,
        }
    }

    /// The name of the database's own check of a rule.
    fn constraint(&self, rule: &Rule, table: TableId) -> &str {
        let table = self.mld.table(table);
        let check = table.checks.iter().find(|check| check.span == Some(rule.span)).map(|check| check.name.as_str());
        let written = table.write_rules.iter().find(|other| other.span == Some(rule.span));
        check.or(written.map(|other| other.name.as_str())).unwrap_or_default()
    }
}

/// Whether it asks for the year, month or day of an instant, which depend on the zone.
fn reads_parts_of_instants(expr: &Expr) -> bool {
    let mut found = false;
    expr.walk(&mut |part| {
        if let ExprKind::Call(Function::Year | Function::Month | Function::Day, args) = &part.kind {
            found |= args.iter().any(|arg| arg.ty == ValueType::DateTime);
        }
    });
    found
}

/// The numbers and texts written in an expression, each once.
fn constants(expr: &Expr) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    expr.walk(&mut |part| {
        let constant = match &part.kind {
            ExprKind::Number(number) | ExprKind::Quantity(number, _) => number.normalize().to_string(),
            ExprKind::Text(text) | ExprKind::Matches(_, text, false) => text.clone(),
            _ => return,
        };
        if !all.contains(&constant) {
            all.push(constant);
        }
    });
    all
}
