"""Which stretches between marks are somebody's words, and what the sentence around them says. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from index.languages.tokens import JOINED
from index.quotations.grammar import PEOPLE, REACH, Attribution, read_after, read_before, read_next, rows, told_of
from index.quotations.marks import Marked
from index.quotations.phrases import Sort, read_phrase
from index.quotations.text import Text
from index.types import Kind, Span

# Right before the marks: what follows is a name of something, not speech.
_NAMING = re.compile(
    r"\b(?:so[ -]called|known(?: \w+)? as|titled|entitled|dubbed|nicknamed|named|labell?ed|branded|code-?named"
    r"|billed as|sold \w+ as|listed as|designated|under the (?:pseudonym|name|headline|banner)|reading|marked"
    r"|that (?:read|reads|says|said)|the (?:words?|terms?|phrase|slogan|hashtag|headline)|go(?:es)? by(?: the name)?"
    r"|(?:signs?|banners?|placards?|posters?|stickers?|plaques?|t-shirts?) (?:said|says|read|reads|saying)"
    r"|by the names?(?: of)?|alias|defines? .{1,40} as"
    r"|the (?:song|film|movie|book|novel|album|show|play|podcast|poem|essay))[\s,:]*$"
    r"|لـ$"  # told to whom
    r"|^\W*(?:dans|en|im|in|في)\s*$",  # In “Tide Tables” Ana Ruiz tells
    re.IGNORECASE,
)
_HEADED = re.compile("(?:[RT](?:fD?|D|r)B?|rD?B)$")  # patronne de l’« Aigle d’or »; Kassenwart des Vereins „Sonne“
_ASKED = re.compile(r"(?:[?؟]|[.!?؟…]\")\s?[—–-]\s?$")  # Why do you row? – “Because it sank.” – “It is deep.”
_ANSWERED = re.compile(r"[—–-]\s?\"")
_SAME_STOP = {"؟": "?", "،": ",", "؛": ";"}
_TRAILING = re.compile(r"(?:…|\.\s?\.\s?\.)$")
_LATE = re.compile(r"(?:\s*\w+){1,3}, ")
_SMALL_WORDS = frozenset("a an and as at but by for from in into of on or the to with v vs de la n".split())
_LONGEST_TITLE = 9  # words
_LONGEST_NAME = 12  # words of what a naming word can bring in
_LONGEST_NICKNAME = 25  # characters
_FEWEST = 3  # words of what somebody is taken to have said though no verb says so
_LONGEST_SCARE = 2  # words in the reporter's own sentence
_LONGEST_SIGNATURE = 12  # tokens
_REACH = 600  # characters before and after a stretch that are read
_INSERTED = re.compile(r"[”\"»’“「」]\s?(\[[^\]\n]{1,40}\])(?!\()")
_BRACKETED = re.compile(r"(?<=\w )\([^()\n]{1,30}\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A stretch that is speech. ``attribution`` is None where the sentence names no cue; ``nameless`` where it has one
    that cannot be read."""

    marked: Marked
    kind: Kind
    attribution: Attribution | None
    nameless: bool = False


class _Words:
    """The words of a stretch: their number (of the first 400 characters), the last character, the capitals."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.number = sum(1 for _ in JOINED.finditer(text, 0, 400))
        self.last = _SAME_STOP.get(text[-1], text[-1])
        first = text.lstrip("[(…. '‘“\"—-*_")[:1]
        self.trails_off = _TRAILING.search(text[-8:]) is not None
        self.opens_capital = not first.islower() and first.isalnum()

    @property
    def is_title(self) -> bool:
        """Every word has a capital, but for the small ones."""
        words = JOINED.findall(self._text)
        return (
            len(words) <= _LONGEST_TITLE
            and all(word[0].isupper() or word[0].isdigit() or word.lower() in _SMALL_WORDS for word in words)
            and words[0][0].isupper()
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """A stretch in its sentence, hidden: the text before it and after it, as far as they are read."""

    marked: Marked
    words: _Words
    lead: str
    rest: str
    is_object: bool  # the verb may follow: Von einem „...“ sprach X; „...“ gewesen, so X
    opens: bool  # nothing but dashes and brackets stands before it

    @property
    def is_introduced(self) -> bool:
        return self.lead.rstrip().endswith((",", ":", "،"))


def read_paragraph(text: Text, number: int, stretches: Sequence[Marked]) -> list[Said]:
    """The stretches of one paragraph that are speech, in order."""
    sentences = text.sentences(number)
    readings: list[Said] = []
    for marked in stretches:
        words = _Words(marked.span.of(text.body))
        start, end = _sentence(text.hidden, sentences, marked, open_ended=words.last in "?!" or words.trails_off)
        lead = text.hidden[max(start, marked.outer.start - _REACH) : marked.outer.start]
        at = text.token_at(marked.outer.start)
        rest = text.hidden[marked.outer.end : min(end, marked.outer.end + _REACH)]
        letters = text.letters[text.token_at(start) : at]
        setting = _Setting(
            marked=marked,
            words=words,
            is_object=text.capital_nouns and (not letters.strip("PDrscaAf") or _LATE.match(rest) is not None),
            lead=lead,
            rest=rest,
            opens=marked.resumes or bool(_ASKED.search(lead[-5:])) or not lead.strip(" \t\n\u00a0([—–-*•>_"),
        )
        after = read_after(text, at + 1, text.token_at(end)) or _signed(text, at + 1, number)
        after = after or read_next(text, at + 1)
        before = None if setting.opens else read_before(text, text.token_at(start), at)
        is_fragment = words.number >= _FEWEST and (text.caseless or not words.opens_capital)
        if text.inverts and is_fragment and not (before or after or setting.opens):
            last = min(text.token_at(end), at + REACH)
            after = _tail(text, at + 1, last)
            before = None if after else told_of(text, max(text.token_at(start), at - REACH), at)
            before = before or after or told_of(text, at + 1, last)
        reading = _read(text, setting, before, after)
        if reading is not None:
            readings.append(reading)
    return readings


def _tail(text: Text, first: int, end: int) -> Attribution | None:
    """The attribution behind the last commas of the sentence: ... « une épave » au port, a dit Anna Ruiz."""
    commas = [at for at in range(first, end) if text.letters[at] == ","]
    found = (read_after(text, comma, end) for comma in commas[-3:])
    return next((one for one in found if one and one.cue), None)


def _signed(text: Text, at: int, number: int) -> Attribution | None:
    """The name on a line of its own under the words."""
    end = text.letters.find("\n", at)
    if text.letters[at:end].strip(".") or number + 1 >= len(text.paragraphs):
        return None
    first, last = end + 1, text.letters.find("\n", end + 1)
    for _, pattern in rows(text.language, "under") if last - first < _LONGEST_SIGNATURE else ():
        match = pattern.fullmatch(text.letters, first, last)
        if match and (match["sign"] or match["role"] or text.is_given(match.start("who"))):
            return Attribution(subject=read_phrase(text, *match.span("who")), cue=None, adjacent=True)
    return None


def _sentence(hidden: str, sentences: Sequence[Span], marked: Marked, *, open_ended: bool) -> tuple[int, int]:
    """Where the sentence of a stretch begins and ends; one more belongs to it if ``open_ended`` (?, !, ...)."""
    first = bisect_right(sentences, marked.outer.start, key=lambda sentence: sentence.start) - 1
    last = bisect_right(sentences, marked.outer.end - 1, key=lambda sentence: sentence.start) - 1
    end = sentences[max(0, last)].end
    if end <= marked.outer.end + 1 and hidden[marked.outer.end - 2 : marked.outer.end].strip('"') in ("?", "!", "."):
        following = bisect_left(sentences, marked.outer.end, key=lambda sentence: sentence.start)
        goes_on = following < len(sentences) and (open_ended or hidden[sentences[following].start] in "-—–(")
        end = sentences[following].end if goes_on else end
    return sentences[max(0, first)].start, max(end, marked.outer.end)


def _read(text: Text, setting: _Setting, before: Attribution | None, after: Attribution | None) -> Said | None:
    chosen = _choose(text, setting, before, after)
    if chosen is not None:
        if _is_naming(text, setting, chosen):
            return None
        is_whole = setting.opens or _is_whole(setting)
        kind = Kind.DIRECT if is_whole else Kind.SCARE if _is_scare(text, setting, chosen) else Kind.MIXED
        return Said(marked=setting.marked, kind=kind, attribution=chosen, nameless=chosen.nameless)
    if _is_led(setting) or _stands_alone(setting):
        return Said(marked=setting.marked, kind=Kind.DIRECT, attribution=None)
    if _promises_cue(setting):
        goes_on = setting.rest.lstrip(" ,").startswith(
            ("which ", "who ")
        )  # of whoever spoke before: “...,” which he thinks
        return Said(marked=setting.marked, kind=Kind.DIRECT, attribution=None, nameless=not goes_on)
    return None


def _is_scare(text: Text, setting: _Setting, chosen: Attribution) -> bool:
    """Whether the marks only set a word or two apart: not the second half of a sentence, nor what "said" brings in."""
    is_said = chosen.adjacent and not chosen.labelling and setting.words.last in ".?!"
    is_told = chosen.cue is not None
    subject = chosen.subject if is_told else None
    is_named = subject is not None and subject.sort is Sort.NAME
    is_described = subject is not None and (
        text.letters[subject.last - 1] in "0RT"  # der 47-Jährige, la ministre
        or text.language.is_a(subject.head, "roles", "titles")
    )
    is_somebody = subject is not None and (subject.sort is not Sort.NOMINAL or is_described)
    is_person = subject is not None and is_somebody and not text.language.is_a(subject.head, "impersonal")
    between = text.letters[
        text.token_at(chosen.cue.end) if chosen.cue else 0 : text.token_at(setting.marked.outer.start)
    ]
    is_plain = chosen.sure and text.inverts and not text.caseless and "Z" not in between
    is_single = is_named and is_plain  # one word is enough
    is_retold = chosen.subject is None and chosen.cue is None  # Es sei „völlig grotesk“, davon zu reden
    fewer = 2 if is_single else text.caseless or is_retold or is_person
    longest = _LONGEST_SCARE - fewer  # an Arabic word holds its pronouns and prepositions
    return setting.words.number <= longest and not setting.is_introduced and not is_said


def _choose(text: Text, setting: _Setting, before: Attribution | None, after: Attribution | None) -> Attribution | None:
    """The attribution that is meant, of the two on either side."""
    last = setting.words.last
    if after is not None and after.agent:
        return after
    is_retold = before is not None and before.subject is None and before.cue is None
    if before is None or is_retold:
        follows = (
            last in ",-—–?!"
            or setting.is_object
            or setting.rest.lstrip().startswith((",", "،", "—", "–", "-", "(", "is how"))
        )
        return after if after and (setting.opens or follows) else before
    subject = before.subject
    is_thing = subject and subject.sort is Sort.NOMINAL and not text.language.is_a(subject.head, *PEOPLE)
    is_told = is_thing and setting.rest.lstrip().startswith(",")  # Le texte maintient « ... », dit X
    if after is not None and (last == "," or is_told or (last in "?!" and not before.adjacent)):
        return after
    return before


def _is_whole(setting: _Setting) -> bool:
    """Whether the stretch is a whole utterance: led up to by a comma or colon, or a sentence after a bare cue."""
    words = setting.words
    if setting.is_introduced:
        return words.opens_capital or words.number >= 4
    return words.opens_capital and words.number >= 4 and words.last in ".?!…"


def _is_naming(text: Text, setting: _Setting, chosen: Attribution) -> bool:
    """Whether the marks hold a name, a title or a sign in spite of the cue in the sentence."""
    words, lead = setting.words, setting.lead
    if words.number < _LONGEST_NAME and _NAMING.search(lead[-60:]):
        return True
    at = text.token_at(setting.marked.outer.start)
    may_head = text.inverts and not text.caseless and words.opens_capital and words.last not in ".?!"
    is_headed = may_head and _HEADED.search(text.letters, max(0, at - 5), at)
    if is_headed or (chosen.labelling and _is_usage(text, chosen)):
        return True
    near = range(max(text.token_at(setting.marked.outer.start - len(lead)), at - (2 if text.caseless else 3)), at)
    by_capitals = not (text.caseless or text.capital_nouns)
    is_named = words.number < _LONGEST_TITLE and words.opens_capital and not lead.rstrip().endswith(":")
    kinds = [text.letters[n] != "B" and text.is_a(n, "works", "namings") for n in near]
    if is_named and any(kinds):
        return True
    by_capitals = by_capitals or (text.capital_nouns and words.number == 2)  # der „Lindauer Zeitung“
    if setting.is_introduced or not by_capitals or not words.is_title or not lead.strip():
        return False
    return words.number >= 2


def _is_usage(text: Text, chosen: Attribution) -> bool:
    """The parish calls it “the telly”; they call a six “a Ramón”: what is usual, not what was said."""
    subject, cue = chosen.subject, chosen.cue.of(text.body).lower() if chosen.cue else ""
    if subject is None or text.language.labelling.get(cue) not in ("present", "base"):
        return False
    is_somebody = text.language.is_a(subject.head, "roles", "titles", "crowds")
    return subject.head in ("they", "we", "you", "it") or (subject.sort is Sort.NOMINAL and not is_somebody)


def _is_led(setting: _Setting) -> bool:
    """Whether a stretch without a cue is announced all the same: And then, after a pause: “Ask me again.”"""
    words, lead, rest = setting.words, setting.lead.rstrip(), setting.rest
    is_closed = words.last in ".?!,…" or rest.startswith((".", "،"))
    if words.is_title or not words.opens_capital or words.number < 3 or not is_closed:
        return False
    if lead.endswith(","):
        return words.last in ".?!" and words.number >= 5
    return lead.endswith(":") and " by " not in lead


def _stands_alone(setting: _Setting) -> bool:
    """Whether a stretch without a cue is speech all the same: a sentence of its own."""
    words = setting.words
    rest = setting.rest.strip(" \t\n.\u00a0)")
    goes_on = rest and not (words.last in "?!" or _ANSWERED.match(rest))  # “Really?” Somebody nods.
    if not setting.opens or goes_on:
        return False
    return words.last in ".?!…—-–,;:”’'\"" or words.number >= (3 if setting.rest.startswith(".") else 5)


def _promises_cue(setting: _Setting) -> bool:
    """Whether a stretch is speech for its form alone: a sentence that ends in a comma, and more to follow."""
    words, rest = setting.words, setting.rest.lstrip(" \u00a0,،")
    promised = words.last == "," or setting.rest.lstrip().startswith((",", "،"))
    spoken = setting.opens and promised and words.number >= 4 and not words.is_title
    return spoken and rest[:1].isalpha() and not rest.startswith("by ")  # a title and its author


def brackets(body: str) -> list[Span]:
    """What is read over: Robert (Bobby) Tannen (54), “the ice” [on the lake]."""
    inserted = [match.span(1) for match in _INSERTED.finditer(body)]
    bracketed = [match.span() for match in _BRACKETED.finditer(body)]
    return [Span(start=start, end=end) for start, end in bracketed + inserted]


def nickname(body: str, marked: Marked) -> Span | None:
    """Dwight “The Anvil” Corrigan, Anthony (“Big Tony”) Russo: where the nickname stands with its marks."""
    start, end = marked.outer.start, marked.outer.end
    before, after = body[max(0, start - 30) : start].split(), body[end : end + 30].split()
    if not before or not after or marked.span.end - marked.span.start > _LONGEST_NICKNAME:
        return None
    is_one = (
        body[start - 1] == " " == body[end]
        and (body[marked.span.start].isupper() or body.startswith("the ", marked.span.start))
        and body[marked.span.end - 1].isalnum()
        and before[-1][0].isupper()
        and before[-1][-1].isalpha()
        and after[0][0].isupper()
    )
    return Span(start=start, end=end) if is_one else None
