// What is linked to what: plain functions over the data of one diagram. Nothing here touches the page.

/** The data of a diagram with look-ups: `at` from id to place, `links` from place to `{ link, to }`. */
function graphOf(data) {
  const at = new Map(data.boxes.map((box, place) => [box.id, place]));
  const links = data.boxes.map(() => []);
  data.links.forEach((link, place) => {
    links[link.from].push({ link: place, to: link.to });
    if (link.to !== link.from) links[link.to].push({ link: place, to: link.from });
  });
  return { boxes: data.boxes, edges: data.links, areas: data.areas, counts: data.counts, at, links };
}

/** An entity or a table, as opposed to what stands between them. */
const isThing = (box) => box.look === "entity" || box.look === "table";

/** These boxes and those linked to one of them. */
function neighbours(graph, boxes) {
  const near = new Set(boxes);
  for (const box of boxes) for (const { to } of graph.links[box]) near.add(to);
  return near;
}

/** The boxes at most so many steps away; a relation between two entities is no step. */
function reach(graph, start, steps) {
  let reached = new Set([start]);
  for (let step = 0; step < steps; step++) {
    const near = neighbours(graph, reached);
    const between = [...near].filter((box) => !isThing(graph.boxes[box]));
    reached = new Set([...near, ...neighbours(graph, between)]);
  }
  return reached;
}

/** The links whose both ends are in the set. */
function linksWithin(graph, boxes) {
  const within = new Set();
  graph.edges.forEach((edge, place) => {
    if (boxes.has(edge.from) && boxes.has(edge.to)) within.add(place);
  });
  return within;
}

/** The shortest way between two boxes as `{ boxes, links }`, or null; constraints are no way. */
function shortestPath(graph, from, to) {
  const cameBy = new Map([[from, null]]);
  const queue = [from];
  for (const box of queue) {
    if (box === to) break;
    for (const step of graph.links[box]) {
      if (cameBy.has(step.to) || graph.boxes[step.to].look === "constraint") continue;
      cameBy.set(step.to, { box, link: step.link });
      queue.push(step.to);
    }
  }
  if (!cameBy.has(to)) return null;
  const path = { boxes: [to], links: [] };
  for (let came = cameBy.get(to); came; came = cameBy.get(came.box)) {
    path.boxes.unshift(came.box);
    path.links.unshift(came.link);
  }
  return path;
}

/** Lower case without accents: what is typed finds what is written. */
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** What a text finds, best first: titles that begin with it, titles, fields, definitions. */
function found(graph, text, most) {
  const wanted = folded(text.trim());
  if (wanted === "") return [];
  const hits = [];
  graph.boxes.forEach((box, place) => {
    if (box.look === "constraint" || box.look === "subtypes") return;
    const title = folded(box.title);
    if (title.includes(wanted)) hits.push({ place, field: null, rank: title.startsWith(wanted) ? 0 : 1 });
    for (const field of box.fields) {
      if (folded(field.name).includes(wanted)) hits.push({ place, field: field.name, rank: 2 });
    }
    if (!title.includes(wanted) && folded(box.docs).includes(wanted)) hits.push({ place, field: null, rank: 3 });
  });
  return hits.sort((a, b) => a.rank - b.rank || a.place - b.place).slice(0, most);
}

/** The boxes that the areas switched off leave: what stands between stays where two of its ends do. */
function ofAreas(graph, hiddenAreas) {
  const shown = new Set(graph.boxes.keys());
  if (hiddenAreas.size === 0) return shown;
  const isOff = (box) => hiddenAreas.has(box.area ?? "");
  graph.boxes.forEach((box, place) => {
    if (isThing(box) && isOff(box)) shown.delete(place);
  });
  for (const look of ["relation", "subtypes", "constraint"]) {
    graph.boxes.forEach((box, place) => {
      if (box.look === look && graph.links[place].filter(({ to }) => shown.has(to)).length < 2) shown.delete(place);
    });
  }
  return shown;
}

/** The nearest box in a direction: how far along counts once, how far aside twice. */
function nextBox(centres, from, [dx, dy]) {
  const start = centres.get(from);
  let best = null;
  for (const [place, centre] of centres) {
    const [x, y] = [centre.x - start.x, centre.y - start.y];
    const along = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (place === from || along <= 0 || aside > 2 * along) continue;
    const cost = along + 2 * aside;
    if (!best || cost < best.cost) best = { place, cost };
  }
  return best ? best.place : null;
}
