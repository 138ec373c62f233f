//! The French words of the help: command, argument (empty for the command itself), text. `*` stands for every command.

/// All of them.
pub(super) const WORDS: &[(&str, &str, &str)] = &[
    ("*", "help", "Affiche cette aide"),
    ("*", "lang", "La langue des messages ; celle de l'environnement à défaut"),
    ("*", "path", "Un fichier .mcd, ou un dossier ; le dossier courant à défaut"),
    ("merisier", "", "D'un modèle conceptuel de données Merise à un CRM sur mesure qui fonctionne"),
    ("merisier", "version", "Affiche la version"),
    ("new", "", "Crée un dossier avec un modèle commenté, ses réglages et un exemple de source"),
    ("new", "name", "Le nom du dossier et du modèle"),
    ("check", "", "Dit tout ce qui ne va pas dans un modèle, en une fois"),
    ("check", "format", "La forme des messages"),
    ("check", "fix", "Applique les corrections proposées, puis vérifie de nouveau"),
    ("check", "explain", "Montre la démonstration des formes normales, par les règles d'Armstrong"),
    ("check", "data", "Confronte aussi le modèle aux dépendances de ces fichiers CSV et XLSX"),
    ("explain", "", "Explique un code : la règle, un exemple qui l'enfreint, un qui la respecte, sa source"),
    ("explain", "code", "Le code, tel que M3102 ; sans lui, la liste de tous"),
    ("fmt", "", "Écrit le modèle sous sa forme canonique : colonnes alignées, commentaires gardés"),
    ("fmt", "check", "Ne change rien ; dit quels fichiers ne sont pas sous la forme canonique"),
    ("build", "", "Génère l'application, ou la régénère"),
    ("build", "output", "Où va l'application ; ce que dit merisier.yaml à défaut"),
    ("run", "", "Génère l'application, la compile, la remplit de données d'exemple et la sert"),
    ("run", "port", "Le port d'écoute ; 8080 s'il est libre, à défaut"),
    ("run", "watch", "Recommence à chaque enregistrement du modèle"),
    ("run", "open", "Ouvre l'application dans le navigateur"),
    ("inventory", "", "Liste les champs des fichiers du client, et ce que le modèle en couvre"),
    (
        "inventory",
        "data",
        "Le dossier ou le fichier des données CSV et XLSX ; à défaut, les fichiers que nomment les blocs source",
    ),
    ("inventory", "format", "La forme du rapport"),
    ("inventory", "html", "Écrit aussi l'inventaire en une page HTML pour le client"),
    (
        "inventory",
        "dependencies",
        "Montre plutôt ce qui détermine quoi, le plus sûr d'abord ; ensuite, seulement ce qui a changé (dependencies.txt le garde)",
    ),
    ("inventory", "all", "Avec --dependencies : toutes à nouveau, et en JSON toutes celles qui tiennent"),
    (
        "inventory",
        "reject",
        "Avec --dependencies : un hasard de ces lignes, à ne plus montrer (\"a, b -> c\") ; peut être répété",
    ),
    (
        "inventory",
        "state",
        "Avec --dependencies : une règle de l'entreprise, contre laquelle des lignes ont tort ; peut être répété",
    ),
    (
        "inventory",
        "max_left",
        "Avec --dependencies : le plus de colonnes à gauche ; 3 à défaut, moins dans les fichiers larges",
    ),
    (
        "inventory",
        "register",
        "Avec --dependencies : le fichier qui les garde ; dependencies.txt à côté du modèle à défaut",
    ),
    ("audit", "", "Compare les fichiers du client au modèle : ce qui ne va pas, où, et comment le corriger"),
    (
        "audit",
        "data",
        "Le dossier ou le fichier des données CSV et XLSX ; à défaut, les fichiers que nomment les blocs source",
    ),
    ("audit", "html", "Écrit aussi le rapport en une page HTML pour le client"),
    ("audit", "csv", "Écrit aussi toutes les erreurs dans un fichier CSV"),
    (
        "audit",
        "max",
        "Combien de lignes peuvent avoir une erreur, ou être un doublon probable, avant que le code de sortie soit 1",
    ),
    (
        "run",
        "import",
        "Les fichiers CSV et XLSX par lesquels commencer, ou leur dossier, à la place des données d'exemple ; les sources du modèle disent ce qu'est quoi",
    ),
    ("group", "", "Propose entités et relations d'après les fichiers de l'entreprise"),
    (
        "group",
        "path",
        "Le modèle à côté duquel proposer, ou son dossier ; ses fichiers sont dans data/ à défaut de --data",
    ),
    ("group", "data", "Les fichiers CSV et XLSX, ou leur dossier"),
    ("group", "output", "Le fichier .mcd à écrire ; la sortie standard à défaut"),
    ("mld", "", "Montre le modèle relationnel"),
    ("mld", "explain", "Dit d'où vient chaque table, clé et colonne, et quelle règle l'y a mise"),
    ("mld", "format", "La forme : texte, page HTML ou JSON"),
    ("sql", "", "Écrit tout le script de création de la base"),
    ("sql", "dialect", "La base de données ; ce que dit merisier.yaml à défaut"),
    ("diff", "", "Dit ce qui a changé d'un modèle à un autre, ou le dessine"),
    ("diff", "old", "Le modèle d'avant : un fichier .mcd, un dossier, ou une révision de git et un chemin"),
    ("diff", "new", "Le modèle d'après : de même"),
    (
        "diff",
        "output",
        "Dessine le changement dans ce fichier ; son extension dit sa forme : svg, png, pdf, html pour une page à explorer",
    ),
    ("diff", "kind", "Ce qui est dessiné : le modèle conceptuel, les tables, ou les tables avec pattes d'oie"),
    ("diff", "page", "Le format du papier"),
    ("diff", "theme", "Les couleurs"),
    ("migrate", "", "Écrit la migration suivante : ce que le changement du modèle fait aux données"),
    ("migrate", "name", "Le nom de la migration ; son premier changement à défaut"),
    ("migrate", "plan", "Dit seulement ce qui serait fait, le pire d'abord"),
    ("migrate", "answers", "Une réponse, comme une ligne de changes.mcd ; peut être répété"),
    (
        "migrate",
        "database",
        "Avec --plan : dit combien de lignes seraient perdues ou refusées dans cette base ; avec --withdraw : refuse si elle a la migration",
    ),
    ("migrate", "check_data", "Confronte la migration aux données de cette base, sans rien changer"),
    ("migrate", "drift", "Dit en quoi les tables de cette base diffèrent de celles du modèle tel qu'il a été migré"),
    (
        "migrate",
        "withdraw",
        "Retire la dernière migration, qu'aucune base n'a encore : ses fichiers partent, et le modèle a de nouveau un changement d'avance",
    ),
    ("migrate", "rebase", "Refait, après celles de cette branche, les migrations qu'une autre branche a ajoutées"),
    ("diagram", "", "Dessine un modèle"),
    ("diagram", "kind", "Ce qui est dessiné : le modèle conceptuel, les tables, ou les tables avec pattes d'oie"),
    (
        "diagram",
        "output",
        "Où va le dessin ; son extension dit sa forme : svg, png, pdf, html pour une page à explorer, mmd, puml, dbml, dot, d2",
    ),
    ("diagram", "detail", "Ce qui est montré de chaque boîte"),
    ("diagram", "area", "Seulement ce domaine, et ce à quoi il est lié"),
    ("diagram", "around", "Seulement ce qui entoure cette entité ou cette table"),
    ("diagram", "steps", "Avec --around : à combien de pas ; une association n'en est pas un"),
    ("diagram", "page", "La taille sur papier"),
    (
        "diagram",
        "sheets",
        "Sur combien de feuilles : autant qu'il en faut pour être lu sur papier ; une ; ou une vue d'ensemble, puis une par domaine",
    ),
    (
        "diagram",
        "stamp",
        "Ce que le dessin dit de sa révision et de sa date ; à défaut, celles du commit de git qui a ce modèle",
    ),
    ("diagram", "theme", "Les couleurs"),
    ("diagram", "revisions", "Dans une page : combien de commits de git on peut revoir"),
    ("diagram", "relayout", "Oublie où étaient les boîtes et les place à nouveau"),
    ("doc", "", "Écrit le dossier que le client lit et signe"),
    ("doc", "output", "Où va le dossier ; son extension dit sa forme : html, pdf"),
    ("doc", "since", "Dit ce qui a changé depuis cette révision de git ; depuis la dernière migration à défaut"),
    (
        "doc",
        "data",
        "Le dossier ou le fichier des données CSV et XLSX ; à défaut, les fichiers que nomment les blocs source",
    ),
    ("debug", "", "Montre une étape de la compilation, pour qui travaille sur Merisier"),
    ("debug", "stage", "L'étape"),
    ("debug", "max_lhs", "fds : le plus de colonnes à gauche d'une dépendance ; 0 pour un nombre quelconque"),
    ("debug", "approx", "fds : la part des lignes qui peuvent enfreindre une dépendance, telle que 0.01"),
    ("debug", "format", "fds : leur forme"),
    ("debug", "keep", "layout : une disposition antérieure, dont les boîtes restent à leur place"),
];

/// What a command does.
pub(super) fn about(command: &str) -> Option<&'static str> {
    find(command, "")
}

/// What an argument of a command is for.
pub(super) fn argument(command: &str, id: &str) -> Option<&'static str> {
    find(command, id).or_else(|| find("*", id))
}

/// What stands for a value in the usage, where French has another word.
pub(super) fn value_name(english: &str) -> Option<&'static str> {
    VALUES.iter().find(|(name, _)| *name == english).map(|(_, french)| *french)
}

const VALUES: &[(&str, &str)] = &[
    ("PATH", "CHEMIN"),
    ("DIR", "DOSSIER"),
    ("FILE", "FICHIER"),
    ("NAME", "NOM"),
    ("OLD", "AVANT"),
    ("NEW", "APRÈS"),
    ("LANG", "LANGUE"),
    ("LINE", "LIGNE"),
    ("ENTITY", "ENTITÉ"),
    ("AREA", "DOMAINE"),
    ("STAGE", "ÉTAPE"),
    ("DIALECT", "DIALECTE"),
    ("THEME", "THÈME"),
    ("DETAIL", "DÉTAIL"),
    ("REV", "RÉVISION"),
];

fn find(command: &str, id: &str) -> Option<&'static str> {
    WORDS.iter().find(|(c, i, _)| *c == command && *i == id).map(|(_, _, text)| *text)
}
