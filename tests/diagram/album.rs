//! Large models on paper: hubs named in rows, a sheet an area, an overview that says where, pages whose texts can be read.

use std::fs;
use std::process::{Command, Output};

use merisier::diagram::album::{Format, album};
use merisier::diagram::compose::compose;
use merisier::diagram::paper;
use merisier::diagram::scene::{Scene, Shape};
use merisier::diagram::svg::Page;
use merisier::diagram::view::{self, Detail, Kind, Look, View};

use crate::{legible, model_of, view_of};

/// Three areas; all of two of them are linked to the same entity of the third.
pub fn shop() -> String {
    let mut text = String::from(
        "crm shop \"Shop\" {\n locale en\n}\nentity Staff in People {\n code text(8) identifier\n}\nentity Post in People {\n code text(8) identifier\n}\nrelation Hold {\n Staff 0,1\n Post 0,n\n}\n",
    );
    for n in 0..12 {
        let area = if n % 2 == 0 { "Sales" } else { "Stock" };
        text += &format!("entity E{n} in {area} {{\n code text(8) identifier\n name text(40)\n}}\n");
        text += &format!("relation Own{n} {{\n keeper: Staff 0,n\n E{n} 1,1\n}}\n");
    }
    for n in 0..10 {
        text += &format!("relation Next{n} {{\n E{n} 0,n\n E{} 0,n\n}}\n", n + 2);
    }
    text + "relation Cross {\n E0 0,n\n E1 0,n\n}\n"
}

fn rows(view: &View, title: &str) -> Vec<(String, String)> {
    let node = view.boxes.iter().find(|node| node.title == title).unwrap();
    node.rows.iter().map(|row| (row.name.clone(), row.right.clone())).collect()
}

#[test]
fn a_hub_of_another_area_is_named_and_not_joined() {
    let mcd = model_of(&shop());
    let chipped = view::chips(&view_of(&mcd, Kind::Mcd, Detail::All));
    assert_eq!(rows(&chipped, "Own3"), [("→ Staff (keeper)".to_owned(), "0,n".to_owned())]);
    assert_eq!(rows(&chipped, "Hold"), [], "within its area a hub keeps its lines");
    let told = rows(&chipped, "Staff");
    assert_eq!(told[1..], [("← Sales".to_owned(), "6".to_owned()), ("← Stock".to_owned(), "6".to_owned())]);
    let staff = chipped.boxes.iter().position(|node| node.title == "Staff");
    assert_eq!(chipped.links.iter().filter(|link| Some(link.source) == staff).count(), 1);
    let tables = view::chips(&view_of(&mcd, Kind::Mld, Detail::All));
    assert!(rows(&tables, "e3").iter().any(|(_, right)| right == "→ staff"), "{:?}", rows(&tables, "e3"));
}

#[test]
fn the_cartouche_counts_one_as_one() {
    let one = model_of("crm c \"C\" {\n locale fr\n}\nentity A {\n n serial identifier\n}\n");
    for (kind, said) in [(Kind::Mcd, "MCD · 1 entité, 0 association"), (Kind::Mld, "MLD · 1 table")] {
        let scene = compose(&view_of(&one, kind, Detail::All), None).scene;
        assert!(scene.texts().any(|(_, text)| text.text == said), "{said}");
    }
}

#[test]
fn each_entity_is_on_one_sheet_and_the_overview_says_which() {
    let mcd = model_of(&shop());
    let whole = view_of(&mcd, Kind::Mcd, Detail::All);
    let sheets = album(&whole, Some(&Format { page: Page::A4, ..Format::default() }), |_| None);
    let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["", "People", "Sales", "Stock"]);
    let titles: Vec<&str> = sheets[0].scene.texts().map(|(_, text)| text.text.as_str()).collect();
    for said in ["People · sheet 2", "Sales · sheet 3", "Stock · sheet 4", "6 relations", "1 relation", "Staff"] {
        assert!(titles.contains(&said), "{said}: {titles:?}");
    }
    for sheet in &sheets {
        legible(&sheet.scene);
    }
    for node in whole.boxes.iter().filter(|node| node.shape == Look::Entity) {
        let full = |scene: &Scene| scene.groups.iter().any(|group| group.id == node.id && texts(group) > 1);
        assert_eq!(sheets.iter().filter(|sheet| full(&sheet.scene)).count(), 1, "{}", node.title);
    }
    // What is linked to an area but belongs elsewhere is named on its sheet.
    assert!(sheets[2].scene.groups.iter().any(|group| group.id == "entity-E1" && texts(group) == 1));
}

fn texts(group: &merisier::diagram::scene::Group) -> usize {
    group.shapes.iter().filter(|shape| matches!(shape, Shape::Text(_))).count()
}

#[test]
fn pages_can_be_read_and_every_box_is_whole_on_one() {
    let entity = |n: usize| {
        let fields: String = (0..n % 9).map(|field| format!(" a_longer_name{field} text(10)\n")).collect();
        format!("entity E{n} {{\n code text(8) identifier\n{fields}}}\n")
    };
    let mcd = model_of(&(0..90).map(entity).collect::<String>());
    let scene = compose(&view_of(&mcd, Kind::Mcd, Detail::All), None).scene;
    let cut = paper::cut(&scene, Page::A4, false);
    assert!(cut.pages() > 1, "{} by {}", scene.width, scene.height);
    let format = Format { page: Page::A4, ..Format::default() };
    let pages = format.pages(&[(String::new(), &scene)], false);
    assert_eq!(pages.len(), cut.pages() + 1, "a map of the pages comes first");
    let boxes = scene.groups.iter().filter(|group| group.class == "entity" || group.class == "relation");
    for group in boxes {
        let is_whole = |page: &Scene| {
            let found = page.groups.iter().find(|other| other.id == group.id).and_then(|other| other.extent());
            let window = window(page);
            found.is_some_and(|area| {
                area.x >= window.0 && area.right() <= window.1 && area.y >= window.2 && area.bottom() <= window.3
            })
        };
        assert!(pages[1..].iter().any(|(_, page)| is_whole(page)), "{} is cut on every page", group.id);
    }
    for (at, (_, page)) in pages.iter().enumerate() {
        let foot: Vec<&str> =
            page.texts().filter(|(group, _)| group.class == "foot").map(|(_, text)| text.text.as_str()).collect();
        assert_eq!(foot.last().copied(), Some(format!("sheet {}/{}", at + 1, pages.len()).as_str()));
        if at > 0 {
            // 12 px of 842 points across or upright: at least 6 points.
            let points = 842.0 / f64::from(page.width.max(page.height)) * 12.0;
            assert!(points >= 5.99, "{points} pt");
        }
    }
    assert_eq!(format.pages(&[(String::new(), &scene)], true).len(), 1);
}

/// Left, right, top and bottom of what the margins leave.
fn window(page: &Scene) -> (i32, i32, i32, i32) {
    let margins = page.groups.iter().find(|group| group.class == "margins").unwrap();
    let areas: Vec<_> = margins
        .shapes
        .iter()
        .filter_map(|shape| match shape {
            Shape::Rect { area, .. } => Some(*area),
            _ => None,
        })
        .collect();
    (areas[2].right(), areas[3].x, areas[0].bottom(), areas[1].y)
}

#[test]
fn sheets_are_files_or_the_pages_of_one() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("shop.mcd"), shop()).unwrap();
    let done = |arguments: &[&str]| {
        let output = merisier(folder.path(), arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let said = done(&["diagram", "shop.mcd", "--sheets", "areas", "-o", "shop.svg"]);
    assert!(said.contains("4 sheets: shop.svg, shop-people.svg, shop-sales.svg, shop-stock.svg"), "{said}");
    let again = |name: &str| fs::read(folder.path().join(name)).unwrap();
    let before = again("shop-sales.svg");
    done(&["diagram", "shop.mcd", "--sheets", "areas", "-o", "shop.svg"]);
    assert_eq!(again("shop-sales.svg"), before, "the same from kept places");
    done(&["diagram", "shop.mcd", "--sheets", "areas", "--page", "a4", "-o", "shop.pdf"]);
    let pdf = String::from_utf8_lossy(&again("shop.pdf")).into_owned();
    assert!(pdf.contains("/Count 4"), "four pages");
    let a4 = ["/MediaBox [0 0 841.8898 595.27563]", "/MediaBox [0 0 595.27563 841.8898]"];
    assert_eq!(a4.map(|page| pdf.matches(page).count()).iter().sum::<usize>(), 4, "each page is A4");
    let refused =
        merisier(folder.path(), &["diagram", "shop.mcd", "--sheets", "areas", "--area", "Sales", "-o", "a.svg"]);
    assert_eq!(refused.status.code(), Some(2));
}

pub fn merisier(folder: &std::path::Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_merisier"));
    command.args(arguments).current_dir(folder).env("LANG", "C").env("SOURCE_DATE_EPOCH", "1795305600");
    command.output().unwrap()
}

/// A drawing says which revision it shows and of which day, from the commit or as it is told: two runs give the same bytes on any day.
#[test]
fn a_drawing_says_its_revision_and_date() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let git = |arguments: &[&str]| {
        let who = ["-c", "user.name=T", "-c", "user.email=t@example.org"];
        let mut run = Command::new("git");
        run.args(who).args(arguments).current_dir(path).env("GIT_COMMITTER_DATE", "2026-03-04T12:00:00Z");
        assert!(run.output().unwrap().status.success(), "git {arguments:?}");
    };
    let drawn = |arguments: &[&str]| {
        let output = merisier(path, &[&["diagram", "shop.mcd", "-o", "shop.svg"], arguments].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        fs::read_to_string(path.join("shop.svg")).unwrap()
    };
    let model = "crm c \"C\" {\n locale en\n}\nentity A {\n n serial identifier\n}\n";
    fs::write(path.join("shop.mcd"), model).unwrap();
    let bare = drawn(&[]);
    assert!(!bare.contains("revision"), "nothing is recorded, and no clock is read");
    assert!(drawn(&["--stamp", "draft of Monday"]).contains(">draft of Monday<"));
    git(&["init", "-q"]);
    git(&["add", "shop.mcd"]);
    git(&["commit", "-qm", "first"]);
    let recorded = drawn(&[]);
    assert!(recorded.contains("revision ") && recorded.contains(" · 4 March 2026<"), "the day of the commit");
    assert_eq!(drawn(&["--stamp", ""]), bare);
    fs::write(path.join("shop.mcd"), format!("{model}// more\n")).unwrap();
    assert_eq!(drawn(&[]), bare, "not as it was committed");
}
