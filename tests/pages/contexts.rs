//! Sample contexts for every page, as the application's core builds them: ordinary ones, and those that break a layout
//! (nothing at all, very long texts, thirty columns, many errors, markup in labels).

#![expect(clippy::needless_pass_by_value, reason = "`json!` borrows what is given to a helper as a literal")]

use serde_json::{Value, json};

/// One page to render: a name for its file, its template, its context.
pub(crate) struct Sample {
    pub(crate) name: &'static str,
    pub(crate) template: &'static str,
    pub(crate) context: Value,
}

/// A label that must come out as text.
const MARKUP: &str = "<script>alert(1)</script> & \"quotes\" {{ 7*7 }}";
const LONG: &str = "Remplacement complet d’une installation de chauffage central à condensation avec régulation par zone, désembouage, dépose et évacuation de l’ancienne chaudière au fioul";

/// Every sample, all languages alike: labels come from a model, not from the interface.
pub(crate) fn samples() -> Vec<Sample> {
    let page = |name, template, context| Sample { name, template, context: with_globals(context) };
    vec![
        page("home", "home.html", home()),
        page("home-many", "home.html", home_many()),
        page("list", "list.html", list()),
        page("list-empty", "list.html", list_empty(json!(null))),
        page("list-none", "list.html", list_empty(json!("zzz"))),
        page("list-wide", "list.html", list_wide()),
        page("rows", "_rows.html", list()),
        page("form", "form.html", form_new()),
        page("form-quote", "form.html", form_quote()),
        page("form-errors", "form.html", form_errors()),
        page("form-conflict", "form.html", form_conflict()),
        page("form-kinds", "form.html", form_every_kind()),
        page("record", "record.html", record()),
        page("record-long", "record.html", record_long()),
        page("form-restored", "form.html", form_restored()),
        page("history", "history.html", history(true)),
        page("history-deleted", "history.html", history(false)),
        page("history-partial", "_history.html", history(true)),
        page("deleted", "deleted.html", deleted()),
        page(
            "deleted-none",
            "deleted.html",
            json!({"entity": client(), "rows": [], "several": false, "older_url": null, "newest_url": "/clients/deleted"}),
        ),
        page("delete", "delete.html", delete()),
        page("delete-blocked", "delete.html", delete_blocked(Value::Null)),
        page("delete-mutual", "delete.html", delete_blocked(json!({"label": MARKUP, "count": 1}))),
        page("error", "error.html", error()),
        page("options", "_options.html", options()),
        page("options-none", "_options.html", json!({"options": [], "q": MARKUP, "more": false, "new_url": null})),
        page(
            "check",
            "_check.html",
            json!({"messages": [{"id": "nom", "error": MARKUP}, {"id": "email", "error": null}]}),
        ),
    ]
}

fn with_globals(page: Value) -> Value {
    let mut context = json!({
        "site": {"title": "Chauffage Lemoine", "locale": "fr", "currency": "EUR"},
        "nav": [{"label": null, "items": menu("/clients")}],
        "csrf": "jeton", "path": "/clients", "flash": null,
    });
    if let (Some(context), Value::Object(page)) = (context.as_object_mut(), page) {
        context.extend(page);
    }
    context
}

const ENTITIES: [(&str, &str, u32); 12] = [
    ("Clients", "/clients", 3012),
    ("Contacts", "/contacts", 418),
    ("Devis", "/devis", 1284),
    ("Factures", "/factures", 2190),
    ("Règlements", "/reglements", 2077),
    ("Contrats d'entretien", "/contrats", 906),
    ("Visites", "/visites", 5120),
    ("Appareils", "/appareils", 3349),
    ("Articles", "/articles", 640),
    ("Messages", "/messages", 8021),
    ("Employés", "/employes", 14),
    ("Sociétés", "/societes", 0),
];

fn menu(active: &str) -> Value {
    ENTITIES.iter().map(|(label, url, _)| json!({"label": label, "url": url, "active": *url == active})).collect()
}

fn home() -> Value {
    let cards: Value = ENTITIES
        .iter()
        .map(|(label, url, count)| json!({"label": label, "url": url, "new_url": format!("{url}/new"), "count": count, "area": null}))
        .collect();
    json!({"path": "/", "nav": [{"label": null, "items": menu("")}], "cards": cards, "recent": [
        {"entity": "Devis", "title": "DV-2025-0412 — Remplacement chaudière gaz", "url": "/devis/412", "when": "il y a 12 min"},
        {"entity": "Client", "title": "Boulangerie Martin", "url": "/clients/31", "when": "il y a 40 min"},
        {"entity": "Visite", "title": "Visite du 14/11/2025 chez Mme Nguyen", "url": "/visites/8", "when": "hier"},
        {"entity": "Facture", "title": "FA-2025-00981", "url": "/factures/981", "when": "hier"},
        {"entity": "Contact", "title": "Hélène Dubreuil-Castagnède", "url": "/contacts/8", "when": "12/11/2025"},
    ], "flash": {"kind": "success", "text": "La fiche « Boulangerie Martin » est enregistrée."}})
}

fn home_many() -> Value {
    let areas = ["Core", "Sales", "Support", MARKUP];
    let of_area = |area: &str| -> Vec<Value> {
        (0..17).map(|n| json!({"label": format!("Email Template Category {n}"), "url": format!("/e{n}"), "new_url": null, "count": n * 7919, "area": area, "active": area == "Sales" && n == 2})).collect()
    };
    let nav: Value = areas.iter().map(|area| json!({"label": area, "items": of_area(area)})).collect();
    let cards: Value = areas.iter().flat_map(|area| of_area(area)).collect();
    json!({"path": "/", "nav": nav, "cards": cards, "recent": []})
}

fn client() -> Value {
    json!({"name": "client", "label": "Client", "plural": "Clients", "url": "/clients", "help": "Qui nous paie : un particulier ou une société."})
}

fn cell(kind: &str, text: &str) -> Value {
    json!({"kind": kind, "text": text, "url": null, "tone": null, "unit": null, "html": null})
}

fn badge(text: &str, tone: u8) -> Value {
    json!({"kind": "enum", "text": text, "url": null, "tone": tone, "unit": null, "html": null})
}

fn link(kind: &str, text: &str, url: &str) -> Value {
    json!({"kind": kind, "text": text, "url": url, "tone": null, "unit": null, "html": null})
}

fn column(name: &str, label: &str, kind: &str) -> Value {
    let numeric = ["integer", "money", "decimal", "percent", "serial"].contains(&kind);
    json!({"name": name, "label": label, "kind": kind, "numeric": numeric,
           "sort": if name == "nom" { "asc" } else { "" }, "sort_url": format!("/clients?sort={name}"), "is_title": name == "nom" || name == "objet"})
}

fn paging(total: u32) -> Value {
    json!({"total": total, "from": 51, "to": 75, "page": 3, "pages": 121, "prev_url": "/clients?page=2", "next_url": "/clients?after=x", "first_url": "/clients", "last_url": "/clients?page=121"})
}

fn list() -> Value {
    let states = [
        ("Prospect", 0),
        ("Actif", 1),
        ("Dormant", 2),
        ("Perdu", 3),
        ("Relancé", 4),
        ("Envoyé", 5),
        ("Réglé", 6),
        ("Litige", 7),
    ];
    let names = [
        "Boulangerie Martin",
        "Mme Nguyen",
        "Cabinet Vétérinaire des Tilleuls",
        "Copropriété 12 rue Pasteur",
        "Dupont & Fils",
        "Hôtel de la Gare",
        "M. Lefèvre",
        "Garage Benali",
        "Pharmacie du Centre",
        "École Jules-Ferry",
        "Mme Castagnède",
        "Menuiserie Le Goff",
        "Restaurant L’Ardoise",
        "M. Ouédraogo",
        "SCI Les Charmes",
        "Imprimerie Roussel",
        "Mme Petit",
        "Clinique Saint-Roch",
        "Auto-école Horizon",
        "Fleuriste Pivoine",
        "M. da Silva",
        "Mairie de Valbonne",
        "Crèche Les Lutins",
        "Ostéo Morel",
        "Cave Bourdin",
    ];
    let rows: Value = names.iter().zip(1..).map(|(name, n): (&&str, usize)| {
        let (state, tone) = states.get(n % 8).copied().unwrap_or(("", 0));
        json!({"id": n, "url": format!("/clients/{n}"), "title": name, "cells": [
            cell("serial", &n.to_string()), cell("text", name), badge(state, tone),
            if n % 4 == 0 { cell("phone", "") } else { link("phone", &format!("02 98 41 {:02} {:02}", n * 7 % 100, n * 13 % 100), "tel:+33298410000") },
            link("email", &format!("contact{n}@exemple.fr"), "mailto:contact@exemple.fr"),
            cell("date", &format!("{:02}/03/2024", n % 28 + 1)), cell("money", &format!("{} {:03},50 €", n * 3, n * 137 % 1000)),
        ]})
    }).collect();
    json!({"entity": client(), "q": "", "rows": rows, "paging": paging(3012), "export_url": "/clients/export.csv?sort=nom",
        "new": [{"label": "Particulier", "url": "/particuliers/new"}, {"label": "Société", "url": "/societes/new"}],
        "columns": [column("numero", "N°", "serial"), column("nom", "Nom", "text"), column("statut", "Statut", "enum"), column("telephone", "Téléphone", "phone"),
                    column("email", "E-mail", "email"), column("depuis", "Client depuis", "date"), column("encours", "Encours", "money")],
        "saved": {"action": "/clients/views", "everything": false, "query": "?f.statut=actif", "links": [
            {"name": "À relancer", "url": "/clients?f.statut=prospect", "active": false}, {"name": "Actifs de Lyon", "url": "/clients?f.ville=Lyon", "active": true}]},
        "filters": filters(), "active_filters": [{"label": "Statut", "text": "Actif, Prospect", "remove_url": "/clients"}, {"label": "Client depuis", "text": "depuis le 01/01/2024", "remove_url": "/clients"}]})
}

fn filters() -> Value {
    let filter = |name: &str, label: &str, kind: &str, options: Value| json!({"name": name, "label": label, "kind": kind, "options": options, "value": null, "from": null, "to": null, "empty": false, "picker": null});
    json!([
        filter(
            "statut",
            "Statut",
            "enum",
            json!([
                choice("prospect", "Prospect", true),
                choice("actif", "Actif", true),
                choice("dormant", "Dormant", false),
                choice("perdu", "Perdu", false)
            ])
        ),
        filter("depuis", "Client depuis", "date", json!([])),
        filter("encours", "Encours", "range", json!([])),
        filter("consentement", "Accepte nos courriels", "boolean", json!([])),
        filter(
            "commercial",
            "Suivi par",
            "reference",
            json!([choice("1", "Anne Kervella", false), choice("2", "Paul Guéguen", false)])
        ),
        filter("ville", "Ville", "text", json!([])),
    ])
}

fn choice(value: &str, label: &str, selected: bool) -> Value {
    json!({"value": value, "label": label, "selected": selected})
}

fn list_empty(q: Value) -> Value {
    json!({"entity": client(), "q": q, "rows": [], "columns": [column("nom", "Nom", "text")], "filters": [], "active_filters": [], "export_url": "/clients/export.csv",
        "saved": {"action": "/clients/views", "everything": true, "query": null, "links": []},
        "new": [{"label": "Particulier", "url": "/particuliers/new"}, {"label": "Société", "url": "/societes/new"}],
        "paging": {"total": 0, "from": 0, "to": 0, "page": 1, "pages": 0, "prev_url": null, "next_url": null, "first_url": null, "last_url": null}})
}

fn list_wide() -> Value {
    let columns: Vec<Value> = (0..30)
        .map(|n| {
            if n == 1 {
                column("nom", MARKUP, "text")
            } else {
                column(&format!("c{n}"), &format!("Colonne {n}"), "text")
            }
        })
        .collect();
    let rows: Vec<Value> = (0..50).map(|n| json!({"id": n, "url": format!("/x/{n}"), "title": LONG, "cells":
        (0..30).map(|c| cell("text", if c == 1 { LONG } else if c == 3 { MARKUP } else { "valeur" })).collect::<Vec<_>>()})).collect();
    let mut context = list();
    for (name, value) in [
        ("columns", json!(columns)),
        ("rows", json!(rows)),
        ("entity", json!({"name": "x", "label": MARKUP, "plural": MARKUP, "url": "/x", "help": LONG})),
    ] {
        if let Some(place) = context.get_mut(name) {
            *place = value;
        }
    }
    context
}

/// A widget with every key the contract names, changed by `more`.
fn widget(kind: &str, name: &str, label: &str, width: &str, more: Value) -> Value {
    let mut widget = json!({"id": name.replace('.', "-"), "name": name, "label": label, "help": null, "kind": kind, "value": null, "text": null, "required": false, "readonly": false,
        "error": null, "min": null, "max": null, "step": null, "maxlength": null, "pattern": null, "message": null, "unit": null, "inputmode": null, "autocomplete": null,
        "options": [], "picker": null, "creation": null, "group": null, "folded": false, "width": width});
    if let (Some(widget), Value::Object(more)) = (widget.as_object_mut(), more) {
        widget.extend(more);
    }
    widget
}

fn picker(entity: &str, text: &str) -> Value {
    json!({"url": "/clients/pick", "text": text, "new_url": "/clients/new", "entity": entity})
}

fn address(name: &str) -> Vec<Value> {
    let part = |part: &str, label: &str, width: &str| {
        widget(
            "text",
            &format!("{name}_{part}"),
            label,
            width,
            json!({"group": "Adresse", "folded": part == "latitude"}),
        )
    };
    vec![
        part("rue", "Rue", "full"),
        part("complement", "Complément", "full"),
        part("code_postal", "Code postal", "short"),
        part("ville", "Ville", "half"),
        part("pays", "Pays", "short"),
    ]
}

fn form(entity: Value, record: Value, sections: Value, lines: Value) -> Value {
    json!({"entity": entity, "action": "/clients", "record": record, "cancel_url": "/clients", "kinds": [], "errors": [], "sections": sections, "lines": lines, "of": null, "conflict": null, "restored": null})
}

fn client_sections() -> Value {
    let states = json!([
        choice("prospect", "Prospect", true),
        choice("actif", "Actif", false),
        choice("dormant", "Dormant", false),
        choice("perdu", "Perdu", false)
    ]);
    let mut contact = vec![
        widget(
            "email",
            "email",
            "E-mail",
            "half",
            json!({"message": "L’adresse e-mail est mal formée", "autocomplete": "email"}),
        ),
        widget("phone", "telephone", "Téléphone", "half", json!({"inputmode": "tel"})),
        widget("phone", "mobile", "Mobile", "half", json!({"inputmode": "tel"})),
    ];
    contact.extend(address("adresse"));
    contact.push(widget("boolean", "consentement", "Accepte nos courriels", "half", json!({"value": "true"})));
    json!([
        {"title": "Identité", "fields": [
            widget("text", "nom", "Nom", "half", json!({"required": true, "maxlength": 120})),
            widget("enum", "statut", "Statut", "half", json!({"options": states, "required": true})),
            widget("date", "depuis", "Client depuis", "short", json!({"value": "2024-03-12"})),
            widget("money", "encours_max", "Encours autorisé", "short", json!({"min": "0", "step": "0.01", "unit": "€", "value": "12500.00", "message": "L’encours est positif"})),
            widget("reference", "commercial", "Suivi par", "half", json!({"picker": picker("Employé", "Anne Kervella"), "value": "4"})),
        ]},
        {"title": "Coordonnées", "fields": contact},
        {"title": "Suivi", "fields": [widget("markdown", "note", "Note", "full", json!({"help": "Mise en forme possible : **gras**, listes, liens."}))]},
    ])
}

fn form_new() -> Value {
    let mut context = form(client(), json!(null), client_sections(), json!([]));
    if let Some(kinds) = context.get_mut("kinds") {
        *kinds = json!([{"label": "Particulier", "url": "/particuliers/new", "active": true}, {"label": "Société", "url": "/societes/new", "active": false}]);
    }
    context
}

fn quote_line(index: &str, article: &str, quantity: &str, price: &str, error: Value) -> Vec<Value> {
    let name = |field: &str| format!("ligne_devis.{index}.{field}");
    vec![
        widget(
            "reference",
            &name("article"),
            "Article",
            "half",
            json!({"required": true, "picker": picker("Article", article), "value": "7"}),
        ),
        widget(
            "decimal",
            &name("quantite"),
            "Quantité",
            "short",
            json!({"required": true, "min": "0", "step": "0.01", "value": quantity, "error": error}),
        ),
        widget(
            "money",
            &name("prix_ht"),
            "Prix HT",
            "short",
            json!({"required": true, "min": "0", "unit": "€", "value": price}),
        ),
    ]
}

fn quote_lines(error: Value) -> Value {
    let row = |index: usize, fields: Vec<Value>| json!({"index": index, "id": null, "error": null, "fields": fields});
    let column = |name: &str, label: &str, kind: &str| json!({"name": name, "label": label, "kind": kind, "numeric": kind != "reference", "required": true});
    json!([{"name": "ligne_devis", "label": "Lignes du devis", "help": null, "error": null, "min": 1, "max": null, "ordered": true,
        "columns": [column("article", "Article", "reference"), column("quantite", "Quantité", "decimal"), column("prix_ht", "Prix HT", "money")],
        "rows": [row(0, quote_line("0", "CH-GAZ-24 — Chaudière gaz condensation 24 kW", "1", "2890.00", json!(null))),
                 row(1, quote_line("1", "MO-H — Main-d’œuvre, heure", "12.5", "58.00", error)),
                 row(2, quote_line("2", "", "", "", json!(null)))],
        "blank": quote_line("__index__", "", "", "", json!(null))}])
}

fn quote() -> Value {
    json!({"name": "devis", "label": "Devis", "plural": "Devis", "url": "/devis", "help": null})
}

fn quote_sections() -> Value {
    json!([{"title": null, "fields": [
        widget("text", "objet", "Objet", "full", json!({"required": true, "maxlength": 200, "value": "Remplacement chaudière gaz"})),
        widget("reference", "client", "Client", "half", json!({"required": true, "picker": picker("Client", "Boulangerie Martin"), "value": "31"})),
        widget("reference", "auteur", "Auteur", "half", json!({"required": true, "picker": picker("Employé", "Kerv"), "options": [choice("4", "Anne Kervella", false), choice("9", "Yann Kervran", false)]})),
        widget("date", "date", "Date", "short", json!({"required": true, "value": "2025-11-14"})),
        widget("date", "validite", "Valable jusqu’au", "short", json!({"value": "2025-12-14"})),
        widget("percent", "remise", "Remise", "short", json!({"min": "0", "max": "100", "value": "5", "unit": "%"})),
        widget("sequence", "numero", "Numéro", "short", json!({"readonly": true, "text": "DV-2025-0412"})),
        widget("money", "total_ht", "Total HT", "short", json!({"readonly": true, "text": "3 434,25", "unit": "€"})),
    ]}])
}

fn form_quote() -> Value {
    form(
        quote(),
        json!({"id": 412, "version": 3, "title": "DV-2025-0412 — Remplacement chaudière gaz"}),
        quote_sections(),
        quote_lines(json!(null)),
    )
}

fn form_errors() -> Value {
    let many: Vec<Value> = (0..14).map(|n| widget("text", &format!("champ{n}"), if n == 3 { MARKUP } else if n == 5 { LONG } else { "Champ ordinaire" }, "half", json!({"error": if n == 4 { LONG } else { "Ce champ est obligatoire" }, "help": if n == 2 { json!(MARKUP) } else { json!(null) }, "value": MARKUP}))).collect();
    let mut context = form(
        quote(),
        json!(null),
        json!([{"title": MARKUP, "fields": many}]),
        quote_lines(json!("La quantité est positive")),
    );
    if let Some(errors) = context.get_mut("errors") {
        *errors = (0..14).map(|n| json!({"message": "Ce champ est obligatoire", "field_id": format!("champ{n}"), "label": if n == 3 { MARKUP } else { "Champ ordinaire" }}))
            .chain([json!({"message": "La validité ne peut précéder la date du devis", "field_id": null, "label": null})]).collect();
    }
    context
}

fn form_restored() -> Value {
    let mut context = form_quote();
    if let Some(restored) = context.get_mut("restored") {
        *restored = json!({"when": "14/11/2025 16:02", "deleted": false, "labels": ["Objet", MARKUP], "left": ["Client", LONG]});
    }
    context
}

fn history(exists: bool) -> Value {
    let change = |label: &str, before: &str, after: &str| json!({"label": label, "before": before, "after": after, "secret": false});
    let secret = json!({"label": "Note interne", "before": "", "after": "", "secret": true});
    let line = |act: &str| json!({"act": act, "label": MARKUP, "names": ["<a href=\"/articles/7\">Chaudière</a>"], "changes": [change("Quantité", "1,00", "2,00")]});
    let event = |act: &str, label: &str, url: Value| {
        json!({"act": act, "label": label, "when": "14/11/2025 16:02", "restore_url": url,
        "changes": [change("Objet", "Remplacement", LONG), change(MARKUP, "", "5 %"), change("Remise", "5 %", ""), secret], "lines": [line("added"), line("removed"), line("changed")]})
    };
    let record = json!({"id": 31, "title": "Boulangerie Martin", "url": "/clients/31", "edit_url": "/clients/31/edit", "delete_url": "/clients/31/delete", "version": 4});
    json!({"entity": client(), "record": if exists { record } else { json!(null) }, "title": if exists { "Boulangerie Martin" } else { MARKUP },
        "history": {"url": "/clients/31/history", "older_url": "/clients/31/history?before=9", "newest_url": "/clients/31/history",
            "events": [event("deleted", "Suppression", json!("/clients/new?_history=3")), event("changed", "Modification", json!("/clients/31/edit?_history=2")), event("created", "Création", json!(null))]}})
}

fn deleted() -> Value {
    let row = |title: &str| json!({"label": "Particulier", "title": title, "when": "14/11/2025 16:02", "url": "/particuliers/3/history"});
    json!({"entity": client(), "rows": [row("Boulangerie Martin"), row(LONG), row(MARKUP)], "several": true, "older_url": "/clients/deleted?before=3", "newest_url": null})
}

fn form_conflict() -> Value {
    let mut context = form_quote();
    if let Some(conflict) = context.get_mut("conflict") {
        *conflict = json!({"rows": [{"label": "Objet", "mine": "Remplacement chaudière gaz", "theirs": LONG}, {"label": "Remise", "mine": "5 %", "theirs": null}]});
    }
    context
}

fn form_every_kind() -> Value {
    let kinds = [
        "text",
        "longtext",
        "markdown",
        "integer",
        "decimal",
        "money",
        "percent",
        "boolean",
        "date",
        "time",
        "datetime",
        "duration",
        "email",
        "phone",
        "url",
        "color",
        "country",
        "language",
        "postal_code",
        "siren",
        "siret",
        "vat",
        "iban",
        "enum",
        "serial",
        "sequence",
        "uuid",
        "json",
        "file",
        "image",
        "tags",
        "reference",
    ];
    let fields: Vec<Value> = kinds
        .iter()
        .map(|kind| {
            widget(
                kind,
                kind,
                kind,
                if ["longtext", "json"].contains(kind) { "full" } else { "half" },
                match *kind {
                    "enum" => json!({"options": [choice("a", "Un", false), choice("b", "Deux", true)]}),
                    "reference" => json!({"picker": picker("Client", "")}),
                    "serial" | "sequence" | "uuid" => json!({"readonly": true, "text": null}),
                    "integer" => json!({"min": 1, "max": 9, "step": 1, "value": 0}),
                    _ => json!({"help": "Une aide pour ce champ."}),
                },
            )
        })
        .collect();
    form(client(), json!(null), json!([{"title": "Tous les types", "fields": fields}]), json!([]))
}

fn fact(label: &str, cell: Value) -> Value {
    json!({"label": label, "cell": cell, "help": null})
}

fn record() -> Value {
    let unit = json!({"kind": "decimal", "text": "24,0", "url": null, "tone": null, "unit": "kW", "html": null});
    json!({"entity": client(), "record": {"id": 31, "title": "Boulangerie Martin", "url": "/clients/31", "edit_url": "/clients/31/edit", "delete_url": "/clients/31/delete", "version": 4},
    "kinds": [], "badges": [badge("Actif", 1), badge("Société", 6)], "created": "le 12/03/2024 à 09:14", "updated": "le 14/11/2025 à 16:02",
    "sections": [
        {"title": "Identité", "fields": [fact("N°", cell("serial", "31")), fact("Statut", badge("Actif", 1)), fact("Client depuis", cell("date", "12/03/2024")), fact("SIRET", cell("siret", "732 829 320 00074")),
            fact("Encours autorisé", cell("money", "12 500,00 €")), fact("Suivi par", link("reference", "Anne Kervella", "/employes/4")), fact("Puissance", unit)]},
        {"title": "Coordonnées", "fields": [fact("E-mail", link("email", "bonjour@boulangerie-martin.fr", "mailto:x")), fact("Téléphone", link("phone", "02 98 41 07 13", "tel:+33298410713")), fact("Mobile", cell("phone", "")),
            fact("Adresse", cell("text", "4 place de l’Église\n29200 Brest\nFrance")), fact("Accepte nos courriels", cell("boolean", "Oui")), fact("Couleur", cell("color", "#8a2846")), fact("Étiquettes", cell("tags", "fidèle, gaz, brest"))]},
        {"title": "Suivi", "fields": [fact("Note", cell("markdown", "Préfère être appelée avant 7 h.\n\nDeux fours et une chaudière gaz de 2011 ; remplacement à prévoir."))]},
    ],
    "related": [
        {"name": "devis", "label": "Devis", "count": 12, "all_url": "/devis?f.client=31", "new_url": "/devis/new?client=31",
         "columns": [column("numero", "Numéro", "sequence"), column("objet", "Objet", "text"), column("date", "Date", "date"), column("etat", "État", "enum"), column("total_ht", "Total HT", "money")],
         "rows": [related_row(412, "Remplacement chaudière gaz", "Brouillon", 0, "3 434,25 €"), related_row(398, "Contrat d’entretien et désembouage", "Envoyé", 1, "480,00 €"), related_row(352, "Thermostat connecté", "Accepté", 2, "289,90 €")]},
        {"name": "contacts", "label": "Contacts", "count": 1, "all_url": "/contacts?f.societe=31", "new_url": "/contacts/new?societe=31",
         "columns": [column("nom", "Nom", "text"), column("fonction", "Fonction", "text"), column("telephone", "Téléphone", "phone")],
         "rows": [{"id": 1, "url": "/contacts/1", "title": "Martin", "cells": [cell("text", "Sylvie Martin"), cell("text", "Gérante"), link("phone", "06 12 34 56 78", "tel:+33612345678")]}]},
        {"name": "appareils", "label": "Appareils", "count": 0, "all_url": null, "new_url": "/appareils/new?client=31", "columns": [column("modele", "Modèle", "text")], "rows": []},
    ]})
}

fn related_row(n: u32, title: &str, state: &str, tone: u8, total: &str) -> Value {
    json!({"id": n, "url": format!("/devis/{n}"), "title": title, "cells": [cell("sequence", &format!("DV-2025-{n:04}")), cell("text", title), cell("date", "14/11/2025"), badge(state, tone), cell("money", total)]})
}

fn record_long() -> Value {
    let facts: Vec<Value> = (0..40)
        .map(|n| {
            fact(
                if n == 2 {
                    LONG
                } else if n == 3 {
                    MARKUP
                } else {
                    "Un champ"
                },
                cell(
                    "text",
                    if n == 4 {
                        LONG
                    } else if n == 5 {
                        MARKUP
                    } else {
                        "valeur"
                    },
                ),
            )
        })
        .collect();
    json!({"entity": client(), "record": {"id": 1, "title": LONG, "url": "/x/1", "edit_url": "/x/1/edit", "delete_url": "/x/1/delete", "version": 1}, "kinds": [], "badges": [], "created": null, "updated": null,
        "sections": [{"title": null, "fields": facts}], "related": []})
}

fn delete() -> Value {
    json!({"entity": client(), "record": {"id": 31, "version": 4, "title": "Boulangerie Martin"}, "blockers": [], "action": "/clients/31/delete", "cancel_url": "/clients/31",
        "cascades": [{"label": "Contacts", "count": 3}], "changed": false, "remains": null, "detaches": [{"label": "Messages", "count": 18}]})
}

/// `mutual`: what the record can't be without, and can't be deleted with.
fn delete_blocked(mutual: Value) -> Value {
    json!({"entity": client(), "mutual": mutual, "record": {"id": 31, "version": 4, "title": "Boulangerie Martin"}, "cascades": [], "changed": false, "remains": null, "detaches": [], "action": "/clients/31/delete", "cancel_url": "/clients/31",
        "blockers": [{"label": "Devis", "count": 12, "all_url": "/devis?f.client=31", "samples": [{"title": "DV-2025-0412 — Remplacement chaudière gaz", "url": "/devis/412"}, {"title": MARKUP, "url": "/devis/398"}]},
                     {"label": "Appareils", "count": 1, "all_url": null, "samples": [{"title": "Vaillant ecoTEC plus", "url": "/appareils/2"}]}]})
}

fn error() -> Value {
    json!({"status": 404, "title": "Cette page n’existe pas", "message": "La fiche a peut-être été supprimée. Revenez à la liste pour la chercher.", "back_url": "/clients"})
}

fn options() -> Value {
    json!({"options": [{"id": 31, "text": "Boulangerie Martin", "detail": "Brest · 02 98 41 07 13"}, {"id": 44, "text": MARKUP, "detail": null}], "q": "mar", "more": true, "new_url": "/clients/new"})
}
