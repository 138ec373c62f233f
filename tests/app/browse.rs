//! The same day in a real Chromium: on a wide screen and on a phone, light and dark, with the mouse and the keyboard.
//!
//! Pictures of each step go to the folder named by `MERISIER_SHOTS`, if any. Invariant: no page writes to the browser's console.

use std::path::PathBuf;

use super::support::browser::{Browser, Step, keys};
use super::support::must;

/// A screen: its name in pictures, its size, its scheme.
struct Screen {
    name: &'static str,
    width: u32,
    height: u32,
    dark: bool,
}

const SCREENS: &[Screen] = &[
    Screen { name: "wide-light", width: 1280, height: 900, dark: false },
    Screen { name: "phone-dark", width: 390, height: 844, dark: true },
];

struct Session<'a> {
    browser: &'a Browser,
    base: &'a str,
    screen: &'a Screen,
    /// What makes names and numbers of this walk its own.
    round: usize,
}

/// Walks through the application, once a screen.
pub fn walk(base: &str) {
    let browser = Browser::open(true);
    for (round, screen) in SCREENS.iter().enumerate() {
        let session = Session { browser: &browser, base, screen, round };
        must(screen.name, session.day());
    }
}

impl Session<'_> {
    fn day(&self) -> Step {
        self.browser.resize(self.screen.width, self.screen.height)?;
        self.browser.prefer_dark(self.screen.dark)?;
        self.go("/")?;
        self.shot("01-home")?;
        let company = self.company()?;
        self.contact(&company)?;
        let quote = self.quote()?;
        self.found_by_phone()?;
        self.turned(&quote)?;
        self.undone(&quote)?;
        self.refused_deletion(&company)?;
        self.by_keys()?;
        self.other_schemes(&company, &quote)?;
        assert_eq!(unexpected(self.browser.console()?), Vec::<String>::new(), "the console of {}", self.screen.name);
        Ok(())
    }

    fn company(&self) -> Step<String> {
        self.go("/clients")?;
        self.shot("02-clients")?;
        self.browser.click(".page-head .actions a[href='/societes/new']")?;
        self.browser.fill("#f-nom", &format!("Fournil {}", self.screen.name))?;
        self.browser.fill("#f-telephone", &format!("06 98 76 54 3{}", self.round))?;
        self.browser.fill("#f-siret", "73282932000075")?;
        self.browser.press(keys::TAB)?;
        // The check digit is the server's to judge, while one types.
        self.browser.see("#f-siret-error", "SIRET")?;
        self.shot("03-company-wrong")?;
        let siret = ["73282932000074", "35600000000048"][self.round];
        self.browser.fill("#f-siret", siret)?;
        self.save()?;
        self.browser.see("h1", "Fournil")?;
        self.shot("04-company")?;
        self.path()
    }

    fn contact(&self, company: &str) -> Step {
        self.browser.click("a[href^='/contacts/new?']")?;
        self.browser.fill("#f-rang", "1")?;
        self.browser.fill("#f-prenom", "Luc")?;
        self.browser.fill("#f-nom", &format!("Fournier {}", self.round))?;
        self.shot("05-contact-form")?;
        self.save()?;
        self.browser.see("h1", "Fournier")?;
        self.go(company)?;
        self.browser.see("main", &format!("Fournier {}", self.round))
    }

    fn quote(&self) -> Step<String> {
        self.go("/devis/new")?;
        self.browser.fill("#f-objet", "Remplacement de la chaudière")?;
        self.pick("#f-client", "fournil", &format!("Fournil {}", self.screen.name))?;
        self.pick_first("#f-auteur")?;
        self.date("#f-date", "2026-03-02")?;
        self.date("#f-validite", "2026-02-01")?;
        self.browser.fill("#f-remise", "10")?;
        self.browser.press(keys::TAB)?;
        // A message moves what is below it: none may come between aiming at an option and clicking it.
        self.browser.see("#f-validite-error", "La validité ne peut précéder la date du devis")?;
        for (index, (quantity, price)) in [("2", "1 234,50"), ("1,5", "80"), ("3", "10,10")].into_iter().enumerate() {
            if index > 0 {
                self.browser.click(".add-line")?;
            }
            let cell = |name: &str| format!("#f-ligne_devis-{index}-{name}");
            self.pick_nth(&cell("article"), index)?;
            self.browser.fill(&cell("quantite"), quantity)?;
            self.browser.fill(&cell("prix_ht"), price)?;
        }
        let overflowing = "return [...document.querySelectorAll('[data-line] .line-remove')].filter((button) => button.scrollWidth > button.clientWidth + 1).length";
        assert_eq!(self.browser.script(overflowing)?, 0, "words stick out of buttons on {}", self.screen.name);
        self.shot("06-quote-wrong")?;
        self.save()?;
        self.browser.see("main", "La validité ne peut précéder la date du devis")?;
        self.shot("07-quote-refused")?;
        self.date("#f-validite", "2026-04-02")?;
        self.save()?;
        // (2 × 1234.50 + 1.5 × 80 + 3 × 10.10) × 90 %; thousands are apart by a narrow space.
        self.browser.see(".record-page dd", "2\u{202f}357,37")?;
        self.shot("08-quote")?;
        self.path()
    }

    fn found_by_phone(&self) -> Step {
        self.go("/clients")?;
        if self.screen.width > 600 {
            self.browser.press("/")?;
            self.browser.press(&format!("+336987654 3{}", self.round).replace(' ', ""))?;
        } else {
            self.browser.fill("#q", &format!("06.98.76.54.3{}", self.round))?;
        }
        self.browser.see("#results [data-count]", "1 résultat")?;
        self.browser.see("tbody td.is-title", &format!("Fournil {}", self.screen.name))?;
        self.shot("09-found")
    }

    fn turned(&self, quote: &str) -> Step {
        self.go(&format!("{quote}/edit"))?;
        self.shot("10-quote-edit")?;
        self.browser.click("#f-etat option[value=accepte]")?;
        self.save()?;
        self.browser.see(".badge", "Accepté")?;
        self.shot("11-quote-accepted")
    }

    /// The history opens where it is; what it puts back is saved like anything else.
    fn undone(&self, quote: &str) -> Step {
        self.browser.click("#history a")?;
        self.browser.see(".event:first-child", "Accepté")?;
        assert_eq!(self.path()?, quote, "the history opens in its place");
        self.shot("12-history")?;
        self.browser.click(".event:first-child header a")?;
        self.browser.see(".notice", "État")?;
        self.shot("13-undone")?;
        self.save()?;
        self.browser.see(".badge", "Brouillon")?;
        self.go(&format!("{quote}/history"))?;
        self.browser.see(".event:first-child ins", "Brouillon")?;
        self.shot("14-history-page")
    }

    fn refused_deletion(&self, company: &str) -> Step {
        self.go(&format!("{company}/delete"))?;
        self.browser.see("main", "Cette fiche ne peut pas être supprimée")?;
        self.browser.see("main a", "Remplacement de la chaudière")?;
        self.shot("15-delete-refused")
    }

    /// One letter each: down and up a list, open, edit, back, new, search; letters typed in a field are letters.
    fn by_keys(&self) -> Step {
        self.go("/employes")?;
        let rows = self
            .browser
            .script("return [...document.querySelectorAll('tr[data-href]')].map((row) => row.dataset.href)")?;
        let row = |place: usize| rows.get(place).and_then(|path| path.as_str()).unwrap_or_default();
        let focused = || self.browser.script("return document.activeElement.closest('tr')?.dataset.href ?? ''");
        for (key, place) in [("j", 0), ("j", 1), ("j", 2), ("k", 1)] {
            self.browser.press(key)?;
            assert_eq!(focused()?, row(place), "after {key}, on {}", self.screen.name);
        }
        self.browser.press(keys::ENTER)?;
        self.browser.find(".record-page")?;
        assert_eq!(self.path()?, row(1), "Enter opens the row");
        self.browser.press("e")?;
        self.browser.find("#record-form")?;
        assert_eq!(self.path()?, format!("{}/edit", row(1)), "e edits the record");
        // Out of the field that has the focus, then out of the form.
        self.browser.press(&keys::ESCAPE.repeat(2))?;
        self.browser.find(".record-page")?;
        self.go("/employes")?;
        self.browser.press("n")?;
        self.browser.find("#record-form")?;
        assert_eq!(self.path()?, "/employes/new", "n begins a record");
        self.go("/clients")?;
        self.browser.press("/")?;
        self.browser.press("nje?")?;
        assert_eq!(self.browser.property("#q", "value")?, "nje?", "/ leads to the search");
        self.browser.press(keys::ESCAPE)?;
        self.browser.press("?")?;
        self.browser.find("#page-shortcuts[open]")?;
        self.shot("16-shortcuts")?;
        self.browser.press(keys::ESCAPE)?;
        self.browser.see_no("#page-shortcuts[open]")
    }

    /// The scheme that the walk didn't take, for the eye.
    fn other_schemes(&self, company: &str, quote: &str) -> Step {
        self.browser.prefer_dark(!self.screen.dark)?;
        for (name, path) in
            [("home", "/"), ("clients", "/clients"), ("company", company), ("quote", quote), ("visits", "/visites")]
        {
            self.go(path)?;
            self.shot(&format!("20-other-scheme-{name}"))?;
        }
        self.go(&format!("{quote}/edit"))?;
        self.shot("20-other-scheme-edit")
    }

    fn go(&self, path: &str) -> Step {
        self.browser.go(&format!("{}{path}", self.base))?;
        // A page wider than the screen is scrolled sideways on a phone.
        let surplus = self.browser.script("return document.documentElement.scrollWidth - innerWidth")?;
        assert!(
            surplus.as_i64().is_some_and(|surplus| surplus <= 0),
            "{path} is {surplus} pixels too wide on {}",
            self.screen.name
        );
        Ok(())
    }

    fn save(&self) -> Step {
        self.browser.click("[data-save]")
    }

    /// Types in a picker and takes what it offers.
    fn pick(&self, css: &str, typed: &str, wanted: &str) -> Step {
        self.browser.fill(css, typed)?;
        self.browser.see(&format!("{css}-list [role=option]"), wanted)?;
        let options = self.browser.texts(&format!("{css}-list [role=option]"))?;
        let place = options.iter().position(|option| option.contains(wanted)).unwrap_or_default();
        self.browser.press(&keys::DOWN.repeat(place))?;
        self.browser.press(keys::ENTER)?;
        let shown = self.browser.property(css, "value")?;
        assert_eq!(shown, wanted, "what {css} shows once chosen");
        Ok(())
    }

    fn pick_first(&self, css: &str) -> Step {
        self.pick_nth(css, 0)
    }

    /// Opens a picker and clicks one of what it offers.
    fn pick_nth(&self, css: &str, place: usize) -> Step {
        // As a thumb would: the bar of buttons covers the foot of the screen.
        self.browser.find(css)?;
        self.browser.script(&format!("document.querySelector('{css}').scrollIntoView({{ block: 'center' }})"))?;
        self.browser.click(css)?;
        self.browser.click(&format!("{css}-list [role=option]:nth-of-type({})", place + 1))
    }

    /// A date field takes keys by the system's own order of day and month, which isn't what is tested.
    fn date(&self, css: &str, iso: &str) -> Step {
        let typed = format!(
            "const field = document.querySelector('{css}'); field.value = '{iso}';
             for (const name of ['input', 'change']) field.dispatchEvent(new Event(name, {{ bubbles: true }}));
             field.focus();"
        );
        self.browser.script(&typed).map(drop)
    }

    fn path(&self) -> Step<String> {
        let url = self.browser.url()?;
        Ok(url.strip_prefix(self.base).unwrap_or(&url).to_owned())
    }

    fn shot(&self, name: &str) -> Step {
        match std::env::var_os("MERISIER_SHOTS").map(PathBuf::from) {
            Some(folder) => self.browser.screenshot(&folder.join(format!("{}-{name}.png", self.screen.name))),
            None => Ok(()),
        }
    }
}

/// What the console says beyond the ordinary. Chromium notes each page that refuses a form. htmx notes a check in flight when one saves and
/// so leaves the page, twice: the abort, then the end of that request. A request that fails says `sendError` or `responseError` besides.
fn unexpected(mut said: Vec<String>) -> Vec<String> {
    said.retain(|line| !line.contains("the server responded with a status of 422"));
    let before = said.len();
    said.retain(|line| !line.contains("\"htmx:sendAbort,"));
    for _ in said.len()..before {
        if let Some(place) = said.iter().position(|line| line.contains("\"htmx:afterRequest,")) {
            said.remove(place);
        }
    }
    said
}
