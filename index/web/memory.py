"""What a link gave when it was last read: kept beside the index, so that a page that fails or breaks keeps its text."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

_FOLDER = "fetched"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """A page as it was last read whole: ``body`` are its bytes, ``etag`` and ``modified`` what to ask again with."""

    url: str
    content_type: str
    etag: str | None
    modified: str | None
    body: bytes


def recall(data_dir: Path, link: str) -> Remembered | None:
    """What is remembered of a link; None where there is nothing, or it is damaged."""
    described, body = _files(data_dir, link)
    try:
        facts = json.loads(described.read_bytes())
        kept = body.read_bytes()
        digest = facts.pop("sha256")
        return Remembered(**facts, body=kept) if hashlib.sha256(kept).hexdigest() == digest else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def remember(data_dir: Path, link: str, page: Remembered) -> None:
    """Keeps a page in place of the one before it; what a cut leaves behind, ``recall`` takes for damaged."""
    described, body = _files(data_dir, link)
    described.parent.mkdir(parents=True, exist_ok=True)
    facts = asdict(page) | {"sha256": hashlib.sha256(page.body).hexdigest()}
    del facts["body"]
    for file, content in ((body, page.body), (described, json.dumps(facts).encode())):
        new = file.with_suffix(f"{file.suffix}.new")
        new.write_bytes(content)
        new.replace(file)


def _files(data_dir: Path, link: str) -> tuple[Path, Path]:
    name = hashlib.sha256(link.encode()).hexdigest()[:32]
    return data_dir / _FOLDER / f"{name}.json", data_dir / _FOLDER / f"{name}.body"
