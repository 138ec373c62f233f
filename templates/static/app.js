// Everything the pages do better with JavaScript; without it they work all the same. One module for each concern.

import "./theme-toggle.js";
import "./keyboard.js";
import "./lists.js";
import "./validation.js";
import "./lines.js";
import { upgrade } from "./combobox.js";

upgrade(document);

// A message that was read can be put away.
document.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss]")?.closest("[data-notice]").remove();
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
