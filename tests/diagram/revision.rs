//! `diff` as a drawing: what is marked, where boxes stay, and models read from git revisions.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use merisier::diagram::compose::compose;
use merisier::diagram::view::{self, Counts, Detail, Kind, Lowered, Mark, Revision};
use merisier::driver::{Checked, check_texts};
use merisier::migrate::{Answers, Side, difference};
use merisier::mld;

use scraper::{ElementRef, Html, Selector};

use crate::legible;

const OLD: &str = "crm c \"C\" {\n locale en\n}\nentity Client {\n n serial identifier\n name text(80) required\n phone phone\n gone date\n}\nentity Quote {\n n serial identifier\n}\nentity Old {\n n serial identifier\n}\nrelation Ask {\n Client 0,n\n Quote 1,1\n}\nrelation Bygone {\n Old 0,n\n Quote 0,1\n}\n";
const NEW: &str = "crm c \"C\" {\n locale en\n}\nentity Client {\n n serial identifier\n name text(120) required\n mobile phone was phone\n since date\n}\nentity Quote {\n n serial identifier\n}\nentity Visit {\n n serial identifier\n}\nrelation Ask {\n Client 1,n\n Quote 1,1\n}\nrelation See {\n Client 0,n\n Visit 1,1\n}\n";

fn revision(old: &Checked, new: &Checked) -> Revision {
    let (before, after) =
        (Side { mcd: &old.mcd, sources: &old.sources }, Side { mcd: &new.mcd, sources: &new.sources });
    let found = difference(before, after, &Answers::default());
    view::revision(before.mcd, after.mcd, &found, Detail::All)
}

fn read(text: &str) -> Checked {
    check_texts(&[("model.mcd", text)])
}

#[test]
fn what_changed_is_marked_and_the_rest_keeps_its_place() {
    let (old, new) = (read(OLD), read(NEW));
    let found = revision(&old, &new);
    // Visit, See and since; Old, Bygone and gone; name's type, phone's name and the cardinality of Ask.
    assert_eq!(found.view.counts(), Counts { added: 3, removed: 3, changed: 3 });
    let client = &found.view.boxes[0];
    let rows: Vec<(&str, &str, Option<Mark>)> =
        client.rows.iter().map(|row| (row.name.as_str(), row.right.as_str(), row.mark)).collect();
    assert_eq!(
        rows,
        [
            ("n", "", None),
            ("name", "text(80) → text(120)", Some(Mark::Changed)),
            ("phone → mobile", "", Some(Mark::Changed)),
            ("gone", "", Some(Mark::Removed)),
            ("since", "", Some(Mark::Added)),
        ]
    );
    assert!(found.view.links.iter().any(|link| link.card == "~ 0,n → 1,n" && link.mark == Some(Mark::Changed)));

    let before = compose(&view::mcd(&old.mcd, Detail::All), None);
    let kept = found.centres(Some(&before.centres), None);
    let drawn = compose(&found.view, Some(&kept));
    legible(&drawn.scene);
    for (id, was) in [("entity-Quote", "entity-Quote"), ("removed-entity-Old", "entity-Old")] {
        assert_eq!(drawn.centres[id], before.centres[was], "{id}");
    }
}

fn table_revision(old: &Checked, new: &Checked, kind: Kind) -> Revision {
    let (before, after) =
        (Side { mcd: &old.mcd, sources: &old.sources }, Side { mcd: &new.mcd, sources: &new.sources });
    let found = difference(before, after, &Answers::default());
    let [past, now] = [old, new].map(|one| mld::lower(&one.mcd, mld::Options::default()));
    let (past, now) = (Lowered { mcd: &old.mcd, mld: &past }, Lowered { mcd: &new.mcd, mld: &now });
    view::table_revision(past, now, &found, kind, Detail::All)
}

#[test]
fn what_changed_is_marked_in_tables_too() {
    let (old, new) = (read(OLD), read(NEW));
    let found = table_revision(&old, &new, Kind::Crow);
    let client = found.view.boxes.iter().find(|node| node.title == "client").unwrap();
    let rows: Vec<(&str, &str, Option<Mark>)> =
        client.rows.iter().map(|row| (row.name.as_str(), row.right.as_str(), row.mark)).collect();
    assert!(rows.contains(&("name", "text(80) → text(120)", Some(Mark::Changed))), "{rows:?}");
    assert!(rows.contains(&("gone", "date?", Some(Mark::Removed))), "{rows:?}");
    assert!(rows.contains(&("since", "date?", Some(Mark::Added))), "{rows:?}");
    assert!(rows.iter().any(|(name, _, mark)| *name == "phone → mobile" && *mark == Some(Mark::Changed)), "{rows:?}");
    // What a link starts from is still the row of its column, though rows came between.
    for link in found.view.links.iter().filter(|link| link.mark.is_none()) {
        let row = &found.view.boxes[link.source].rows[link.row.unwrap()];
        assert!(link.title.contains(&row.name), "{} starts from {}", link.title, row.name);
    }
    let marks: Vec<Option<Mark>> = found.view.links.iter().map(|link| link.mark).collect();
    assert!(marks.contains(&Some(Mark::Added)) && marks.contains(&Some(Mark::Removed)) && marks.contains(&None));
    legible(&compose(&found.view, None).scene);
    assert_eq!(table_revision(&new, &new, Kind::Mld).view.counts(), Counts::default());
}

#[test]
fn a_model_differs_in_nothing_from_itself() {
    let model = read(NEW);
    let found = revision(&model, &model);
    assert_eq!(found.view.counts(), Counts::default());
    assert!(found.view.boxes.iter().all(|node| node.mark.is_none()));
}

#[test]
fn a_revision_is_read_from_git_with_what_it_includes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let put = |name: &str, text: &str| fs::write(path.join(name), text).unwrap();
    fs::create_dir(path.join("model")).unwrap();
    put("model/main.mcd", "include \"part.mcd\"\n");
    put("model/part.mcd", OLD);
    git(path, &["init", "-q"]);
    git(path, &["add", "."]);
    git(path, &["-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "old"]);
    put("model/part.mcd", NEW);
    for (from, old, new) in [
        ("", "HEAD:model/main.mcd", "model/main.mcd"),
        ("model", "HEAD:main.mcd", "main.mcd"),
        ("model", "HEAD:./main.mcd", "main.mcd"),
    ] {
        let run = Command::new(env!("CARGO_BIN_EXE_merisier"))
            .args(["diff", old, new, "-o", "out.svg", "--lang", "en"])
            .current_dir(path.join(from))
            .output()
            .unwrap();
        assert!(run.status.success(), "{old}: {}", String::from_utf8_lossy(&run.stderr));
        let svg = fs::read_to_string(path.join(from).join("out.svg")).unwrap();
        assert!(svg.contains("~ 0,n → 1,n") && svg.contains("3 removed"), "{old}");
    }
    let run = Command::new(env!("CARGO_BIN_EXE_merisier"))
        .args(["diff", "HEAD:model/main.mcd", "model/main.mcd", "-o", "out.html", "--kind", "mld", "--lang", "en"])
        .current_dir(path)
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let html = fs::read_to_string(path.join("out.html")).unwrap();
    // The colours first, and the two states at the ends of the slider.
    let first = html.find("text(80) → text(120)").unwrap();
    assert!(first < html.find("<template").unwrap(), "the coloured tables come first");
    assert!(html.contains("\"counts\":{") && html.contains("id=\"revision\""));
    assert!(!path.join("model/model.layout.json").exists(), "a comparison keeps no positions");
}

/// The middle of each box, by the id it has in a drawing: an SVG, or the first of a page.
fn middles(text: &str) -> BTreeMap<String, (f64, f64)> {
    let page = Html::parse_document(text.split("<template").next().unwrap_or_default());
    let boxes = Selector::parse("g.entity, g.relation, g.table").unwrap();
    let number = |one: ElementRef<'_>, name: &str| one.value().attr(name).unwrap().parse::<f64>().unwrap();
    let rect = Selector::parse("rect").unwrap();
    let middle = |group: ElementRef<'_>| {
        let one = group.select(&rect).next().unwrap();
        let [x, y, w, h] = ["x", "y", "width", "height"].map(|name| number(one, name));
        let id = group.value().attr("id").unwrap();
        (
            id[id.find("entity-").or(id.find("relation-")).or(id.find("table-")).unwrap()..].to_owned(),
            (x + w / 2.0, y + h / 2.0),
        )
    };
    page.select(&boxes).map(middle).collect()
}

/// A picture and a page of the same change have their boxes at the same places, kept or not; what goes stays where it was.
#[test]
fn a_change_is_drawn_alike_in_every_form() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let run = |arguments: &[&str]| {
        let output = crate::album::merisier(path, arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    let read = |name: &str| middles(&fs::read_to_string(path.join(name)).unwrap());
    let put = |text: &str| fs::write(path.join("model.mcd"), text).unwrap();
    git(path, &["init", "-q"]);
    put(OLD);
    git(path, &["add", "."]);
    git(path, &["-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "bare"]);
    run(&["diagram", "model.mcd", "-o", "old.svg"]);
    git(path, &["add", "model.layout.json"]);
    git(path, &["-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "placed"]);
    fs::remove_file(path.join("model.layout.json")).unwrap();
    put(NEW);
    for (old, is_placed) in [("HEAD~1:model.mcd", false), ("HEAD:model.mcd", true)] {
        for kind in ["mcd", "mld"] {
            if is_placed && kind == "mcd" {
                // The new model has places of its own too, and what is new may stand where what goes did.
                git(path, &["checkout", "-q", "HEAD", "model.layout.json"]);
                run(&["diagram", "model.mcd", "-o", "new.svg"]);
            }
            run(&["diff", old, "model.mcd", "--kind", kind, "-o", "x.svg"]);
            run(&["diff", old, "model.mcd", "--kind", kind, "-o", "x.html"]);
            let [svg, html] = ["x.svg", "x.html"].map(read);
            assert!(svg.len() >= 4 && svg == html, "{old} {kind}: {svg:?} {html:?}");
        }
    }
    run(&["diff", "HEAD:model.mcd", "model.mcd", "-o", "x.html"]);
    let [before, after] = ["old.svg", "x.html"].map(read);
    let apart = |of: &BTreeMap<String, (f64, f64)>| {
        let (a, b) = (of["entity-Quote"], of["entity-Old"]);
        (a.0 - b.0, a.1 - b.1)
    };
    assert_eq!(apart(&before), apart(&after), "what goes stays where it was");
    assert!(fs::read_to_string(path.join("x.html")).unwrap().contains("3 entities, 2 relations"), "of the new model");
}

fn git(folder: &Path, arguments: &[&str]) {
    let run = Command::new("git").args(arguments).current_dir(folder).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}
