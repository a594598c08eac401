"""Article → quotations: exact spans, cues and speakers. Pure rules; time grows with the length of the article."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.languages import Language, language_of, load
from index.languages.names import first_names
from index.languages.sentences import paragraphs as lines_of
from index.quotations.grammar import Attribution, asking, listening, read_before, rows
from index.quotations.marks import Marked, Turn, find_dialogue, find_marked, find_turns, follows_label, hide
from index.quotations.people import Cast, Identity, doubted, meant
from index.quotations.phrases import Phrase, Sort
from index.quotations.reference import Resolver
from index.quotations.speech import Said, brackets, find_reported, has_hint, nickname, read_paragraph
from index.quotations.text import Text, is_question
from index.types import Article, Evidence, Kind, Quotation, Span, Speaker

_FEWEST = 4  # words of a quotation that has neither cue nor speaker
_REACH = 600  # characters before a quotation in which an announcement ends
_LONGEST_TAG = 8  # words: asked Ruth Pell, the mayor
_LONGEST_NAME = 2  # words of a name that no capitals mark off from what follows it
_LONGEST_INITIALS = 4  # letters of a label whose capitals may be initials: NASA
_STOP = re.compile("[,.!?…،؟—–-]")  # before and behind who said it
_SINGLE = re.compile("['‘’`](?!['‘’`])")
_FEW = 8  # words of what two people say by turns: “Ready?”
_LONGEST_GAP = 24  # words between two speeches of a talk
_VOICES = 3  # speeches, among which two voices make a conversation
_EXCHANGED = re.compile(r"[”“\"»«’‘]?\s?[—–-]\s?$")  # “It sank.” – “When?”
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
        readings = read_paragraph(text, number, marked)
        if has_hint(text, paragraph.start, paragraph.end):
            readings += find_reported(text, text.sentences(number))
        told += filter(None, map(teller.tell, sorted(readings, key=lambda one: one.marked.span.start)))
    return tuple(_settle(told))


def _settle(told: Sequence[Quotation]) -> Iterator[Quotation]:
    """The quotations, without a speaker for a bare line between two lines of somebody, whom somebody else answers."""
    for before, said, after in zip([None, *told], told, [*told[1:], None], strict=False):
        if not (before and after and before.speaker and after.speaker and before.cue and after.cue) or said.cue:
            yield said
            continue
        tags = [said.article.body[one.span.end : other.span.start] for one, other in ((before, said), (said, after))]
        is_close = all("\n" in tag and len(tag.split()) <= _LONGEST_TAG for tag in tags)
        yield replace(said, speaker=None) if is_close and before.speaker.name == after.speaker.name else said


def is_marked(quotation: Quotation) -> bool:
    """Whether the words stand between quotation marks: not reported speech, and not the turn of a transcript.

    True for a paragraph in the middle of a speech, whose marks stand in the paragraphs around it.
    """
    return quotation.kind is not Kind.INDIRECT and not follows_label(quotation.article.body, quotation.span.start)


def _find_paragraphs(body: str) -> list[Span]:
    """The lines of a body; those of a block that was wrapped by hand as one, and a line with the label above it."""
    lines = lines_of(body)
    starts = [at for at, line in enumerate(lines) if not at or body.count("\n", lines[at - 1].end, line.start) > 1]
    found: list[Span] = []
    for at, behind in pairwise([*starts, len(lines)]):
        block = lines[at:behind]
        is_short = all(one.end - one.start <= _WRAPPED for one in block)
        is_one = is_short and any(body[one.start].islower() for one in block[1:])  # one goes on with a small letter
        is_one = is_one or (len(block) == 2 and body[block[0].end - 1] == ":")
        found += [Span(start=block[0].start, end=block[-1].end)] if is_one else block
    return found


def _read_marks(
    body: str, paragraphs: Sequence[Span], turns: dict[int, Turn], language: Language
) -> tuple[str, list[list[Marked]]]:
    """The body with its stretches hidden, and these paragraph by paragraph, without nicknames and scare quotes."""
    found = find_marked(body, paragraphs)
    if "dialogue" in language.traits:
        opened = (one.of(body) for one in paragraphs if body.startswith(("- ", "-\u00a0"), one.start))
        is_asked = any("?" in one or "؟" in one for one in opened)  # of a list none asks
        dashed = [find_dialogue(body, one, hyphens=is_asked) for one in paragraphs]
        found = [turns or marked for turns, marked in zip(dashed, found, strict=True)]
    unmarked = body.replace('"', "'")
    found = [[part for one in marked for part in _split(body, unmarked, one, language)] for marked in found]
    for number, turn in turns.items():
        found[number] = [Marked(span=turn.span, outer=turn.span)]
    nicknames = {one.outer: name for marked in found for one in marked if (name := nickname(body, one))}
    found = [[one for one in marked if one.outer not in nicknames] for marked in found]
    singles = {one.outer for marked in found for one in marked if _SINGLE.match(body, one.outer.start)}
    if len(singles) * 2 <= sum(map(len, found)):  # beside double ones these hold titles, headlines, no speech
        found = [[one for one in marked if one.outer not in singles] for marked in found]
    blanks = [*nicknames.values(), *(() if "caseless" in language.traits else brackets(body))]
    return hide(body, [one for marked in found for one in marked], blanks=blanks), found


def _split(body: str, unmarked: str, marked: Marked, language: Language) -> list[Marked]:
    """The parts of a stretch in the middle of which stands who said it: « Non, dit-elle, je reste. »"""
    inside = (*rows(language, "inside"), *(rows(language, "turn") if marked.turn else ()))
    if not inside or _STOP.search(body, marked.span.start, marked.span.end) is None:
        return [marked]
    inner = Text(body, unmarked, [marked.span], language)
    for _, pattern in inside:
        match = pattern.search(inner.letters)
        if match is not None and match.start() > 0:
            is_stop = match[0][0] in ("-," if inner.caseless else "-")
            first, last = inner.ends[match.start() - is_stop], inner.ends[match.end() - 1]
            span = Span(start=marked.span.start, end=first)
            parts = [replace(marked, span=span, outer=Span(start=marked.outer.start, end=first))]
            rest = body[last : marked.span.end]
            if any(map(str.isalnum, rest)):
                start = last + len(rest) - len(rest.lstrip())
                span, outer = Span(start=start, end=marked.span.end), Span(start=start, end=marked.outer.end)
                parts.append(replace(marked, span=span, outer=outer, resumes=True))
            return parts
    return [marked]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Speech:
    """A stretch as it stands to the speech before it: whether nothing but the tag of that one stands between, whether
    it answers a question or a dash, begins a paragraph, is all its words, and is a sentence and a whole paragraph.
    ``asked`` is where the line begins in which a question of the reporter's leads up to it."""

    marked: Marked
    words: str
    follows: bool
    answers: bool
    opens_line: bool
    is_alone: bool
    fills_line: bool
    asked: int | None

    @property
    def asks(self) -> bool:
        return is_question(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Talk:
    """What was said so far: where the last speech ends, whose it was and who is told of as listening to it, whose the
    last few were, whether two speak by turns, and where the first speech stands that a dash opens."""

    end: int = 0
    last: Identity | None = None
    listener: Identity | None = None
    voices: tuple[Identity, ...] = ()
    alternates: bool = False
    opened: int | None = None

    def after(self, speech: _Speech, speaker: Identity | None, listener: Identity | None) -> _Talk:
        """The talk with one more speech. Two speak by turns once the listener answers, or somebody else does in a few
        words, and as long as nothing is told between."""
        is_brief = len(speech.words.split()) <= _FEW
        before, heard, now = (one and one.name for one in (self.last, self.listener, speaker))
        answers = now is not None and (now == heard or (is_brief and before not in (None, now)))
        return _Talk(
            end=speech.marked.span.end,
            last=speaker,
            listener=listener,
            voices=(*self.voices, speaker)[-_VOICES:] if speaker else self.voices,
            alternates=speech.follows and (self.alternates or answers),
            opened=speech.marked.span.start if self.opened is None and speech.marked.turn else self.opened,
        )

    def next_speaker(self, speech: _Speech, cast: Cast, about: Callable[[], Identity | None]) -> Identity | None:
        """Who speaks where nobody is named beside the words: the other of two, the one whom the sentences before them
        are ``about``, the last speaker, or the guest whom the reporter asks."""
        if speech.marked.resumes:
            return self.same(sure=True)
        if speech.marked.turn:
            opened = speech.marked.span.start if self.opened is None else self.opened
            is_asked = speech.asks and len(cast.met(before=opened)) < 2  # by the reporter
            found = None if (speech.follows and self.last) or is_asked else about()
            is_known = found and (found.member or found.name.lower() in first_names())
            other = self.other(cast) if self.last or speech.asks else doubted(cast.guest(before=opened))
            return found if is_known else other
        is_turned = speech.answers or (speech.fills_line and speech.asks) or (self.alternates and speech.opens_line)
        if speech.follows and is_turned:
            return self.other(cast)
        found = about() or self.same(sure=speech.follows)
        if found and speech.follows and speech.opens_line and len({one.name for one in self.voices}) > 1:
            return doubted(found)  # whoever else spoke may have a turn
        if found or speech.asked is None:
            return found
        only = cast.guest(before=len(cast.text.body))
        return doubted(cast.guest(before=speech.asked) or (only if only and only.sure else None))

    def same(self, *, sure: bool) -> Identity | None:
        """The last speaker, who goes on."""
        return self.last and replace(self.last, evidence=Evidence.CARRIED, sure=self.last.sure and sure)

    def other(self, cast: Cast) -> Identity | None:
        """Who answers the last speaker, a guess: who heard it, who spoke before, or the only other person so far."""
        last = self.last
        if last is None:
            return None
        found = [one for one in (*self.voices, self.listener) if one and one.name != last.name]
        if not found:
            met = [one for one in cast.met(before=self.end) if one is not last.member]
            found = [meant(met[0], Evidence.CARRIED, sure=False)] if len(met) == 1 else []
        return replace(found[-1], evidence=Evidence.CARRIED, sure=False) if found else None


def _stand(text: Text, marked: Marked, end: int) -> _Speech:
    """How a stretch stands to the speech before it, which ends at ``end``."""
    body, at = text.body, marked.outer.start
    number = text.locate(at)[0]
    paragraph = text.paragraphs[number]
    opens_line = paragraph.start == at
    tag, _, told = body[end:at].partition("\n")
    stops = text.letters.count(".", text.token_at(end), text.token_at(at))
    follows = len(tag.split()) <= _LONGEST_GAP and not told.strip() and stops < 2
    is_below = is_question(body[end - 1 : end]) and "\n" in body[end:at].strip("”’\"'») ")
    start = text.paragraphs[max(0, number - opens_line)].start
    lead = text.hidden[start:at].rstrip()
    return _Speech(
        marked=marked,
        words=marked.span.of(body),
        follows=follows,
        answers=follows and (is_below or _EXCHANGED.match(body[end:at]) is not None),
        opens_line=opens_line,
        is_alone=opens_line and not any(map(str.isalnum, body[marked.outer.end : paragraph.end])),
        fills_line=paragraph == marked.outer and body[marked.span.end - 1] in (".?!…؟" if follows else "?!؟"),
        asked=start if is_question(lead) and '"' not in lead else None,
    )


class _Teller:
    """Tells the quotations of one article, which must come in order."""

    def __init__(self, article: Article, text: Text) -> None:
        self._article, self._text = article, text
        self._cast = Cast(text)
        self._resolver = Resolver(text, self._cast)
        self._talk = _Talk()

    def tell_turn(self, turn: Turn, *, first: int) -> Quotation:
        """A turn of a transcript; "A" is the person whom the lines before the first turn are about."""
        guest = self._cast.guest(before=first) if turn.answers else None
        identity = guest if turn.answers or turn.asks else self._cast.label(turn.label)
        speaker = self._speaker(replace(identity, mention=turn.label)) if identity else None
        if speaker is not None:
            is_shouted = speaker.name.isupper() and len(speaker.name) > _LONGEST_INITIALS
            name = speaker.name.title() if is_shouted else speaker.name
            speaker = replace(speaker, name=name, role=speaker.role or turn.title)
        return Quotation(article=self._article, span=turn.span, kind=Kind.DIRECT, speaker=speaker)

    def tell(self, reading: Said) -> Quotation | None:
        """A quotation with its speaker; None for a report, or a few words, that nobody is known to have said."""
        told, is_report = reading.attribution, reading.kind is Kind.INDIRECT
        speech = _stand(self._text, reading.marked, self._talk.end)
        named = None if reading.nameless else self._name(reading, speech)
        is_known = told is not None or len(speech.words.split()) >= _FEWEST or speech.fills_line
        if named is None and (is_report or not is_known):
            return None
        if not is_report:
            heard = listening(self._text, told) if told else None
            listener = self._cast.identify(heard, speaks=False) if heard and heard.sort is Sort.NAME else None
            listener = replace(listener, mention=heard.span) if heard and listener and listener.member else None
            self._talk = self._talk.after(speech, named, listener)
        return Quotation(
            article=self._article,
            span=reading.marked.span,
            kind=reading.kind,
            speaker=self._speaker(named) if named else None,
            cue=self._text.span(*told.cue) if told and told.cue else None,
        )

    def _name(self, reading: Said, speech: _Speech) -> Identity | None:
        """Whoever is named beside the words or announced before them, else whose turn it is."""
        told, at = reading.attribution, reading.marked.outer.start
        subject = told.subject if told else None
        if reading.kind is Kind.INDIRECT:
            found = self._resolver.resolve(subject) if subject else None
            return replace(found, mention=subject.span) if found and subject else None
        if subject is None and not reading.marked.turn:
            subject = self._announcer(at)
        if told is not None and (answerer := self._replies(told, at)):
            return answerer
        return self._beside(subject, told, speech) if subject else self._in_turn(told, speech)

    def _beside(self, subject: Phrase, told: Attribution | None, speech: _Speech) -> Identity | None:
        """Whom the phrase beside the words means; of a document or an epithet, who spoke or listened last."""
        identity, last = self._resolver.of_two(subject) or self._resolver.resolve(subject), self._talk.last
        if self._text.caseless and told and told.cue and subject.first < told.cue[0]:
            identity = self._resolver.dropped(told.cue, identity, subject)
        if identity is None:
            return None
        if last and identity.member is None and self._text.language.is_a(subject.head, "documents"):
            return replace(last, evidence=Evidence.CARRIED, sure=False, mention=subject.span)
        is_open = not identity.sure and identity.member in (None, last and last.member)
        is_epithet = is_open and subject.sort is Sort.NOMINAL and speech.follows and speech.opens_line
        if self._talk.listener and is_epithet:  # the champion, where that is said of nobody else
            return replace(self._talk.listener, evidence=Evidence.NOMINAL, sure=False, mention=subject.span)
        sure = identity.sure and (told is None or told.sure) and not self._is_pair(subject)
        return replace(identity, role=subject.role, sure=sure, mention=subject.span)

    def _in_turn(self, told: Attribution | None, speech: _Speech) -> Identity | None:
        """Whose turn it is, where nobody is named beside the words."""
        at, cue = speech.marked.outer.start, told.cue if told and self._text.caseless else None
        found = self._talk.next_speaker(speech, self._cast, lambda: self._told_before(at))
        found = self._behind(speech, self._resolver.dropped(cue, found))
        if found is None and self._text.drops and told and not self._talk.last:
            found = doubted(self._cast.guest(before=at))
        return self._resolver.dropped(cue, found)

    def _replies(self, told: Attribution, at: int) -> Identity | None:
        """Who answers where nobody is named beside the cue: the last speaker who is not the one that asked, a guess."""
        text = self._text
        is_reply = told.cue and text.is_a(told.cue[0], "answering")
        asker = asking(text, text.token_at(self._talk.end), text.token_at(at)) if is_reply else None
        known = self._resolver.resolve(asker) if asker else None
        return replace(self._talk, last=known).other(self._cast) if known else None

    def _behind(self, speech: _Speech, found: Identity | None) -> Identity | None:
        """Whom it was ``found`` to be; a guess at whom the sentence behind a speech is about if that is nobody, or if
        one who opens a line is told of there for the first time: “It sank.” Ana Ruiz sits on the shore."""
        at, may_be_new = speech.marked.outer.start, speech.opens_line and not speech.is_alone
        behind = self._resolver.ahead(at) if found is None or may_be_new else None
        if behind is None or behind.member is None:
            return found
        is_new = behind.member.last_before(self._text.token_at(at)) < 0
        is_first = behind.member.is_person and not self._talk.voices and not self._cast.met(before=at)
        return behind if (is_first or not speech.is_alone) and (is_new or found is None) else found

    def _told_before(self, at: int) -> Identity | None:
        """Whom the sentence before is about; a guess where sentences need no subject, and where no more than the words
        that lead up to a colon name them: Ana Ruiz in the eyes of her son:"""
        text, token = self._text, self._text.token_at(at)
        found = self._resolver.carried(at, since=self._talk.end)
        place = found.member.last_before(token) if found and found.member else -1
        is_shown = place >= 0 and text.letters[token - 1] == ":" and {".", "\n"}.isdisjoint(text.letters[place:token])
        return doubted(found) if text.inverts or is_shown else found

    def _announcer(self, at: int) -> Phrase | None:
        """The speaker that a paragraph before it announces with a colon."""
        low = max(0, at - _REACH)
        before = self._text.hidden[low:at].rstrip()
        if not before.endswith(":"):
            return None
        start = low + max(before.rfind("\n"), before.rfind(". ")) + 1
        found = read_before(self._text, self._text.token_at(start), self._text.token_at(low + len(before)))
        return found.subject if found else None

    def _is_pair(self, subject: Phrase) -> bool:
        """Whether somebody else speaks too (Ed Marr and Tom Gray said), or the name may go on."""
        text, letters = self._text, self._text.letters
        lead, after = text.token_at(subject.naming.start) - 1, letters[subject.last : subject.last + 2]
        if text.caseless and (letters[lead] == "R" or after[:1] in tuple("STNMi")):
            return True  # كاتب ياسر
        if text.capital_nouns:
            if letters[lead] == "N":
                return not text.lows[lead].endswith(("e", *text.language.words["agents"]))  # Nguyen Thi Hoa
            owner = text.lows[subject.last - 2]
            is_owned = letters[subject.last - 1] == "T" and owner.endswith("s") and owner not in first_names()
            if after in ("rN", "rS") or is_owned:
                return True  # Gernot von Arnsberg, Brunns Anwalt
        before = letters[max(0, subject.first - 2) : subject.first]
        return re.fullmatch("[NSTO]c", before) is not None or re.fullmatch("c[NSTC]", after) is not None

    def _speaker(self, identity: Identity) -> Speaker:
        member, is_a = identity.member, self._text.language.is_a
        role, name = (self._cast.role_of(member), member.name) if member else (identity.role, identity.name)
        first, *rest = name.split()
        is_long = sum(not is_a(word, "particles") for word in (first, *rest)) > _LONGEST_NAME
        is_strange = first not in first_names() and not is_a(first, "particles")
        is_doubtful = not rest or (self._text.caseless and (is_long or is_strange))
        sure = identity.sure and not (self._text.inverts and is_doubtful)
        place = member.places[0] if member else 0  # where it first stands, if nothing else points at them
        mention = identity.mention or self._text.span(place, place + 1)
        role = self._by_itself(role) if role else None
        return Speaker(name=name, mention=mention, evidence=identity.evidence, role=role, sure=sure)

    def _by_itself(self, role: Span) -> Span | None:
        """A role without whose it is, or which of them holds it: Its | director, one | of them; None if that is all."""
        first, end = self._text.token_at(role.start), self._text.token_at(role.end)
        while first < end and self._text.is_a(first, "possessives", "alone"):
            first += 1
        return self._text.span(first, end) if first < end and self._text.letters[first] != "f" else None
