//! The words that demonstration data is made of, in French and in English. No real person, company or address is meant.

pub struct Words {
    pub first_names: &'static [(&'static str, bool)],
    pub last_names: &'static [&'static str],
    pub towns: &'static [(&'static str, &'static str)],
    pub streets: &'static [&'static str],
    pub trades: &'static [&'static str],
    pub forms: &'static [&'static str],
    pub jobs: &'static [&'static str],
    pub subjects: &'static [&'static str],
    pub products: &'static [&'static str],
    pub qualities: &'static [&'static str],
    pub brands: &'static [&'static str],
    pub sentences: &'static [&'static str],
    pub tags: &'static [&'static str],
    pub country: &'static str,
}

/// The second of each first name: a woman's.
pub static FRENCH: Words = Words {
    first_names: &[
        ("Camille", true), ("Julien", false), ("Sophie", true), ("Nicolas", false), ("Élodie", true), ("Thomas", false), ("Claire", true), ("Mathieu", false),
        ("Aurélie", true), ("Pierre", false), ("Nathalie", true), ("Sébastien", false), ("Isabelle", true), ("François", false), ("Manon", true), ("Hugo", false),
        ("Chloé", true), ("Antoine", false), ("Sandrine", true), ("Laurent", false), ("Céline", true), ("Olivier", false), ("Anaïs", true), ("Vincent", false),
        ("Hélène", true), ("Romain", false), ("Valérie", true), ("Karim", false), ("Fatima", true), ("Guillaume", false), ("Inès", true), ("Rémi", false),
        ("Marie", true), ("Paul", false), ("Lucie", true), ("Maxime", false), ("Agnès", true), ("Étienne", false), ("Noémie", true), ("Benoît", false),
    ],
    last_names: &[
        "Martin", "Bernard", "Dubois", "Thomas", "Robert", "Richard", "Petit", "Durand", "Leroy", "Moreau", "Simon", "Laurent", "Lefebvre", "Michel", "Garcia",
        "David", "Bertrand", "Roux", "Vincent", "Fournier", "Morel", "Girard", "André", "Lefèvre", "Mercier", "Dupont", "Lambert", "Bonnet", "François", "Martinez",
        "Legrand", "Garnier", "Faure", "Rousseau", "Blanc", "Guérin", "Muller", "Henry", "Roussel", "Nicolas", "Perrin", "Morin", "Mathieu", "Clément", "Gauthier",
        "Dumont", "Lopez", "Fontaine", "Chevalier", "Robin", "Masson", "Sanchez", "Gérard", "Nguyen", "Boyer", "Denis", "Lemaire", "Duval", "Joly", "Gautier",
        "Roger", "Roche", "Roy", "Noël", "Meyer", "Lucas", "Meunier", "Jean", "Perez", "Marchand", "Dufour", "Blanchard", "Marie", "Barbier", "Brun", "Dumas",
    ],
    towns: &[
        ("27000", "Évreux"), ("76000", "Rouen"), ("14000", "Caen"), ("35000", "Rennes"), ("44000", "Nantes"), ("49000", "Angers"), ("37000", "Tours"), ("45000", "Orléans"),
        ("28000", "Chartres"), ("72000", "Le Mans"), ("33000", "Bordeaux"), ("31000", "Toulouse"), ("34000", "Montpellier"), ("13001", "Marseille"), ("69003", "Lyon"),
        ("38000", "Grenoble"), ("67000", "Strasbourg"), ("54000", "Nancy"), ("57000", "Metz"), ("51100", "Reims"), ("21000", "Dijon"), ("25000", "Besançon"), ("63000", "Clermont-Ferrand"),
        ("87000", "Limoges"), ("86000", "Poitiers"), ("17000", "La Rochelle"), ("64000", "Pau"), ("66000", "Perpignan"), ("59000", "Lille"), ("80000", "Amiens"),
        ("62000", "Arras"), ("29200", "Brest"), ("56000", "Vannes"), ("22000", "Saint-Brieuc"), ("50100", "Cherbourg-en-Cotentin"), ("61000", "Alençon"), ("27200", "Vernon"), ("27400", "Louviers"),
    ],
    streets: &[
        "rue de la République", "avenue Jean Jaurès", "rue Victor Hugo", "place de la Mairie", "rue du Moulin", "chemin des Vignes", "boulevard Gambetta", "rue des Lilas",
        "allée des Tilleuls", "rue de l'Église", "impasse du Verger", "rue Pasteur", "quai de Seine", "route de Paris", "rue du Stade", "rue des Écoles",
    ],
    trades: &[
        "Boulangerie", "Menuiserie", "Garage", "Pharmacie", "Cabinet", "Transports", "Imprimerie", "Hôtel", "Électricité", "Maçonnerie", "Librairie", "Jardins", "Clinique", "Atelier", "Conserverie", "Fromagerie",
    ],
    forms: &["SARL", "SAS", "EURL", "SA", "& Fils", "et Associés"],
    jobs: &["Gérant", "Directrice", "Comptable", "Responsable technique", "Assistante", "Acheteur", "Cheffe de projet", "Secrétaire", "Responsable de site"],
    subjects: &[
        "Mise en service", "Renouvellement annuel", "Étude préalable", "Remplacement à l'identique", "Extension du contrat", "Première demande", "Remise en état", "Accompagnement sur site",
        "Mise à niveau", "Installation complète", "Visite de contrôle", "Fourniture et pose", "Demande urgente", "Suivi trimestriel", "Projet de rénovation",
    ],
    products: &["Kit", "Module", "Pack", "Ensemble", "Élément", "Forfait", "Support", "Service", "Accessoire", "Adaptateur", "Bloc", "Raccord"],
    qualities: &["standard", "renforcé", "compact", "avancé", "essentiel", "double", "pro", "long", "universel", "de base", "premium", "modulaire"],
    brands: &["Altéa", "Borelis", "Cadoran", "Delvaux", "Estrel", "Fargeau", "Novatis", "Orsane"],
    sentences: &[
        "Client satisfait, à rappeler au printemps.", "Préfère être joint le matin.", "Demande une réponse avant la fin du mois.", "Accès par la cour, sonner à l'interphone.",
        "A déjà travaillé avec nous.", "Souhaite comparer deux offres.", "Le dossier est complet.", "Point à revoir lors de la prochaine rencontre.",
    ],
    tags: &["fidèle", "prioritaire", "à relancer", "partenaire", "nouveau"],
    country: "FR",
};

pub static ENGLISH: Words = Words {
    first_names: &[
        ("Emma", true), ("Oliver", false), ("Charlotte", true), ("Jack", false), ("Amelia", true), ("Harry", false), ("Grace", true), ("George", false), ("Alice", true), ("Noah", false),
        ("Lucy", true), ("Henry", false), ("Ruby", true), ("Samuel", false), ("Zoe", true), ("Daniel", false), ("Priya", true), ("Adam", false), ("Hannah", true), ("Leo", false),
    ],
    last_names: &[
        "Smith", "Jones", "Taylor", "Brown", "Williams", "Wilson", "Johnson", "Davies", "Patel", "Wright", "Walker", "Thompson", "White", "Hughes", "Edwards", "Green", "Hall", "Wood", "Harris", "Clarke",
        "Jackson", "Turner", "Hill", "Cooper", "Ward", "Morris", "Moore", "Lee", "King", "Baker", "Murphy", "Evans", "Bennett", "Carter", "Collins", "Reed", "Kelly", "Foster",
    ],
    towns: &[
        ("LS1 4AP", "Leeds"), ("BS1 5TR", "Bristol"), ("M1 2HN", "Manchester"), ("NE1 7RU", "Newcastle"), ("YO1 9SA", "York"), ("CB2 1TN", "Cambridge"), ("OX1 1BX", "Oxford"), ("EX1 1GE", "Exeter"),
        ("NR2 1TF", "Norwich"), ("BA1 1SU", "Bath"), ("CF10 1EP", "Cardiff"), ("EH1 1RE", "Edinburgh"),
    ],
    streets: &["High Street", "Station Road", "Church Lane", "Mill Road", "Victoria Street", "Park Avenue", "Queen Street", "King Street", "Bridge Street", "The Green"],
    trades: &["Bakery", "Joinery", "Garage", "Pharmacy", "Practice", "Transport", "Printers", "Hotel", "Electrical", "Builders", "Books", "Gardens", "Clinic", "Workshop"],
    forms: &["Ltd", "& Sons", "& Co", "Group", "Partners"],
    jobs: &["Director", "Accountant", "Engineer", "Assistant", "Buyer", "Project manager", "Secretary", "Site manager"],
    subjects: &["First request", "Yearly renewal", "Site survey", "Replacement", "Contract extension", "Upgrade", "Full installation", "Supply and fitting", "Urgent request", "Quarterly review"],
    products: &["Kit", "Module", "Pack", "Set", "Unit", "Plan", "Stand", "Service", "Adapter", "Block"],
    qualities: &["standard", "reinforced", "compact", "advanced", "essential", "double", "pro", "long", "universal", "premium"],
    brands: &["Altea", "Borelis", "Cadoran", "Delvale", "Estrel", "Fargo", "Novatis", "Orsane"],
    sentences: &["Happy customer, call again in spring.", "Prefers a call in the morning.", "Expects an answer by the end of the month.", "Has worked with us before.", "Would like to compare two offers.", "The file is complete."],
    tags: &["loyal", "priority", "to call", "partner", "new"],
    country: "GB",
};
