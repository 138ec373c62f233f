//! The gender of French business nouns, where it can be known: from a list, then from endings that hardly lie.
//!
//! Invariant: where it isn't sure, none is given, and the sentence is made without it.

/// Masculin or féminin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gender {
    /// un
    Masculine,
    /// une
    Feminine,
}

/// The gender of a label, by its first word: `Contrat d'entretien` goes by `contrat`.
pub(super) fn of_label(label: &str) -> Option<Gender> {
    let lower = label.to_lowercase();
    let head: String = lower.chars().take_while(|letter| letter.is_alphabetic() || *letter == '-').collect();
    // The head may be a proper noun, an acronym or a word of another language: those are not known.
    let known = |list: &[&str]| list.binary_search(&head.as_str()).is_ok();
    match () {
        () if known(FEMININE) => Some(Gender::Feminine),
        () if known(MASCULINE) => Some(Gender::Masculine),
        () if ends(&head, FEMININE_ENDINGS) => Some(Gender::Feminine),
        () if ends(&head, MASCULINE_ENDINGS) => Some(Gender::Masculine),
        () => None,
    }
}

/// A word of some length that ends so: short words are exceptions more often than not.
fn ends(word: &str, endings: &[&str]) -> bool {
    endings.iter().any(|ending| word.ends_with(ending) && word.chars().count() >= ending.chars().count() + 3)
}

const FEMININE_ENDINGS: &[&str] = &["tion", "sion", "ité", "ette", "esse", "ance", "ence", "trice", "euse", "erie"];

const MASCULINE_ENDINGS: &[&str] = &["ement", "isme", "teur", "ier", "eau", "oir", "gramme"];

/// Sorted.
#[rustfmt::skip]
const FEMININE: &[&str] = &[
    "absence", "action", "activité", "adhésion", "adresse", "affaire", "affectation", "agence", "alerte", "annonce",
    "année", "campagne", "carte", "catégorie", "chambre", "classe", "clé", "commande", "commission", "compétence",
    "créance", "demande", "devise", "dépense", "entreprise", "entrée", "facture", "famille", "fiche", "filiale",
    "formation", "formule", "gamme", "gare", "heure", "image", "inscription", "intervention", "journée", "langue",
    "leçon", "licence", "ligne", "liste", "livraison", "location", "maison", "marque", "matière", "mission", "note",
    "notification", "offre", "opportunité", "option", "opération", "page", "pause", "personne", "phase", "photo",
    "pièce", "place", "planification", "prestation", "prime", "promesse", "promotion", "proposition", "présence",
    "question", "rame", "remise", "ressource", "rue", "réclamation", "région", "réponse", "réservation", "réunion",
    "salle", "session", "société", "structure", "succursale", "séance", "tournée", "transaction", "tâche", "unité",
    "université", "vente", "version", "ville", "visite", "voiture", "zone", "échéance", "école", "écriture",
    "épreuve", "équipe", "étape",
];

/// Sorted.
#[rustfmt::skip]
const MASCULINE: &[&str] = &[
    "abonnement", "accord", "achat", "agent", "appareil", "appel", "article", "atelier", "avenant", "avis", "avoir",
    "bastion", "bateau", "bien", "bon", "budget", "bureau", "cabinet", "candidat", "centre", "chantier", "chauffeur",
    "chèque", "client", "colis", "comité", "compte", "congé", "contact", "contrat", "courrier", "cours", "créneau",
    "devis", "diplôme", "document", "dossier", "droit", "dépôt", "emplacement", "emploi", "employé", "emprunt",
    "encaissement", "entrepôt", "entretien", "examen", "exemplaire", "fichier", "fonds", "formateur", "fournisseur",
    "garage", "groupe", "horaire", "hôtel", "incident", "indice", "invité", "jour", "journal", "lieu", "livre",
    "local", "logement", "lot", "magasin", "matériel", "message", "module", "modèle", "montant", "motif", "moyen",
    "niveau", "objet", "organisme", "outil", "ouvrage", "paiement", "particulier", "patient", "pays", "plan",
    "planning", "point", "port", "produit", "professeur", "projet", "prospect", "quai", "quartier", "rapport",
    "rayon", "relevé", "rendez-vous", "repas", "retour", "risque", "règlement", "rôle", "secteur", "semestre",
    "service", "silence", "site", "squelette", "stage", "statut", "stock", "suivi", "sujet", "support", "tableau",
    "tarif", "taux", "technicien", "terrain", "texte", "thème", "ticket", "titre", "train", "traité", "trajet",
    "transporteur", "type", "utilisateur", "vendeur", "versement", "virement", "vol", "voyage", "véhicule", "éditeur",
    "élève", "équipement", "établissement", "étudiant", "événement",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sure_is_told_and_nothing_else() {
        for (label, expected) in [
            ("Client", Some(Gender::Masculine)),
            ("Contrat d'entretien", Some(Gender::Masculine)),
            ("Facture", Some(Gender::Feminine)),
            ("Société", Some(Gender::Feminine)),
            ("Habilitation", Some(Gender::Feminine)),
            ("Équipement", Some(Gender::Masculine)),
            ("Poste", None),
            ("Stagiaire", None),
            ("Lead", None),
            ("", None),
        ] {
            assert_eq!(of_label(label), expected, "{label}");
        }
    }

    #[test]
    fn lists_are_sorted_and_apart() {
        for list in [FEMININE, MASCULINE] {
            assert!(
                list.windows(2).all(|pair| pair[0] < pair[1]),
                "{:?}",
                list.windows(2).find(|pair| pair[0] >= pair[1])
            );
        }
        assert!(FEMININE.iter().all(|word| !MASCULINE.contains(word)));
    }
}
