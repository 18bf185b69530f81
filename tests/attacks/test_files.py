"""Files that swell, lead elsewhere, or carry names that are no names."""

import gzip
import io
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import orjson
import pytest
from openpyxl import Workbook

from api.storage import TABLES
from engine.errors import ArchiveRefused, ReplyTooLarge, UnknownFormat
from engine.outgoing.client import Bounds, Client
from engine.outgoing.target import Opening
from engine.products.table import read_table
from engine.rulebook.table_workbook import WorkbookRefused, sheet_text
from engine.store.archive import FORMAT, MANIFEST, Manifest, check_archive, read_manifest, restore, tables_of
from engine.store.database import Database
from tests.attacks.routes import leaks_of
from tests.http.conftest import Service
from tests.http.routes import PLACE, operations
from tests.web_peer import Answer, a_peer, to_loopback

MEBIBYTE = 1 << 20


def a_workbook_bomb() -> bytes:
    """64 MiB of nothing in some 64 KiB."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr("xl/workbook.xml", b"0" * (160 * MEBIBYTE))
    return made.getvalue()


def an_entity_bomb() -> bytes:
    """A workbook or statement whose XML would unfold to gigabytes, or read a file."""
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY a0 "lol">{laughs}<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&a9;&f;</x>'.encode()


FILES: Mapping[str, Callable[[], bytes]] = {
    "workbook": a_workbook_bomb,
    "entities": an_entity_bomb,
    "gzip": lambda: gzip.compress(b"0" * (64 * MEBIBYTE)),
    "quote": lambda: b'a,b\n"' + b"x" * MEBIBYTE,
    "columns": lambda: b"," * MEBIBYTE,
    "zeros": lambda: b"\0" * MEBIBYTE,
}

LARGE = ("workbook", "gzip", "quote", "columns")
KINDS = ["entities", "zeros", *(pytest.param(each, marks=pytest.mark.proof) for each in LARGE)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_upload_when_the_file_is_a_bomb_then_is_refused_and_leaks_nothing(
    lone_service: Service, kind: str
) -> None:
    content, tried = FILES[kind](), 0
    for method, path, operation in operations(lone_service.get("/openapi.json", key=None).json()):
        for media in operation.get("requestBody", {}).get("content", {}):
            if "json" in media:
                continue
            filled = PLACE.sub("x", path)
            wanted = "?provider=generic" if path == "/v1/settlements" else ""
            answer = lone_service.call(method, filled + wanted, content=content, headers={"Content-Type": media})
            assert answer.status_code < 500 or answer.json()["code"] == "no_edition", (path, media, answer.text)
            assert leaks_of(answer) == []
            assert "root:" not in answer.text
            tried += 1
    assert tried >= 6


PARTS = ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml")


def a_workbook(part: str, content: bytes) -> bytes:
    """A workbook with one part put in the place of its own."""
    whole, made, book = io.BytesIO(), io.BytesIO(), Workbook()
    assert book.active is not None
    book.active["A1"] = "sku"
    book.save(whole)
    with zipfile.ZipFile(whole) as archive, zipfile.ZipFile(made, "w") as bent:
        for name in archive.namelist():
            bent.writestr(name, content if name == part else archive.read(name))
    return made.getvalue()


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("content", [b"<x", b"<x/>", an_entity_bomb()], ids=["cut", "empty", "entities"])
@pytest.mark.filterwarnings("ignore:Workbook contains no")
def test_workbook_when_a_part_is_crafted_then_is_read_or_refused_as_unreadable(part: str, content: bytes) -> None:
    sheet = a_workbook(part, content)
    with suppress(UnknownFormat):  # nothing else
        assert "root:" not in str(read_table(sheet))
    with suppress(WorkbookRefused):
        assert "root:" not in sheet_text(sheet)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_body_when_it_says_that_it_is_packed_then_is_not_unpacked(lone_service: Service, encoding: str) -> None:
    content = gzip.compress(b'{"id": "' + b"x" * (64 * MEBIBYTE) + b'"}')
    headers = {"Content-Type": "application/json", "Content-Encoding": encoding}
    assert 400 <= lone_service.call("POST", "/v1/orders", content=content, headers=headers).status_code < 500


def test_reply_when_it_swells_then_is_cut_off() -> None:
    packed = gzip.compress(b"0" * (64 * MEBIBYTE))
    with a_peer(lambda _: Answer(body=packed, headers={"content-encoding": "gzip"})) as peer:
        client = Client([Opening.parse(peer.opening)], lookup=to_loopback)
        with pytest.raises(ReplyTooLarge):
            client.get(peer.url("/"), bounds=Bounds(most_bytes=MEBIBYTE))


def an_archive(path: Path, member: str, content: bytes, *, table: str = "hold", packs: bool = False) -> Manifest:
    """A back-up that somebody else made."""
    columns = {str(each.name): [str(column.name) for column in each.columns] for each in tables_of(TABLES)}
    part = {"name": member, "table": table, "rows": 1, "digest": sha256(content).hexdigest()}
    told = {"format": FORMAT, "version": "1", "steps": [], "columns": columns, "parts": [part]}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(member, content, zipfile.ZIP_DEFLATED if packs else None)
        archive.writestr(MANIFEST, orjson.dumps(told))
    return read_manifest(path)


@pytest.mark.parametrize(
    ("member", "content", "table", "packs"),
    [
        ("../../outside.jsonl.zst", b"x", "hold", False),
        ("/etc/outside", b"x", "hold", False),
        ("hold/1.jsonl.zst", b"x", "sqlite_master", False),
        ("hold/1.jsonl.zst", b"x", "hold; DROP TABLE hold", False),
        ("hold/1.jsonl.zst", b"0" * MEBIBYTE, "hold", True),
    ],
)
def test_backup_when_it_is_crafted_then_is_refused_and_writes_nowhere(
    sqlite_file: Database, tmp_path: Path, member: str, content: bytes, table: str, packs: bool
) -> None:
    path = tmp_path / "in" / "crafted.clearway"
    path.parent.mkdir()
    manifest = an_archive(path, member, content, table=table, packs=packs)
    with pytest.raises(ArchiveRefused):
        restore(sqlite_file, TABLES, path, manifest, lambda _: None)
    assert [each.name for each in tmp_path.rglob("*")] == ["in", "crafted.clearway"]


def test_backup_when_its_parts_are_bombs_then_checking_does_not_unpack_them(tmp_path: Path) -> None:
    path = tmp_path / "bomb.clearway"
    manifest = an_archive(path, "hold/1.jsonl.zst", b"0" * (64 * MEBIBYTE), packs=True)
    with pytest.raises(ArchiveRefused):
        check_archive(path, manifest, lambda _: None)


@pytest.mark.parametrize("name", ["../../etc/passwd", "..%2f..%2fengine%2fsettings.py", "station.css%00", "....//x"])
def test_script_when_its_name_leads_elsewhere_then_404(lone_service: Service, name: str) -> None:
    assert lone_service.get(f"/warehouse/{name}", key=None).status_code == 404


@pytest.mark.parametrize("name", ['a"; filename="evil.exe', "a\r\nSet-Cookie: x=y", "../../x", "a;b", "é"])
def test_list_when_its_name_would_break_a_header_then_is_none(lone_service: Service, name: str) -> None:
    answer = lone_service.get(f"/v1/lists/{quote(name, safe='')}/export")
    assert 400 <= answer.status_code < 500 or answer.json()["code"] == "no_edition"
    assert "set-cookie" not in answer.headers
    assert "content-disposition" not in answer.headers
