// The textarea of a rule file becomes an editor: names are completed from the lexicon, faults marked while typing.
// Without it the textarea stays, and saving tells the same faults.
"use strict";

const area = document.querySelector("[data-editor]");
const told = document.getElementById("lint");
const LINT_AFTER_MS = 900;
const KEYS = ["id", "version", "title", "scope", "status", "when", "then", "outcome", "severity", "reason", "acts", "score", "ask",
  "on_missing", "owner", "references", "false_positives", "tests", "name", "given", "expect", "review_by", "effective", "rollout",
  "all", "any", "not", "eq", "ne", "gt", "gte", "lt", "lte", "between", "in", "not_in", "missing", "present", "starts_with",
  "ends_with", "contains", "matches"];
let words = KEYS.map((text) => ({ text, displayText: text }));

async function learn() {
  const answer = await fetch(area.dataset.words, { headers: { accept: "application/json" } });
  if (!answer.ok) return;
  const known = await answer.json();
  const shown = (text, meaning) => ({ text, displayText: meaning ? `${text} – ${meaning}` : text });
  words = [
    ...words,
    ...known.facts.map((each) => shown(each.fact, each.meaning)),
    ...known.lists.map((each) => shown(`@${each.list}`, each.title)),
    ...known.params.map((each) => shown(`$${each.param}`, `${each.value} ${each.unit}`)),
    ...known.reasons.map((each) => shown(each.reason, each.text)),
  ];
}

function complete(editor) {
  const cursor = editor.getCursor();
  const before = editor.getLine(cursor.line).slice(0, cursor.ch);
  const typed = /[@$]?[\w.]*$/.exec(before)[0];
  const wanted = typed.toLowerCase();
  const starting = words.filter((each) => each.text.toLowerCase().startsWith(wanted));
  const holding = words.filter((each) => !starting.includes(each) && each.text.toLowerCase().includes(wanted));
  return {
    list: [...starting, ...holding].slice(0, 60),
    from: { line: cursor.line, ch: cursor.ch - typed.length },
    to: cursor,
  };
}

function marked(fault) {
  const line = fault.line - 1;
  return {
    from: { line, ch: fault.column - 1 },
    to: { line, ch: fault.column - 1 + Math.max(1, fault.width) },
    message: `${[fault.told, fault.told_hint].filter(Boolean).join(fault.told.endsWith("。") ? "" : "; ")} [${fault.code}]`,
    severity: fault.level === "error" ? "error" : "warning",
  };
}

async function lint(text, report) {
  told.textContent = told.dataset.busy;
  const answer = await fetch(area.dataset.check, {
    method: "POST",
    headers: { "accept-language": document.documentElement.lang, "content-type": "application/json", "x-csrf-token": area.dataset.csrf },
    body: JSON.stringify({ path: area.dataset.editor, content: text }),
  });
  if (!answer.ok) return report([]);
  const faults = (await answer.json()).faults.filter((each) => each.level !== "info");
  const here = faults.filter((each) => each.path === area.dataset.editor);
  const said = [];
  if (here.length) said.push(`${told.dataset.faults} ${here.length}`);
  if (faults.length > here.length) said.push(`${told.dataset.elsewhere} ${faults.length - here.length}`);
  told.textContent = said.length ? said.join(" · ") : told.dataset.clean;
  return report(here.map(marked));
}

if (area && window.CodeMirror) {
  const isYaml = /\.ya?ml$/.test(area.dataset.editor);
  const save = () => { const button = document.querySelector("[data-save]"); if (button) button.click(); };
  const editor = window.CodeMirror.fromTextArea(area, {
    mode: isYaml ? "yaml" : null,
    lineNumbers: true,
    readOnly: area.readOnly,
    indentUnit: 2,
    viewportMargin: 40,
    inputStyle: "contenteditable",
    gutters: ["CodeMirror-lint-markers"],
    lint: isYaml && !area.readOnly ? { getAnnotations: lint, async: true, delay: LINT_AFTER_MS } : false,
    extraKeys: {
      "Ctrl-Space": (each) => each.showHint({ hint: complete, completeSingle: false }),
      "Ctrl-S": save,
      "Cmd-S": save,
      Tab: false,
      "Shift-Tab": false,
    },
  });
  editor.getInputField().setAttribute("aria-label", area.dataset.editor);
  editor.on("inputRead", (each, change) => {
    if (/[\w.@$]/.test(change.text[0])) each.showHint({ hint: complete, completeSingle: false });
  });
  const line = /^#L(\d+)$/.exec(window.location.hash);
  if (line) {
    editor.setCursor({ line: Number(line[1]) - 1, ch: 0 });
    editor.scrollIntoView(null, 200);
    editor.focus();
  }
  if (isYaml) learn();
  document.body.classList.add("edits");
}
