// Validation in the browser with the words of the model: a message under its field when one leaves it, all of them and a summary
// before sending. The server's check (htmx, out of band) then has the last word, for the fields already visited.

const summary = document.getElementById("error-summary");
const forms = document.querySelectorAll("form[data-form]");
// Kept apart from the form: a field named "dataset" or "elements" would hide those properties of the form itself.
const words = document.querySelector("[data-words]")?.dataset;

/** A number as people write it: `1 234,50`, `1,234.50`, `12.5`. */
function number(text) {
  const bare = text.replace(/[\s\u00a0\u202f]/g, "");
  if (!/^[-+]?[\d.,]+$/.test(bare)) return NaN;
  const decimal = Math.max(bare.lastIndexOf(","), bare.lastIndexOf("."));
  const thousands = document.documentElement.lang === "en" && /^[-+]?\d{1,3}(,\d{3})+$/.test(bare);
  if (decimal < 0 || thousands) return Number(bare.replace(/[.,]/g, ""));
  return Number(`${bare.slice(0, decimal).replace(/[.,]/g, "")}.${bare.slice(decimal + 1)}`);
}

/** Whether something was entered under an element. */
const filled = (element) =>
  [...element.querySelectorAll("input:not([type=hidden]), select, textarea")].some((field) => (field.type === "checkbox" ? field.checked : field.value !== ""));

/** A line that is removed, or that nobody has filled in, is not sent to be saved: nothing in it is wrong. */
function ignored(input) {
  const line = input.closest("[data-line]");
  if (!line) return false;
  if (line.querySelector(".line-remove input").checked) return true;
  // The other record of a line is picked, or entered in the line: what is asked of one isn't of the other.
  const entered = input.closest("td")?.querySelector(".line-new");
  if (entered && input.closest(".line-new") && !filled(entered)) return true;
  if (entered && input.matches("[data-combo-text]") && !input.closest(".line-new") && input.value === "" && filled(entered)) return true;
  return [...line.querySelectorAll("[data-field] :is(input, select, textarea):not([type=hidden])")].every((field) => field.value === "" || (field.type === "checkbox" && !field.checked));
}

function outOfBounds(input) {
  if (!("number" in input.dataset) || input.value.trim() === "") return "";
  const value = number(input.value);
  const { min, max, message } = input.dataset;
  if (Number.isNaN(value)) return message ?? words.number;
  if (min !== undefined && value < Number(min)) return message ?? words.min.replace("#", min);
  if (max !== undefined && value > Number(max)) return message ?? words.max.replace("#", max);
  return "";
}

/** What is wrong in a field, in the model's words when it has some; nothing when all is well. */
function problem(input) {
  input.setCustomValidity("");
  if (ignored(input)) return "";
  if (input.validity.valueMissing || ("required" in input.dataset && input.value.trim() === "")) return words.required;
  if (!input.validity.valid) return input.dataset.message ?? input.validationMessage;
  return outOfBounds(input);
}

function mark(field, wrong) {
  field.classList.toggle("has-error", wrong);
  for (const control of field.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    if (control.closest("[data-field]") !== field) continue;
    if (wrong) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }
}

/** Takes a field that is now right off the summary. */
function settled(input) {
  const entry = summary.querySelector(`a[href="#${CSS.escape(reached(input))}"]`);
  entry?.closest("li").remove();
  if (entry) summary.hidden = summary.querySelector("li") === null;
}

/** The id by which the summary reaches a control; radio buttons by that of their set. */
const reached = (input) => input.id || input.closest("[id]").id;

/** Checks one control and shows the outcome in its place. */
function check(input) {
  const message = problem(input);
  input.setCustomValidity(message);
  const field = input.closest("[data-field]");
  const slot = field?.querySelector(".field-error");
  if (slot) {
    slot.textContent = message;
    mark(field, message !== "");
    if (message === "") settled(input);
  }
  return message;
}

const controls = (form) => [...form.querySelectorAll("[data-field] :is(input:not([type=hidden]), select, textarea)")];

/** What a control is called on its own: that of a line with its grid and its place there, as the server says it. */
function called(input) {
  const label = (element) => element?.querySelector(".label, .choice > span")?.childNodes[0].textContent.trim();
  const own = label(input.closest("[data-field]"));
  const line = input.closest("[data-line]");
  if (!line) return own;
  const grid = line.closest("[data-lines]").querySelector("h2").childNodes[0].textContent.trim();
  const picker = input.closest(".line-new") && label(input.closest("td"));
  return [`${grid} ${[...line.parentElement.children].indexOf(line) + 1}`, picker, own].filter(Boolean).join(" · ");
}

/** The summary on top: one link for each field, in the order of the page. */
function summarize(form, wrong) {
  const list = summary.querySelector("ul");
  list.replaceChildren();
  for (const { input, message } of wrong) {
    const label = called(input);
    const name = document.createElement("strong");
    name.textContent = label ?? "";
    const link = document.createElement("a");
    link.href = `#${reached(input)}`;
    link.append(name, ` — ${message}`);
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  const { titleOne, titleOther } = summary.dataset;
  summary.querySelector("h2").textContent = wrong.length === 1 ? titleOne : titleOther.replace("#", wrong.length);
  summary.hidden = wrong.length === 0;
  if (wrong.length > 0) summary.focus();
}

function send(event) {
  const form = event.target;
  if (event.submitter?.formNoValidate) return;
  const seen = new Set();
  const wrong = [];
  for (const input of controls(form)) {
    const field = input.closest("[data-field]");
    field.dataset.touched = "";
    const message = input.type === "radio" && seen.has(input.name) ? "" : check(input);
    seen.add(input.name);
    if (message) wrong.push({ input, message });
  }
  if (wrong.length > 0) event.preventDefault();
  else changed(form, false);
  summarize(form, wrong);
}

/** Remembers that something would be lost, and says so. */
function changed(form, yes) {
  form.toggleAttribute("data-changed", yes);
  const note = form.querySelector("[data-unsaved]");
  if (note) note.hidden = !yes;
}

function visited(event) {
  const field = event.target.closest("[data-field]");
  event.target.closest("[data-lines]")?.setAttribute("data-touched", "");
  if (!field || !event.target.form || event.target.type === "hidden") return;
  if (event.type === "focusout" && !("touched" in field.dataset) && event.target.value === "") return;
  field.dataset.touched = "";
  check(event.target);
}

for (const form of forms) {
  form.noValidate = true;
  form.addEventListener("submit", send);
  form.addEventListener("change", (event) => {
    changed(form, true);
    visited(event);
  });
  form.addEventListener("focusout", visited);
  form.addEventListener("input", (event) => {
    changed(form, true);
    if (event.target.closest(".has-error")) check(event.target);
  });
}

addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-changed]")) event.preventDefault();
});

// The server's messages: only for fields already visited, and with the state of their control.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const place = event.detail.target.closest("[data-field], [data-lines]");
  if (place && !("touched" in place.dataset)) event.detail.shouldSwap = false;
});
document.addEventListener("htmx:oobAfterSwap", (event) => {
  const slot = document.getElementById(event.detail.target.id);
  const field = slot?.closest("[data-field]");
  if (field) mark(field, slot.textContent.trim() !== "");
});

// A link of the summary goes to the control itself.
summary?.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  const target = link && document.getElementById(link.hash.slice(1));
  if (!target) return;
  const control = target.matches("input, select, textarea, h2") ? target : target.querySelector("input, select, textarea");
  if (!control) return;
  event.preventDefault();
  control.scrollIntoView({ block: "center" });
  control.focus({ preventScroll: true });
});
if (summary && !summary.hidden) summary.focus();
