// The grid of lines inside a record: lines are added, removed and walked through by keyboard. The server numbers nothing: an index
// only keeps the fields of one line together.

const rowsOf = (section) => [...section.querySelectorAll("[data-line]")];
const fieldsOf = (row) => [...row.querySelectorAll("[data-field] :is(input, select, textarea):not([type=hidden])")];
const empty = (row) => fieldsOf(row).every((field) => field.value === "");

function limit(section) {
  const max = Number(section.dataset.max ?? Infinity);
  section.querySelector(".add-line").disabled = rowsOf(section).length >= max;
}

function add(section) {
  const button = section.querySelector(".add-line");
  if (button.disabled) return;
  const index = Number(section.dataset.next ?? rowsOf(section).length);
  section.dataset.next = index + 1;
  const blank = section.querySelector("template[data-blank]").innerHTML.replaceAll("__index__", index);
  section.querySelector("tbody").insertAdjacentHTML("beforeend", blank);
  const row = rowsOf(section).at(-1);
  // combobox.js makes pickers of its fields.
  row.dispatchEvent(new Event("line-added", { bubbles: true }));
  limit(section);
  fieldsOf(row)[0]?.focus();
}

/** A line that was never saved or filled in goes at once; any other is struck out until the record is saved, and can come back. */
function remove(section, row, checkbox) {
  if (!empty(row) && !("fresh" in row.dataset)) return;
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  limit(section);
  (next ? (fieldsOf(next)[0] ?? checkbox) : section.querySelector(".add-line")).focus();
}

/** One place up or down, by its buttons or Alt and an arrow; the focus stays where it was. */
function shift(row, up) {
  const other = up ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  const focused = document.activeElement;
  if (up) other.before(row);
  else other.after(row);
  focused?.focus();
}

/** Enter goes down its column; on the last line it adds one. */
function down(section, row, field) {
  const rows = rowsOf(section);
  const next = rows[rows.indexOf(row) + 1];
  if (next) fieldsOf(next)[fieldsOf(row).indexOf(field)]?.focus();
  else add(section);
}

for (const section of document.querySelectorAll("[data-lines]")) {
  // Indexes never come back, even those of lines taken away.
  const used = [...section.querySelectorAll(".line-remove input")].map((input) => Number(input.name.split(".").at(-2)) || 0);
  section.dataset.next = Math.max(-1, ...used) + 1;
  // The empty lines are there for those without JavaScript: one is enough here.
  if (!section.querySelector(".has-error")) rowsOf(section).filter(empty).slice(1).forEach((row) => row.remove());
  limit(section);

  section.querySelector(".add-line").addEventListener("click", (event) => {
    event.preventDefault();
    add(section);
  });
  section.addEventListener("change", (event) => {
    if (event.target.matches(".line-remove input") && event.target.checked) remove(section, event.target.closest("[data-line]"), event.target);
  });
  section.addEventListener("click", (event) => {
    const button = event.target.closest(".line-up, .line-down");
    if (!button) return;
    event.preventDefault();
    shift(button.closest("[data-line]"), button.matches(".line-up"));
  });
  section.addEventListener("keydown", (event) => {
    const row = event.target.closest("[data-line]");
    if (row?.querySelector(".line-up") && event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)) {
      event.preventDefault();
      shift(row, event.key === "ArrowUp");
      return;
    }
    if (!row || event.key !== "Enter" || event.ctrlKey || event.metaKey || event.defaultPrevented || event.target.matches("textarea, .line-remove input")) return;
    event.preventDefault();
    down(section, row, event.target);
  });
}
