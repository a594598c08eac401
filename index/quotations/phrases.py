"""The words of a sentence, and the noun phrases that can name a speaker. Pure; no parser, only closed lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from index.quotations import lexicon
from index.quotations.names import first_names
from index.types import Span

_TOKEN = re.compile(
    r'(?P<quote>"[^"\n]*"?)'
    r"|(?P<nickname>[“‘'][A-Z][\w ]{0,18}[”’'](?=\s[A-ZÀ-Þ]))"
    r"|(?P<word>(?:Mr|Mrs|Ms|Dr|Sen|Rep|Sens|Reps|Gov|Gen|Lt|Col|Sgt|Capt|Maj|Cmdr|Adm|Rev|Prof|St|Jr|Sr|Inc|Corp|Co|Ltd|Supt|Hon|Pvt|Cpl)\."
    r"|(?:[^\W\d_]\.){2,}(?:[’']s)?|[A-ZÀ-Þ]\.(?=\s?[A-ZÀ-Þ])|[@#$£€]?\w+(?:[’'&.-]\w+)*(?:(?<=s)[’'](?=\s))?|&)"
    r"|(?P<stop>--|[^\w\s])"
)
_PARTICLES = frozenset(
    "de van von der den del della di da dos al bin ibn la le du st ten ter el y mac abu bint".split()
)
_NOUNS_IN_ING = frozenset(
    "building acting meeting incoming outgoing leading planning marketing managing founding sitting ruling visiting "
    "governing operating training housing banking engineering".split()
)
_AGENTS = ("er", "or", "ist", "ian", "man", "woman", "surgeon", "writer", "mate", "person")
_LONGEST = 14  # words in a description


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    start: int
    end: int
    low: str  # lower case, without a full stop

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum() or self.text[0] in "@#$£€&"

    @property
    def is_quote(self) -> bool:
        return self.text[0] in "\"“‘'" and len(self.text) > 1

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper() or self.text[0] == "@" or (self.text[:3] == "al-" and self.text[3:4].isupper())

    @property
    def is_possessive(self) -> bool:
        return self.text.endswith(("'s", "’s", "s'", "s’"))


class Sort(Enum):
    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A noun phrase of a sentence: tokens ``first`` up to ``last``; ``name`` holds the name alone, ``role`` what stands
    before it ("State Department spokesperson"), ``title`` the courtesy title ("Mrs.")."""

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


def tokenise(text: str, start: int, end: int) -> list[Token]:
    """The words, stops and masked quotations of ``text[start:end]``, with offsets of ``text``."""
    return [
        Token(match.group(), match.start(), match.end(), match.group().lower().rstrip("."))
        for match in _TOKEN.finditer(text, start, end)
    ]


def is_adverb(token: Token) -> bool:
    return token.low in lexicon.ADVERBS or (token.low.endswith("ly") and token.text[0].islower()) or token.low == "not"


def is_finite(token: Token) -> bool:
    """Whether the word looks like a verb that has a subject."""
    low = token.low
    return not token.is_capital and (
        low in lexicon.AUXILIARIES
        or low in lexicon.IRREGULAR_PASTS
        or lexicon.SPEECH.get(low) in lexicon.FINITE
        or lexicon.LABELLING.get(low) in lexicon.FINITE
        or (low.endswith("ed") and len(low) > 4)
    )


def parse(tokens: Sequence[Token], first: int) -> Phrase | None:
    """The noun phrase that begins at token ``first``, if one can begin there."""
    if first >= len(tokens) or not tokens[first].is_word:
        return None
    token = tokens[first]
    low = token.low
    if low in lexicon.PRONOUNS:
        return Phrase(
            sort=Sort.PRONOUN, first=first, last=first + 1, span=Span(start=token.start, end=token.end), head=low
        )
    if low in lexicon.DETERMINERS:
        return _described(tokens, first, first + 1)
    if token.is_capital and low not in lexicon.FUNCTION_WORDS:
        return _described(tokens, first, first)
    if low in _PARTICLES and any(following.is_capital for following in tokens[first + 1 : first + 3]):
        return _described(tokens, first, first)
    if low in lexicon.CROWDS:
        return _described(tokens, first, first)
    if _leads_to_name(tokens, first):
        phrase = _described(tokens, first, first)
        return phrase if phrase is not None and phrase.sort is Sort.NAME else None
    return None


def _leads_to_name(tokens: Sequence[Token], first: int) -> bool:
    """Small words that describe the name after them: political scientist Ana Ruiz, former CIA director Lou Becker."""
    if first and (tokens[first - 1].low in lexicon.DETERMINERS or tokens[first - 1].is_possessive):
        return False
    for at in range(first, min(first + 5, len(tokens) - 1)):
        token = tokens[at]
        if token.is_capital:
            return at > first and tokens[first].low in (
                "former",
                "longtime",
                "senior",
                "top",
                "retired",
                "undecided",
                "veteran",
            )
        if (
            not token.is_word
            or (at > first and not _is_noun(token))
            or token.low in lexicon.FUNCTION_WORDS
            or (is_finite(tokens[first]) and not tokens[first].low.endswith("ed"))
        ):
            return False
        if tokens[at + 1].is_capital:
            return token.low in lexicon.ROLES or token.low.endswith(_AGENTS)
    return False


def _described(tokens: Sequence[Token], first: int, content: int) -> Phrase | None:
    """A name, a description, or a description that ends in a name."""
    last = _end_of_nouns(tokens, content, after_determiner=content > first)
    if last <= content:
        return _bare_determiner(tokens, first)
    name_at = _name_start(tokens, content, last)
    if name_at is None:
        last = _with_tail(tokens, last)
        return _phrase(tokens, Sort.NOMINAL, first, last, head=_head(tokens, content, last))
    title_at = _after_titles(tokens, name_at, last)
    if title_at == last:
        last = _with_tail(tokens, last)
        return _phrase(tokens, Sort.NOMINAL, first, last, head=tokens[title_at - 1].low)
    role_end = title_at
    title = None
    if title_at > content and tokens[title_at - 1].low in lexicon.COURTESY:
        title, role_end = tokens[title_at - 1].low, title_at - 1
    if title is not None and tokens[title_at - 1].low in ("lord", "lady", "dame", "sir") and role_end < content:
        role_end = content
    name = Span(start=tokens[title_at].start, end=_strip_possessive(tokens[last - 1]))
    role = Span(start=tokens[content].start, end=tokens[role_end - 1].end) if role_end > content else None
    if first < content and role is not None and tokens[first].low in ("his", "her", "their", "its", "our", "my"):
        role = Span(start=tokens[first].start, end=role.end)
    return Phrase(
        sort=Sort.NAME,
        first=first,
        last=last,
        span=Span(start=tokens[first].start, end=tokens[last - 1].end),
        name=name,
        role=role,
        title=title,
        head=tokens[role_end - 1].low if role is not None else "",
    )


def _phrase(tokens: Sequence[Token], sort: Sort, first: int, last: int, *, head: str) -> Phrase:
    return Phrase(
        sort=sort, first=first, last=last, span=Span(start=tokens[first].start, end=tokens[last - 1].end), head=head
    )


def _bare_determiner(tokens: Sequence[Token], first: int) -> Phrase | None:
    if tokens[first].low in ("some", "many", "most", "others", "another", "one", "both", "all", "several", "two"):
        return _phrase(tokens, Sort.NOMINAL, first, first + 1, head=tokens[first].low)
    return None


def _strip_possessive(token: Token) -> int:
    return token.end - 2 if token.text.endswith(("'s", "’s")) else token.end


def _end_of_nouns(tokens: Sequence[Token], at: int, *, after_determiner: bool) -> int:
    """Where the adjectives, nouns and names that start at ``at`` end."""
    start = at
    while at < len(tokens) and at - start < _LONGEST:
        token = tokens[at]
        if (
            token.is_quote
            and at + 1 < len(tokens)
            and tokens[at + 1].is_capital
            and at > start
            and len(token.text) < 22
        ):
            at += 1  # Dwight “The Anvil” Corrigan
        elif not token.is_word:
            break
        elif token.is_capital:
            if (
                at > start
                and token.low in lexicon.FUNCTION_WORDS
                and token.low not in _PARTICLES
                and len(token.text) > 2
            ):
                break
            at += 1
        elif at + 1 < len(tokens) and tokens[at + 1].is_capital and _joins(tokens, at, start):
            at += 1
        elif at > start and token.low in ("of", "for") and tokens[at - 1].is_capital and _capital_after_the(tokens, at):
            at += 2
        elif (
            at > start
            and token.low.endswith("s")
            and tokens[at - 1].low in lexicon.ROLES
            and not _reaches_name(tokens, at)
        ):
            break  # the baker pulls
        elif (
            (
                _is_noun(token)
                and (
                    after_determiner or _reaches_name(tokens, at) or token.low in lexicon.ROLES or _is_crowd(tokens, at)
                )
            )
            or (token.low in ("and", "then") and after_determiner and _reaches_name(tokens, at + 1) and at > start)
            or (
                after_determiner
                and token.low.endswith(("ed", "ing", "ly"))
                and (at == start or tokens[at - 1].low == "and" or tokens[at - 1].low.endswith("ly"))
                and at + 1 < len(tokens)
                and _starts_noun(tokens, at)
            )
            or token.low
            in (
                "leading",
                "retired",
                "so-called",
                "self-described",
                "registered",
                "elected",
                "appointed",
                "ranking",
            )
        ):
            at += 1
        else:
            break
    return at


def _starts_noun(tokens: Sequence[Token], at: int) -> bool:
    """A tired and visibly shaken ..., a retired ...: more of the phrase follows."""
    following = tokens[at + 1]
    return (
        following.is_word
        and (following.is_capital or following.low == "and" or _is_noun(following))
        and not is_finite(following)
    )


def _is_crowd(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].low in lexicon.CROWDS or tokens[at].low in ("campaign", "spokespeople")


def _joins(tokens: Sequence[Token], at: int, start: int) -> bool:
    """A small word inside a name: de la Cruz, Ministry of Health, Calder & Sons."""
    low = tokens[at].low
    if low in _PARTICLES or low == "&":
        return True
    return low in ("of", "for") and at > start and tokens[at - 1].is_capital and not tokens[at - 1].is_possessive


def _capital_after_the(tokens: Sequence[Token], at: int) -> bool:
    return at + 2 < len(tokens) and tokens[at + 1].low == "the" and tokens[at + 2].is_capital


def _is_noun(token: Token) -> bool:
    low = token.low
    return (
        token.text[0].isalnum()
        and low not in lexicon.FUNCTION_WORDS
        and not (low in lexicon.SPEECH and low not in lexicon.NOUNS_TOO)
        and not is_adverb(token)
        and low not in lexicon.IRREGULAR_PASTS
        and not (low.endswith("ed") and len(low) > 4 and low != "united")
        and not (low.endswith("ing") and low not in _NOUNS_IN_ING)
    )


def _reaches_name(tokens: Sequence[Token], at: int) -> bool:
    """Whether the next few words are nouns up to a name: biologist Nils Oberg."""
    for token in tokens[at : at + 5]:
        if token.is_capital:
            return token.low not in lexicon.FUNCTION_WORDS
        if not token.is_word or not (_is_noun(token) or token.low == "and" or token.low.endswith("ly")):
            return False
    return False


def _name_start(tokens: Sequence[Token], content: int, last: int) -> int | None:
    """Where the capitals at the end of a phrase begin; None when it ends in a common noun."""
    at = last
    while at > content and (
        tokens[at - 1].is_capital
        or tokens[at - 1].is_quote
        or (at < last and (tokens[at - 1].low in _PARTICLES or tokens[at - 1].text in ("&", "of", "for", "the")))
    ):
        at -= 1
        if at < last - 1 and tokens[at].is_possessive:
            return at + 1  # Fox's Chris Wallace
    while at < last and not tokens[at].is_capital and tokens[at].low not in _PARTICLES:
        at += 1
    return at if at < last else None


def _after_titles(tokens: Sequence[Token], at: int, last: int) -> int:
    """Where the name proper begins, after the last title among the capitals ("Defense Minister")."""
    for number in range(last - 1, at - 1, -1):
        low = tokens[number].low
        if (low in lexicon.COURTESY or low in lexicon.TITLES) and not _is_given_name(tokens, number, at, last):
            if number + 1 < last and tokens[number + 1].low in ("of", "for"):
                return at
            return number + 1
    return at


def _is_given_name(tokens: Sequence[Token], number: int, at: int, last: int) -> bool:
    """Whether a title is part of the name: Brother Anselm, Earl Boudreaux, Steve King."""
    if (
        tokens[number].low in ("brother", "sister", "father", "mother", "prince", "princess", "queen", "king", "pope")
        and last - number == 2
    ):
        return True
    if last - number == 2 and tokens[number].text.lower() in first_names():
        return True  # Earl Boudreaux, Dean Heller
    return (
        number == last - 1
        and number > at
        and tokens[number].low
        in ("king", "dean", "marshal", "pope", "bishop", "judge", "major", "prince", "duke", "earl", "baron", "whip")
    )


def _head(tokens: Sequence[Token], content: int, last: int) -> str:
    """The noun that a description is about: the last before a preposition."""
    head = tokens[content].low
    for token in tokens[content:last]:
        if token.low in lexicon.PREPOSITIONS or token.low in ("familiar", "close", "involved"):
            break
        if token.is_word:
            head = token.low
    return head


def _with_tail(tokens: Sequence[Token], last: int) -> int:
    """A description with what hangs on it: "a person familiar with the talks", "a senior official in the ministry"."""
    at = last
    while at + 1 < len(tokens) and at - last < 10:
        if tokens[at].low in ("familiar", "close", "involved", "briefed", "opposed"):
            at += 1
            continue
        if tokens[at].low not in ("of", "in", "at", "for", "with", "from", "to", "on"):
            break
        end = at + 1 + (tokens[at + 1].low in lexicon.DETERMINERS)
        if tokens[end - 1 if end > at + 1 else end].low in lexicon.MONTHS_AND_DAYS or (
            end < len(tokens) and tokens[end].low in lexicon.MONTHS_AND_DAYS
        ):
            break
        stop = _end_of_nouns(tokens, end, after_determiner=True)
        if stop == end:
            break
        at = stop
    return at if at < len(tokens) or at == last or tokens[at - 1].is_word else last
