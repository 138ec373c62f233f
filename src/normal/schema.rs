//! The names of attributes. Computes nothing with them.

use std::collections::HashMap;

use super::set::{Attr, AttrSet};

/// The attributes of a relation by name; an attribute is its place here.
#[derive(Debug, Clone, Default)]
pub struct Schema {
    names: Vec<String>,
    places: HashMap<String, Attr>,
}

/// A name that is no attribute of the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownAttribute(pub String);

impl Schema {
    /// The attributes in the order given; one named twice is one.
    pub fn new<N: Into<String>>(names: impl IntoIterator<Item = N>) -> Self {
        let mut schema = Schema::default();
        for name in names {
            let name = name.into();
            if !schema.places.contains_key(&name) {
                schema.places.insert(name.clone(), schema.names.len());
                schema.names.push(name);
            }
        }
        schema
    }

    /// How many attributes there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// All attributes.
    pub fn all(&self) -> AttrSet {
        AttrSet::all(self.names.len())
    }

    /// The names in order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The name of an attribute; empty for one of another schema.
    pub fn name(&self, attr: Attr) -> &str {
        self.names.get(attr).map_or("", String::as_str)
    }

    /// The attribute of a name.
    pub fn find(&self, name: &str) -> Option<Attr> {
        self.places.get(name).copied()
    }

    /// The attributes of some names.
    ///
    /// # Errors
    /// The first name that is no attribute.
    pub fn set<N: AsRef<str>>(&self, names: &[N]) -> Result<AttrSet, UnknownAttribute> {
        let find = |name: &N| self.find(name.as_ref()).ok_or_else(|| UnknownAttribute(name.as_ref().to_owned()));
        names.iter().map(find).collect()
    }

    /// The names of a set, in the schema's order.
    pub fn names_of(&self, set: &AttrSet) -> Vec<&str> {
        set.iter().map(|attr| self.name(attr)).collect()
    }

    /// `a, b`: a set as it is said.
    pub fn told(&self, set: &AttrSet) -> String {
        if set.is_empty() { "∅".to_owned() } else { self.names_of(set).join(", ") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_attributes_go_both_ways() {
        let schema = Schema::new(["b", "a", "b"]);
        assert_eq!((schema.len(), schema.find("a"), schema.name(0)), (2, Some(1), "b"));
        assert_eq!(schema.set(&["a", "c"]), Err(UnknownAttribute("c".into())));
        assert_eq!(schema.told(&schema.all()), "b, a");
    }
}
