//! The modules of entities and relations, and the lists of them.
//!
//! Puts together what `fields`, `rules` and `meta` make.

use super::Views;
use super::data::*;
use super::parts::Parts;
use super::text::intro;
use crate::app::layout::{flat, string_literal};
use crate::app::names::identifier;
use crate::app::plan::{EntityPlan, FieldOrigin, FieldPlan, RelationPlan};
use crate::mcd::{Owner, Type};
use crate::mld::AddressPart;

impl Views<'_> {
    /// The list of modules of a folder.
    pub(in crate::app) fn index(&self, relations: bool) -> IndexView {
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
    pub(in crate::app) fn entity(&self, plan: &EntityPlan) -> ModuleView {
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
    pub(in crate::app) fn relation(&self, plan: &RelationPlan) -> ModuleView {
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
    pub(super) fn module(
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
            name_literal: string_literal(name),
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
    pub(super) fn inherited(&self, plan: &EntityPlan) -> Vec<&FieldPlan> {
        let above = self.mcd.lineage(plan.id).into_iter().rev().filter(|id| *id != plan.id);
        above.filter_map(|id| self.plan.entity(id)).flat_map(|entity| &entity.fields).collect()
    }

    /// Own and inherited fields with the way to them from the struct: `nom`, `client.nom`.
    pub(super) fn paths<'b>(&'b self, plan: &'b EntityPlan) -> Vec<(String, &'b FieldPlan)> {
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
    pub(super) fn borne(&self, plan: &EntityPlan) -> Vec<crate::mcd::RelationId> {
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

    pub(super) fn field_view(&self, field: &FieldPlan, parts: &Parts) -> FieldView {
        FieldView {
            identifier: field.identifier.clone(),
            rust_type: self.rust_type(field, parts),
            literal: string_literal(&field.name),
        }
    }

    pub(super) fn rust_type(&self, field: &FieldPlan, parts: &Parts) -> String {
        if let FieldOrigin::Address(_, part) = field.origin {
            let number = matches!(part, AddressPart::Latitude | AddressPart::Longitude);
            return if number { "Decimal" } else { "String" }.to_owned();
        }
        let Some(at) = field.origin.field() else { return "Key".to_owned() };
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
}
