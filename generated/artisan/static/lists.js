// Lists: a click anywhere on a row opens it, requests carry no empty filter, and each new result is announced.

const interactive = "a, button, input, select, textarea, label, summary";

document.addEventListener("click", (event) => {
  const row = event.target.closest("tr[data-href]");
  if (row && !event.target.closest(interactive) && String(getSelection()) === "") {
    if (event.ctrlKey || event.metaKey) open(row.dataset.href, "_blank", "noopener");
    else location.assign(row.dataset.href);
  }
  for (const panel of document.querySelectorAll(".filters[open], .save-view[open]")) {
    if (!panel.contains(event.target)) panel.open = false;
  }
});

// The search box answers while one types; its late `change` would ask the same thing again.
document.getElementById("q")?.addEventListener("change", (event) => event.stopPropagation());

// Short addresses: a filter left empty is not in them.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.target.id !== "list-form") return;
  const values = event.detail.formData;
  for (const name of new Set(values.keys())) {
    const kept = values.getAll(name).filter((value) => value !== "");
    values.delete(name);
    for (const value of kept) values.append(name, value);
  }
});

// The same without htmx (Enter in the search box of a page where it did not load).
document.addEventListener("formdata", (event) => {
  if (event.target.id !== "list-form") return;
  for (const [name, value] of [...event.formData]) {
    if (value === "") event.formData.delete(name);
  }
});

document.addEventListener("htmx:afterSettle", (event) => {
  const status = document.querySelector("[data-results-status]");
  const count = document.querySelector("#results [data-count]");
  if (!status || event.target.id !== "results") return;
  status.textContent = count ? count.textContent : "";
  const filters = document.querySelectorAll("#results .chip").length;
  const badge = document.querySelector(".filters > summary .count");
  if (badge) {
    badge.textContent = filters;
    badge.hidden = filters === 0;
  }
});
