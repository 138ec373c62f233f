//! The matrix of documents × fields × entities: what is placed where, and what is missing. It is what the client signs.
//!
//! Puts together the files, the `source` blocks and the model; judges nothing.

use super::matching::{Fate, Means, TableMatch};
use super::profile::At;
use super::read::Table;
use super::value::fold;
use crate::mcd::{FieldRef, Mcd, Owner, Placement, Source, Type};

/// Everything that is covered, or not.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    /// The files' tables, then the `source` blocks that have no file.
    pub documents: Vec<Document>,
    /// Fields of the model that no document has, owner by owner.
    pub missing: Vec<FieldRef>,
}

/// A document of the firm.
#[derive(Debug, Clone)]
pub struct Document {
    /// What it is called.
    pub name: String,
    /// The file's path; none for a document known by its `source` block only.
    pub file: Option<String>,
    /// Exchanged with the outside, where a `source` block says it.
    pub external: Option<bool>,
    /// Its fields.
    pub lines: Vec<Line>,
}

/// A field of a document.
#[derive(Debug, Clone)]
pub struct Line {
    /// As the document calls it.
    pub heading: String,
    /// Its column; none where the file doesn't have it.
    pub at: Option<At>,
    /// What became of it.
    pub fate: Fate,
}

impl Document {
    /// How many fields it gives to an entity or relation.
    pub fn placed_in(&self, owner: Owner) -> usize {
        self.lines.iter().filter_map(|line| line.fate.field()).filter(|field| field.owner == owner).count()
    }

    /// How many fields are still to be placed.
    pub fn open(&self) -> usize {
        self.lines.iter().filter(|line| line.fate == Fate::Open).count()
    }
}

/// Entities and relations with fields, in declaration order.
pub fn owners(mcd: &Mcd) -> Vec<Owner> {
    let entities = mcd.entities().map(|(id, _)| Owner::Entity(id));
    let relations = mcd.relations().map(|(id, _)| Owner::Relation(id));
    entities.chain(relations).filter(|owner| !mcd.fields(*owner).is_empty()).collect()
}

/// Puts the matrix together.
pub fn coverage(mcd: &Mcd, tables: &[Table], matches: &[TableMatch]) -> Coverage {
    let sources = &mcd.inventory.sources;
    let mut documents = Vec::new();
    for (at, (table, matched)) in tables.iter().zip(matches).enumerate() {
        documents.push(of_table(at, table, matched, matched.source.and_then(|source| sources.get(source))));
    }
    let used: Vec<usize> = matches.iter().filter_map(|matched| matched.source).collect();
    let unread = sources.iter().enumerate().filter(|(at, _)| !used.contains(at));
    documents.extend(unread.map(|(_, source)| of_source(source)));
    let placed: Vec<FieldRef> =
        documents.iter().flat_map(|document| &document.lines).filter_map(|line| line.fate.field()).collect();
    let all = owners(mcd)
        .into_iter()
        .flat_map(|owner| (0..mcd.fields(owner).len()).map(move |index| FieldRef { owner, index }));
    let missing = all.filter(|field| !placed.contains(field) && is_entered(mcd, *field)).collect();
    Coverage { documents, missing }
}

/// Whether somebody enters the field: what is computed, or numbered by the database, comes from no document.
fn is_entered(mcd: &Mcd, field: FieldRef) -> bool {
    let field = mcd.field(field);
    field.computed.is_none() && !matches!(field.ty, Type::Serial | Type::Sequence(_))
}

fn of_table(at: usize, table: &Table, matched: &TableMatch, source: Option<&Source>) -> Document {
    let columns = table.columns.iter().zip(&matched.fates).enumerate();
    let mut lines: Vec<Line> = columns
        .map(|(column, (data, fate))| Line {
            heading: data.name.clone(),
            at: Some(At { table: at, column }),
            fate: fate.clone(),
        })
        .collect();
    let read: Vec<String> =
        table.columns.iter().flat_map(|column| [fold(&column.name), fold(&column.heading)]).collect();
    let unread = source.into_iter().flat_map(lines_of).filter(|line| !read.contains(&fold(&line.heading)));
    lines.extend(unread);
    Document {
        name: source.map_or_else(|| table.name.clone(), |source| source.name.clone()),
        file: Some(table.origin.file.clone()),
        external: source.map(|source| source.external),
        lines,
    }
}

fn of_source(source: &Source) -> Document {
    let lines = lines_of(source);
    Document { name: source.name.clone(), file: None, external: Some(source.external), lines }
}

fn lines_of(source: &Source) -> Vec<Line> {
    let fate = |placement: &Placement| match placement {
        Placement::Open => Fate::Open,
        Placement::Placed(field) => Fate::Placed(*field, Means::Stated),
        Placement::Leg(leg) => Fate::Linked(*leg),
        Placement::Derived(how) => Fate::Derived(how.clone()),
        Placement::Ignored(why) => Fate::Ignored(why.clone()),
    };
    source
        .fields
        .iter()
        .map(|field| Line { heading: field.heading.clone(), at: None, fate: fate(&field.placement) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::driver::check_texts;
    use crate::inventory::matching::match_tables;
    use crate::inventory::read::table_of;

    const MODEL: &str = r#"
entity Client {
    code   text(8)   identifier
    nom    text(40)  required title
    ville  text(40)
    note   text(40)
}

entity Facture {
    numero  text(8)  identifier
    nom     text(40)
    total   money    computed 0
}

relation Payer {
    Client   0,n
    Facture  1,1
}

source "Fiche" internal file "clients.csv" {
    "N°"    = Client.code
    "Rang"  ignored "ne sert pas"
    "Cumul" derived "somme"
    "Perdu" = Client.note
}

source "Courrier" external {
    "Objet"
}
"#;

    #[test]
    fn documents_fields_and_entities_are_put_together() {
        let mcd = check_texts(&[("m.mcd", MODEL)]).mcd;
        let tables = [
            table_of("clients.csv", "N°;Nom;Rang;Cumul;Ville\nC1;A;1;2;Paris\n"),
            table_of("export.csv", "N° facture;Nom du client;Nom facture;Ville client;nom\nF1;A;B;Lyon;C\n"),
        ];
        let covered = coverage(&mcd, &tables, &match_tables(&mcd, &tables));
        let fate = |line: &Line| match &line.fate {
            Fate::Placed(field, means) => format!("{}.{} {means:?}", mcd.name(field.owner), mcd.field(*field).name),
            other => format!("{other:?}"),
        };
        let told: Vec<Vec<String>> = covered.documents.iter().map(|one| one.lines.iter().map(fate).collect()).collect();
        let client = [
            "Client.code Stated",
            "Client.nom Named",
            "Ignored(\"ne sert pas\")",
            "Derived(\"somme\")",
            "Client.ville Named",
            "Client.note Stated",
        ];
        assert_eq!(told[0], client, "what the block says, then what names say, then what the file lacks");
        // A name that two fields could have, with both already taken, means nothing.
        assert_eq!(
            told[1],
            ["Facture.numero Named", "Client.nom Named", "Facture.nom Named", "Client.ville Named", "Open"]
        );
        assert_eq!(told[2], ["Open"]);
        assert_eq!(covered.missing, [], "what is computed needs no document");
        assert_eq!(
            (covered.documents[1].open(), covered.documents[0].external, covered.documents[2].external),
            (1, Some(false), Some(true))
        );
    }
}
