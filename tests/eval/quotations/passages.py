"""Short labelled passages of every form and language, and how far an extractor agrees with them.

``passages/LANGUAGE.jsonl`` holds a passage a line: ``text``, ``quotes`` (``text``, ``speaker`` or null where the
passage names nobody; some with ``kind`` and ``sure``), ``not_speech`` (between marks, and none) and the ``form`` that
it shows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from index.types import Article, ArticleId, Kind, Quotation, StoryId
from tests.eval.quotations.labelled import names_agree

FOLDER = Path(__file__).with_name("passages")
_EDGE = " \t\n.,;:!?…—–-\"'“”‘’«»„‹›「」『』`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Shares from 0 to 1: ``exact`` and ``joint`` are F1 of words, and of words with their speaker; ``named`` is how
    often the speaker is right where the passage names one, ``wrong`` how often a wrong name has no warning."""

    exact: float
    joint: float
    named: float
    wrong: float


def agree(language: str, extract: Callable[[Article], Iterable[Quotation]], *, first: int | None = None) -> Agreement:
    """How ``extract`` does on the passages of a language, or on so many of the first."""
    lines = (FOLDER / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()[:first]
    expected = predicted = found = right = named = named_right = wrong = 0
    for passage in map(json.loads, lines):
        article = Article(id=ArticleId(passage["id"]), story=StoryId("s"), title="", body=passage["text"])
        said = {_bare(one.text): one for one in extract(article) if one.kind not in (Kind.INDIRECT, Kind.SCARE)}
        expected += len(passage["quotes"])
        predicted += len(said)
        for label in passage["quotes"]:
            one = said.get(_bare(label["text"]))
            if one is None:
                continue
            name = one.speaker.name if one.speaker else None
            is_right = names_agree(label["speaker"], name)
            found += 1
            right += is_right
            named += label["speaker"] is not None
            named_right += label["speaker"] is not None and is_right
            wrong += one.speaker is not None and one.speaker.sure and label["speaker"] is not None and not is_right
    both = expected + predicted
    return Agreement(exact=2 * found / both, joint=2 * right / both, named=named_right / named, wrong=wrong / found)


def _bare(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(_EDGE)
