//! The lines of entities and relations.

use super::{Lowering, Node, child, children, significant};
use crate::syntax::ast::{Accept, Card, Elision, Fd, Field, Leg, Member, NameList, Rule as RuleLine, Stored, Subtypes};
use crate::syntax::grammar::Rule;
use crate::syntax::messages;

impl Lowering<'_, '_> {
    /// Any line of an entity or a relation.
    pub(crate) fn member(&mut self, node: &Node<'_>) -> Option<Member> {
        match node.as_rule() {
            Rule::field => self.field(node).map(Member::Field),
            Rule::leg => self.leg(node).map(Member::Leg),
            Rule::elision => self.elision(node).map(Member::Elision),
            Rule::unique_line => self.unique_line(node).map(Member::Unique),
            Rule::fd_line => self.fd(node).map(Member::Fd),
            Rule::rule_line => self.rule(node).map(Member::Rule),
            Rule::subtypes_line => Some(Member::Subtypes(self.subtypes(node))),
            Rule::stored_line => Some(Member::Stored(self.stored(node))),
            Rule::accept_line => self.accept(node).map(Member::Accept),
            _ => None,
        }
    }

    fn field(&mut self, node: &Node<'_>) -> Option<Field> {
        let docs = self.docs.take();
        let name = self.name(&child(node, Rule::name)?);
        let ty = self.type_ref(&child(node, Rule::type_ref)?)?;
        let label = self.label_of(node, Rule::label);
        let modifiers = self.modifiers(node);
        Some(Field { docs, name, ty, label, modifiers, span: self.span(node) })
    }

    fn leg(&mut self, node: &Node<'_>) -> Option<Leg> {
        let docs = self.docs.take();
        let role = child(node, Rule::role).and_then(|role| child(&role, Rule::name)).map(|name| self.name(&name));
        let entity = self.name(&child(node, Rule::name)?);
        let card = self.card(&child(node, Rule::card)?)?;
        let label = self.label_of(node, Rule::label);
        let modifiers = self.modifiers(node);
        Some(Leg { docs, role, entity, card, label, modifiers, span: self.span(node) })
    }

    fn card(&mut self, node: &Node<'_>) -> Option<Card> {
        let inner = significant(node).next()?;
        let relative = inner.as_rule() == Rule::relative;
        let bounds = if relative { child(&inner, Rule::bounds)? } else { inner };
        let mut both = children(&bounds, Rule::bound);
        let (min, max) = (self.verbatim(&both.next()?), self.verbatim(&both.next()?));
        let card = Card { min, max, relative, span: self.span(node) };
        Some(self.mended(card))
    }

    /// `n,1` is `1,n` written backwards: reported, and read as it was meant.
    fn mended(&mut self, mut card: Card) -> Card {
        if card.min.value == "n" {
            self.sink.push(messages::minimum_n(&card));
            std::mem::swap(&mut card.min.value, &mut card.max.value);
            if card.min.value == "n" {
                card.min.value = "0".to_owned();
            }
        }
        card
    }

    fn elision(&mut self, node: &Node<'_>) -> Option<Elision> {
        let count = self.verbatim(&child(node, Rule::count)?);
        let ty = child(node, Rule::type_ref).and_then(|ty| self.type_ref(&ty));
        Some(Elision { count, ty, span: self.span(node) })
    }

    fn unique_line(&mut self, node: &Node<'_>) -> Option<NameList> {
        let names = self.names(&child(node, Rule::names)?);
        Some(NameList { names, span: self.span(node) })
    }

    fn fd(&mut self, node: &Node<'_>) -> Option<Fd> {
        let mut sides = children(node, Rule::names);
        let (left, right) = (sides.next()?, sides.next()?);
        let multivalued = child(node, Rule::double_arrow).is_some();
        Some(Fd { multivalued, left: self.names(&left), right: self.names(&right), span: self.span(node) })
    }

    fn rule(&mut self, node: &Node<'_>) -> Option<RuleLine> {
        let docs = self.docs.take();
        let expr = self.expr(&child(node, Rule::expr)?)?;
        let message = self.string_of(node, Rule::label);
        Some(RuleLine { docs, expr, message, span: self.span(node) })
    }

    fn subtypes(&mut self, node: &Node<'_>) -> Subtypes {
        let kind = child(node, Rule::subtypes_kind).map(|kind| self.name(&kind));
        Subtypes { kind, label: self.label_of(node, Rule::label), span: self.span(node) }
    }

    fn stored(&mut self, node: &Node<'_>) -> Stored {
        let strategy = child(node, Rule::strategy).map(|strategy| self.name(&strategy));
        Stored { strategy, name: self.string_of(node, Rule::string), span: self.span(node) }
    }

    fn accept(&mut self, node: &Node<'_>) -> Option<Accept> {
        let code = self.name(&child(node, Rule::code)?);
        Some(Accept { code, reason: self.string_of(node, Rule::string), span: self.span(node) })
    }
}
