//! One value of a field, and the values of one record by field name.
//!
//! A `Value` is what the application works with; how an engine stores it is `db`'s business.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::key::Key;

#[derive(Clone, Debug, PartialEq, Default)]
pub enum Value {
    #[default]
    Null,
    Bool(bool),
    Int(i64),
    Decimal(Decimal),
    Text(String),
    Date(NaiveDate),
    Time(NaiveTime),
    /// An instant, in UTC.
    DateTime(NaiveDateTime),
    /// The key of a record, and what an engine that has the type gives for a UUID.
    Uuid(Uuid),
}

impl Value {
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    pub fn as_int(&self) -> Option<i64> {
        match self {
            Value::Int(number) => Some(*number),
            Value::Bool(flag) => Some(i64::from(*flag)),
            Value::Decimal(number) => i64::try_from(*number).ok(),
            _ => None,
        }
    }

    /// The record that a reference points at.
    pub fn as_key(&self) -> Option<Key> {
        match self {
            Value::Uuid(uuid) => Some(Key::Uuid(*uuid)),
            Value::Text(text) => Uuid::try_parse(text).ok().map(Key::Uuid),
            other => other.as_int().map(Key::Integer),
        }
    }

    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn text(text: impl Into<String>) -> Value {
        Value::Text(text.into())
    }
}

impl From<Key> for Value {
    fn from(key: Key) -> Value {
        match key {
            Key::Integer(number) => Value::Int(number),
            Key::Uuid(uuid) => Value::Uuid(uuid),
        }
    }
}

/// What a typed struct's field can be read from. `None` is an empty field.
pub trait FromValue: Sized {
    fn from_value(value: &Value) -> Option<Self>;
}

impl FromValue for String {
    fn from_value(value: &Value) -> Option<Self> {
        value.as_text().map(str::to_owned)
    }
}

impl FromValue for i64 {
    fn from_value(value: &Value) -> Option<Self> {
        value.as_int()
    }
}

impl FromValue for Key {
    fn from_value(value: &Value) -> Option<Self> {
        value.as_key()
    }
}

impl FromValue for bool {
    fn from_value(value: &Value) -> Option<Self> {
        value.as_int().map(|number| number != 0)
    }
}

impl FromValue for Decimal {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Decimal(number) => Some(*number),
            Value::Int(number) => Some(Decimal::from(*number)),
            _ => None,
        }
    }
}

impl FromValue for NaiveDate {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Date(date) => Some(*date),
            Value::DateTime(instant) => Some(instant.date()),
            _ => None,
        }
    }
}

impl FromValue for NaiveTime {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Time(time) => Some(*time),
            _ => None,
        }
    }
}

impl FromValue for NaiveDateTime {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::DateTime(instant) => Some(*instant),
            _ => None,
        }
    }
}

/// What a typed struct's field is written as.
pub trait ToValue {
    fn to_value(&self) -> Value;
}

impl ToValue for String {
    fn to_value(&self) -> Value {
        Value::Text(self.clone())
    }
}

impl ToValue for i64 {
    fn to_value(&self) -> Value {
        Value::Int(*self)
    }
}

impl ToValue for Key {
    fn to_value(&self) -> Value {
        Value::from(*self)
    }
}

impl ToValue for bool {
    fn to_value(&self) -> Value {
        Value::Bool(*self)
    }
}

impl ToValue for Decimal {
    fn to_value(&self) -> Value {
        Value::Decimal(*self)
    }
}

impl ToValue for NaiveDate {
    fn to_value(&self) -> Value {
        Value::Date(*self)
    }
}

impl ToValue for NaiveTime {
    fn to_value(&self) -> Value {
        Value::Time(*self)
    }
}

impl ToValue for NaiveDateTime {
    fn to_value(&self) -> Value {
        Value::DateTime(*self)
    }
}

/// An enum of the model, each variant with its code.
#[macro_export]
macro_rules! choices {
    ($(#[$docs:meta])* pub enum $name:ident { $($variant:ident = $code:literal,)+ }) => {
        $(#[$docs])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($variant,)+
        }

        impl $crate::core::value::FromValue for $name {
            fn from_value(value: &$crate::core::value::Value) -> Option<Self> {
                match value.as_text()? {
                    $($code => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }

        impl $crate::core::value::ToValue for $name {
            fn to_value(&self) -> $crate::core::value::Value {
                $crate::core::value::Value::text(match self {
                    $(Self::$variant => $code,)+
                })
            }
        }
    };
}

/// The values of one record, in the order of its fields.
#[derive(Clone, Debug)]
pub struct Values {
    names: Arc<[&'static str]>,
    items: Vec<Value>,
}

impl Values {
    /// All empty.
    pub fn empty(names: &Arc<[&'static str]>) -> Values {
        Values {
            names: Arc::clone(names),
            items: vec![Value::Null; names.len()],
        }
    }

    /// The typed value of a field; `None` when it is empty or there is no such field.
    pub fn get<T: FromValue>(&self, name: &str) -> Option<T> {
        T::from_value(self.value(name))
    }

    /// Writes the typed value of a field.
    pub fn put<T: ToValue>(&mut self, name: &str, value: &Option<T>) {
        self.set(name, value.as_ref().map_or(Value::Null, T::to_value));
    }

    pub fn value(&self, name: &str) -> &Value {
        match self.position(name) {
            Some(position) => self.at(position),
            None => &Value::Null,
        }
    }

    pub fn at(&self, position: usize) -> &Value {
        self.items.get(position).unwrap_or(&Value::Null)
    }

    pub fn set(&mut self, name: &str, value: Value) {
        if let Some(position) = self.position(name) {
            self.set_at(position, value);
        }
    }

    pub fn set_at(&mut self, position: usize, value: Value) {
        if let Some(item) = self.items.get_mut(position) {
            *item = value;
        }
    }

    /// Takes over the values of the fields that both have.
    pub fn take(&mut self, other: &Values) {
        for (name, value) in other.names.iter().zip(&other.items) {
            self.set(name, value.clone());
        }
    }

    fn position(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| *known == name)
    }
}
