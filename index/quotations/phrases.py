"""The phrases that can name a speaker: where they stand, and the name, role and title in them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache, lru_cache

from index.languages import Language
from index.languages.names import first_names
from index.quotations.text import Text
from index.types import Span

_NAME_END = r"[NSTC](?:<cap>|fD?(?=[NS]))*O?$|O$"
_APPOSED = (
    r"(?:fa|P?D?[nRh0]{1,3})?(?:(?:,[NS]{1,2})*c[NS]{1,2})?,(?:D[TR]|[0nR])?"
    r"(?P<name>(?:<cap>|0N){1,7})(?=[,.;:(\nQ-]|$)"
)
_GIVEN_HIS_NAME = re.compile(
    r"(?:(?P<called>[LF])|,?w[^Q.;\n]{0,12}?(?:h(?:,|[aPr]{0,2})|Fa?(?P<as>r)))(?P<name>[NS]{1,3})(?=[,.;\nVX]|$)"
)
_BODY = re.compile("D[^RT]*B")  # la banque Lazard; not la présidente de la banque Anna Ruiz
_LED = re.compile("(?:VP|PD|VP[^,.;:Q\n]{1,4}f|R[nRhfPD]*[fPD])$")  # declaró a, ministro de
_OPENING = re.compile("fD?|[Dt]?(?:(?<=D)fD)?")
_LONGEST_GIVEN = 8  # letters of a first name that is in no list and ends like a trade: Iskander
_OFFICE_OF = re.compile("[NS]fD?[NS]")
_OFFICE = 6  # tokens of an office before the last of its words
_KEPT = 4_096  # phrases, for a sentence is read from several places: two in five are asked for again


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


@cache
def expand(language: Language, pattern: str) -> re.Pattern[str]:
    """A row's pattern with its macros written out."""
    macros = language.macros
    while (hole := re.search(r"(?<!\?P)<(\w+)>", pattern)) is not None:
        inner = macros[hole[1]]
        in_class = pattern.rfind("[", 0, hole.start()) > pattern.rfind("]", 0, hole.start())
        pattern = pattern[: hole.start()] + (inner.strip("[]") if in_class else inner) + pattern[hole.end() :]
    return re.compile(pattern)


def parse(text: Text, first: int, end: int | None = None) -> Phrase | None:
    """The noun phrase that begins at token ``first``, if one can begin there, with the name in apposition to it."""
    match = expand(text.language, "<np>").match(text.letters, first, len(text.letters) if end is None else end)
    return read_phrase(text, match.start(), match.end()) if match and match.end() > first else None


def find_phrases(text: Text, first: int, end: int) -> Iterator[Phrase]:
    """The phrases among the tokens from ``first`` up to ``end``, none inside another."""
    pattern = expand(text.language, "<np>")
    while first < end:
        match = pattern.search(text.letters, first, end)
        if match is None:
            return
        phrase = read_phrase(text, match.start(), match.end())
        if phrase is not None:
            yield phrase
        first = max(match.end(), match.start() + 1) if phrase is None else phrase.last


@lru_cache(maxsize=_KEPT)
def read_phrase(text: Text, first: int, last: int) -> Phrase | None:
    """The phrase of a stretch of tokens that matched as one."""
    letter, low = text.letters[first], text.lows[first]
    if letter in "pw":
        return _phrase(text, Sort.PRONOUN, first, last, head=low)
    if last == first + 1 and letter in "Dt":
        is_one = text.language.is_a(low, "alone")
        return _with_name(text, _phrase(text, Sort.NOMINAL, first, last, head=low)) if is_one else None
    opening = _OPENING.match(text.letters, first, last)
    content = opening.end() if opening else first
    core = expand(text.language, "<core>").match(text.letters, first)
    end = min(core.end(), last) if core else last
    start = _name_start(text, content, end)
    begin = start if start is None else _after_titles(text, start, end)
    is_body = letter == "B" if text.caseless else start is not None and _BODY.fullmatch(text.letters, first, start)
    if start is None or begin is None or begin == end or is_body or _is_owner(text, first, content, start):
        return _with_name(text, _phrase(text, Sort.NOMINAL, first, last, head=_head(text, content, last)))
    return _named(text, first, content, begin, end)


def _is_owner(text: Text, first: int, content: int, start: int) -> bool:
    """Whether the name at ``start`` tells whose somebody or something is: the party of Ana Ruiz, أرملة سمير حداد."""
    low, word = text.lows[first], text.words(first, first + 1)
    is_kin = text.language.is_a(low, "kin") and word.removeprefix("و") == low  # not المحامي, nor محاميها
    before = text.letters[start - 1]
    return content < start and (before == "f" or (text.caseless and is_kin and before != ","))


def _phrase(text: Text, sort: Sort, first: int, last: int, *, head: str) -> Phrase:
    return Phrase(sort=sort, first=first, last=last, span=text.span(first, last), head=head)


def _named(text: Text, first: int, content: int, start: int, last: int) -> Phrase:
    """The phrase whose name begins at token ``start``, with the role and the title before it."""
    titled = start > content and text.letters[start - 1] == "C"
    end = start - 1 if titled else start
    last = _before_object(text, start, _without_place(text, start, last))
    name = text.span(start, last)
    is_owner = re.compile("n?h").match(text.letters, last) or text.letters[first - 1 : first] == "h"
    owns = text.capital_nouns and is_owner and text.lows[last - 1].endswith("s")
    if owns:
        name = Span(start=name.start, end=name.end - 1)  # Anna Ruiz’ Antwort, Lea Brunns Fazit
    role = (
        text.span(first if text.language.is_a(text.lows[first], "possessives") else content, end)
        if end > content
        else None
    )
    return Phrase(
        sort=Sort.NAME,
        first=first,
        last=last,
        span=text.span(first, last),
        name=name,
        role=role,
        title=text.lows[start - 1] if titled else None,
        head=text.lows[end - 1] if role is not None else "",
    )


def _name_start(text: Text, content: int, last: int) -> int | None:
    """Where the capitals at the end of a phrase begin; None when it ends in a common noun."""
    ends = "<name>$" if text.caseless else _NAME_END
    match = expand(text.language, ends).search(text.letters, content, last)
    if match is None:
        return None
    start = match.start()
    if text.capital_nouns:
        return _after_nouns(text, start, content, last)
    if text.inverts and start > content and text.words(start, start + 1).isupper():  # la députée LR Anna Ruiz
        return start + 1 if text.letters[start + 1] in "NS" else None
    return _past_lead(text, start, last)


def _past_lead(text: Text, start: int, last: int) -> int:
    """Where a name begins among capitals that open with a trade, with letters for an office or a party, or with what
    an office or a listener is called: Student Lou Becker, County Clerk Ana Ruiz, DI Ana Ruiz, Keeper of the Seal Ana
    Ruiz, ministro de Defensa Ana Ruiz, declaró a Efe Ana Ruiz."""
    if last - start > 2 and re.search("[RTe]P$|0$", text.letters[max(0, start - 2) : start]):
        start += 1  # envoy to Libya Lou Becker, 2nd Class Lou Becker
    start = _past_trade(text, start, last)
    known = next((at for at in range(start, last - 1) if text.lows[at] in first_names()), None)
    if known == start or last - start < 3:
        return start
    if text.words(start, start + 1).isupper() and len(text.lows[start]) > 1 and (text.inverts or known == start + 1):
        return start + 1
    if not text.inverts:
        return known if known and _OFFICE_OF.search(text.letters, max(0, start - 3), known) else start
    is_last = known is not None and not text.caseless and text.letters[known - 1] in "fi"  # la Unión de Ana Ruiz
    is_led = is_last or _LED.search(text.letters, max(0, start - _OFFICE), start) is not None
    return (known or start + 1) if is_led else start


def _past_trade(text: Text, start: int, last: int) -> int:
    found = start
    for at in range(start, last - 1):
        if text.lows[at] in first_names():
            break
        is_owned = at > start and text.language.is_a(text.lows[at - 1], "places", "bodies")  # County Clerk Ruiz
        if (is_owned or last - at > 2) and _is_trade(text, at) and text.letters[at + 1] not in "rif":
            found = at + 1
    return found


def _is_trade(text: Text, at: int) -> bool:
    """Student Lou Becker, Goalkeeper Ana Ruiz, la Suissesse Anna Ruiz: a trade by the list, by its ending, or a people
    before a first name."""
    low, names = text.lows[at], first_names()
    if text.inverts and not text.capital_nouns and text.letters[at - 1 : at] == "D":
        return low not in names and text.lows[at + 1] in names
    ends = tuple(text.language.suffixes.get("e", "").split())
    opens = not text.inverts and len(low) > _LONGEST_GIVEN and text.letters[at - 1 : at] in ("", ".", "\n", "Q", "V")
    opens = opens and not text.language.is_a(text.lows[at + 2], "places", "bodies")  # Brackwater Rowers Union
    is_like = low.endswith(ends) and (low.endswith("ist") or text.lows[at + 1] in names or opens)
    return bool(ends) and low not in names and (is_like or text.language.is_a(low, "roles"))


def _after_nouns(text: Text, start: int, content: int, last: int) -> int | None:
    """Where a name begins among nouns with capitals: the last two of them, or from a known first name."""
    words = [at for at in range(start, last) if text.letters[at] in "NS"]
    known = [at for at in words[:-1] if text.lows[at] in first_names()]
    is_led = text.letters[content - 1] == "D"
    if len(words) == 1 and is_led:
        return None  # der junge Mann
    if len(words) == 2 and _is_kin(text, content, last):
        return words[1]
    return known[0] if known else words[-2] if len(words) > 2 else start


def _is_kin(text: Text, first: int, last: int) -> bool:
    """Whether the first of two nouns tells who or what the second is: ihr Mann Gerd, eine Handvoll Erde."""
    is_owned = first > 0 and text.language.is_a(text.lows[first - 1], "possessives", "indefinite")
    return is_owned and last - first == 2 and text.lows[first] not in first_names()


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
    """Secretary of State Ana Ruiz, Archbishop of Canterbury Lou Becker: past the office; None if nothing is."""
    at = title + 2 + (text.letters[title + 2] == "D")
    known = [n for n in range(at + 1, last) if text.lows[n] in first_names()]
    if known:
        return known[0]
    is_department = last - at == 2 and text.language.is_a(text.lows[at], "departments")
    return at + 1 if is_department or last - at == 3 else None


def _is_given_name(text: Text, number: int, at: int, last: int) -> bool:
    """Whether a title is part of the name: Brother Anselm, Earl Boudreaux, Steve King."""
    low, is_a = text.lows[number], text.language.is_a
    if last - number == 2 and (is_a(low, "opening_titles") or text.words(number, number + 1).lower() in first_names()):
        return True
    is_joined = at < number and text.letters[number + 1] in "ri"  # Anna Graf von Stetten
    return is_joined or (at < number == last - 1 and (is_a(low, "surnames") or text.inverts))


def _without_place(text: Text, start: int, last: int) -> int:
    """Where a person's name ends: Ruth Pell of Ohio; but the Ministry of Health."""
    for number in range(start + 1, last):
        is_particle = text.inverts and text.language.is_a(text.lows[number], "particles")
        if (
            text.letters[number] == "f"
            and not is_particle
            and not text.language.is_a(text.lows[number - 1], "places", "bodies")
        ):
            return number
    return last


def _before_object(text: Text, first: int, last: int) -> int:
    """Where a name of what looks like three ends, if the last is a thing: räumt Trainer Ivo Kranz Fehler ein."""
    before = text.letters[first - 1 : first]
    is_deed = before == "n" or (before == "V" and text.lows[first - 1] not in text.language.speech)
    is_told = text.letters[last] in "nDPra" or is_deed
    is_cut = text.capital_nouns and text.letters[first:last] == "NNN" and is_told
    return last - (is_cut and text.lows[first + 1] not in first_names())


def _head(text: Text, content: int, last: int) -> str:
    """The noun that a description is about: the last before a preposition, or of the roles that open it in a language
    whose adjectives follow: la conseillère municipale."""
    if text.inverts and not (text.caseless or text.capital_nouns):
        while text.language.is_a(text.lows[content], "once") and content < last - 1:
            content += 1
        opening = re.compile("n?([RTK]+)").match(text.letters, content, last)
        if opening:
            return text.lows[opening.end() - 1]
    head = text.lows[content]
    for number in range(content, last if not text.caseless else content):
        if text.letters[number] in "Pfr" or text.language.is_a(text.lows[number], "hanging"):
            break
        head = text.lows[number]
    return head


def _with_name(text: Text, subject: Phrase) -> Phrase:
    """The description with the name that follows it: the mayor, Ana Ruiz, said; a spokesman, Col. Lou Becker, said."""
    is_place = subject.first > 0 and text.letters[subject.first - 1] in "Pr" and text.letters[subject.first - 2] != "A"
    if is_place and not text.language.is_a(subject.head, "roles", "titles"):
        return subject  # In a statement, Lou Becker said
    apposed = expand(text.language, _APPOSED)
    match = apposed.match(text.letters, subject.last) or _GIVEN_HIS_NAME.match(text.letters, subject.last)
    led = [text.lows[match.start(key)] for key in ("as", "called") if match and match.groupdict().get(key)]
    named = {"as", "called", "named"} if text.language.is_a(text.lows[subject.first], "indefinite") else {"as"}
    if match is None or not named.issuperset(led):
        return subject  # the mayor's office called Ana Ruiz
    first, last = match.span("name")
    start = _after_titles(text, first, last)
    is_told = re.compile(",[VWY]").match(text.letters, last) is not None  # the operator, Westbus, said
    is_lone = last - start < 2 and not is_told if start is not None else False
    _is_kin = (
        text.language.is_a(text.lows[subject.first], "possessives") and text.letters[subject.last - 1] == "R"
    )  # his wife, Eva
    if start is None or start == last or (is_lone and match.re is apposed and start == first and not _is_kin):
        return subject
    name = _named(text, first, first, start, last)
    role = text.span(subject.first, subject.last)
    last += text.letters[last : last + 1] == ","
    return replace(
        name, first=subject.first, last=last, span=text.span(subject.first, name.last), role=role, head=subject.head
    )
