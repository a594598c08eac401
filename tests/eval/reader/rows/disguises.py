"""A question → the same question in other clothes: typed carelessly, wrapped in courtesy, said in other words."""

from __future__ import annotations

import re
from random import Random

from tests.eval.reader.rows.phrases import is_content
from tests.eval.reader.rows.wordnet import wordnet

_BEFORE = (
    "Hi! |Hello, |Please tell me, |Could you tell me: |Do you know |Does anybody know: |Quick question: |Hey, |ok so |"
    "Sorry if this was asked before. |I was wondering, |My friend asked me this. |One more thing. |I'm new here. |"
    "Just curious: "
).split("|")
_AFTER = " Thanks!| Thank you.| please| Thanks a lot :)| Anyone?| Does the article say?| I forgot.".split("|")
_WORD = re.compile(r"[A-Za-z]+")
_FILLER = re.compile(r"(?i)\b(?:exactly|the name of|the total number of|was it that|it was that) ?")


def disguise(question: str, random: Random) -> str:
    """The question as somebody else would type it; often unchanged. What it asks stays the same."""
    if random.random() < 0.3:
        question = _say_otherwise(question, random)
    if random.random() < 0.15:
        question = _FILLER.sub("", question)
    if random.random() < 0.12:
        question = _slip(question, random)
    if random.random() < 0.25:
        question = question.lower()
    if random.random() < 0.2:
        question = question.rstrip(" ?")
    if random.random() < 0.12:
        question = _wrap(question, random)
    return question


def _say_otherwise(question: str, random: Random) -> str:
    """One word or two replaced by synonyms."""
    words = [word for word in dict.fromkeys(_WORD.findall(question)) if is_content(word)]
    random.shuffle(words)
    left = random.choice([1, 2, 2, 3])
    for word in words:
        if left and (others := wordnet().synonyms(word)):
            question = re.sub(rf"\b{word}\b", random.choice(others[:3]), question)
            left -= 1
    return question


def _slip(question: str, random: Random) -> str:
    """A word or two of it mistyped: a letter left out, doubled, or before its turn."""
    words = sorted({word for word in _WORD.findall(question) if len(word) > 4})
    for word in random.sample(words, min(len(words), random.choice([1, 1, 2]))):
        at = random.randrange(1, len(word) - 1)
        one, other = word[at], word[at + 1]
        typed = word[:at] + random.choice([other, one + one + other, other + one]) + word[at + 2 :]
        question = re.sub(rf"\b{word}\b", typed, question)
    return question


def _wrap(question: str, random: Random) -> str:
    before = random.choice(_BEFORE) if random.random() < 0.7 else ""
    after = random.choice(_AFTER) if not before or random.random() < 0.4 else ""
    return before + question + after
