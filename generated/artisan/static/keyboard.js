// The keyboard: `/` search, `n` new, `e` edit, `j` and `k` in a list, Ctrl+Enter saves, Escape goes back, `?` tells.
// One-letter keys can be turned off in the help, as WCAG 2.1.4 asks: dictation software types letters.

const help = document.getElementById("page-shortcuts");
const letters = document.querySelector("[data-letters]");

function stored() {
  try {
    return localStorage.getItem("letters") !== "off";
  } catch {
    return true;
  }
}

if (letters) {
  letters.checked = stored();
  letters.addEventListener("change", () => {
    try {
      localStorage.setItem("letters", letters.checked ? "on" : "off");
    } catch {
      // Storage refused: the choice lasts until the next page.
    }
  });
}

const typing = (element) => element.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") !== null;

function activate(key) {
  const target = document.querySelector(`[data-key="${key}"]`);
  if (!target) return false;
  if (target.matches("input")) {
    target.focus();
    target.select();
  } else {
    target.click();
  }
  return true;
}

/** Moves to the next or previous row of the list; the first key press goes to the first row. */
function move(step) {
  const rows = [...document.querySelectorAll("tr[data-href] [data-open]")];
  if (rows.length === 0) return false;
  const at = rows.findIndex((link) => link.closest("tr").contains(document.activeElement));
  const next = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
  next.focus();
  next.closest("tr").scrollIntoView({ block: "nearest" });
  return true;
}

const actions = {
  "/": () => activate("/"),
  n: () => activate("n"),
  e: () => activate("e"),
  j: () => move(1),
  k: () => move(-1),
  "?": () => (help.showModal(), true),
};

function escape(event) {
  const open = document.querySelector(".filters[open], .menu-switch[open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  } else if (typing(event.target)) {
    event.target.blur();
  } else if (!document.querySelector("[data-unsaved]:not([hidden])")) {
    activate("escape");
  }
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || help.open) return;
  if (event.key === "Escape") return escape(event);
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    document.querySelector("[data-save]")?.click();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (letters && !letters.checked && event.key !== "?") return;
  if (actions[event.key]?.()) event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-shortcuts]")) help.showModal();
  if (event.target === help) help.close();
});
