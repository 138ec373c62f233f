//! Where boxes stand from one drawing to the next: tables beside their entities, places kept in `model.layout.json`, and the colour
//! of what is of no area.

use std::fs;
use std::path::Path;

use merisier::diagram::beside::beside;
use merisier::diagram::compose::compose;
use merisier::diagram::positions::{Centres, Positions};
use merisier::diagram::scene::{Paint, Scene, Shape};
use merisier::diagram::view::{self, Detail, Kind, Lowered};
use merisier::mld;

use crate::album::{merisier, shop};
use crate::{legible, model, model_of, view_of};

#[test]
fn tables_stand_as_their_entities_do() {
    let mcd = model(&format!("{}/examples/training", env!("CARGO_MANIFEST_DIR")));
    let tables = mld::lower(&mcd, mld::Options::default());
    let entities = compose(&view_of(&mcd, Kind::Mcd, Detail::All), None).centres;
    let shown = view_of(&mcd, Kind::Crow, Detail::All);
    let drawn = beside(Lowered { mcd: &mcd, mld: &tables }, &shown, &entities);
    legible(&drawn.scene);
    let mut pairs: Vec<[merisier::diagram::layout::Point; 2]> = Vec::new();
    for (id, entity) in mcd.entities() {
        let table = tables.tables().map(|(_, table)| table).find(|table| table.origin == mld::TableOrigin::Entity(id));
        let (Some(at), Some(table)) = (entities.get(&format!("entity-{}", entity.name)), table) else { continue };
        pairs.push([*at, drawn.centres[&format!("table-{}", table.name)]]);
    }
    assert!(pairs.len() > 3, "{pairs:?}");
    // Of two entities far apart, the tables are in the same order.
    for [a, table_a] in &pairs {
        for [b, table_b] in &pairs {
            assert!(b.x - a.x < 400 || table_b.x > table_a.x, "{a:?} {b:?} {table_a:?} {table_b:?}");
            assert!(b.y - a.y < 400 || table_b.y > table_a.y, "{a:?} {b:?} {table_a:?} {table_b:?}");
        }
    }
}

fn kept(folder: &Path, name: &str) -> Centres {
    let text = fs::read_to_string(folder.join("model.layout.json")).unwrap();
    Positions::read(&text).of(name).cloned().unwrap_or_default()
}

#[test]
fn every_drawing_finds_boxes_where_another_left_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let draw = |arguments: &[&str]| {
        let output = merisier(path, &[&["diagram", "shop.mcd"], arguments].concat());
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    let file = |name: &str| fs::read(path.join(name)).unwrap();
    fs::write(path.join("shop.mcd"), shop()).unwrap();
    draw(&["--kind", "crow", "-o", "tables.svg"]);
    let (entities, tables) = (kept(path, "mcd"), kept(path, "tables"));
    assert!(!entities.is_empty() && tables.len() >= 14, "both are kept: {} {}", entities.len(), tables.len());
    let first = file("tables.svg");
    draw(&["--kind", "crow", "-o", "tables.svg"]);
    assert!(file("tables.svg") == first, "the same picture twice");
    // The page and the other drawings have the same places.
    draw(&["-o", "page.html"]);
    draw(&["-o", "mcd.svg"]);
    draw(&["--kind", "mld", "-o", "mld.svg"]);
    assert_eq!((kept(path, "mcd"), kept(path, "tables")), (entities.clone(), tables.clone()));
    // A place changed by hand is honoured, whatever is drawn.
    let mut moved = Positions::read(&String::from_utf8_lossy(&file("model.layout.json")));
    let mut by_hand = tables.clone();
    let low = tables.values().map(|at| at.y).max().unwrap() + 600;
    by_hand.get_mut("table-e3").unwrap().y = low / 10 * 10;
    moved.set("tables", by_hand.clone());
    fs::write(path.join("model.layout.json"), moved.write()).unwrap();
    draw(&["-o", "page.html"]);
    draw(&["--kind", "crow", "-o", "tables.svg"]);
    assert_eq!(kept(path, "tables"), by_hand);
    assert!(file("tables.svg") != first);
    // One more entity moves none of the others, in neither diagram.
    fs::write(
        path.join("shop.mcd"),
        shop() + "entity More in Stock {\n code text(8) identifier\n}\nrelation Few {\n More 1,1\n E3 0,n\n}\n",
    )
    .unwrap();
    draw(&["--kind", "crow", "-o", "tables.svg"]);
    draw(&["-o", "mcd.svg"]);
    for (name, before) in [("mcd", entities), ("tables", by_hand)] {
        let now = kept(path, name);
        assert!(now.len() > before.len());
        for (id, at) in before {
            assert_eq!(now[&id], at, "{id}");
        }
    }
    // Less detail has places of its own.
    draw(&["--detail", "names", "-o", "names.svg"]);
    let names = kept(path, "mcd:names");
    assert!(names.len() > 14 && kept(path, "mcd").len() == names.len());
    let before = file("names.svg");
    draw(&["--detail", "names", "-o", "names.svg"]);
    assert!(file("names.svg") == before);
}

fn headers(scene: &Scene, id: &str) -> Vec<Paint> {
    let group = scene.groups.iter().find(|group| group.id == id).unwrap();
    let fill = |shape: &Shape| match shape {
        Shape::Rect { fill, .. } => *fill,
        _ => None,
    };
    group.shapes.iter().filter_map(fill).collect()
}

#[test]
fn what_is_of_no_area_has_a_colour_that_no_area_has() {
    let areas: String = (0..9).map(|n| format!("entity E{n} in A{n} {{\n code text(8) identifier\n}}\n")).collect();
    let mcd = model_of(
        &("crm c \"C\" {\n locale en\n}\n".to_owned() + &areas + "entity Free {\n code text(8) identifier\n}\n"),
    );
    let scene = compose(&view_of(&mcd, Kind::Mcd, Detail::All), None).scene;
    assert!(headers(&scene, "entity-Free").contains(&Paint::Hue(7)));
    for n in 0..9 {
        assert!(!headers(&scene, &format!("entity-E{n}")).contains(&Paint::Hue(7)));
    }
    // The legend names it, and a model without areas has the first colour.
    assert!(headers(&scene, "legend").contains(&Paint::Hue(7)));
    assert!(scene.texts().any(|(group, text)| group.id == "legend" && text.text == "No area"));
    let plain = compose(&view::mcd(&model_of("entity Free {\n code text(8) identifier\n}\n"), Detail::All), None).scene;
    assert!(headers(&plain, "entity-Free").contains(&Paint::Hue(0)));
    assert!(!plain.texts().any(|(_, text)| text.text == "No area"));
}

/// The README shows what the command that it names draws today, and nothing moved.
#[test]
fn the_readme_shows_the_diagram_of_its_example() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/artisan");
    let folder = tempfile::tempdir().unwrap();
    for name in ["artisan.mcd", "merisier.yaml", "model.layout.json"] {
        fs::copy(example.join(name), folder.path().join(name)).unwrap();
    }
    let output = merisier(folder.path(), &["diagram", ".", "-o", "mcd.svg"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for name in ["mcd.svg", "model.layout.json"] {
        let [now, shown] = [folder.path(), &example].map(|folder| fs::read(folder.join(name)).unwrap());
        assert!(
            now == shown,
            "{name}: draw it again, merisier diagram examples/artisan --stamp \"\" -o examples/artisan/mcd.svg"
        );
    }
}
