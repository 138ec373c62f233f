// The map in the corner: every box as a small rectangle, and the window as a frame that can be dragged.

const map = document.getElementById("map");
const svgElement = (name, attributes) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};
const mapWindow = svgElement("rect", { class: "window" });
const mapBoxes = new Map();

/** Draws the map of the drawing shown. */
function drawMap() {
  map.setAttribute("viewBox", `0 0 ${current.width} ${current.height}`);
  mapBoxes.clear();
  for (const place of current.boxes.keys()) {
    const { x, y, width, height } = areaOf(place);
    mapBoxes.set(place, svgElement("rect", { x, y, width, height }));
  }
  map.replaceChildren(...mapBoxes.values(), mapWindow);
}

function paintMap() {
  const shown = shownBoxes();
  for (const [place, rect] of mapBoxes) {
    const box = current.graph.boxes[place];
    const look = place === state.chosen ? "chosen" : isThing(box) ? "thing" : "between";
    rect.setAttribute("class", shown.has(place) ? look : "gone");
  }
}

function lookOnMap() {
  const place = { x: view.x, y: view.y, width: frame.clientWidth / view.scale, height: frame.clientHeight / view.scale };
  for (const [key, value] of Object.entries(place)) mapWindow.setAttribute(key, value);
}

/** Centres the window where the map is pressed. */
function goToMapPoint(event) {
  const corner = map.getBoundingClientRect();
  const scale = Math.min(corner.width / current.width, corner.height / current.height);
  const x = (event.clientX - corner.x - (corner.width - current.width * scale) / 2) / scale;
  const y = (event.clientY - corner.y - (corner.height - current.height * scale) / 2) / scale;
  cancelAnimationFrame(glide);
  view.x = x - frame.clientWidth / view.scale / 2;
  view.y = y - frame.clientHeight / view.scale / 2;
  look();
}

map.addEventListener("pointerdown", (event) => {
  map.setPointerCapture(event.pointerId);
  goToMapPoint(event);
});
map.addEventListener("pointermove", (event) => {
  if (map.hasPointerCapture(event.pointerId)) goToMapPoint(event);
});
