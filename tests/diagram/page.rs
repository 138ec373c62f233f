//! The page of diagrams in a real browser: what a reader does with the mouse, the keyboard and a phone, and what hostile texts don't do.
//!
//! One session for all of it. The model is in a git repository of its own, so that the page has two revisions.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::support::browser::{Browser, Step, keys};
use crate::support::must;

const BEFORE: &str = r#"
crm shop "Shop" { locale en }
entity Client in Sales { code text(8) identifier; name text(40) required title }
entity Quote in Sales { number serial identifier; total money }
relation Ask "asks for" { Client 0,n; Quote 0,1 }
"#;

const AFTER: &str = r#"
crm shop "</script><script>window.hacked=1</script> \"Shop\" RTL" { locale en }
/// Who pays us. <img src=x onerror="window.hacked=2"> </title></svg>
entity Client in Sales { code text(8) identifier; name text(40) required title; email email }
entity Quote in Sales { number serial identifier; total money }
entity Item in Stock { ref text(8) identifier; price money }
entity Depot in Stock { code text(8) identifier }
entity Alone in Stock { code text(8) identifier }
relation Ask "asks for" { Client 0,n; Quote 1,1 }
relation Line "holds" { Quote 1,n; Item 0,n; quantity integer }
relation Store "stores" { Depot 0,n; Item 0,n }
relation Sponsor { sponsor: Client 0,n; guest: Client 0,1 }
"#;

/// Writes the page of the second model, with the first as its past.
fn made(folder: &Path) -> String {
    let run = |program: &str, arguments: &[&str]| {
        let command = Command::new(program).args(arguments).current_dir(folder).env("LANG", "C").output();
        let output = must(program, command);
        assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    let commit = |subject: &str| {
        run("git", &["add", "shop.mcd"]);
        run("git", &["-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "-q", "-m", subject]);
    };
    run("git", &["init", "-q"]);
    must("writing", fs::write(folder.join("shop.mcd"), BEFORE));
    commit("First </script> sketch");
    must("writing", fs::write(folder.join("shop.mcd"), AFTER.replace("RTL", "\u{202e}")));
    run(env!("CARGO_BIN_EXE_merisier"), &["diagram", "shop.mcd", "-o", "shop.html", "--revisions", "3"]);
    let page = must("reading", fs::read_to_string(folder.join("shop.html")));
    for outside in ["src=\"http", "href=\"http", "url(http", "@import"] {
        assert!(!page.contains(outside), "the page reaches outside: {outside}");
    }
    format!("file://{}", folder.join("shop.html").display())
}

#[test]
fn the_page_is_explored() {
    let folder = must("a folder", tempfile::tempdir());
    let address = made(folder.path());
    let browser = Browser::open(true);
    must("exploring the page", explore(&browser, &address));
}

fn explore(browser: &Browser, address: &str) -> Step {
    browser.go(address)?;
    browser.find("html.live")?;
    assert_eq!(browser.script("return [window.hacked ?? 0, document.title.includes('<script>')]")?, json!([0, true]));
    tabs_and_details(browser)?;
    search_and_choice(browser)?;
    steps_paths_and_areas(browser)?;
    keyboard(browser)?;
    zoom_and_pan(browser)?;
    revisions(browser)?;
    phone_and_dark(browser)?;
    link(browser, address)?;
    nothing_outside(browser)
}

fn count(browser: &Browser, css: &str) -> Step<u64> {
    let counted = browser.script(&format!("return document.querySelectorAll({}).length", json!(css)))?;
    Ok(counted.as_u64().unwrap_or_default())
}

const SHOWN: &str = "#frame g[data-box]:not(.gone)";
const LIT: &str = "#frame g[data-box].lit";

fn tabs_and_details(browser: &Browser) -> Step {
    assert_eq!(browser.texts("[role=tab]")?, ["MCD", "MLD", "Crow’s foot"]);
    assert_eq!(count(browser, "#frame g.entity")?, 5);
    browser.press("2")?;
    browser.find("[data-kind=mld][aria-selected=true]")?;
    assert_eq!((count(browser, "#frame g.entity")?, count(browser, "#frame g.table")?), (0, 7));
    browser.press("1")?;
    browser.click("[data-detail=names]")?;
    browser.find("[data-detail=names][aria-pressed=true]")?;
    assert!(browser.script("return !document.getElementById('frame').textContent.includes('email')")? == json!(true));
    browser.click("[data-detail=all]")
}

fn search_and_choice(browser: &Browser) -> Step {
    browser.press("/")?;
    browser.press("emai")?;
    browser.see("#results li", "email")?;
    browser.press(keys::ENTER)?;
    browser.see("#panel h2", "Client")?;
    browser.see("#panel .docs", "Who pays us. <img src=x")?;
    assert_eq!(browser.script("return location.hash")?, json!("#Client"));
    // Client, its two relations, Quote: the rest is dimmed.
    assert_eq!((count(browser, LIT)?, count(browser, SHOWN)?), (4, 9));
    browser.click("#panel button[data-to]")?;
    browser.see("#panel h2", "Ask")?;
    browser.press(keys::ESCAPE)?;
    browser.see_no("#panel .close")?;
    assert_eq!(count(browser, "#frame svg.dim")?, 0);
    let over = "const box = document.getElementById('entity-Depot');
        box.dispatchEvent(new PointerEvent('pointerover', { bubbles: true, pointerType: 'mouse' }));
        return [...document.querySelectorAll('#frame g[data-box].lit')].map((group) => group.id)";
    assert_eq!(browser.script(over)?, json!(["entity-Item", "entity-Depot", "relation-Store"]));
    browser.script("document.getElementById('frame').dispatchEvent(new PointerEvent('pointerleave'))").map(drop)
}

fn steps_paths_and_areas(browser: &Browser) -> Step {
    browser.click("#entity-Depot")?;
    browser.click("[data-steps='1']")?;
    assert_eq!(count(browser, SHOWN)?, 3);
    browser.click("[data-steps='2']")?;
    assert_eq!(count(browser, SHOWN)?, 5);
    choose_path(browser, "Client")?;
    assert_eq!(browser.texts("#panel .told li")?, ["Depot", "Store", "Item", "Line", "Quote", "Ask", "Client"]);
    assert_eq!((count(browser, LIT)?, count(browser, SHOWN)?), (7, 9));
    choose_path(browser, "Alone")?;
    browser.see("#panel .told", "No path links them.")?;
    browser.press(keys::ESCAPE)?;
    browser.script("document.activeElement.blur()")?;
    browser.press(keys::ESCAPE)?;
    browser.see("#panel h3", "Areas")?;
    browser.click("#panel .areas li:nth-child(2) input")?;
    assert_eq!(count(browser, SHOWN)?, 4, "Client, Quote, Ask and Sponsor");
    browser.click("[data-key='all areas']")?;
    assert_eq!(count(browser, SHOWN)?, 9);
    Ok(())
}

fn choose_path(browser: &Browser, to: &str) -> Step {
    let choose = format!(
        "const select = document.getElementById('path-to');
         select.value = [...select.options].find((option) => option.text === {}).value;
         select.dispatchEvent(new Event('change'))",
        json!(to)
    );
    browser.script(&choose).map(drop)
}

fn focused(browser: &Browser) -> Step<Value> {
    browser.script("return document.activeElement.id")
}

fn keyboard(browser: &Browser) -> Step {
    // One box is on the way of the Tab key; the arrows go from there to its neighbours and back.
    assert_eq!(count(browser, "#frame [tabindex='0']")?, 1);
    browser.script("document.querySelector('#frame [tabindex=\"0\"]').focus()")?;
    let start = focused(browser)?;
    let mut places = vec![start];
    for key in [keys::RIGHT, keys::DOWN, keys::LEFT, keys::UP] {
        browser.press(key)?;
        places.push(focused(browser)?);
    }
    places.dedup();
    assert!(places.len() > 2, "the arrows lead nowhere: {places:?}");
    assert_eq!(count(browser, "#frame .ring.on")?, 1, "the focus is seen");
    browser.press(keys::ENTER)?;
    browser.find("#panel .close")?;
    assert_eq!(count(browser, "#frame [aria-pressed=true]")?, 1);
    browser.press("?")?;
    browser.find("dialog[open]")?;
    browser.press(keys::ESCAPE)?;
    browser.see_no("dialog[open]")?;
    browser.press(keys::ESCAPE)?;
    browser.see_no("#panel .close")?;
    let unnamed = "return [...document.querySelectorAll('#frame [data-box], button, input, select')].filter((one) =>
        !(one.getAttribute('aria-label') || one.textContent.trim() || one.labels?.length)).length";
    assert_eq!(browser.script(unnamed)?, json!(0), "each control has a name");
    Ok(())
}

fn window(browser: &Browser) -> Step<Vec<f64>> {
    let told =
        browser.script("return document.querySelector('#frame svg').getAttribute('viewBox').split(' ').map(Number)")?;
    Ok(told.as_array().into_iter().flatten().filter_map(Value::as_f64).collect())
}

fn zoom_and_pan(browser: &Browser) -> Step {
    let start = all_shown(browser)?;
    let wheel = "document.getElementById('frame').dispatchEvent(new WheelEvent('wheel', { deltaY: -300, clientX: 400, clientY: 400, cancelable: true }))";
    browser.script(wheel)?;
    let near = window(browser)?;
    assert!(near[2] < start[2] * 0.7, "the wheel zooms: {start:?} {near:?}");
    browser.click("[data-do=zoom-out]")?;
    assert!(window(browser)?[2] > near[2]);
    let before = window(browser)?;
    let drag = "const frame = document.getElementById('frame');
        const event = (name, x) => frame.dispatchEvent(new PointerEvent(name, { pointerId: 1, button: 0, clientX: x, clientY: 300, bubbles: true }));
        frame.setPointerCapture = () => {};
        event('pointerdown', 300); event('pointermove', 340); event('pointermove', 400); event('pointerup', 400);";
    browser.script(drag)?;
    assert!(window(browser)?[0] < before[0], "dragging moves");
    let pinch = "const frame = document.getElementById('frame');
        const event = (name, id, x) => frame.dispatchEvent(new PointerEvent(name, { pointerId: id, button: 0, clientX: x, clientY: 300, bubbles: true, pointerType: 'touch' }));
        event('pointerdown', 1, 300); event('pointerdown', 2, 400); event('pointermove', 2, 500); event('pointerup', 1, 300); event('pointerup', 2, 500);";
    let before = window(browser)?;
    browser.script(pinch)?;
    assert!(window(browser)?[2] < before[2], "two fingers zoom");
    let all = all_shown(browser)?;
    assert!(all.iter().zip(&start).all(|(a, b)| (a - b).abs() < 1.0), "all is shown again: {start:?} {all:?}");
    Ok(())
}

/// What the window shows once `0` was pressed and the drawing stands still.
fn all_shown(browser: &Browser) -> Step<Vec<f64>> {
    browser.press("0")?;
    let mut last = window(browser)?;
    loop {
        browser.script("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")?;
        let now = window(browser)?;
        if now == last {
            return Ok(now);
        }
        last = now;
    }
}

fn revisions(browser: &Browser) -> Step {
    browser.see("#revision-told", "now")?;
    browser.script("const slider = document.getElementById('revision'); slider.value = 0; slider.dispatchEvent(new Event('input'))")?;
    browser.see("#revision-told", "First </script> sketch")?;
    assert_eq!(count(browser, "#frame g.entity")?, 2);
    assert_eq!(
        browser.script("return document.getElementById('changes').disabled")?,
        json!(true),
        "nothing came before"
    );
    browser.press("3")?;
    assert_eq!(count(browser, "#frame g.table")?, 2);
    browser.press("1")?;
    browser.script("const slider = document.getElementById('revision'); slider.value = 1; slider.dispatchEvent(new Event('input'))")?;
    assert_eq!(count(browser, "#frame g.entity")?, 5);
    // Whoever looks back sees what changed, until it is switched off.
    assert_eq!(browser.texts("#panel .counts li")?, ["+\n7\nadded", "–\n0\nremoved", "~\n1\nchanged"]);
    browser.see("#panel .marks", "Client")?;
    browser.see("#panel .marks", "0,1 → 1,1")?;
    assert!(count(browser, "#frame .s-added")? > 5);
    browser.press("2")?;
    browser.see("#panel .marks", "item")?;
    browser.press("1")?;
    browser.click("#changes")?;
    browser.see_no("#panel .counts")?;
    assert_eq!((count(browser, "#frame g.entity")?, count(browser, "#frame .s-added")?), (5, 0));
    Ok(())
}

fn phone_and_dark(browser: &Browser) -> Step {
    let paper = "return getComputedStyle(document.body).backgroundColor";
    let light = browser.script(paper)?;
    browser.prefer_dark(true)?;
    assert_ne!(browser.script(paper)?, light);
    browser.resize(390, 844)?;
    assert_eq!(browser.script("return document.documentElement.scrollWidth <= 390")?, json!(true));
    browser.prefer_dark(false)?;
    // A narrower one: nothing of the bar is cut off, nor of the page.
    browser.resize(360, 780)?;
    let whole = "const bar = document.querySelector('header'); const inside = (one) => { const area = one.getBoundingClientRect();
        return area.width === 0 || (area.top >= 0 && area.right <= 361 && area.bottom <= bar.getBoundingClientRect().bottom); };
        return document.documentElement.scrollWidth <= 360 && [...bar.querySelectorAll('h1, button, input')].every(inside)";
    assert_eq!(browser.script(whole)?, json!(true), "the bar at 360 pixels");
    browser.resize(390, 844)?;
    // Areas and details have their place on a phone too.
    browser.click("[data-do=options]")?;
    browser.see("#panel h3", "Areas")?;
    browser.click("#panel .in-panel [data-key='detail names']")?;
    assert!(browser.script("return !document.getElementById('frame').textContent.includes('email')")? == json!(true));
    browser.click("#panel .in-panel [data-key='detail all']")?;
    browser.click("[data-do=options]")?;
    assert_eq!(browser.script("return getComputedStyle(document.getElementById('panel')).display")?, json!("none"));
    browser.resize(1280, 900)
}

fn link(browser: &Browser, address: &str) -> Step {
    browser.go("about:blank")?;
    browser.go(&format!("{address}#crow/item"))?;
    browser.see("#panel h2", "item")?;
    browser.find("[data-kind=crow][aria-selected=true]")?;
    assert_eq!(browser.console()?, Vec::<String>::new());
    Ok(())
}

/// The page's own policy refuses what a text that slipped through could try.
fn nothing_outside(browser: &Browser) -> Step {
    let tries = "const refused = [];
        document.addEventListener('securitypolicyviolation', (event) => refused.push(event.effectiveDirective));
        const script = document.createElement('script');
        script.textContent = 'window.hacked = 3';
        document.body.append(script);
        const image = document.createElement('img');
        image.src = 'http://127.0.0.1:9/x.png';
        document.body.append(image);
        const fetched = fetch('http://127.0.0.1:9/').then(() => 'fetched', () => 'refused');
        return fetched.then((outcome) => new Promise((done) => setTimeout(() => done([window.hacked ?? 0, outcome, refused.sort()]), 100)))";
    let told = browser.script(tries)?;
    assert_eq!(told, json!([0, "refused", ["connect-src", "img-src", "script-src-elem"]]));
    Ok(())
}
