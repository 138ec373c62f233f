//! Labels made from names, in the model's language: accents that names in ASCII leave out, and acronyms in capitals.
//!
//! Only words that can be one thing alone: `pose` stays, since it may be `posé`. A label given in the model is never touched.

use super::model::Locale;
use super::names;

/// The label of a name that has none: `code_postal` gives `Code postal`, `numero` gives `Numéro`, `prix_ht` gives `Prix HT`.
pub fn label(name: &str, locale: Locale) -> String {
    let plain = names::label(name);
    let words: Vec<String> = plain.split(' ').enumerate().map(|(at, word)| spelled(word, at == 0, locale)).collect();
    words.join(" ")
}

fn spelled(word: &str, first: bool, locale: Locale) -> String {
    let lower = word.to_lowercase();
    if ACRONYMS.contains(&lower.as_str()) {
        return lower.to_uppercase();
    }
    if locale != Locale::Fr {
        return word.to_owned();
    }
    let stem = lower.strip_suffix('s').filter(|stem| find(stem).is_some());
    let found = find(&lower).map(str::to_owned).or_else(|| stem.and_then(find).map(|accented| format!("{accented}s")));
    match found {
        Some(accented) if first => capital(&accented),
        Some(accented) => accented,
        None => word.to_owned(),
    }
}

fn find(word: &str) -> Option<&'static str> {
    FRENCH
        .binary_search_by_key(&word, |(ascii, _)| ascii)
        .ok()
        .and_then(|at| FRENCH.get(at))
        .map(|(_, accented)| *accented)
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Written in capitals in French and English.
const ACRONYMS: &[&str] = &[
    "ape", "bic", "hs", "ht", "iban", "id", "ip", "naf", "rcs", "rib", "sav", "siren", "siret", "ttc", "tva", "url",
    "vat",
];

/// Words of business documents whose accents names leave out, sorted.
#[rustfmt::skip]
const FRENCH: &[(&str, &str)] = &[
    ("acces", "accès"), ("activite", "activité"), ("agree", "agréé"), ("annee", "année"), ("appele", "appelé"),
    ("apres", "après"), ("bebe", "bébé"), ("benefice", "bénéfice"), ("beneficiaire", "bénéficiaire"),
    ("capacite", "capacité"), ("caracteristique", "caractéristique"), ("categorie", "catégorie"), ("civilite", "civilité"),
    ("conge", "congé"), ("cote", "côté"), ("cout", "coût"), ("creance", "créance"), ("creancier", "créancier"),
    ("creation", "création"), ("credit", "crédit"), ("cree", "créé"), ("debit", "débit"), ("debut", "début"),
    ("deces", "décès"), ("delai", "délai"), ("demenagement", "déménagement"), ("departement", "département"),
    ("depense", "dépense"), ("deplacement", "déplacement"), ("depot", "dépôt"), ("designation", "désignation"),
    ("detail", "détail"), ("difficulte", "difficulté"), ("disponibilite", "disponibilité"), ("donnee", "donnée"),
    ("duree", "durée"), ("ecart", "écart"), ("echange", "échange"), ("echeance", "échéance"), ("ecole", "école"),
    ("ecriture", "écriture"), ("effectue", "effectué"), ("electricite", "électricité"), ("eleve", "élève"),
    ("email", "e-mail"), ("emetteur", "émetteur"), ("employe", "employé"), ("encaisse", "encaissé"), ("energie", "énergie"),
    ("entree", "entrée"), ("entrepot", "entrepôt"), ("equipe", "équipe"), ("equipement", "équipement"), ("etape", "étape"),
    ("etat", "état"), ("etudiant", "étudiant"), ("evaluation", "évaluation"), ("evenement", "événement"),
    ("execution", "exécution"), ("expediteur", "expéditeur"), ("expedition", "expédition"), ("frequence", "fréquence"),
    ("gerant", "gérant"), ("identite", "identité"), ("immatricule", "immatriculé"), ("interet", "intérêt"),
    ("kilometrage", "kilométrage"), ("libelle", "libellé"), ("livre_le", "livré le"), ("materiel", "matériel"),
    ("matiere", "matière"), ("medecin", "médecin"), ("metier", "métier"), ("metre", "mètre"), ("modele", "modèle"),
    ("nationalite", "nationalité"), ("numero", "numéro"), ("operation", "opération"), ("paye", "payé"),
    ("periode", "période"), ("piece", "pièce"), ("prenom", "prénom"), ("prevision", "prévision"), ("prevu", "prévu"),
    ("prevue", "prévue"), ("priorite", "priorité"), ("probleme", "problème"), ("procedure", "procédure"),
    ("propriete", "propriété"), ("qualite", "qualité"), ("quantite", "quantité"), ("recu", "reçu"), ("reduction", "réduction"),
    ("reference", "référence"), ("region", "région"), ("reglement", "règlement"), ("reparation", "réparation"),
    ("reponse", "réponse"), ("representant", "représentant"), ("reseau", "réseau"), ("reservation", "réservation"),
    ("resume", "résumé"), ("reunion", "réunion"), ("salarie", "salarié"), ("scene", "scène"), ("scolarite", "scolarité"),
    ("seance", "séance"), ("securite", "sécurité"), ("serie", "série"), ("societe", "société"), ("solde", "solde"),
    ("specialite", "spécialité"), ("surete", "sûreté"),
    ("tache", "tâche"), ("telecopie", "télécopie"), ("telephone", "téléphone"), ("theme", "thème"), ("unite", "unité"),
    ("validite", "validité"), ("vehicule", "véhicule"), ("verifie", "vérifié"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_acronyms_are_restored() {
        for (name, expected) in [
            ("numero", "Numéro"),
            ("numero_serie", "Numéro série"),
            ("prix_ht", "Prix HT"),
            ("tva", "TVA"),
            ("quantites", "Quantités"),
            ("Société", "Société"),
            ("email", "E-mail"),
            ("pose_le", "Pose le"),
        ] {
            assert_eq!(label(name, Locale::Fr), expected, "{name}");
        }
        assert_eq!(label("ipAddress", Locale::En), "IP address");
        assert_eq!(label("reference", Locale::En), "Reference");
    }

    #[test]
    fn words_are_sorted_and_lose_only_their_accents() {
        assert!(FRENCH.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (ascii, accented) in FRENCH {
            assert_eq!(&names::snake(accented).replace('_', ""), &ascii.replace('_', ""), "{accented}");
        }
    }
}
