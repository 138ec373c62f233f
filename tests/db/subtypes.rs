//! Hierarchies: three strategies, exclusive or not, total or not, cascading.

use crate::bench::Bench;
use crate::support::databases::Engine;

fn count(bench: &Bench, table: &str) -> String {
    bench.value(&format!("SELECT COUNT(*) FROM {table}")).unwrap()
}

#[test]
fn joined_partition() {
    let model = "entity Client { numero serial identifier; nom text(40) required; subtypes XT }
entity Particulier is Client { naissance date }\nentity Societe is Client { siret siret unique }";
    for bench in Bench::each(model) {
        let foreign = if bench.engine == Engine::Sqlite { "FOREIGN KEY" } else { "fk_societe_id" };
        bench.accepts(
            "INSERT INTO client (id, kind, nom) VALUES (1, 'societe', 'a'); INSERT INTO societe (id) VALUES (1)",
        );
        bench.refuses("INSERT INTO client (id, kind, nom) VALUES (2, 'chat', 'b')", "ck_client_kind");
        bench.refuses("INSERT INTO client (id, nom) VALUES (2, 'b')", "kind");
        // Exclusive: the row of another subtype is refused by the composite foreign key.
        bench.refuses(
            "INSERT INTO particulier (id) VALUES (1)",
            if bench.engine == Engine::Sqlite { foreign } else { "fk_particulier_id" },
        );
        bench.refuses("INSERT INTO particulier (id, client_kind) VALUES (1, 'societe')", "ck_particulier_client_kind");
        if bench.defers() {
            // Total.
            bench.refuses("INSERT INTO client (id, kind, nom) VALUES (2, 'societe', 'b')", "sub_client_client");
            bench.refuses("DELETE FROM societe WHERE id = 1", "sub_client_client");
            // Changing one's kind takes one transaction.
            bench.accepts("DELETE FROM societe WHERE id = 1; UPDATE client SET kind = 'particulier' WHERE id = 1; INSERT INTO particulier (id) VALUES (1)");
            bench.accepts("DELETE FROM particulier WHERE id = 1; UPDATE client SET kind = 'societe' WHERE id = 1; INSERT INTO societe (id) VALUES (1)");
        }
        bench.refuses("UPDATE client SET kind = 'particulier' WHERE id = 1", foreign);
        bench.accepts("DELETE FROM client WHERE id = 1");
        assert_eq!(count(&bench, "societe"), "0", "{}", bench.engine);
    }
}

#[test]
fn joined_exclusive_total_and_free() {
    let children = "entity B is A { x integer }\nentity C is A { y integer }";
    for bench in Bench::each(&format!("entity A {{ n serial identifier; subtypes X }}\n{children}")) {
        bench.accepts("INSERT INTO a (id) VALUES (1)");
        bench.accepts("INSERT INTO a (id, kind) VALUES (2, 'b'); INSERT INTO b (id) VALUES (2)");
        bench.refuses(
            "INSERT INTO b (id) VALUES (1)",
            if bench.engine == Engine::Sqlite { "FOREIGN KEY" } else { "fk_b_id" },
        );
        bench.refuses(
            "INSERT INTO c (id) VALUES (2)",
            if bench.engine == Engine::Sqlite { "FOREIGN KEY" } else { "fk_c_id" },
        );
        if bench.defers() {
            bench.refuses("UPDATE a SET kind = 'c' WHERE id = 1", "sub_a_a");
        }
    }
    for bench in Bench::each(&format!("entity A {{ n serial identifier; subtypes T }}\n{children}")) {
        if bench.defers() {
            bench.refuses("INSERT INTO a (id) VALUES (1)", "sub_a_a");
        }
        bench.accepts("INSERT INTO a (id) VALUES (1); INSERT INTO b (id) VALUES (1); INSERT INTO c (id) VALUES (1)");
        bench.accepts("DELETE FROM b WHERE id = 1");
        if bench.defers() {
            bench.refuses("DELETE FROM c WHERE id = 1", "sub_a_a");
        }
        bench.accepts("DELETE FROM a WHERE id = 1");
    }
    for bench in Bench::each(&format!("entity A {{ n serial identifier; subtypes }}\n{children}")) {
        bench.accepts(
            "INSERT INTO a (id) VALUES (1), (2); INSERT INTO b (id) VALUES (1); INSERT INTO c (id) VALUES (1)",
        );
        bench.refuses(
            "INSERT INTO b (id) VALUES (3)",
            if bench.engine == Engine::Sqlite { "FOREIGN KEY" } else { "fk_b_id" },
        );
    }
}

#[test]
fn single_table() {
    let model = "entity Vehicule { plaque text(10) identifier; subtypes XT; stored single }
entity Voiture is Vehicule { portes integer required min 2 }
entity Camion is Vehicule { charge integer required; rule charge > 0 \"Un camion porte\"; subtypes X }
entity Benne is Camion { volume integer required }
entity Client { numero serial identifier }
relation Garer { Voiture 0,1; Client 0,n }\nrelation Conduire { Client 0,1; Camion 0,n }\nrelation Assurer { Camion 1,n; Client 0,n }";
    for bench in Bench::each(model) {
        bench.accepts("INSERT INTO client (id) VALUES (1)");
        bench.accepts("INSERT INTO vehicule (id, plaque, kind, portes) VALUES (1, 'v', 'voiture', 4)");
        bench.refuses("INSERT INTO vehicule (id, plaque, kind) VALUES (2, 'w', 'voiture')", "ck_vehicule_portes_kind");
        bench.refuses(
            "INSERT INTO vehicule (id, plaque, kind, portes, charge) VALUES (2, 'w', 'voiture', 4, 5)",
            "ck_vehicule_charge_kind",
        );
        bench.refuses(
            "INSERT INTO vehicule (id, plaque, kind, portes) VALUES (2, 'w', 'voiture', 1)",
            "ck_vehicule_portes_min",
        );
        bench.refuses("INSERT INTO vehicule (id, plaque, portes) VALUES (2, 'w', 4)", "kind");
        bench.refuses(
            "INSERT INTO vehicule (id, plaque, kind, charge) VALUES (2, 'w', 'camion', 0)",
            "ck_vehicule_charge",
        );
        let truck = |id: u32, more: &str, values: &str| {
            format!(
                "INSERT INTO vehicule (id, plaque, kind, charge{more}) VALUES ({id}, 'c{id}', 'camion', 5{values}); INSERT INTO assurer (camion_id, client_id) VALUES ({id}, 1)"
            )
        };
        bench.accepts(&truck(3, "", ""));
        bench.refuses(&truck(4, ", volume", ", 9"), "ck_vehicule_volume_kind");
        bench.accepts(&truck(4, ", volume, camion_kind", ", 9, 'benne'"));
        if bench.defers() {
            bench.refuses(
                "INSERT INTO vehicule (id, plaque, kind, charge) VALUES (5, 'c5', 'camion', 5)",
                "min_vehicule_assurer_camion",
            );
        }
        // A reference of a subtype is only borne by its rows, and one to a subtype leads to its rows.
        bench.refuses("UPDATE vehicule SET client_id = 1 WHERE id = 3", "ck_vehicule_garer_kind");
        bench.accepts("UPDATE vehicule SET client_id = 1 WHERE id = 1");
        bench.refuses("UPDATE client SET camion_id = 1 WHERE id = 1", "ref_client_camion_id");
        bench.accepts("UPDATE client SET camion_id = 3 WHERE id = 1");
        bench.refuses("UPDATE vehicule SET kind = 'voiture', portes = 4, charge = NULL WHERE id = 3", "ref_");
    }
}

#[test]
fn single_table_where_subtypes_overlap() {
    let model = "entity Personne { nss text(15) identifier; subtypes T; stored single }
entity Eleve is Personne { classe text(10) required }\nentity Professeur is Personne { matiere text(40) }";
    for bench in Bench::each(model) {
        bench.refuses("INSERT INTO personne (nss) VALUES ('1')", "ck_personne_personne_total");
        bench.refuses("INSERT INTO personne (nss, est_eleve) VALUES ('1', TRUE)", "ck_personne_classe_kind");
        bench.refuses(
            "INSERT INTO personne (nss, est_professeur, classe) VALUES ('1', TRUE, 'a')",
            "ck_personne_classe_kind",
        );
        bench.accepts("INSERT INTO personne (nss, est_eleve, est_professeur, classe) VALUES ('1', TRUE, TRUE, 'a')");
        bench.accepts("INSERT INTO personne (nss, est_professeur) VALUES ('2', TRUE)");
    }
}

#[test]
fn separate_tables() {
    let model = "entity Document { cote text(20) identifier; titre text(80) required; annee integer; subtypes XT; stored separate; rule annee < 3000 \"Plus tard\" }
entity Livre is Document { isbn text(20) unique; rule annee > 1400 \"Avant l'imprimerie\" }\nentity Revue is Document { issn text(20) }
entity Lecteur { numero serial identifier }\nrelation Lire { Lecteur 0,1; Document 0,n }";
    for bench in Bench::each(model) {
        let book = |id: u32, year: u32| {
            format!(
                "INSERT INTO document (id, kind, cote) VALUES ({id}, 'livre', 'c{id}'); INSERT INTO livre (id, titre, annee) VALUES ({id}, 't', {year})"
            )
        };
        bench.accepts(&book(1, 1500));
        bench.refuses(&book(2, 1300), "ck_livre_annee");
        bench.refuses(&book(2, 3001), "ck_livre_annee");
        bench.refuses(
            "INSERT INTO document (id, kind, cote) VALUES (2, 'revue', 'c2'); INSERT INTO revue (id) VALUES (2)",
            "titre",
        );
        bench.refuses("INSERT INTO document (id, kind, cote) VALUES (2, 'revue', 'c1'); INSERT INTO revue (id, titre) VALUES (2, 't')", if bench.engine == Engine::Sqlite { "document.cote" } else { "uq_document_cote" });
        bench.accepts("INSERT INTO document (id, kind, cote) VALUES (2, 'revue', 'c2'); INSERT INTO revue (id, titre) VALUES (2, 't')");
        bench.accepts("INSERT INTO lecteur (id, document_id) VALUES (1, 2), (2, 1)");
        if bench.defers() {
            bench.refuses("INSERT INTO document (id, kind, cote) VALUES (3, 'revue', 'c3')", "sub_document_document");
        }
    }
}
