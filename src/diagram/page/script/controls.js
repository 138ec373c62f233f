// Tabs, details, revisions, search, keys, the address: what changes the state, and what shows it. The page begins here.

const tabs = [...document.querySelectorAll("[data-kind]")];
const details = [...document.querySelectorAll("[data-detail]")];
const slider = document.getElementById("revision");
const changes = document.getElementById("changes");
const search = document.getElementById("search");
const results = document.getElementById("results");
const keys = document.getElementById("keys");
let hits = [];
let pointed = -1;
let isBegun = false;

function writeControls() {
  for (const tab of tabs) {
    const isOn = tab.dataset.kind === state.kind;
    tab.setAttribute("aria-selected", String(isOn));
    tab.setAttribute("tabindex", isOn ? "0" : "-1");
  }
  for (const button of details) {
    button.setAttribute("aria-pressed", String(button.dataset.detail === shownDetail()));
    button.disabled = !has({ ...state, changes: showsChanges(), detail: button.dataset.detail });
  }
  if (slider) writeRevision();
}

/** The detail of the drawing that is shown. */
const shownDetail = () => (has({ ...state, changes: showsChanges() }) ? state.detail : "all");

/** The newest revision is at the right end of the slider. */
function writeRevision() {
  if (changes) {
    changes.checked = showsChanges();
    changes.disabled = !has({ ...state, detail: "all", changes: true });
  }
  const { name: what, date, subject } = data.revisions[state.revision];
  slider.value = String(data.revisions.length - 1 - state.revision);
  const told = [what, date, subject].filter(Boolean).join(" · ");
  slider.setAttribute("aria-valuetext", told);
  document.getElementById("revision-told").textContent = told;
}

/** `#Client`, or `#mld/client` in another tab than the first: a link that can be sent to someone. */
function writeAddress() {
  const first = data.sheets[0].kind;
  const title = state.chosen === null ? "" : current.graph.boxes[state.chosen].title;
  const path = [state.kind === first ? "" : state.kind, title].filter(Boolean).join("/");
  if (!isBegun) return;
  const hash = path === "" || (title === "" && state.kind === first) ? "" : `#${encodeURI(path)}`;
  if (location.hash !== hash) history.replaceState(null, "", hash || location.pathname + location.search);
}

/** Goes to what the address names: a box by its title or its id. */
function readAddress() {
  let path = "";
  try {
    path = decodeURIComponent(location.hash.slice(1));
  } catch {
    return; // somebody mangled the address: it names nothing
  }
  const [, kind, rest] = path.match(/^(?:(mcd|mld|crow)(?:\/|$))?(.*)$/s);
  if (kind && kind !== state.kind && tabs.some((tab) => tab.dataset.kind === kind)) show({ kind });
  const wanted = folded(rest);
  if (wanted === "") return;
  const { boxes } = current.graph;
  const place = boxes.findIndex((box) => folded(box.title) === wanted || folded(box.id) === wanted);
  if (place >= 0 && place !== state.chosen) choose(place);
}

// Tabs: the arrows go from one to the next, as in any list of tabs.
for (const tab of tabs) {
  tab.addEventListener("click", () => show({ kind: tab.dataset.kind }));
  tab.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const next = tabs[(tabs.indexOf(tab) + by + tabs.length) % tabs.length];
    show({ kind: next.dataset.kind });
    next.focus();
  });
}
for (const button of details) button.addEventListener("click", () => show({ detail: button.dataset.detail }));
// Who looks back wants to see what changed: the colours come with the slider, until they are switched off.
let isAsked = false;
slider?.addEventListener("input", () => {
  const colours = isAsked || !changes ? {} : { changes: true };
  show({ revision: data.revisions.length - 1 - Number(slider.value), ...colours });
});
changes?.addEventListener("change", () => {
  isAsked = true;
  show({ changes: changes.checked });
});

/** On a small screen: areas, details and hints come and go at the foot. */
function options() {
  if (state.chosen !== null) choose(null);
  const isOpen = document.documentElement.classList.toggle("asked");
  document.querySelector(".options").setAttribute("aria-expanded", String(isOpen));
}

const actions = { "zoom-in": () => zoom(1.3), "zoom-out": () => zoom(1 / 1.3), "zoom-all": showAll, options, help: () => keys.showModal(), close: () => keys.close() };
for (const button of document.querySelectorAll("[data-do]")) button.addEventListener("click", actions[button.dataset.do]);

// Search: a list under the field, walked with the arrows.
function writeResults() {
  hits = found(current.graph, search.value, 12);
  if (pointed >= hits.length) pointed = hits.length - 1;
  const row = (hit, at) => {
    const box = current.graph.boxes[hit.place];
    const what = hit.field === null ? words[box.look] : box.title;
    const attributes = { role: "option", id: `result-${at}`, "aria-selected": String(at === pointed), pointerdown: (event) => event.preventDefault(), click: () => take(hit) };
    return element("li", attributes, name(hit.field ?? box.title), element("span", { class: "quiet" }, name(what)));
  };
  const none = element("li", { class: "none quiet" }, words.nothingFound);
  const isAsked = search.value.trim() !== "";
  results.replaceChildren(...(isAsked && hits.length === 0 ? [none] : hits.map(row)));
  const isOpen = isAsked && document.activeElement === search;
  results.hidden = !isOpen;
  search.setAttribute("aria-expanded", String(isOpen));
  if (pointed >= 0) search.setAttribute("aria-activedescendant", `result-${pointed}`);
  else search.removeAttribute("aria-activedescendant");
}

/** Goes to what was found, even where areas or steps left it out. */
function take(hit) {
  search.value = "";
  Object.assign(state, { steps: 0, pathTo: null });
  if (!shownBoxes().has(hit.place)) state.hiddenAreas.clear();
  choose(hit.place);
  current.boxes.get(hit.place).focus({ preventScroll: true });
  writeResults();
}

search.addEventListener("input", () => {
  pointed = search.value.trim() === "" ? -1 : 0;
  writeResults();
});
search.addEventListener("blur", writeResults);
search.addEventListener("focus", writeResults);
search.addEventListener("keydown", (event) => {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by && hits.length > 0) pointed = (pointed + by + hits.length) % hits.length;
  else if (event.key === "Enter" && hits[pointed]) return take(hits[pointed]);
  else if (event.key === "Escape") search.value = "";
  else return;
  event.preventDefault();
  event.stopPropagation();
  writeResults();
});

// Keys, wherever the focus is but in a field.
const directions = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
const keyed = {
  "/": () => search.focus(),
  "+": actions["zoom-in"],
  "=": actions["zoom-in"],
  "-": actions["zoom-out"],
  0: showAll,
  "?": actions.help,
  Escape: () => choose(null),
};
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || keys.open) return;
  if (event.target.closest("input, select, textarea")) return;
  const isTab = /^[1-9]$/.test(event.key) && tabs[Number(event.key) - 1];
  const direction = directions[event.key];
  if (isTab) show({ kind: isTab.dataset.kind });
  else if (direction && stage.contains(event.target)) go(event, direction);
  else if (event.target.dataset?.box && (event.key === "Enter" || event.key === " ")) choose(Number(event.target.dataset.box));
  else if (keyed[event.key]) keyed[event.key]();
  else return;
  event.preventDefault();
});

/** From the box that has the focus to the next in a direction; with Shift, or from no box, the drawing moves. */
function go(event, [dx, dy]) {
  const from = event.target.dataset?.box;
  if (event.shiftKey || from === undefined) return pan(-80 * dx, -80 * dy);
  const next = nextBox(centresOf(shownBoxes()), Number(from), [dx, dy]);
  if (next !== null) current.boxes.get(next).focus({ preventScroll: true });
}

addEventListener("hashchange", readAddress);
document.documentElement.classList.add("live");
show({});
readAddress();
isBegun = true;
