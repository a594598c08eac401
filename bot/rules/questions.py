"""Which messages are for the bot, and what they ask. Pure."""

from __future__ import annotations

import re

from bot.texts.reading import without_links
from index.languages.chatter import tidy

_FEWEST_WORDS = 3  # of a question; "why not" and "who?" are small talk
_WH = "who|whom|whose|what|when|where|which|why|how"
_SHORT = "whats|whos|wheres|whens|hows|wat|wut|wich|wen|wher|were did"
_AUXILIARIES = "did|does|do|is|are|was|were|has|have|had|can|could|will|would"
_OPENERS = (
    rf"{_WH}|{_SHORT}|{_AUXILIARIES}|tell me|any idea|since when|until when|by when|in which|at what"
    r"|wer|wen|wem|wann|wo|warum|wieso|welche[rsmn]?|wie|hat|haben|ist|sind"
    r"|qui|que|quoi|quand|où|pourquoi|comment|combien|quel(?:le)?s?|est-ce"
    r"|quién|qué|cuándo|dónde|cuál(?:es)?|cómo|cuánt[oa]s?"
    r"|من|ما|ماذا|متى|أين|لماذا|كيف|هل|كم"
)
_EXCLAIMS = re.compile(r"^(?:what an?|how (?:nice|cool|sad|funny|weird|cute))\b", re.IGNORECASE)  # what a day
_AMONG_THEM = re.compile(  # where do you live
    r"\b(?:do|did|are|were|have|can|could|would|will|should) (?:you|u|ya|we|i)\b"
    r"(?! (?:guys |all |even |happen to )*(?:know|think|remember|mean|tell|explain|believe)\b)",
    re.IGNORECASE,
)
_ENDS_A_SENTENCE = re.compile(r"(?<=[.!?؟？\n])\s+|\n+")
_THANKS = re.compile(  # ok thanks, that helps
    r"^\W*(?:(?:ok(?:ay)?|great|cool|nice|perfect|ah|oh|haha|lol)\W+)*(?:thanks|thank you|thx|ty|cheers)\b"
    r"(?!.*\?|\W+(?:and|but|so)\b)",
    re.IGNORECASE | re.DOTALL,
)
_CALL = re.compile(r"(?<!\w)@[\w.]+,?")  # somebody else's name
_LEAD_IN = re.compile(r"^(?:(?:so|and|but|ok|well|wait|hey|hi|also|sorry|please|then|hmm?)\b[ ,:]*)+", re.IGNORECASE)
_AT_ONCE = re.compile(rf"^(?:{_OPENERS})\b", re.IGNORECASE)  # who leads the talks
# How a sentence asks: a row each, with what it takes and what it does not in tests/bot/test_recognising.py.
_ASKS = (
    _AT_ONCE,
    re.compile(rf"[,;:–—] *(?:so |and |but |or )*(?:{_OPENERS})\b", re.IGNORECASE),  # helo, qestion: wat did he say
    re.compile(rf"\b(?:{_WH}) (?:{_AUXILIARIES})\b", re.IGNORECASE),  # kyle brandvold where did he serve
    re.compile(r"[?？؟][\s\"'”’»)*_|]*$"),
    re.compile(r"\bor (?:no|not|what)\W*$", re.IGNORECASE),  # has it asked for troops yet or no
)

_THAT = r"(?:this|that|it|(?:this|that|the) question)(?: (?:one|here|above))?"
_POINTS = re.compile(  # what it means stands elsewhere, as in "can you answer this?"
    r"(?:(?:please|pls|plz|hey|so|and)\W+)*"
    rf"(?:(?:(?:can|could|would|will|do) (?:you|u) (?:please |pls )?)?(?:answer|know|explain|help with|look up) {_THAT}"
    rf"|(?:what|how) about {_THAT}|any (?:ideas?|clues?|answers?)|thoughts|this(?: one)?|that(?: one)?|see above|above"
    r"|please|pls|plz)(?:\W+(?:please|pls|plz|then))?",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“”«»][^\"“”«»]*[\"“”«»]")
_ASKS_MORE = re.compile(r"(?:and |but )?(?:why|when|where|how|who)\?+\W*", re.IGNORECASE)  # a sentence: and why?
_FIRST = r"\W*+(?:(?:in|at|by|on|for|to|from|of|with|since) )?"
_AND = r"[,;]?\s(?:and|but|plus|&)\s(?:also\s)?"
# How a sentence asks one thing and goes on to ask another: a row each, tested likewise.
_ASKS_ON = (
    re.compile(  # how long is his sentence and when does he report
        rf"{_FIRST}(?:{_WH}|{_AUXILIARIES})\b(?:\W++\w++){{2,}}?"
        rf"(?:{_AND}|[,;]\s)(?:when|where|why|how(?:\s\w+){{0,2}}?)\s(?:{_AUXILIARIES})\b",
        re.IGNORECASE,
    ),
    re.compile(  # how much will it cost and who pays for it; not: do you know who won and what it cost
        rf"{_FIRST}(?:{_WH}|{_AUXILIARIES})\b(?:\W++(?!(?:{_WH}|whether|if)\b)\w++){{2,}}?"
        rf"{_AND}(?:who|what|which)\s\w",
        re.IGNORECASE,
    ),
    re.compile(  # why did the talks fail and will they resume
        rf"{_FIRST}(?:when|where|why|how|{_AUXILIARIES})\b(?:\W++\w++){{2,}}?"
        rf"{_AND}(?:{_AUXILIARIES})\s(?:he|she|it|they|there|the|an?|any|his|her|its|their|this|that|these|those)\b",
        re.IGNORECASE,
    ),
)

# Where a sentence comes to what it asks behind what leads up to it: in May, so the report says, how many were there
_LED_UP_TO = re.compile(
    rf"[,;:–—] *(?:so |and |but |or )*(?=(?:(?:when|where|why|what|how)\b(?: \w+){{0,3}}? )?(?:{_AUXILIARIES})\b)",
    re.IGNORECASE,
)


def is_chatter(content: str) -> bool:
    """Whether a message to the bot asks nothing of the articles: thanks, greetings, a laugh, an emoji, a link alone."""
    said = without_links(content)
    if not tidy(said) or not any(character.isalnum() for character in said):
        return True
    return bool(_THANKS.match(said)) and asked_in(said) is None


def points_elsewhere(content: str) -> bool:
    """Whether a message to the bot has no words of its own to answer: none at all, or "can you answer this?"."""
    said = content.strip(" \t\n?!.…,:;^👆")
    return not any(map(str.isalnum, said)) or bool(_POINTS.fullmatch(said))


def asked_in(content: str) -> str | None:
    """The sentence in which a message to nobody in particular asks something, the last one if there are several; None
    for small talk, links and statements. Whether it asks about the story is for the articles to say."""
    sentences = [_bare(sentence) for sentence in _ENDS_A_SENTENCE.split(content)]
    asking = [sentence for sentence in sentences if _does_ask(sentence)]
    return asking[-1] if asking else None


def asked_behind(sentence: str) -> str | None:
    """What a sentence asks behind what leads up to it; None where it asks at once, or only of who it is."""
    if _AT_ONCE.match(sentence) or not sentence.endswith("?"):
        return None
    found = list(_LED_UP_TO.finditer(sentence))
    return sentence[found[-1].end() :] if found else None


def asks_twice(content: str) -> bool:
    """Whether a message asks more than one thing, in sentences of their own or in one."""
    sentences = _ENDS_A_SENTENCE.split(_QUOTED.sub("", tidy(content)))
    asking = ("?" in each and (_does_ask(_bare(each)) or bool(_ASKS_MORE.fullmatch(each))) for each in sentences)
    return sum(asking) > 1 or any(way.match(each) for each in sentences for way in _ASKS_ON)


def _bare(sentence: str) -> str:
    """Without whom it calls, and without what leads in to it."""
    return _LEAD_IN.sub("", tidy(_CALL.sub(" ", sentence).strip())).strip()


def _does_ask(sentence: str) -> bool:
    words = [word for word in sentence.split() if "://" not in word]
    if _EXCLAIMS.match(sentence) or _AMONG_THEM.search(sentence):
        return False
    return len(words) >= _FEWEST_WORDS and any(way.search(sentence) for way in _ASKS)
