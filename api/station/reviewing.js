// Review and packing: every item of an order is scanned again, then the box is closed. Held orders say why.

import { newId, read, tell } from "./calls.js";
import { bad, button, element, good, heldBox, quiet, scanField, show } from "./screen.js";
import { say } from "./words.js";

const WAITING = ["picked", "reviewed"];
const PATTERN = /^(ord|ful)_[0-9a-f]{32}$/;
let part = null;
let reasons = [];

export async function partsWaiting() {
  part = null;
  try {
    const pages = await Promise.all(WAITING.map((state) => read(`/v1/fulfilments?state=${state}&limit=100`)));
    const found = pages.flatMap((each) => each.data);
    show(
      element("h1", {}, say("parts")),
      scanField("scan", "order", (text) => named(text, found)),
      ...found.map((each) => element("button", { type: "button", class: "row", "data-part": each.id, onclick: () => openPart(each) },
        element("b", {}, `${each.warehouse} …${each.order_id.slice(-8)} / ${each.number}`), element("span", { class: "small" }, each.state))),
      found.length === 0 && element("p", {}, say("no_parts")),
      element("div", { class: "actions" }, button("refresh", partsWaiting)),
    );
  } catch (error) {
    bad(error);
  }
}

export const redraw = () => (part === null ? partsWaiting() : openPart(part));

function named(text, found) {
  const chosen = PATTERN.test(text) && found.find((each) => [each.id, each.order_id].includes(text));
  return chosen ? openPart(chosen) : bad(new Error(`${text}: ${say("no_parts")}`));
}

async function openPart(chosen) {
  quiet();
  try {
    const [seen, life] = await Promise.all([read(`/v1/fulfilments/${chosen.id}/reviews`), read(`/v1/orders/${chosen.order_id}/fulfilment`)]);
    part = seen;
    reasons = keptBy(life, part.id);
    draw();
    if (reasons.length > 0) {
      bad({ message: say("stopped"), lines: reasons });
    }
  } catch (error) {
    bad(error);
  }
}

// Why the next steps of this part have to wait, each reason once.
function keptBy(life, id) {
  const steps = life.next.filter((each) => each.subject === id && each.reasons.length > 0);
  return [...new Set(steps.flatMap((each) => each.reasons).map((each) => (each.rule ? `${each.rule}: ${each.text}` : each.text)))];
}

function draw() {
  const over = part.state === "reviewed";
  show(
    heldBox(reasons),
    element("h1", {}, `${say("order")} …${part.order_id.slice(-8)} / ${part.number}`),
    element("ul", { class: "lines" }, ...part.lines.map((each) => element("li", { class: each.scanned === each.quantity ? "done" : "" },
      element("span", {}, each.sku), element("span", {}, `${each.scanned} ${say("of")} ${each.quantity}`)))),
    over ? element("p", { id: "ended" }, say("reviewed")) : scanField("scan", "scan_again", scanned),
    over && scanField("weight", "weight", packed),
    element("div", { class: "actions" }, !over && part.state === "picked" && button("send_back", sendBack, "warn"), button("back", partsWaiting)),
  );
}

async function scanned(text) {
  await doing(async () => {
    part = await tell(`/v1/fulfilments/${part.id}/reviews/scans`, { id: newId(), item: text });
    draw();
    good(say(part.is_complete ? "reviewed" : "found"));
  });
}

async function sendBack() {
  await doing(async () => {
    await tell(`/v1/fulfilments/${part.id}/reviews/send-back`);
    await partsWaiting();
    good(say("sent_back"));
  });
}

async function packed(text) {
  await doing(async () => {
    await tell(`/v1/orders/${part.order_id}/parcels`, { part: part.id, weight_g: Number(text) });
    await partsWaiting();
    good(say("packed"));
  });
}

async function doing(act) {
  try {
    await act();
  } catch (error) {
    if (error.isHeld) {
      reasons = error.lines;
      draw();
    }
    bad(error);
  }
}
