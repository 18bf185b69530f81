// Calls of the service: with the key that was typed in once and lives as long as the tab, or as whoever is signed in.

import { say, spoken } from "./words.js";

const KEY = "clearway-key";

const MAY = ["fulfilment:write", "admin"];
let token = ""; // of the session that the browser has, which each change sends along

export const hasKey = () => Boolean(sessionStorage.getItem(KEY) || token);
export const keepKey = (key) => sessionStorage.setItem(KEY, key);
export const dropKey = () => {
  sessionStorage.removeItem(KEY);
  token = "";
};

// Whoever is signed in in this browser, and may work here, needs no key.
export async function findSession() {
  try {
    const answer = await fetch("/v1/session");
    const session = answer.ok ? await answer.json() : { scopes: [] };
    token = session.scopes.some((each) => MAY.includes(each)) ? session.csrf_token : "";
  } catch {
    token = "";
  }
}

// A refusal with what the service says about it: `lines` are what is expected, or why an order is kept.
export class Refused extends Error {
  constructor(problem) {
    super(problem.detail);
    this.status = problem.status;
    this.wrong = (problem.errors.find((each) => each.code.startsWith("expected_"))?.code ?? "").slice("expected_".length);
    this.isHeld = problem.code === "step_blocked";
    this.lines = problem.errors.filter((each) => !each.code.startsWith("expected_"))
      .filter((each) => each.code !== "waits_for" || !problem.errors.some((other) => other.code === "kept_by"))
      .map((each) => each.detail);
    for (const each of problem.errors.filter((one) => one.code.startsWith("expected_"))) {
      this.lines.push(`${say("expected")}: ${say(each.code.slice("expected_".length))} ${each.detail}`);
    }
  }
}

// A scan keeps its id when it is sent again, so that it counts once.
export const newId = () => {
  const random = crypto.getRandomValues(new Uint8Array(12));
  return `web-${Date.now()}-${Array.from(random, (each) => each.toString(16).padStart(2, "0")).join("")}`;
};

export const read = (path) => call("GET", path);
export const tell = (path, body) => call("POST", path, body);

async function call(method, path, body) {
  const answer = await sent(method, path, body);
  return answer.json();
}

export async function openFile(path) {
  const answer = await sent("GET", path);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.target = "_blank";
  link.rel = "noopener";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function sent(method, path, body) {
  const key = sessionStorage.getItem(KEY);
  const who = key ? { Authorization: `Bearer ${key}` } : { "X-CSRF-Token": token };
  const headers = { ...who, "Accept-Language": spoken() };
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
  }
  let answer;
  try {
    answer = await again(() => fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) }));
  } catch {
    throw new Refused({ detail: say("offline"), status: 0, code: "offline", errors: [] });
  }
  if (!answer.ok) {
    throw new Refused(await answer.json());
  }
  return answer;
}

// What got lost on the way, or met somebody else, is sent once more; ids see to it that nothing counts twice.
async function again(send) {
  for (const pause of [200, 600]) {
    try {
      const answer = await send();
      if (!answer.headers.has("Retry-After")) {
        return answer;
      }
    } catch {
      // The net was away for a moment.
    }
    await new Promise((go) => setTimeout(go, pause));
  }
  return send();
}
