// Which part of the drawing the window shows: the drawing's point at the top left, and how many pixels a unit takes.

const view = { x: 0, y: 0, scale: 1 };
const LEAST = 0.05;
const MOST = 4;
const prefersStill = matchMedia("(prefers-reduced-motion: reduce)");
let glide = 0;

const stage = document.getElementById("stage");
const frame = document.getElementById("frame");

const bounded = (scale) => Math.min(MOST, Math.max(LEAST, scale));

/** Puts the view into effect, on the drawing and on the map. */
function look() {
  const svg = current.svg;
  svg.setAttribute("viewBox", `${view.x} ${view.y} ${frame.clientWidth / view.scale} ${frame.clientHeight / view.scale}`);
  lookOnMap();
}

/** Moves there in a few frames, or at once for readers who want no motion. */
function moveTo(target) {
  cancelAnimationFrame(glide);
  const start = { ...view };
  const begun = performance.now();
  const step = (now) => {
    const t = prefersStill.matches ? 1 : Math.min(1, Math.max(0, (now - begun) / 180));
    const eased = t * (2 - t);
    for (const key of ["x", "y", "scale"]) view[key] = start[key] + (target[key] - start[key]) * eased;
    look();
    if (t < 1) glide = requestAnimationFrame(step);
  };
  step(begun);
}

/** Shows an area of the drawing, at most at this scale. */
function showArea(area, mostScale = 1.25) {
  const [width, height] = [frame.clientWidth, frame.clientHeight];
  const scale = bounded(Math.min(width / area.width, height / area.height, mostScale));
  const x = area.x + area.width / 2 - width / scale / 2;
  const y = area.y + area.height / 2 - height / scale / 2;
  moveTo({ x, y, scale });
}

/** Whether the whole drawing is in the window. */
function isAllShown() {
  const [right, bottom] = [view.x + frame.clientWidth / view.scale, view.y + frame.clientHeight / view.scale];
  return view.x <= 1 && view.y <= 1 && right >= current.width - 1 && bottom >= current.height - 1;
}

function showAll() {
  showArea({ x: 0, y: 0, width: current.width, height: current.height });
}

/** Zooms about a point of the window. */
function zoom(factor, px = frame.clientWidth / 2, py = frame.clientHeight / 2) {
  cancelAnimationFrame(glide);
  const scale = bounded(view.scale * factor);
  view.x += px / view.scale - px / scale;
  view.y += py / view.scale - py / scale;
  view.scale = scale;
  look();
}

/** Moves the drawing by pixels of the window. */
function pan(dx, dy) {
  cancelAnimationFrame(glide);
  view.x -= dx / view.scale;
  view.y -= dy / view.scale;
  look();
}

/** Moves as little as brings an area into the window. */
function bringIn(area) {
  const [width, height] = [frame.clientWidth / view.scale, frame.clientHeight / view.scale];
  const margin = 24 / view.scale;
  const shift = (low, length, from, size) => {
    if (low < from + margin || length > size) return low - margin - from;
    return Math.max(0, low + length + margin - from - size);
  };
  const dx = shift(area.x, area.width, view.x, width);
  const dy = shift(area.y, area.height, view.y, height);
  if (dx !== 0 || dy !== 0) moveTo({ x: view.x + dx, y: view.y + dy, scale: view.scale });
}

// One finger or the mouse drags, two fingers pinch. A press that doesn't move is a click, and is left to the boxes.
const pointers = new Map();
let isDragging = false;

const pointOf = (event) => {
  const corner = frame.getBoundingClientRect();
  return { x: event.clientX - corner.x, y: event.clientY - corner.y };
};

frame.addEventListener("pointerdown", (event) => {
  if (event.button === 0) pointers.set(event.pointerId, { ...pointOf(event), startX: event.clientX, startY: event.clientY });
});

frame.addEventListener("pointermove", (event) => {
  const before = pointers.get(event.pointerId);
  if (!before) return;
  const now = pointOf(event);
  const moved = Math.hypot(event.clientX - before.startX, event.clientY - before.startY);
  if (!isDragging && moved > 4) {
    isDragging = true;
    frame.setPointerCapture(event.pointerId);
    frame.classList.add("dragging");
  }
  if (!isDragging) return;
  const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
  if (other) {
    const distance = (point) => Math.hypot(point.x - other.x, point.y - other.y);
    zoom(distance(now) / Math.max(1, distance(before)), (now.x + other.x) / 2, (now.y + other.y) / 2);
    pan((now.x - before.x) / 2, (now.y - before.y) / 2);
  } else {
    pan(now.x - before.x, now.y - before.y);
  }
  Object.assign(before, now);
});

function release(event) {
  pointers.delete(event.pointerId);
  if (pointers.size > 0 || !isDragging) return;
  frame.classList.remove("dragging");
  // The click that ends a drag comes after this event, and is none.
  setTimeout(() => { isDragging = false; });
}
frame.addEventListener("pointerup", release);
frame.addEventListener("pointercancel", release);

frame.addEventListener("wheel", (event) => {
  event.preventDefault();
  const lines = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : 24;
  // A pinch on a touchpad comes as a wheel with Ctrl, in smaller steps.
  const speed = event.ctrlKey ? 0.01 : 0.0018;
  const { x, y } = pointOf(event);
  zoom(Math.exp(-event.deltaY * lines * speed), x, y);
}, { passive: false });

new ResizeObserver(() => { if (current) look(); }).observe(frame);

// On paper the whole drawing is shown, whatever the window showed.
addEventListener("beforeprint", () => current.svg.setAttribute("viewBox", `0 0 ${current.width} ${current.height}`));
addEventListener("afterprint", look);
