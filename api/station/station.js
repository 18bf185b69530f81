// The page at /warehouse: who works here, the language, and which station this is.

import { dropKey, findSession, hasKey, keepKey, read } from "./calls.js";
import { pickLists, redraw as redrawPicking } from "./picking.js";
import { partsWaiting, redraw as redrawReview } from "./reviewing.js";
import { bad, button, element, quiet, show } from "./screen.js";
import { say, speak, spoken } from "./words.js";

const STATIONS = {
  picking: { tab: document.getElementById("to-picking"), begin: pickLists, redraw: redrawPicking },
  review: { tab: document.getElementById("to-review"), begin: partsWaiting, redraw: redrawReview },
};
let station = location.hash === "#review" ? "review" : "picking";

function head() {
  document.documentElement.lang = spoken();
  document.getElementById("language").textContent = spoken() === "en" ? "中文" : "English";
  for (const [name, each] of Object.entries(STATIONS)) {
    each.tab.textContent = say(name);
    each.tab.toggleAttribute("aria-current", false);
    if (name === station) {
      each.tab.setAttribute("aria-current", "page");
    }
  }
}

function askKey() {
  const input = element("input", { id: "key", type: "password", autocomplete: "off" });
  show(element("form", { onsubmit: (event) => {
    event.preventDefault();
    keepKey(input.value.trim());
    begin(station);
  } }, element("label", { for: "key" }, say("key")), input, element("p", { class: "small" }, say("key_why")),
  element("button", { type: "submit", class: "main" }, say("go_on"))));
}

async function begin(name) {
  station = name;
  location.hash = name;
  quiet();
  head();
  if (!hasKey()) {
    await findSession();
  }
  if (!hasKey()) {
    askKey();
    return;
  }
  try {
    await read("/v1/pick-lists?limit=1");
  } catch (error) {
    if ([401, 403].includes(error.status)) {
      dropKey();
      askKey();
    } else {
      show(element("div", { class: "actions" }, button("refresh", () => begin(station))));
    }
    bad(error);
    return;
  }
  await STATIONS[station].begin();
}

for (const [name, each] of Object.entries(STATIONS)) {
  each.tab.addEventListener("click", () => begin(name));
}
document.getElementById("language").addEventListener("click", () => {
  speak(spoken() === "en" ? "zh" : "en");
  head();
  if (hasKey()) {
    STATIONS[station].redraw();
  } else {
    askKey();
  }
});
begin(station);
