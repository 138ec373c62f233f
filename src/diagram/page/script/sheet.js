// Which drawing is shown, and what of it is lit, dimmed or left out. Boxes are known by their place in the drawing's data.

const data = JSON.parse(document.getElementById("data").textContent);
const { words } = data;

const state = {
  kind: data.sheets[0].kind,
  detail: data.sheets[0].detail,
  revision: 0,
  /** What a revision changed is shown in colours, where there is such a drawing. */
  changes: data.sheets[0].changes,
  /** The place of the box that is chosen, the one under the mouse, the end of the path asked for. */
  chosen: null,
  hovered: null,
  pathTo: null,
  /** With a chosen box: how many steps around it are shown; 0: everything. */
  steps: 0,
  /** Names of areas that aren't shown; "" stands for what is of no area. */
  hiddenAreas: new Set(),
};

const keyOf = ({ revision, kind, detail, changes }) => `${revision}/${kind}/${detail}/${changes}`;
/** Whether the drawing that is shown has the colours of a change. */
const showsChanges = () => current?.graph.counts !== undefined;

const graphs = new Map(Object.entries(data.graphs).map(([key, graph]) => [key, graphOf(graph)]));
const drawings = new Map();
let current = null;

const has = (wanted) => data.sheets.some((sheet) => keyOf(sheet) === keyOf(wanted));

/** The drawing of a revision, a kind and a detail; past revisions and changes may be drawn in full only, the first has no changes. */
function drawingOf(wanted) {
  const ways = [wanted, { ...wanted, detail: "all" }, { ...wanted, changes: false }, { ...wanted, detail: "all", changes: false }];
  const key = keyOf(ways.find(has));
  if (!drawings.has(key)) drawings.set(key, drawingFrom(key));
  return drawings.get(key);
}

function drawingFrom(key) {
  const number = data.sheets.findIndex((sheet) => keyOf(sheet) === key);
  const svg = number === 0 ? frame.querySelector("svg") : document.getElementById(`sheet-${number}`).content.querySelector("svg");
  const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  const { revision, kind, changes } = data.sheets[number];
  const graph = graphs.get(`${revision}/${kind}/${changes}`);
  svg.removeAttribute("width");
  svg.removeAttribute("height");
  svg.setAttribute("role", "group");
  const ring = document.createElementNS(svg.namespaceURI, "rect");
  ring.setAttribute("class", "ring");
  svg.append(ring);
  const hulls = [...svg.querySelectorAll("g.hull")];
  return { svg, width, height, graph, ring, kind, hulls, ...groupsOf(svg, graph) };
}

/** The groups of a drawing: `boxes` by place, `lines` by place with their labels. Boxes become what a keyboard can reach. */
function groupsOf(svg, graph) {
  const boxes = new Map();
  const lines = graph.edges.map(() => []);
  const lineAt = new Map(graph.edges.map((edge, index) => [edge.id, index]));
  for (const group of svg.querySelectorAll("g[id]")) {
    const box = graph.at.get(group.id);
    const line = lineAt.get(group.id.replace(/^(cardinality|role)-/, ""));
    if (box !== undefined) {
      boxes.set(box, group);
      group.dataset.box = box;
      group.setAttribute("tabindex", "-1");
      group.setAttribute("role", "button");
      group.setAttribute("aria-label", spoken(graph, box));
    } else if (line !== undefined) {
      lines[line].push(group);
    }
  }
  return { boxes, lines };
}

/** What is said of a box: its name, what it is, how many fields, what it is linked to. */
function spoken(graph, place) {
  const box = graph.boxes[place];
  const near = [...neighbours(graph, [place])].filter((other) => other !== place).map((other) => graph.boxes[other].title);
  const fields = box.fields.length > 0 ? `${box.fields.length} ${words[box.fields.length === 1 ? "field" : "fields"]}` : "";
  const linked = near.length > 0 ? `${words.linkedTo} ${near.join(", ")}` : "";
  return [box.title, words[box.look], words[box.mark], fields, linked, box.docs].filter(Boolean).join(", ");
}

/** Where a box is. Measured when its drawing is first shown: what is left out later has no area to be measured. */
const areaOf = (place) => current.areas.get(place);

function centresOf(shown) {
  const centre = ({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 });
  return new Map([...current.boxes.keys()].filter((place) => shown.has(place)).map((place) => [place, centre(areaOf(place))]));
}

/** The box of another drawing that stands for the same thing: the same id, or a table for its entity. */
function counterpart(graph, box) {
  if (graph.at.has(box.id)) return graph.at.get(box.id);
  const of = box.of ?? box.id;
  const place = graph.boxes.findIndex((other) => other.id === of || (other.of ?? other.id) === of);
  return place < 0 ? null : place;
}

/** Shows another drawing, around the same thing in the same place of the window. */
function show(change) {
  const before = current;
  const showedAll = before && isAllShown();
  const anchor = before && anchorBox();
  const chosen = before && state.chosen !== null ? before.graph.boxes[state.chosen] : null;
  const pathEnd = before && state.pathTo !== null ? before.graph.boxes[state.pathTo] : null;
  Object.assign(state, change, { hovered: null });
  current = drawingOf(state);
  frame.replaceChildren(current.svg);
  current.areas ??= new Map([...current.boxes].map(([place, group]) => [place, group.getBBox()]));
  state.chosen = chosen && counterpart(current.graph, chosen);
  state.pathTo = pathEnd && counterpart(current.graph, pathEnd);
  drawMap();
  refresh();
  if (!before || showedAll) return showAll();
  const same = anchor && counterpart(current.graph, anchor.box);
  if (same === null || same === undefined) return showAll();
  const area = areaOf(same);
  view.x = area.x + area.width / 2 - anchor.px / view.scale;
  view.y = area.y + area.height / 2 - anchor.py / view.scale;
  look();
}

/** The box to keep in place: the chosen one, or else the one nearest to the middle of the window. */
function anchorBox() {
  const [midX, midY] = [frame.clientWidth / 2, frame.clientHeight / 2];
  let best = null;
  for (const [place, { x, y }] of centresOf(shownBoxes())) {
    if (!isThing(current.graph.boxes[place])) continue;
    const [px, py] = [(x - view.x) * view.scale, (y - view.y) * view.scale];
    const far = place === state.chosen ? -1 : Math.hypot(px - midX, py - midY);
    if (!best || far < best.far) best = { box: current.graph.boxes[place], px, py, far };
  }
  return best;
}

/** The boxes that areas and steps leave. */
function shownBoxes() {
  const { graph } = current;
  const shown = ofAreas(graph, state.hiddenAreas);
  if (state.chosen === null || state.steps === 0 || state.pathTo !== null) return shown;
  const near = reach(graph, state.chosen, state.steps);
  return new Set([...shown].filter((place) => near.has(place)));
}

/** What is lit, or null where nothing is dimmed: the path, or else what is near the box under the mouse or the chosen one. */
function lit() {
  const { graph } = current;
  const path = chosenPath();
  if (path) return { boxes: new Set(path.boxes), links: new Set(path.links) };
  const centre = state.hovered ?? state.chosen;
  if (centre === null) return null;
  const boxes = reach(graph, centre, state.hovered === null && state.steps > 0 ? state.steps : 1);
  return { boxes, links: linksWithin(graph, boxes) };
}

function chosenPath() {
  if (state.chosen === null || state.pathTo === null) return null;
  return shortestPath(current.graph, state.chosen, state.pathTo);
}

/** Gives every group its classes. */
function paint() {
  const shown = shownBoxes();
  const bright = lit();
  current.svg.classList.toggle("dim", bright !== null);
  for (const [place, group] of current.boxes) {
    group.classList.toggle("gone", !shown.has(place));
    group.classList.toggle("lit", bright?.boxes.has(place) ?? false);
    group.setAttribute("aria-pressed", String(place === state.chosen));
  }
  current.graph.edges.forEach((edge, index) => {
    const isGone = !shown.has(edge.from) || !shown.has(edge.to);
    for (const group of current.lines[index]) {
      group.classList.toggle("gone", isGone);
      group.classList.toggle("lit", bright?.links.has(index) ?? false);
    }
  });
  // The ground of an area lies behind all of it: it goes where a part of it does.
  const isWhole = shown.size === current.graph.boxes.length;
  for (const hull of current.hulls) hull.classList.toggle("gone", !isWhole);
  paintRing();
  rove(shown);
}

/** The ring is drawn around the box that has the focus, or else around the chosen one. */
function paintRing() {
  const focused = document.activeElement?.closest?.("[data-box]")?.dataset.box;
  const place = focused !== undefined && current.svg.contains(document.activeElement) ? Number(focused) : state.chosen;
  current.ring.classList.toggle("on", place !== null && !current.boxes.get(place)?.classList.contains("gone"));
  if (place === null) return;
  const { x, y, width, height } = areaOf(place);
  const ring = { x: x - 4, y: y - 4, width: width + 8, height: height + 8, rx: 8 };
  for (const [name, value] of Object.entries(ring)) current.ring.setAttribute(name, value);
}

/** One box is on the way of the Tab key: the chosen one, or else the first shown. */
function rove(shown) {
  const entry = state.chosen !== null && shown.has(state.chosen) ? state.chosen : Math.min(...shown);
  for (const [place, group] of current.boxes) group.setAttribute("tabindex", place === entry ? "0" : "-1");
}

/** After any change of the state: the drawing, the panel and the controls follow. */
function refresh() {
  paint();
  paintMap();
  writeControls();
  writePanel();
  writeAddress();
}

/** Chooses a box, or none. */
function choose(place, { move = true } = {}) {
  if (place === null) Object.assign(state, { steps: 0, pathTo: null });
  if (place === state.pathTo) state.pathTo = null;
  state.chosen = place;
  state.hovered = null;
  refresh();
  if (place !== null && move) showChosen();
}

/** Brings what the choice shows into the window. */
function showChosen() {
  if (state.steps === 0 && state.pathTo === null) return bringIn(areaOf(state.chosen));
  const places = chosenPath()?.boxes ?? [...shownBoxes()];
  const areas = places.map(areaOf);
  const left = Math.min(...areas.map((area) => area.x)) - 32;
  const top = Math.min(...areas.map((area) => area.y)) - 32;
  const right = Math.max(...areas.map((area) => area.x + area.width)) + 32;
  const bottom = Math.max(...areas.map((area) => area.y + area.height)) + 32;
  showArea({ x: left, y: top, width: right - left, height: bottom - top });
}

frame.addEventListener("click", (event) => {
  if (isDragging) return;
  const box = event.target.closest("[data-box]");
  const place = box ? Number(box.dataset.box) : null;
  if (place !== null && event.shiftKey && state.chosen !== null) return askPath(place);
  choose(place, { move: false });
  box?.focus({ preventScroll: true });
});

frame.addEventListener("dblclick", (event) => {
  const { x, y } = pointOf(event);
  if (!event.target.closest("[data-box]")) zoom(1.6, x, y);
});

frame.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse" || isDragging) return;
  const box = event.target.closest("[data-box]");
  const hovered = box ? Number(box.dataset.box) : null;
  if (hovered === state.hovered) return;
  state.hovered = hovered;
  paint();
});
frame.addEventListener("pointerleave", () => {
  state.hovered = null;
  paint();
});

frame.addEventListener("focusin", (event) => {
  const box = event.target.closest("[data-box]");
  if (!box) return;
  bringIn(areaOf(Number(box.dataset.box)));
  paintRing();
});
frame.addEventListener("focusout", () => paintRing());
