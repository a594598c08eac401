"""How long the cards of found answers are over the question set: ``python -m tests.eval.answers.card_lengths``.

Characters of all text on a card as it is sent, Markdown included; buttons are not counted.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import discord

from bot.cards.answers import Asked, answer_card
from bot.texts.translation import load_translations
from index.library import Library
from index.types import Answer, Question
from tests.eval.answers.question_set import ARTICLE_SOURCES, read_questions
from tests.libraries import build_library, load_encoder

_BUILT_AT = datetime(2026, 11, 22, tzinfo=UTC)


def measure(library: Library, questions: Sequence[str]) -> list[int]:
    """The lengths of the cards of those questions that are answered, shortest first."""
    translate = load_translations().to("en")
    lengths = []
    for text, outcome in zip(questions, library.ask([Question(text=text) for text in questions]), strict=True):
        if isinstance(outcome, Answer):
            card = answer_card(outcome, Asked(question=text), built_at=_BUILT_AT, translate=translate)
            texts = [item for item in card.view.walk_children() if isinstance(item, discord.ui.TextDisplay)]
            lengths.append(sum(len(item.content) for item in texts))
    return sorted(lengths)


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        library = build_library(ARTICLE_SOURCES, Path(folder), load_encoder())
        found = measure(library, [question.text for question in read_questions()])
    sys.stdout.write(
        f"{len(found)} answers; median {median(found):.0f}, p95 {found[int(0.95 * len(found))]} characters\n"
    )
