//! A visitor without JavaScript: follows redirections, keeps cookies, reads a form as a browser does, fills it in and sends it.
//!
//! Knows nothing of the application's model, and of its pages only what HTML says. Invariant: what is sent is what a browser would send for the
//! form shown, with what the visitor changed; so a field that the page forgot is a field that isn't sent.

use std::cell::RefCell;
use std::collections::BTreeMap;

use scraper::{ElementRef, Html, Selector};
use serde_json::Value as Json;
use ureq::Agent;
use ureq::http::Response;

use super::support::must;

/// More redirections than any page needs.
const REDIRECTIONS: usize = 5;

/// Someone with an address bar and a cookie jar.
#[derive(Debug)]
pub struct Visitor {
    agent: Agent,
    base: String,
    cookies: RefCell<BTreeMap<String, String>>,
}

/// The key that a record of the API bears, as addresses have it.
pub fn key(record: &Json) -> String {
    let id = &record["id"];
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}

/// What came back.
#[derive(Debug)]
pub struct Page {
    /// HTTP's status.
    pub status: u16,
    /// Where it is, after redirections, without the host.
    pub path: String,
    /// Its text, as sent.
    pub body: String,
    html: Html,
}

/// A form as read from a page: what a browser would send.
#[derive(Debug, Clone)]
pub struct Form {
    action: String,
    post: bool,
    /// Names and values, in page order.
    pub fields: Vec<(String, String)>,
    /// Names that the page shows, including those of boxes not ticked.
    shown: Vec<String>,
}

impl Visitor {
    pub fn new(base: &str) -> Self {
        let config =
            Agent::config_builder().http_status_as_error(false).max_redirects(0).max_redirects_will_error(false);
        Self { agent: config.build().into(), base: base.to_owned(), cookies: RefCell::default() }
    }

    /// Opens a page.
    pub fn open(&self, path: &str) -> Page {
        let mut path = path.to_owned();
        for _ in 0..REDIRECTIONS {
            let request = self.agent.get(format!("{}{path}", self.base)).header("cookie", self.cookie_header());
            let response = must(&path, request.call());
            match self.take(response) {
                Taken::Page(status, body) => return Page::new(status, path, body),
                Taken::Elsewhere(next) => path = next,
            }
        }
        panic!("{path} goes on redirecting");
    }

    /// Opens a page that must be there.
    pub fn see(&self, path: &str) -> Page {
        let page = self.open(path);
        assert_eq!(page.status, 200, "{path}: {}", page.text("body"));
        page
    }

    /// Sends a form and opens where it leads.
    pub fn send(&self, form: &Form) -> Page {
        let pairs: Vec<String> =
            form.fields.iter().map(|(name, value)| format!("{}={}", coded(name), coded(value))).collect();
        let body = pairs.join("&");
        if !form.post {
            return self.open(&format!("{}?{body}", form.action));
        }
        let request = self.agent.post(format!("{}{}", self.base, form.action)).header("cookie", self.cookie_header());
        let request = request.header("origin", &self.base).header("content-type", "application/x-www-form-urlencoded");
        match self.take(must(&form.action, request.send(body))) {
            Taken::Page(status, body) => Page::new(status, form.action.clone(), body),
            Taken::Elsewhere(next) => self.open(&next),
        }
    }

    /// Sends a form with a file in one of its inputs.
    pub fn send_with(&self, form: &Form, input: &str, file: &str, content: &str) -> Page {
        let part = |name: &str, more: &str, value: &str| {
            format!("--PART\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n{value}\r\n")
        };
        let mut body: String = form.fields.iter().map(|(name, value)| part(name, "", value)).collect();
        body.push_str(&part(input, &format!("; filename=\"{file}\"\r\nContent-Type: text/plain"), content));
        body.push_str("--PART--\r\n");
        let request = self.agent.post(format!("{}{}", self.base, form.action)).header("cookie", self.cookie_header());
        let request = request.header("origin", &self.base).header("content-type", "multipart/form-data; boundary=PART");
        match self.take(must(&form.action, request.send(body))) {
            Taken::Page(status, body) => Page::new(status, form.action.clone(), body),
            Taken::Elsewhere(next) => self.open(&next),
        }
    }

    /// Asks the API. Gives its status and what it says.
    pub fn api(&self, method: &str, path: &str, body: Option<&Json>) -> (u16, Json) {
        let url = format!("{}{path}", self.base);
        let response = match (method, body) {
            ("POST", Some(body)) => self.agent.post(url).send_json(body),
            ("PUT", Some(body)) => self.agent.put(url).send_json(body),
            ("PATCH", Some(body)) => self.agent.patch(url).send_json(body),
            ("DELETE", None) => self.agent.delete(url).call(),
            ("GET", None) => self.agent.get(url).call(),
            _ => panic!("{method} {path}: not a request that this test makes"),
        };
        let mut response = must(path, response);
        let text = must(path, response.body_mut().with_config().limit(64 << 20).read_to_string());
        (response.status().as_u16(), serde_json::from_str(&text).unwrap_or(Json::String(text)))
    }

    /// Sends a form as something that isn't our page would: with other headers, or other cookies.
    pub fn send_as(&self, form: &Form, origin: &str, cookie: &str) -> u16 {
        let pairs: Vec<String> =
            form.fields.iter().map(|(name, value)| format!("{}={}", coded(name), coded(value))).collect();
        let request = self.agent.post(format!("{}{}", self.base, form.action)).header("cookie", cookie);
        let request = request.header("origin", origin).header("content-type", "application/x-www-form-urlencoded");
        must(&form.action, request.send(pairs.join("&"))).status().as_u16()
    }

    /// The address of what is visited.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The cookies, as sent.
    pub fn cookie_header(&self) -> String {
        let cookies = self.cookies.borrow();
        cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn take(&self, mut response: Response<ureq::Body>) -> Taken {
        for cookie in response.headers().get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok()) {
            self.keep(cookie);
        }
        let status = response.status().as_u16();
        let next = response.headers().get("location").and_then(|next| next.to_str().ok()).map(str::to_owned);
        if let Some(next) = next.filter(|_| (300..400).contains(&status)) {
            return Taken::Elsewhere(next);
        }
        Taken::Page(status, must("reading a page", response.body_mut().with_config().limit(64 << 20).read_to_string()))
    }

    fn keep(&self, cookie: &str) {
        let (pair, attributes) = cookie.split_once(';').unwrap_or((cookie, ""));
        let Some((name, value)) = pair.split_once('=') else { return };
        if attributes.to_lowercase().contains("max-age=0") {
            self.cookies.borrow_mut().remove(name);
        } else {
            self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
        }
    }
}

enum Taken {
    Page(u16, String),
    Elsewhere(String),
}

impl Page {
    fn new(status: u16, path: String, body: String) -> Self {
        let html = Html::parse_document(&body);
        Self { status, path, body, html }
    }

    /// The text of the first element found, its white space as read.
    pub fn text(&self, css: &str) -> String {
        self.texts(css).into_iter().next().unwrap_or_default()
    }

    /// The text of each element found.
    pub fn texts(&self, css: &str) -> Vec<String> {
        self.html.select(&selector(css)).map(text_of).collect()
    }

    /// An attribute of each element found that has it.
    pub fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        self.html.select(&selector(css)).filter_map(|element| element.attr(name)).map(str::to_owned).collect()
    }

    /// Asserts that an element shows this text among its own.
    pub fn shows(&self, css: &str, text: &str) {
        let shown = self.texts(css);
        assert!(
            shown.iter().any(|shown| shown.contains(text)),
            "{} ({}): `{css}` does not show “{text}” but {shown:?}; the page says:\n{}",
            self.path,
            self.status,
            self.text("main")
        );
    }

    /// The form found, which must be there.
    pub fn form(&self, css: &str) -> Form {
        let Some(form) = self.html.select(&selector(css)).next() else {
            panic!("{} ({}) has no `{css}`: {}", self.path, self.status, self.text("body"));
        };
        let controls = selector("input[name], select[name], textarea[name]");
        let outside = selector(&format!("[form=\"{}\"]", form.attr("id").unwrap_or_default()));
        let all = form.select(&controls).chain(self.html.select(&outside)).filter(|control| !is_in_template(*control));
        let all: Vec<ElementRef<'_>> = all.collect();
        Form {
            action: form.attr("action").unwrap_or(&self.path).to_owned(),
            post: form.attr("method").is_some_and(|method| method.eq_ignore_ascii_case("post")),
            fields: all.iter().filter_map(|control| sent(*control)).collect(),
            shown: all.iter().filter_map(|control| control.attr("name").map(str::to_owned)).collect(),
        }
    }
}

impl Form {
    /// Gives a value to a control, which the page must show.
    pub fn set(mut self, name: &str, value: &str) -> Self {
        assert!(self.shown.iter().any(|shown| shown == name), "the form shows no `{name}` but {:?}", self.shown);
        match self.fields.iter_mut().find(|(known, _)| known == name) {
            Some(field) => value.clone_into(&mut field.1),
            None => self.fields.push((name.to_owned(), value.to_owned())),
        }
        self
    }

    /// Presses a button that has a name.
    pub fn press(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// What the form would send under this name.
    pub fn value(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// Without a field, as someone who tampers with the form.
    pub fn without(mut self, name: &str) -> Self {
        self.fields.retain(|(known, _)| known != name);
        self
    }
}

/// What a control would send, as HTML says; nothing for a box not ticked and a button not pressed.
fn sent(control: ElementRef<'_>) -> Option<(String, String)> {
    let name = control.attr("name")?.to_owned();
    let value = match (control.value().name(), control.attr("type").unwrap_or("text")) {
        ("select", _) => chosen(control)?,
        // A line end that opens a text area is not part of it; the parser takes it away.
        ("textarea", _) => control.text().collect(),
        (_, "checkbox" | "radio") => {
            control.attr("checked").map(|_| control.attr("value").unwrap_or("on").to_owned())?
        }
        (_, "submit" | "button" | "file") => return None,
        _ => control.attr("value").unwrap_or_default().to_owned(),
    };
    Some((name, value))
}

/// The option selected, else the first.
fn chosen(select: ElementRef<'_>) -> Option<String> {
    let options = selector("option");
    let selected = select.select(&options).find(|option| option.attr("selected").is_some());
    let option = selected.or_else(|| select.select(&options).next())?;
    Some(option.attr("value").map_or_else(|| text_of(option), str::to_owned))
}

fn is_in_template(element: ElementRef<'_>) -> bool {
    element.ancestors().filter_map(ElementRef::wrap).any(|parent| parent.value().name() == "template")
}

fn text_of(element: ElementRef<'_>) -> String {
    let text: String = element.text().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn selector(css: &str) -> Selector {
    must(css, Selector::parse(css))
}

/// As forms are sent.
fn coded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'*' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
