//! Paths and types of expressions, on text: where a path leads, what an aggregate ranges over, and what one slip says.

use crate::diag::Sink;
use crate::mcd::expr::{Aggregate, CompareOp, Expr, ExprKind, Path, Step, ValueType};
use crate::mcd::model::{KeyPart, Mcd};
use crate::mcd::resolve;
use crate::source::SourceMap;
use crate::syntax::parse;

/// A firm with subtypes, a weak entity, a reflexive and a ternary relation, and two relations between the same entities.
const FIRM: &str = r#"
crm firme { users Employe }
entity Client {
    numero  serial    identifier
    nom     text(80)  required
    depuis  date
    statut  enum { prospect, actif, perdu } = prospect
    subtypes XT
}
entity Societe is Client { siret siret unique; encours money }
entity Contact { rang integer identifier; prenom text(60) }
entity Employe {
    matricule text(8)  identifier
    entree    date
    metier    enum { vente, pose }
}
entity Visite {
    code   serial    identifier
    etat   enum { prevue, faite } = prevue
    faite  datetime
}
entity Appareil { serie text(30) identifier; puissance decimal(6,1) }
entity Article { reference text(20) identifier; prix_public money }
entity Devis {
    reference serial identifier
    emis      date
    remise    percent
}
relation Employer { Societe 0,n; Contact (1,1) }
relation Suivre { commercial: Employe 0,n; Client 0,1 }
relation Encadrer { chef: Employe 0,n; encadre: Employe 0,1; depuis date }
relation Intervenir { technicien: Employe 0,n; Visite 1,n; Appareil 0,n; temps duration }
relation Demander { Client 0,n; Devis 1,1 }
relation Rediger { auteur: Employe 0,n; Devis 1,1 }
relation Relire { lecteur: Employe 0,n; Devis 0,1 }
relation Ligne { Devis 1,n; Article 0,n; quantite integer; prix money }
"#;

/// The model, and what is said of it: the code and the text that it points at.
fn resolved(text: &str) -> (Mcd, Vec<String>) {
    let mut sources = SourceMap::new();
    let file = sources.add("model.mcd", text);
    let mut sink = Sink::new();
    let parsed = parse(file, text, &mut sink);
    let mcd = resolve(&[parsed], &sources, &mut sink);
    let said = sink.into_sorted();
    let said = said.iter().map(|problem| format!("{} {}", problem.kind.code, sources.text(problem.primary.span)));
    (mcd, said.collect())
}

/// The firm with a line more in one of its entities or relations.
fn firm_with(owner: &str, line: &str) -> (Mcd, Vec<String>) {
    let head = ["entity", "relation"].map(|word| format!("\n{word} {owner} "));
    let start = head.iter().find_map(|head| FIRM.find(head.as_str())).unwrap();
    let open = start + FIRM[start..].find('{').unwrap() + 1;
    resolved(&format!("{}\n{line}\n{}", &FIRM[..open], &FIRM[open..]))
}

/// The one rule of an entity or relation, which must say nothing.
fn rule_of(owner: &str, rule: &str) -> (Mcd, Expr) {
    let (mcd, said) = firm_with(owner, &format!("rule {rule}"));
    assert!(said.is_empty(), "{rule}: {said:?}");
    let entities = mcd.entities.iter().find(|entity| entity.name == owner).map(|entity| &entity.rules);
    let rules =
        entities.or(mcd.relations.iter().find(|relation| relation.name == owner).map(|relation| &relation.rules));
    let expr = rules.unwrap()[0].expr.clone();
    (mcd, expr)
}

/// What is said of a rule that can't stand.
fn said_of(owner: &str, rule: &str) -> Vec<String> {
    firm_with(owner, &format!("rule {rule}")).1
}

/// A path as `⇒Relation(by leg) →leg`.
fn show(mcd: &Mcd, path: &Path) -> String {
    let step = |step: &Step| match step {
        Step::ToRelation { from } => format!("⇒{}(by {})", mcd.relation(from.relation).name, mcd.leg(*from).navigation),
        Step::ToEntity { to } => format!("→{}", mcd.leg(*to).navigation),
    };
    path.steps.iter().map(step).collect::<Vec<_>>().join(" ")
}

/// All that an expression reads, in order.
fn reads(mcd: &Mcd, expr: &Expr) -> Vec<String> {
    let mut read = Vec::new();
    expr.walk(&mut |part| match &part.kind {
        ExprKind::Field(path, field) => {
            let place = format!("{}.{}", mcd.name(field.owner), mcd.field(*field).name);
            read.push(format!("{} {place}", show(mcd, path)).trim().to_owned());
        }
        ExprKind::Record(path) => read.push(show(mcd, path)),
        ExprKind::EnumValue(id, at) => read.push(format!("'{}'", mcd.enumeration(*id).values[*at].name)),
        ExprKind::Aggregate(Aggregate { range, .. }) => read.push(format!("over {}", show(mcd, range))),
        _ => {}
    });
    read
}

#[track_caller]
fn assert_reads(owner: &str, rule: &str, expected: &[&str]) {
    let (mcd, expr) = rule_of(owner, rule);
    assert_eq!(reads(&mcd, &expr), expected, "{owner}: {rule}");
}

#[test]
fn the_firm_says_nothing() {
    assert_eq!(resolved(FIRM).1, [""; 0]);
}

#[test]
fn a_path_goes_by_relation_and_leg_or_by_leg_alone() {
    assert_reads(
        "Devis",
        "Demander.Client.depuis <= emis",
        &["⇒Demander(by Devis) →Client Client.depuis", "Devis.emis"],
    );
    assert_reads("Devis", "Client.depuis <= emis", &["⇒Demander(by Devis) →Client Client.depuis", "Devis.emis"]);
    assert_reads("Devis", "auteur.entree <= emis", &["⇒Rediger(by Devis) →auteur Employe.entree", "Devis.emis"]);
    let far = "⇒Demander(by Devis) →Client ⇒Suivre(by Client) →commercial Employe.entree";
    assert_reads("Devis", "Client.commercial.entree <= emis", &[far, "Devis.emis"]);
}

#[test]
fn the_other_side_of_a_reflexive_relation_is_meant() {
    let chief = "⇒Encadrer(by encadre) →chef Employe.entree";
    assert_reads("Employe", "Encadrer.chef.entree <= entree", &[chief, "Employe.entree"]);
    assert_reads("Employe", "chef.entree <= entree", &[chief, "Employe.entree"]);
    assert_reads("Employe", "count(Encadrer.encadre) < 10", &["over ⇒Encadrer(by chef) →encadre"]);
    assert_eq!(said_of("Employe", "Encadrer.depuis >= entree"), ["M4007 Encadrer"]);
    assert_eq!(said_of("Employe", "encadre.entree >= entree"), ["M4003 encadre.entree"]);
}

#[test]
fn each_leg_of_a_ternary_relation_is_reached() {
    assert_reads(
        "Visite",
        "sum(Intervenir.Appareil.puissance) < 100",
        &["over ⇒Intervenir(by Visite)", "→Appareil Appareil.puissance"],
    );
    assert_reads("Visite", "count(technicien) > 0", &["over ⇒Intervenir(by Visite) →technicien"]);
    assert_eq!(said_of("Visite", "Intervenir.temps > 1 hour"), ["M4003 Intervenir.temps"]);
    assert_eq!(said_of("Visite", "count(Intervenir.Visite) > 1"), ["M4001 Visite"]);
}

#[test]
fn a_rule_of_a_relation_starts_at_its_legs() {
    assert_reads("Ligne", "prix <= Article.prix_public", &["Ligne.prix", "→Article Article.prix_public"]);
    assert_reads("Encadrer", "depuis >= chef.entree", &["Encadrer.depuis", "→chef Employe.entree"]);
    assert_eq!(said_of("Ligne", "Article > 3"), ["M4002 Article > 3"]);
}

#[test]
fn fields_and_legs_are_inherited() {
    assert_reads("Societe", "statut <> perdu", &["Client.statut", "'perdu'"]);
    let follower = "⇒Suivre(by Client) →commercial Employe.entree";
    assert_reads("Societe", "commercial.entree is not empty", &[follower]);
    assert_reads("Societe", "count(Demander) < 100", &["over ⇒Demander(by Client)"]);
    assert_reads("Societe", "sum(Demander.Devis.remise) < 100", &["over ⇒Demander(by Client)", "→Devis Devis.remise"]);
    assert_eq!(said_of("Client", "siret is not empty"), ["M4001 siret"]);
}

#[test]
fn a_weak_entity_is_identified_through_its_owner() {
    let (mcd, _) = resolved(FIRM);
    let contact = mcd.entities.iter().find(|entity| entity.name == "Contact").unwrap();
    let [KeyPart::Field(own), KeyPart::Leg(lent)] = contact.identifier.as_slice() else {
        panic!("{:?}", contact.identifier)
    };
    assert_eq!((mcd.field(*own).name.as_str(), mcd.leg(*lent).navigation.as_str()), ("rang", "Societe"));
    assert_reads("Contact", "Societe.nom is not empty", &["⇒Employer(by Contact) →Societe Client.nom"]);
}

#[test]
fn a_word_beside_an_enumeration_is_one_of_its_values() {
    let both = ["Visite.etat", "'faite'", "Visite.faite"];
    assert_reads("Visite", "etat <> faite or faite is not empty", &both);
    assert_reads("Visite", "faite <> etat or faite is not empty", &["'faite'", "Visite.etat", "Visite.faite"]);
    assert_reads("Visite", "etat in (prevue, faite)", &["Visite.etat", "'prevue'", "'faite'"]);
    assert_reads(
        "Visite",
        "etat = if(faite is empty, prevue, faite)",
        &["Visite.etat", "Visite.faite", "'prevue'", "'faite'"],
    );
    assert_reads("Devis", "Client.statut <> perdu", &["⇒Demander(by Devis) →Client Client.statut", "'perdu'"]);
    assert_eq!(said_of("Visite", "etat <> fait"), ["M4005 fait"]);
    assert_eq!(said_of("Visite", "etat > prevue"), ["M4002 etat"]);
}

#[test]
fn an_aggregate_ranges_over_the_walk_that_its_fields_share() {
    assert_reads(
        "Devis",
        "sum(Ligne.quantite * Ligne.prix) > 0",
        &["over ⇒Ligne(by Devis)", "Ligne.quantite", "Ligne.prix"],
    );
    assert_reads(
        "Devis",
        "sum(Ligne.quantite * Ligne.Article.prix_public) > 0",
        &["over ⇒Ligne(by Devis)", "Ligne.quantite", "→Article Article.prix_public"],
    );
    let deep = "over ⇒Demander(by Client) →Devis ⇒Ligne(by Devis)";
    assert_reads("Client", "sum(Demander.Devis.Ligne.prix) < 1000", &[deep, "Ligne.prix"]);
    assert_eq!(said_of("Devis", "sum(Ligne.prix * remise) > 0"), ["M4009 remise"]);
    assert_eq!(said_of("Devis", "sum(remise) > 0"), ["M4009 sum(remise)"]);
    assert_eq!(said_of("Devis", "count(Rediger.auteur) = 1"), ["M4009 Rediger.auteur"]);
    assert_eq!(said_of("Client", "sum(sum(Demander.Devis.remise)) > 0"), ["M4009 sum(Demander.Devis.remise)"]);
}

#[test]
fn a_leg_that_two_relations_bear_is_ambiguous() {
    let twice = format!("{FIRM}\nrelation Preparer {{ auteur: Employe 0,n; Devis 0,1 }}");
    let (_, said) = resolved(&twice.replace("remise    percent", "remise    percent\nrule auteur.entree <= emis"));
    assert_eq!(said, ["M4007 auteur"]);
    let (_, said) = resolved(&twice.replace("remise    percent", "remise    percent\nunique emis, auteur"));
    assert_eq!(said, ["M4007 auteur"]);
    let (_, said) = resolved(&twice.replace("remise    percent", "remise    percent\nunique emis, Preparer"));
    assert_eq!(said, [""; 0]);
}

#[test]
fn me_is_a_record_in_the_conditions_of_rights() {
    let right = |condition: &str| resolved(&format!("{FIRM}\nrole vente {{ Devis: read where {condition} }}"));
    let (mcd, said) = right("Rediger.auteur = me");
    assert!(said.is_empty(), "{said:?}");
    let condition = mcd.roles[0].grants[0].condition.as_ref().unwrap();
    let ExprKind::Compare(CompareOp::Eq, author, me) = &condition.kind else { panic!("{condition:?}") };
    assert!(matches!(author.ty, ValueType::Record(_)) && me.kind == ExprKind::Me);
    assert_eq!(right("Client.commercial = me or Ligne.prix > 100").1, [""; 0]);
    assert_eq!(right("sum(Ligne.prix) > 100").1, [""; 0]);
    assert_eq!(right("Client = me").1, ["M4002 Client = me"]);
    assert_eq!(said_of("Devis", "Rediger.auteur = me"), ["M4008 me"]);
    let nobody = FIRM.replace("users Employe", "");
    let (_, said) = resolved(&format!("{nobody}\nrole vente {{ Devis: read where Rediger.auteur = me }}"));
    assert_eq!(said, ["M4008 me"]);
    let (_, said) = resolved(&format!("{FIRM}\nrole vente {{ everything: read where Rediger.auteur = me }}"));
    assert_eq!(said, ["M4008 Rediger.auteur = me"]);
}

#[test]
fn dates_and_durations_are_calculated() {
    for rule in ["emis + 30 days > today()", "emis - Client.depuis >= 2 weeks", "(emis - today()) / 1 day < 30"] {
        assert_eq!(said_of("Devis", rule), [""; 0], "{rule}");
    }
    for (rule, said) in [
        ("emis + 30 > today()", "M4002 emis + 30"),
        ("emis > remise", "M4002 emis > remise"),
        ("emis + 3", "M4002 emis + 3"),
        ("remise", "M4002 remise"),
        ("emis > \"2024-01-01\"", "M4002 emis > \"2024-01-01\""),
        ("year(remise) = 2024", "M4002 remise"),
        ("round(remise, remise) = 1", "M4004 remise"),
        ("min() = 1", "M4004 min"),
        ("emis matches \"[0-9]+\"", "M4002 emis"),
    ] {
        assert_eq!(said_of("Devis", rule), [said], "{rule}");
    }
}

#[test]
fn one_slip_says_one_thing() {
    for (rule, said) in [
        ("statu = actif", "M4001 statu"),
        ("actif = statu", "M4001 actif"),
        ("statu in (actif, perdu)", "M4001 statu"),
        ("statu = actif and depuis is not empty", "M4001 statu"),
        ("lengt(nom) > 3", "M4004 lengt"),
    ] {
        assert_eq!(said_of("Client", rule), [said], "{rule}");
    }
    let (_, said) = firm_with("Devis", "total argent = 3 min 0\nrule total > 0\nrule total + remise > emis");
    assert_eq!(said, ["M2004 argent"]);
    let (_, said) = firm_with("Devis", "total money computed Ligne.prix * Ligne.quantite");
    assert_eq!(said, ["M4003 Ligne.prix"]);
}

#[test]
fn what_was_left_out_is_not_missed() {
    let paths = "\nrelation R { Devis 0,n; Employe 0,n; rule Devis.Client.nom <> \"x\" }
                 form Devis { section \"a\": emis, Client }
                 role r { Devis: read where Demander.Client.statut = actif }";
    let broken = |from: &str, to: &str| resolved(&format!("{}{paths}", FIRM.replace(from, to))).1;
    assert_eq!(broken("", ""), [""; 0]);
    // a misspelt leg, an undeclared parent, a second declaration, a line that doesn't parse
    assert_eq!(broken("Demander { Client 0,n;", "Demander { Cleint 0,n;"), ["M2003 Cleint"]);
    assert_eq!(broken("Demander { Client 0,n; Devis", "Demander { Client 0,n; Deviss"), ["M2003 Deviss"]);
    assert_eq!(broken("Societe is Client", "Societe is Cleint"), ["M2003 Cleint"]);
    assert_eq!(
        broken("relation Demander { Client 0,n; Devis 1,1 }", "entity Devis { client text(3) }"),
        ["M2001 Devis"]
    );
    let said = broken("Demander { Client 0,n;", "Demander { Client 0,?;");
    assert!(said.len() == 1 && said[0].starts_with("M1"), "{said:?}");
}

#[test]
fn an_undeclared_entity_is_reported_once() {
    let (_, said) = resolved(&FIRM.replace("entity Client {", "entity Clients {"));
    assert_eq!(said, ["M2003 Client"]);
}

#[test]
fn names_and_blocks_stand_once() {
    for (owner, line, said) in [
        ("Client", "unique nom, nom", "M2002 nom"),
        ("Client", "subtypes X\n", "M2012 subtypes XT"),
        ("Client", "unique nom, Demandeur", "M2009 Demandeur"),
        ("Devis", "fd emis -> Client, Clien", "M2009 Clien"),
    ] {
        assert_eq!(firm_with(owner, line).1, [said], "{line}");
    }
    let more = |text: &str| resolved(&format!("{FIRM}\n{text}")).1;
    assert_eq!(more("list Devis { columns emis; columns remise }"), ["M2012 columns"]);
    assert_eq!(more("list Devis { columns emis, emis }"), ["M2002 emis"]);
    assert_eq!(more("form Devis { section \"a\": emis; section \"b\": emis }"), ["M2002 emis"]);
    assert_eq!(more("role r { Devis: read }\nrole r { Devis: all }"), ["M2001 r"]);
    assert_eq!(more("type T = integer title\nentity X { a T identifier }"), ["M2008 title"]);
    assert_eq!(more("source \"S\" internal { \"Client\" = Devis.Client }"), ["M2009 Client"]);
}

#[test]
fn a_long_chain_of_types_is_followed() {
    let chain: String = (0..5_000).map(|n| format!("type T{n} = T{}\n", n + 1)).collect();
    let model = |end: &str| format!("{chain}type T5000 = {end}\nentity A {{ a T0 identifier }}\n");
    assert_eq!(resolved(&model("text(5)")).1, [""; 0]);
    assert_eq!(resolved(&model("T3")).1, ["M2006 T3"]);
}

#[test]
fn the_models_of_the_examples_resolve_without_an_error() {
    for (model, entities, relations) in [("artisan", 13, 16), ("espocrm", 67, 141)] {
        let path = format!("{}/examples/{model}/{model}.mcd", env!("CARGO_MANIFEST_DIR"));
        let (mcd, said) = resolved(&std::fs::read_to_string(path).unwrap());
        let errors: Vec<&String> = said.iter().filter(|said| !said.starts_with("M2018")).collect();
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!((mcd.entities.len(), mcd.relations.len()), (entities, relations));
    }
}
