// A record chosen among any number, by typing: the combobox pattern of the ARIA practices over the options the server sends.
// What is typed but not chosen is left to the server, which looks for it when the form is sent.

const delay = 150;

class Combobox {
  constructor(box, text, key) {
    Object.assign(this, { box, text, key, chosen: { key: key.value, text: text.value }, active: -1, timer: 0, request: null, hurried: false });
    this.list = document.createElement("ul");
    this.list.id = `${text.id}-list`;
    this.list.className = "combo-list";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", text.labels[0]?.textContent.trim() ?? text.name);
    text.parentElement.append(this.list);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id })) {
      text.setAttribute(name, value);
    }
    this.listen();
  }

  listen() {
    this.text.addEventListener("input", () => this.typed());
    this.text.addEventListener("keydown", (event) => this.pressed(event));
    this.text.addEventListener("click", () => this.list.hidden && this.ask(""));
    this.text.addEventListener("blur", () => this.left());
    // The list must not take the focus: the field would lose it, and close the list before the click arrives.
    this.list.addEventListener("mousedown", (event) => event.target.closest("a") || event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(option);
    });
  }

  options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  typed() {
    this.key.value = "";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(this.text.value.trim()), delay);
  }

  async ask(query) {
    clearTimeout(this.timer);
    this.timer = 0;
    this.request?.abort();
    this.request = new AbortController();
    const url = new URL(this.box.dataset.url, location.href);
    url.searchParams.set("q", query);
    try {
      const answer = await fetch(url, { signal: this.request.signal, headers: { Accept: "text/html" } });
      if (answer.ok) this.show(await answer.text());
    } catch (error) {
      if (error.name !== "AbortError") this.close();
    }
  }

  show(html) {
    this.request = null;
    if (document.activeElement !== this.text) return;
    this.list.innerHTML = html;
    this.options().forEach((option, at) => (option.id = `${this.list.id}-${at}`));
    this.list.hidden = false;
    this.text.setAttribute("aria-expanded", "true");
    this.place();
    this.light(this.text.value && this.options().length > 0 ? 0 : -1);
    if (this.hurried && this.options().length > 0) this.choose(this.options()[0]);
    this.hurried = false;
  }

  /** Opens upwards when there is more room above. */
  place() {
    const field = this.text.getBoundingClientRect();
    const below = innerHeight - field.bottom;
    this.list.classList.toggle("above", below < 240 && field.top > below);
  }

  close() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.request?.abort();
    this.request = null;
    this.list.hidden = true;
    this.active = -1;
    this.text.setAttribute("aria-expanded", "false");
    this.text.removeAttribute("aria-activedescendant");
  }

  light(at) {
    this.active = at;
    this.options().forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    const option = this.options()[at];
    if (option) {
      this.text.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      this.text.removeAttribute("aria-activedescendant");
    }
  }

  choose(option) {
    this.chosen = { key: option.dataset.keyValue, text: option.dataset.text };
    this.restore();
    this.close();
    this.text.dispatchEvent(new Event("change", { bubbles: true }));
  }

  restore() {
    this.key.value = this.chosen.key;
    this.text.value = this.chosen.text;
  }

  pressed(event) {
    const open = !this.list.hidden;
    const count = this.options().length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) this.ask("");
      else if (count > 0) this.light((this.active + (event.key === "ArrowDown" ? 1 : -1) + count) % count);
    } else if (event.key === "Enter" && open && this.active >= 0) {
      event.preventDefault();
      this.choose(this.options()[this.active]);
    } else if (event.key === "Enter" && (this.timer || this.request)) {
      event.preventDefault();
      this.hurried = true;
    } else if (event.key === "Tab" && open && this.active >= 0 && this.key.value === "" && this.text.value !== "") {
      this.choose(this.options()[this.active]);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      this.restore();
      this.close();
    }
  }

  left() {
    this.close();
    this.hurried = false;
    if (this.text.value.trim() === "") this.chosen = { key: "", text: "" };
    if (this.text.value === this.chosen.text) this.restore();
  }
}

/** Makes comboboxes of the pickers under an element. */
function upgrade(root) {
  for (const text of root.querySelectorAll("[data-combo-text]:not([role=combobox])")) {
    const box = text.closest("[data-combo]");
    const key = box.querySelector("[data-combo-key]");
    if (key) new Combobox(box, text, key);
  }
}

upgrade(document);
document.addEventListener("line-added", (event) => upgrade(event.target));
