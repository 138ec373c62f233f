//! Files as offices make them, and as they shouldn't be.

use std::fs;
use std::io::{Cursor, Write};

use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

/// Reads files written into a folder of their own.
fn read_with(files: &[(&str, &[u8])], limits: &Limits) -> Reading {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    read_path(folder.path(), limits)
}

fn read(files: &[(&str, &[u8])]) -> Reading {
    read_with(files, &Limits::default())
}

fn table(name: &str, bytes: &[u8]) -> Table {
    let mut reading = read(&[(name, bytes)]);
    assert_eq!(reading.problems, []);
    assert_eq!(reading.tables.len(), 1);
    reading.tables.remove(0)
}

/// The table as text: the names, then each row with its number.
fn shown(table: &Table) -> String {
    let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    let mut text = format!("{}\n", names.join("|"));
    for (at, number) in table.rows.iter().enumerate() {
        let cells: Vec<&str> = table.columns.iter().map(|column| column.value(at)).collect();
        text.push_str(&format!("{number} {}\n", cells.join("|")));
    }
    text
}

/// The only problem: where it is and what it says, in English.
fn problem(reading: &Reading) -> (String, String) {
    assert_eq!(reading.problems.len(), 1, "{:#?}", reading.problems);
    let problem = &reading.problems[0];
    assert!(!problem.help.fr.is_empty() && problem.message.fr != problem.message.en, "{problem:?}");
    (problem.place.clone().map(|place| place.en).unwrap_or_default(), problem.message.en.clone())
}

const CLIENTS: &str = "N°;Nom;Ville\n1;Lefèvre;Orléans\n2;\"Petit; \"\"fils\"\"\n& Cie\";Besançon\n3;Œuvré;Nîmes\n";
const CLIENTS_SHOWN: &str = "N°|Nom|Ville\n2 1|Lefèvre|Orléans\n3 2|Petit; \"fils\"\n& Cie|Besançon\n4 3|Œuvré|Nîmes\n";

#[test]
fn every_encoding_gives_the_same_table() {
    let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(CLIENTS);
    let sixteen = |to: fn(u16) -> [u8; 2]| -> Vec<u8> {
        std::iter::once(0xFEFF).chain(CLIENTS.encode_utf16()).flat_map(to).collect()
    };
    for (expected, bytes) in [
        ("UTF-8", CLIENTS.as_bytes().to_vec()),
        ("UTF-8", format!("\u{FEFF}{CLIENTS}").into_bytes()),
        ("Windows-1252", windows.into_owned()),
        ("UTF-16LE", sixteen(u16::to_le_bytes)),
        ("UTF-16BE", sixteen(u16::to_be_bytes)),
        ("UTF-8", CLIENTS.replace('\n', "\r\n").replace("\r\n& Cie", "\n& Cie").into_bytes()),
    ] {
        let table = table("clients.csv", &bytes);
        assert_eq!((table.origin.encoding, table.origin.separator), (Some(expected), Some(';')));
        assert_eq!(shown(&table), CLIENTS_SHOWN, "{expected}");
    }
}

#[test]
fn every_separator_is_found() {
    let rows = ["Réf|Prix|Libellé", "A1|1 200,50|Table, ronde", "A2|3,5|Chaise", "A3|7|Banc; long"];
    for separator in [";", "\t", "|"] {
        let table = table("p.csv", rows.join("\n").replace('|', separator).as_bytes());
        assert_eq!(table.origin.separator, separator.chars().next());
        assert_eq!(table.columns[1].value(0), "1 200,50");
    }
    let comma = table("p.csv", b"ref,price,label\nA1,\"1,5\",Table\nA2,3.5,Chair\n");
    assert_eq!(shown(&comma), "ref|price|label\n2 A1|1,5|Table\n3 A2|3.5|Chair\n");
    let said = table("p.csv", b"sep=,\na,b\nx;y,z\n");
    assert_eq!(shown(&said), "a|b\n3 x;y|z\n");
    let decimals = table("p.csv", b"Prix;Quantit\xC3\xA9\n1,5;2,5\n3,5;4,5\n");
    assert_eq!(decimals.origin.separator, Some(';'));
    let lone = table("emails.txt", "Adresse\na@b.fr\nc@d.fr\n".as_bytes());
    assert_eq!((lone.columns.len(), lone.rows.len(), lone.origin.separator), (1, 2, None));
}

#[test]
fn titles_totals_notes_and_repeated_headers_are_set_aside() {
    let text = "Ventes 2023;;;\n;;;\nDate;Client;Produit;Montant\n01/02/2023;Durand;A1;1 200,50\n03/02/2023;Petit;B2;99\n\
        Date;Client;Produit;Montant\n04/02/2023;Robin;C3;10\nTotal;;;1 309,50 €\nImprimé le 5 mars;;;\n";
    let table = table("ventes.csv", text.as_bytes());
    assert_eq!(table.origin.header_row, Some(3));
    assert_eq!(table.rows, [4, 5, 7]);
    let aside: Vec<(u32, Why)> = table.set_aside.iter().map(|row| (row.row, row.why)).collect();
    assert_eq!(aside, [(1, Why::Title), (6, Why::Header), (8, Why::Total), (9, Why::Note)]);
}

#[test]
fn a_lone_value_amid_the_data_stays() {
    let table = table("c.csv", b"nom;tel;ville\nDurand;01;Paris\nPetit;;\nRobin;02;Lyon\n");
    assert_eq!(table.rows, [2, 3, 4]);
}

#[test]
fn codes_follow_first_occurrence_and_blanks_go() {
    let table = table("c.csv", "nom;ville\n Durand;\u{a0}\nPetit;Lyon\nDurand ;Lyon\n".as_bytes());
    let name = &table.columns[0];
    assert_eq!((name.codes.as_slice(), name.padded, name.first_padded), (&[0, 1, 0][..], 2, Some(2)));
    assert_eq!(
        (table.columns[1].empty, table.columns[1].is_empty(0), table.columns[1].is_empty(1)),
        (Some(0), true, false)
    );
}

#[test]
fn ragged_rows_are_read_and_told() {
    let table = table("c.csv", b"nom;tel;ville\nDurand;01;Paris\nPetit;02\nRobin;03;Lyon;bis\n");
    assert_eq!(shown(&table), "nom|tel|ville|Colonne D\n2 Durand|01|Paris|\n3 Petit|02||\n4 Robin|03|Lyon|bis\n");
    assert_eq!(table.notices.iter().map(|notice| notice.rows.clone()).collect::<Vec<_>>(), [[3], [4]]);
}

#[test]
fn duplicate_and_missing_headers_get_names_of_their_own() {
    let twice = table("c.csv", b"nom;tel;tel;;\nDurand;01;02;;x\n");
    assert_eq!(shown(&twice), "nom|tel|tel (2)|Colonne E\n2 Durand|01|02|x\n");
    assert_eq!((twice.columns[3].index, twice.notices.len()), (4, 1));
    let none = table("c.csv", b"1;12/03/2024;15,2\n2;13/03/2024;17\n");
    assert_eq!((none.origin.header_row, none.rows.len(), none.notices.len()), (None, 2, 1));
    assert_eq!(none.columns[2].name, "Colonne C");
    let alone = table("c.csv", b"nom;tel;ville\n");
    assert_eq!((alone.columns.len(), alone.rows.len()), (3, 0));
}

#[test]
fn bad_files_are_problems_and_the_others_are_read() {
    let good = ("z.csv", CLIENTS.as_bytes());
    let binary: Vec<u8> = (0..2000_u32).map(|n| u8::try_from(n * 7 % 256).unwrap()).collect();
    let mut protected = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    protected.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    let whole = workbook(&[("F", "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>")], &[]);
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("a.csv", binary, "isn't text"),
        ("a.csv", Vec::new(), "is empty"),
        ("a.csv", b"\n \n;;\n".to_vec(), "nothing but blanks"),
        ("a.xlsx", protected, "password"),
        ("a.xls", vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "old Office"),
        ("a.xlsx", b"PK\x03\x04 cut short".to_vec(), "damaged"),
        ("a.xlsx", whole[..whole.len() / 2].to_vec(), "damaged"),
        ("a.xlsx", b"no archive at all".to_vec(), "damaged"),
        ("a.ods", b"PK\x03\x04".to_vec(), "OpenDocument"),
        ("a.xlsx", archive(&[("hello.txt", b"hello")]), "archive"),
    ];
    for (name, bytes, expected) in cases {
        let reading = read(&[(name, bytes.as_slice()), good]);
        let (_, message) = problem(&reading);
        assert!(message.contains(expected), "{name}: {message}");
        assert_eq!(reading.tables.len(), 1, "{name}");
        assert!(reading.problems[0].file.ends_with(name));
    }
}

#[test]
fn an_open_quote_is_told_where_it_opens() {
    let mut text = String::from("nom;tel;ville\nDurand;01;Paris\nPetit;\"02;Lyon\n");
    text.push_str(&"Robin;03;Brest\n".repeat(500));
    let reading = read(&[("c.csv", text.as_bytes())]);
    assert_eq!(problem(&reading), ("row 3".into(), "a quote is opened and never closed".into()));
    let reading = read(&[("c.csv", b"nom;tel\nDurand;\"01;x\nPetit;02\nRobin;03\n")]);
    assert_eq!(problem(&reading), ("row 2".into(), "a quote is opened and never closed".into()));
    assert_eq!(read(&[("c.csv", b"nom;tel\nDurand;\"01;x\nPetit\"\nRobin;03\n")]).problems, []);
    let limits = Limits { row: 1000, ..Limits::default() };
    text = format!("nom;tel;ville\nDurand;01;\"{}", "x".repeat(1 << 20));
    assert_eq!(problem(&read_with(&[("c.csv", text.as_bytes())], &limits)).1, "a quote is opened and never closed");
}

/// Whatever is in a file: what is said of it in both languages, or the table.
#[test]
fn odd_files_are_read_or_told_in_both_languages() {
    let named = |count: usize| (0..count).map(|n| format!("colonne_{n}")).collect::<Vec<_>>().join(";");
    let long = |length: usize| format!("nom;note\nDurand;{}\n", "x".repeat(length));
    let refused: Vec<(&str, Vec<u8>, &str, &str, &str)> = vec![
        ("a.csv", Vec::new(), "", "le fichier est vide", "the file is empty"),
        (
            "a.csv",
            b"\xEF\xBB\xBF".to_vec(),
            "",
            "le fichier ne contient que des blancs",
            "the file holds nothing but blanks",
        ),
        (
            "a.csv",
            b"nom;ville\nDur\0and;Paris\n".to_vec(),
            "",
            "n'est pas du texte, malgré son nom",
            "isn't text, whatever its name says",
        ),
        (
            "a.csv",
            b"\x89PNG\r\n\x1A\n....".to_vec(),
            "",
            "n'est pas du texte, malgré son nom",
            "isn't text, whatever its name says",
        ),
        (
            "a.csv",
            b"%PDF-1.7 nom;ville".to_vec(),
            "",
            "n'est pas du texte, malgré son nom",
            "isn't text, whatever its name says",
        ),
        (
            "a.csv",
            format!("{}\n{}\n", named(1_000_000), named(3)).into_bytes(),
            "row 1",
            "plus de 16384 colonnes dans une ligne : plus que n'en a un tableur",
            "more than 16384 columns in a row: more than a spreadsheet has",
        ),
        (
            "a.csv",
            long(100 << 20).into_bytes(),
            "row 2",
            "une ligne de plus de 4 Mo, sans fin de ligne",
            "a row of more than 4 MB, without a line end",
        ),
        (
            "a.csv",
            format!("nom;note\nDurand;\"jamais fermé\n{}", "Petit;x\n".repeat(700_000)).into_bytes(),
            "row 2",
            "un guillemet est ouvert et jamais fermé",
            "a quote is opened and never closed",
        ),
    ];
    for (name, bytes, place, fr, en) in refused {
        let reading = read(&[(name, bytes.as_slice())]);
        assert_eq!(problem(&reading), (place.to_owned(), en.to_owned()));
        assert_eq!(reading.problems[0].message.fr, fr);
        assert!(reading.tables.is_empty(), "{en}");
    }
    for (text, shown_as, notices) in [
        ("nom;ville\n", "nom|ville\n", 0),
        ("\u{feff}nom;ville\nDurand;Paris\n", "nom|ville\n2 Durand|Paris\n", 0),
        ("nom\nDurand\nPetit\n", "nom\n2 Durand\n3 Petit\n", 0),
        ("Durand;12;3\nPetit;14;5\n", "Colonne A|Colonne B|Colonne C\n1 Durand|12|3\n2 Petit|14|5\n", 1),
        ("nom;tel;tel\nDurand;01;02\n", "nom|tel|tel (2)\n2 Durand|01|02\n", 1),
        ("nom;ville\rDurand;Paris\rPetit;Lyon\r", "nom|ville\n2 Durand|Paris\n3 Petit|Lyon\n", 0),
        (
            "nom;ville\nDurand\nPetit;Lyon;69000;x\nRobin;Brest\n",
            "nom|ville|Colonne C|Colonne D\n2 Durand|||\n3 Petit|Lyon|69000|x\n4 Robin|Brest||\n",
            2,
        ),
    ] {
        let table = table("a.csv", text.as_bytes());
        assert_eq!((shown(&table).as_str(), table.notices.len()), (shown_as, notices), "{text:?}");
    }
    let wide = table("a.csv", format!("{}\n{}\n", named(3_000), vec!["1"; 3_000].join(";")).as_bytes());
    assert_eq!((wide.columns.len(), wide.rows.len()), (3_000, 1));
}

#[test]
fn too_many_columns_rows_or_letters_are_refused() {
    let wide = vec!["c"; 1_000_000].join(";");
    assert_eq!(
        problem(&read(&[("c.csv", wide.as_bytes())])),
        ("row 1".into(), "1000000 columns: more than a spreadsheet's 16384".into())
    );
    let late = format!("a;b\n1;2\n{wide}\n");
    assert_eq!(problem(&read(&[("c.csv", late.as_bytes())])).0, "row 3");
    let rows = "a;b\n".to_owned() + &"1;x\n".repeat(50);
    let limits = Limits { rows: 20, ..Limits::default() };
    assert_eq!(problem(&read_with(&[("c.csv", rows.as_bytes())], &limits)).0, "row 22");
    let text = "a;b\n".to_owned() + &(0..9000).map(|n| format!("{n};value{n}\n")).collect::<String>();
    let limits = Limits { text: 50_000, ..Limits::default() };
    assert!(problem(&read_with(&[("c.csv", text.as_bytes())], &limits)).1.contains("too big"));
}

// Workbooks.

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook of these sheets, each the rows of its XML, and more parts.
fn workbook(sheets: &[(&str, &str)], more: &[(&str, &[u8])]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    let (mut list, mut links, mut types) = (String::new(), String::new(), String::new());
    for (number, (name, rows)) in (1..).zip(sheets) {
        let (name, state) = name.strip_prefix('-').map_or((*name, ""), |name| (name, " state=\"hidden\""));
        list += &format!("<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"r{number}\"{state}/>");
        links += &format!(
            "<Relationship Id=\"r{number}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        );
        types += &format!(
            "<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
        );
        let sheet = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>");
        parts.push((format!("xl/worksheets/sheet{number}.xml"), sheet.into_bytes()));
    }
    let styles = format!(
        "<styleSheet xmlns=\"{MAIN}\"><cellXfs count=\"3\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>"
    );
    links += &format!(
        "<Relationship Id=\"rs\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/><Relationship Id=\"rt\" Type=\"{OFFICE}/sharedStrings\" Target=\"sharedStrings.xml\"/>"
    );
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    for (name, text) in [
        (
            "[Content_Types].xml",
            format!("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">{types}</Types>"),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{relations}\"><Relationship Id=\"r\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{list}</sheets></workbook>"),
        ),
        ("xl/_rels/workbook.xml.rels", format!("<Relationships xmlns=\"{relations}\">{links}</Relationships>")),
        ("xl/styles.xml", styles),
    ] {
        parts.push((name.to_owned(), text.into_bytes()));
    }
    let more = more.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec()));
    let all: Vec<(String, Vec<u8>)> = parts.into_iter().chain(more).collect();
    archive(&all.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect::<Vec<_>>())
}

/// A row of inline texts; an empty one makes no cell.
fn texts(row: u32, cells: &[&str]) -> String {
    let cell = |(at, text): (usize, &&str)| match text.is_empty() {
        true => String::new(),
        false => format!("<c r=\"{}{row}\" t=\"inlineStr\"><is><t>{text}</t></is></c>", column_letters(at)),
    };
    format!("<row r=\"{row}\">{}</row>", cells.iter().enumerate().map(cell).collect::<String>())
}

#[test]
fn a_workbook_gives_a_table_a_visible_sheet() {
    let clients = texts(1, &["Fichier clients"])
        + &texts(3, &["N°", "Contact", "", "Depuis", "CA"])
        + &texts(4, &["", "Nom", "Tél.", "", ""])
        + "<row r=\"5\"><c r=\"A5\"><v>1</v></c><c r=\"B5\" t=\"inlineStr\"><is><t>Durand</t></is></c><c r=\"C5\"><v>102030405</v></c>\
           <c r=\"D5\" s=\"1\"><v>45366</v></c><c r=\"E5\"><v>0.30000000000000004</v></c></row>\
           <row r=\"7\"><c r=\"A7\"><v>2</v></c><c r=\"B7\" t=\"inlineStr\"><is><t>Petit</t></is></c><c r=\"D7\" s=\"2\"><v>45366.4375</v></c>\
           <c r=\"E7\"><v>1200000</v></c></row>";
    let other = texts(1, &["code", "libelle"]) + &texts(2, &["A", "Alpha"]);
    let bytes = workbook(&[("Clients", &clients), ("-Calculs", &other), ("Codes", &other), ("Vide", "")], &[]);
    let reading = read(&[("suivi.xlsx", &bytes)]);
    let tables: Vec<String> = reading.tables.iter().map(|table| format!("{}\n{}", table.name, shown(table))).collect();
    assert_eq!(
        tables,
        [
            "suivi/Clients\nN°|Contact Nom|Contact Tél.|Depuis|CA\n5 1|Durand|102030405|2024-03-15|0.3\n7 2|Petit||2024-03-15 10:30:00|1200000\n",
            "suivi/Codes\ncode|libelle\n2 A|Alpha\n"
        ]
    );
    assert_eq!(problem(&reading), ("sheet `Calculs`".into(), "the sheet is hidden: it isn't read".into()));
}

#[test]
fn what_unpacks_beyond_measure_is_refused() {
    let refused = |name: &str, bytes: &[u8]| {
        let limits = Limits { unpacked: 2 << 20, ..Limits::default() };
        let reading = read_with(&[("a.xlsx", &workbook(&[("F", "")], &[(name, bytes)]))], &limits);
        let (place, message) = problem(&reading);
        (place == name && message.contains("unpacked"), format!("{place}: {message}"))
    };
    let zeros = vec![b'0'; 4 << 20];
    let random: Vec<u8> = (0..3_u64 << 20).map(|n| n.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes()[0]).collect();
    for (name, bytes, why) in [
        ("xl/media/image1.png", random.as_slice(), "more than the limit in all"),
        ("xl/sharedStrings.xml", "<si/>".repeat(100_000).as_bytes(), "packed a thousandfold"),
        ("xl/a.xml", zeros.get(..(1 << 20) + 5).unwrap(), "a cell of megabytes"),
        ("xl/sharedStrings.xml", b"<sst uniqueCount=\"99999999999999\"></sst>", "room asked for what isn't there"),
    ] {
        let (as_expected, said) = refused(name, bytes);
        assert!(as_expected, "{why}: {said}");
    }
}

#[test]
fn a_cell_far_away_is_refused() {
    let far = "<row r=\"1\"><c r=\"ZZZ1\" t=\"inlineStr\"><is><t>x</t></is></c></row>";
    let reading = read(&[("a.xlsx", &workbook(&[("F", far)], &[]))]);
    assert!(reading.problems.len() == 1 && reading.tables.is_empty(), "{reading:?}");
}

#[test]
fn formulas_give_their_results_and_days_are_counted_from_the_workbooks_own_first() {
    let rows = texts(1, &["Jour", "Total", "Vide", "Erreur"])
        + "<row r=\"2\"><c r=\"A2\" s=\"1\"><v>43904</v></c><c r=\"B2\"><f>1+2</f><v>3</v></c><c r=\"C2\"><f>NOW()</f></c>\
           <c r=\"D2\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c></row>\
           <row r=\"3\"><c r=\"A3\" s=\"1\"><v>43905</v></c><c r=\"B3\" t=\"str\"><f>\"a\"</f><v>a</v></c></row>";
    let bytes = workbook(&[("F", &rows)], &[]);
    let of_1900 = table("a.xlsx", &bytes);
    assert_eq!(of_1900.columns[0].value(0), "2020-03-14");
    assert_eq!((of_1900.columns[1].value(0), of_1900.columns[1].value(1)), ("3", "a"));
    let cells: Vec<&str> = of_1900.columns.iter().map(|column| column.value(0)).collect();
    assert!(cells.contains(&"#DIV/0!"), "{cells:?}");
    let without_result = |notice: &Notice| notice.message.en.contains("without a saved result (Vide)");
    assert!(of_1900.notices.iter().any(without_result), "{:?}", of_1900.notices);
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).unwrap();
        let mut text = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut text).unwrap();
        let name = part.name().unwrap().into_owned();
        if name == "xl/workbook.xml" {
            text = String::from_utf8(text)
                .unwrap()
                .replace("<sheets>", "<workbookPr date1904=\"1\"/><sheets>")
                .into_bytes();
        }
        parts.push((name, text));
    }
    let borrowed: Vec<(&str, &[u8])> = parts.iter().map(|(name, text)| (name.as_str(), text.as_slice())).collect();
    assert_eq!(table("a.xlsx", &archive(&borrowed)).columns[0].value(0), "2024-03-15");
}
