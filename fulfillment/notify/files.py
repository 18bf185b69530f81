"""Files of an outbox folder, all or nothing: whoever collects the folder never meets half a file."""

from pathlib import Path


def write_file(path: Path, content: bytes) -> str:
    """Writes it in one step; answers where."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f"{path.suffix}.part")
    draft.write_bytes(content)
    draft.replace(path)
    return str(path)
