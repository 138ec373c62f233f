//! Text that a field's pattern accepts, for the patterns met in practice: literals, classes, groups, alternatives, repeats.

use super::random::Random;

/// A text made from a pattern; it may still be refused where the pattern uses more than this knows.
pub fn sample(pattern: &str, random: &mut Random) -> String {
    let letters: Vec<char> = pattern
        .chars()
        .filter(|letter| !matches!(letter, '^' | '$'))
        .collect();
    let mut text = String::new();
    alternatives(&letters, random, &mut text);
    text
}

/// One of the alternatives separated by `|` outside groups and classes.
fn alternatives(pattern: &[char], random: &mut Random, text: &mut String) {
    let mut parts: Vec<&[char]> = Vec::new();
    let (mut depth, mut start, mut class) = (0_i32, 0, false);
    for (place, letter) in pattern.iter().enumerate() {
        match letter {
            '[' => class = true,
            ']' => class = false,
            '(' if !class => depth += 1,
            ')' if !class => depth -= 1,
            '|' if depth == 0 && !class => {
                parts.push(pattern.get(start..place).unwrap_or(&[]));
                start = place + 1;
            }
            _ => {}
        }
    }
    parts.push(pattern.get(start..).unwrap_or(&[]));
    if let Some(part) = random.pick(&parts) {
        sequence(part, random, text);
    }
}

fn sequence(mut rest: &[char], random: &mut Random, text: &mut String) {
    while let Some(first) = rest.first() {
        let length = match first {
            '[' => rest
                .iter()
                .position(|letter| *letter == ']')
                .map_or(rest.len(), |end| end + 1),
            '(' => group(rest),
            '\\' => 2.min(rest.len()),
            _ => 1,
        };
        let (atom, after) = rest.split_at(length);
        let (low, high, used) = repeat(after);
        for _ in 0..random.between(low, high) {
            one(atom, random, text);
        }
        rest = after.get(used..).unwrap_or(&[]);
    }
}

/// Length of the group at the start.
fn group(pattern: &[char]) -> usize {
    let mut depth = 0;
    for (place, letter) in pattern.iter().enumerate() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return place + 1;
        }
    }
    pattern.len()
}

/// Least and most repeats, and the length of what says so.
fn repeat(after: &[char]) -> (i64, i64, usize) {
    match after.first() {
        Some('?') => (0, 1, 1),
        Some('*') => (0, 3, 1),
        Some('+') => (1, 4, 1),
        Some('{') => {
            let end = after.iter().position(|letter| *letter == '}').unwrap_or(0);
            let inside: String = after.get(1..end).unwrap_or(&[]).iter().collect();
            let (low, high) = inside.split_once(',').unwrap_or((&inside, &inside));
            let low = low.trim().parse().unwrap_or(1);
            (low, high.trim().parse().unwrap_or(low + 2), end + 1)
        }
        _ => (1, 1, 0),
    }
}

fn one(atom: &[char], random: &mut Random, text: &mut String) {
    match atom {
        ['\\', 'd'] => text.push_str(&random.digits(1)),
        ['\\', 'w'] => text.push(char::from(b'a' + random.below(26) as u8)),
        ['\\', 's'] => text.push(' '),
        ['\\', other] => text.push(*other),
        ['(', inner @ .., ')'] => {
            let inner = inner.strip_prefix(&['?', ':']).unwrap_or(inner);
            alternatives(inner, random, text);
        }
        ['[', inner @ .., ']'] => text.extend(class(inner, random)),
        ['.'] => text.push('x'),
        [letter] => text.push(*letter),
        _ => {}
    }
}

/// One letter of a class such as `A-Z0-9_`.
fn class(inner: &[char], random: &mut Random) -> Option<char> {
    let mut letters = Vec::new();
    let mut rest = inner;
    loop {
        match rest {
            [low, '-', high, after @ ..] => {
                letters.extend(*low..=*high);
                rest = after;
            }
            ['\\', 'd', after @ ..] => {
                letters.extend('0'..='9');
                rest = after;
            }
            ['\\', letter, after @ ..] | [letter, after @ ..] => {
                letters.push(*letter);
                rest = after;
            }
            [] => break,
        }
    }
    random.pick(&letters).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use regex_lite::Regex;

    #[test]
    fn samples_match_their_patterns() {
        let mut random = Random::new(1);
        for pattern in [
            "[A-Z]{2}-\\d{4}",
            "(FR|BE)[0-9]{3,5}",
            "^a?b+c*$",
            "[a-z0-9_]{3}",
            "\\d{2}\\.\\d{2}",
            "(?:x|y)(1|2|3)",
        ] {
            let regex = Regex::new(&format!("^(?:{pattern})$")).ok();
            for _ in 0..50 {
                let text = sample(pattern, &mut random);
                assert!(regex.as_ref().is_some_and(|regex| regex.is_match(&text)), "{pattern}: {text}");
            }
        }
    }
}
