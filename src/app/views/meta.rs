//! The metadata of a module: names, keys, lines, members, form and list.
//!
//! What is empty is left out: the default says it.

use super::Views;
use super::data::*;
use super::parts::Parts;
use super::text::{label_case, one_line};
use crate::app::guards::GuardPlan;
use crate::app::layout::{Node, flat, string_literal};
use crate::app::plan::{EntityPlan, FieldOrigin, FieldPlan, LinesPlan, MembersPlan, RelationPlan};
use crate::app::queries::Queries;
use crate::mcd::{KeyPart, LegRef, Owner};
use crate::mld::{ColumnRef, Strategy};

impl Views<'_> {
    pub(super) fn entity_meta(
        &self,
        plan: &EntityPlan,
        rules: &[RuleView],
        queries: &Queries,
        parts: &mut Parts,
    ) -> Vec<Entry> {
        let entity = self.mcd.entity(plan.id);
        let mut meta = Literal::default();
        meta.text("name", &plan.name);
        meta.text("label", &entity.label);
        meta.text("plural", &entity.plural);
        meta.text("slug", &plan.slug);
        meta.text("table", &self.mld.table(plan.table).name);
        if self.writer.has_uuid(plan.id) {
            meta.value("key", self.key_kind(plan.id).to_owned());
        }
        meta.text("help", &entity.docs);
        meta.text(
            "area",
            &entity.area.as_ref().map(|area| crate::mcd::labels::label(area, self.mcd.crm.locale)).unwrap_or_default(),
        );
        if let Some(parent) = plan.parent.and_then(|parent| self.plan.entity(parent)) {
            meta.value("parent", format!("Some({})", string_literal(&parent.name)));
            meta.text("kind", &crate::mld::names::shorten(&entity.snake));
        }
        if !entity.children.is_empty() {
            let label = entity.subtypes.as_ref().and_then(|subtypes| subtypes.label.clone());
            meta.text("subtypes", &label.unwrap_or_else(|| entity.label.clone()));
            if entity.subtypes.as_ref().is_some_and(|subtypes| subtypes.total) {
                meta.value("total", "true".to_owned());
            }
            if self.writer.overlaps(plan.id) {
                meta.value("overlapping", "true".to_owned());
            }
        }
        if !plan.fields.is_empty() {
            meta.value("fields", "FIELDS".to_owned());
        }
        meta.list("uniques", &self.uniques(plan));
        meta.rules(rules);
        meta.list("checks", &self.checks(plan, parts));
        meta.list("guards", &guards(self.writer.entity_guards(plan), parts));
        meta.list("deferred", &guards(self.writer.entity_deferred(plan), parts));
        let lines: Vec<Node> = plan.lines.iter().map(|lines| self.lines(lines, parts)).collect();
        meta.list("lines", &lines);
        let members: Vec<Node> = plan.members.iter().map(|members| self.members(members, parts)).collect();
        meta.list("members", &members);
        self.list_and_form(&mut meta, plan);
        let indexes = self.writer.list_indexes(plan);
        meta.list("indexes", &indexes.iter().map(|statement| Node::string(statement)).collect::<Vec<_>>());
        meta.value("sql", flat(&parts.sql(queries)));
        if !queries.adopt.is_empty() {
            meta.value("adopt", parts.statement("ADOPT", Vec::new(), &queries.adopt));
        }
        meta.entries
    }

    pub(super) fn uniques(&self, plan: &EntityPlan) -> Vec<Node> {
        let table = self.mld.table(plan.table);
        let fields: Vec<&FieldPlan> = self.inherited(plan).into_iter().chain(&plan.fields).collect();
        let own = |columns: &[usize]| -> Option<(Vec<String>, Vec<String>)> {
            let named = columns.iter().map(|index| {
                let at = ColumnRef { table: plan.table, index: *index };
                let field = fields.iter().find(|field| field.columns.contains(&at))?;
                Some((field.name.clone(), table.columns.get(*index)?.name.clone()))
            });
            Some(named.collect::<Option<Vec<_>>>()?.into_iter().unzip())
        };
        let uniques = table.uniques.iter().filter_map(|unique| {
            let (names, columns) = own(&unique.columns)?;
            let belongs = plan.under != Some(Strategy::Single)
                || names.iter().any(|name| plan.fields.iter().any(|field| &field.name == name));
            belongs.then(|| unique_node(&unique.name, &names, &columns, &unique.message))
        });
        uniques.collect()
    }

    pub(super) fn checks(&self, plan: &EntityPlan, parts: &mut Parts) -> Vec<Node> {
        let mut owners = vec![Owner::Entity(plan.id)];
        owners.extend(self.borne(plan).into_iter().map(Owner::Relation));
        owners.extend(plan.lines.iter().map(|lines| Owner::Relation(lines.relation)));
        let rules = self.mld.row_rules.iter().filter(|rule| owners.contains(&rule.owner));
        let nodes = rules.filter_map(|rule| {
            let sql = self.writer.row_rule(rule, plan)?;
            let constant = parts.statics.take(&rule.name.to_uppercase());
            let constant = parts.statement(&constant, vec![one_line(&rule.message)], &sql);
            let fields = vec![
                ("constraint".to_owned(), Node::string(&rule.name)),
                ("message".to_owned(), Node::string(&rule.message)),
                ("sql".to_owned(), Node::atom(constant)),
            ];
            Some(Node::Struct("Check".into(), fields))
        });
        nodes.collect()
    }

    pub(super) fn lines(&self, lines: &LinesPlan, parts: &mut Parts) -> Node {
        let relation = self.plan.relation(lines.relation);
        let name = relation.map(|relation| relation.name.as_str()).unwrap_or_default();
        let others = |other: &LinesPlan| other.relation == lines.relation && other.leg != lines.leg;
        let touch = if self.plan.entities.iter().any(|entity| entity.lines.iter().any(others)) {
            let constant = parts.statics.take(&format!("{}_WRITTEN", name.to_uppercase()));
            let docs = vec!["Says that the lines of `:__owner` were written in another record's form.".to_owned()];
            parts.statement(&constant, docs, &self.writer.owner_touch(self.mcd.leg(lines.leg).entity))
        } else {
            "\"\"".to_owned()
        };
        let leg = relation.and_then(|relation| reference_to(&relation.fields, lines.leg)).unwrap_or_default();
        let fields = vec![
            ("relation".to_owned(), Node::string(name)),
            ("leg".to_owned(), Node::string(leg)),
            ("label".to_owned(), Node::string(&lines.label)),
            ("touch".to_owned(), Node::atom(touch)),
        ];
        Node::Struct("Lines".into(), fields)
    }

    pub(super) fn members(&self, members: &MembersPlan, parts: &mut Parts) -> Node {
        let entity = self.plan.entity(members.entity);
        let relation = self.mcd.relation(members.leg.relation);
        let card = self.mcd.leg(members.leg).card;
        let max = card.max.map_or("None".to_owned(), |max| format!("Some({max})"));
        let name = entity.map(|entity| entity.name.as_str()).unwrap_or_default();
        let update = entity.map(|entity| self.writer.member_update(entity, &members.field)).unwrap_or_default();
        let constant = parts.statics.take(&relation.snake.to_uppercase());
        let docs = vec![format!("Makes `:__id` ({name}) a member of `:__owner`, or of none.")];
        let constant = parts.statement(&constant, docs, &update);
        let touch = parts.statics.take(&format!("{}_WRITTEN", relation.snake.to_uppercase()));
        let docs = vec!["Says that the members of `:__owner` were written.".to_owned()];
        let touch = parts.statement(&touch, docs, &self.writer.owner_touch(self.mcd.leg(members.leg).entity));
        let fields = vec![
            ("name".to_owned(), Node::string(&relation.snake)),
            ("label".to_owned(), Node::string(&members.label)),
            ("entity".to_owned(), Node::string(name)),
            ("field".to_owned(), Node::string(&members.field)),
            ("min".to_owned(), Node::atom(card.min.to_string())),
            ("max".to_owned(), Node::atom(max)),
            ("update".to_owned(), Node::atom(constant)),
            ("touch".to_owned(), Node::atom(touch)),
        ];
        Node::Struct("Members".into(), fields)
    }

    pub(super) fn list_and_form(&self, meta: &mut Literal, plan: &EntityPlan) {
        let fields: Vec<&FieldPlan> = self.inherited(plan).into_iter().chain(&plan.fields).collect();
        let lineage = self.mcd.lineage(plan.id);
        let form = lineage.iter().find_map(|id| self.mcd.forms.iter().find(|form| form.entity == *id));
        if let Some(form) = form {
            let section = |section: &crate::mcd::Section| {
                let names: Vec<&str> = section.items.iter().flat_map(|part| part_names(&fields, *part)).collect();
                let parts = vec![
                    ("title".to_owned(), Node::string(&section.title)),
                    ("fields".to_owned(), Node::strings(names)),
                ];
                Node::Struct("Section".into(), parts)
            };
            let sections: Vec<Node> = form.sections.iter().map(section).collect();
            meta.list("sections", &sections);
        }
        let list = lineage.iter().find_map(|id| self.mcd.lists.iter().find(|list| list.entity == *id));
        let Some(list) = list else { return };
        let names = |parts: &Option<Vec<KeyPart>>| -> Vec<&str> {
            parts.iter().flatten().flat_map(|part| part_names(&fields, *part)).collect()
        };
        meta.names("columns", names(&list.columns));
        meta.names("filters", names(&list.filters));
        for (entry, (part, descending)) in ["sort", "then"].into_iter().zip(&list.sort) {
            if let Some(name) = part_names(&fields, *part).first() {
                meta.text(entry, &format!("{}{name}", if *descending { "-" } else { "" }));
            }
        }
    }

    pub(super) fn relation_meta(
        &self,
        plan: &RelationPlan,
        rules: &[RuleView],
        queries: &Queries,
        parts: &mut Parts,
    ) -> Vec<Entry> {
        let relation = self.mcd.relation(plan.id);
        let mut meta = Literal::default();
        meta.text("name", &plan.name);
        meta.text("label", &label_case(&relation.label));
        meta.text("table", &self.mld.table(plan.table).name);
        meta.text("help", &relation.docs);
        meta.list("legs", &self.legs(plan));
        meta.value("fields", "FIELDS".to_owned());
        meta.list("uniques", &self.relation_uniques(plan));
        meta.rules(rules);
        meta.list("guards", &guards(self.writer.relation_guards(plan), parts));
        meta.list("deferred", &guards(self.writer.relation_deferred(plan), parts));
        meta.value("key", flat(&Node::strings(plan.key.iter().map(String::as_str))));
        meta.value("sql", flat(&parts.sql(queries)));
        meta.entries
    }

    pub(super) fn legs(&self, plan: &RelationPlan) -> Vec<Node> {
        let legs = plan.fields.iter().filter_map(|field| match field.origin {
            FieldOrigin::Reference(leg, _, _) => Some((field, leg)),
            _ => None,
        });
        let node = |(field, at): (&FieldPlan, LegRef)| {
            let card = self.mcd.leg(at).card;
            let max = card.max.map_or("None".to_owned(), |max| format!("Some({max})"));
            let deferred = self.participation.get(&at);
            let message = deferred.map(|deferred| deferred.message.as_str()).unwrap_or_default();
            let fields = vec![
                ("name".to_owned(), Node::string(&field.name)),
                ("min".to_owned(), Node::atom(card.min.to_string())),
                ("max".to_owned(), Node::atom(max)),
                ("message".to_owned(), Node::string(message)),
            ];
            Node::Struct("Leg".into(), fields)
        };
        legs.map(node).collect()
    }

    pub(super) fn relation_uniques(&self, plan: &RelationPlan) -> Vec<Node> {
        let table = self.mld.table(plan.table);
        let named = |columns: &[usize]| -> Option<(Vec<String>, Vec<String>)> {
            let pairs = columns.iter().map(|index| {
                let at = ColumnRef { table: plan.table, index: *index };
                let field = plan.fields.iter().find(|field| field.columns.contains(&at))?;
                Some((field.name.clone(), table.columns.get(*index)?.name.clone()))
            });
            Some(pairs.collect::<Option<Vec<_>>>()?.into_iter().unzip())
        };
        let uniques = table.uniques.iter().filter_map(|unique| {
            let (names, columns) = named(&unique.columns)?;
            Some(unique_node(&unique.name, &names, &columns, &unique.message))
        });
        uniques.collect()
    }
}

fn guards(guards: Vec<GuardPlan>, parts: &mut Parts) -> Vec<Node> {
    let node = |guard: GuardPlan| {
        let constant = parts.statics.take(&guard.constraint.to_uppercase());
        let docs = vec![format!("Gives a row when broken: {}", one_line(&guard.message))];
        let constant = parts.statement(&constant, docs, &guard.sql);
        let fields = vec![
            ("constraint".to_owned(), Node::string(&guard.constraint)),
            ("message".to_owned(), Node::string(&guard.message)),
            ("fields".to_owned(), Node::strings(guard.fields.iter().map(String::as_str))),
            ("sql".to_owned(), Node::atom(constant)),
        ];
        Node::Struct("Guard".into(), fields)
    };
    guards.into_iter().map(node).collect()
}

/// Lines of metadata that leave out what is empty.
#[derive(Default)]
pub(super) struct Literal {
    entries: Vec<Entry>,
}

impl Literal {
    pub(super) fn text(&mut self, name: &'static str, text: &str) {
        if !text.is_empty() {
            self.value(name, string_literal(text));
        }
    }

    pub(super) fn value(&mut self, name: &'static str, value: String) {
        self.entries.push(Entry { name, value, items: Vec::new() });
    }

    pub(super) fn list(&mut self, name: &'static str, items: &[Node]) {
        if !items.is_empty() {
            self.entries.push(Entry { name, value: String::new(), items: items.iter().map(flat).collect() });
        }
    }

    pub(super) fn names(&mut self, name: &'static str, items: Vec<&str>) {
        if !items.is_empty() {
            self.value(name, flat(&Node::strings(items)));
        }
    }

    pub(super) fn rules(&mut self, rules: &[RuleView]) {
        if !rules.is_empty() {
            let constants = rules.iter().map(|rule| Node::atom(format!("&{}", rule.constant))).collect();
            self.value("rules", flat(&Node::Array(constants)));
        }
    }
}

pub(super) fn unique_node(name: &str, fields: &[String], columns: &[String], message: &str) -> Node {
    let fields = vec![
        ("constraint".to_owned(), Node::string(name)),
        ("fields".to_owned(), Node::strings(fields.iter().map(String::as_str))),
        ("columns".to_owned(), Node::strings(columns.iter().map(String::as_str))),
        ("message".to_owned(), Node::string(message)),
    ];
    Node::Struct("Unique".into(), fields)
}

pub(super) fn reference_to(fields: &[FieldPlan], leg: LegRef) -> Option<&str> {
    let refers = |field: &&FieldPlan| matches!(field.origin, FieldOrigin::Reference(at, _, _) if at == leg);
    fields.iter().find(refers).map(|field| field.name.as_str())
}

/// The names of the fields that a part of a form or list stands for.
pub(super) fn part_names<'b>(fields: &[&'b FieldPlan], part: KeyPart) -> Vec<&'b str> {
    let stands = |field: &&&FieldPlan| match part {
        KeyPart::Field(at) => field.origin.field() == Some(at),
        KeyPart::Leg(leg) => matches!(field.origin, FieldOrigin::Reference(at, _, _) if at == leg),
    };
    fields.iter().filter(stands).map(|field| field.name.as_str()).collect()
}
