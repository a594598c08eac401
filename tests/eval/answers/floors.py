"""What the project's own question set measures, and the floors below which no figure may sink."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from index.library import Library
from index.measuring.evaluation import evaluate, read_questions
from index.store.manifest import Manifest
from tests.eval.answers.question_set import QUESTIONS_FILE, QuestionType

FLOORS_FILE = Path(__file__).parents[1] / "floors.toml"
_SLACK = (
    0.01  # between a figure and its floor: rounding differs from processor to processor and may turn a question over
)


Way = Literal["unread", "read"]
"""How answers are decided: without the reader, or with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Shares by name, all the better the higher, and the fingerprint of what they were measured on."""

    fingerprint: str
    shares: Mapping[str, float]


def measure(library: Library) -> Figures:
    """The figures of a library of the question set's articles, decided at the balanced level."""
    report = evaluate(library, read_questions(QUESTIONS_FILE))
    shares = {
        "hit_at_1": report.overall.answerable.hit_at_1.value,
        "hit_at_5": report.overall.answerable.hit_at_5.value,
        "marked": report.overall.answerable.marked.value,
        "auroc": report.overall.unanswerable.auroc.value,
        "answerable_answered": 1 - report.overall.answerable.refused["balanced"].value,
    }
    for group in report.types:
        if group.group in {QuestionType.NEAR_MISS, QuestionType.OFF_TOPIC, QuestionType.SMALL_TALK}:
            shares[f"{group.group}_declined"] = 1 - group.unanswerable.answered["balanced"].value
    return Figures(fingerprint=_fingerprint(library.generation.manifest), shares=shares)


def _fingerprint(manifest: Manifest) -> str:
    """Of the articles, the questions and the model."""
    inputs = (manifest.files["articles.jsonl"].encode(), manifest.encoder.sha256.encode(), QUESTIONS_FILE.read_bytes())
    return hashlib.sha256(b"\0".join(inputs)).hexdigest()


def read_floors() -> dict[Way, Figures]:
    record = tomllib.loads(FLOORS_FILE.read_text(encoding="utf-8"))
    return {way: Figures(fingerprint=record["fingerprint"], shares=record[way]) for way in get_args(Way)}


def write_floors(floors: Mapping[Way, Figures]) -> None:
    """Of libraries of the same articles."""
    (fingerprint,) = {figures.fingerprint for figures in floors.values()}
    lines = [
        "# The least that each figure of tests/eval/answers must reach, without the reader and with it; written by",
        "# tests/eval/answers/pin_floors.py",
        f'fingerprint = "{fingerprint}"  # of the articles, the questions and the model',
    ]
    for way, figures in floors.items():
        lines += ["", f"[{way}]", *(f"{name} = {share:.3f}" for name, share in figures.shares.items())]
    FLOORS_FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def find_shortfalls(measured: Figures, floors: Figures) -> list[str]:
    """A sentence for each figure that is below its floor."""
    return [
        f"{name} is {measured.shares[name]:.3f}; its floor is {floor:.3f}."
        for name, floor in floors.shares.items()
        if measured.shares[name] < floor
    ]


def pin(measured: Figures, floors: Figures, *, lower: bool) -> Figures:
    """The floors just below the measured figures; unless told to ``lower``, those that are higher already stay."""
    pinned = {name: max(0.0, share - _SLACK) for name, share in measured.shares.items()}
    if not lower:
        pinned = {name: max(share, floors.shares.get(name, 0.0)) for name, share in pinned.items()}
    return Figures(fingerprint=measured.fingerprint, shares=pinned)
