//! One plausible value of a field, as somebody would type it: by its kind, and by hints in its name.

use chrono::{Duration, NaiveDate};

use super::pattern;
use super::random::Random;
use super::words::Words;
use crate::core::entity::Clock;
use crate::core::formats;
use crate::core::kind::Kind;
use crate::core::model::FieldInfo;
use crate::core::text;
use crate::core::value::Value;

/// Who and where one record is about: its fields agree with each other.
pub struct Subject {
    pub index: u64,
    pub clock: Clock,
    woman: bool,
    first_name: &'static str,
    last_name: &'static str,
    company: String,
    is_company: bool,
    has_first_name: bool,
    is_person: bool,
    town: (&'static str, &'static str),
    siren: String,
    /// The last date given, so that the next one follows it.
    date: NaiveDate,
}

/// How the names of people's entities begin.
const PEOPLE: &[&str] = &[
    "acteur",
    "actor",
    "adherent",
    "artist",
    "auteur",
    "author",
    "benevole",
    "candidat",
    "chauffeur",
    "conducteur",
    "driver",
    "elev",
    "employ",
    "etudiant",
    "formateur",
    "joueur",
    "medecin",
    "member",
    "membre",
    "musicien",
    "musician",
    "patient",
    "person",
    "player",
    "prof",
    "salarie",
    "stagiaire",
    "student",
    "teacher",
    "technicien",
    "trainer",
];

impl Subject {
    /// `name` is the entity's, or the relation's.
    pub fn new(name: &str, fields: &[FieldInfo], index: u64, clock: Clock, words: &Words, random: &mut Random) -> Subject {
        let has = |hints: &[&str]| fields.iter().any(|field| hinted(field.name, hints));
        let kind = |wanted: fn(Kind) -> bool| fields.iter().any(|field| wanted(field.kind));
        let has_first_name = has(&["prenom", "first"]);
        let (first_name, woman) = random.pick(words.first_names).copied().unwrap_or(("", false));
        let last_name = random.pick(words.last_names).copied().unwrap_or("");
        let company = format!(
            "{} {last_name} {}",
            random.pick(words.trades).copied().unwrap_or(""),
            random.pick(words.forms).copied().unwrap_or("")
        );
        // Eight digits from the index, so that no two companies have the same number.
        let body = format!("{:08}", 30_000_000 + index.wrapping_mul(7_919) % 60_000_000);
        Subject {
            index,
            clock,
            woman,
            first_name,
            last_name,
            company,
            is_company: kind(|kind| matches!(kind, Kind::Siret | Kind::Siren | Kind::Vat)) || has(&["raison", "company"]),
            has_first_name,
            is_person: has_first_name
                || hinted(name, PEOPLE)
                || has(&["naissance", "birth", "civilite"])
                || kind(|kind| matches!(kind, Kind::Email | Kind::Phone)),
            town: random.pick(words.towns).copied().unwrap_or(("", "")),
            siren: format!("{body}{}", formats::luhn_digit(&body)),
            date: clock.today,
        }
    }
}

/// Whether one of a name's words begins so.
fn hinted(name: &str, hints: &[&str]) -> bool {
    name.split('_')
        .any(|word| hints.iter().any(|hint| word.starts_with(hint)))
}

/// A text for the field, or none where it may stay empty.
pub fn text(field: &FieldInfo, subject: &mut Subject, words: &Words, random: &mut Random) -> Option<String> {
    let name = field.name;
    let hint = |hints: &[&str]| hinted(name, hints);
    if let Some((regex, _)) = field.pattern {
        return Some(pattern::sample(regex, random));
    }
    let index = subject.index;
    Some(match field.kind {
        Kind::Text {
            max,
        } => shortened(words_for(field, subject, words, random), max),
        Kind::LongText | Kind::Markdown => random.pick(words.sentences).copied().unwrap_or("").to_owned(),
        Kind::Integer if field.identifier => (index + 1).to_string(),
        Kind::Integer if hint(&["annee", "year"]) => random.between(2015, 2026).to_string(),
        Kind::Integer => whole(field, random, 1, 50).to_string(),
        Kind::Decimal {
            ..
        } if hint(&["quantite", "quantity", "nombre"]) => amount(field, random, (1, 12), 0),
        Kind::Decimal {
            scale,
            ..
        } => amount(field, random, (1, 90), scale.min(1)),
        Kind::Money => amount(
            field,
            random,
            if hint(&["prix", "price"]) {
                (5, 900)
            } else {
                (80, 9_000)
            },
            2,
        ),
        Kind::Percent if hint(&["tva", "vat"]) => random.pick(&["5.5", "10", "20"]).copied().unwrap_or("20").to_owned(),
        Kind::Percent => percent(field, random),
        Kind::Boolean => random.chance(50).to_string(),
        Kind::Date => date(name, subject, random).to_string(),
        Kind::DateTime => format!(
            "{}T{:02}:{:02}",
            date(name, subject, random),
            random.between(8, 17),
            random.between(0, 3) * 15
        ),
        Kind::Time => format!("{:02}:{:02}", random.between(8, 17), random.between(0, 3) * 15),
        Kind::Duration => format!("{} min", random.between(1, 16) * 15),
        Kind::Email => email(subject),
        Kind::Phone => phone(name, words, random),
        Kind::Url => format!("https://www.exemple.fr/{}", index + 1),
        Kind::Color => format!("#{:06x}", random.below(0x0100_0000)),
        Kind::Country => words.country.to_owned(),
        Kind::Language => if words.country == "FR" { "fr" } else { "en" }.to_owned(),
        Kind::PostalCode => subject.town.0.to_owned(),
        Kind::Siren => subject.siren.clone(),
        Kind::Siret => siret(&subject.siren),
        Kind::Vat => vat(&subject.siren),
        Kind::Iban => iban(random),
        Kind::Enum(choices) if hint(&["civilite", "salutation", "sexe", "gender"]) => {
            let feminine = |code: &str| {
                ["mme", "madame", "mrs", "ms", "f"]
                    .iter()
                    .any(|start| code.starts_with(start))
            };
            let fits = choices.iter().find(|choice| feminine(choice.code) == subject.woman);
            fits.map_or("", |choice| choice.code).to_owned()
        }
        Kind::Enum(choices) => random.pick(choices).map_or("", |choice| choice.code).to_owned(),
        Kind::Uuid => uuid(random),
        Kind::Json => "{}".to_owned(),
        Kind::Tags => random.pick(words.tags).copied().unwrap_or("").to_owned(),
        Kind::File | Kind::Image | Kind::Serial | Kind::Sequence(_) | Kind::Reference(_) => return None,
    })
}

fn words_for(field: &FieldInfo, subject: &Subject, words: &Words, random: &mut Random) -> String {
    let name = field.name;
    let hint = |hints: &[&str]| hinted(name, hints);
    let index = subject.index + 1;
    let pick = |list: &'static [&'static str], random: &mut Random| random.pick(list).copied().unwrap_or("").to_owned();
    let named = field.identifier && field.title && field.kind.max_length().is_some_and(|max| max >= 40);
    if named && hint(&["nom", "name", "titre", "title", "intitule", "libelle"]) {
        let text = person_or_company(subject, words, random, index);
        let number = format!(" {index}");
        return if text.ends_with(&number) { text } else { text + &number };
    }
    if field.identifier || hint(&["matricule", "serie", "sku", "code", "reference", "ref"]) && !hint(&["postal"]) {
        let letters: String = name.chars().filter(char::is_ascii_alphabetic).take(2).collect();
        return format!("{}{index:05}", letters.to_uppercase());
    }
    if hint(&["complement", "etage", "batiment"]) {
        format!("Bât. {}", char::from(b'A' + random.below(6) as u8))
    } else if hint(&["prenom", "first"]) {
        subject.first_name.to_owned()
    } else if hint(&["civilite", "salutation"]) {
        if subject.woman { "Mme" } else { "M." }.to_owned()
    } else if hint(&["ville", "city", "town", "commune"]) {
        subject.town.1.to_owned()
    } else if hint(&["rue", "street", "voie", "adresse", "address"]) {
        format!("{} {}", random.between(1, 120), pick(words.streets, random))
    } else if hint(&["nom", "name", "last", "raison", "societe", "company", "titulaire"]) {
        person_or_company(subject, words, random, index)
    } else if hint(&["fonction", "poste", "job", "metier", "title"]) && !field.title {
        pick(words.jobs, random)
    } else if hint(&["marque", "brand", "fabricant"]) {
        pick(words.brands, random)
    } else if hint(&["modele", "model", "version"]) {
        format!("{} {}", pick(words.brands, random), random.between(10, 99) * 10)
    } else if hint(&["libelle", "designation", "produit", "product", "article", "label"]) {
        format!("{} {} {index}", pick(words.products, random), pick(words.qualities, random))
    } else if hint(&["objet", "sujet", "subject", "titre", "intitule", "motif"]) || field.title {
        pick(words.subjects, random)
    } else {
        pick(words.qualities, random)
    }
}

fn person_or_company(subject: &Subject, words: &Words, random: &mut Random, index: u64) -> String {
    if subject.is_company {
        subject.company.clone()
    } else if subject.has_first_name {
        subject.last_name.to_owned()
    } else if subject.is_person {
        format!("{} {}", subject.first_name, subject.last_name)
    } else {
        format!(
            "{} {} {index}",
            random.pick(words.products).copied().unwrap_or(""),
            random.pick(words.qualities).copied().unwrap_or("")
        )
    }
}

fn shortened(text: String, max: u32) -> String {
    text.chars().take(max as usize).collect()
}

/// How often, of a hundred, a field that may be empty is.
pub fn emptiness(field: &FieldInfo) -> u64 {
    let name = field.name;
    if hinted(name, &["latitude", "longitude"]) {
        // A place that isn't where the address says is worse than none.
        100
    } else if hinted(name, &["complement", "sortie", "departed"]) {
        85
    } else if !field.group.is_empty() || field.title || field.search || matches!(field.kind, Kind::Enum(_)) {
        4
    } else {
        25
    }
}

/// The bounds of a field as whole numbers, else those given.
fn bounds(field: &FieldInfo, low: i64, high: i64) -> (i64, i64) {
    let whole = |value: &Option<Value>| match value {
        Some(Value::Decimal(number)) => i64::try_from(number.ceil()).ok(),
        Some(value) => value.as_int(),
        None => None,
    };
    let (min, max) = (whole(&field.min_value), whole(&field.max_value));
    let low = min.map_or(max.map_or(low, |max| low.min(max)), |min| low.max(min));
    (low, max.unwrap_or(high.max(low)))
}

fn whole(field: &FieldInfo, random: &mut Random, low: i64, high: i64) -> i64 {
    let (low, high) = bounds(field, low, high);
    random.between(low, high)
}

fn amount(field: &FieldInfo, random: &mut Random, range: (i64, i64), decimals: u32) -> String {
    let (low, high) = bounds(field, range.0, range.1);
    let number = random.between(low, high.min(low + range.1));
    // A whole upper bound stays within it.
    match decimals {
        _ if number >= high => number.to_string(),
        0 => number.to_string(),
        1 => format!("{number}.{}", random.pick(&["0", "5"]).copied().unwrap_or("0")),
        _ => format!("{number}.{}", random.pick(&["00", "50", "90"]).copied().unwrap_or("00")),
    }
}

fn percent(field: &FieldInfo, random: &mut Random) -> String {
    let (low, high) = bounds(field, 0, 30);
    (random.between(low, high.min(low + 30)) / 5 * 5)
        .clamp(low, high)
        .to_string()
}

/// A birth is long ago; what begins is now, what ends comes later; other dates follow one another.
fn date(name: &str, subject: &mut Subject, random: &mut Random) -> NaiveDate {
    let today = subject.clock.today;
    let days = |count| Duration::days(count);
    if hinted(name, &["naissance", "birth", "ne"]) {
        return today - days(random.between(20 * 365, 80 * 365));
    }
    let next = if hinted(name, &["debut", "start", "date", "depuis", "begin"]) {
        subject.date
    } else if hinted(name, &["entree", "embauche", "hired", "achat", "pose", "installation", "creation"]) {
        subject.date - days(random.between(30, 2_000))
    } else if hinted(name, &["fin", "end", "garantie", "expiration", "sortie"]) {
        subject.date + days(random.between(180, 730))
    } else if hinted(name, &["validite", "echeance", "due", "limite", "expected"]) {
        subject.date + days(random.between(15, 60))
    } else {
        subject.date + days(random.between(0, 10))
    };
    subject.date = next;
    next
}

fn email(subject: &Subject) -> String {
    let plain = |text: &str| {
        text::normalize(text)
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
    };
    if subject.is_company {
        return format!("contact{}@{}.exemple.fr", subject.index + 1, plain(subject.last_name));
    }
    format!(
        "{}.{}{}@exemple.fr",
        plain(subject.first_name),
        plain(subject.last_name),
        subject.index + 1
    )
}

/// Numbers that ARCEP (and Ofcom) keep for fiction.
fn phone(name: &str, words: &Words, random: &mut Random) -> String {
    match (words.country, hinted(name, &["mobile", "portable"])) {
        ("FR", true) => format!("06 39 98 {} {}", random.digits(2), random.digits(2)),
        ("FR", false) => format!("02 61 91 {} {}", random.digits(2), random.digits(2)),
        _ => format!("+44 1632 960{}", random.digits(3)),
    }
}

fn siret(siren: &str) -> String {
    let body = format!("{siren}0001");
    format!("{body}{}", formats::luhn_digit(&body))
}

fn vat(siren: &str) -> String {
    let key = (12 + 3 * (siren.parse::<u64>().unwrap_or(0) % 97)) % 97;
    format!("FR{key:02}{siren}")
}

fn iban(random: &mut Random) -> String {
    let account = random.digits(23);
    let key = 98 - formats::mod97(&format!("{account}FR00"));
    format!("FR{key:02}{account}")
}

fn uuid(random: &mut Random) -> String {
    let digits = format!("{:016x}{:016x}", random.next(), random.next());
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or("").to_owned();
    format!("{}-{}-4{}-8{}-{}", part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32))
}
