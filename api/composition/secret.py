"""The installation's secret: from the settings, or made at the first start and kept in a file that only we may read."""

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from engine.clock import SystemClock
from engine.errors import ClearwayError, VaultLocked
from engine.settings import Settings
from engine.store.database import Database
from engine.store.merchant_settings import put_setting, settings_of
from engine.store.order_rows import any_person_key
from engine.store.vault import Vault

FILE = "secret"
ALL = "*"  # of the whole installation
MARK = "secret_mark"
LEAST_BYTES = 32
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class SecretNotUsable(ClearwayError):
    """the installation's secret cannot be used"""

    code = "secret_not_usable"


def installation_secret(settings: Settings) -> bytes:
    """The bytes that hashes and sealed values of this installation depend on. Lose them, and both are lost."""
    given = settings.secret.get_secret_value()
    if given:
        return _read(given, "CLEARWAY_SECRET")
    path = settings.folder / FILE
    if not path.exists():
        _make(path)
    if path.stat().st_mode & _OTHERS:
        raise SecretNotUsable(f"{path}: others may read the secret; run `chmod 600` on it")
    return _read(path.read_text(encoding="ascii").strip(), str(path))


def fitting_secret(settings: Settings, database: Database) -> bytes:
    """The installation's secret. Raises SecretNotUsable when it is not the one that the database was written under:
    a process with another would seal new orders apart from the old ones, and know none of the keys.

    What was derived of the first secret is kept, so that another one is noticed before there is any order.
    """
    secret = installation_secret(settings)
    vault = Vault(secret)
    mark = vault.derived("mark of the secret").hex()
    with database.read() as session:
        wrapped, known = any_person_key(session), settings_of(session, ALL).get(MARK)
    if known not in {None, mark} or not _opens(vault, wrapped):
        where = "CLEARWAY_SECRET" if settings.secret.get_secret_value() else str(settings.folder / FILE)
        raise SecretNotUsable(
            f"{where}: the database was written under another secret; set CLEARWAY_SECRET to that one"
        )
    if known is None:
        with database.write() as session:
            put_setting(session, ALL, MARK, mark, SystemClock().now(), "first start")
    return secret


def _opens(vault: Vault, wrapped: bytes | None) -> bool:
    try:
        if wrapped is not None:
            vault.check(wrapped)
    except VaultLocked:
        return False
    return True


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(LEAST_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        # Of two processes that start at once, one gives its secret the name, whole; the other takes it over.
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()


def _read(text: str, where: str) -> bytes:
    try:
        found = bytes.fromhex(text)
    except ValueError:
        found = b""
    if len(found) < LEAST_BYTES:
        raise SecretNotUsable(f"{where}: write at least {LEAST_BYTES} bytes in hexadecimal")
    return found
