// What stands beside the drawing: the model where nothing is chosen, or the chosen box in words. Every text is set as text.

const panel = document.getElementById("panel");

/** An element with attributes (functions are listeners) and children; texts are text. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

/** A name, kept from turning the direction of what stands around it. */
const name = (text) => element("bdi", {}, text);

/** A box that can be gone to. */
function boxButton(place) {
  const box = current.graph.boxes[place];
  return element("button", { type: "button", class: `to ${box.look}`, "data-to": place, click: () => choose(place) }, name(box.title));
}

function writePanel() {
  const focus = panel.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  panel.replaceChildren(...(state.chosen === null ? aboutModel() : aboutBox(state.chosen)));
  if (focus) panel.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus();
  document.documentElement.classList.toggle("chosen", state.chosen !== null);
}

function aboutModel() {
  const { graph } = current;
  // What goes is drawn, and counts no more.
  const count = (look) => graph.boxes.filter((box) => box.look === look && box.mark !== "removed").length;
  const counted = ["entity", "table", "relation"].filter((look) => count(look) > 0);
  const counts = counted.map((look) => `${count(look)} ${words[count(look) === 1 ? look : `${look}s`]}`);
  const head = [element("h2", {}, name(data.title)), element("p", { class: "quiet" }, counts.join(", "))];
  return [...head, detailChoice(), ...changed(graph), ...areas(), hints()];
}

/** The level of detail, where the bar has no room for it. */
function detailChoice() {
  const option = (button) => {
    const { detail } = button.dataset;
    const attributes = { type: "button", "aria-pressed": button.getAttribute("aria-pressed"), disabled: button.disabled, "data-key": `detail ${detail}` };
    return element("button", { ...attributes, click: () => show({ detail }) }, button.textContent);
  };
  const group = document.querySelector(".details");
  const attributes = { class: "choice in-panel", role: "group", "aria-label": group.getAttribute("aria-label") };
  return element("div", attributes, ...[...group.children].map(option));
}

const SIGNS = { added: "+", removed: "–", changed: "~" };

/** What a revision did, by a sign and in a colour. */
const sign = (mark) => (mark ? element("b", { class: `mark ${mark}`, role: "img", "aria-label": words[mark] }, SIGNS[mark]) : "");

/** How much a revision changed, which boxes, and which links of boxes that stay. */
function changed(graph) {
  if (!graph.counts) return [];
  const count = (mark) => element("li", {}, sign(mark), `${graph.counts[mark]}`, element("span", { class: "quiet" }, words[mark]));
  const places = [...graph.boxes.keys()].filter((place) => graph.boxes[place].mark && graph.boxes[place].look !== "constraint");
  const row = (place) => element("li", {}, sign(graph.boxes[place].mark), boxButton(place));
  const stays = (place) => !["added", "removed"].includes(graph.boxes[place].mark);
  const links = graph.edges.filter((link) => link.mark && stays(link.from) && stays(link.to) && (link.card || link.role));
  const told = (link) => [link.role, link.card].filter(Boolean).join(" ").replace(/^[+–~] /, "");
  const linkRow = (link) =>
    element("li", {}, sign(link.mark), boxButton(link.to), boxButton(link.from), element("span", { class: "quiet" }, told(link)));
  return [
    element("h3", {}, words.changesTitle),
    element("ul", { class: "counts" }, ...Object.keys(SIGNS).map(count)),
    element("ul", { class: "marks" }, ...places.map(row), ...links.map(linkRow)),
  ];
}

/** A box to tick for each area, and one for what is of none. */
function areas() {
  const { graph } = current;
  if (graph.areas.length === 0) return [];
  const hasOthers = graph.boxes.some((box) => isThing(box) && box.area === null);
  const names = hasOthers ? [...graph.areas, ""] : graph.areas;
  const row = (area) => {
    const flip = () => {
      state.hiddenAreas[state.hiddenAreas.has(area) ? "delete" : "add"](area);
      refresh();
    };
    const input = { type: "checkbox", checked: !state.hiddenAreas.has(area), change: flip, "data-key": `area ${area}` };
    const hue = area === "" ? 7 : graph.areas.indexOf(area) % 7;
    const only = () => {
      state.hiddenAreas = new Set(names.filter((other) => other !== area));
      refresh();
    };
    return element(
      "li", {},
      element("label", {}, element("input", input), element("span", { class: `swatch hue-${hue}` }), name(area || words.noArea)),
      element("button", { type: "button", class: "plain", "data-key": `only ${area}`, click: only }, words.only),
    );
  };
  const all = () => {
    state.hiddenAreas.clear();
    refresh();
  };
  const reset = element("button", { type: "button", class: "plain", "data-key": "all areas", click: all }, words.showAll);
  return [element("h3", {}, words.areas), element("ul", { class: "areas" }, ...names.map(row)), state.hiddenAreas.size > 0 ? reset : ""];
}

const hints = () => element("ul", { class: "hints quiet" }, ...words.hints.map((hint) => element("li", {}, hint)));

function aboutBox(place) {
  const box = current.graph.boxes[place];
  const close = element("button", { type: "button", class: "close", "aria-label": words.close, "data-key": "close", click: () => choose(null) }, "×");
  const kind = [words[box.look], box.area].filter(Boolean).join(" · ");
  const docs = box.docs ? [element("p", { class: "docs" }, name(box.docs))] : [];
  const ways = isThing(box) ? [stepsChoice(), ...pathChoice(place)] : [];
  return [element("p", { class: "kind quiet" }, name(kind)), element("h2", {}, sign(box.mark), name(box.title)), close, ...docs, ...ways, ...fields(box), ...links(place)];
}

/** How much around the chosen box is shown. */
function stepsChoice() {
  const option = (steps, label) => {
    const pick = () => {
      state.steps = steps;
      state.pathTo = null;
      refresh();
      showChosen();
    };
    const isOn = state.steps === steps && state.pathTo === null;
    return element("button", { type: "button", "aria-pressed": String(isOn), "data-key": `steps ${steps}`, "data-steps": steps, click: pick }, label);
  };
  const options = [option(0, words.everything), option(1, words.oneStep), option(2, words.twoSteps)];
  return element("div", { class: "choice", role: "group", "aria-label": words.around }, ...options);
}

/** The way from the chosen box to another, asked for and told. */
function pathChoice(place) {
  const { boxes } = current.graph;
  const others = [...boxes.keys()].filter((other) => other !== place && isThing(boxes[other]));
  others.sort((a, b) => boxes[a].title.localeCompare(boxes[b].title));
  const options = others.map((other) => element("option", { value: other, selected: other === state.pathTo }, boxes[other].title));
  const pick = (event) => askPath(event.target.value === "" ? null : Number(event.target.value));
  const select = element("select", { id: "path-to", "data-key": "path", change: pick }, element("option", { value: "" }, "—"), ...options);
  return [element("label", { class: "path" }, words.pathTo, select), ...pathTold()];
}

function pathTold() {
  if (state.pathTo === null) return [];
  const path = chosenPath();
  if (!path) return [element("p", { class: "told quiet", role: "status" }, words.noPath)];
  const steps = path.boxes.map((box) => element("li", {}, boxButton(box)));
  return [element("ol", { class: "told", role: "status" }, ...steps)];
}

function askPath(place) {
  state.pathTo = place === state.chosen ? null : place;
  refresh();
  showChosen();
}

function fields(box) {
  if (box.fields.length === 0) return [];
  const row = (field) => element("li", { class: field.role }, element("span", {}, sign(field.mark), name(field.name)), field.type ? element("span", { class: "quiet" }, field.type) : "");
  return [element("h3", {}, words.fieldsTitle), element("ul", { class: "fields" }, ...box.fields.map(row))];
}

/** What the box is linked to, and past a relation, what that links it to. */
function links(place) {
  const { graph } = current;
  if (graph.links[place].length === 0) return [];
  const row = ({ link, to }) => {
    const edge = graph.edges[link];
    const isOut = edge.from === place;
    const card = edge.card ? element("b", {}, edge.card) : element("b", { "aria-label": words[isOut ? "refersTo" : "referredBy"] }, isOut ? "→" : "←");
    const role = edge.role ? element("i", {}, name(edge.role)) : "";
    const beyond = isThing(graph.boxes[place]) && !isThing(graph.boxes[to])
      ? graph.links[to].filter((far) => far.link !== link && isThing(graph.boxes[far.to])).map((far) => boxButton(far.to))
      : [];
    return element("li", {}, card, boxButton(to), role, ...beyond.flatMap((button) => [element("span", { class: "quiet" }, "—"), button]));
  };
  return [element("h3", {}, words.linksTitle), element("ul", { class: "links" }, ...graph.links[place].map(row))];
}
