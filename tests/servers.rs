//! Self-test of `support/`: servers start, answer, refuse with a reason, and are gone with their process; a browser browses.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking, in its helpers too")]

mod support;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use support::browser::{Browser, Step};
use support::databases::{Database, Engine};
use support::servers;

const TABLE: &str = "CREATE TABLE t (a INTEGER NOT NULL UNIQUE CHECK (a > 0), b VARCHAR(200));";

#[test]
fn each_engine_runs_scripts_and_gives_rows_back() {
    for engine in Engine::ALL {
        let database = Database::fresh(engine);
        let hostile = "l'<b>\"été\"</b>\n\t&amp; NULL \\n :x %s";
        let backslash_safe =
            hostile.replace('\'', "''").replace('\\', if engine == Engine::Mariadb { "\\\\" } else { "\\" });
        let script = format!(
            "{TABLE}\nINSERT INTO t VALUES (1, '{backslash_safe}');\nINSERT INTO t VALUES (2, NULL), (3, 'NULL'), (4, '');"
        );
        database.run(&script).unwrap_or_else(|refusal| panic!("{engine}: {refusal}"));
        let rows = database.rows("SELECT a, b FROM t ORDER BY a").unwrap();
        let texts: Vec<Option<&str>> = rows.iter().map(|row| row[1].as_deref()).collect();
        assert_eq!(texts, [Some(hostile), None, Some("NULL"), Some("")], "{engine}");
        assert_eq!(rows[0][0].as_deref(), Some("1"), "{engine}");
        assert_eq!(database.rows("SELECT b FROM t WHERE a = 4").unwrap(), [[Some(String::new())]], "{engine}");
        assert_eq!(database.rows("SELECT a FROM t WHERE a > 9").unwrap(), Vec::<Vec<_>>::new(), "{engine}");
    }
}

#[test]
fn each_engine_says_why_it_refuses_and_keeps_what_came_before() {
    let duplicates = ["2067", "23505", "23000"];
    let checks = ["275", "23514", "23000"];
    for (index, engine) in Engine::ALL.into_iter().enumerate() {
        let database = Database::fresh(engine);
        database.run(TABLE).unwrap();
        let duplicate = database.run("INSERT INTO t VALUES (7, 'x');\nINSERT INTO t VALUES (7, 'y');").unwrap_err();
        assert_eq!(duplicate.code, duplicates[index], "{engine}: {duplicate:?}");
        assert!(
            duplicate.message.to_lowercase().contains("unique") || duplicate.message.contains("Duplicate"),
            "{duplicate:?}"
        );
        let check = database.run("INSERT INTO t VALUES (-1, 'x');").unwrap_err();
        assert_eq!(check.code, checks[index], "{engine}: {check:?}");
        assert_eq!(database.rows("SELECT b FROM t").unwrap(), [[Some("x".to_owned())]], "{engine}");
    }
}

#[test]
fn a_test_never_sees_the_database_of_another() {
    for engine in Engine::ALL {
        let (one, other) = (Database::fresh(engine), Database::fresh(engine));
        one.run(TABLE).unwrap();
        other.run(TABLE).unwrap_or_else(|refusal| panic!("{engine}: {refusal}"));
        assert_ne!(one.url(), other.url());
    }
}

/// Not a test: what [`servers_are_gone_after_a_crash`] runs in a process of its own and then kills.
#[test]
#[ignore = "run by servers_are_gone_after_a_crash"]
fn start_everything_and_wait_to_be_killed() {
    let browser = Browser::open(true);
    for process in [&servers::postgres().process, &servers::mariadb().process, browser.driver()] {
        println!("KEPT {} {}", process.pid().unwrap(), process.folder().display());
    }
    println!("KEPT READY");
    sleep(Duration::from_secs(120));
}

#[test]
fn servers_are_gone_after_a_crash() {
    let arguments = ["--ignored", "--exact", "--nocapture", "start_everything_and_wait_to_be_killed"];
    let mut victim =
        Command::new(std::env::current_exe().unwrap()).args(arguments).stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(victim.stdout.take().unwrap()).lines().map(Result::unwrap);
    let kept: Vec<String> = lines
        .filter_map(|line| line.split_once("KEPT ").map(|(_, rest)| rest.to_owned()))
        .take_while(|rest| rest != "READY")
        .collect();
    assert_eq!(kept.len(), 3, "{kept:?}");
    let folders: Vec<&Path> = kept.iter().map(|line| Path::new(line.split_once(' ').unwrap().1)).collect();
    for folder in &folders {
        assert!(!processes_naming(folder).is_empty(), "nothing runs in {}", folder.display());
    }
    victim.kill().unwrap();
    victim.wait().unwrap();
    let start = Instant::now();
    for folder in folders {
        while folder.exists() || !processes_naming(folder).is_empty() {
            let left = processes_naming(folder);
            assert!(start.elapsed() < Duration::from_secs(20), "{} is still there, with {left:#?}", folder.display());
            sleep(Duration::from_millis(50));
        }
    }
}

/// The command lines of the processes that were told of this folder.
fn processes_naming(folder: &Path) -> Vec<String> {
    let folder = folder.to_str().unwrap();
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let lines = processes.filter_map(|process| fs::read(process.path().join("cmdline")).ok());
    lines.map(|line| String::from_utf8_lossy(&line).replace('\0', " ")).filter(|line| line.contains(folder)).collect()
}

const PAGE: &str = r#"<!doctype html><html lang="fr"><title>Essai</title><meta name="viewport" content="width=device-width">
<form action="/next"><input name="nom" id="nom"><button>Envoyer</button></form><p id="wide"></p><noscript>sans script</noscript>
<script>document.getElementById("wide").textContent = "avec script, " + innerWidth;
addEventListener("resize", () => document.getElementById("wide").textContent = "largeur " + innerWidth);</script>"#;

/// A server of one page, which shows what address it was asked for.
fn serve_page() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut request = [0; 4096];
            let read = stream.read(&mut request).unwrap_or(0);
            let asked =
                String::from_utf8_lossy(&request[..read]).lines().next().unwrap_or_default().replace('<', "&lt;");
            let body = format!("{PAGE}<pre>{asked}</pre>");
            let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close";
            let _ = write!(stream, "{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        }
    });
    address
}

#[test]
fn a_browser_finds_types_clicks_resizes_and_takes_pictures() -> Step {
    let browser = Browser::open(true);
    browser.go(&serve_page())?;
    browser.see("#wide", "avec script, 1280")?;
    browser.resize(390, 844)?;
    browser.see("#wide", "largeur 390")?;
    browser.fill("#nom", "Élodie")?;
    assert_eq!(browser.property("#nom", "value")?, "Élodie");
    browser.click("button")?;
    browser.see("pre", "GET /next?nom=%C3%89lodie")?;
    assert!(browser.url()?.ends_with("/next?nom=%C3%89lodie"));
    let folder = tempfile::tempdir().unwrap();
    let picture = folder.path().join("page.png");
    browser.screenshot(&picture)?;
    let bytes = fs::read(&picture).unwrap();
    assert!(bytes.starts_with(b"\x89PNG\r\n\x1a\n"), "not a PNG");
    assert_eq!(bytes[16..24], [0, 0, 1, 134, 0, 0, 3, 76], "not 390 × 844");
    assert!(bytes.ends_with(b"IEND\xaeB`\x82"), "a PNG cut short");
    Ok(())
}

#[test]
fn a_browser_may_have_no_javascript() -> Step {
    let browser = Browser::open(false);
    browser.go(&serve_page())?;
    assert_eq!(browser.property("noscript", "innerText")?, "sans script");
    assert_eq!(browser.text("#wide")?, "");
    Ok(())
}
