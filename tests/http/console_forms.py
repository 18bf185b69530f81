"""Forms of the console, sent as a browser sends them."""

from urllib.parse import urlencode

from httpx2 import Response

from tests.http.people import Browser

FORM = "application/x-www-form-urlencoded"


def form_sent(browser: Browser, path: str, key: str = "k-1", **fields: str) -> Response:
    """What is answered to a form of a page; `__` in a name stands for a dot."""
    told = {name.replace("__", "."): value for name, value in fields.items()}
    headers = {"X-CSRF-Token": browser.csrf, "Content-Type": FORM}
    body = urlencode({"key": key, **told})
    return browser.client.post(path, content=body, headers=headers, follow_redirects=False)


def file_sent(browser: Browser, path: str, content: bytes, **fields: str) -> Response:
    """The same with a file."""
    headers = {"X-CSRF-Token": browser.csrf}
    given = {"file": ("file", content)}
    return browser.client.post(path, data=fields, files=given, headers=headers, follow_redirects=False)
