//! Every error in a row of a CSV file, to be sorted and mended in a spreadsheet.

use super::{Told, agreement, probability, row_number, values};
use crate::diag::Lang;
use crate::say;

/// The text of the file: UTF-8 with its mark, so that Excel shows the accents; `;` in French.
pub fn render(told: Told<'_>, lang: Lang) -> String {
    let delimiter = if lang == Lang::Fr { b';' } else { b',' };
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    let heads = say!(
        fr "fichier|feuille|ligne|colonne|champ|nature|valeur|problème|remède",
        en "file|sheet|row|column|field|sort|value|problem|cure"
    );
    // Writing to memory does not fail.
    let _ = writer.write_record(heads.get(lang).split('|'));
    for finding in &told.audit.findings {
        let Some(table) = told.tables.get(finding.table) else { continue };
        let column =
            finding.column.and_then(|column| table.columns.get(column)).map_or("", |column| column.name.as_str());
        for wrong in &finding.rows {
            let row = wrong.row.to_string();
            let sheet = table.origin.sheet.as_deref().unwrap_or_default();
            let (sort, value) = (finding.sort.label(), inert(&wrong.value));
            let cells = [
                &table.origin.file,
                sheet,
                &row,
                column,
                &finding.path,
                sort.get(lang),
                &value,
                finding.message.get(lang),
                finding.mend.get(lang),
            ];
            let _ = writer.write_record(cells);
        }
    }
    suspects(told, lang, &mut writer);
    let bytes = writer.into_inner().unwrap_or_default();
    format!("\u{FEFF}{}", String::from_utf8_lossy(&bytes))
}

fn suspects(told: Told<'_>, lang: Lang, writer: &mut csv::Writer<Vec<u8>>) {
    for suspects in &told.audit.suspects {
        let Some(table) = told.tables.get(suspects.table) else { continue };
        for pair in &suspects.pairs {
            let rows = [row_number(table, suspects, pair.a), row_number(table, suspects, pair.b)];
            let evidence: Vec<String> = pair
                .evidence
                .iter()
                .map(|(feature, how, _)| {
                    format!(
                        "{} / {} ({})",
                        values(table, suspects, *feature, pair.a),
                        values(table, suspects, *feature, pair.b),
                        agreement(*how).get(lang)
                    )
                })
                .collect();
            let [first, second] = rows;
            let problem = say!(fr "doublon probable de la ligne {first} ({0})", en "probable duplicate of row {first} ({0})", probability(pair.probability));
            let cure = say!(fr "comparez les deux lignes, et fusionnez-les si c'est le même", en "compare the two rows, and merge them if they are one");
            let sheet = table.origin.sheet.as_deref().unwrap_or_default();
            let sort = say!(fr "doublon probable", en "probable duplicate");
            let name = told.mcd.name(suspects.owner);
            let (second, value) = (second.to_string(), inert(&evidence.join(" ; ")));
            let _ = writer.write_record([
                &table.origin.file,
                sheet,
                &second,
                "",
                name,
                sort.get(lang),
                &value,
                problem.get(lang),
                cure.get(lang),
            ]);
        }
    }
}

/// A value that a spreadsheet doesn't take for a formula.
fn inert(value: &str) -> String {
    if value.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{value}") } else { value.to_owned() }
}
