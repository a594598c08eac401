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
from index.quotations.people import Cast, Identity
from index.quotations.phrases import Phrase, Sort
from index.quotations.reference import Resolver
from index.quotations.speech import Said, brackets, nickname, read_paragraph
from index.quotations.text import Text
from index.quotations.turns import Named, Speech, Talk, next_speaker, other, stand
from index.quotations.unmarked import Reported, Turn, find_reported, find_turns, follows_label, has_hint
from index.types import Article, Evidence, Kind, Quotation, Span, Speaker

_FEWEST = 4  # words of a quotation that has neither cue nor speaker
_REACH = 600  # characters before a quotation in which an announcement ends
_LONGEST_TAG = 8  # words: asked Ruth Pell, the mayor
_LONGEST_NAME = 2  # words of a name that no capitals mark off from what follows it
_LONGEST_INITIALS = 4  # letters of a label whose capitals may be initials: NASA
_WRAPPED = 100  # characters; a longer line was not broken by hand


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
    return "\n" in between and between.strip() in tuple("“\"«»‘'")


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
    blanks = [*nicknames.values(), *(() if "caseless" in language.traits else brackets(body))]
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
        self._talk = Talk()

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
            identity = self._cast.guest(before=first)
        elif not turn.asks:
            identity = self._cast.label(turn.label)
        if identity is None:
            return Quotation(article=self._article, span=turn.span, kind=Kind.DIRECT)
        speaker = self._speaker(identity, turn.label)
        name = (
            speaker.name.title() if speaker.name.isupper() and len(speaker.name) > _LONGEST_INITIALS else speaker.name
        )
        speaker = replace(speaker, name=name, role=speaker.role or turn.title)
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
        speech = stand(self._text, reading.marked, self._talk.end)
        named = self._name(reading, speech)
        span = reading.marked.span
        is_short = len(speech.words.split()) < _FEWEST and not speech.fills_line
        if named is None and reading.attribution is None and is_short:
            return None
        listener = self._listener(reading.attribution)
        self._talk = self._talk.after(speech, named, listener)
        return Quotation(
            article=self._article,
            span=span,
            kind=reading.kind,
            speaker=self._speaker(*named) if named else None,
            cue=reading.attribution.cue if reading.attribution else None,
        )

    def _name(self, reading: Said, speech: Speech) -> Named | None:
        if reading.nameless:
            return None
        told, at = reading.attribution, reading.marked.outer.start
        subject = told.subject if told else None
        if subject is None and not reading.marked.turn:
            subject = self._announced(at)
        if told is not None and (answerer := self._replies(told, at)):
            return answerer
        if subject is not None:
            identity = self._resolver.resolve(subject)
            if identity is None:
                return None
            if self._is_epithet(subject, identity) and self._talk.listener and speech.follows and speech.opens_line:
                return replace(self._talk.listener[0], evidence=Evidence.NOMINAL, sure=False), subject.span
            sure = identity.sure and (told is None or told.sure) and not self._is_pair(subject)
            return replace(identity, role=subject.role, sure=sure), subject.span
        found = next_speaker(self._talk, speech, self._cast, lambda: self._told_before(at))
        if self._text.caseless and told and told.cue:
            found = self._resolver.dropped(told.cue, found)
        return found or (self._resolver.ahead(at) if self._text.inverts else None)

    def _is_epithet(self, subject: Phrase, identity: Identity) -> bool:
        """Whether a description says of nobody but the last speaker, or of nobody at all, who speaks: the champion."""
        is_led = self._text.is_a(subject.first, "definite")
        is_person = is_led and subject.sort is Sort.NOMINAL and self._text.letters[subject.last - 1] in "RTe"
        is_open = identity.member is None or (self._talk.last is not None and identity.name == self._talk.last[0].name)
        return is_person and is_open and not identity.sure

    def _replies(self, told: Attribution, at: int) -> Named | None:
        """Who answers where nobody is named beside the cue: the last speaker who is not the one that asked, a guess."""
        text = self._text
        is_reply = told.cue and text.is_a(text.token_at(told.cue.start), "answering")
        asker = asking(text, text.token_at(self._talk.end), text.token_at(at)) if is_reply else None
        if asker is None:
            return None
        known = self._resolver.resolve(asker)
        return other(replace(self._talk, last=(known, asker.span)), self._cast) if known else None

    def _told_before(self, at: int) -> Named | None:
        """Whom the sentence before is about; a guess where sentences need no subject."""
        found = self._resolver.carried(at, since=self._talk.end)
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

    def _listener(self, told: Attribution | None) -> Named | None:
        phrase = listening(self._text, told) if told else None
        identity = self._cast.identify(phrase, speaks=False) if phrase and phrase.sort is Sort.NAME else None
        return (identity, phrase.span) if identity and identity.member and phrase else None

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
        sure = identity.sure and not (self._text.inverts and (is_lone or is_doubtful))
        return Speaker(name=name, mention=mention, evidence=identity.evidence, role=role, sure=sure)
