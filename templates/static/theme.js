// Applies the chosen theme before the page is painted; without a choice, the system's.
const theme = localStorage.getItem("theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
document.documentElement.classList.add("js");
