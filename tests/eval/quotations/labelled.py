"""The project's own labelled quotations, and how far an extractor agrees with them.

Every passage and article was written for this project; people, places and outlets are invented. ``traps.jsonl`` holds
short passages, each with the name of the mistake that it invites; ``articles.jsonl`` holds longer articles in which
most speakers are pronouns, surnames and carried-over speech. Both mark quotations in their text::

    ⟦q:KIND|SPEAKER|ROLE|EVIDENCE⟧words⟦/q⟧

How they were labelled:

- Words leave out the quotation marks and keep the punctuation inside them; a speech of several paragraphs has one label
  a paragraph. Nested quotations belong to the outer one. In a transcript each turn is a direct quotation.
- SPEAKER is the fullest name that the text gives, without courtesy title, or the description as it first stands; ``-``
  where the text does not tell. ROLE is the words beside that name, wherever in the text the name stands; ``-`` if none.
- EVIDENCE is what stands with the cue of these very words; ``carried`` is for words with no cue of their own, the
  second half of "A," she said. "B." included.
- Terms, titles, signs, nicknames and words that somebody denies having said are no quotations. Indirect speech is
  labelled only where the passage is about it, so a predicted one that has no label is never an error.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from index.types import Article, ArticleId, Evidence, Kind, Quotation, Span, StoryId

TRAPS_FILE = Path(__file__).with_name("traps.jsonl")
FORMS_FILE = Path(__file__).with_name("forms.jsonl")
ARTICLES_FILE = Path(__file__).with_name("articles.jsonl")

_LABEL = re.compile(r"⟦q:([^|⟦⟧]*)\|([^|⟦⟧]*)\|([^|⟦⟧]*)\|([^|⟦⟧]*)⟧([^⟦⟧]+)⟦/q⟧")
_RESOLVED = frozenset({Evidence.PRONOUN, Evidence.CARRIED})
_INDIRECT_OVERLAP = 0.5  # intersection over union from which two reported clauses count as one
_NICKNAME = re.compile(r"\s[\"“‘][^\"”’]+[\"”’](?=\s)")
_BEFORE_A_NAME = re.compile(
    r"^(?:(?:an?|the|h(?:is|er)|its|their|mr|mrs|ms|miss|dr|prof|sir|dame|sen|rep|gov|gen|col|capt|lt|sgt)\b\.?\s+)+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A quotation that a careful editor finds; ``speaker`` and ``evidence`` are None together, and then no ``role``."""

    span: Span
    kind: Kind
    speaker: str | None
    role: str | None
    evidence: Evidence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """An article or a passage with its quotations in order; ``trap`` is None for an article."""

    article: Article
    trap: str | None
    expected: tuple[Expected, ...]

    @property
    def marked(self) -> tuple[Expected, ...]:
        """Those between quotation marks or in a transcript: all but indirect speech."""
        return tuple(quotation for quotation in self.expected if quotation.kind is not Kind.INDIRECT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How an extractor did, as shares from 0 to 1; a share of nothing is 1, except ``false_speech``, where it is 0.

    ``exact`` and ``joint`` are F1 over direct and mixed quotations: span alone, span and speaker. ``false_speech`` is
    the share of passages without any in which one was found. ``speaker``, ``resolved`` (pronoun and carried only),
    ``role`` and the two ``sure`` figures look only at quotations whose span was found: ``sure_coverage`` is the share
    with a speaker given as sure, ``sure_precision`` how many of those are right. ``indirect`` is the share found.
    """

    exact: float
    false_speech: float
    speaker: float
    resolved: float
    joint: float
    role: float
    sure_coverage: float
    sure_precision: float
    indirect: float


def read(path: Path) -> list[Labelled]:
    """The labelled texts of a file, in its order. Raises ValueError naming file and line for whatever is no label."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            found.append(_read_line(line))
        except (KeyError, ValueError) as mistake:
            raise ValueError(f"{path.name}, line {number}: {mistake}") from mistake
    return found


def _read_line(line: str) -> Labelled:
    fields = json.loads(line)
    body, expected = _unmark(fields["text"])
    trap = fields.get("trap")
    article = Article(
        id=ArticleId(fields["id"]),
        story=StoryId("labelled"),
        title="" if trap else fields["title"],
        outlet=None if trap else fields["outlet"],
        published_at=None if trap else datetime.fromisoformat(fields["published_at"]),
        body=body,
    )
    return Labelled(article=article, trap=trap, expected=expected)


def _unmark(text: str) -> tuple[str, tuple[Expected, ...]]:
    """The text without its labels, and what the labels say of it."""
    body, expected, position = "", [], 0
    for label in _LABEL.finditer(text):
        body += text[position : label.start()]
        kind, speaker, role, evidence, words = label.groups()
        span = Span(start=len(body), end=len(body) + len(words))
        expected.append(_expect(span, kind, speaker, role, evidence))
        body += words
        position = label.end()
    body += text[position:]
    if (broken := re.search("[⟦⟧].{,40}", body)) is not None:
        raise ValueError(f"a label is not whole: {broken[0]!r}")
    for quotation in expected:
        _check(quotation, body)
    return body, tuple(expected)


def _expect(span: Span, kind: str, speaker: str, role: str, evidence: str) -> Expected:
    return Expected(
        span=span,
        kind=Kind(kind),
        speaker=_known(speaker),
        role=_known(role),
        evidence=None if evidence == "-" else Evidence(evidence),
    )


def _known(field: str) -> str | None:
    return None if field == "-" else field


def _check(quotation: Expected, body: str) -> None:
    words = quotation.span.of(body)
    if words != words.strip():
        raise ValueError(f"white space at the edge of {words!r}")
    if (quotation.speaker is None) != (quotation.evidence is None) or (quotation.role and not quotation.speaker):
        raise ValueError(f"speaker, role and evidence disagree for {words!r}")
    for name in (quotation.speaker, quotation.role):
        if name is not None and name not in body:
            raise ValueError(f"{name!r} is not in the text")


def score(labelled: Iterable[Labelled], extract: Callable[[Article], Iterable[Quotation]]) -> Figures:
    """How ``extract`` does on the labelled texts; one call of it each."""
    tally = _Tally()
    for text in labelled:
        tally.add(text, tuple(extract(text.article)))
    return tally.figures()


@dataclass(slots=True)
class _Tally:
    expected: int = 0
    predicted: int = 0
    found: int = 0
    speaker_right: int = 0
    resolvable: int = 0
    resolved_right: int = 0
    with_role: int = 0
    role_right: int = 0
    sure: int = 0
    sure_right: int = 0
    without_speech: int = 0
    false_speech: int = 0
    indirect: int = 0
    indirect_found: int = 0

    def add(self, text: Labelled, quotations: tuple[Quotation, ...]) -> None:
        marked = {quotation.span: quotation for quotation in quotations if quotation.kind is not Kind.INDIRECT}
        self.expected += len(text.marked)
        self.predicted += len(marked)
        if not text.marked:
            self.without_speech += 1
            self.false_speech += bool(marked)
        for expected in text.marked:
            if (quotation := marked.get(expected.span)) is not None:
                self._compare(expected, quotation)
        clauses = [quotation.span for quotation in quotations if quotation.kind is Kind.INDIRECT]
        for expected in text.expected:
            if expected.kind is Kind.INDIRECT:
                self.indirect += 1
                self.indirect_found += any(are_one_clause(expected.span, clause) for clause in clauses)

    def _compare(self, expected: Expected, quotation: Quotation) -> None:
        name = quotation.speaker.name if quotation.speaker else None
        is_right = names_agree(expected.speaker, name)
        self.found += 1
        self.speaker_right += is_right
        if expected.evidence in _RESOLVED:
            self.resolvable += 1
            self.resolved_right += is_right
        if expected.role or quotation.role:
            self.with_role += 1
            self.role_right += names_agree(expected.role, quotation.role)
        if quotation.speaker is not None and quotation.speaker.sure:
            self.sure += 1
            self.sure_right += is_right

    def figures(self) -> Figures:
        return Figures(
            exact=_share(2 * self.found, self.expected + self.predicted),
            false_speech=self.false_speech / self.without_speech if self.without_speech else 0.0,
            speaker=_share(self.speaker_right, self.found),
            resolved=_share(self.resolved_right, self.resolvable),
            joint=_share(2 * self.speaker_right, self.expected + self.predicted),
            role=_share(self.role_right, self.with_role),
            sure_coverage=_share(self.sure, self.found),
            sure_precision=_share(self.sure_right, self.sure),
            indirect=_share(self.indirect_found, self.indirect),
        )


def names_agree(one: str | None, other: str | None) -> bool:
    """Whether two names or roles are the same but for case, nickname, leading article or courtesy title."""
    return (one and _fold(one)) == (other and _fold(other))


def _fold(name: str) -> str:
    return _BEFORE_A_NAME.sub("", " ".join(_NICKNAME.sub("", name).casefold().split()))


def are_one_clause(one: Span, other: Span) -> bool:
    """Whether two reported clauses are mostly the same words."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared >= _INDIRECT_OVERLAP * (max(one.end, other.end) - min(one.start, other.start))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
