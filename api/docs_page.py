"""The page at `/docs`: every operation with a line for curl, made from the OpenAPI document.

It loads nothing from anywhere: no script, and the one style is named by its hash in the policy.
"""

import json
import re
import shlex
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from html import escape

from api.describing import Document

STYLE = """
:root { color-scheme: light dark; --edge: light-dark(#d8dce2, #3a3f47); --soft: light-dark(#f5f6f8, #1d2025); }
body { font: 16px/1.55 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 2rem 1.25rem; }
h1 { font-size: 1.6rem; margin: 0; } h2 { margin: 2.5rem 0 0; font-size: 1.2rem; text-transform: capitalize; }
h3 { font-size: 1rem; margin: 0; } code, pre { font-family: ui-monospace, monospace; font-size: 0.875rem; }
article { border: 1px solid var(--edge); border-radius: 6px; padding: 0.9rem 1rem; margin: 0.9rem 0; }
pre { background: var(--soft); padding: 0.7rem 0.9rem; margin: 0.7rem 0 0; overflow-x: auto; border-radius: 4px; }
p { margin: 0.4rem 0 0; } .method { display: inline-block; min-width: 3.5rem; font-weight: 700; }
dl { display: grid; grid-template-columns: fit-content(40%) 1fr; gap: 0.15rem 1rem; margin: 0.7rem 0 0; }
dt { overflow-wrap: anywhere; } dd { margin: 0; } summary { margin-top: 0.7rem; cursor: pointer; }
nav { display: flex; flex-wrap: wrap; gap: 0 1rem; margin-top: 0.4rem; }
nav a { text-transform: capitalize; } .needs { opacity: 0.75; font-size: 0.875rem; }
"""
SHORT = 90  # characters of an example that stay in one line
CONTENT_POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def docs_page(openapi: Document, origin: str) -> str:
    """The page; `origin` is where the service answers."""
    info = openapi["info"]
    tags = [tag for tag in openapi["tags"] if any(_operations(openapi, tag["name"]))]
    links = "".join(f'<a href="#{escape(tag["name"])}">{escape(tag["name"])}</a>' for tag in tags)
    title = f"{escape(info['title'])} {escape(info['version'])}"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head><body>'
        f"<header><h1>{title}</h1>{_prose(info['description'])}"
        f'<p>For programs: <a href="/openapi.json">openapi.json</a></p><nav>{links}</nav></header><main>'
        + "".join(_section(openapi, tag, origin) for tag in tags)
        + "</main></body></html>\n"
    )


def _operations(openapi: Document, tag: str) -> Iterator[tuple[str, str, Document]]:
    for path, item in openapi["paths"].items():
        for method, operation in item.items():
            if tag in operation["tags"]:
                yield method.upper(), path, operation


def _section(openapi: Document, tag: Document, origin: str) -> str:
    name = escape(tag["name"])
    articles = "".join(_article(*each, origin) for each in _operations(openapi, tag["name"]))
    return f'<section id="{name}"><h2>{name}</h2>{_prose(tag["description"])}{articles}</section>'


def _article(method: str, path: str, operation: Document, origin: str) -> str:
    needs = operation.get("security", [])  # by key or by session, with the same scope
    scopes = dict.fromkeys(scope for need in needs for listed in need.values() for scope in listed)
    needs = f'<p class="needs">Needs a key with <code>{escape(", ".join(scopes))}</code>.</p>' if scopes else ""
    parameters = {each["name"]: _parameter(each) for each in operation.get("parameters", []) if each["in"] != "path"}
    answers = {status: answer["description"] for status, answer in operation["responses"].items()}
    good = {status: text for status, text in answers.items() if status < "4"}
    return (
        f'<article id="{escape(operation["operationId"])}"><h3><span class="method">{method}</span> '
        f"<code>{escape(path)}</code></h3>{_prose(operation['summary'] + '. ' + operation.get('description', ''))}"
        f"{needs}<pre>{escape(curl(method, path, operation, origin))}</pre>{_list(parameters)}{_list(good)}"
        f"<details><summary>Problems</summary>{_list({each: answers[each] for each in answers if each not in good})}"
        "</details></article>"
    )


def _parameter(parameter: Document) -> str:
    schema = parameter.get("schema", {})
    words: Sequence[str] = next((each["enum"] for each in (schema, *schema.get("anyOf", [])) if "enum" in each), [])
    told = [parameter.get("description", "")]
    if parameter["in"] == "header":
        told.insert(0, "Header.")
    if words:
        told.append(f"One of {', '.join(f'`{word}`' for word in words)}.")
    if "maximum" in schema:
        told.append(f"At most {schema['maximum']}; {schema.get('default', 'nothing')} unless named.")
    return " ".join(told)


def _list(entries: Mapping[str, str]) -> str:
    rows = "".join(f"<dt><code>{escape(name)}</code></dt><dd>{_marked(text)}</dd>" for name, text in entries.items())
    return f"<dl>{rows}</dl>" if rows else ""


def curl(method: str, path: str, operation: Document, origin: str) -> str:
    """A line that can be pasted into a shell, with the key in `$CLEARWAY_KEY`."""
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", str(_example_of(parameter)))
    first = f"curl {shlex.quote(f'{origin}{path}')}"
    parts = [first if method == "GET" else f"{first} -X {method}"]
    if operation.get("security"):
        parts.append('-H "Authorization: Bearer $CLEARWAY_KEY"')
    parts += [
        _header(each["name"], _example_of(each))
        for each in operation.get("parameters", [])
        if each["in"] == "header" and each.get("required")
    ]
    for media_type, content in list(operation.get("requestBody", {}).get("content", {}).items())[:1]:
        parts.append(_header("Content-Type", media_type))
        # A file has no example that could be written here.
        parts.append(f"-d {shlex.quote(_laid_out(content['example']))}" if "example" in content else "-T FILE")
    return " \\\n  ".join(parts)


def _laid_out(example: object, inset: str = "  ") -> str:
    """JSON; what is short stays in a line, of what is long each part has its own."""
    line = json.dumps(example, ensure_ascii=False)
    if len(line) <= SHORT or not isinstance(example, dict | list):
        return line
    inner = f"{inset}  "
    if isinstance(example, list):
        parts = [_laid_out(each, inset) for each in example]
        gap = f",\n{inner}" if sum(map(len, parts)) > SHORT else ", "
        return f"[{gap.join(parts)}]"
    rows = (f"{inner}{json.dumps(name)}: {_laid_out(held, inner)}" for name, held in example.items())
    return "{\n" + ",\n".join(rows) + f"\n{inset}}}"


def _header(name: str, value: object) -> str:
    return f"-H {shlex.quote(f'{name}: {value}')}"


def _example_of(parameter: Document) -> object:
    examples = parameter.get("schema", {}).get("examples") or [parameter["name"]]
    return parameter.get("example", examples[0])


def _prose(text: str) -> str:
    """Paragraphs."""
    return "".join(f"<p>{_marked(each)}</p>" for each in text.strip().split("\n\n"))


def _marked(text: str) -> str:
    """Escaped text, in which backticks mark code and asterisks what is stressed."""
    parts = escape(" ".join(text.split())).split("`")
    return "".join(
        f"<code>{part}</code>" if number % 2 else re.sub(r"\*(\w+)\*", r"<em>\1</em>", part)
        for number, part in enumerate(parts)
    )
