"""Which labels of the project's own sets fail, one by one: an average hides one that broke behind one that was mended.

A label is told as ``id: what is wrong with it``. Those that fail today stand in ``failing.toml``; ``python -m
tests.eval.pin`` writes it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from index.measuring.evaluation import judge_replies, read_questions
from index.quotations import extract
from index.types import Kind, Quotation
from tests.eval.answers.question_set import QUESTIONS_FILE
from tests.eval.checks.test_check_cases import read_cases, read_quotations, rule
from tests.eval.quotations.labelled import ARTICLES_FILE, TRAPS_FILE, Expected, are_one_clause, names_agree, read

PINS_FILE = Path(__file__).with_name("failing.toml")
_ABOUT = (
    "# The labels that fail today, and what is wrong with each; `python -m tests.eval.pin` writes this file.\n"
    "# A label that fails and does not stand here is a fault that is new.\n"
)


def find_failing_quotations(file: Path) -> Iterator[str]:
    """Words that are not found or not there, speakers, roles and doubts that are wrong, reports that are missed."""
    for text in read(file):
        found = tuple(extract(text.article))
        marked = {quotation.span: quotation for quotation in found if quotation.kind is not Kind.INDIRECT}
        for number, expected in enumerate(text.expected, start=1):
            for fault in _find_faults(expected, marked, found):
                yield f"{text.article.id} {number}: {fault}"
        for span in sorted(marked.keys() - {expected.span for expected in text.marked}):
            yield f"{text.article.id}: {span.of(text.article.body)!r} is no quotation"


def _find_faults(expected: Expected, marked: Mapping[object, Quotation], found: Iterable[Quotation]) -> Iterator[str]:
    if expected.kind is Kind.INDIRECT:
        if not any(one.kind is Kind.INDIRECT and are_one_clause(expected.span, one.span) for one in found):
            yield "report not found"
        return
    quotation = marked.get(expected.span)
    if quotation is None:
        yield "words not found"
        return
    speaker = quotation.speaker
    if not names_agree(expected.speaker, speaker.name if speaker else None):
        yield "another speaker, given as sure" if speaker and speaker.sure else "another speaker"
    elif speaker and not speaker.sure:
        yield "doubted"
    if not names_agree(expected.role, quotation.role):
        yield "another role"


def find_failing_checks() -> Iterator[str]:
    """Rulings that are not the labelled ones, and those that rest on other words."""
    quotations = read_quotations()
    for case in read_cases():
        verdict = rule(case.words, case.speaker, quotations)
        if verdict.ruling is not case.ruling:
            yield f"{case.id}: {verdict.ruling}, not {case.ruling}"
        elif case.evidence and (verdict.quotation is None or case.evidence not in verdict.quotation.text):
            yield f"{case.id}: rests on other words"


def find_failing_answers(library) -> Iterator[str]:
    """At the balanced level: passages that do not come first, sentences that are not marked, wrong decisions."""
    for judged in judge_replies(library, read_questions(QUESTIONS_FILE)):
        question, is_answered = judged.question, "balanced" in judged.answered
        if not question.answerable:
            faults = ["answered"] if is_answered else []
        else:
            faults = [] if judged.hits and judged.hits[0] else ["the passage is not first"]
            faults += [] if judged.is_highlight_right else ["the answer is not marked"]
            faults += [] if is_answered else ["refused"]
        yield from (f"{question.id}: {fault}" for fault in faults)


SETS: Mapping[str, Callable[[], Iterable[str]]] = {
    "traps": lambda: find_failing_quotations(TRAPS_FILE),
    "articles": lambda: find_failing_quotations(ARTICLES_FILE),
    "checks": find_failing_checks,
}
"""The sets that need no model, each with what finds its failing labels; ``answers`` needs a library."""


def read_pins() -> dict[str, list[str]]:
    return tomllib.loads(PINS_FILE.read_text(encoding="utf-8")) if PINS_FILE.exists() else {}


def write_pins(pins: Mapping[str, Iterable[str]]) -> None:
    parts = [_ABOUT]
    for name in sorted(pins):
        lines = "".join(f"  {_quote(label)},\n" for label in pins[name])
        parts.append(f"{name} = [\n{lines}]\n")
    PINS_FILE.write_text("\n".join(parts), encoding="utf-8")


def _quote(label: str) -> str:
    escaped = label.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
