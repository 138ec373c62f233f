//! A real headless Chromium, driven through ChromeDriver by the WebDriver protocol.
//!
//! Plain HTTP and JSON by `ureq` (measured: 9 s of CPU to build, where fantoccini takes 50). Finds by CSS selector and
//! waits for what it looks for, so that tests need no sleeping. Knows nothing of the pages it visits.
//! Invariant: each `Browser` has a profile of its own, and no browser outlives the test process (see `keeper.rs`).

use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use ureq::Agent;

use super::keeper::{self, Job, Kept};
use super::must;

/// How long a page may take to show what a test looks for.
const PATIENCE: Duration = Duration::from_secs(10);

/// The key by which the protocol names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Keys that have no character, for [`Browser::press`].
pub mod keys {
    pub const TAB: &str = "\u{e004}";
    pub const ENTER: &str = "\u{e007}";
    pub const ESCAPE: &str = "\u{e00c}";
    pub const LEFT: &str = "\u{e012}";
    pub const UP: &str = "\u{e013}";
    pub const RIGHT: &str = "\u{e014}";
    pub const DOWN: &str = "\u{e015}";
}

/// What could not be done in the browser, and what the page was then.
#[derive(Debug)]
pub struct Trouble(String);

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Trouble {}

/// What a step in the browser gives.
pub type Step<T = ()> = Result<T, Trouble>;

/// An element of the page, until the page changes it.
#[derive(Debug, Clone)]
pub struct Element(String);

/// A browser window.
#[derive(Debug)]
pub struct Browser {
    agent: Agent,
    session: String,
    driver: Kept,
}

impl Browser {
    /// Opens a browser with a window of 1280 × 900, which has JavaScript or not.
    pub fn open(javascript: bool) -> Self {
        must("starting Chromium", start(javascript))
    }

    /// The process that drives the browser.
    pub fn driver(&self) -> &Kept {
        &self.driver
    }

    /// Goes to an address and waits until it is loaded.
    pub fn go(&self, url: &str) -> Step {
        self.post("/url", &json!({ "url": url })).map(drop)
    }

    /// The address of the page.
    pub fn url(&self) -> Step<String> {
        self.get("/url").map(|value| text_of(&value))
    }

    /// Sets the size of the page as laid out, in CSS pixels: 390 × 844 for a phone.
    pub fn resize(&self, width: u32, height: u32) -> Step {
        // A window can't be as narrow as a phone; what the page sees can.
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        let command = json!({ "cmd": "Emulation.setDeviceMetricsOverride", "params": metrics });
        self.post("/goog/cdp/execute", &command).map(drop)
    }

    /// Chooses the light or dark scheme, as the system's setting would.
    pub fn prefer_dark(&self, dark: bool) -> Step {
        let scheme = if dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        let command = json!({ "cmd": "Emulation.setEmulatedMedia", "params": { "features": features } });
        self.post("/goog/cdp/execute", &command).map(drop)
    }

    /// The first element that the selector finds, waited for.
    pub fn find(&self, css: &str) -> Step<Element> {
        self.wait_for(&format!("nothing matches `{css}`"), || Ok(self.find_all(css)?.into_iter().next()))
    }

    /// What the selector finds now, in page order; perhaps nothing.
    pub fn find_all(&self, css: &str) -> Step<Vec<Element>> {
        let found = self.post("/elements", &json!({ "using": "css selector", "value": css }))?;
        let elements = found.as_array().into_iter().flatten();
        Ok(elements.filter_map(|element| element.get(ELEMENT)?.as_str().map(|id| Element(id.to_owned()))).collect())
    }

    /// Clicks the first element found, waiting until it can be clicked.
    pub fn click(&self, css: &str) -> Step {
        self.on_element(css, "/click", &json!({}))
    }

    /// Types into the first element found, after what it holds.
    pub fn type_into(&self, css: &str, text: &str) -> Step {
        self.on_element(css, "/value", &json!({ "text": text }))
    }

    /// Empties a field and types into it.
    pub fn fill(&self, css: &str, text: &str) -> Step {
        self.on_element(css, "/clear", &json!({}))?;
        self.type_into(css, text)
    }

    /// Presses keys wherever the focus is (see [`keys`]).
    pub fn press(&self, keys: &str) -> Step {
        let stroke = |key: char| {
            [("keyDown", key), ("keyUp", key)].map(|(kind, key)| json!({ "type": kind, "value": key.to_string() }))
        };
        let strokes: Vec<Value> = keys.chars().flat_map(stroke).collect();
        self.post("/actions", &json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": strokes }] }))
            .map(drop)
    }

    /// The text that a reader sees in the first element found.
    pub fn text(&self, css: &str) -> Step<String> {
        let element = self.find(css)?;
        self.get(&format!("/element/{}/text", element.0)).map(|value| text_of(&value))
    }

    /// The text of each element found now.
    pub fn texts(&self, css: &str) -> Step<Vec<String>> {
        let read = |element: Element| self.get(&format!("/element/{}/text", element.0)).map(|value| text_of(&value));
        self.find_all(css)?.into_iter().map(read).collect()
    }

    /// A property of the first element found, such as `value`, `checked` or `validationMessage`.
    pub fn property(&self, css: &str, name: &str) -> Step<Value> {
        let element = self.find(css)?;
        self.get(&format!("/element/{}/property/{name}", element.0))
    }

    /// Waits until the first element found shows this text among its own.
    pub fn see(&self, css: &str, text: &str) -> Step {
        let shown = || Ok(self.texts(css)?.iter().any(|shown| shown.contains(text)).then_some(()));
        self.wait_for(&format!("`{css}` does not show “{text}”"), shown)
    }

    /// Waits until nothing matches.
    pub fn see_no(&self, css: &str) -> Step {
        self.wait_for(&format!("`{css}` is still there"), || Ok(self.find_all(css)?.is_empty().then_some(())))
    }

    /// Runs the body of a JavaScript function in the page and gives what it returns.
    pub fn script(&self, body: &str) -> Step<Value> {
        self.post("/execute/sync", &json!({ "script": body, "args": [] }))
    }

    /// Errors and warnings that the page wrote to the browser's console since last asked.
    pub fn console(&self) -> Step<Vec<String>> {
        let entries = self.post("/se/log", &json!({ "type": "browser" }))?;
        let messages = entries.as_array().into_iter().flatten().filter_map(|entry| entry.get("message")?.as_str());
        Ok(messages.map(str::to_owned).collect())
    }

    /// Writes a picture of what is in the window, as PNG.
    pub fn screenshot(&self, file: &Path) -> Step {
        let base64 = text_of(&self.get("/screenshot")?);
        let bytes = base64_bytes(&base64).ok_or_else(|| Trouble("the screenshot is not base64".to_owned()))?;
        fs::write(file, bytes).map_err(|error| Trouble(format!("{}: {error}", file.display())))
    }

    /// A page may replace an element between our finding it and our using it, or still cover it: then look again.
    fn on_element(&self, css: &str, action: &str, body: &Value) -> Step {
        let start = Instant::now();
        loop {
            let element = self.find(css)?;
            match self.post(&format!("/element/{}{action}", element.0), body) {
                Ok(_) => return Ok(()),
                Err(_) if start.elapsed() < PATIENCE => sleep(Duration::from_millis(50)),
                Err(trouble) => return Err(self.explain(&format!("`{css}` {action}: {trouble}"))),
            }
        }
    }

    fn wait_for<T>(&self, otherwise: &str, look: impl Fn() -> Step<Option<T>>) -> Step<T> {
        let start = Instant::now();
        let mut last = None;
        while start.elapsed() < PATIENCE {
            match look() {
                Ok(Some(found)) => return Ok(found),
                Ok(None) => last = None,
                // Elements go stale while a page is replaced.
                Err(trouble) => last = Some(trouble),
            }
            sleep(Duration::from_millis(30));
        }
        let last = last.map_or_else(String::new, |trouble| format!(" ({trouble})"));
        Err(self.explain(&format!("{otherwise}{last}")))
    }

    fn explain(&self, what: &str) -> Trouble {
        let url = self.url().unwrap_or_default();
        let shown = self.script("return document.body.innerText").map(|text| text_of(&text)).unwrap_or_default();
        Trouble(format!("{what}\non {url}, which shows:\n{shown}"))
    }

    fn get(&self, path: &str) -> Step<Value> {
        answer(self.agent.get(format!("{}{path}", self.session)).call())
    }

    fn post(&self, path: &str, body: &Value) -> Step<Value> {
        answer(self.agent.post(format!("{}{path}", self.session)).send_json(body))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Lets Chromium end by itself; the keeper ends what is left.
        let _ = self.agent.delete(&self.session).call();
    }
}

fn start(javascript: bool) -> Result<Browser, Box<dyn std::error::Error>> {
    let folder = keeper::folder("browser")?;
    let port = keeper::free_port()?;
    let profile = folder.join("profile");
    let command: Vec<OsString> = vec![keeper::program(&["chromedriver"])?.into(), format!("--port={port}").into()];
    // Errors of the protocol come as answers with a status of 4xx or 5xx, whose body says what happened.
    let agent: Agent = Agent::config_builder().http_status_as_error(false).build().into();
    let status = format!("http://127.0.0.1:{port}/status");
    let driver = Kept::start(Job { folder, signal: "TERM", command }, || agent.get(&status).call().is_ok())?;
    let base = format!("http://127.0.0.1:{port}/session");
    let opened = answer(agent.post(&base).send_json(capabilities(&profile, javascript)?))?;
    let id = opened.get("sessionId").map(text_of).ok_or("ChromeDriver opened no session")?;
    let browser = Browser { agent, session: format!("{base}/{id}"), driver };
    browser.resize(1280, 900)?;
    Ok(browser)
}

fn capabilities(profile: &Path, javascript: bool) -> std::io::Result<Value> {
    let mut arguments: Vec<String> = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
        "--no-first-run",
        "--window-size=1280,1000",
        // Chromium ends when the pipe does, and so with ChromeDriver, however that ends.
        "--remote-debugging-pipe",
        "--lang=fr",
    ]
    .map(str::to_owned)
    .into();
    arguments.push(format!("--user-data-dir={}", profile.display()));
    let binary = keeper::program(&["chromium", "chromium-browser", "google-chrome"])?;
    let scripts = if javascript { 1 } else { 2 };
    let chrome = json!({
        "binary": binary,
        "args": arguments,
        "prefs": { "profile.managed_default_content_settings.javascript": scripts },
    });
    let wanted =
        json!({ "browserName": "chrome", "goog:chromeOptions": chrome, "goog:loggingPrefs": { "browser": "WARNING" } });
    Ok(json!({ "capabilities": { "alwaysMatch": wanted } }))
}

fn answer(response: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Step<Value> {
    let trouble = |error: ureq::Error| Trouble(format!("ChromeDriver does not answer: {error}"));
    let body: Value =
        response.map_err(trouble)?.body_mut().with_config().limit(64 << 20).read_json().map_err(trouble)?;
    let value = body.get("value").cloned().unwrap_or_default();
    match value.get("error").and_then(Value::as_str) {
        Some(error) => {
            let message = value.get("message").map(text_of).unwrap_or_default();
            Err(Trouble(format!("{error}: {}", message.lines().next().unwrap_or_default())))
        }
        None => Ok(value),
    }
}

fn text_of(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Decodes base64 as ChromeDriver writes it: standard alphabet, padded.
fn base64_bytes(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=').bytes().map(base64_digit).collect::<Option<Vec<u32>>>()?;
    let decoded = digits.chunks(4).flat_map(|four| {
        let bits = four.iter().fold(0, |bits, digit| bits << 6 | digit) << (6 * (4 - four.len()));
        bits.to_be_bytes().into_iter().skip(1).take(four.len() - 1)
    });
    Some(decoded.collect())
}

fn base64_digit(byte: u8) -> Option<u32> {
    let digit = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(u32::from(digit))
}
