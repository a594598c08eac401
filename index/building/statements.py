"""A sentence of an article → the questions that it answers, by its shape. Pure.

One row per shape, each with a sentence that has it and one that does not in tests/index/test_statements.py. A question
that reads badly is worse than none, so the shapes are narrow: a question turns the words of the sentence round and
leaves out the answer, and no verb is inflected unless its forms are in a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.languages.series import MONTHS, SMALL_NUMBERS, TENS, WEEKDAYS
from index.languages.tokens import CAPITALS
from index.languages.words import BASES

_AUXILIARY = r"(?:is|are|was|were|has|have|had|will|would|could|can|should|may|might|must)"
_NUMBER = rf"(?:[£$€]?\d[\d,.]*\d|[£$€]?\d|{'|'.join(SMALL_NUMBERS[2:] + TENS)})(?: (?:million|billion|percent))?"
_ABOUT = r"(?:[Ss]ome|[Aa]bout|[Nn]early|[Mm]ore than|[Aa]lmost|[Aa]round|[Oo]nly|[Aa]s many as|[Aa]t least|[Uu]p to)"
_AMOUNT = rf"(?:{_ABOUT} )?{_NUMBER}"
_CURRENCY = r"(?:pounds|dollars|euros|crowns|kroner|francs|rupees|pesos)"
_MONEY = rf"(?:{_ABOUT} )?(?:[£$€]\d[\d,.]*(?:[mb]n?)?|{_NUMBER} {_CURRENCY})"
_MONTH = rf"(?:{'|'.join(map(str.capitalize, MONTHS))}|(?:Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.)"
_DATE = (
    rf"(?:on (?:the )?(?:{'|'.join(map(str.capitalize, WEEKDAYS))}|{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})|"
    rf"in (?:{_MONTH}|(?:19|20)\d\d))(?:,? (?:19|20)\d\d)?"
)
_END = r"(?=$|,| and | after | when | because )"  # of what is told; what else there is may follow
_NAME = rf"(?![\w-]+-old\b)[{CAPITALS}][\w’'-]+(?: (?:[{CAPITALS}][\w’'-]+|of|al-\w+))* (?:[{CAPITALS}][\w’'-]+|al-\w+)"
# Deeds that have a day: the past form of each, and its base
_DEEDS = (
    "approve arrive cancel close crash declare die discover elect end explode graduate join kill launch marry move "
    "open publish raise reject release resign retire return sentence sign start suspend visit vote".split()
)
_SPEECH = frozenset("know mean say tell think".split())
_BASES = {form: base for form, base in BASES.items() if base not in _SPEECH} | {
    re.sub(r"y$", "i", base).removesuffix("e") + "ed": base for base in _DEEDS
}
_PAST = r"(?:[a-z]+ed|leads|led|read|told|took|left|won|lost|gave|met|made|became|began|broke)"
# Of a noun phrase, a word: no verb, and nothing that begins a clause of its own
_WORD = (
    rf"(?!(?:{_AUXILIARY}|{'|'.join(sorted(BASES))}|sa(?:id|ys?)|expects?|hopes?|thinks?|believes?|fears?|knows?|wants?|"
    r"that|which|who|whose|as|if|and|but|or|because|while|after|before|when|where|until|than|not)\b)(?![a-z]+ed\b)[\w’'-]+"
)
_ONLY_COUNTED = (  # "the fourth was added": of what stands in the sentences before
    rf"(?:first|second|third|\w+th|last|next|only|others?|latter|former|rest|same|{'|'.join(SMALL_NUMBERS)})"
    rf"(?: ones?)?(?:,| {_AUXILIARY}\b)"
)
# Whoever or whatever is told of, in words that need no others: "the dam above Orrin", "Ada Quill", "works on the pier"
_SUBJECT = (
    rf"(?P<subject>[Tt]he (?!{_ONLY_COUNTED}){_WORD}(?: {_WORD}){{0,6}}?|{_NAME}|"
    rf"(?:[{CAPITALS}][a-z]+ (?:in|on|at)|[{CAPITALS}][a-z]+s of) {_WORD}(?: {_WORD}){{0,4}}?|"
    rf"[{CAPITALS}][a-z]+s(?= have\b))"
)
_ROLE = r"(?:, [^,.;“”]{5,70},)?"
_NEXT = r"\b(?:after|when|because|that|which|who|but|only|at \d+)\b"  # begins what tells more
_TOLD = rf"(?P<told>(?=[a-z])(?!not\b)(?:(?!{_NEXT})[^“”\"«»;:,]){{3,71}}?)"
_BEGINS = r"(?:^|\bthat (?=the ))"
_SINCE = rf"(?:{_MONTH}(?: \d{{1,2}})?|\d{{1,2}} {_MONTH}|(?:19|20)\d\d)"
_PLACED = r"(?:held|built|found|buried|born|detained|arrested|killed|made|opened|signed|kept|stored|treated|seen)"

# What is asked, and what a sentence that answers looks like; the first of several that it has.
_SHAPES = tuple(
    (question, re.compile("".join(shape)))
    for question, *shape in (
        (
            "Why {auxiliary} {subject} {told}?",
            rf"{_BEGINS}{_SUBJECT}{_ROLE} (?P<auxiliary>(?!had){_AUXILIARY}) {_TOLD},? because ",
        ),
        (
            "Why {auxiliary} {subject} {told}?",
            rf"\bthat (?P<subject>[\w ,’-]{{3,40}}?) (?P<auxiliary>(?!had){_AUXILIARY}) {_TOLD},? because ",
        ),
        (
            "Since when {auxiliary} {subject} {told}?",
            rf"^{_SUBJECT} (?P<auxiliary>has|have) (?=been ){_TOLD} since {_SINCE}{_END}",
        ),
        (
            "When does {subject} {present}?",
            r"(?:^|, | on which )(?P<subject>the (?:[A-Z]\w+ (?:of )?)+[A-Z]\w+)(?: [a-z]+ in \d{4})? ",
            r"(?P<present>runs out|expires|ends|begins)$",
        ),
        (
            "When {auxiliary} {subject} {told}?",
            rf"{_BEGINS}{_SUBJECT}{_ROLE} (?P<auxiliary>was|were|will) {_TOLD}(?: early| late)? {_DATE}{_END}",
        ),
        (
            "When did {subject} {past} {told}?",
            rf"^{_SUBJECT}{_ROLE} (?P<past>{'|'.join(_BASES)}) {_TOLD}(?: early| late)? {_DATE}{_END}",
        ),
        (
            "Where {auxiliary} {subject} {told}?",
            rf"{_BEGINS}{_SUBJECT}{_ROLE} (?P<auxiliary>was|were|is|are|will) (?P<told>(?:be )?{_PLACED}) ",
            rf"(?:in|at|near|under|outside) (?:the )?(?:[a-z]+ ){{0,3}}(?:of )?(?!{_MONTH})[{CAPITALS}]",
        ),
        (
            "Where {auxiliary} {subject} {told}?",
            r"^(?P<subject>[A-Z][a-z]+),? (?:[a-z ]+, )?(?P<auxiliary>should|must|will|would) ",
            r"(?P<told>take place|be held|happen) (?:on|in|at) ",
        ),
        (
            "How much {auxiliary} {subject} {told}?",
            rf"^{_SUBJECT}{_ROLE} (?P<auxiliary>{_AUXILIARY}) ",
            rf"(?P<told>(?:[a-z]+ (?:to )?)?(?:cost|pay|paid|fined|be paid|be fined)) {_MONEY}",
        ),
        ("How much does {subject} cost?", rf"^{_SUBJECT}{_ROLE} costs {_MONEY}"),
        (
            "How long {auxiliary} {subject} {told}?",
            rf"^{_SUBJECT}{_ROLE} (?P<auxiliary>will|would|could|may|might) (?P<told>take|last|be) {_AMOUNT} ",
            rf"(?:(?:hours|days|weeks|months|years)|(?:metres|kilometres|miles|feet) long){_END}",
        ),
        (
            "How many {what} has {subject} {told}?",
            rf"^(?P<subject>The [a-z]+) has (?P<told>[a-z]+ed|cost|taken) {_AMOUNT} ",
            r"(?P<what>[A-Za-z ]{4,40}?)(?: since [^,;“”]+)?$",
        ),
        (
            "How many {told}?",
            rf"^{_AMOUNT} (?P<told>(?!(?:percent|million|billion|thirds|quarters|fifths|tenths|of|to|or)\b)",
            r"(?!(?:pounds|dollars|euros)\b)",
            rf"(?!{_AUXILIARY}(?: [^ ]+){{,2}}$)(?!.*\b(?:now|still|remain\w*)\b)[^“”;,]{{8,90}})(?:,[^“”]*)?$",
        ),
        (
            "How many {what} did {subject} {past}?",
            rf"^{_SUBJECT}{_ROLE} (?P<past>heard|sold|bought|built|lost|won|took|met|made|gave|brought|drew) ",
            rf"{_AMOUNT} (?P<what>(?:[a-z]+ )?[a-z]+s|people|men|women|children)\b",
        ),
        (
            "How many {what} does {subject} have?",
            rf"^{_SUBJECT}{_ROLE} has {_AMOUNT} (?P<what>(?:[a-z]+ )?[a-z]+s){_END}",
        ),
        (
            "What {auxiliary} {subject} {told}?",
            rf"^{_SUBJECT}{_ROLE} (?P<auxiliary>was|were|is|has|have) ",
            r"(?P<told>(?:been )?(?:charged with|accused of|convicted of|found guilty of|sentenced to|suspected of)) ",
        ),
        (
            "Who {undone} {subject}?",
            rf"{_BEGINS}{_SUBJECT} (?:was|were) (?P<undone>[a-z]+ed|found|built|held|led|brought|caught|sold|sent|won|",
            rf"drawn|written|chosen|taken|given) by (?!{_MONTH}){_NAME}",
        ),
        (
            "Who {told}?",
            rf"^(?:(?:The|An?) )?(?!The |An? ){_NAME}{_ROLE} ",
            rf"(?P<told>{_PAST} (?!that\b|on \w+day\b|by\b)[^“”;, ]+ [^“”;,]{{4,80}})$",
        ),
    )
)
# Who and what stand in the sentences before, or in the part of this one that the question leaves out; others' words
_NOT_ASKED = re.compile(
    r"\b(?:he|she|it|they|him|them|his|her|hers|its|this|these|those|we|us|our|you|your|I|my|\w+sel(?:f|ves)|there|here|ones?(?=\?))\b|"
    r"[\"“”„«»]"
)
_IS_COMMON = re.compile(rf"The |[{CAPITALS}][a-z]+(?:$| (?:in|on|at) |s of )")  # no name: its capital is the sentence's
_LONGEST = 14  # words of a question; a longer one is not read
_TOPIC = re.compile(rf"^\W*{_SUBJECT}{_ROLE} {_AUXILIARY}\b")
_IS_NO_TOPIC = re.compile(  # who does something is not what is talked about; nor is what only the next words tell
    r"^the (?:\w+ )?(?:company|state|government|council|police|city|man|men|woman|women|people|thing|fact|point|idea|"
    r"problem|question|answer|way|day|time|truth|difference|reason)$"
)
_DATELINE = re.compile(r"^[A-Z][A-Z .,’'-]{2,40} ?(?:\(\w+\) )?[—–-]+ ")


def ask_of(sentence: str) -> Iterator[str]:
    """The questions that an English sentence answers, of different kinds; none that only those before it explain."""
    said = _DATELINE.sub("", " ".join(sentence.split()))
    if not said.endswith("."):
        return  # a headline leaves out words, and has somebody say it behind a comma
    said = said if re.search(r"\b[ap]\.m\.$", said) else said[:-1]
    for question, shape in _SHAPES:
        if match := shape.search(said):
            asked = question.format(**_turn(match))
            if not _NOT_ASKED.search(asked) and asked.count(" ") < _LONGEST:
                yield asked


def find_topic(words: str) -> str | None:
    """What somebody's English words tell something of, if that is clear without those before: "the bridge" in "The
    bridge is dead on its feet"."""
    match = _TOPIC.search(" ".join(words.split()))
    topic = _turn(match)["subject"] if match else ""
    return topic if topic and not _NOT_ASKED.search(topic) and not _IS_NO_TOPIC.search(topic) else None


def _turn(match: re.Match[str]) -> dict[str, str]:
    """The parts of a sentence as its question has them: a subject without a capital of its own, verbs as asked."""
    parts = match.groupdict(default="")
    subject, present = parts.get("subject", ""), parts.get("present", "")
    past, undone = parts.get("past", ""), parts.get("undone", "")
    return parts | {
        "subject": subject[:1].lower() + subject[1:] if _IS_COMMON.match(subject) else subject,
        "present": re.sub(r"^(\w+)s\b", r"\1", present),
        "past": _BASES.get(past, ""),
        "undone": next((form for form, base in BASES.items() if base == BASES.get(undone)), undone),
    }
