//! What templates see: one struct a template, every name and text final.
//!
//! Rust literals are laid out here, so that a generated file is as rustfmt leaves it. No decision about what is generated.

use serde::Serialize;

use super::layout::{Node, flat, render, string_literal};
use super::names::{Scope, identifier, type_name};
use super::plan::{AppPlan, EntityPlan, FieldOrigin, FieldPlan, RelationPlan};
use super::queries::{Queries, Writer};
use super::rules::RuleWriter;
use crate::mcd::expr::{ArithmeticOp, Expr, ExprKind, Function, Unit};
use crate::mcd::{EntityId, EnumId, FieldRef, KeyPart, LegRef, Mcd, OnDelete, Owner, Rule, Type, constant_number};
use crate::mld::{AddressPart, ColumnRef, DeferredKind, Mld, Strategy, TableId};

/// A module of `entities/` or `relations/`.
#[derive(Debug, Serialize)]
pub(super) struct ModuleView {
    intro: String,
    type_name: String,
    variable: String,
    parent: Option<ParentView>,
    empty: bool,
    fields: Vec<FieldView>,
    enums: Vec<EnumView>,
    rules: Vec<RuleView>,
    clock: bool,
    literals: Vec<String>,
    references: Vec<ReferenceView>,
    statements: Vec<StatementView>,
    meta: Vec<Entry>,
    #[serde(rename = "trait")]
    trait_name: &'static str,
}

/// The supertype of a module's struct.
#[derive(Debug, Serialize)]
struct ParentView {
    module: String,
    field: String,
    type_name: String,
}

/// A field of a module's struct.
#[derive(Debug, Serialize)]
struct FieldView {
    identifier: String,
    rust_type: String,
    literal: String,
}

/// An enumeration of a module.
#[derive(Debug, Serialize)]
struct EnumView {
    #[serde(skip)]
    id: EnumId,
    type_name: String,
    constant: String,
    values: Vec<ValueView>,
}

/// A value of an enumeration.
#[derive(Debug, Serialize)]
struct ValueView {
    variant: String,
    code: String,
    label: String,
}

/// A rule over one row.
#[derive(Debug, Serialize)]
struct RuleView {
    docs: String,
    method: String,
    constant: String,
    constraint: String,
    message: String,
    fields: String,
    body: String,
    clock: bool,
}

/// What a reference points at.
#[derive(Debug, Serialize)]
struct ReferenceView {
    constant: String,
    literal: String,
}

/// A statement.
#[derive(Debug, Serialize)]
struct StatementView {
    constant: String,
    docs: Vec<String>,
    sql: String,
}

/// A line of the metadata: one value, or a list.
#[derive(Debug, Serialize)]
struct Entry {
    name: &'static str,
    value: String,
    items: Vec<String>,
}

/// `entities/mod.rs` and `relations/mod.rs`.
#[derive(Debug, Serialize)]
pub(super) struct IndexView {
    what: &'static str,
    #[serde(rename = "trait")]
    trait_name: &'static str,
    modules: Vec<String>,
    all: Vec<String>,
}

/// Makes the views of one model.
pub(super) struct Views<'a> {
    pub(super) mcd: &'a Mcd,
    pub(super) mld: &'a Mld,
    pub(super) plan: &'a AppPlan,
    pub(super) writer: &'a Writer<'a>,
}

/// What is put together while a module's metadata is written.
#[derive(Default)]
struct Parts {
    statics: Scope,
    types: Scope,
    enums: Vec<EnumView>,
    references: Vec<ReferenceView>,
    statements: Vec<StatementView>,
}

impl Parts {
    fn new(type_name: &str, trait_name: &str) -> Self {
        let mut parts = Parts::default();
        for taken in ["META", "FIELDS", "SELECT", "INSERT", "UPDATE", "DELETE"] {
            parts.statics.take(taken);
        }
        parts.types.take(type_name);
        parts.types.take(&format!("{type_name}{trait_name}"));
        parts
    }

    /// Adds a statement under a constant of this name, and gives the constant.
    fn statement(&mut self, constant: &str, docs: Vec<String>, sql: &str) -> String {
        self.statements.push(StatementView { constant: constant.to_owned(), docs, sql: sql_literal(sql) });
        constant.to_owned()
    }

    /// The `sql` line of the metadata, its statements being added.
    fn sql(&mut self, queries: &Queries) -> Node {
        let all = [
            ("select", "SELECT", &queries.select),
            ("insert", "INSERT", &queries.insert),
            ("update", "UPDATE", &queries.update),
            ("delete", "DELETE", &queries.delete),
        ];
        let field = |(name, constant, sql): (&str, &str, &String)| {
            let value = if sql.is_empty() { "\"\"".to_owned() } else { self.statement(constant, Vec::new(), sql) };
            (name.to_owned(), Node::atom(value))
        };
        Node::Struct("Sql".into(), all.into_iter().map(field).collect())
    }
}

impl Views<'_> {
    /// The list of modules of a folder.
    pub(super) fn index(&self, relations: bool) -> IndexView {
        let named: Vec<(&str, &str)> = match relations {
            true => self.plan.relations.iter().map(|plan| (plan.module.as_str(), plan.type_name.as_str())).collect(),
            false => {
                let mut entities: Vec<&EntityPlan> = self.plan.entities.iter().collect();
                entities.sort_by_key(|plan| plan.id);
                entities.into_iter().map(|plan| (plan.module.as_str(), plan.type_name.as_str())).collect()
            }
        };
        let trait_name = if relations { "Relation" } else { "Entity" };
        let all = named.iter().map(|(module, name)| format!("&{module}::{name}{trait_name}")).collect();
        let mut modules: Vec<String> = named.iter().map(|(module, _)| (*module).to_owned()).collect();
        modules.sort();
        IndexView { what: if relations { "relations" } else { "entities" }, trait_name, modules, all }
    }

    /// An entity's module.
    pub(super) fn entity(&self, plan: &EntityPlan) -> ModuleView {
        let entity = self.mcd.entity(plan.id);
        let all: Vec<(String, &FieldPlan)> = self.paths(plan);
        let mut parts = Parts::new(&plan.type_name, "Entity");
        let literals = plan.fields.iter().map(|field| flat(&self.field(field, plan, &mut parts))).collect();
        let mut owners = vec![Owner::Entity(plan.id)];
        owners.extend(self.borne(plan).into_iter().map(Owner::Relation));
        let rules = self.rules(&owners, plan.table, &all, Some(plan), &mut parts);
        let queries = self.writer.entity(plan);
        let meta = self.entity_meta(plan, &rules, &queries, &mut parts);
        let parent = plan.parent.and_then(|parent| self.plan.entity(parent)).map(|parent| ParentView {
            module: parent.module.clone(),
            field: identifier(&parent.name),
            type_name: parent.type_name.clone(),
        });
        let intro = intro(&entity.docs, &entity.plural);
        ModuleView {
            parent,
            ..self.module(intro, &plan.name, &plan.type_name, &plan.fields, literals, rules, parts, meta, "Entity")
        }
    }

    /// A relation's module.
    pub(super) fn relation(&self, plan: &RelationPlan) -> ModuleView {
        let relation = self.mcd.relation(plan.id);
        let all: Vec<(String, &FieldPlan)> =
            plan.fields.iter().map(|field| (field.identifier.clone(), field)).collect();
        let mut parts = Parts::new(&plan.type_name, "Relation");
        let literals = plan.fields.iter().map(|field| flat(&self.relation_field(field, plan, &mut parts))).collect();
        let rules = self.rules(&[Owner::Relation(plan.id)], plan.table, &all, None, &mut parts);
        let queries = self.writer.relation(plan);
        let meta = self.relation_meta(plan, &rules, &queries, &mut parts);
        let legs: Vec<&str> = relation.legs.iter().map(|leg| leg.navigation.as_str()).collect();
        let intro = intro(&relation.docs, &format!("{}: {}", relation.label, legs.join(", ")));
        self.module(intro, &plan.name, &plan.type_name, &plan.fields, literals, rules, parts, meta, "Relation")
    }

    #[allow(clippy::too_many_arguments)] // the parts of one view, each made by a step above
    fn module(
        &self,
        intro: String,
        name: &str,
        type_name: &str,
        fields: &[FieldPlan],
        literals: Vec<String>,
        rules: Vec<RuleView>,
        parts: Parts,
        meta: Vec<Entry>,
        trait_name: &'static str,
    ) -> ModuleView {
        let fields: Vec<FieldView> = fields.iter().map(|field| self.field_view(field, &parts)).collect();
        ModuleView {
            intro,
            type_name: type_name.to_owned(),
            variable: identifier(name),
            parent: None,
            empty: fields.is_empty() && trait_name == "Relation"
                || fields.is_empty() && literals.is_empty() && meta.iter().all(|entry| entry.name != "parent"),
            fields,
            enums: parts.enums,
            clock: rules.iter().any(|rule| rule.clock),
            rules,
            literals,
            references: parts.references,
            statements: parts.statements,
            meta,
            trait_name,
        }
    }

    /// Fields of the supertypes, the root's first.
    fn inherited(&self, plan: &EntityPlan) -> Vec<&FieldPlan> {
        let above = self.mcd.lineage(plan.id).into_iter().rev().filter(|id| *id != plan.id);
        above.filter_map(|id| self.plan.entity(id)).flat_map(|entity| &entity.fields).collect()
    }

    /// Own and inherited fields with the way to them from the struct: `nom`, `client.nom`.
    fn paths<'b>(&'b self, plan: &'b EntityPlan) -> Vec<(String, &'b FieldPlan)> {
        let mut paths = Vec::new();
        let mut prefix = String::new();
        for id in self.mcd.lineage(plan.id) {
            let Some(level) = self.plan.entity(id) else { continue };
            if id != plan.id {
                prefix = format!("{prefix}{}.", identifier(&level.name));
            }
            paths.extend(level.fields.iter().map(|field| (format!("{prefix}{}", field.identifier), field)));
        }
        paths
    }

    /// Relations whose fields this entity's table bears.
    fn borne(&self, plan: &EntityPlan) -> Vec<crate::mcd::RelationId> {
        let mut relations = Vec::new();
        for field in &plan.fields {
            if let FieldOrigin::Reference(leg, _, _) | FieldOrigin::Value(leg, _) = field.origin
                && !relations.contains(&leg.relation)
            {
                relations.push(leg.relation);
            }
        }
        relations
    }

    fn field_view(&self, field: &FieldPlan, parts: &Parts) -> FieldView {
        FieldView {
            identifier: field.identifier.clone(),
            rust_type: self.rust_type(field, parts),
            literal: string_literal(&field.name),
        }
    }

    fn rust_type(&self, field: &FieldPlan, parts: &Parts) -> String {
        if let FieldOrigin::Address(_, part) = field.origin {
            let number = matches!(part, AddressPart::Latitude | AddressPart::Longitude);
            return if number { "Decimal" } else { "String" }.to_owned();
        }
        let Some(at) = field.origin.field() else { return "i64".to_owned() };
        let name = match &self.mcd.field(at).ty {
            Type::Integer | Type::Serial | Type::Duration => "i64",
            Type::Decimal(..) | Type::Money | Type::Percent => "Decimal",
            Type::Boolean => "bool",
            Type::Date => "NaiveDate",
            Type::Time => "NaiveTime",
            Type::DateTime => "NaiveDateTime",
            Type::Enum(id) => {
                parts.enums.iter().find(|known| known.id == *id).map_or("String", |known| known.type_name.as_str())
            }
            _ => "String",
        };
        name.to_owned()
    }

    fn rules(
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
        one_row.map(|rule| self.rule(rule, table, all, entity, &mut methods, parts)).collect()
    }

    fn rule(
        &self,
        rule: &Rule,
        table: TableId,
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
            constraint: string_literal(self.constraint(rule, table)),
            message: string_literal(&rule.message),
            fields: flat(&Node::strings(read)),
            body: render(&body, 8, 8, 0),
            clock: rule.expr.reach().clock,
        }
    }

    /// The Rust enum of a supertype's field.
    fn enum_above(&self, entity: &EntityPlan, id: EnumId) -> String {
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

    fn owner_rules(&self, owner: Owner) -> &[Rule] {
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

    fn field(&self, field: &FieldPlan, entity: &EntityPlan, parts: &mut Parts) -> Node {
        let mut node = self.field_head(field, parts);
        if let Some(at) = field.origin.field() {
            let declared = self.mcd.field(at);
            let own_title = declared.title && at.owner == Owner::Entity(entity.id);
            if declared.identifier && at.owner == Owner::Entity(entity.id) {
                node = node.method("identifier", vec![]);
            }
            if own_title {
                node = node.method("title", vec![]);
            }
        }
        self.field_tail(node, field)
    }

    fn relation_field(&self, field: &FieldPlan, _relation: &RelationPlan, parts: &mut Parts) -> Node {
        let node = self.field_head(field, parts);
        self.field_tail(node, field)
    }

    fn field_head(&self, field: &FieldPlan, parts: &mut Parts) -> Node {
        let kind = self.kind(field, parts);
        let args = vec![Node::string(&field.name), Node::string(&field.label), Node::atom(kind)];
        let node = Node::Call("Field::new".into(), args);
        if field.required { node.method("required", vec![]) } else { node }
    }

    fn field_tail(&self, mut node: Node, field: &FieldPlan) -> Node {
        if !field.group.is_empty() {
            node = node.method("group", vec![Node::string(&field.group)]);
        }
        if let FieldOrigin::Reference(leg, _, _) = field.origin {
            return if self.mcd.leg(leg).readonly { node.method("readonly", vec![]) } else { node };
        }
        if let FieldOrigin::Address(at, _) = field.origin {
            let personal = self.mcd.field(at).privacy != crate::mcd::Privacy::Plain;
            return if personal { node.method("personal", vec![]) } else { node };
        }
        let Some(at) = field.origin.field() else { return node };
        let declared = self.mcd.field(at);
        let flags = [
            ("search", declared.search && !declared.title && !declared.identifier),
            ("readonly", declared.readonly),
            ("hidden", declared.hidden),
            ("computed", declared.computed.is_some()),
            ("personal", declared.privacy != crate::mcd::Privacy::Plain),
        ];
        for (name, _) in flags.iter().filter(|(_, set)| *set) {
            node = node.method(name, vec![]);
        }
        if let Some(initial) = declared.default.as_ref().and_then(|expr| self.initial(expr)) {
            node = node.method("initial", vec![initial]);
        }
        for (name, bound) in [("min", &declared.min), ("max", &declared.max)] {
            if let Some(bound) = bound.as_ref().and_then(bound_text) {
                node = node.method(name, vec![Node::string(&bound)]);
            }
        }
        if let Some(pattern) = &declared.matches {
            node = node.method("matches", vec![Node::string(pattern), Node::string(&self.format_message(declared))]);
        }
        if let Some(unit) = &declared.unit {
            node = node.method("unit", vec![Node::string(unit)]);
        }
        if !declared.docs.is_empty() {
            node = node.method("help", vec![Node::string(&declared.docs)]);
        }
        node
    }

    fn format_message(&self, field: &crate::mcd::Field) -> String {
        let pattern = field.matches.as_deref().unwrap_or_default();
        match self.mcd.crm.locale {
            crate::mcd::Locale::Fr => format!("« {} » n'a pas la forme attendue : {pattern}", field.label),
            crate::mcd::Locale::En => format!("\"{}\" doesn't have the expected form: {pattern}", field.label),
        }
    }

    fn kind(&self, field: &FieldPlan, parts: &mut Parts) -> String {
        match &field.origin {
            FieldOrigin::Reference(leg, target, on_delete) => {
                format!("Kind::Reference(&{})", self.reference(field, *leg, *target, *on_delete, parts))
            }
            FieldOrigin::Address(_, part) => address_kind(*part).to_owned(),
            FieldOrigin::Field(at) | FieldOrigin::Computed(at, _) | FieldOrigin::Value(_, at) => {
                let ty = &self.mcd.field(*at).ty;
                let given_elsewhere = matches!(field.origin, FieldOrigin::Value(..)) && super::plan::is_given(ty);
                if given_elsewhere {
                    "Kind::Text { max: 40 }".to_owned()
                } else {
                    self.type_kind(ty, &field.name, parts)
                }
            }
        }
    }

    fn type_kind(&self, ty: &Type, name: &str, parts: &mut Parts) -> String {
        match ty {
            Type::Text(max) => format!("Kind::Text {{ max: {max} }}"),
            Type::Decimal(precision, scale) => format!("Kind::Decimal {{ precision: {precision}, scale: {scale} }}"),
            Type::Enum(id) => format!("Kind::Enum({})", self.choices(*id, name, parts)),
            Type::Sequence(pattern) => format!("Kind::Sequence({})", string_literal(&pattern.text)),
            other => format!("Kind::{}", plain_kind(other)),
        }
    }

    fn choices(&self, id: EnumId, name: &str, parts: &mut Parts) -> String {
        if let Some(known) = parts.enums.iter().find(|known| known.id == id) {
            return known.constant.clone();
        }
        let constant = parts.statics.take(&name.to_uppercase());
        let mut variants = Scope::default();
        let values = self.mcd.enumeration(id).values.iter().map(|value| ValueView {
            variant: variants.take(&type_name(&value.snake)),
            code: string_literal(&value.snake),
            label: string_literal(&value.label),
        });
        let values = values.collect();
        let type_name = parts.types.take(&type_name(name));
        parts.enums.push(EnumView { id, type_name, constant: constant.clone(), values });
        constant
    }

    fn reference(
        &self,
        field: &FieldPlan,
        leg: LegRef,
        target: EntityId,
        on_delete: OnDelete,
        parts: &mut Parts,
    ) -> String {
        let constant = parts.statics.take(&field.name.to_uppercase());
        let on_delete = match on_delete {
            OnDelete::Cascade => "OnDelete::Cascade",
            OnDelete::Restrict => "OnDelete::Restrict",
            OnDelete::Detach => "OnDelete::Detach",
        };
        let name = self.plan.entity(target).map(|entity| entity.name.as_str()).unwrap_or_default();
        let fields = vec![
            ("entity".to_owned(), Node::string(name)),
            ("related".to_owned(), Node::string(&self.related_label(leg))),
            ("on_delete".to_owned(), Node::atom(on_delete)),
        ];
        let literal = flat(&Node::Struct("Reference".into(), fields));
        parts.references.push(ReferenceView { constant: constant.clone(), literal });
        constant
    }

    /// What the records that point by this leg are called on the page of the one pointed at.
    fn related_label(&self, leg: LegRef) -> String {
        let relation = self.mcd.relation(leg.relation);
        let bearer = relation.legs.iter().enumerate().find(|(index, _)| *index != leg.index).map(|(_, other)| other);
        let Some(bearer) = bearer.filter(|_| relation.legs.len() == 2) else { return label_case(&relation.label) };
        let twins = self.mcd.relations().filter(|(_, other)| {
            other.legs.len() == 2 && other.legs.iter().any(|a| a.entity == bearer.entity) && {
                let target = self.mcd.leg(leg).entity;
                other.legs.iter().any(|b| b.entity == target)
            }
        });
        let plural = &self.mcd.entity(bearer.entity).plural;
        match (&bearer.role, twins.count()) {
            (Some(role), _) => format!("{} ({plural})", crate::mcd::names::label(role)),
            (None, 0 | 1) => plural.clone(),
            (None, _) => format!("{plural} ({})", relation.label),
        }
    }

    fn initial(&self, expr: &Expr) -> Option<Node> {
        let call = |head: &str, args: Vec<Node>| Some(Node::Call(head.to_owned(), args));
        match &expr.kind {
            ExprKind::Call(Function::Today, _) => Some(Node::atom("Initial::Today")),
            ExprKind::Call(Function::Now, _) => Some(Node::atom("Initial::Now")),
            ExprKind::Arithmetic(op, date, length) if matches!(date.kind, ExprKind::Call(Function::Today, _)) => {
                let ExprKind::Quantity(amount, unit) = length.kind else { return None };
                let amount = if *op == ArithmeticOp::Sub { -amount } else { amount };
                let (head, each) = match unit {
                    Unit::Day => ("Initial::TodayPlus", 1),
                    Unit::Week => ("Initial::TodayPlus", 7),
                    Unit::Month => ("Initial::MonthsFromToday", 1),
                    Unit::Year => ("Initial::MonthsFromToday", 12),
                    Unit::Second | Unit::Minute | Unit::Hour => return None,
                };
                let count = (amount * rust_decimal::Decimal::from(each)).trunc().normalize();
                call(head, vec![Node::atom(count.to_string())])
            }
            _ => {
                let text = self.constant_text(expr)?;
                call("Initial::Text", vec![Node::string(&text)])
            }
        }
    }

    fn constant_text(&self, expr: &Expr) -> Option<String> {
        match &expr.kind {
            ExprKind::EnumValue(id, index) => Some(self.mcd.enumeration(*id).values.get(*index)?.snake.clone()),
            ExprKind::Boolean(value) => Some(value.to_string()),
            ExprKind::Text(text) => Some(text.clone()),
            _ => bound_text(expr),
        }
    }

    fn entity_meta(&self, plan: &EntityPlan, rules: &[RuleView], queries: &Queries, parts: &mut Parts) -> Vec<Entry> {
        let entity = self.mcd.entity(plan.id);
        let mut meta = Literal::default();
        meta.text("name", &plan.name);
        meta.text("label", &entity.label);
        meta.text("plural", &entity.plural);
        meta.text("slug", &plan.slug);
        meta.text("table", &self.mld.table(plan.table).name);
        meta.text("help", &entity.docs);
        meta.text("area", &entity.area.as_ref().map(|area| crate::mcd::names::label(area)).unwrap_or_default());
        if let Some(parent) = plan.parent.and_then(|parent| self.plan.entity(parent)) {
            meta.value("parent", format!("Some({})", string_literal(&parent.name)));
            meta.text("kind", &entity.snake);
        }
        if !entity.children.is_empty() {
            let label = entity.subtypes.as_ref().and_then(|subtypes| subtypes.label.clone());
            meta.text("subtypes", &label.unwrap_or_else(|| entity.label.clone()));
            if entity.subtypes.as_ref().is_some_and(|subtypes| subtypes.total) {
                meta.value("total", "true".to_owned());
            }
        }
        if !plan.fields.is_empty() {
            meta.value("fields", "FIELDS".to_owned());
        }
        meta.list("uniques", self.uniques(plan));
        meta.rules(rules);
        meta.list("checks", self.checks(plan, parts));
        meta.list("lines", plan.lines.iter().map(|lines| self.lines(lines)).collect());
        let members = plan.members.iter().map(|members| self.members(members, parts)).collect();
        meta.list("members", members);
        self.list_and_form(&mut meta, plan);
        meta.value("sql", flat(&parts.sql(queries)));
        meta.entries
    }

    fn uniques(&self, plan: &EntityPlan) -> Vec<Node> {
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

    fn checks(&self, plan: &EntityPlan, parts: &mut Parts) -> Vec<Node> {
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

    fn lines(&self, lines: &super::plan::LinesPlan) -> Node {
        let relation = self.plan.relations.iter().find(|relation| relation.id == lines.relation);
        let name = relation.map(|relation| relation.name.as_str()).unwrap_or_default();
        let leg = relation.and_then(|relation| reference_to(&relation.fields, lines.leg)).unwrap_or_default();
        let fields = vec![
            ("relation".to_owned(), Node::string(name)),
            ("leg".to_owned(), Node::string(leg)),
            ("label".to_owned(), Node::string(&lines.label)),
        ];
        Node::Struct("Lines".into(), fields)
    }

    fn members(&self, members: &super::plan::MembersPlan, parts: &mut Parts) -> Node {
        let entity = self.plan.entity(members.entity);
        let relation = self.mcd.relation(members.leg.relation);
        let card = self.mcd.leg(members.leg).card;
        let max = card.max.map_or("None".to_owned(), |max| format!("Some({max})"));
        let name = entity.map(|entity| entity.name.as_str()).unwrap_or_default();
        let update = entity.map(|entity| self.writer.member_update(entity, &members.field)).unwrap_or_default();
        let constant = parts.statics.take(&relation.snake.to_uppercase());
        let docs = vec![format!("Makes `:__id` ({name}) a member of `:__owner`, or of none.")];
        let constant = parts.statement(&constant, docs, &update);
        let fields = vec![
            ("name".to_owned(), Node::string(&relation.snake)),
            ("label".to_owned(), Node::string(&members.label)),
            ("entity".to_owned(), Node::string(name)),
            ("field".to_owned(), Node::string(&members.field)),
            ("min".to_owned(), Node::atom(card.min.to_string())),
            ("max".to_owned(), Node::atom(max)),
            ("update".to_owned(), Node::atom(constant)),
        ];
        Node::Struct("Members".into(), fields)
    }

    fn list_and_form(&self, meta: &mut Literal, plan: &EntityPlan) {
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
            meta.list("sections", form.sections.iter().map(section).collect());
        }
        let list = lineage.iter().find_map(|id| self.mcd.lists.iter().find(|list| list.entity == *id));
        let Some(list) = list else { return };
        let names = |parts: &Option<Vec<KeyPart>>| -> Vec<&str> {
            parts.iter().flatten().flat_map(|part| part_names(&fields, *part)).collect()
        };
        meta.names("columns", names(&list.columns));
        meta.names("filters", names(&list.filters));
        if let Some((part, descending)) = list.sort.first()
            && let Some(name) = part_names(&fields, *part).first()
        {
            meta.text("sort", &format!("{}{name}", if *descending { "-" } else { "" }));
        }
    }

    fn relation_meta(
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
        meta.list("legs", self.legs(plan));
        meta.value("fields", "FIELDS".to_owned());
        meta.list("uniques", self.relation_uniques(plan));
        meta.rules(rules);
        meta.value("key", flat(&Node::strings(plan.key.iter().map(String::as_str))));
        meta.value("sql", flat(&parts.sql(queries)));
        meta.entries
    }

    fn legs(&self, plan: &RelationPlan) -> Vec<Node> {
        let legs = plan.fields.iter().filter_map(|field| match field.origin {
            FieldOrigin::Reference(leg, _, _) => Some((field, leg)),
            _ => None,
        });
        let node = |(field, at): (&FieldPlan, LegRef)| {
            let card = self.mcd.leg(at).card;
            let max = card.max.map_or("None".to_owned(), |max| format!("Some({max})"));
            let deferred = self.mld.deferred.iter().find(|deferred| {
                deferred.kind == DeferredKind::Minimum(at) || deferred.kind == DeferredKind::Maximum(at)
            });
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

    fn relation_uniques(&self, plan: &RelationPlan) -> Vec<Node> {
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

/// Lines of metadata that leave out what is empty.
#[derive(Default)]
struct Literal {
    entries: Vec<Entry>,
}

impl Literal {
    fn text(&mut self, name: &'static str, text: &str) {
        if !text.is_empty() {
            self.value(name, string_literal(text));
        }
    }

    fn value(&mut self, name: &'static str, value: String) {
        self.entries.push(Entry { name, value, items: Vec::new() });
    }

    fn list(&mut self, name: &'static str, items: Vec<Node>) {
        if !items.is_empty() {
            self.entries.push(Entry { name, value: String::new(), items: items.iter().map(flat).collect() });
        }
    }

    fn names(&mut self, name: &'static str, items: Vec<&str>) {
        if !items.is_empty() {
            self.value(name, flat(&Node::strings(items)));
        }
    }

    fn rules(&mut self, rules: &[RuleView]) {
        if !rules.is_empty() {
            let constants = rules.iter().map(|rule| Node::atom(format!("&{}", rule.constant))).collect();
            self.value("rules", flat(&Node::Array(constants)));
        }
    }
}

/// The module's first line: what the model says of it, or its name.
fn intro(docs: &str, name: &str) -> String {
    let docs = one_line(docs);
    let text = if docs.is_empty() { one_line(name) } else { docs };
    if text.ends_with(['.', '!', '?', '…']) { text } else { format!("{text}.") }
}

/// SQL as a string literal that starts on a line of its own when it has several.
fn sql_literal(sql: &str) -> String {
    if !sql.contains(['\n', '"', '\\']) {
        return string_literal(sql);
    }
    let mut hashes = "#".to_owned();
    while sql.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    let start = if sql.contains('\n') { "\n" } else { "" };
    format!("r{hashes}\"{start}{sql}\"{hashes}")
}

fn unique_node(name: &str, fields: &[String], columns: &[String], message: &str) -> Node {
    let fields = vec![
        ("constraint".to_owned(), Node::string(name)),
        ("fields".to_owned(), Node::strings(fields.iter().map(String::as_str))),
        ("columns".to_owned(), Node::strings(columns.iter().map(String::as_str))),
        ("message".to_owned(), Node::string(message)),
    ];
    Node::Struct("Unique".into(), fields)
}

fn reference_to(fields: &[FieldPlan], leg: LegRef) -> Option<&str> {
    let refers = |field: &&FieldPlan| matches!(field.origin, FieldOrigin::Reference(at, _, _) if at == leg);
    fields.iter().find(refers).map(|field| field.name.as_str())
}

/// The names of the fields that a part of a form or list stands for.
fn part_names<'b>(fields: &[&'b FieldPlan], part: KeyPart) -> Vec<&'b str> {
    let stands = |field: &&&FieldPlan| match part {
        KeyPart::Field(at) => field.origin.field() == Some(at),
        KeyPart::Leg(leg) => matches!(field.origin, FieldOrigin::Reference(at, _, _) if at == leg),
    };
    fields.iter().filter(stands).map(|field| field.name.as_str()).collect()
}

fn bound_text(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Quantity(amount, unit) => {
            let each: i64 = match unit {
                Unit::Second => 1,
                Unit::Minute => 60,
                Unit::Hour => 3_600,
                Unit::Day => 86_400,
                Unit::Week => 604_800,
                Unit::Month | Unit::Year => return None,
            };
            Some((amount * rust_decimal::Decimal::from(each)).trunc().normalize().to_string())
        }
        _ => constant_number(expr).map(|number| number.normalize().to_string()),
    }
}

fn address_kind(part: AddressPart) -> &'static str {
    match part {
        AddressPart::Street | AddressPart::Complement => "Kind::Text { max: 200 }",
        AddressPart::PostalCode => "Kind::PostalCode",
        AddressPart::City => "Kind::Text { max: 120 }",
        AddressPart::Country => "Kind::Country",
        AddressPart::Latitude | AddressPart::Longitude => "Kind::Decimal { precision: 9, scale: 6 }",
    }
}

fn plain_kind(ty: &Type) -> &'static str {
    match ty {
        Type::Markdown => "Markdown",
        Type::Integer => "Integer",
        Type::Money => "Money",
        Type::Percent => "Percent",
        Type::Boolean => "Boolean",
        Type::Date => "Date",
        Type::Time => "Time",
        Type::DateTime => "DateTime",
        Type::Duration => "Duration",
        Type::Email => "Email",
        Type::Phone => "Phone",
        Type::Url => "Url",
        Type::Color => "Color",
        Type::Country => "Country",
        Type::Language => "Language",
        Type::PostalCode => "PostalCode",
        Type::Siren => "Siren",
        Type::Siret => "Siret",
        Type::Vat => "Vat",
        Type::Iban => "Iban",
        Type::Serial => "Serial",
        Type::Uuid => "Uuid",
        Type::Json => "Json",
        Type::File => "File",
        Type::Image => "Image",
        Type::Tags => "Tags",
        _ => "LongText",
    }
}

/// Text on one line: nothing of it can leave a comment.
pub(super) fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn label_case(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
