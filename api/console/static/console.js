// Keys, and the zone of the reader. Everything works without: links and forms do what is done.
"use strict";

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !document.cookie.includes(`clearway-zone=${zone}`)) {
  document.cookie = `clearway-zone=${zone}; path=/console; max-age=31536000; samesite=lax`;
}

const menu = document.querySelector(".menu");
if (menu && window.matchMedia("(max-width: 800px)").matches) menu.removeAttribute("open");

for (const range of document.querySelectorAll("[data-shows]")) {
  range.addEventListener("input", () => { range.closest("label").querySelector("[data-told]").textContent = range.value; });
}

const rows = [...document.querySelectorAll("[data-rows] tbody tr")];
let here = -1;
let goes = false;

function stand(on) {
  if (!rows.length) return;
  if (here >= 0) rows[here].classList.remove("here");
  here = Math.max(0, Math.min(rows.length - 1, on));
  rows[here].classList.add("here");
  const link = rows[here].querySelector("[data-open]");
  if (link) link.focus();
  rows[here].scrollIntoView({ block: "nearest" });
}

function press(key) {
  const found = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!found) return false;
  found.focus();
  found.click();
  return true;
}

function act(key) {
  if (goes) {
    goes = false;
    const target = document.querySelector(`[data-go="${CSS.escape(key)}"]`);
    if (target) window.location.assign(target.href);
    return true;
  }
  switch (key) {
    case "g": goes = true; return true;
    case "j": stand(here + 1); return true;
    case "k": stand(here < 0 ? 0 : here - 1); return true;
    case "x": {
      const box = here >= 0 ? rows[here].querySelector("input[type=checkbox]") : null;
      if (box) box.checked = !box.checked;
      return Boolean(box);
    }
    case "/": {
      const search = document.querySelector("[data-search]");
      if (search) search.focus();
      return Boolean(search);
    }
    case "?": document.getElementById("keys").showModal(); return true;
    default: return press(key);
  }
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, dialog, .CodeMirror");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (act(event.key)) event.preventDefault();
});
