//! People and firms with known duplicates: typing errors, swapped names, other formats, missing parts; and neighbours who are no duplicates.
//!
//! Made by a fixed generator, so that a figure can be found again. The truth is who each record is of.

use merisier::inventory::audit::duplicates::{Feature, Sort};

/// Records, and of whom each is.
pub struct People {
    pub features: Vec<Feature>,
    pub of: Vec<usize>,
}

/// A generator that gives the same numbers everywhere.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % sides
    }

    fn one_in(&mut self, times: usize) -> bool {
        self.roll(times) == 0
    }

    fn pick<'t>(&mut self, list: &[&'t str]) -> &'t str {
        list[self.roll(list.len())]
    }
}

const NAMES: &str = "Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre Leroy Roux David Bertrand Morel Fournier \
    Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller Lefevre Faure Andre Mercier Blanc Guerin Boyer Garnier Chevalier Francois Legrand Gauthier Garcia \
    Perrin Robin Clement Morin Nicolas Henry Roussel Mathieu Gautier Masson Marchand Duval Denis Dumont Marie Lemaire Noel Meyer Dufour Meunier Brun Blanchard Giraud \
    Joly Riviere Lucas Brunet Gaillard Barbier Arnaud Martinez Gerard Roche Renard Schmitt Roy Leroux Colin Vidal Caron Picard Roger Fabre Aubert Lemoine Renaud Dumas \
    Lacroix Olivier Philippe Bourgeois Pierre Benoit Rey Leclerc Payet Rolland Leclercq Guillaume Lecomte Lopez Jean Dupuy Guillot Hubert Berger Carpentier Sanchez";
const FIRST: &str = "Marie Jean Pierre Michel Nathalie Isabelle Philippe Catherine Alain Sylvie Patrick Anne Nicolas Christophe Laurent Sophie Sandrine Julien Celine \
    David Valerie Julie Stephanie Thomas Camille Lucas Emma Hugo Lea Louis Chloe Manon Jules Adam Lina Rose Alice Gabriel Arthur Raphael Paul Jade Louise Mila Ines Sarah";
const STREETS: &str = "Lilas Écoles Moulin Église République Gambetta Hugo Pasteur Zola Jaurès Ferry Foch Verdun Liberté Mairie Gare Stade Acacias Tilleuls Fontaine";
const TOWNS: [(&str, &str); 14] = [
    ("75011", "Paris"),
    ("69003", "Lyon"),
    ("13001", "Marseille"),
    ("31000", "Toulouse"),
    ("33000", "Bordeaux"),
    ("44000", "Nantes"),
    ("59000", "Lille"),
    ("67000", "Strasbourg"),
    ("34000", "Montpellier"),
    ("35000", "Rennes"),
    ("06000", "Nice"),
    ("38000", "Grenoble"),
    ("01170", "Gex"),
    ("63000", "Clermont-Ferrand"),
];

const NAME: usize = 0;
const EMAIL: usize = 1;
const PHONE: usize = 2;
const STREET: usize = 3;
const POSTAL: usize = 4;
const TOWN: usize = 5;
const BIRTH: usize = 6;

type Record = [String; 7];

/// So many people, a quarter of whom have one or two more records, and a tenth a neighbour of their name.
pub fn people(count: usize, seed: u64) -> People {
    let mut dice = Dice(seed);
    let (mut records, mut of): (Vec<Record>, Vec<usize>) = (Vec::new(), Vec::new());
    let mut who = 0;
    while records.len() < count {
        let person = person(&mut dice, who);
        if dice.one_in(10) {
            records.push(neighbour(&person, &mut dice, who + 1_000_000));
            of.push(who + 1_000_000);
        }
        for _ in 0..[0, 0, 0, 0, 0, 0, 1, 1, 2][dice.roll(9)] {
            records.push(spoilt(&person, &mut dice));
            of.push(who);
        }
        records.push(person);
        of.push(who);
        who += 1;
    }
    let sorts = [Sort::Name, Sort::Email, Sort::Phone, Sort::Words, Sort::PostalCode, Sort::Words, Sort::Date];
    let column = |at: usize| records.iter().map(|record| record[at].clone()).collect();
    let features = sorts.into_iter().enumerate().map(|(at, sort)| Feature { sort, values: column(at) }).collect();
    People { features, of }
}

fn person(dice: &mut Dice, who: usize) -> Record {
    let (names, first): (Vec<&str>, Vec<&str>) =
        (NAMES.split_whitespace().collect(), FIRST.split_whitespace().collect());
    let streets: Vec<&str> = STREETS.split_whitespace().collect();
    let (name, first_name) = (dice.pick(&names), dice.pick(&first));
    let (postal, town) = TOWNS[dice.roll(TOWNS.len())];
    let host = dice.pick(&["orange.fr", "gmail.com", "free.fr", "wanadoo.fr", "laposte.net"]);
    let number = if dice.one_in(2) { String::new() } else { (who % 90 + 1).to_string() };
    [
        format!("{first_name} {name}"),
        format!("{}.{}{number}@{host}", first_name.to_lowercase(), name.to_lowercase()),
        format!(
            "0{} {:02} {:02} {:02} {:02}",
            dice.roll(7) + 1,
            dice.roll(100),
            dice.roll(100),
            dice.roll(100),
            dice.roll(100)
        ),
        format!("{} rue {}", dice.roll(120) + 1, dice.pick(&streets)),
        postal.to_owned(),
        town.to_owned(),
        format!("{:02}/{:02}/{}", dice.roll(28) + 1, dice.roll(12) + 1, 1940 + dice.roll(65)),
    ]
}

/// Someone of the same household, or a namesake elsewhere: no duplicate.
fn neighbour(person: &Record, dice: &mut Dice, who: usize) -> Record {
    let mut other = self::person(dice, who);
    let name = person[NAME].split(' ').next_back().unwrap_or_default();
    if dice.one_in(2) {
        let first = other[NAME].split(' ').next().unwrap_or_default().to_owned();
        other[NAME] = format!("{first} {name}");
        for at in [STREET, POSTAL, TOWN] {
            other[at] = person[at].clone();
        }
        if dice.one_in(3) {
            other[PHONE] = person[PHONE].clone();
        }
    } else {
        other[NAME] = person[NAME].clone();
    }
    other
}

/// The same person as somebody else typed it: one to four accidents.
fn spoilt(person: &Record, dice: &mut Dice) -> Record {
    let mut record = person.clone();
    for _ in 0..=dice.roll(4) {
        match dice.roll(12) {
            0 => record[NAME] = misspelt(&record[NAME], dice),
            1 => record[NAME] = record[NAME].split(' ').rev().collect::<Vec<_>>().join(" "),
            2 => record[NAME] = record[NAME].to_uppercase(),
            3 => record[NAME] = format!("M. {}", record[NAME]),
            4 => record[EMAIL] = if dice.one_in(2) { String::new() } else { misspelt(&record[EMAIL], dice) },
            5 => record[PHONE] = record[PHONE].replacen('0', "+33 ", 1).replace(' ', ""),
            6 => {
                record[PHONE] =
                    if dice.one_in(2) { String::new() } else { misspelt(&record[PHONE].replace(' ', "."), dice) }
            }
            7 => record[STREET] = record[STREET].replace("rue", "R."),
            8 => record[STREET] = if dice.one_in(2) { String::new() } else { misspelt(&record[STREET], dice) },
            9 => record[TOWN] = record[TOWN].to_uppercase().replace('-', " "),
            10 => record[POSTAL] = record[POSTAL].trim_start_matches('0').to_owned(),
            _ => record[BIRTH] = if dice.one_in(2) { String::new() } else { iso(&record[BIRTH]) },
        }
    }
    // Somebody who moved, or changed their number.
    if dice.one_in(8) {
        let moved = self::person(dice, 7);
        for at in [STREET, POSTAL, TOWN] {
            record[at] = moved[at].clone();
        }
    }
    record
}

fn iso(day: &str) -> String {
    let parts: Vec<&str> = day.split('/').collect();
    if parts.len() == 3 { format!("{}-{}-{}", parts[2], parts[1], parts[0]) } else { day.to_owned() }
}

/// A letter left out, doubled, wrong, or swapped with the next.
fn misspelt(text: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    if letters.len() < 3 {
        return text.to_owned();
    }
    let at = dice.roll(letters.len() - 1);
    match dice.roll(4) {
        0 => {
            letters.remove(at);
        }
        1 => letters.insert(at, letters[at]),
        2 => letters[at] = char::from(b'a' + u8::try_from(dice.roll(26)).unwrap()),
        _ => letters.swap(at, at + 1),
    }
    letters.into_iter().collect()
}

/// Precision and recall of the pairs found.
pub struct Score {
    pub precision: f64,
    pub recall: f64,
}

impl Score {
    pub fn f1(&self) -> f64 {
        2.0 * self.precision * self.recall / (self.precision + self.recall)
    }
}

/// Holds what is found against the truth.
pub fn score(people: &People) -> Score {
    let found = merisier::inventory::audit::duplicates::find(&people.features, people.of.len());
    let right = found.iter().filter(|pair| people.of[pair.a] == people.of[pair.b]).count();
    let mut sizes = std::collections::HashMap::<usize, usize>::new();
    for who in &people.of {
        *sizes.entry(*who).or_default() += 1;
    }
    let all: usize = sizes.values().map(|size| size * (size - 1) / 2).sum();
    let real = |count: usize| f64::from(u32::try_from(count).unwrap());
    Score { precision: real(right) / real(found.len().max(1)), recall: real(right) / real(all.max(1)) }
}
