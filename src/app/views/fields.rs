//! Fields as lines of metadata: kind, flags, default, bounds.
//!
//! What can't be said there (a bound that reads the clock) is a rule.

use super::Views;
use super::data::*;
use super::parts::Parts;
use super::text::{bound_text, label_case, seconds_of};
use crate::app::layout::{Node, flat, string_literal};
use crate::app::names::{Scope, type_name};
use crate::app::plan::{EntityPlan, FieldOrigin, FieldPlan, RelationPlan, is_given};
use crate::mcd::expr::{ArithmeticOp, Expr, ExprKind, Function, Unit};
use crate::mcd::{EntityId, EnumId, LegRef, OnDelete, Owner, Type};
use crate::mld::AddressPart;

impl Views<'_> {
    pub(super) fn field(&self, field: &FieldPlan, entity: &EntityPlan, parts: &mut Parts) -> Node {
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
        if let Some(reference) = link_of(field, entity) {
            node = node.method("of_link", vec![Node::string(reference)]);
        }
        self.field_tail(node, field)
    }

    pub(super) fn relation_field(&self, field: &FieldPlan, _relation: &RelationPlan, parts: &mut Parts) -> Node {
        let node = self.field_head(field, parts);
        self.field_tail(node, field)
    }

    pub(super) fn field_head(&self, field: &FieldPlan, parts: &mut Parts) -> Node {
        let kind = self.kind(field, parts);
        let args = vec![Node::string(&field.name), Node::string(&field.label), Node::atom(kind)];
        let node = Node::Call("Field::new".into(), args);
        if field.required { node.method("required", vec![]) } else { node }
    }

    pub(super) fn field_tail(&self, mut node: Node, field: &FieldPlan) -> Node {
        if !field.group.is_empty() {
            node = node.method("group", vec![Node::string(&field.group)]);
        }
        if let FieldOrigin::Reference(leg, _, _) = field.origin {
            return if self.is_readonly(leg) { node.method("readonly", vec![]) } else { node };
        }
        if let FieldOrigin::Address(at, part) = field.origin {
            if let Some((least, most)) = part.range() {
                node = node.method("min", vec![Node::string(&least.to_string())]);
                node = node.method("max", vec![Node::string(&most.to_string())]);
            }
            return match privacy(self.mcd.field(at)) {
                Some(class) => node.method(class, vec![]),
                None => node,
            };
        }
        let Some(at) = field.origin.field() else { return node };
        let declared = self.mcd.field(at);
        let flags = [
            ("search", declared.search && !declared.title && !declared.identifier),
            ("readonly", declared.readonly),
            ("hidden", declared.hidden),
            ("computed", declared.computed.is_some()),
        ];
        let flags = flags.iter().filter(|(_, set)| *set).map(|(name, _)| *name);
        for name in flags.chain(privacy(declared)) {
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

    pub(super) fn format_message(&self, field: &crate::mcd::Field) -> String {
        let pattern = field.matches.as_deref().unwrap_or_default();
        match self.mcd.crm.locale {
            crate::mcd::Locale::Fr => format!("« {} » n'a pas la forme attendue : {pattern}", field.label),
            crate::mcd::Locale::En => format!("\"{}\" doesn't have the expected form: {pattern}", field.label),
        }
    }

    pub(super) fn kind(&self, field: &FieldPlan, parts: &mut Parts) -> String {
        match &field.origin {
            FieldOrigin::Reference(leg, target, on_delete) => {
                format!("Kind::Reference(&{})", self.reference(field, *leg, *target, *on_delete, parts))
            }
            FieldOrigin::Address(_, part) => address_kind(*part).to_owned(),
            FieldOrigin::Field(at) | FieldOrigin::Computed(at, _) | FieldOrigin::Value(_, at) => {
                let ty = &self.mcd.field(*at).ty;
                let given_elsewhere = matches!(field.origin, FieldOrigin::Value(..)) && is_given(ty);
                if given_elsewhere {
                    "Kind::Text { max: 40 }".to_owned()
                } else {
                    self.type_kind(ty, &field.name, parts)
                }
            }
        }
    }

    pub(super) fn type_kind(&self, ty: &Type, name: &str, parts: &mut Parts) -> String {
        match ty {
            Type::Text(max) => format!("Kind::Text {{ max: {max} }}"),
            Type::Decimal(precision, scale) => format!("Kind::Decimal {{ precision: {precision}, scale: {scale} }}"),
            Type::Enum(id) => format!("Kind::Enum({})", self.choices(*id, name, parts)),
            Type::Sequence(pattern) => format!("Kind::Sequence({})", string_literal(&pattern.text)),
            other => format!("Kind::{}", plain_kind(other)),
        }
    }

    pub(super) fn choices(&self, id: EnumId, name: &str, parts: &mut Parts) -> String {
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

    pub(super) fn reference(
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
            ("key".to_owned(), Node::atom(self.key_kind(target))),
            ("related".to_owned(), Node::string(&self.related_label(leg))),
            ("on_delete".to_owned(), Node::atom(on_delete)),
        ];
        let literal = flat(&Node::Struct("Reference".into(), fields));
        parts.references.push(ReferenceView { constant: constant.clone(), literal });
        constant
    }

    /// How an entity's records are identified.
    pub(super) fn key_kind(&self, entity: EntityId) -> &'static str {
        if self.writer.has_uuid(entity) { "KeyKind::Uuid" } else { "KeyKind::Integer" }
    }

    /// What the records that point by this leg are called on the page of the one pointed at.
    pub(super) fn related_label(&self, leg: LegRef) -> String {
        let relation = self.mcd.relation(leg.relation);
        let bearer = relation.legs.iter().enumerate().find(|(index, _)| *index != leg.index).map(|(_, other)| other);
        let Some(bearer) = bearer.filter(|_| relation.legs.len() == 2) else { return label_case(&relation.label) };
        // A leg's label says what its entity is called from the other end: a reference to it, or the list of those that refer.
        if let Some(label) = &bearer.label {
            return label.clone();
        }
        let target = self.mcd.leg(leg).entity;
        let twins = self.mcd.legs_of(bearer.entity).into_iter().filter(|from| {
            let legs = &self.mcd.relation(from.relation).legs;
            legs.len() == 2 && legs.iter().enumerate().any(|(index, to)| index != from.index && to.entity == target)
        });
        let plural = &self.mcd.entity(bearer.entity).plural;
        match (&bearer.role, twins.count()) {
            (Some(role), _) => format!("{} ({plural})", crate::mcd::labels::label(role, self.mcd.crm.locale)),
            (None, 0 | 1) => plural.clone(),
            (None, _) => format!("{plural} ({})", relation.label),
        }
    }

    pub(super) fn initial(&self, expr: &Expr) -> Option<Node> {
        let call = |head: &str, args: Vec<Node>| Some(Node::Call(head.to_owned(), args));
        match &expr.kind {
            ExprKind::Call(Function::Today, _) => Some(Node::atom("Initial::Today")),
            ExprKind::Call(Function::Now, _) => Some(Node::atom("Initial::Now")),
            ExprKind::Arithmetic(op, date, length) if matches!(date.kind, ExprKind::Call(Function::Today, _)) => {
                let ExprKind::Quantity(amount, unit) = length.kind else { return None };
                let amount = if *op == ArithmeticOp::Sub { -amount } else { amount };
                let (head, count) = match unit.months_in(amount) {
                    Some(months) => ("Initial::MonthsFromToday", months),
                    None => ("Initial::TodayPlus", unit.seconds_in(amount)? / Unit::Day.seconds()),
                };
                call(head, vec![Node::atom(count.to_string())])
            }
            ExprKind::Arithmetic(op, date, length) if matches!(date.kind, ExprKind::Call(Function::Now, _)) => {
                let seconds = seconds_of(length)?;
                let seconds = if *op == ArithmeticOp::Sub { -seconds } else { seconds };
                call("Initial::NowPlus", vec![Node::atom(seconds.to_string())])
            }
            _ => {
                let text = self.constant_text(expr)?;
                call("Initial::Text", vec![Node::string(&text)])
            }
        }
    }

    /// Whether what a reference leads to can't be changed once set: said of its leg, or of the leg that bears it.
    fn is_readonly(&self, leg: LegRef) -> bool {
        let legs = &self.mcd.relation(leg.relation).legs;
        let is_borne = legs.iter().enumerate().any(|(at, other)| at != leg.index && other.card.is_single());
        self.mcd.leg(leg).readonly || is_borne && legs.len() == 2 && legs.iter().any(|leg| leg.readonly)
    }

    pub(super) fn constant_text(&self, expr: &Expr) -> Option<String> {
        match &expr.kind {
            ExprKind::EnumValue(id, index) => Some(self.mcd.enumeration(*id).values.get(*index)?.snake.clone()),
            ExprKind::Boolean(value) => Some(value.to_string()),
            ExprKind::Text(text) => Some(text.clone()),
            _ => bound_text(expr),
        }
    }
}

pub(super) fn address_kind(part: AddressPart) -> &'static str {
    match part {
        AddressPart::Street | AddressPart::Complement => "Kind::Text { max: 200 }",
        AddressPart::PostalCode => "Kind::PostalCode",
        AddressPart::City => "Kind::Text { max: 120 }",
        AddressPart::Country => "Kind::Country",
        AddressPart::Latitude | AddressPart::Longitude => "Kind::Decimal { precision: 9, scale: 6 }",
    }
}

pub(super) fn plain_kind(ty: &Type) -> &'static str {
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

/// How the metadata says a field's class of data protection.
fn privacy(field: &crate::mcd::Field) -> Option<&'static str> {
    match field.privacy {
        crate::mcd::Privacy::Plain => None,
        crate::mcd::Privacy::Personal => Some("personal"),
        crate::mcd::Privacy::Sensitive => Some("sensitive"),
    }
}

/// The optional reference of the relation whose field this is, where it stands among the fields of an entity.
fn link_of<'p>(field: &FieldPlan, entity: &'p EntityPlan) -> Option<&'p str> {
    let (FieldOrigin::Field(at) | FieldOrigin::Address(at, _)) = field.origin else { return None };
    let Owner::Relation(relation) = at.owner else { return None };
    let is_link = |other: &&FieldPlan| match other.origin {
        FieldOrigin::Reference(leg, ..) | FieldOrigin::Value(leg, _) => leg.relation == relation,
        _ => false,
    };
    let link = entity.fields.iter().find(is_link).filter(|link| !link.required)?;
    Some(&link.name)
}
