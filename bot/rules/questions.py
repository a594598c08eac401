"""Which messages are for the bot, and what they ask. Pure."""

from __future__ import annotations

import re

_FEWEST_WORDS = 3  # of a question without a question mark; "why not" is small talk
_QUESTION_MARK = re.compile(r"[?？؟](?=[\s\"'”’»)*_|]*$)", re.MULTILINE)
_OPENERS = re.compile(
    r"(?:who|whom|whose|what|when|where|which|why|how|did|does|do|is|are|was|were|has|have|had|can|could|will|would"
    r"|wer|wen|wem|was|wann|wo|warum|wieso|welche[rsmn]?|wie|hat|haben|ist|sind"
    r"|qui|que|quoi|quand|où|pourquoi|comment|combien|quel(?:le)?s?|est-ce"
    r"|quién|qué|cuándo|dónde|cuál(?:es)?|cómo|cuánt[oa]s?"
    r"|من|ما|ماذا|متى|أين|لماذا|كيف|هل|كم)\b",
    re.IGNORECASE,
)


def without_mention(content: str, bot: int) -> str:
    """What a message says beside naming the bot."""
    return re.sub(rf"<@!?{bot}>", " ", content).strip()


def is_question(content: str) -> bool:
    """Whether a message in an "answer here" channel asks something; small talk, links and statements do not."""
    text = content.strip()
    if len(text.split()) < 2:
        return False
    return bool(_QUESTION_MARK.search(text)) or (len(text.split()) >= _FEWEST_WORDS and bool(_OPENERS.match(text)))
