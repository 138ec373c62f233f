//! Rules over one row, keys and references: the row that breaks each, and the row that doesn't.

use crate::bench::Bench;
use crate::support::databases::Engine;

impl Bench {
    /// What the engine names when a key or a type refuses: SQLite names columns, the servers the constraint.
    fn named<'a>(&self, sqlite: &'a str, servers: &'a str) -> &'a str {
        if self.engine == Engine::Sqlite { sqlite } else { servers }
    }
}

#[test]
fn types_bounds_and_rules_are_checked() {
    let model = r#"
entity Devis {
    numero   text(10) identifier
    date     date required
    validite date
    etat     enum { brouillon, envoye } = brouillon
    remise   decimal(5,2) min 0 max 100
    email    email
    code     text(4) matches "[A-Z]{2}[0-9]{2}"
    pays     country
    actif    boolean
    duree    duration
    adresse  address
    siren    siren
    prix     money
    rule validite >= date "La validité ne peut précéder la date"
    rule etat <> envoye or remise is not empty "Un devis envoyé a une remise"
    rule prix * 2 <= 100.50 + remise "Trop cher"
    rule if(actif, prix > 0, true) "Actif et gratuit"
    rule validite < date + 1 months "Un mois au plus"
    rule code not in ("AA00", "ZZ99") "Code réservé"
    rule duree <= 2 hours "Deux heures au plus"
}
"#;
    for bench in Bench::each(model) {
        let two = |digits| bench.number(digits, 2);
        let row = |columns: &str, values: &str| {
            format!("INSERT INTO devis (numero, date{columns}) VALUES ('N1', '2024-01-31'{values})")
        };
        let bad = |columns: &str, values: &str, constraint: &str| bench.refuses(&row(columns, values), constraint);
        bad(", validite", ", '2024-01-30'", "ck_devis_validite_date");
        bad(", validite", ", '2024-02-29'", "ck_devis_validite_date_2");
        bad(", etat", ", 'perdu'", "ck_devis_etat");
        bad(", etat", ", 'envoye'", "ck_devis_etat_remise");
        bad(", remise", &format!(", {}", two("-0.01")), "ck_devis_remise_min");
        bad(", remise", &format!(", {}", two("100.01")), "ck_devis_remise_max");
        bad(", email", ", 'personne'", "ck_devis_email_format");
        bad(", email", ", 'é'", "ck_devis_email");
        bad(", pays", ", 'F'", "ck_devis_pays_length");
        bad(", siren", ", '12345678'", "ck_devis_siren_length");
        bad(", prix", &format!(", {}", two("1000000000000")), bench.named("ck_devis_prix", ""));
        bad(", adresse_latitude", &format!(", {}", bench.number("90.5", 6)), "ck_devis_adresse_latitude");
        bad(", adresse_pays", ", 'F'", "ck_devis_adresse_pays");
        bad(", prix, remise", &format!(", {}, {}", two("50.51"), two("0.51")), "ck_devis_prix_remise");
        bad(", actif, prix", &format!(", TRUE, {}", two("0")), "ck_devis_actif_prix");
        bad(", code", ", 'AA00'", "ck_devis_code");
        bad(", duree", ", 7201", "ck_devis_duree");
        if bench.engine != Engine::Sqlite {
            bad(", code", ", 'ab12'", "ck_devis_code_pattern");
            bad(", code", ", 'AB1'", "ck_devis_code_pattern");
        }
        bench.refuses("INSERT INTO devis (numero, date) VALUES ('', '2024-01-01')", "ck_devis_numero_length");
        bench.refuses("INSERT INTO devis (date) VALUES ('2024-01-01')", "numero");
        bench.accepts(&row(
            ", validite, etat, remise, email, code, pays, actif, duree, adresse_ville, siren, prix",
            &format!(
                ", '2024-02-28', 'envoye', {}, 'a@b.fr', 'AB12', 'FR', TRUE, 7200, 'Lyon', '123456789', {}",
                two("0.50"),
                two("50.50")
            ),
        ));
        let again = "INSERT INTO devis (numero, date) VALUES ('N1', '2024-01-01')";
        bench.refuses(again, bench.named("devis.numero", "uq_devis_numero"));
        bench.accepts("INSERT INTO devis (numero, date) VALUES ('n1', '2024-01-01'), ('N1 ', '2024-01-01')");
        let first =
            bench.database.rows("SELECT version, etat FROM devis WHERE numero = 'n1' AND created_at IS NOT NULL");
        assert_eq!(first.unwrap(), [[Some("1".to_owned()), Some("brouillon".to_owned())]], "{}", bench.engine);
    }
}

#[test]
fn dates_times_and_booleans_are_well_formed() {
    let model = "entity Jour { nom text(10) identifier; d date; t time; i datetime; b boolean; j json; u uuid }";
    for bench in Bench::each(model) {
        for (column, value) in [
            ("d", "'2024-02-30'"),
            ("d", "'hier'"),
            ("t", "'25:00:00'"),
            ("i", "'2024-13-01 00:00:00'"),
            ("b", "2"),
            ("j", "'{'"),
            ("u", "'xyz'"),
        ] {
            let named = bench.named(&format!("ck_jour_{column}_format"), "").to_owned();
            bench.refuses(&format!("INSERT INTO jour (nom, {column}) VALUES ('x', {value})"), &named);
        }
        bench.accepts(
            "INSERT INTO jour (nom, d, t, i, b, j, u) VALUES
             ('x', '2024-02-29', '23:59:59', '2024-12-31 23:59:59', TRUE, '{}', '0190163d-8694-739b-aea5-966c26f8ad91')",
        );
    }
}

#[test]
fn rules_read_a_uuid_as_text() {
    let model = "entity A { code text(4) identifier; cle uuid; autre text(40)
    rule cle matches \"[0-9a-f-]+\" \"m\"
    rule length(cle) = 36 \"l\"
    rule lower(cle) <> autre \"d\"
}";
    for bench in Bench::each(model) {
        let row = |id: u32, other: &str| {
            format!(
                "INSERT INTO a (id, code, cle, autre) VALUES ({id}, 'c{id}', '018f4e9a-7c1b-7d2e-9a3b-5c6d7e8f9a0b', '{other}')"
            )
        };
        bench.accepts(&row(1, "x"));
        bench.refuses(&row(2, "018f4e9a-7c1b-7d2e-9a3b-5c6d7e8f9a0b"), "ck_a_cle_autre");
    }
}

#[test]
fn rules_that_read_the_clock_judge_what_is_written() {
    let model = r#"
entity Personne {
    nom       text(10) identifier
    naissance date
    echeance  date min today()
    note      text(10)
    rule naissance < today() "Née dans le passé"
}
"#;
    for bench in Bench::each(model) {
        bench.refuses("INSERT INTO personne (nom, naissance) VALUES ('a', '2999-01-01')", "ck_personne_naissance");
        bench.refuses("INSERT INTO personne (nom, echeance) VALUES ('a', '1999-01-01')", "ck_personne_echeance_min");
        bench.accepts("INSERT INTO personne (nom, naissance) VALUES ('a', '1999-01-01'), ('b', NULL)");
        bench.refuses("UPDATE personne SET naissance = '2999-01-01' WHERE nom = 'a'", "ck_personne_naissance");
        bench.accepts("UPDATE personne SET naissance = '2000-01-01', note = 'x' WHERE nom = 'a'");
    }
}

/// Two entities with rows 1 and 2, and what a test adds.
fn pair(relation: &str) -> Vec<Bench> {
    let model = format!(
        "entity A {{ code text(10) identifier }}\nentity B {{ code text(10) identifier }}\nentity C {{ code text(10) identifier }}\n{relation}"
    );
    Bench::each(&model)
}

const ROWS: &str =
    "INSERT INTO b (id, code) VALUES (1, 'b1'), (2, 'b2'); INSERT INTO c (id, code) VALUES (1, 'c1'), (2, 'c2')";

#[test]
fn a_reference_is_mandatory_or_not_and_its_fields_follow_it() {
    for bench in pair("relation R { A 1,1; B 0,n; depuis date required }") {
        bench.accepts(ROWS);
        let foreign = bench.named("FOREIGN KEY", "fk_a_b_id");
        bench.accepts("INSERT INTO a (id, code, b_id, depuis) VALUES (1, 'a1', 1, '2024-01-01')");
        bench.refuses("INSERT INTO a (id, code, depuis) VALUES (2, 'a2', '2024-01-01')", "b_id");
        bench.refuses("INSERT INTO a (id, code, b_id) VALUES (2, 'a2', 1)", "depuis");
        bench.refuses("UPDATE a SET b_id = 99", foreign);
        bench.refuses("DELETE FROM b WHERE id = 1", foreign);
        bench.accepts("DELETE FROM b WHERE id = 2");
    }
    for bench in pair("relation R { A 0,1; B 0,n; note text(20) required; remarque text(20) }") {
        bench.accepts(ROWS);
        bench.accepts("INSERT INTO a (id, code) VALUES (1, 'a1')");
        bench.refuses("UPDATE a SET remarque = 'x'", "ck_a_r_fields");
        bench.refuses("UPDATE a SET b_id = 1", "ck_a_r_fields");
        bench.accepts("UPDATE a SET b_id = 1, note = 'n'");
    }
    for bench in pair("relation R { A 0,1 detach; B 0,n; note text(20) required }") {
        bench.accepts(ROWS);
        bench.accepts("INSERT INTO a (id, code, b_id, note) VALUES (1, 'a1', 1, 'n')");
        bench.accepts("DELETE FROM b WHERE id = 1");
        let left = bench.database.rows("SELECT b_id, note FROM a").unwrap();
        assert_eq!(left, [[None, None]], "{}", bench.engine);
    }
    for bench in pair("relation R { A 1,1 cascade; B 0,n }") {
        bench.accepts(ROWS);
        bench.accepts("INSERT INTO a (id, code, b_id) VALUES (1, 'a1', 1)");
        bench.accepts("DELETE FROM b WHERE id = 1");
        assert_eq!(bench.value("SELECT COUNT(*) FROM a").as_deref(), Some("0"), "{}", bench.engine);
    }
}

#[test]
fn a_required_address_asks_for_street_code_and_town_wherever_it_stands() {
    let address = |name: &str| format!("{name}_rue = '1 rue X', {name}_code_postal = '75011', {name}_ville = 'Paris'");
    for bench in pair("relation R { A 0,1; B 0,n; lieu address required }") {
        bench.accepts(ROWS);
        bench.accepts("INSERT INTO a (id, code) VALUES (1, 'a1')");
        bench.refuses("UPDATE a SET b_id = 1", "ck_a_r_fields");
        bench.refuses("UPDATE a SET b_id = 1, lieu_rue = '1 rue X', lieu_ville = 'Paris'", "ck_a_r_fields");
        bench.accepts(&format!("UPDATE a SET b_id = 1, {}", address("lieu")));
        bench.accepts("UPDATE a SET lieu_pays = 'FR'");
    }
    let subtypes = "entity P { code text(9) identifier; subtypes XT; stored single }
entity S is P { lieu address required }\nentity T is P { note text(9) }";
    for bench in Bench::each(subtypes) {
        bench.accepts("INSERT INTO p (id, code, kind) VALUES (1, 'p1', 't')");
        let kind = "UPDATE p SET kind = 's'";
        bench.refuses(&format!("{kind}, lieu_rue = '1 rue X'"), "ck_p_lieu_rue_kind");
        bench.accepts(&format!("{kind}, {}", address("lieu")));
    }
}

#[test]
fn a_leg_of_a_link_says_what_deleting_the_other_end_does() {
    let rows = format!("{ROWS}; INSERT INTO a (id, code) VALUES (1, 'a1'); INSERT INTO r (a_id, b_id) VALUES (1, 1)");
    for bench in pair("relation R { A 0,n cascade; B 0,n }") {
        bench.accepts(&rows);
        bench.refuses("DELETE FROM a WHERE id = 1", bench.named("FOREIGN KEY", "fk_r_a_id"));
        bench.accepts("DELETE FROM b WHERE id = 1");
        assert_eq!(bench.value("SELECT COUNT(*) FROM r").as_deref(), Some("0"), "{}", bench.engine);
    }
}

#[test]
fn maxima_of_one_on_both_sides_are_unique() {
    for bench in pair("relation R { A 0,1; B 1,1 }") {
        bench.accepts("INSERT INTO a (id, code) VALUES (1, 'a1'), (2, 'a2')");
        bench.accepts("INSERT INTO b (id, code, a_id) VALUES (1, 'b1', 1)");
        bench.refuses("INSERT INTO b (id, code) VALUES (2, 'b2')", "a_id");
        bench.refuses("INSERT INTO b (id, code, a_id) VALUES (2, 'b2', 1)", bench.named("b.a_id", "uq_b_a_id"));
    }
    for bench in pair("relation R { A 0,1; B 0,1 }") {
        bench.accepts(ROWS);
        bench.accepts("INSERT INTO a (id, code, b_id) VALUES (1, 'a1', 1), (2, 'a2', NULL), (3, 'a3', NULL)");
        bench.refuses("UPDATE a SET b_id = 1 WHERE id = 2", bench.named("a.b_id", "uq_a_b_id"));
    }
}

#[test]
fn relations_are_keyed_by_their_legs() {
    let three = "A 0,n; B 0,n; C 0,n";
    let rows = format!("{ROWS}; INSERT INTO a (id, code) VALUES (1, 'a1'), (2, 'a2')");
    let link = |a, b, c| format!("INSERT INTO r (a_id, b_id, c_id) VALUES ({a}, {b}, {c})");
    for bench in pair(&format!("relation R {{ {three}; quantite integer min 1 }}")) {
        bench.accepts(&rows);
        bench.accepts(&format!("{}; {}", link(1, 1, 1), link(1, 1, 2)));
        bench.refuses(&link(1, 1, 1), bench.named("r.a_id, r.b_id, r.c_id", ""));
        bench.refuses("UPDATE r SET quantite = 0", "ck_r_quantite_min");
        bench.refuses("DELETE FROM c WHERE id = 1", bench.named("FOREIGN KEY", "fk_r_c_id"));
    }
    for bench in pair(&format!("relation R {{ {three}; fd A, B -> C }}")) {
        bench.accepts(&rows);
        bench.accepts(&format!("{}; {}", link(1, 1, 1), link(1, 2, 1)));
        bench.refuses(&link(1, 1, 2), bench.named("r.a_id, r.b_id", ""));
    }
    for bench in pair(&format!("relation R {{ {three}; fd A, B -> C; fd A, C -> B }}")) {
        bench.accepts(&rows);
        bench.accepts(&format!("{}; {}", link(1, 1, 1), link(1, 2, 2)));
        bench.refuses(&link(2, 1, 1).replace("(2, 1, 1)", "(1, 1, 2)"), bench.named("r.a_id, r.", ""));
        bench.refuses(&link(1, 3, 1), "");
    }
    for bench in pair(&format!("relation R {{ {three}; fd A -> B }}")) {
        bench.accepts(&rows);
        bench.accepts(&format!("{}; {}", link(1, 1, 1), link(1, 1, 2)));
        bench.refuses(&link(1, 2, 3).replace('3', "2"), "r");
        bench.refuses(
            "DELETE FROM r WHERE c_id = 2; INSERT INTO r (a_id, b_id, c_id) VALUES (1, 2, 2)",
            "fd_r_a_id_b_id",
        );
        bench.accepts("UPDATE r SET a_id = 2, b_id = 2 WHERE c_id = 2");
    }
}

#[test]
fn a_leg_of_maximum_one_bears_all_references_or_none() {
    for bench in pair("relation R { A 0,1; B 0,n; C 0,n; motif text(20) }") {
        bench.accepts(ROWS);
        bench.accepts("INSERT INTO a (id, code) VALUES (1, 'a1')");
        bench.refuses("UPDATE a SET b_id = 1", "ck_a_r");
        bench.refuses("UPDATE a SET motif = 'x'", "ck_a_r_fields");
        bench.accepts("UPDATE a SET b_id = 1, c_id = 1, motif = 'm'");
    }
}

#[test]
fn a_weak_entity_is_identified_and_deleted_with_its_owner() {
    let model = "entity Parent { numero serial identifier }\nentity Enfant { rang integer identifier }\nentity Petit { rang integer identifier }
relation Avoir { Parent 0,n; Enfant (1,1) }\nrelation Descendre { Enfant 0,n; Petit (1,1) }\nrelation Parrainer { parrain: Parent 0,n; filleul: Parent 0,1 detach }";
    for bench in Bench::each(model) {
        bench.accepts("INSERT INTO parent (id) VALUES (1), (2); UPDATE parent SET parrain_id = 1 WHERE id = 2");
        bench.accepts("INSERT INTO enfant (id, parent_id, rang) VALUES (1, 1, 1), (2, 1, 2), (3, 2, 1)");
        bench.accepts("INSERT INTO petit (enfant_id, rang) VALUES (1, 1), (3, 1)");
        let key = bench.named("enfant.parent_id, enfant.rang", "uq_enfant_parent_id_rang");
        bench.refuses("INSERT INTO enfant (id, parent_id, rang) VALUES (9, 1, 1)", key);
        bench.refuses("INSERT INTO enfant (rang) VALUES (9)", "parent_id");
        bench.accepts("DELETE FROM parent WHERE id = 1");
        assert_eq!(bench.value("SELECT COUNT(*) FROM enfant").as_deref(), Some("1"), "{}", bench.engine);
        assert_eq!(bench.value("SELECT COUNT(*) FROM petit").as_deref(), Some("1"), "{}", bench.engine);
        assert_eq!(bench.value("SELECT parrain_id FROM parent WHERE id = 2"), None, "{}", bench.engine);
    }
}

#[test]
fn an_entity_without_a_table_is_a_value() {
    let model = "entity A { code text(10) identifier }\nentity Jour { jour date identifier; stored none }\nrelation R { A 0,n; Jour 0,n; heures integer }";
    for bench in Bench::each(model) {
        bench.accepts("INSERT INTO a (id, code) VALUES (1, 'a1')");
        bench.accepts("INSERT INTO r (a_id, jour, heures) VALUES (1, '2024-01-01', 2), (1, '2024-01-02', 2)");
        bench.refuses("INSERT INTO r (a_id, jour) VALUES (1, '2024-01-01')", bench.named("r.a_id, r.jour", ""));
        bench.refuses("INSERT INTO r (a_id, jour) VALUES (1, 'demain')", bench.named("ck_r_jour_format", ""));
    }
}
