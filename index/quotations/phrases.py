"""The phrases that can name a speaker: where they stand, and the name, role and title in them. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from index.quotations.text import Text
from index.types import Span

_NAME_END = r"[NSTC](?:<cap>|fD?(?=[NS]))*O?$|O$"
_APPOSED = (
    r"(?:fa|a|P?D?[nRh0]{1,3}|PD?[nBNS]{1,3})?(?:(?:,[NS]{1,2})*c[NS]{1,2})?,"
    r"(?:D?[enN]{0,3}[TRe](?!0)n{0,2}(?P<called>[LF])?|0|D?n)?"
    r"(?P<name>(?:<cap>|0N){1,7})(?=[,.;:(\nQ-]|$)"
)
_GIVEN_HIS_NAME = (
    r"(?:(?P<called>[LF])|,?w[^Q.;\n]{0,12}?(?:h(?:,|[aPr]{0,2})|Fa?(?P<as>r)))(?P<name>[NS]{1,3})(?=[,.;\nVX]|$)"
)
_BODY = "D[^RT]*B"  # la banque Lazard; not la présidente de la banque Anna Ruiz
_LED = "(?:VP|PD|VP[^,.;:Q\n]{1,4}f|R[nRhfPDB]*[fPDB])$"  # declaró a, ministro de
_LONGEST_GIVEN = 8  # letters of a first name that is in no list and ends like a trade: Iskander
_OF_OFFICE = r"(?:[NS]|(?<![^.\nQ])R)fD?[NS]"  # Keeper of the Seal
_OFFICE = 6  # tokens of an office before the last of its words
_REACH = 160  # tokens among which a phrase is looked for at once
_OPENS = r"(?:^|[.\nQ])a*.$"
KEPT = 4_096  # phrases, for a sentence is read from several places: two in five are asked for again


class Sort(Enum):
    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Tokens ``first`` up to ``last``; ``name`` holds the name alone, ``role`` what stands beside it ("State Department
    spokesperson"), ``title`` the courtesy title ("mrs"), ``head`` the noun that a description is about."""

    sort: Sort
    first: int
    last: int
    span: Span
    name: Span | None = None
    role: Span | None = None
    title: str | None = None
    head: str = ""

    @property
    def naming(self) -> Span:
        """The name, or the whole phrase where there is none."""
        return self.name or self.span


def parse(text: Text, first: int, end: int | None = None) -> Phrase | None:
    """The noun phrase that begins at token ``first``, if one can begin there, with the name in apposition to it."""
    match = text.match("<np>", first, end)
    return read_phrase(text, first, match.end()) if match else None


@lru_cache(maxsize=KEPT)
def find_phrases(text: Text, first: int, end: int) -> tuple[Phrase, ...]:
    """The phrases among the tokens from ``first`` up to ``end``, none inside another."""
    found = []
    while first < end:
        limit = min(end, first + _REACH)
        match = text.search("<np>", first, limit)
        if match is None:
            first = limit
        else:
            phrase = read_phrase(text, *match.span())
            found += [phrase] if phrase else []
            first = phrase.last if phrase else max(match.end(), match.start() + 1)
    return tuple(found)


@lru_cache(maxsize=KEPT)
def read_phrase(text: Text, first: int, last: int) -> Phrase | None:
    """The phrase of a stretch of tokens that matched as one."""
    first = _past_scene(text, first)
    letter, span = text.letters[first], text.span(first, last)
    if letter in "pw" or (last == first + 1 and text.is_a(first, "objects")):
        return Phrase(sort=Sort.PRONOUN, first=first, last=last, span=span, head=text.lows[first])
    is_lone = letter in "Dt" and last == first + 1
    if is_lone and not text.is_a(first, "alone"):
        return None
    content = first if is_lone else text.past("fD?|[Dt]?(?:(?<=D)fD)?(?:(?<=D)D)?", first, last)
    core = text.match("<core>", first, last + _REACH)
    named = None if is_lone else _find_name(text, first, content, min(core.end(), last) if core else last)
    if named is not None:
        return _named(text, first, content, *named)
    head = _head(text, content, last)
    return _with_name(text, Phrase(sort=Sort.NOMINAL, first=first, last=last, span=span, head=head))


def _past_scene(text: Text, first: int) -> int:
    """Past the place or time that opens a sentence without a comma behind it, before who is told of: Outside the court
    | Ana Ruiz wept, After the vote | Lou Becker left."""
    if not text.is_a(first - 1, "locating") or not text.search(_OPENS, max(0, first - 3), first):
        return first
    name = text.match("D[^,.;:PQ\n]*?(?P<scene>[nBS])(?P<name>[NS]{2,3})(?=a*[XZVLWYFSzn])", first)
    return name.start("name") if name else first


def _find_name(text: Text, first: int, content: int, last: int) -> tuple[int, int] | None:
    """Where the name at the end of a phrase begins and ends; None where that is a common noun, or tells whose somebody
    or something is: the party of Ana Ruiz, أرملة سمير حداد."""
    match = text.search("<name>$" if text.caseless else _NAME_END, content, last)
    if match is None:
        return None
    begin: int | None = match.start()
    if text.capital_nouns:
        begin = _after_nouns(text, match.start(), content, last)
    elif text.inverts and match.start() > content and text.is_upper(match.start()):  # la députée LR Anna Ruiz
        begin = match.start() + 1 if text.letters[match.start() + 1] in "NS" else None
    else:
        begin = _past_lead(text, match.start(), last)
    if begin is None:
        return None
    is_body = text.letters[first] == "B" if text.caseless else text.fullmatch(_BODY, first, begin)
    is_body = is_body or (text.drops and begin == first + 1 and text.letters[last] == "f" and not text.is_given(begin))
    is_kin = text.is_a(first, "kin") and text.words(first, first + 1).removeprefix("و") == text.lows[first]
    is_kin = text.caseless and is_kin and text.letters[begin - 1] not in ",SB"  # not المحامي, nor محاميها
    start = _after_titles(text, begin, last)
    is_body = is_body or (text.letters[begin - 1] == "O" and text.is_a(last - 1, "bodies", "places"))  # Rowers’ Union
    if start in (None, last) or is_body or (content < begin and (is_kin or text.letters[begin - 1] == "f")):
        return None
    return start, _name_end(text, start, last)


def _named(text: Text, first: int, content: int, start: int, last: int) -> Phrase:
    """The phrase whose name stands from token ``start``, with the role and the title before it."""
    titled = start > content and text.letters[start - 1] == "C"
    end = start - titled
    name = text.span(start, last)
    is_owner = text.match("n?h", last) or text.letters[first - 1 : first] == "h"
    if text.capital_nouns and is_owner and text.lows[last - 1].endswith("s"):
        name = Span(start=name.start, end=name.end - 1)  # Anna Ruiz’ Antwort, Lea Brunns Fazit
    return Phrase(
        sort=Sort.NAME,
        first=first,
        last=last,
        span=text.span(first, last),
        name=name,
        role=text.span(first if text.is_a(first, "possessives") else content, end) if end > content else None,
        title=text.lows[start - 1] if titled else None,
        head=text.lows[end - 1] if end > content else "",
    )


def _past_lead(text: Text, start: int, last: int) -> int:
    """Where a name begins among capitals that open with a trade, with letters for an office or a party, or with what
    an office or a listener is called: Student Lou Becker, County Clerk Ana Ruiz, DI Ana Ruiz, Keeper of the Seal Ana
    Ruiz, ministro de Defensa Ana Ruiz, declaró a Efe Ana Ruiz."""
    if last - start > 2 and re.search("[RTe]P$|0$", text.letters[max(0, start - 2) : start]):
        start += 1  # envoy to Libya Lou Becker, 2nd Class Lou Becker
    known = text.first_name(start, last - 1)
    trades = [at for at in range(start, last - 1 if known is None else known) if _is_trade(text, at, start, last)]
    start = trades[-1] + 1 if trades else start
    if known == start or last - start < 3:
        return start
    if text.is_upper(start) and len(text.lows[start]) > 1 and (text.inverts or known == start + 1):
        return start + 1
    if not text.inverts:
        return known if known and text.search(_OF_OFFICE, max(0, start - 3), known) else start
    is_last = known is not None and not text.caseless and text.letters[known - 1] in "fi"  # la Unión de Ana Ruiz
    is_led = is_last or text.search(_LED, max(0, start - _OFFICE), start) is not None
    return (known or start + 1) if is_led else start


def _is_trade(text: Text, at: int, start: int, last: int) -> bool:
    """Student Lou Becker, Goalkeeper Ana Ruiz, la Suissesse Anna Ruiz: a trade by the list, by its ending, or a people
    before a first name."""
    is_owned = at > start and text.is_a(at - 1, "places", "bodies")  # County Clerk Ruiz
    if text.letters[at + 1] in "rif" or not (is_owned or last - at > 2):
        return False
    if text.inverts and text.letters[at - 1 : at] == "D":
        is_native = text.lows[at].endswith(tuple(text.language.words.get("native_endings", ("\n",))))
        return text.is_given(at + 1) or is_native
    low, ends = text.lows[at], tuple(text.language.suffixes.get("e", "").split())
    opens = not text.inverts and len(low) > _LONGEST_GIVEN and text.letters[at - 1 : at] in ("", ".", "\n", "Q", "V")
    opens = opens and not text.is_a(at + 2, "places", "bodies")  # Brackwater Rowers Union
    is_like = low.endswith(ends) and (low.endswith("ist") or text.is_given(at + 1) or opens)
    return bool(ends) and (is_like or text.is_a(at, "roles"))


def _after_nouns(text: Text, start: int, content: int, last: int) -> int | None:
    """Where a name begins among nouns with capitals: the last two of them, or from a known first name; None for one
    noun behind an article (der junge Mann)."""
    words = [at for at in range(start, last) if text.letters[at] in "NS" or (at > start and text.is_given(at - 1))]
    known = [at for at in words[:-1] if text.is_given(at)]
    if len(words) == 1 and text.letters[content - 1] == "D":
        return None
    is_owned = content > 0 and text.is_a(content - 1, "possessives", "indefinite")
    if len(words) == 2 == last - content and is_owned:
        return words[1]  # ihr Mann Gerd, eine Handvoll Erde
    return known[0] if known else words[-2] if len(words) > 2 else start


def _after_titles(text: Text, at: int, last: int) -> int | None:
    """Where the name proper begins, after the last title among the capitals ("Defense Minister"); None if nowhere."""
    for number in range(last - 1, at - 1, -1) if not text.caseless else ():
        if text.letters[number] not in "TC" or _is_given_name(text, number, at, last):
            continue
        if text.letters[number : number + 2] == "Tf" and number + 2 < last:
            return _after_office(text, number, last)
        is_of_a_class = text.letters.startswith("0N", number + 1, last)  # Petty Officer 2nd Class
        return number + (3 if is_of_a_class else 1)
    return at


def _after_office(text: Text, title: int, last: int) -> int | None:
    """Secretary of State for Health Ana Ruiz, Archbishop of York Lou Becker: past the office; None if nothing is."""
    at = title + 2 + (text.letters[title + 2] == "D")
    past = next((one for one in range(at, last) if not text.is_a(one, "departments", "of_for", "definite")), last)
    return text.first_name(at + 1, last) or (past if at < past < last else None)


def _is_given_name(text: Text, number: int, at: int, last: int) -> bool:
    """Whether a title is part of the name: Brother Anselm, Earl Boudreaux, Steve King, Anna Graf von Stetten, Mercy
    General Hospital Trust."""
    if last - number == 2 and (text.is_a(number, "opening_titles") or text.is_given(number)):
        return True
    is_last = number == last - 1 and (text.inverts or text.is_a(number, "surnames"))
    is_place = number < last - 1 and text.is_a(number + 1, "places")
    if is_place and text.is_a(number, "opening_places"):
        return True  # Mercy General Hospital
    is_place = is_place and number < last - 2
    return at < number and (is_last or is_place or text.letters[number + 1] in "ri")


def _name_end(text: Text, start: int, last: int) -> int:
    """Where a person's name ends: Ruth Pell of Ohio (but the Ministry of Health);
    räumt Trainer Ivo Kranz Fehler ein."""
    for at in range(start + 1, last):
        is_particle = text.inverts and text.is_a(at, "particles")
        if text.letters[at] == "f" and not is_particle and not text.is_a(at - 1, "places", "bodies"):
            return at
    if not text.capital_nouns or text.letters[start:last] != "NNN" or text.is_given(start + 1):
        return last
    before = text.letters[start - 1 : start]
    return last - (before in ("n", "V") or text.letters[last] in "nDPra")


def _head(text: Text, content: int, last: int) -> str:
    """The noun that a description is about: the last before a preposition, or of the roles that open it in a language
    whose adjectives follow: la conseillère municipale."""
    if text.caseless:
        return text.lows[content]
    if text.inverts and not text.capital_nouns:
        while text.is_a(content, "once") and content < last - 1:
            content += 1
        if opening := text.match("n?[RTK]+", content, last):
            return text.lows[opening.end() - 1]
    ends = (at for at in range(content, last) if text.letters[at] in "Pfr" or text.is_a(at, "hanging"))
    return text.lows[max(content, next(ends, last) - 1)]


def _with_name(text: Text, subject: Phrase) -> Phrase:
    """The description with the name that follows it: the mayor, Ana Ruiz, said; a spokesman, Col. Lou Becker, said."""
    is_place = subject.first > 0 and text.letters[subject.first - 1] in "Pr" and text.letters[subject.first - 2] != "A"
    if is_place and not text.language.is_a(subject.head, "roles", "titles"):
        return subject  # In a statement, Lou Becker said
    apposed = text.match(_APPOSED, subject.last)
    match = apposed or text.match(_GIVEN_HIS_NAME, subject.last)
    if match is None:
        return subject
    led = [text.lows[match.start(key)] for key in ("as", "called") if match.groupdict().get(key)]
    is_open = apposed or text.is_a(subject.first, "indefinite")
    if not {"as", *(("called", "named") if is_open else ())}.issuperset(led):
        return subject  # the mayor's office called Ana Ruiz
    first, last = match.span("name")
    start = _after_titles(text, first, last)
    if start is None or start == last:
        return subject
    is_kin = text.letters[subject.last - 1] == "R" or text.is_given(start)  # his wife, Eva
    is_owned = text.is_a(subject.first, "definite" if text.drops else "possessives")  # el barquero, Juan
    is_owned = is_owned or text.search("[oO]", subject.first, subject.last) is not None  # the boy’s aunt, Eva
    is_kin = is_kin and is_owned
    is_told = text.match(",[VWY]", last) is not None  # the operator, Westbus, said
    if apposed and last - start < 2 and not (is_told or is_kin):
        return subject
    name = _named(text, first, first, start, _name_end(text, start, last))
    last += text.letters[last : last + 1] == ","
    role = text.span(_office(text, subject), subject.last)
    span = text.span(subject.first, name.last)
    return replace(name, first=subject.first, last=last, span=span, role=role, head=subject.head)


def _office(text: Text, described: Phrase) -> int:
    """Where the words begin that tell what somebody is: "a bad day for | the mayor, Ana Ruiz". Behind a head that is
    nobody, the last person whom a preposition leads in; else the whole description."""
    if text.language.is_a(described.head, "roles", "titles", "crowds"):
        return described.first
    led = [at for at in range(described.first + 1, described.last) if text.letters[at - 1] in "fP"]
    is_office = led and text.letters[described.last - 1] in "RTK"
    return led[-1] if is_office else described.first
