"""What a build says while it runs and at its end, and the lines in which a child process says it to its parent; and the
one in which it is told what to read.

A line is one JSON object: ``{"stage", "done", "total"}`` any number of times, then ``{"report": {…}}``,
``{"preview": {…}}`` or ``{"error": name, "message": …}``. Both ends of the pipe are here, so that
what one writes the other reads.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any, Self

from pydantic import TypeAdapter

from index.types import Article, GenerationId, StoryId


class Stage(StrEnum):
    """The stages of a build, in their order."""

    READING = "reading"
    QUOTATIONS = "quotations"
    ENCODING = "encoding"
    WRITING = "writing"
    CHECKING = "checking"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """``done`` of ``total`` steps of a stage; a stage begins with 0, and a total of 0 is not known yet."""

    stage: Stage
    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What became of the articles, counted."""

    new: int
    changed: int
    removed: int
    unchanged: int

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.removed)

    @classmethod
    def total(cls, several: Iterable[Self]) -> Self:
        """All of them together."""
        counted = list(several)
        return cls(**{count.name: sum(getattr(changes, count.name) for changes in counted) for count in fields(cls)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An article that could not be read: what is wrong with it, in a sentence, and the story of the source that it came
    from, None where the source names none."""

    story: StoryId | None
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What was passed over, or mended while it was read, in a sentence; ``story`` as for a failure."""

    story: StoryId | None
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build did. ``generation`` is None after a dry run; ``encoded`` counts passages. ``recall`` is the share of
    the nearest passages that the new index finds; None where none was written. ``by_story`` has what became of each
    story's articles: ``changes`` are all of it together."""

    generation: GenerationId | None
    changes: Changes
    encoded: int
    failed: tuple[Failure, ...]
    recall: float | None = None
    remarks: tuple[Remark, ...] = ()
    by_story: Mapping[StoryId, Changes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a source gives before it goes live: the first of its articles, how many they are, and of the first what its
    page holds beside it; what could not be read, and what an operator should know of how the others were."""

    articles: tuple[Article, ...]
    count: int
    left_out: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedSources:
    """What a child is to read: sources as they are written, and the ``only`` ones that are read again. It hears it on
    its standard input, as a command line may be too short for it, and all who use the machine can read one."""

    sources: tuple[str, ...]
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """A build that ended without an index: the name of the error, and what it says."""

    error: str
    message: str


Said = Progress | BuildReport | Preview | Complaint

_PROGRESS, _REPORT = TypeAdapter(Progress), TypeAdapter(BuildReport)
_PREVIEW, _COMPLAINT = TypeAdapter(Preview), TypeAdapter(Complaint)


def wanted_to_line(wanted: WantedSources) -> str:
    """One line, without its end."""
    return json.dumps(asdict(wanted))


def wanted_from_line(line: str) -> WantedSources:
    """Raises ValueError for a line that ``wanted_to_line`` did not write."""
    try:
        document = json.loads(line)
        return WantedSources(sources=tuple(map(str, document["sources"])), only=tuple(map(str, document["only"])))
    except (ValueError, TypeError, KeyError) as error:
        raise ValueError("this line does not say what is wanted") from error


def to_line(said: Said) -> str:
    """One line, without its end."""
    if isinstance(said, Preview):
        return json.dumps({"preview": _PREVIEW.dump_python(said, mode="json")}, ensure_ascii=False)
    document = asdict(said)
    if isinstance(said, BuildReport):
        document = {"report": document.pop("changes") | document}
    return json.dumps(document, ensure_ascii=False)


def from_line(line: bytes | str) -> Said | None:
    """What a line says; None for one that ``to_line`` did not write (a library that prints)."""
    try:
        document: dict[str, Any] = json.loads(line)
        if "report" in document:
            return _REPORT.validate_python(document["report"] | {"changes": document["report"]})
        if "preview" in document:
            return _PREVIEW.validate_python(document["preview"])
        return (_COMPLAINT if "error" in document else _PROGRESS).validate_python(document)
    except (ValueError, TypeError):
        return None
