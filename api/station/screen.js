// Parts of a screen. Texts are set as texts, never as markup.

import { say } from "./words.js";

const screen = document.getElementById("screen");
const message = document.getElementById("message");

export function element(name, attributes = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) {
      made.addEventListener(key.slice(2), value);
    } else if (value !== false && value !== undefined) {
      made.setAttribute(key, value === true ? "" : value);
    }
  }
  made.append(...inside.filter((each) => each !== null && each !== undefined && each !== false));
  return made;
}

export const button = (word, act, kind = "") => element("button", { type: "button", class: kind, onclick: act, id: `do-${word}` }, say(word));

export function show(...parts) {
  screen.replaceChildren(...parts.filter(Boolean));
  screen.querySelector("input")?.focus();
}

export function good(text) {
  told(text, [], "");
  beep(880, 0.08);
}

export function bad(error) {
  const lines = error.lines ?? [];
  const head = error.isHeld ? say("stopped") : error.wrong ? say(`wrong_${error.wrong}`) : error.message;
  told(head, lines.length ? lines : error.isHeld ? [error.message] : [], "bad");
  beep(200, 0.5);
}

export function quiet() {
  message.hidden = true;
}

function told(text, lines, kind) {
  message.className = kind;
  message.replaceChildren(text, ...lines.map((each) => element("small", {}, each)));
  message.hidden = false;
}

const fields = new Map();
let before = Promise.resolve();

// A scanner types fast, ends with Enter, and does not wait for answers: a field stays the same while the screen around
// it is drawn anew, and what was scanned is worked on one after the other.
export function scanField(id, word, act) {
  const field = fields.get(id) ?? newField(id);
  field.label.textContent = say(word);
  field.act = act;
  return field.form;
}

function newField(id) {
  const input = element("input", { id, autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "send" });
  const label = element("label", { for: id });
  const field = { label, act: null };
  field.form = element("form", { onsubmit: (event) => {
    event.preventDefault();
    const text = input.value.trim();
    input.value = "";
    if (text) {
      before = before.then(() => field.act(text)).catch(bad);
    }
  } }, label, input);
  fields.set(id, field);
  return field;
}

export function heldBox(reasons) {
  return reasons.length === 0 ? null : element("div", { class: "held", id: "held" }, say("held"),
    ...reasons.map((each) => element("small", {}, each)));
}

let speaker = null;

function beep(pitch, seconds) {
  try {
    speaker ??= new AudioContext();
    const tone = speaker.createOscillator();
    tone.frequency.value = pitch;
    tone.connect(speaker.destination);
    tone.start();
    tone.stop(speaker.currentTime + seconds);
  } catch {
    // A device without sound still shows it.
  }
}
