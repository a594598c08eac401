"""Article → quotations: exact spans, cues, speakers. Pure rules; time grows with the length of the article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.languages import Language, language_of, load
from index.languages.names import first_names
from index.languages.sentences import paragraphs as lines_of
from index.quotations.grammar import Attribution, asking, listening, read_before, rows
from index.quotations.marks import Marked, find_dialogue, find_marked, hide
from index.quotations.people import Cast, Identity, meant
from index.quotations.phrases import Phrase, Sort
from index.quotations.reference import Resolver
from index.quotations.speech import Said, brackets, nickname, read_paragraph
from index.quotations.text import Text, is_question
from index.quotations.unmarked import Reported, Turn, find_reported, find_turns, follows_label, has_hint
from index.types import Article, Evidence, Kind, Quotation, Span, Speaker

_FEWEST = 4  # words of a quotation that has neither cue nor speaker
_REACH = 600  # characters before a quotation in which an announcement ends
_LONGEST_TAG = 8  # words: asked Ruth Pell, the mayor
_LONGEST_REPLY = 8  # words of what two people say by turns: “Ready?”
_LONGEST_SENTENCE = 24  # words of a tag that is one sentence
_EXCHANGE = 3  # speeches, among which two voices make a conversation
_FEW = 9  # people, among whom those of a conversation are looked for
_LONGEST_NAME = 2  # words of a name that no capitals mark off from what follows it
_EXCHANGED = re.compile(r"[”“\"»«’‘]?\s?[—–-]\s?$")  # “It sank.” – “When?”
_WRAPPED = 100  # characters; a longer line was not broken by hand

_Named = tuple[Identity, Span]  # who speaks, and where the article points at them


def extract(article: Article, language: Language | None = None) -> tuple[Quotation, ...]:
    """The quotations of an article in the order in which they stand; none for a text without speech, or in a language
    that is not read. The language is found out unless it is given."""
    if language is None:
        tag = language_of(article) if article.body.strip() else None
        if tag is None:
            return ()
        language = load(tag)
    body = article.body
    paragraphs = _find_paragraphs(body)
    turns = find_turns(body, paragraphs)
    hidden, stretches = _read_marks(body, paragraphs, turns, language)
    text = Text(body, hidden, paragraphs, language)
    if not any(stretches) and not has_hint(text, 0, len(hidden)):
        return ()
    teller = _Teller(article, text)
    first = min((turn.label.start for turn in turns.values()), default=0)
    told: list[Quotation] = []
    for number, (paragraph, marked) in enumerate(zip(paragraphs, stretches, strict=True)):
        if number in turns:
            told.append(teller.tell_turn(turns[number], first=first))
            continue
        hinted = has_hint(text, paragraph.start, paragraph.end)
        readings = read_paragraph(text, number, marked)
        told += teller.tell_in_order(readings, list(find_reported(text, text.sentences(number))) if hinted else [])
    return tuple(_settle(told))


def _settle(told: Sequence[Quotation]) -> Iterator[Quotation]:
    """The quotations, without a speaker for a bare line between two lines of one, where somebody else answers, and with
    that of the paragraph behind it for a speech that goes on there."""
    for before, said, after in zip([None, *told], told, [*told[1:], None], strict=False):
        if after and said.speaker is None and after.speaker and _goes_on(said, after):
            yield replace(said, speaker=replace(after.speaker, evidence=Evidence.CARRIED))
        elif before is not None and after is not None and said.cue is None and _is_exchange(before, said, after):
            yield replace(said, speaker=None)
        else:
            yield said


def _goes_on(said: Quotation, after: Quotation) -> bool:
    """Whether nothing but an opening mark stands between two paragraphs of a speech."""
    between = said.article.body[said.span.end : after.span.start]
    return "\n" in between and between[0].isspace() and between.strip() in tuple("“\"«»‘'")


def _is_exchange(before: Quotation, said: Quotation, after: Quotation) -> bool:
    """Whether three lines stand one under another, the outer two told of one person."""
    if not (before.cue and after.cue and before.speaker and after.speaker):
        return False
    body = said.article.body
    tags = body[before.span.end : said.span.start], body[said.span.end : after.span.start]
    is_close = all("\n" in tag and len(tag.split()) <= _LONGEST_TAG for tag in tags)
    return is_close and before.speaker.name == after.speaker.name


def is_marked(quotation: Quotation) -> bool:
    """Whether the words stand between quotation marks: not reported speech, and not the turn of a transcript.

    True for a paragraph in the middle of a speech, whose marks stand in the paragraphs around it.
    """
    return quotation.kind is not Kind.INDIRECT and not follows_label(quotation.article.body, quotation.span.start)


def _find_paragraphs(body: str) -> list[Span]:
    """The lines of a body; those of a block that was wrapped by hand as one."""
    found: list[Span] = []
    block: list[Span] = []
    for line in [*lines_of(body), None]:
        gap = "\n\n" if line is None or not block else body[block[-1].end : line.start]
        if block and (gap.count("\n") > 1 or line is None):
            wrapped = len(block) > 1 and _is_wrapped(body, block)
            found += [Span(start=block[0].start, end=block[-1].end)] if wrapped else block
            block = []
        if line is not None:
            block.append(line)
    return found


def _is_wrapped(body: str, block: Sequence[Span]) -> bool:
    """Whether the lines are one paragraph: none is long, and one goes on with a small letter."""
    return all(line.end - line.start <= _WRAPPED for line in block) and any(
        body[line.start].islower() for line in block[1:]
    )


def _read_marks(
    body: str, paragraphs: Sequence[Span], turns: dict[int, Turn], language: Language
) -> tuple[str, list[list[Marked]]]:
    """The body with its stretches hidden, and these paragraph by paragraph, without nicknames and scare quotes."""
    found = find_marked(body, paragraphs)
    if "dialogue" in language.traits:
        hyphens = _has_hyphens(body, paragraphs)
        found = [
            find_dialogue(body, one, hyphens=hyphens) or marked for one, marked in zip(paragraphs, found, strict=True)
        ]
    if rows(language, "inside") or rows(language, "turn"):
        found = [[part for one in marked for part in _split(body, one, language)] for marked in found]
    for number, turn in turns.items():
        found[number] = [Marked(span=turn.span, outer=turn.span)]
    nicknames = {one.outer: name for marked in found for one in marked if (name := nickname(body, one))}
    found = [[one for one in marked if one.outer not in nicknames] for marked in found]
    found = _without_strange_singles(body, found)
    blanks = [*nicknames.values(), *brackets(body)]
    return hide(body, [one for marked in found for one in marked], blanks=blanks), found


def _has_hyphens(body: str, paragraphs: Sequence[Span]) -> bool:
    """Whether hyphens open the turns of a dialogue, and no list: one of them asks."""
    opened = (one.of(body) for one in paragraphs if body.startswith(("- ", "-\u00a0"), one.start))
    return any("?" in one or "؟" in one for one in opened)


def _split(body: str, marked: Marked, language: Language) -> list[Marked]:
    """The parts of a stretch in the middle of which stands who said it: « Non, dit-elle, je reste. »"""
    inner = Text(body, body.replace('"', "'"), [marked.span], language)
    for _, pattern in (*rows(language, "inside"), *(rows(language, "turn") if marked.turn else ())):
        match = pattern.search(inner.letters)
        if match is not None and match.start() > 0:
            first, last = inner.ends[match.start() - (match[0][0] == "-")], inner.ends[match.end() - 1]
            span = Span(start=marked.span.start, end=first)
            parts = [replace(marked, span=span, outer=Span(start=marked.outer.start, end=first))]
            if any(map(str.isalnum, body[last : marked.span.end])):
                start = last + len(body[last : marked.span.end]) - len(body[last : marked.span.end].lstrip())
                outer = Span(start=start, end=marked.outer.end)
                parts.append(replace(marked, span=Span(start=start, end=marked.span.end), outer=outer, resumes=True))
            return parts
    return [marked]


def _without_strange_singles(body: str, found: list[list[Marked]]) -> list[list[Marked]]:
    """Single marks beside double ones hold scare quotes, titles and headlines, not speech of their own."""
    singles = sum(_is_single(body, one) for marked in found for one in marked)
    doubles = sum(map(len, found)) - singles
    if singles > doubles or not singles:
        return found
    return [[one for one in marked if not _is_single(body, one)] for marked in found]


def _is_single(body: str, one: Marked) -> bool:
    return body[one.outer.start] in "'‘’`" and body[one.outer.start + 1] not in "'’‘`"


class _Teller:
    """Tells the quotations of one article, which must come in order."""

    def __init__(self, article: Article, text: Text) -> None:
        self._article, self._text = article, text
        self._cast = Cast(text)
        self._resolver = Resolver(text, self._cast)
        self._agents = tuple(text.language.words.get("agents", ()))
        self._end = 0  # of the last speech
        self._short = 0  # speeches in a row that were a few words
        self._last: _Named | None = None
        self._heard: _Named | None = None  # who is told of as listening
        self._told: list[_Named] = []
        self._opened = 0  # the token where a dialogue begins
        self._asked = False  # whether nobody is named for the turn before
        self._replied = False  # whether who was told answers, and nothing is told since

    def tell_in_order(self, readings: Sequence[Said], reported: Sequence[Reported]) -> Iterator[Quotation]:
        """The quotations of one paragraph, reported speech among them, in the order of their first word."""
        both: list[Said | Reported] = [*readings, *reported]
        for one in sorted(both, key=lambda one: one.marked.span.start if isinstance(one, Said) else one.span.start):
            told = self._tell(one) if isinstance(one, Said) else self._tell_reported(one)
            if told is not None:
                yield told

    def tell_turn(self, turn: Turn, *, first: int) -> Quotation:
        """A turn of a transcript; "A" is the person whom the lines before the first turn are about."""
        identity = None
        if turn.answers:
            identity = self._cast.guest(before=self._text.token_at(first))
        elif not turn.asks:
            identity = self._cast.label(turn.label)
        if identity is None:
            return Quotation(article=self._article, span=turn.span, kind=Kind.DIRECT)
        speaker = self._speaker(identity, turn.label)
        speaker = replace(speaker, role=speaker.role or turn.title)
        return Quotation(article=self._article, span=turn.span, kind=Kind.DIRECT, speaker=speaker)

    def _tell_reported(self, reported: Reported) -> Quotation | None:
        """Reported speech; None where nobody is known to have said it."""
        subject = reported.attribution.subject
        identity = self._resolver.resolve(subject) if subject is not None else None
        if identity is None or subject is None:
            return None
        speaker = self._speaker(identity, subject.span)
        cue = reported.attribution.cue
        return Quotation(article=self._article, span=reported.span, kind=Kind.INDIRECT, speaker=speaker, cue=cue)

    def _tell(self, reading: Said) -> Quotation | None:
        """A quotation with its speaker; None for a few words that nobody is known to have said."""
        named = self._name(reading)
        span = reading.marked.span
        is_short = len(span.of(self._article.body).split()) < _FEWEST and not self._fills_line(reading.marked)
        if named is None and reading.attribution is None and is_short:
            return None
        self._short = self._short + 1 if len(span.of(self._article.body).split()) <= _LONGEST_REPLY else 0
        replies = named and self._heard and named[0].name == self._heard[0].name
        self._replied = self._follows(reading.marked.outer.start) and (self._replied or bool(replies))
        self._end, self._last, self._heard = span.end, named, self._listener(reading.attribution)
        if reading.marked.turn:
            self._opened = self._opened or self._text.token_at(span.start)
            self._asked = named is None
        if named is not None:
            self._told = [*self._told[-5:], named]
        return Quotation(
            article=self._article,
            span=span,
            kind=reading.kind,
            speaker=self._speaker(*named) if named else None,
            cue=reading.attribution.cue if reading.attribution else None,
        )

    def _fills_line(self, marked: Marked) -> bool:
        """Whether a stretch is a whole sentence and a paragraph of its own."""
        body, paragraph = self._article.body, self._text.paragraphs[self._text.locate(marked.outer.start)[0]]
        ends = ".?!…؟" if self._follows(marked.outer.start) else "?!؟"
        return body[marked.span.end - 1] in ends and paragraph == marked.outer

    def _name(self, reading: Said) -> _Named | None:
        if reading.nameless:
            return None
        subject = reading.attribution.subject if reading.attribution else None
        at = reading.marked.outer.start
        asks = is_question(reading.marked.span.of(self._article.body))
        if subject is None and not reading.marked.turn:
            subject = self._announced(at)
        if reading.attribution is not None and (other := self._replies(reading.attribution, at)):
            return other
        if subject is not None:
            identity = self._resolver.resolve(subject)
            if identity is None:
                return None
            if self._is_epithet(subject, identity) and self._heard and self._turns(at):
                return replace(self._heard[0], evidence=Evidence.NOMINAL, sure=False), subject.span
            told = reading.attribution
            sure = identity.sure and (told is None or told.sure) and not self._is_pair(subject)
            return replace(identity, role=subject.role, sure=sure), subject.span
        if reading.marked.resumes:
            return self._carried(sure=True)
        if reading.marked.turn:
            return self._other() or (None if asks else self._interviewed(reading.marked.outer))
        if self._answers(at) or self._asks_back(reading.marked) or (self._replied and self._turns(at)):
            return self._other()
        found = self._told_before(at) or self._carried(sure=self._follows(at)) or self._asked_in_line(at)
        is_exchange = len({one[0].name for one in self._told[-_EXCHANGE:]}) > 1  # whoever else spoke may have a turn
        if found and is_exchange and self._opens_line(at) and self._follows(at):
            found = replace(found[0], sure=False), found[1]
        if self._text.caseless and reading.attribution and reading.attribution.cue:
            found = self._resolver.dropped(reading.attribution.cue, found)
        is_open = self._text.inverts and not found and (reading.attribution or not asks)
        is_open = is_open and not (self._text.capital_nouns and reading.attribution)  # hieß es
        return self._resolver.ahead(at, is_told=reading.attribution is not None) if is_open else found

    def _is_epithet(self, subject: Phrase, identity: Identity) -> bool:
        """Whether a description says of nobody but the last speaker, or of nobody at all, who speaks: the champion."""
        is_led = self._text.language.is_a(self._text.lows[subject.first], "definite")
        is_person = is_led and subject.sort is Sort.NOMINAL and self._text.letters[subject.last - 1] in "RTe"
        is_open = identity.member is None or (self._last is not None and identity.name == self._last[0].name)
        return is_person and is_open and not identity.sure

    def _turns(self, at: int) -> bool:
        """Whether a speech stands on a line under one that has ended, and nothing is told between."""
        is_closed = not self._article.body[self._end : self._end + 1].isspace()
        return is_closed and self._opens_line(at) and self._follows(at)

    def _opens_line(self, at: int) -> bool:
        return self._text.paragraphs[self._text.locate(at)[0]].start == at

    def _interviewed(self, mention: Span) -> _Named | None:
        """Who answers the turn of whoever asks: the one whom the lines before the first turn name, a guess."""
        guest = self._cast.guest(before=self._opened) if self._asked else None
        return (replace(guest, sure=False), mention) if guest else None

    def _replies(self, told: Attribution, at: int) -> _Named | None:
        """Who answers where nobody is named beside the cue: the last speaker who is not the one that asked, a guess."""
        text = self._text
        is_reply = told.cue and text.language.is_a(text.lows[text.token_at(told.cue.start)], "answering")
        asker = asking(text, text.token_at(self._end), text.token_at(at)) if is_reply else None
        if asker is None:
            return None
        known = self._resolver.resolve(asker)
        others = [one for one in self._told if known and one[0].name != known.name]
        return (replace(others[-1][0], evidence=Evidence.CARRIED, sure=False), others[-1][1]) if others else None

    def _told_before(self, at: int) -> _Named | None:
        """Whom the sentence before is about; a guess where sentences need no subject."""
        found = self._resolver.carried(at, since=self._end)
        if found is None or not self._text.inverts:
            return found
        return replace(found[0], sure=False), found[1]

    def _announced(self, at: int) -> Phrase | None:
        """The speaker that a paragraph before it announces with a colon."""
        low = max(0, at - _REACH)
        before = self._text.hidden[low:at].rstrip()
        if not before.endswith(":"):
            return None
        start = low + max(before.rfind("\n"), before.rfind(". ")) + 1
        found = read_before(self._text, self._text.token_at(start), self._text.token_at(low + len(before)))
        return found.subject if found else None

    def _answers(self, at: int) -> bool:
        """Whether a speech without a cue answers the one before it, a question on a line above (“Will you sign?” asked
        X. ⏎ “Not today.”) or a turn before a dash (“It sank.” – “When?”)."""
        between = self._article.body[self._end : at] if self._follows(at) else ""
        asked = is_question(self._article.body[self._end - 1 : self._end])
        return _EXCHANGED.match(between) is not None or (asked and "\n" in between.strip("”’\"'») "))

    def _asks_back(self, marked: Marked) -> bool:
        """Whether a few words on a line of their own follow a reply: a question, or as few words by each of two."""
        words = marked.span.of(self._article.body)
        is_exchange = self._short > 1 and len({one[0].name for one in self._told[-2:]}) > 1  # “Yes?” “Yes.” “Then row.”
        is_short = len(words.split()) <= _LONGEST_REPLY and (is_question(words) or is_exchange)
        return is_short and self._fills_line(marked) and self._follows(marked.outer.start)

    def _asked_in_line(self, at: int) -> _Named | None:
        """Who answers a question that stands before the words in their line, or on the line above: Where do you row?
        “On the lake.”"""
        start = self._text.paragraphs[max(0, self._text.locate(at)[0] - self._opens_line(at))].start
        asked = self._text.hidden[start:at].rstrip()
        if '"' in asked or not is_question(asked):
            return None
        guest = self._cast.guest(before=self._text.token_at(start))
        return (replace(guest, sure=False), Span(start=start, end=at)) if guest else None

    def _follows(self, at: int) -> bool:
        """Whether nothing but the tag of the speech before stands between it and ``at``."""
        tag, _, told = self._article.body[self._end : at].partition("\n")
        stops = self._text.letters.count(".", self._text.token_at(self._end), self._text.token_at(at))
        is_tag = len(tag.split()) <= _LONGEST_SENTENCE and not told.strip() and stops < 2
        return is_tag or len((tag + told).split()) <= _LONGEST_TAG

    def _other(self) -> _Named | None:
        """Whose turn it is after the last speech, a guess: who heard it, the last speaker but one, or the only other
        person named so far."""
        if self._last is None:
            return None
        text, (last, _) = self._text, self._last
        others = [one for one in (*self._told, self._heard) if one and one[0].name != last.name]
        met = [one for one in self._cast.members[:_FEW] if text.starts[one.places[0]] < self._end]
        met = [one for one in met if one is not last.member and self._cast.could_be_person(one)]
        if not others and len(met) == 1:
            others = [(meant(met[0], Evidence.CARRIED, sure=False), text.span(met[0].places[0], met[0].places[0] + 1))]
        return (replace(others[-1][0], evidence=Evidence.CARRIED, sure=False), others[-1][1]) if others else None

    def _listener(self, told: Attribution | None) -> _Named | None:
        phrase = listening(self._text, told) if told else None
        identity = self._cast.identify(phrase, speaks=False) if phrase and phrase.sort is Sort.NAME else None
        return (identity, phrase.span) if identity and identity.member and phrase else None

    def _carried(self, *, sure: bool) -> _Named | None:
        """The speaker of the speech before."""
        if self._last is None:
            return None
        identity, mention = self._last
        return replace(identity, evidence=Evidence.CARRIED, sure=identity.sure and sure), mention

    def _is_pair(self, subject: Phrase) -> bool:
        """Whether somebody else speaks too (Ed Marr and Tom Gray said), or the name may go on."""
        letters, lead = self._text.letters, self._text.token_at(subject.naming.start) - 1
        before, after = letters[max(0, subject.first - 2) : subject.first], letters[subject.last : subject.last + 2]
        if self._text.caseless and (letters[lead] == "R" or after[:1] in tuple("STNMi")):
            return True  # كاتب ياسر
        if self._text.capital_nouns and letters[lead] == "N":
            return not self._text.lows[lead].endswith(("e", *self._agents))  # Nguyen Thi Hoa
        owner = self._text.lows[subject.last - 2]
        is_owned = letters[subject.last - 1] == "T" and owner.endswith("s") and owner not in first_names()
        if self._text.capital_nouns and (after in ("rN", "rS") or is_owned):
            return True  # Gernot von Arnsberg, Brunns Anwalt
        return re.fullmatch("[NSTO]c", before) is not None or re.fullmatch("c[NSTC]", after) is not None

    def _speaker(self, identity: Identity, mention: Span) -> Speaker:
        role = self._cast.role_of(identity.member) if identity.member else identity.role
        name = identity.member.name if identity.member else identity.name
        is_lone = len(name.split()) == 1
        own = [word for word in name.split() if not self._text.language.is_a(word, "particles")]
        is_long = len(own) > _LONGEST_NAME
        first = name.partition(" ")[0]
        is_strange = first not in first_names() and not self._text.language.is_a(first, "particles")
        is_doubtful = self._text.caseless and (is_long or is_strange)
        is_pronoun = identity.evidence is Evidence.PRONOUN
        sure = identity.sure and not (self._text.inverts and (is_lone or is_doubtful or is_pronoun))
        return Speaker(name=name, mention=mention, evidence=identity.evidence, role=role, sure=sure)
