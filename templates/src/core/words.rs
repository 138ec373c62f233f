//! The interface's own words, French and English: the core's messages here, those of pages in `templates/words/*.toml`.
//!
//! A model's labels and messages are not here: they come with the metadata.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::assets;

/// (key, French, English). `{name}` is replaced by the argument of that name.
const MESSAGES: &[(&str, &str, &str)] = &[
    ("error.required", "Remplissez ce champ.", "Please fill in this field."),
    (
        "error.too_long",
        "Au plus {max} caractères ({length} maintenant).",
        "At most {max} characters ({length} now).",
    ),
    (
        "error.integer",
        "Écrivez un nombre entier, par exemple 12.",
        "Write a whole number, such as 12.",
    ),
    (
        "error.number",
        "Écrivez un nombre, par exemple 1 234,50.",
        "Write a number, such as 1,234.50.",
    ),
    (
        "error.scale",
        "Au plus {scale} chiffres après la virgule.",
        "At most {scale} digits after the point.",
    ),
    ("error.too_large", "Ce nombre est trop grand.", "This number is too large."),
    ("error.min", "Au moins {min}.", "At least {min}."),
    ("error.max", "Au plus {max}.", "At most {max}."),
    ("error.boolean", "Répondez par oui ou par non.", "Answer yes or no."),
    (
        "error.date",
        "Écrivez une date, par exemple 21/11/2026.",
        "Write a date, such as 2026-11-21.",
    ),
    ("error.time", "Écrivez une heure, par exemple 14:30.", "Write a time, such as 14:30."),
    (
        "error.datetime",
        "Écrivez une date et une heure, par exemple 21/11/2026 14:30.",
        "Write a date and a time, such as 2026-11-21 14:30.",
    ),
    (
        "error.duration",
        "Écrivez une durée, par exemple 1 h 30 ou 45 min.",
        "Write a duration, such as 1 h 30 or 45 min.",
    ),
    (
        "error.email",
        "Écrivez une adresse complète, par exemple nom@exemple.fr.",
        "Write a whole address, such as name@example.com.",
    ),
    (
        "error.phone",
        "Écrivez un numéro complet, par exemple 06 12 34 56 78 ou +32 2 123 45 67.",
        "Write a whole number, such as +44 20 7946 0000.",
    ),
    (
        "error.url",
        "Écrivez une adresse qui commence par https://.",
        "Write an address that begins with https://.",
    ),
    (
        "error.postal_code",
        "Écrivez un code postal, par exemple 27000.",
        "Write a postal code, such as 27000.",
    ),
    (
        "error.siren",
        "Ce n'est pas un numéro SIREN : 9 chiffres, clé de contrôle comprise. Vérifiez la saisie.",
        "Not a SIREN number: 9 digits with their check digit. Check what you typed.",
    ),
    (
        "error.siret",
        "Ce n'est pas un numéro SIRET : 14 chiffres, clé de contrôle comprise. Vérifiez la saisie.",
        "Not a SIRET number: 14 digits with their check digit. Check what you typed.",
    ),
    (
        "error.vat",
        "Ce n'est pas un numéro de TVA valable, par exemple FR44732829320.",
        "Not a valid VAT number, such as FR44732829320.",
    ),
    (
        "error.iban",
        "Ce n'est pas un IBAN valable : vérifiez chaque groupe de chiffres.",
        "Not a valid IBAN: check each group of digits.",
    ),
    (
        "error.color",
        "Écrivez une couleur, par exemple #0a7d52.",
        "Write a colour, such as #0a7d52.",
    ),
    (
        "error.country",
        "Choisissez un pays de la liste, ou écrivez son code, par exemple FR.",
        "Choose a country of the list, or write its code, such as FR.",
    ),
    (
        "error.language",
        "Écrivez le code d'une langue, par exemple fr.",
        "Write the code of a language, such as en.",
    ),
    ("error.enum", "Choisissez une valeur de la liste.", "Choose a value of the list."),
    ("error.uuid", "Ce n'est pas un UUID.", "Not a UUID."),
    ("error.json", "Ce n'est pas du JSON : {detail}.", "Not JSON: {detail}."),
    ("error.pattern", "Le format n'est pas celui attendu.", "Not in the expected format."),
    ("error.reference", "Choisissez un élément existant.", "Choose an existing record."),
    (
        "error.reference_none",
        "Rien ne correspond à « {text} ». Vérifiez la saisie ou créez-le d'abord.",
        "Nothing matches “{text}”. Check what you typed, or create it first.",
    ),
    (
        "error.picked_and_entered",
        "Choisissez une fiche ou saisissez-en une nouvelle, pas les deux.",
        "Pick a record or enter a new one, not both.",
    ),
    (
        "error.reference_many",
        "Plusieurs éléments correspondent à « {text} » : choisissez-en un.",
        "Several records match “{text}”: choose one.",
    ),
    (
        "error.image",
        "Choisissez une image : PNG, JPEG, GIF ou WebP.",
        "Choose an image: PNG, JPEG, GIF or WebP.",
    ),
    (
        "error.file",
        "Ce fichier n'a pas été envoyé à l'application : joignez-le par le formulaire.",
        "This file was not sent to the application: attach it by the form.",
    ),
    (
        "error.unique",
        "Cette valeur est déjà prise par un autre enregistrement.",
        "Another record already has this value.",
    ),
    (
        "error.unique_many",
        "Un autre enregistrement a déjà ces valeurs ensemble : {labels}.",
        "Another record already has these values together: {labels}.",
    ),
    (
        "error.unknown_field",
        "Ce champ n'existe pas. Retirez-le, ou vérifiez son nom dans /api/openapi.json.",
        "There is no such field. Remove it, or check its name in /api/openapi.json.",
    ),
    (
        "error.given",
        "Ce champ est rempli par l'application : ne l'envoyez pas.",
        "The application fills this field: do not send it.",
    ),
    (
        "error.readonly",
        "Ce champ ne change plus une fois enregistré.",
        "This field cannot change once saved.",
    ),
    (
        "error.control",
        "Ce texte contient un caractère invisible interdit : ressaisissez-le.",
        "This text holds a forbidden invisible character: type it again.",
    ),
    (
        "error.lines_min",
        "Ajoutez au moins {min} ligne(s) : {label}.",
        "Add at least {min} line(s): {label}.",
    ),
    ("error.lines_max", "Au plus {max} ligne(s) : {label}.", "At most {max} line(s): {label}."),
    (
        "error.lines_twice",
        "Cette ligne répète la ligne {line} : réunissez-les en une seule.",
        "This line repeats line {line}: make them one.",
    ),
    (
        "error.others_min",
        "{owner} doit garder au moins {min} : {label}.",
        "{owner} must keep at least {min}: {label}.",
    ),
    (
        "error.others_max",
        "{owner} ne peut pas en avoir plus de {max} : {label}.",
        "{owner} cannot have more than {max}: {label}.",
    ),
    (
        "error.foreign_key",
        "Cet enregistrement est lié à un autre qui n'existe pas ou qui dépend de lui.",
        "This record is linked to one that does not exist, or that depends on it.",
    ),
    ("error.database", "La base de données refuse : {text}", "The database refuses: {text}"),
    ("error.kind", "Choisissez d'abord : {kinds}.", "First choose one of: {kinds}."),
    (
        "failure.not_found",
        "Cette page n'existe pas ou plus. L'enregistrement a peut-être été supprimé.",
        "This page does not exist any more. The record may have been deleted.",
    ),
    (
        "failure.forbidden",
        "La demande ne vient pas d'une page de l'application. Revenez à la page, rechargez-la et recommencez.",
        "The request does not come from a page of the application. Go back, reload the page and try again.",
    ),
    (
        "failure.bad_request",
        "La demande n'a pas pu être lue : {detail}",
        "The request could not be read: {detail}",
    ),
    (
        "failure.internal",
        "Une erreur inattendue est survenue ; rien n'a été enregistré. Réessayez, puis consultez le journal de l'application.",
        "Something unexpected happened; nothing was saved. Try again, then look at the application's log.",
    ),
    (
        "failure.busy",
        "La base de données est occupée ; rien n'a été enregistré. Réessayez dans un instant.",
        "The database is busy; nothing was saved. Try again in a moment.",
    ),
    (
        "failure.conflict",
        "Quelqu'un a modifié cet enregistrement entre-temps.",
        "Somebody changed this record in the meantime.",
    ),
    ("failure.refused", "Certaines valeurs sont à corriger.", "Some values need correcting."),
    ("title.refused", "Données à corriger", "Values to correct"),
    ("title.conflict", "Modifié entre-temps", "Changed in the meantime"),
    ("title.not_found", "Introuvable", "Not found"),
    ("title.forbidden", "Demande refusée", "Request refused"),
    ("title.bad_request", "Demande illisible", "Unreadable request"),
    ("title.internal", "Erreur", "Error"),
    ("history.created", "Création", "Created"),
    ("history.changed", "Modification", "Changed"),
    ("history.deleted", "Suppression", "Deleted"),
    ("history.joined", "Devient aussi : {label}", "Now also: {label}"),
    ("history.left", "N'est plus : {label}", "No longer: {label}"),
    ("views.kept", "Vue enregistrée : {name}.", "View saved: {name}."),
    (
        "views.removed",
        "Vue retirée : {name}. Les fiches restent.",
        "View removed: {name}. Its records stay.",
    ),
    (
        "views.unnamed",
        "Donnez un nom à la vue, puis enregistrez-la de nouveau.",
        "Give the view a name, then save it again.",
    ),
    ("flash.created", "{title} : créé.", "{title}: created."),
    ("flash.saved", "{title} : enregistré.", "{title}: saved."),
    ("flash.deleted", "{title} : supprimé.", "{title}: deleted."),
    (
        "flash.released",
        "{title} : n'est plus dans « {label} ».",
        "{title}: no longer in “{label}”.",
    ),
    ("value.yes", "Oui", "Yes"),
    ("value.no", "Non", "No"),
    ("value.none", "(vide)", "(empty)"),
    ("filter.from", "à partir de {value}", "from {value}"),
    ("filter.to", "jusqu'à {value}", "up to {value}"),
    ("nav.home", "Accueil", "Home"),
    ("nav.records", "Données", "Records"),
    ("cli.listening", "L'application est ouverte sur {url}", "The application is open at {url}"),
    (
        "cli.migrated",
        "{count} migration(s) appliquée(s) à {url}",
        "{count} migration(s) applied to {url}",
    ),
    (
        "cli.resumed",
        "la migration {name} avait été interrompue : elle reprend",
        "migration {name} had been interrupted: it goes on",
    ),
    (
        "cli.refused",
        "la migration {name} n'est pas passée, et la base est comme elle était : {reason}. Corrigez ces données et relancez, ou retirez la migration : merisier migrate --withdraw",
        "migration {name} did not go through, and the database is as it was: {reason}. Mend that data and start again, or take the migration back: merisier migrate --withdraw",
    ),
    (
        "cli.stopped",
        "la migration {name} s'est arrêtée ; corrigez, puis relancez : elle reprendra là où il faut : {reason}",
        "migration {name} stopped; mend what it says, then start again: it goes on from where it must: {reason}",
    ),
    (
        "cli.edited_migration",
        "la migration {name} a été modifiée après avoir été appliquée à cette base ; remettez le fichier comme il était (git checkout), et dites ce qui change dans une nouvelle migration : merisier migrate",
        "migration {name} was edited after it had been applied to this database; put the file back as it was (git checkout), and say what changes in a new migration: merisier migrate",
    ),
    (
        "cli.other_migration",
        "cette base a la migration {there}, d'une autre branche, là où l'application a {name} ; défaites-la avec le fichier .down.sql de cette branche et retirez sa ligne de _sqlx_migrations, ou reprenez une sauvegarde d'avant elle, puis relancez : ce qu'elle faisait revient avec merisier migrate --rebase",
        "this database has migration {there}, of another branch, where the application has {name}; undo it with that branch's .down.sql file and remove its row from _sqlx_migrations, or restore a backup from before it, then start again: what it did comes back with merisier migrate --rebase",
    ),
    (
        "cli.unknown_migration",
        "cette base a la migration {there}, que l'application ne connaît pas : une version plus récente ou une autre branche l'a appliquée ; démarrez cette version, ou fusionnez la branche (merisier migrate --rebase) et générez de nouveau",
        "this database has migration {there}, which the application doesn't know: a newer version or another branch applied it; start that version, or merge the branch (merisier migrate --rebase) and build again",
    ),
    (
        "cli.seeded",
        "{count} enregistrements de démonstration ({entity})",
        "{count} demonstration records ({entity})",
    ),
    (
        "cli.nothing_left",
        "il manque des enregistrements à relier.",
        "there are no records left to link.",
    ),
    (
        "cli.not_empty",
        "La base contient déjà des données : rien n'est ajouté.",
        "The database already holds data: nothing is added.",
    ),
    (
        "import.done",
        "{count} enregistrements importés ({entity})",
        "{count} records imported ({entity})",
    ),
    (
        "import.refused",
        "{count} enregistrements refusés ({entity}), avec leurs raisons : {file}",
        "{count} records refused ({entity}), with their reasons: {file}",
    ),
    (
        "import.left_out",
        "{count} valeurs laissées de côté ({entity}), leurs enregistrements sont là sans elles : {file}",
        "{count} values left out ({entity}), their records are in without them: {file}",
    ),
    (
        "import.unknown",
        "{file} : aucune entité ni relation de ce nom.",
        "{file}: no entity or relation of this name.",
    ),
    (
        "import.line",
        "{file}, ligne {line} : un objet JSON avec « values » est attendu.",
        "{file}, line {line}: a JSON object with `values` is expected.",
    ),
    ("import.missing", "« {key} » n'a pas été importé.", "`{key}` was not imported."),
    ("import.reason", "Raison du refus", "Why it was refused"),
    ("import.from", "Fichier et ligne", "File and row"),
    ("import.file", "Fichier", "File"),
    ("import.row", "Ligne", "Row"),
    ("import.column", "Colonne", "Column"),
    ("import.value", "Valeur laissée de côté", "Value left out"),
    ("import.why", "Pourquoi", "Why"),
    ("import.cure", "Que faire", "What to do"),
    ("import.record", "Enregistrement", "Record"),
    (
        "import.mend",
        "Corrigez la cellule et recommencez l'import dans une base vide, ou complétez l'enregistrement dans l'application.",
        "Mend the cell and import again into an empty database, or complete the record in the application.",
    ),
];

type Catalogue = BTreeMap<&'static str, (&'static str, &'static str)>;

fn messages() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        MESSAGES
            .iter()
            .map(|(key, french, english)| (*key, (*french, *english)))
            .collect()
    })
}

/// The words of pages, by locale: lines `key = "text"`, and `[section]` that goes before the keys under it.
fn pages(locale: &str) -> &'static BTreeMap<String, String> {
    static FRENCH: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    static ENGLISH: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    let (cell, file) = if locale == "fr" {
        (&FRENCH, "words/fr.toml")
    } else {
        (&ENGLISH, "words/en.toml")
    };
    cell.get_or_init(|| read(assets::template(file).unwrap_or_default()))
}

fn read(source: &str) -> BTreeMap<String, String> {
    let mut words = BTreeMap::new();
    let mut section = String::new();
    for line in source.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = format!("{name}.");
        } else if let Some((key, text)) = line.split_once('=').filter(|_| !line.starts_with('#')) {
            let quoted = text.trim().strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
            let text = quoted
                .unwrap_or(text.trim())
                .replace("\\\"", "\"")
                .replace("\\n", "\n");
            words.insert(format!("{section}{}", key.trim().trim_matches('"')), text);
        }
    }
    words
}

/// The text of a key in a locale; the key itself when nobody wrote it.
pub fn text(locale: &str, key: &str) -> String {
    known(locale, key).unwrap_or_else(|| key.to_owned())
}

/// The text of a key, if somebody wrote it.
pub fn known(locale: &str, key: &str) -> Option<String> {
    let of_pages = pages(locale).get(key).cloned();
    of_pages.or_else(|| {
        let (french, english) = messages().get(key)?;
        Some((*if locale == "fr" { french } else { english }).to_owned())
    })
}

/// The text of a key with its `{name}`s replaced.
pub fn say(locale: &str, key: &str, args: &[(&str, &str)]) -> String {
    fill(&text(locale, key), args)
}

/// Replaces each `{name}` in one pass, so that a value with braces stays as it is.
pub fn fill(pattern: &str, args: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let argument = after.split_once('}').and_then(|(name, tail)| {
            args.iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| (value, tail))
        });
        match argument {
            Some((value, tail)) => {
                filled.push_str(value);
                rest = tail;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_says_the_same_arguments_in_both_languages() {
        let names = |text: &str| {
            let mut names: Vec<String> = text
                .split('{')
                .skip(1)
                .filter_map(|rest| rest.split_once('}').map(|(name, _)| name.to_owned()))
                .collect();
            names.sort();
            names
        };
        for (key, french, english) in MESSAGES {
            assert_eq!(names(french), names(english), "{key}");
        }
    }

    #[test]
    fn a_value_with_braces_is_left_alone() {
        assert_eq!(fill("{a} and {b}", &[("a", "{b}"), ("b", "2")]), "{b} and 2");
    }
}
