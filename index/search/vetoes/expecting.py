"""What a question wants to hear (a time, a place, a person, a count), and whether the mark holds one. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from index.languages.counts import YEAR, find_numbers, is_bare
from index.languages.read_text import ReadText, Word, content
from index.languages.series import MONTHS, WEEKDAYS
from index.languages.words import Mark
from index.search.vetoes.asked import Ask
from index.search.vetoes.reading import Case
from index.search.vetoes.told import find_verbs, read_named

_STEM = 5  # letters in which forms of one word agree
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
_CLAUSE = 8  # words of a clause that tell a time or a reason by something else: "after the trial"
_STOP = re.compile(r"[,.;:!?\n](?!\d)")
_RATE = re.compile(
    r"\b(?:an?|per|each) (?:year|month|week|day|hour|minute)\b(?! (?:later|ago|earlier|before|after))|"
    r"\b\d+[- ]years?[- ]old\b",
    re.IGNORECASE,
)
_WHO_IS = re.compile(r"\bwho(?:['’]s| is| are| was| were)\b", re.IGNORECASE)
_EVERYBODY = re.compile(
    r"\b(?:every(?:one|body)|(?:each|all|both|every one) of (?:them|us|those|these))\b", re.IGNORECASE
)
_CALLED = re.compile(r"(?P<who>\w+) (?:is|was|are|were) (?:an?|two|three|four) (?P<what>[\w-]+(?: [\w-]+){0,3})")
_SENTENCE_BEGINS = re.compile(r"(?:^|[.!?:\n][\"”’]?\s|[—–]\s)[\s\"“‘(]*$")
_PLACE = re.compile(
    r"\b(?:in|at|near|on|to|into|outside|inside|across|between|around|along|through|towards?|above|below|under|"
    r"over|behind|beside|beneath|onto|throughout)\s+"
    r"(?=(?:the |a |an |its |his |her |their )?[\"“‘]?(?P<place>[^\W\d_][\w’'-]*(?: [^\W\d_][\w’'-]*){0,2}))",
    re.IGNORECASE,
)
_AGE_AFTER = re.compile(r"[- ](?:years?|decades?|centur(?:y|ies)|(?:month|week|day)s?[- ]old)\b", re.IGNORECASE)
_AGE_BEFORE = re.compile(r"(?:,|\b(?:aged?|is|was|turn(?:s|ed|ing)|at|than|nearly|now|only|just))\s+$", re.IGNORECASE)
_BESIDE = 3  # words between a name and its age
_FROM = re.compile(r"\bfrom\b", re.IGNORECASE)
NONE = re.compile(r"\b(?:no one|nobody|none|few|several|single|both|couple|pair|free)\b", re.IGNORECASE)
_REASON = re.compile(
    r"\b(?P<time>(?:day|week|month|year|hour|minute)s? after)\b|"
    r"\b(?P<clause>because|due|since|as (?=he|she|it|they|the|a)|thanks|owing|amid|over|following|if|when|after(?! \d)|"
    r"against)\b|"
    r"\b(?:so|therefore|thus|caus(?:e|es|ed|ing)|reasons?|led|leading|forced|prompt(?:s|ed)|protest|in order|"
    r"fear(?:s|ed)?|blam(?:es?|ed|ing)|worr(?:y|ied)|means?|meant|want(?:s|ed)?|concerns?|result\w*|believes?)\b|"
    r"\bto (?P<purpose>[a-z]+)|\b(?:for|by) [a-z]+ing\b|:",
    re.IGNORECASE,
)


def lacks_what_is_asked(case: Case) -> bool:
    """The question asks for one kind of thing alone, and the mark holds none."""
    return asks_for_one_kind(case) and not holds_what_is_asked(case)


def asks_for_one_kind(case: Case) -> bool:
    """One kind of thing alone is asked for, and one that can be told by its look."""
    return len(case.asks) == 1 and case.asks <= _HOLDS.keys()


def holds_what_is_asked(case: Case) -> bool:
    """The mark holds something of a kind that the question asks for."""
    return any(ask in _HOLDS and _HOLDS[ask](case) for ask in case.asks)


def _holds_number(case: Case) -> bool:
    new = any(word.stem not in case.question.stems for _, word in find_numbers(case.core))
    return new or bool(NONE.search(case.core.text))


def _holds_time(case: Case) -> bool:
    core = case.core
    rates = [match.span() for match in _RATE.finditer(core.text)]
    timed = (word for word in core.words if word.mark & Mark.TIME and word.stem not in case.question.stems)
    if any(not any(start <= word.start < end for start, end in rates) for word in timed) or YEAR.search(core.text):
        return True
    if any(_OLD_YEAR.fullmatch(word.text) and is_bare(core, place) for place, word in enumerate(core.words)):
        return True
    return any(not match["clause"] or _tells_more(match.end(), case) for match in _TIME.finditer(core.text))


def _tells_more(at: int, case: Case) -> bool:
    """Whether the clause that begins there has a word that the question lacks: not "since she took over"."""
    stop = _STOP.search(case.core.text, at)
    end = stop.start() if stop else len(case.core.text)
    clause = [word for word in case.core.words if at <= word.start < end][:_CLAUSE]
    return bool(content(clause) - case.question.stems)


def _holds_place(case: Case) -> bool:
    """Whether there is a new place; where something is from, many words may say."""
    if _FROM.search(case.question.text):
        return True
    phrases = (ReadText(match["place"]).words for match in _PLACE.finditer(case.core.text))
    places = (words for words in phrases if not words[0].mark & (Mark.NUMBER | Mark.TIME))
    return any(content(words) - case.question.stems for words in places)


def _holds_person(case: Case) -> bool:
    """Whether there is a new name, everybody, or a new noun that has a part in the asked deed: "two anglers found it";
    whoever asks who somebody is wants none. A deed that is done by nobody has no doer, whoever is named beside it."""
    if _is_done_by_nobody(case):
        return False
    asks_who_is = _WHO_IS.search(case.question.text)
    if asks_who_is and any(word.is_name and word.start > asks_who_is.start() for word in case.question.words):
        return True
    names = [word for word in case.core.words if word.is_name and not word.mark & (Mark.TIME | Mark.NUMBER)]
    if any(word.stem not in case.question.stems and not _begins_sentence(word, case) for word in names):
        return True
    return bool(_EVERYBODY.search(case.core.text)) or tells_who_it_is(case) or _tells_whose_deed(case)


def tells_who_it_is(case: Case) -> bool:
    """Whether whoever it is asked of is called something there that the question lacks: "the driver was a miner"."""
    return bool(_WHO_IS.search(case.question.text)) and any(
        ReadText(match["who"]).stems & case.question.content and ReadText(match["what"]).content - case.question.stems
        for match in _CALLED.finditer(case.core.text)
    )


def _is_done_by_nobody(case: Case) -> bool:
    """Whether the doer is asked for, and the deed only told as done: "a drone was shot down"."""
    told = [
        read_named(case.mark, at)
        for verb, asked in case.deeds
        if not asked.doers and not asked.is_passive
        for at in find_verbs(case.mark, verb, is_certain=True)
    ]
    return bool(told) and all(deed.is_passive and not deed.doers for deed in told)


def _tells_whose_deed(case: Case) -> bool:
    """Whether the asked verb has a doer there that the question lacks; or something that it is done to, where the
    question has the doer, or is not after one."""
    text, known = case.core, case.question.stems
    return any(
        (told.done_to if asked.doers or asked.is_passive else told.doers) - known
        for verb, asked in case.deeds
        for told in (read_named(text, at) for at in find_verbs(text, verb, is_certain=True))
    )


def _begins_sentence(word: Word, case: Case) -> bool:
    """Whether its capital tells nothing: it is the first of a sentence, and elsewhere the article writes it small."""
    is_first = _SENTENCE_BEGINS.search(case.core.text[: word.start]) is not None
    return is_first and word.text.lower() in case.article.written


def _holds_age(case: Case) -> bool:
    """Whether there is an age: of whoever is named in the question, beside that name; a year may tell it, too."""
    ages = [place for place, _ in find_numbers(case.core) if _is_age(case.core, place)]
    if case.named:
        return any(_is_age_of(case.named, case.core, place) for place in ages) or "birthday" in case.core.written
    return (bool(ages) or bool(YEAR.search(case.core.text))) and _tells_of_subject(case)


def _is_age(text: ReadText, place: int) -> bool:
    """ "Ann Moe, 52, ", "aged 52", "a 52-year-old", "she is 52"."""
    start, end = text.words[place].start, text.words[place].end
    return bool(_AGE_AFTER.match(text.text, end)) or bool(
        _AGE_BEFORE.search(text.text[:start]) and is_bare(text, place)
    )


def _is_age_of(names: frozenset[str], text: ReadText, place: int) -> bool:
    """Whether a name stands beside it: after "at 52" and "52-year-old", before any other."""
    beside = text.words[max(0, place - _BESIDE) : place]
    is_at = bool(beside) and beside[-1].text.lower() in {"at", "age"}
    if is_at or _AGE_AFTER.match(text.text, text.words[place].end):
        beside += text.words[place : place + _BESIDE + 2]
    return any(word.stem in names or word.text.lower() in {"he", "she"} for word in beside)


def _tells_of_subject(case: Case) -> bool:
    """Whether a word of the question stands in the mark, be it in another form: "organ" for "organist"."""
    asked = {word.stem[:_STEM] for word in case.question.words if not word.is_empty and word.stem != "old"}
    return not asked or any(word.stem[:_STEM] in asked for word in case.mark.words)


def _holds_reason(case: Case) -> bool:
    return any(_gives_reason(match, case) for match in _REASON.finditer(case.core.text) if not match["time"])


def _gives_reason(match: re.Match[str], case: Case) -> bool:
    if match["clause"]:
        return _tells_more(match.end(), case)
    return not match["purpose"] or ReadText(match["purpose"]).words[0].stem not in case.question.stems


_HOLDS: Mapping[Ask, Callable[[Case], bool]] = {
    Ask.HOUR: lambda case: bool(_HOUR.search(case.core.text)),
    Ask.DAY: lambda case: bool(_DAY.search(case.core.text)),
    Ask.TIME: _holds_time,
    Ask.PLACE: _holds_place,
    Ask.PERSON: _holds_person,
    Ask.NAME: _holds_person,
    Ask.COUNT: _holds_number,
    Ask.AGE: _holds_age,
    Ask.AMOUNT: _holds_number,
    Ask.LENGTH: lambda case: _holds_number(case) or _holds_time(case),
    Ask.REASON: _holds_reason,
}
