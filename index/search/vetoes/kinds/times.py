"""Whether the mark holds a time, or a reason. Pure."""

from __future__ import annotations

import re

from index.languages.counts import YEAR, is_bare
from index.languages.read_text import ReadText, content
from index.languages.series import MONTHS, WEEKDAYS
from index.languages.words import Mark
from index.search.vetoes.reading import Case

_TIME = re.compile(
    r"\b(?:(?P<clause>after|before|until|till|when|while|during|since)|later|earlier|ago|immediately|dawn|dusk|"
    r"past|period|era|hours?|minutes?|seconds?|\d+ ?[ap]\.?m|(?<![\d.,])1\d{3}s?)\b",
    re.IGNORECASE,
)
_OLD_YEAR = re.compile(r"\d{3}s?")  # a longer one is no count, which would have a comma
_HOUR = re.compile(
    r"\d ?[ap]\.?m\b|\b\d{1,2}[:.]\d\d\b|"
    r"\b(?:o['’]clock|dawn|dusk|sun(?:rise|set)|(?:fore|after)?noon|mid(?:day|night)|morning|evening|(?:over)?night)\b",
    re.IGNORECASE,
)
_DAY = re.compile(
    rf"\b(?:{'|'.join((*MONTHS, *WEEKDAYS))}|"
    r"to(?:day|night|morrow)|yesterday|days?|eve|week(?:end)?s?|\d+[./]\d+)\b",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    r"\b(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|seasons?|years?|decades?|centur(?:y|ies)|terms?|"
    r"overnight|since|until|till|throughout|lifetime|life|"
    r"(?:centi|milli|kilo)?met(?:re|er)s?|(?<!\.)[ckm]?m|miles?|feet|foot|inch(?:es)?|yards?|"
    r"pages?|words?|laps?|stages?)\b",
    re.IGNORECASE,
)
_CLAUSE = 8  # words of a clause that tell a time or a reason by something else: "after the trial"
_STOP = re.compile(r"[,.;:!?\n](?!\d)")
_RATE = re.compile(
    r"\b(?:an?|per|each) (?:year|month|week|day|hour|minute)\b(?! (?:later|ago|earlier|before|after))|"
    r"\b\d+[- ]years?[- ]old\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?P<time>(?:day|week|month|year|hour|minute)s? after)\b|"
    r"\b(?P<clause>because|due|since|as (?=he|she|it|they|the|a)|thanks|owing|amid|over|following|if|when|after(?! \d)|"
    r"against)\b|"
    r"\b(?:so|therefore|thus|caus(?:e|es|ed|ing)|reasons?|led|leading|forced|prompt(?:s|ed)|protest|in order|"
    r"fear(?:s|ed)?|blam(?:es?|ed|ing)|worr(?:y|ied)|means?|meant|want(?:s|ed)?|concerns?|result\w*|believes?)\b|"
    r"\bto (?P<purpose>[a-z]+)|\b(?:for|by) [a-z]+ing\b|\b(?:for|with) (?:an?|his|her|its|their)\b|:",
    re.IGNORECASE,
)


def holds_time(case: Case) -> bool:
    """Whether there is a time that is not the question's own."""
    core = case.core
    rates = [match.span() for match in _RATE.finditer(core.text)]
    timed = (word for word in core.words if word.mark & Mark.TIME and word.stem not in case.question.stems)
    if any(not any(start <= word.start < end for start, end in rates) for word in timed) or YEAR.search(core.text):
        return True
    if any(_OLD_YEAR.fullmatch(word.text) and is_bare(core, place) for place, word in enumerate(core.words)):
        return True
    return any(not match["clause"] or _tells_more(match.end(), case) for match in _TIME.finditer(core.text))


def holds_hour(case: Case) -> bool:
    """Whether there is a time of day."""
    return bool(_HOUR.search(case.core.text))


def holds_day(case: Case) -> bool:
    """Whether there is a day."""
    return bool(_DAY.search(case.core.text))


def holds_length(case: Case) -> bool:
    """Whether there is a length, of time or of a thing."""
    return bool(_LENGTH.search(case.mark.text) or YEAR.search(case.mark.text))


def holds_reason(case: Case) -> bool:
    """Whether something there tells why, in words that are not the question's own."""
    return any(_gives_reason(match, case) for match in _REASON.finditer(case.core.text) if not match["time"])


def _gives_reason(match: re.Match[str], case: Case) -> bool:
    if match["clause"]:
        return _tells_more(match.end(), case)
    return not match["purpose"] or ReadText(match["purpose"]).words[0].stem not in case.question.stems


def _tells_more(at: int, case: Case) -> bool:
    """Whether the clause that begins there has a word that the question lacks: not "since she took over"."""
    stop = _STOP.search(case.core.text, at)
    end = stop.start() if stop else len(case.core.text)
    clause = [word for word in case.core.words if at <= word.start < end][:_CLAUSE]
    return bool(content(clause) - case.question.stems)
