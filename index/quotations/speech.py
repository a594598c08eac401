"""What is said in a paragraph: which stretches between marks are somebody's words, which clauses of the reporter's
retell them, and what the sentence says of who said so. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from index.languages.tokens import JOINED
from index.quotations.grammar import (
    FINITE,
    REACH,
    Attribution,
    is_doubted,
    main_subject,
    read_after,
    read_before,
    read_next,
    rows,
    subject_of,
    told_of,
)
from index.quotations.marks import Marked
from index.quotations.phrases import Sort, find_phrases, parse, read_phrase
from index.quotations.text import Text
from index.types import Kind, Span

_HEADED = re.compile("(?:[RT](?:fD?|D|r)B?|rD?B)$")  # patronne de l’« Aigle d’or »; Kassenwart des Vereins „Sonne“
_ASKED = re.compile(r"(?:[?؟]|[.!?؟…]\")\s?[—–-]\s?$")  # Why do you row? – “Because it sank.” – “It is deep.”
_SAME_STOP = {"؟": "?", "،": ",", "؛": ";"}
_TRAILING = re.compile(r"(?:…|\.\s?\.\s?\.)$")
_CALLED = re.compile(r"(?:^|[.\n,Q])a?[nNSFLlVv]{1,2}(?:P[^,;:QXZVLWYF]*)?[Pr]$")  # Praised by critics as “a marvel,” X
_LATE = re.compile(r"(?:\s*\w+){1,3}, ")
_SMALL_WORDS = frozenset("a an and as at but by for from in into of on or the to with v vs de la n".split())
_LONGEST_TITLE = 9  # words
_LONGEST_NAME = 12  # words of what a naming word can bring in
_LONGEST_NICKNAME = 25  # characters
_FEWEST = 3  # words of what somebody is taken to have said though no verb says so
_LONGEST_SCARE = 2  # words in the reporter's own sentence
_LONGEST_SIGNATURE = 12  # tokens
_REACH = 600  # characters before and after a stretch that are read
_LONGEST = 700  # characters of a sentence that is read
_LONGEST_SOURCE = 16  # tokens of an attribution, with place and time
_LONGEST_LISTENER = 9  # tokens between the verb and "that"
_MOST_COMMAS = 4  # the last of a sentence, after which an attribution may stand
_SHORTEST = 3  # tokens of a clause
_REACH_OF_DENIAL = 4  # tokens before a verb: nobody said, asked whether he said
_SUBORDINATE = FINITE | frozenset("wtq")
_MAIN = re.compile("(?:Pn(?=[n0D]))?[^PrfsgSvbykuXZVLWYFwtq][^wtqs,]*[XZVLWYF]")  # At least nine boats were lost
# A clause after any reporting verb: a pronoun and a verb, or a few words and an auxiliary: "340 dockers would stay".
_CLAUSE = r"p[XVLWYF]|(?![PrfaA])[^\n,;:.()cQXZVWLYFqwt-]{1,7}X"
_INSERTED = re.compile(r"[”\"»’“「」]\s?(\[[^\]\n]{1,40}\])(?!\()")
_DATELINE = r"^[A-Z]{2}[A-Z .'’-]+(?:,(?: (?:[A-Z][\w.]*|\d+))+)?(?: ?\([^()\n]{1,30}\))? ?[—–-]{1,2} "
_BRACKETED = re.compile(rf"(?m){_DATELINE}|(?<=\w )\([^()\n]{{1,30}}\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A stretch that is speech, or a clause of the reporter's that retells some. ``attribution`` is None where the
    sentence names no cue; ``nameless`` where it has one that cannot be read."""

    marked: Marked
    kind: Kind
    attribution: Attribution | None
    nameless: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """A stretch, the token ``at``, in its sentence from token ``begin`` to ``stop``, hidden: the text before it and
    after it, as far as they are read; its words by their number (of the first 400 characters), the last character and
    the capitals."""

    marked: Marked
    begin: int
    at: int
    stop: int
    lead: str
    rest: str
    number: int
    last: str
    opens_capital: bool
    is_title: bool  # every word has a capital, but for the small ones
    may_follow: bool  # the verb: Von einem „...“ sprach X; „...“ gewesen, so X
    opens: bool  # nothing but dashes and brackets stands before it

    @property
    def is_introduced(self) -> bool:
        return self.lead.rstrip().endswith((",", ":", "،"))

    @property
    def is_followed(self) -> bool:
        return self.rest.lstrip().startswith((",", "،"))


def read_paragraph(text: Text, number: int, stretches: Sequence[Marked]) -> list[Said]:
    """The stretches of one paragraph that are speech, in order."""
    readings: list[Said] = []
    for marked in stretches:
        setting = _set(text, number, marked)
        before, after = _beside(text, number, setting)
        if readings and not before and text.letters[setting.at - 2 : setting.at] == "Qc":
            before = readings[-1].attribution  # elle le dit « lent » et « cher »
        reading = _read(text, setting, before, after)
        if reading is not None:
            readings.append(reading)
    return readings


def _set(text: Text, number: int, marked: Marked) -> _Setting:
    said = marked.span.of(text.body)
    last = said.rstrip("’'”»›")[-1:] or said[-1]
    last, first = _SAME_STOP.get(last, last), said.lstrip("[(…. '‘“\"—-*_")[:1]
    is_open_ended = last in "?!" or bool(_TRAILING.search(said[-8:]))
    start, end = _sentence(text.hidden, text.sentences(number), marked, open_ended=is_open_ended)
    lead = text.hidden[max(start, marked.outer.start - _REACH) : marked.outer.start]
    rest = text.hidden[marked.outer.end : min(end, marked.outer.end + _REACH)]
    begin, at, stop = map(text.token_at, (start, marked.outer.start, end))
    is_late = not text.letters[begin:at].strip("PDrscaAf") or _LATE.match(rest) is not None
    words = JOINED.findall(said, 0, 400)
    capitals = (word[0].isupper() or word[0].isdigit() or word.lower() in _SMALL_WORDS for word in words)
    return _Setting(
        marked=marked,
        begin=begin,
        at=at,
        stop=stop,
        lead=lead,
        rest=rest,
        number=len(words),
        last=last,
        opens_capital=not first.islower() and first.isalnum(),
        is_title=0 < len(words) <= _LONGEST_TITLE and words[0][0].isupper() and all(capitals),
        may_follow=text.capital_nouns and is_late,
        opens=marked.resumes or bool(_ASKED.search(lead[-5:])) or not lead.strip(" \t\n\u00a0([—–-*•>_"),
    )


def _beside(text: Text, number: int, setting: _Setting) -> tuple[Attribution | None, Attribution | None]:
    """The attributions before and after a stretch of a paragraph."""
    begin, at, stop = setting.begin, setting.at, setting.stop
    is_over = setting.last in "?!" and text.letters[at + 1] in "Dp" and text.body[text.starts[at + 1]].isupper()
    is_called = text.lows[at - 1] == "as" and _CALLED.search(text.letters, max(begin, at - REACH), at) is not None
    after = None if is_over or is_called else read_after(text, at + 1, stop)  # “Why?” The man sat down.
    after = after or _signed(text, at + 1, number) or read_next(text, at + 1)
    before = None if setting.opens else read_before(text, begin, at)
    is_fragment = setting.number >= _FEWEST and (text.caseless or not setting.opens_capital)
    if before or after or setting.opens or not (text.inverts and is_fragment):
        return before, after
    stop = min(stop, at + REACH)
    commas = [comma for comma in range(at + 1, stop) if text.letters[comma] == ","]
    tails = (read_after(text, comma, stop) for comma in commas[-3:])  # « une épave » au port, a dit Anna Ruiz.
    after = next(filter(None, tails), None)
    return after or told_of(text, max(begin, at - REACH), at) or told_of(text, at + 1, stop), after


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
    chosen = _choose(setting, before, after)
    if chosen is not None and _is_naming(text, setting, chosen):
        return None
    if chosen is not None:
        is_long = setting.number >= 4
        is_whole = setting.opens_capital and is_long and setting.last in ".?!…"
        is_whole = is_whole or (setting.is_introduced and (setting.opens_capital or is_long))
        is_scare = not (setting.opens or is_whole) and _is_scare(text, setting, chosen)
        kind = Kind.SCARE if is_scare else Kind.DIRECT if setting.opens or is_whole else Kind.MIXED
        return Said(marked=setting.marked, kind=kind, attribution=chosen, nameless=chosen.nameless)
    if _is_led(setting) or _stands_alone(setting, 3 if text.caseless else 2):
        return Said(marked=setting.marked, kind=Kind.DIRECT, attribution=None)
    # A sentence that ends in a comma is speech for its form alone, if more follows, and no author of a title.
    rest = setting.rest.lstrip(" \u00a0,،")
    is_spoken = setting.opens and (setting.last == "," or setting.is_followed) and setting.number >= 4
    if not is_spoken or setting.is_title or not rest[:1].isalpha() or rest.startswith("by "):
        return None
    goes_on = rest.startswith(("which ", "who "))  # of whoever spoke before: “...,” which he thinks
    return Said(marked=setting.marked, kind=Kind.DIRECT, attribution=None, nameless=not goes_on)


def _is_scare(text: Text, setting: _Setting, chosen: Attribution) -> bool:
    """Whether the marks only set a word or two apart: not the second half of a sentence, nor what "said" brings in."""
    is_said = chosen.adjacent and not chosen.labelling and setting.last in ".?!"
    subject = chosen.subject if chosen.cue or chosen.sure else None
    is_person = subject is not None and not text.language.is_a(subject.head, "impersonal")
    if subject is not None and subject.sort is Sort.NOMINAL:
        is_role = text.letters[subject.last - 1] in "0RTB"  # der 47-Jährige, la ministre, el sindicato
        is_role = is_role or text.letters.startswith("DB", subject.first)  # el sindicato Foro
        is_person = is_person and (is_role or text.language.is_a(subject.head, "roles", "titles"))
    cue, at = chosen.cue[1] if chosen.cue else 0, setting.at
    between = text.letters[cue:at]
    is_plain = text.inverts and not text.caseless and chosen.sure and "Z" not in between
    # Ana Ruiz called it “absurd”; said he was “sorry”; not: “vintage” clothes
    is_judged = text.lows[cue - 1] in text.language.labelling or re.search("tS?$" if text.caseless else "X$", between)
    is_predicate = is_person and is_judged and text.letters[at + 1] not in "nzeNSRTKBvbgu0"
    is_retold = chosen.subject is None and chosen.cue is None  # Es sei „völlig grotesk“, davon zu reden
    is_named = subject is not None and subject.sort is Sort.NAME
    # One word is enough where it is plain that it is said; an Arabic word holds its pronouns and prepositions.
    fewer = 2 if (is_named and is_plain) or is_predicate else text.caseless or is_retold or is_person
    return setting.number <= _LONGEST_SCARE - fewer and not setting.is_introduced and not is_said


def _choose(setting: _Setting, before: Attribution | None, after: Attribution | None) -> Attribution | None:
    """The attribution that is meant, of the two on either side."""
    if after is not None and after.agent:
        return after
    if before is not None and before.agent:
        return before
    if before is None or (before.subject is None and before.cue is None):  # nobody, or whoever spoke before
        goes_on = setting.rest.lstrip().startswith(("—", "–", "-", "(", "is how"))
        follows = setting.last in ",-—–?!" or setting.may_follow or setting.is_followed or goes_on
        return after if after and (setting.opens or follows) else before
    is_left = setting.last == "," or (setting.last in "?!" and not before.adjacent)
    return after if after is not None and is_left else before


def _is_naming(text: Text, setting: _Setting, chosen: Attribution) -> bool:
    """Whether the marks hold a name, a title or a sign in spite of the cue in the sentence."""
    naming = rf"(?i)(?:{text.language.macros['naming']})[\s,:]*$"
    if setting.number < _LONGEST_NAME and re.search(naming, setting.lead[-60:]):
        return True
    at, by_capitals = setting.at, not (text.caseless or text.capital_nouns)
    may_head = text.inverts and not text.caseless and setting.opens_capital and setting.last not in ".?!"
    is_brief = setting.number <= _LONGEST_SCARE  # au « Monde », el «Titanic»
    is_headed = _HEADED.search(text.letters, max(0, at - 5), at) is not None
    is_headed = is_headed or (is_brief and (text.letters[at - 1] == "P" or text.is_a(at - 1, "definite")))
    is_told = setting.opens and setting.number >= _FEWEST  # „Es sank ihm“, heißt es im Bericht der Werft
    if (may_head and is_headed) or (chosen.labelling and not is_told and _is_usage(text, chosen)):
        return True
    first = max(setting.begin, at - (2 if text.caseless else 3))
    first = max(first, text.letters.rfind("Q", first, at))  # her novel “Low Tide” is “a letter”
    bare = ((n, text.lows[n].removesuffix("ها").removesuffix("ه")) for n in range(first, at))  # ديوانها «نخلة»
    kinds = (text.letters[n] != "B" and text.language.is_a(low, "works", "namings") for n, low in bare)
    low, word = text.lows[at - 1], text.words(at - 1, at)
    is_owner = text.language.is_a(low.removeprefix("ل"), "bodies") or (
        text.letters[at - 1] == "R" and word.endswith(low)
    )
    if text.caseless and is_owner and not word.startswith("ال") and not setting.is_introduced:
        return True  # مجلة «المناخ اليوم», رئيس «التيار المدني»
    is_named = setting.number < _LONGEST_TITLE and setting.opens_capital and not setting.lead.rstrip().endswith(":")
    if is_named and any(kinds):
        return True
    by_capitals = by_capitals or (text.capital_nouns and setting.number == 2)  # der „Lindauer Zeitung“
    is_title = by_capitals and setting.is_title and setting.number >= 2
    return is_title and not setting.is_introduced and bool(setting.lead.strip())


def _is_usage(text: Text, chosen: Attribution) -> bool:
    """The parish calls it “the telly”; they call a six “a Ramón”: what is usual, not what was said."""
    subject, cue = chosen.subject, text.lows[chosen.cue[0]] if chosen.cue else ""
    if subject is None or text.language.labelling.get(cue) not in ("present", "base"):
        return False
    is_somebody = text.language.is_a(subject.head, "roles", "titles", "crowds")
    is_somebody = is_somebody or "B" in text.letters[subject.first : subject.last]  # die Stadt Kiel nennt es „tragisch“
    return subject.head in ("they", "we", "you", "it") or (subject.sort is Sort.NOMINAL and not is_somebody)


def _is_led(setting: _Setting) -> bool:
    """Whether a stretch without a cue is announced all the same: And then, after a pause: “Ask me again.”"""
    lead, is_closed = setting.lead.rstrip(), setting.last in ".?!,…" or setting.rest.startswith((".", "،"))
    if setting.is_title or not setting.opens_capital or setting.number < 3 or not is_closed:
        return False
    if lead.endswith(","):
        return setting.last in ".?!" and setting.number >= 5
    return lead.endswith(":") and " by " not in lead


def _stands_alone(setting: _Setting, fewest: int) -> bool:
    """Whether a stretch without a cue is speech all the same: a sentence of its own, of the ``fewest`` words."""
    rest = setting.rest.strip(" \t\n.\u00a0)")
    goes_on = rest and setting.last not in "?!"  # “Really?” Somebody nods.
    is_long = setting.marked.resumes or setting.number >= (fewest if setting.rest.startswith(".") else 5)
    return setting.opens and not goes_on and (is_long or setting.last in ".?!…—-–,;:”’'\"")


def has_hint(text: Text, start: int, end: int) -> bool:
    """Whether a stretch of text holds a reporting verb at all."""
    reporting = text.language.words.get("reporting", frozenset())
    lows = text.lows[text.token_at(start) : text.token_at(end)]
    return not reporting.isdisjoint(lows) or "according" in lows


def find_reported(text: Text, sentences: Sequence[Span]) -> Iterator[Said]:
    """The clauses that sentences without quotation marks report, at most one a sentence, and who said them."""
    for sentence in sentences:
        start, end = sentence.start, sentence.end
        if end - start > _LONGEST or text.hidden.find('"', start, end) >= 0 or not has_hint(text, start, end):
            continue
        last = text.token_at(end)
        first = text.past("-*", text.token_at(start), last)  # of a list
        found = next(filter(None, (find(text, first, last) for find in _REPORTED)), None)
        if found is not None:
            yield found


def _according(text: Text, first: int, end: int) -> Said | None:
    """According to X, clause."""
    subject = parse(text, first + 2, end) if text.letters[first : first + 2] == "AP" else None
    if subject is None:
        return None
    attribution = Attribution(subject=subject, cue=(first, first + 2), adjacent=False)
    comma = text.letters.find(",", subject.last - 1, min(end, subject.last + _LONGEST_SOURCE))
    return _reported(text, comma + 1, end, attribution) if comma >= 0 else None


def _clause_first(text: Text, first: int, end: int) -> Said | None:
    """Clause, X said. Clause, according to X. Clause, X said: the rest."""
    stops = [at for at in range(first, end) if text.letters[at] in ":;"]
    for since, behind in pairwise([first, *stops, end]):
        goes_on = behind < end  # not: Asked for news, she said: the boat sank
        for comma in _commas(text, since, behind)[-_MOST_COMMAS:]:
            is_clause = comma >= first + _SHORTEST and _has_verb(text, first, comma)
            is_clause = is_clause and not (goes_on and _MAIN.match(text.letters, first, comma) is None)
            if is_clause and (found := _reporter(text, comma + 1, behind)):
                return _reported(text, first, comma, found)
    return None


def _clause_around(text: Text, first: int, end: int) -> Said | None:
    """Half a clause, X said, the other half: what stands around the attribution, and that with it."""
    for comma, behind in islice(pairwise(_commas(text, first, end)), _MOST_COMMAS):
        goes_on = text.letters[behind + 1] not in "cw" and "w" not in text.letters[comma:behind]
        is_clause = goes_on and _has_verb(text, first, comma) != _has_verb(text, behind + 1, end)
        is_told = is_clause and text.lows[behind - 1] != "told"  # not: she said all told
        found = _reporter(text, comma + 1, behind) if is_told else None
        if found is None or found.cue is None:
            continue
        is_heard = text.lows[found.cue[0]] in ("told", "tells")
        if found.end == behind or text.letters[found.end] in "Pa" or is_heard:  # no object of the verb
            return _reported(text, first, end, found)
    return None


def _commas(text: Text, first: int, end: int) -> list[int]:
    return [at for at in range(first, end) if text.letters[at] == ","]


def _has_verb(text: Text, first: int, end: int) -> bool:
    """Whether a finite verb stands there: by a table, or in the subjunctive by its ending."""
    endings = tuple(text.language.words.get("subjunctive_endings", ()))
    return not FINITE.isdisjoint(text.letters[first:end]) or any(
        text.letters[at] == "n" and text.lows[at].endswith(endings) for at in range(first, end) if endings
    )


def _reporter(text: Text, first: int, end: int) -> Attribution | None:
    """Who is told to report what stands before, with nothing but a place, a time and a listener behind the verb."""
    found = read_after(text, first, end)
    if found is None or found.cue is None or text.lows[first] in ("and", "but", "who", "which"):
        return None
    is_last = end - found.end < _LONGEST_SOURCE and _SUBORDINATE.isdisjoint(text.letters[found.end : end])
    is_reporting = text.letters[found.cue[0]] == "A" or text.is_a(found.cue[0], "reporting")
    return found if is_last and is_reporting else None


def _cue_first(text: Text, first: int, end: int) -> Said | None:
    """X said that clause; X told Y that clause; X said clause."""
    letters, phrases = text.letters, find_phrases(text, first, end)
    for cue in range(first + 1, end):
        is_cue = letters[cue] in "VYZ" and letters[cue - 1] not in "DtPrf" and text.is_a(cue, "reporting")
        start = _clause_start(text, cue, end) if is_cue else None
        if start is None:
            continue
        subject = subject_of(text, cue, phrases)
        if subject is None and (text.lows[cue - 1] == "and" or letters[cue] == "Z"):
            subject = main_subject(text, first, cue, phrases)
        is_denied = "Z" in letters[max(0, cue - _REACH_OF_DENIAL) : cue]
        if subject is None or is_denied or is_doubted(text, first, subject.first, cue):
            return None
        attribution = Attribution(subject=subject, cue=(cue, cue + 1), adjacent=False)
        return _reported(text, start, end, attribution)
    return None


def _clause_start(text: Text, cue: int, end: int) -> int | None:
    """Where the reported clause begins: after "that", or right after a plain verb and its object."""
    if text.language.words.get("subjunctive_endings"):  # a comma leads to the clause: sagte, dass; sagte, der Bus
        is_led = text.letters[cue + 1] == "," and not text.is_a(cue + 2, "conjunctions", "subordinators")
        return cue + 2 + text.is_a(cue + 2, "that") if is_led else None
    for at in range(cue + 1, min(cue + _LONGEST_LISTENER, end - 3)):
        if text.lows[at] == "that" and text.letters[at + 1] not in FINITE:
            return at + 1
        if not text.lows[at][0].isalnum() or text.letters[at] in FINITE:
            break
    at = cue + 1
    if text.match(_CLAUSE, at, end):
        return at
    if text.lows[cue] in ("told", "tells"):
        listener = parse(text, at, end)
        at = listener.last if listener is not None else end
    subject = parse(text, at, end) if text.is_a(cue, "plain") else None
    is_clause = subject is not None and not FINITE.isdisjoint(text.letters[subject.last : min(end, subject.last + 5)])
    return at if is_clause else None


def _reported(text: Text, start: int, end: int, attribution: Attribution) -> Said | None:
    """The clause from token ``start`` to ``end``, without the stops at its end, if it is one."""
    while end > start and not text.lows[end - 1][-1].isalnum():
        end -= 1
    if end - start < _SHORTEST:
        return None
    span = text.span(start, end)
    return Said(marked=Marked(span=span, outer=span), kind=Kind.INDIRECT, attribution=attribution)


_REPORTED = (_according, _clause_first, _clause_around, _cue_first)


def brackets(body: str) -> list[Span]:
    """What is read over: Robert (Bobby) Tannen (54), “the ice” [on the lake]; a line’s PARIS (Agency) —."""
    inserted = [match.span(1) for match in _INSERTED.finditer(body)]
    bracketed = [match.span() for match in _BRACKETED.finditer(body)]
    return [Span(start=start, end=end) for start, end in bracketed + inserted]


def nickname(body: str, marked: Marked) -> Span | None:
    """Dwight “The Anvil” Corrigan, Anthony (“Big Tony”) Russo: where the nickname stands with its marks."""
    start, end = marked.outer.start, marked.outer.end
    before, after = body[max(0, start - 30) : start].split(), body[end : end + 30].split()
    if not before or not after or marked.span.end - marked.span.start > _LONGEST_NICKNAME:
        return None
    is_apart = body[start - 1] == " " == body[end] and body[marked.span.end - 1].isalnum()
    opens_capital = body[marked.span.start].isupper() or body.startswith("the ", marked.span.start)
    is_within = before[-1][0].isupper() and before[-1][-1].isalpha() and after[0][0].isupper()
    return Span(start=start, end=end) if is_apart and opens_capital and is_within else None
