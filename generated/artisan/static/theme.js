// Applies the chosen theme before the page is painted; without a choice, the system's.
let theme = null;
try { theme = localStorage.getItem("theme"); } catch { /* storage refused: follow the system */ }
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
document.documentElement.classList.add("js");
