//! What the core knows of an entity, a relation, a field: plain static data, written out in the entity's own file.
//!
//! Not here: anything computed from it at start (`model`).

use super::key::KeyKind;
use super::kind::Kind;

/// The application as a whole.
#[derive(Debug)]
pub struct Site {
    pub title: &'static str,
    /// `fr` or `en`.
    pub locale: &'static str,
    /// ISO 4217.
    pub currency: &'static str,
    /// IANA name of the zone in which instants are shown and typed.
    pub timezone: &'static str,
    /// Constraints that the database alone tells, each with its message.
    pub refusals: &'static [(&'static str, &'static str)],
}

/// What a new record's field begins with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Initial {
    Empty,
    /// As it would be typed in the API: `"10"`, `"actif"`, `"true"`, `"2026-01-31"`.
    Text(&'static str),
    Today,
    /// So many days from today.
    TodayPlus(i64),
    /// So many months from today, by the calendar.
    MonthsFromToday(i64),
    Now,
    /// So many seconds from now.
    NowPlus(i64),
}

#[derive(Debug)]
pub struct Field {
    /// Final name: in forms, in the API, and as the column's alias in the entity's SELECT.
    pub name: &'static str,
    pub label: &'static str,
    pub kind: Kind,
    pub help: &'static str,
    pub unit: &'static str,
    /// Fields bearing the same group are shown as one block (the parts of an address).
    pub group: &'static str,
    /// The reference without which it says nothing: it is a field of that link. Empty: a field of the record.
    pub of_link: &'static str,
    pub initial: Initial,
    /// Smallest value accepted, as the API would write it.
    pub min: Option<&'static str>,
    pub max: Option<&'static str>,
    /// A regular expression that the whole text matches, and what to say otherwise.
    pub pattern: Option<(&'static str, &'static str)>,
    pub required: bool,
    pub identifier: bool,
    pub title: bool,
    pub search: bool,
    pub readonly: bool,
    pub hidden: bool,
    /// Read by a sub-query of the SELECT, never written.
    pub computed: bool,
    pub personal: bool,
    /// Personal, and of the kind that the law protects more: its values are kept nowhere else.
    pub sensitive: bool,
}

impl Field {
    pub const fn new(name: &'static str, label: &'static str, kind: Kind) -> Field {
        Field {
            name,
            label,
            kind,
            help: "",
            unit: "",
            group: "",
            of_link: "",
            initial: Initial::Empty,
            min: None,
            max: None,
            pattern: None,
            required: false,
            identifier: false,
            title: false,
            search: false,
            readonly: false,
            hidden: false,
            computed: false,
            personal: false,
            sensitive: false,
        }
    }

    pub const fn required(mut self) -> Field {
        self.required = true;
        self
    }

    pub const fn identifier(mut self) -> Field {
        self.identifier = true;
        self.search = true;
        self
    }

    pub const fn title(mut self) -> Field {
        self.title = true;
        self.search = true;
        self
    }

    pub const fn search(mut self) -> Field {
        self.search = true;
        self
    }

    pub const fn readonly(mut self) -> Field {
        self.readonly = true;
        self
    }

    pub const fn hidden(mut self) -> Field {
        self.hidden = true;
        self
    }

    pub const fn of_link(mut self, reference: &'static str) -> Field {
        self.of_link = reference;
        self
    }

    pub const fn computed(mut self) -> Field {
        self.computed = true;
        self
    }

    pub const fn personal(mut self) -> Field {
        self.personal = true;
        self
    }

    /// Personal too.
    pub const fn sensitive(mut self) -> Field {
        self.personal = true;
        self.sensitive = true;
        self
    }

    pub const fn initial(mut self, initial: Initial) -> Field {
        self.initial = initial;
        self
    }

    pub const fn min(mut self, min: &'static str) -> Field {
        self.min = Some(min);
        self
    }

    pub const fn max(mut self, max: &'static str) -> Field {
        self.max = Some(max);
        self
    }

    pub const fn matches(mut self, regex: &'static str, message: &'static str) -> Field {
        self.pattern = Some((regex, message));
        self
    }

    pub const fn unit(mut self, unit: &'static str) -> Field {
        self.unit = unit;
        self
    }

    pub const fn help(mut self, help: &'static str) -> Field {
        self.help = help;
        self
    }

    pub const fn group(mut self, group: &'static str) -> Field {
        self.group = group;
        self
    }

    /// Latitude or longitude of an address.
    pub fn is_coordinate(&self) -> bool {
        !self.group.is_empty()
            && matches!(
                self.kind,
                Kind::Decimal {
                    precision: 9,
                    scale: 6
                }
            )
    }

    /// Written by the application or the database, not by a form.
    pub fn is_given(&self) -> bool {
        self.computed || self.kind.is_given()
    }

    /// Written by people, in forms and by the API. What a read-only field holds is given by its default, a hook or an import; where a
    /// read-only reference leads is said once.
    pub fn is_entered(&self) -> bool {
        !self.is_given() && (!self.readonly || matches!(self.kind, Kind::Reference(_)))
    }
}

/// A rule over one row: checked by the entity's `check`, and by the CHECK of the same name in the database.
#[derive(Debug)]
pub struct Rule {
    pub constraint: &'static str,
    pub message: &'static str,
    /// The fields it reads; the message is shown at the first.
    pub fields: &'static [&'static str],
    /// What it compares with, as the model says it: where demonstration data looks for values that keep it.
    pub values: &'static [&'static str],
}

/// Fields that no two records share.
#[derive(Debug)]
pub struct Unique {
    pub constraint: &'static str,
    /// Names of fields.
    pub fields: &'static [&'static str],
    /// The same as columns of the table: SQLite says these where others say the constraint's name.
    pub columns: &'static [&'static str],
    /// Empty: the interface's own words.
    pub message: &'static str,
}

/// A rule over several rows, run in the transaction after the write.
#[derive(Debug)]
pub struct Check {
    pub constraint: &'static str,
    pub message: &'static str,
    /// One row, one boolean for the record `:id`; false refuses, NULL holds.
    pub sql: &'static str,
}

/// What a write to this row can break elsewhere, asked before the transaction ends: what the database can't defer, and rules over
/// several rows that read this one.
#[derive(Debug)]
pub struct Guard {
    pub constraint: &'static str,
    pub message: &'static str,
    /// Fields whose change matters; a new or a deleted row always does.
    pub fields: &'static [&'static str],
    /// Gives a row when broken. `:name` are the values of the row written, as it was and as it is.
    pub sql: &'static str,
}

/// The rows of a relation, edited as a grid in the form of one of its legs.
#[derive(Debug)]
pub struct Lines {
    pub relation: &'static str,
    /// The leg that is the form's own record.
    pub leg: &'static str,
    pub label: &'static str,
    /// Raises the version of `:owner`, since what its form shows was written in another's; empty: no other form writes it.
    pub touch: &'static str,
}

/// Records of another entity that point here, chosen in this form because the model wants some (`1,n`).
#[derive(Debug)]
pub struct Members {
    /// Name of the group of inputs.
    pub name: &'static str,
    pub label: &'static str,
    /// The entity chosen, and its reference field that points here.
    pub entity: &'static str,
    pub field: &'static str,
    pub min: u32,
    pub max: Option<u32>,
    /// Sets or clears the reference: `:id` is the member, `:owner` this record or NULL.
    pub update: &'static str,
    /// Raises the version of `:owner`, since what its form shows was written elsewhere.
    pub touch: &'static str,
}

#[derive(Debug)]
pub struct Section {
    pub title: &'static str,
    pub fields: &'static [&'static str],
}

/// The SQL of an entity. `:name` is the field of that name; `:id`, `:version`, `:kind` and `:now` are the record's own.
#[derive(Debug)]
pub struct Sql {
    /// Gives `id`, `version`, `created_at`, `updated_at`, each field under its name, for each reference `NAME` also its
    /// title as `NAME__title`, the record's own title as `title`, and `kind` where the entity has subtypes.
    pub select: &'static str,
    pub insert: &'static str,
    /// Ends with `WHERE id = :id AND version = :version` (`WHERE id = :id` for a subtype's own table).
    pub update: &'static str,
    /// Of a subtype that doesn't exclude others: makes a record one of these no longer.
    pub delete: &'static str,
}

#[derive(Debug)]
pub struct EntityMeta {
    pub name: &'static str,
    pub label: &'static str,
    pub plural: &'static str,
    /// Its part of every URL.
    pub slug: &'static str,
    pub table: &'static str,
    /// How its records are identified.
    pub key: KeyKind,
    pub help: &'static str,
    /// Part of the business it belongs to; empty: none.
    pub area: &'static str,
    /// The supertype, and this subtype's value of its `kind` column.
    pub parent: Option<&'static str>,
    pub kind: &'static str,
    /// Label of the choice between subtypes; empty: no subtypes.
    pub subtypes: &'static str,
    /// Every record belongs to a subtype (T, XT).
    pub total: bool,
    /// A record may belong to several subtypes: neither X nor XT.
    pub overlapping: bool,
    /// Own fields only: a subtype's parent has the others.
    pub fields: &'static [Field],
    pub uniques: &'static [Unique],
    pub rules: &'static [&'static Rule],
    pub checks: &'static [Check],
    pub guards: &'static [Guard],
    /// What the database asks by itself at the end of a transaction, by which an import knows the row to leave out.
    pub deferred: &'static [Guard],
    pub lines: &'static [Lines],
    pub members: &'static [Members],
    /// Empty: one section with every field.
    pub sections: &'static [Section],
    /// Names of fields; empty: good defaults.
    pub columns: &'static [&'static str],
    pub filters: &'static [&'static str],
    /// Name of a field, `-` before it for descending order; empty: the title.
    pub sort: &'static str,
    /// What rows alike by that are sorted by.
    pub then: &'static str,
    /// Statements that make the indexes its lists are read along; run at each start, harmless when they are there.
    pub indexes: &'static [&'static str],
    pub sql: Sql,
    /// Of a subtype that doesn't exclude others: the statement that makes a record that exists one of these too.
    pub adopt: &'static str,
}

impl EntityMeta {
    /// What an entity's metadata leaves unsaid.
    pub const DEFAULT: EntityMeta = EntityMeta {
        name: "",
        label: "",
        plural: "",
        slug: "",
        table: "",
        key: KeyKind::Integer,
        help: "",
        area: "",
        parent: None,
        kind: "",
        subtypes: "",
        total: false,
        overlapping: false,
        fields: &[],
        uniques: &[],
        rules: &[],
        checks: &[],
        guards: &[],
        deferred: &[],
        lines: &[],
        members: &[],
        sections: &[],
        columns: &[],
        filters: &[],
        sort: "",
        then: "",
        indexes: &[],
        sql: Sql {
            select: "",
            insert: "",
            update: "",
            delete: "",
        },
        adopt: "",
    };
}

/// One end of a relation that has a table of its own.
#[derive(Debug)]
pub struct Leg {
    /// Navigation name; the field of the same name in `fields` is the reference.
    pub name: &'static str,
    /// How many rows one record of this leg's entity takes part in.
    pub min: u32,
    pub max: Option<u32>,
    /// Refusal when a record of this leg would have too few or too many rows; empty: the interface's own words.
    pub message: &'static str,
}

/// A relation that has a table of its own: keyed by its legs, with fields.
#[derive(Debug)]
pub struct RelationMeta {
    pub name: &'static str,
    pub label: &'static str,
    pub table: &'static str,
    pub help: &'static str,
    pub legs: &'static [Leg],
    /// The legs as references, in order, then the relation's own fields.
    pub fields: &'static [Field],
    pub uniques: &'static [Unique],
    pub rules: &'static [&'static Rule],
    pub guards: &'static [Guard],
    /// What the database asks by itself at the end of a transaction, by which an import knows the row to leave out.
    pub deferred: &'static [Guard],
    /// The legs that make a row unique; usually all.
    pub key: &'static [&'static str],
    /// `select` gives each field under its name and `NAME__title` for legs; the other statements use `:name`; `delete` and
    /// `update` find the row by its key.
    pub sql: Sql,
}

impl RelationMeta {
    pub const DEFAULT: RelationMeta = RelationMeta {
        name: "",
        label: "",
        table: "",
        help: "",
        legs: &[],
        fields: &[],
        uniques: &[],
        rules: &[],
        guards: &[],
        deferred: &[],
        key: &[],
        sql: Sql {
            select: "",
            insert: "",
            update: "",
            delete: "",
        },
    };
}
