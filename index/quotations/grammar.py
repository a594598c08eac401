"""What a sentence says about a quotation in it: the cue, and the phrase that names the speaker. Pure.

The rows of a language's table do the reading; what stands here puts a row to a place, and holds what no row can say:
which of several cues is meant, and whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from index.languages import Form, Language
from index.quotations.phrases import Phrase, Sort, find_phrases, parse, read_phrase
from index.quotations.text import Text, expand
from index.types import Span

REACH = 120  # tokens of a sentence that are read on either side of a quotation
FINITE = frozenset("XZVLWYF")  # letters of verbs that make a clause
PEOPLE = ("roles", "titles", "crowds")
_OWNING = re.compile("[’']s$")
_LATE_CUE = re.compile(r"[na]?(?P<cue>[VvLlWubm])X{0,2}(?=[.,;)c\n])")  # hat den Plan „...“ genannt
_TELLS = re.compile(",[Pr]?[wq]")  # Ana Ruiz, to whom it is; Ana Ruiz, whose boat
_CLOSED = re.compile("[XZVLWYFznb].*,")  # a clause with a verb, over
_GOVERNED = r"(?:Pt[^,.;:Q\n]+|[Pf]n+)$"  # وبعد أن صافح سمير حداد قال; وعن دور سمير حداد قال
_REACH_OF_CLAUSE = 6  # tokens
_REACH_OF_SUBJECT = 50  # tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """``subject`` is who speaks, None where the sentence goes on from the speech before; ``cue`` are the tokens that
    say so, None where none do ("Mayor: ..."). ``adjacent`` means that the quotation is the very object of the cue;
    ``labelling`` that the cue names or judges a thing ("called it"); ``agent`` that it is whose words a participle
    before them brings in; ``nameless`` that only the listener is named ("she was told")."""

    subject: Phrase | None
    cue: tuple[int, int] | None
    adjacent: bool
    labelling: bool = False
    agent: bool = False
    sure: bool = True
    nameless: bool = False

    @property
    def end(self) -> int:
        """The token behind the cue and whoever speaks; 0 without either."""
        return max(self.cue[1] if self.cue else 0, self.subject.last if self.subject else 0)


@cache
def rows(language: Language, place: str) -> tuple[tuple[Form, re.Pattern[str]], ...]:
    """The rows of a language for one place, ready to match."""
    return tuple((form, expand(language, form.pattern)) for form in language.forms if place in form.place.split())


def read_after(text: Text, first: int, end: int) -> Attribution | None:
    """The attribution among the tokens that follow a quotation."""
    end = min(end, first + REACH)
    spare = None
    for found in (_by_row(text, *row) for row in _matches(text, "after", first, end)):
        subject = found.subject if found else None
        is_vague = subject and (subject.sort is Sort.NOMINAL or text.language.is_a(subject.head, "impersonal"))
        if found and not (subject and is_vague and not text.language.is_a(subject.head, *PEOPLE)):
            return found
        spare = spare or found  # a description of nobody known: the air calm, the captain; es in a letter
    return spare or _subject_first(text, first, end)


def read_next(text: Text, first: int) -> Attribution | None:
    """The attribution in the sentence that follows the one of a quotation: Davon ist Anna Ruiz überzeugt."""
    found = (_by_row(text, *row) for row in _matches(text, "next", first, len(text.letters)))
    return next(found, None)


def _matches(
    text: Text, place: str, first: int, end: int, *, leads: bool = False
) -> Iterator[tuple[Form, re.Match[str]]]:
    """The rows of a place that match from a token on; those that lead up to one from wherever they may begin."""
    for form, pattern in rows(text.language, place):
        words, cues, at = form.first.split(), form.cues.split(), first
        while match := (pattern.search if leads else pattern.match)(text.letters, at, end):
            has_lead = "lead" in pattern.groupindex
            led = match.start("lead") if has_lead else text.past("[,.:-]*", match.start(), end)
            if (not words or text.lows[led] in words) and (not cues or text.lows[match.start("cue")] in cues):
                yield form, match
            if not leads:
                break
            at = match.start() + 1


def _by_row(text: Text, form: Form, match: re.Match[str], telling: re.Match[str] | None = None) -> Attribution | None:
    """What a row has matched, the verb perhaps by another; None where it names a speaker who is none."""
    has_subject, telling = "who" in match.re.groupindex, telling or match
    subject = read_phrase(text, *match.span("who")) if has_subject else None
    if has_subject and subject is None:
        return None
    cue = telling.span("cue") if telling.groupdict().get("cue") else None
    if subject and text.letters[subject.first] in "NS" and text.inverts and text.is_a(subject.first - 1, "places"):
        subject = None  # dijo en la plaza Murillo
    if subject and subject.name and cue and "h" in text.letters[slice(*cue)]:
        start, name = subject.name.start, subject.name.of(text.body)  # in Marr’s view
        owner = Span(start=start, end=start + len(_OWNING.sub("", name)))
        if text.language.is_a(owner.of(text.body).lower(), "adverbs"):  # Friday’s ruling
            return replace(_attribute(text, None, cue, adjacent=True), nameless=True)
        subject = replace(subject, name=owner)
    return replace(_attribute(text, subject, cue, adjacent=True, sure=form.sure), agent=form.agent)


def _attribute(
    text: Text, subject: Phrase | None, cue: tuple[int, int] | None, *, adjacent: bool, sure: bool = True
) -> Attribution:
    low = text.lows[cue[1] - 1] if cue else ""
    author, is_theirs = _author(text, subject)
    return Attribution(
        subject=author,
        cue=cue,
        adjacent=adjacent,
        labelling=low in text.language.labelling and low not in text.language.speech,
        sure=sure and is_theirs,
    )


def _author(text: Text, subject: Phrase | None) -> tuple[Phrase | None, bool]:
    """Who speaks by a phrase, and whether that is sure: a statement from X, the answer of X speaks for X; an Arabic
    one that X read, or of after a meeting with X, may not."""
    if subject is None or not text.language.is_a(subject.head, "sayings", "documents"):
        return subject, True
    if not text.inverts and (owned := text.search("[Oo]n*h$", subject.first, subject.last)):  # goes X’s advice
        return read_phrase(text, subject.first, owned.start() + 1), True
    leading = ("from", "by", "of") if text.language.is_a(subject.head, "sayings") else ("from", "by")
    last = text.past("[^Q,:.tw\n]{0,6}", subject.first, len(text.lows)) if text.caseless else subject.last + 1
    for at in range(subject.first, min(last, len(text.lows) - 1)):  # تقرير أعدته لجنة السدود
        author = parse(text, at + 1) if text.inverts or text.lows[at] in leading else None
        kinds = text.letters[author.first : author.last] if author else ""
        if author and (author.sort is Sort.NAME or (kinds[:-1][:1] if text.caseless else kinds[-1]) == "B"):
            is_theirs = text.is_a(at, "of_names") or text.fullmatch("[BRTKS]*", subject.first + 1, author.first)
            return author, bool(is_theirs) if text.caseless else text.lows[at] != "of"  # the memory of X
    return None if text.inverts else subject, True


def _subject_first(text: Text, first: int, end: int) -> Attribution | None:
    """X said; X, the ambassador, told reporters."""
    subject = parse(text, _skip(text, first, ",-", 1), end)
    if subject is None:
        return None
    cue = _verb_of(text, subject, end)
    if cue is None or "Z" in text.letters[subject.last : cue]:
        return None
    return _by_verb(text, subject, cue, end, adjacent=True)


def _by_verb(text: Text, subject: Phrase | None, cue: int, end: int, *, adjacent: bool) -> Attribution:
    """What a verb brings in, by its subject; by whoever told it where that was told: she was told by Ana Ruiz."""
    if not (text.is_a(cue, "hearing") and _is_passive(text, cue)):
        return _attribute(text, subject, (cue, cue + 1), adjacent=adjacent)
    agent = parse(text, cue + 2, end) if text.lows[cue + 1] == "by" else None
    return replace(_attribute(text, agent, (cue, cue + 1), adjacent=True), nameless=agent is None)


def _verb_of(text: Text, subject: Phrase, end: int) -> int | None:
    """The nearest cue behind a subject with nothing between them but what a row allows."""
    between, first = [pattern for _, pattern in rows(text.language, "between")], subject.last
    for at in range(first, min(end, first + _REACH_OF_SUBJECT)):
        if text.match("<cue>", at, end) and any(row.fullmatch(text.letters, first, at) for row in between):
            return at
    return None


def read_before(text: Text, first: int, end: int) -> Attribution | None:
    """The attribution that leads up to a quotation that begins at token ``end``, in a sentence from ``first``."""
    first = max(first, end - REACH, text.letters.rfind(";", first, end) + 1)
    late = _LATE_CUE.match(text.letters, end + 1)
    for form, match in _matches(text, "before", first, end, leads=True):
        found = _by_row(text, form, match, late if form.late else None) if late or not form.late else None
        if found is not None:
            return found
    last = end
    while last > first and not text.lows[last - 1][0].isalnum():
        last -= 1
    lead = text.letters[last:end]
    phrases, introduced = find_phrases(text, first, last), lead.startswith((",", ":"))
    for at in range(last - 1, first - 1, -1):
        is_cue = _could_be_cue(text, at, first, introduced=introduced) and not _is_told(text, at, first)
        found = _with_subject(text, at, first, last, phrases, introduced=introduced) if is_cue else None
        if text.letters[at] == "Q" and text.caseless and lead.startswith(":"):  # «لا»، لكن سمير يخالفه: «نعم»
            found = _announced(text, at + 1, last, [one for one in phrases if one.first > at])
        if found and found.subject and text.language.is_a(found.subject.head, "signs"):
            return None
        if found is not None:
            others = [one for one in phrases if one is not found.subject or text.caseless]
            is_open = is_doubted(text, first, found.subject.first if found.subject else at, at)
            return replace(found, sure=found.sure and not (is_open or _is_passed(text, at, last, others)))
    if lead.startswith(":"):
        return _announced(text, first, last, phrases)
    if not introduced and any(_matches(text, "retold", first, end, leads=True)):  # das Boot sei „ein Rosthaufen“
        return _attribute(text, None, None, adjacent=True, sure=False)  # the last speaker
    return None


def _is_told(text: Text, at: int, first: int) -> bool:
    """Whether an Arabic verb with the words for its object stands in a clause that is told, as its speaker words it:
    قال الوزير إن الحزب يرفض «الحوار»."""
    is_object = text.caseless and text.letters[at + 1] == "Q"
    return is_object and text.search("[VLW][^Q,;:.\n]*t[^Q,;:.\n]*$", first, at) is not None


def _is_passed(text: Text, cue: int, last: int, phrases: Sequence[Phrase]) -> bool:
    """Whether somebody else is named behind a quotation that the cue has brought in, or tells in a clause behind it:
    the next words may be theirs."""
    quoted = text.letters.rfind("Q", cue, last)
    names = [one for one in phrases if one.sort is Sort.NAME and one.first > cue]
    return any((quoted >= 0 and one.first > quoted) or _TELLS.match(text.letters, one.last, last) for one in names)


def is_doubted(text: Text, first: int, subject: int, cue: int) -> bool:
    """Whether a verb stands in a clause that leaves open whether it is so: asked if Ana Ruiz said that; had Ana Ruiz
    said that; Ana Ruiz might have said that; not in one behind that: If it rains, Ana Ruiz said."""
    is_asked = subject - 1 == first and text.letters[first] == "X"
    is_possible = text.lows[cue - 1] == "have" and text.is_a(cue - 2, "possible")
    opens = (at for at in range(first, cue) if text.is_a(at, "doubts"))
    is_open = any(_CLOSED.search(text.letters, at, max(at, subject)) is None for at in opens)
    return is_asked or is_possible or is_open


def _could_be_cue(text: Text, at: int, first: int, *, introduced: bool) -> bool:
    """Whether the word is a verb of speech where it stands; a weak one (found) is none without a stop or "that"."""
    letter, low, before = text.letters[at], text.lows[at], text.letters[at - 1]
    if letter == "S":
        is_verb = low in text.language.speech and not text.is_a(at, "nouns_too")
        return is_verb and (at == first or before == "Q")
    is_weak = letter in "kWu" and low not in text.language.labelling and not text.inverts
    if letter not in "VbvLmlWkuY" or (is_weak and not introduced and text.letters[at + 1] != "t"):
        return False
    if letter not in "bmk":
        return before not in ("DOofPZ" if text.caseless else "DtOofP")
    return before in "XZpaKPf" or text.lows[at - 1] in ("to", "and") or text.lows[at - 1].endswith("s")


def _with_subject(
    text: Text, cue: int, first: int, last: int, phrases: Sequence[Phrase], *, introduced: bool
) -> Attribution | None:
    found, subject = _subject(text, cue, first, last, phrases)
    clause = re.sub(",[^,]*,|w.*", "", text.letters[first:cue])  # without those of their own
    denied = not text.caseless and "Z" in clause and "only" not in text.lows[cue:last]
    if not found or (denied and not introduced) or (text.letters[cue] == "L" and _is_passive(text, cue)):
        return None
    return _by_verb(text, subject, cue, last, adjacent=introduced or cue == last - 1)


def _subject(text: Text, cue: int, first: int, last: int, phrases: Sequence[Phrase]) -> tuple[bool, Phrase | None]:
    """Whether the cue brings in words here, and whose; nobody's where the speech before it goes on."""
    letter, is_finite = text.letters[cue], text.letters[cue] in "VLWYS"
    opens = cue == first or not text.lows[cue - 1][0].isalnum()
    subject = _subject_at(text, cue, last, phrases)
    if subject is None and is_finite and opens and not text.caseless:
        subject = parse(text, cue + 1, last)
    if text.caseless and letter == "v":  # حيا الوزير رجال الإطفاء معتبرا أنهم
        verbs = (at for one in "VLF" if (at := text.letters.rfind(one, first, cue)) >= 0)
        told = next(filter(None, (_subject_at(text, verb, cue, phrases) for verb in verbs)), None)
        subject = told or subject
    if subject is not None or letter == "L":
        return subject is not None, subject  # three groups, labeled "gifts"
    if text.inverts and (opens or (text.caseless and is_finite) or text.letters[first:cue] in ("c", "cf")):
        earlier = _earlier_subject(text, cue, first, phrases)
        return True, earlier or (main_subject(text, first, cue, phrases) if _is_joined(text, cue) else None)
    if is_finite and text.letters[_skip(text, cue - 1, "aXZ", -1)] not in ("c", ","):
        return False, None
    subject = _earlier_subject(text, cue, first, phrases) or main_subject(text, first, cue, phrases)
    return subject is not None or "Q" in text.letters[first:cue], subject


def _is_joined(text: Text, cue: int) -> bool:
    """Whether an Arabic verb goes on from the one before, whose subject it has: شكرت ليلى الأهالي وقالت."""
    return text.caseless and text.words(cue, cue + 1).startswith("و") and text.lows[cue][0] != "و"


def subject_of(text: Text, cue: int, phrases: Sequence[Phrase]) -> Phrase | None:
    """The phrase whose own verb the cue is; the leftmost that reaches it, objects of prepositions last."""
    spare = None
    for number, phrase in enumerate(() if _is_joined(text, cue) else phrases):
        if phrase.last > cue or text.letters[phrase.last - 1] in "Oo" or is_within(text, phrase):
            continue
        following = phrases[number + 1].first if number + 1 < len(phrases) else cue
        opens = text.inverts and phrase.last - phrase.first == 1 and text.letters[phrase.first - 1] in ".\n"
        if opens and following == phrase.last + 1 < cue and phrases[number + 1].sort is Sort.NAME:
            continue  # Ulcérée, Anna Ruiz dit
        if not text.inverts and following < cue and text.letters[phrase.last : following] == "t":
            continue  # an idea that the union called
        if _verb_of(text, phrase, cue + 1) != cue:
            continue
        if text.language.is_a(phrase.head, "who"):
            before = phrases[number - 1] if number else None
            gap = text.letters[before.last : phrase.first] if before else ";"
            return before if gap in ("", ",") else None
        if phrase.first == 0 or text.letters[phrase.first - 1] not in "Pfr":
            is_apposed = spare is not None and text.letters[spare.last : phrase.first] == ","  # par X, maire, qui
            return spare if is_apposed and text.letters.startswith(",w", phrase.last) else phrase
        spare = None if text.caseless else phrase  # a verb without a subject, behind a place
    return spare


def asking(text: Text, first: int, end: int) -> Phrase | None:
    """Who asks among the tokens from ``first`` up to ``end``, by the last verb of asking."""
    at = next((at for at in range(end - 1, first - 1, -1) if text.is_a(at, "asking")), None)
    return None if at is None else _subject_at(text, at, end, find_phrases(text, first, end))


def listening(text: Text, told: Attribution) -> Phrase | None:
    """Who is told or asked right behind a cue and its subject: Ana Ruiz asked Ed Marr; said Ana Ruiz to Ed Marr."""
    return parse(text, told.end + (text.lows[told.end] == "to")) if told.end else None


def _earlier_subject(text: Text, cue: int, first: int, phrases: Sequence[Phrase]) -> Phrase | None:
    """The war would end, X said, adding: the subject of the cue before."""
    verbs = (at for at in range(cue - 1, first - 1, -1) if text.letters[at] in "VW")
    at = next((at for at in verbs if not _is_told(text, at, first)), None)
    return None if at is None else _subject_at(text, at, cue, phrases)


def _subject_at(text: Text, cue: int, last: int, phrases: Sequence[Phrase]) -> Phrase | None:
    """The subject of a cue: before it, or after it where the language puts its verbs first or inverts."""
    before = subject_of(text, cue, phrases)
    is_governed = before is None or _is_governed(text, before)
    if not text.inverts or (not text.caseless and not is_governed):
        return before
    at = _skip(text, cue + 1, "a", 1)
    after = parse(text, at, last)
    if after is not None and after.sort is not Sort.NAME:
        following = parse(text, _skip(text, at + 1, "a", 1), last)
        is_thing = text.caseless and text.letters[after.first : after.last] == "S"  # لخص الموقف الوزير سمير حداد
        is_past = following and (following.role if is_thing else text.language.is_a(after.head, "adverbs"))
        after = following if is_past else after  # So sieht es auch Anna Ruiz
    return after if after and not _is_object(text, after, None if is_governed else before) else before


def _is_object(text: Text, phrase: Phrase, before: Phrase | None) -> bool:
    """Whether a description behind a cue is what is spoken of: an oblique case, a thing where nothing is inverted."""
    last = text.letters[phrase.last - 1]
    if text.capital_nouns:
        return text.is_a(phrase.first, "oblique")
    if text.caseless:
        return (before is not None and last in "SK") or is_within(text, phrase)
    return phrase.sort is Sort.NOMINAL and last not in "TRKBS"


def is_within(text: Text, phrase: Phrase) -> bool:
    """Whether an Arabic phrase belongs to a clause or a preposition before it, be this written together with it."""
    if not text.caseless:
        return False
    word, low = text.words(phrase.first, phrase.first + 1), text.lows[phrase.first]
    is_led = word[0] in "بلك" and not word.startswith(low[:3])  # لرئيس, بالوزير, بلجنة
    return is_led or text.search(_GOVERNED, max(0, phrase.first - _REACH_OF_CLAUSE), phrase.first) is not None


def is_of_woman(text: Text, verb: int) -> bool:
    """Whether an Arabic verb is about a woman, or a body: قالت, تقول and مؤكدة."""
    low, speech = text.lows[verb], text.language.speech
    is_past = low[-1] == "ت" and any(low[:-1] + end in speech for end in ("", "ى", "ا"))  # not لفت
    return is_past or low[-1] == "ة" or (low[0] == "ت" and "ي" + low[1:] in speech)


def _is_governed(text: Text, phrase: Phrase) -> bool:
    """Whether a phrase is no subject: behind a preposition, in the wrong case, or what something is named as."""
    governing = "Pfrs" if text.capital_nouns else "Pfr"  # Als Grund nannte die Firma
    return text.letters[phrase.first - 1 : phrase.first] in tuple(governing) or text.is_a(phrase.first, "oblique")


def _skip(text: Text, at: int, letters: str, step: int) -> int:
    """The first token from ``at`` on, one way or the other, whose letter is none of ``letters``."""
    while text.letters[at] in letters:
        at += step
    return at


def main_subject(text: Text, first: int, end: int, phrases: Sequence[Phrase]) -> Phrase | None:
    """The subject of the main clause among the tokens from ``first`` up to ``end``."""
    start, spare = first, None
    while text.letters[start] in "PfrsgS" or text.lows[start].endswith("ing"):  # When the wind fell, Ana Ruiz left
        comma = text.letters.find(",", start, end - 1)
        if comma < 0:
            break
        start = comma + 1
    governing = "PfrXZVLWYF" if text.caseless or not text.drops else "PfrXZVLWY"  # Llegó Ana Ruiz; vio a Ana Ruiz
    # A verb follows at once, or after what stands between commas or tells who it is.
    acts = r"a*(?:,[^Q;:\n]{1,40}?,a*|w[^Q,;:.\n]{1,40}?|[gP][^QXZVLWYFwt,;:.\n]{1,8})?[XZVLWYFz]"
    for phrase in phrases:
        free = phrase.first == first or text.letters[phrase.first - 1] not in governing
        free = free and text.letters[phrase.last - 1] not in "Oo" and not _is_noun(text, phrase, first)
        if start <= phrase.first and phrase.last <= end and free and not text.language.is_a(phrase.head, "who"):
            if text.match(acts, phrase.last, end):
                return phrase
            spare = spare or (phrase if phrase.role or not text.caseless else None)
    return spare if spare and spare.sort is not Sort.NOMINAL else None


def _free_names(text: Text, phrases: Iterable[Phrase], first: int) -> list[Phrase]:
    """The names behind no preposition, and no more than nouns."""
    names = (one for one in phrases if one.sort is Sort.NAME and text.letters[one.first - 1] not in "Pfr")
    return [one for one in names if not _is_noun(text, one, first)]


def _is_noun(text: Text, phrase: Phrase, first: int) -> bool:
    """Whether a word is only a noun, where no capital tells a name: it opens no clause with a verb."""
    is_lone = (text.capital_nouns or text.caseless) and phrase.sort is Sort.NAME and phrase.last - phrase.first == 1
    return is_lone and (phrase.first > first or text.letters[phrase.last] not in "nXVLW:")


def _is_passive(text: Text, cue: int) -> bool:
    """was called; has been described."""
    return text.is_a(_skip(text, cue - 1, "a", -1), "being")


def _announced(text: Text, first: int, last: int, phrases: Sequence[Phrase]) -> Attribution | None:
    """Mayor Ana Ruiz: , The mayor, smiling: ."""
    whole = next((phrase for phrase in phrases if (phrase.first, phrase.last) == (first, last)), None)
    is_clause = not FINITE.isdisjoint(text.letters[first:last])
    subject = (main_subject(text, first, last, phrases) if is_clause else None) or whole
    if subject is None and text.inverts:
        named = _free_names(text, phrases, first)
        opening = phrases[0] if phrases and phrases[0].first == first and not text.caseless else None
        is_somebody = opening and (opening.sort is Sort.NAME or text.letters[opening.last - 1] in "RTB")
        subject = opening if opening in named or (is_somebody and not named) else named[0] if len(named) == 1 else None
    if subject is None:
        return None
    rival = any(one.first > subject.last + 1 and text.language.is_a(one.head, *PEOPLE) for one in phrases)
    return _attribute(text, subject, None, adjacent=True, sure=not rival)


def told_of(text: Text, first: int, end: int) -> Attribution | None:
    """The only person in a sentence without a cue, whose words they may be: Ana Ruiz sueña con «un puerto mejor»."""
    free = _free_names(text, find_phrases(text, first, end), first)
    return _attribute(text, free[0], None, adjacent=False, sure=False) if len(free) == 1 else None
