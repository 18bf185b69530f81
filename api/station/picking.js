// The picker's screens: which list, and stop by stop what is to be fetched.

import { newId, openFile, read, tell } from "./calls.js";
import { bad, button, element, good, quiet, scanField, show } from "./screen.js";
import { say } from "./words.js";

let list = null;
let bin = null; // that was scanned last and still has something to be fetched
let pieces = 1;

export async function pickLists() {
  list = null;
  try {
    const found = (await read("/v1/pick-lists?state=open&limit=100")).data;
    show(
      element("h1", {}, say("lists")),
      ...found.map((each) => element("button", { type: "button", class: "row", "data-list": each.id, onclick: () => openList(each.id) },
        element("b", {}, `${each.warehouse} ${each.method} ${each.zone} #${each.number}`), element("span", { class: "small" }, walked(each)))),
      found.length === 0 && element("p", {}, say("no_lists")),
      element("div", { class: "actions" }, button("refresh", pickLists)),
    );
  } catch (error) {
    bad(error);
  }
}

export async function openList(id) {
  quiet();
  bin = null;
  pieces = 1;
  try {
    list = await read(`/v1/pick-lists/${id}`);
    draw();
  } catch (error) {
    bad(error);
  }
}

export const redraw = () => (list === null ? pickLists() : draw());

const open = () => list.stops.filter((each) => each.state === "open");

// The next stop is at the bin where the picker stands, else the next of the walk.
const next = () => open().find((each) => each.bin === bin) ?? open()[0];

function draw() {
  const stop = next();
  if (stop !== undefined && stop.bin === "") {
    bin = ""; // nobody knows where it lies, so there is no bin to be scanned
  }
  show(
    element("h1", {}, `${list.warehouse} #${list.number}`),
    stop === undefined ? element("p", { id: "ended" }, say(list.state === "pulled" ? "list_pulled" : "list_done")) : card(stop),
    element("progress", { id: "progress", max: list.pieces || 1, value: list.picked }),
    element("p", { class: "small" }, `${list.picked} ${say("of")} ${list.pieces} · ${walked(list)}`),
    stop && scanField("scan", bin === stop.bin ? "scan_item" : "scan_bin", scanned),
    stop && bin === stop.bin && element("p", { class: "small" }, say("more_pieces")),
    element("div", { class: "actions" }, stop && bin === stop.bin && button("short", () => short(stop), "warn"),
      button("print", () => openFile(`/v1/pick-lists/${list.id}/sheet.pdf`).catch(bad)), button("back", pickLists)),
    element("ul", { class: "lines" }, ...list.stops.map((each) => line(each, each === stop))),
  );
}

function card(stop) {
  const row = (word, value, kind = "") => (value === "" || value === null ? [] : [element("dt", {}, say(word)), element("dd", { class: kind }, String(value))]);
  return element("dl", { class: "now" }, ...row("bin", stop.bin, "bin"), ...row("item", stop.sku), ...row("", stop.title),
    ...row("lot", stop.lot), ...row("tote", stop.tote), ...row("pieces", stop.quantity - stop.picked, "many"));
}

function line(stop, here) {
  const dropped = stop.state === "dropped" && stop.picked > 0 ? ` · ${say("put_back")} ${stop.picked}` : "";
  return element("li", { class: here ? "here" : stop.state === "picked" ? "done" : stop.state },
    element("span", {}, `${stop.bin} ${stop.sku}`), element("span", {}, `${stop.picked} ${say("of")} ${stop.quantity}${dropped}`));
}

async function scanned(text) {
  const stop = next();
  if (stop === undefined) {
    bad(new Error(say("wrong_list")));
  } else if (bin !== stop.bin) {
    await send({ bin: text });
  } else if (/^[1-9][0-9]{0,2}$/.test(text) && text !== stop.sku) {
    pieces = Number(text);
    good(`${say("pieces")}: ${pieces}`);
  } else {
    await send({ bin, item: text, tote: String(stop.tote), quantity: pieces });
  }
}

const short = (stop) => send({ bin, item: stop.sku, tote: String(stop.tote), short: true });

async function send(scan) {
  try {
    list = await tell(`/v1/pick-lists/${list.id}/scans`, { id: newId(), ...scan });
    bin = open().some((each) => each.bin === scan.bin) ? scan.bin : null;
    pieces = 1;
    draw();
    good(say(list.outcome));
  } catch (error) {
    bad(error);
    if (error.isHeld) {
      await after(error);
    }
  }
}

// A held order leaves its wave a moment later; the list is shown as it is then.
async function after(error) {
  list = await read(`/v1/pick-lists/${list.id}`).catch(() => list);
  draw();
  bad(error);
}

function walked(each) {
  if (each.distance_mm === 0) {
    return "";
  }
  const longer = Math.round(100 * (each.distance_mm / each.best_mm - 1));
  return `${say("walk")} ${Math.round(each.distance_mm / 1000)} m, ${longer > 0 ? `${longer} % ${say("above")}` : say("shortest")}`;
}
