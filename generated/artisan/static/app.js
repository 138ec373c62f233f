// Small things of every page. Like the other scripts here it only makes better what already works without; none imports another,
// so that each may be kept by browsers under the hash of its content.

// A message that was read can be put away.
document.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss]")?.closest("[data-notice]").remove();
});

// Light or dark: the choice is kept on this device (theme.js applies it before the page is painted).
const root = document.documentElement;
const shown = () => root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-theme-toggle]")) return;
  root.dataset.theme = shown() === "dark" ? "light" : "dark";
  try {
    localStorage.setItem("theme", root.dataset.theme);
  } catch {
    // Storage refused: the choice lasts until the next page.
  }
});

// On a long menu, what is typed keeps the entries that contain it, whatever their accents and case.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
document.querySelector("[data-nav-filter]")?.addEventListener("input", (event) => {
  const wanted = plain(event.target.value.trim());
  for (const entry of document.querySelectorAll("#page-nav li")) {
    entry.hidden = !plain(entry.textContent).includes(wanted);
  }
  for (const group of document.querySelectorAll("#page-nav details")) {
    group.hidden = !group.querySelector("li:not([hidden])");
    if (wanted) group.open = true;
  }
});
