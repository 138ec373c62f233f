//! What takes several rows to tell: minima, bounded maxima, constraints between relations.
//!
//! On MariaDB, which defers nothing, the tests hold what it refuses at once, and that the rest is left alone.

use crate::bench::Bench;

#[test]
fn a_minimum_of_one_is_held_at_the_end_of_the_transaction() {
    let model = "entity Devis { numero serial identifier }\nentity Article { code text(10) identifier }
relation Ligne { Devis 1,n; Article 0,n; quantite integer required }";
    for bench in Bench::each(model) {
        bench.accepts("INSERT INTO article (id, code) VALUES (1, 'x'), (2, 'y')");
        let line = |devis: u32, article: u32| {
            format!("INSERT INTO ligne (devis_id, article_id, quantite) VALUES ({devis}, {article}, 1)")
        };
        if bench.defers() {
            bench.refuses("INSERT INTO devis (id) VALUES (9)", "min_devis_ligne_devis");
        }
        bench.accepts(&format!("INSERT INTO devis (id) VALUES (1); {}", line(1, 1)));
        bench.accepts(&format!("INSERT INTO devis (id) VALUES (2); {}; {}", line(2, 1), line(2, 2)));
        // Another line instead of the last; the last alone is refused; all but one may go.
        bench.accepts(&format!("{}; DELETE FROM ligne WHERE devis_id = 1 AND article_id = 1", line(1, 2)));
        bench.refuses("DELETE FROM ligne WHERE devis_id = 1", "min_devis_ligne_devis");
        bench.accepts("DELETE FROM ligne WHERE devis_id = 2 AND article_id = 1");
        if bench.defers() {
            bench.accepts(&format!("DELETE FROM ligne WHERE devis_id = 2; {}", line(2, 1)));
            bench.accepts("DELETE FROM ligne WHERE devis_id = 2; DELETE FROM devis WHERE id = 2");
        } else {
            bench.accepts("DELETE FROM devis WHERE id = 2");
        }
        // Deleting the parent itself takes its lines along.
        bench.accepts("DELETE FROM devis WHERE id = 1");
        assert_eq!(bench.value("SELECT COUNT(*) FROM ligne").as_deref(), Some("0"), "{}", bench.engine);
    }
}

#[test]
fn a_minimum_is_held_where_the_other_side_bears_the_reference() {
    let model = "entity Contrat { numero serial identifier }\nentity Appareil { serie text(10) identifier }
relation Couvrir { Contrat 1,n; Appareil 0,1 }";
    for bench in Bench::each(model) {
        bench.accepts("INSERT INTO appareil (id, serie) VALUES (1, 'a'), (2, 'b'), (3, 'c')");
        if bench.defers() {
            bench.refuses("INSERT INTO contrat (id) VALUES (1)", "min_contrat_couvrir_contrat");
        }
        bench.accepts("INSERT INTO contrat (id) VALUES (1); UPDATE appareil SET contrat_id = 1 WHERE id IN (1, 2)");
        bench.accepts("UPDATE appareil SET contrat_id = NULL WHERE id = 1");
        bench.refuses("UPDATE appareil SET contrat_id = NULL WHERE id = 2", "min_contrat_couvrir_contrat");
        bench.refuses("DELETE FROM appareil WHERE id = 2", "min_contrat_couvrir_contrat");
        bench.accepts("DELETE FROM contrat WHERE id = 1");
        assert_eq!(bench.value("SELECT contrat_id FROM appareil WHERE id = 2"), None, "{}", bench.engine);
    }
}

#[test]
fn bounded_maxima_are_counted() {
    let model = "entity Equipe { nom text(10) identifier }\nentity Joueur { nom text(10) identifier }
relation Jouer { Equipe 2,4; Joueur 0,n }\nrelation Entrainer { Equipe 0,n; Joueur 0,2 }";
    for bench in Bench::each(model) {
        bench.accepts("INSERT INTO joueur (id, nom) VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd'), (5, 'e')");
        let team = |id: u32, players: &[u32]| {
            let lines: Vec<String> = players.iter().map(|player| format!("({id}, {player})")).collect();
            format!(
                "INSERT INTO equipe (id, nom) VALUES ({id}, 'e{id}'); INSERT INTO jouer (equipe_id, joueur_id) VALUES {}",
                lines.join(", ")
            )
        };
        if bench.defers() {
            bench.refuses(&team(1, &[1]), "min_equipe_jouer_equipe");
        }
        bench.refuses(&team(1, &[1, 2, 3, 4, 5]), "max_equipe_jouer_equipe");
        bench.accepts(&team(1, &[1, 2, 3, 4]));
        bench.refuses("INSERT INTO jouer (equipe_id, joueur_id) VALUES (1, 5)", "max_equipe_jouer_equipe");
        if bench.defers() {
            bench.accepts(
                "INSERT INTO jouer (equipe_id, joueur_id) VALUES (1, 5); DELETE FROM jouer WHERE joueur_id = 4",
            );
        }
        bench.refuses("DELETE FROM jouer WHERE joueur_id IN (1, 2, 3)", "min_equipe_jouer_equipe");
        bench.accepts(&team(2, &[1, 2]));
        bench.accepts(&team(3, &[1, 2]));
        bench.accepts("INSERT INTO entrainer (equipe_id, joueur_id) VALUES (1, 1), (2, 1), (1, 2)");
        bench.refuses("INSERT INTO entrainer (equipe_id, joueur_id) VALUES (3, 1)", "max_joueur_entrainer_joueur");
        bench.refuses(
            "UPDATE entrainer SET joueur_id = 1, equipe_id = 3 WHERE joueur_id = 2",
            "max_joueur_entrainer_joueur",
        );
        bench.accepts("DELETE FROM entrainer WHERE equipe_id = 2; DELETE FROM equipe WHERE id = 2");
    }
}

const PEOPLE: &str = "entity Personne { nom text(40) identifier }\nentity Maison { adresse text(40) identifier }\nentity Projet { code text(10) identifier }\n";
const ROWS: &str = "INSERT INTO personne (id, nom) VALUES (1, 'p1'), (2, 'p2'); INSERT INTO maison (id, adresse) VALUES (1, 'm1'), (2, 'm2'); INSERT INTO projet (id, code) VALUES (1, 'j1'), (2, 'j2')";

fn people(relations: &str) -> Vec<Bench> {
    let benches = Bench::each(&format!("{PEOPLE}{relations}"));
    for bench in &benches {
        bench.accepts(ROWS);
    }
    benches
}

#[test]
fn exclusion_over_the_pivots_own_row_is_a_check() {
    for bench in people(
        "relation Louer { Personne 0,1; Maison 0,n }\nrelation Acheter { Personne 0,1; Maison 0,n }\nconstraint exclusion Louer, Acheter on Personne \"ou\"",
    ) {
        bench.refuses(
            "UPDATE personne SET louer_maison_id = 1, acheter_maison_id = 2 WHERE id = 1",
            "ck_personne_x_louer_acheter",
        );
        bench.accepts("UPDATE personne SET louer_maison_id = 1 WHERE id = 1; UPDATE personne SET acheter_maison_id = 1 WHERE id = 2");
    }
}

#[test]
fn the_other_constraints_over_the_pivots_own_row_are_checks() {
    let two = "relation R { Personne 0,1; Maison 0,n }\nrelation S { Personne 0,1; Projet 0,n }\n";
    let both = "UPDATE personne SET maison_id = 1, projet_id = 1 WHERE id = 1";
    let first = "UPDATE personne SET maison_id = 1 WHERE id = 1";
    let second = "UPDATE personne SET projet_id = 1 WHERE id = 1";
    for bench in people(&format!("{two}constraint inclusion R in S on Personne \"m\"")) {
        bench.refuses(first, "ck_personne_i_r_s");
        bench.accepts(second);
        bench.accepts(both);
    }
    for bench in people(&format!("{two}constraint simultaneity R, S on Personne \"m\"")) {
        bench.refuses(first, "ck_personne_s_r_s");
        bench.refuses(second, "ck_personne_s_r_s");
        bench.accepts(both);
    }
    for (kind, allowed) in [("totality", both), ("partition", first)] {
        let short = if kind == "totality" { "t" } else { "xt" };
        for bench in Bench::each(&format!("{PEOPLE}{two}constraint {kind} R, S on Personne \"m\"")) {
            bench.accepts(
                "INSERT INTO maison (id, adresse) VALUES (1, 'm1'); INSERT INTO projet (id, code) VALUES (1, 'j1')",
            );
            bench.refuses("INSERT INTO personne (id, nom) VALUES (1, 'p')", &format!("ck_personne_{short}_r_s"));
            bench.accepts("INSERT INTO personne (id, nom, maison_id) VALUES (1, 'p', 1)");
            bench.accepts(allowed);
            if kind == "partition" {
                bench.refuses(both, "ck_personne_xt_r_s");
            }
        }
    }
}

const MANY: &str = "relation R { Personne 0,n; Maison 0,n }\nrelation S { Personne 0,n; Maison 0,n }\n";

fn r(person: u32, house: u32) -> String {
    format!("INSERT INTO r (personne_id, maison_id) VALUES ({person}, {house})")
}

fn s(person: u32, house: u32) -> String {
    format!("INSERT INTO s (personne_id, maison_id) VALUES ({person}, {house})")
}

#[test]
fn exclusion_over_several_rows() {
    for bench in people(&format!("{MANY}constraint exclusion R, S on Personne \"m\"")) {
        let name = "rel_personne_x_r_s";
        bench.accepts(&format!("{}; {}", r(1, 1), s(2, 2)));
        bench.refuses(&s(1, 2), name);
        bench.refuses(&r(2, 1), name);
        bench.refuses("UPDATE s SET personne_id = 1", name);
        bench.accepts(&format!("DELETE FROM r; {}", s(1, 1)));
        if bench.defers() {
            bench.accepts(&format!("{}; DELETE FROM s WHERE personne_id = 1", r(1, 1)));
        }
    }
    for bench in people(&format!("{MANY}constraint exclusion R, S on Personne, Maison \"m\"")) {
        bench.accepts(&format!("{}; {}", r(1, 1), s(1, 2)));
        bench.refuses(&s(1, 1), "rel_r_x_r_s");
        bench.refuses(&r(1, 2), "rel_r_x_r_s");
    }
}

#[test]
fn inclusion_over_several_rows() {
    for bench in people(&format!("{MANY}constraint inclusion R in S on Personne \"m\"")) {
        let name = "rel_personne_i_r_s";
        if bench.defers() {
            bench.refuses(&r(1, 1), name);
        }
        bench.accepts(&format!("{}; {}", r(1, 1), s(1, 2)));
        if bench.defers() {
            bench.refuses("DELETE FROM s", name);
            bench.refuses("UPDATE s SET personne_id = 2", name);
        }
        bench.accepts("DELETE FROM r; DELETE FROM s");
    }
    for bench in people(&format!("{MANY}constraint inclusion R in S on Personne, Maison \"m\"")) {
        if bench.defers() {
            bench.refuses(&format!("{}; {}", r(1, 1), s(1, 2)), "rel_r_i_r_s");
        }
        bench.accepts(&format!("{}; {}", r(1, 1), s(1, 1)));
        if bench.defers() {
            bench.refuses("DELETE FROM s", "rel_r_i_r_s");
        }
        bench.accepts("DELETE FROM r; DELETE FROM s");
    }
}

#[test]
fn simultaneity_totality_and_partition_over_several_rows() {
    for bench in people(&format!("{MANY}constraint simultaneity R, S on Personne \"m\"")) {
        let name = "rel_personne_s_r_s";
        if bench.defers() {
            bench.refuses(&r(1, 1), name);
            bench.refuses(&s(1, 1), name);
        }
        bench.accepts(&format!("{}; {}", r(1, 1), s(1, 2)));
        if bench.defers() {
            bench.refuses("DELETE FROM r", name);
        }
        bench.accepts("DELETE FROM r; DELETE FROM s");
    }
    for kind in ["totality", "partition"] {
        let name = if kind == "totality" { "rel_colis_t_l_g" } else { "rel_colis_xt_l_g" };
        let model = format!(
            "{PEOPLE}entity Colis {{ numero serial identifier }}\nrelation L {{ Colis 0,n; Maison 0,n }}\nrelation G {{ Colis 0,1; Personne 0,n }}\nconstraint {kind} L, G on Colis \"m\""
        );
        for bench in Bench::each(&model) {
            bench.accepts(ROWS);
            if bench.defers() {
                bench.refuses("INSERT INTO colis (id) VALUES (1)", name);
            }
            bench.accepts("INSERT INTO colis (id) VALUES (1); INSERT INTO l (colis_id, maison_id) VALUES (1, 1)");
            bench.accepts("INSERT INTO colis (id, personne_id) VALUES (2, 1)");
            if bench.defers() {
                bench.refuses("DELETE FROM l", name);
                bench.refuses("UPDATE colis SET personne_id = NULL WHERE id = 2", name);
                if kind == "partition" {
                    bench.refuses("INSERT INTO l (colis_id, maison_id) VALUES (2, 1)", name);
                    bench.refuses("UPDATE colis SET personne_id = 1 WHERE id = 1", name);
                }
            }
            bench.accepts("DELETE FROM l; DELETE FROM colis");
        }
    }
}

#[test]
fn a_lone_violating_statement_fails_at_once_on_sqlite() {
    let model = "entity A { n serial identifier }\nentity B { n serial identifier }\nrelation R { A 1,n; B 0,n }";
    let bench = Bench::each(model).swap_remove(0);
    bench.database.run("INSERT INTO a (id) VALUES (1)").unwrap_err();
    assert_eq!(bench.value("SELECT COUNT(*) FROM a").as_deref(), Some("0"));
    assert_eq!(bench.value("SELECT COUNT(*) FROM pending_violation").as_deref(), Some("0"));
}
