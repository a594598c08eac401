"""The people of one article: every full name in it, what it says of them, and which of them a name means."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from index.languages.initialisms import find_defined
from index.languages.names import Gender, first_names, gender_of, gender_of_role, is_same_person, plain, tokens_of
from index.quotations.phrases import Phrase, find_phrases, parse
from index.quotations.text import Text
from index.types import Evidence, Span

_MOST_NAMESAKES = 20  # members of one surname that a name is compared with
_FIRST = 20  # people of an article, among whom those of a conversation are looked for
_MOST_PLACES = 12  # of a name at which a role is looked for
_SIDE_BY_SIDE = 120  # characters within which two namesakes are both meant, or neither
_BEFORE = 24  # tokens before a name in which its role may stand
_FULL = "[NSTCi](?:<cap>|[MOSaf])"  # how a name of two words begins, or one behind a title
_IS = re.compile(r"(?:,wX?|X|,(?=D?[anRTKez]{1,5}[,.;:)]))(?P<said>D?[anRTKez]{1,5})")


@dataclass(slots=True, eq=False)
class Member:
    """A person of the article; ``name`` is the fullest form met so far, ``places`` are the tokens where full forms
    begin, in order."""

    name: str
    gender: Gender
    is_person: bool
    places: list[int] = field(default_factory=list)

    def last_before(self, at: int) -> int:
        """The last place before the token ``at``, -1 if there is none."""
        number = bisect_left(self.places, at)
        return self.places[number - 1] if number else -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A speaker before it is tied to a quotation: a member of the cast, or only a name or a description. ``mention`` is
    where the article points at them, if that is not where it first names the member."""

    name: str
    member: Member | None
    evidence: Evidence
    sure: bool
    role: Span | None = None
    mention: Span | None = None


class Cast:
    """The people of a text. Built in one pass; roles are looked up when asked for."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.members: list[Member] = []
        self._by_word: dict[str, list[Member]] = {}
        self._by_name: dict[str, Member] = {}
        self._roles: dict[Member, Span | None] = {}
        self._words = frozenset(text.lows)
        sentences = (one for number in range(len(text.paragraphs)) for one in text.sentences(number))
        runs = [(text.token_at(one.start), text.token_at(one.end)) for one in sentences]
        named = [phrase for run in runs if text.search(_FULL, *run) for phrase in self._find_names(*run)]
        for phrase in named:
            self._learn(phrase)
        for phrase in named:  # Mrs Ruiz
            met = self._by_word.get(text.words(phrase.last - 1, phrase.last).lower(), ()) if phrase.title else ()
            if len(met) == 1 and met[0].gender is Gender.UNKNOWN:
                met[0].gender = gender_of_role(phrase.title or "")

    def _find_names(self, first: int, end: int) -> Iterator[Phrase]:
        """The phrases with a name, those inside others too: Ana Ruiz’s boat, the party of Ana Ruiz."""
        letters = self.text.letters
        for phrase in find_phrases(self.text, first, end):
            start = self.text.token_at(phrase.naming.start) if phrase.name else phrase.last
            owner = letters.find("O", phrase.first, min(start, end - 1)) + 1
            if owner:
                yield from self._find_names(phrase.first, owner)
            if phrase.name is not None:
                yield phrase
            else:
                inner = self.text.search(_FULL, owner if 0 < owner < phrase.last else phrase.first + 1, phrase.last)
                yield from self._find_names(inner.start(), phrase.last) if inner else ()

    def _learn(self, phrase: Phrase) -> None:
        """Somebody with a full name; where no capital tells one, it stands beside a role or after a verb."""
        text = self.text
        first, last = text.token_at(phrase.naming.start), text.token_at(phrase.naming.end)
        is_given = text.is_given(first)
        is_known = is_given or phrase.role is not None or text.letters[phrase.first - 1] in "VLF"
        first += text.letters[first] == "S" and not is_given
        name = text.words(first, last) if first < last and (is_known or not text.caseless) else ""
        if text.capital_nouns and name.endswith("s") and text.lows[last - 1][:-1] in self._words:
            name = name[:-1]  # Anna Ruiz’ Partei, und Anna Brunns
        name = name.removesuffix("'s").removesuffix("’s").rstrip("’'")
        words = tokens_of(name)
        if len(words) > 1 and not self._cut_short(words):
            self._meet(name, first)

    def _meet(self, name: str, place: int) -> Member:
        known = self._by_name.get(name) or self._find_same(name)
        words = tokens_of(name)
        if known is None:
            is_place = any(self.text.language.is_a(word, "places") for word in words[1:])  # or a body
            known = Member(name, gender_of(name), is_person=words[0] in first_names() and not is_place)
            self.members.append(known)
        elif len(words) > len(tokens_of(known.name)):
            known.name = name
        for word in words:
            if known not in self._by_word.setdefault(word, []):
                self._by_word[word].append(known)
        self._by_name[name] = known
        known.places.append(place)
        return known

    def _find_same(self, name: str) -> Member | None:
        """The only member that a full name means, whatever its form."""
        words = tokens_of(name)
        fitting = self._by_word.get(words[-1], ())[:_MOST_NAMESAKES] if words else ()
        same = [member for member in fitting if is_same_person(member.name, name)]
        exact = [member for member in same if tokens_of(member.name)[0] == words[0]]
        return exact[0] if exact else same[0] if len(same) == 1 else None

    def identify(self, phrase: Phrase, *, speaks: bool) -> Identity | None:
        """Whom a name means, None where it fits two people; a full name that ``speaks`` is a person's from then on."""
        name = plain(phrase.naming.of(self.text.body))
        words = tokens_of(name)
        if not words:
            return None
        unknown = Identity(name=name, member=None, evidence=Evidence.NAMED, sure=True)
        gender = gender_of_role(phrase.title or "")
        if {"of", "for"} & set(name.split()):
            return unknown  # the Department of Homeland Security is not Homeland Security
        if len(words) > 1:
            known = self._by_name.get(name) or self._find_same(name)
            holding = [one for one in self._by_word.get(words[-1], ()) if set(words) <= set(tokens_of(one.name))]
            holding = holding or self._cut_short(words)
            if known is None and speaks and not holding:
                known = self._meet(name, self.text.token_at(phrase.naming.start))
            if known is None and len(holding) == 1:
                return meant(holding[0], Evidence.NAMED, sure=False)
            return meant(known, Evidence.NAMED, sure=True) if known else unknown
        found = self._named(words[0], gender)
        if not found:
            return (self._spelt_out(name) if name.isupper() else None) or unknown
        return self._among(found, phrase) if len(found) > 1 else meant(found[0], Evidence.NAMED, sure=True)

    def _spelt_out(self, name: str) -> Identity | None:
        """What letters stand for: the National Union of Rowers (NUR); the PM, of whom the prime minister is."""
        if spelt := find_defined(self.text.body).get(name):
            return Identity(name=spelt, member=None, evidence=Evidence.NAMED, sure=True)
        roles = ((one, self.role_of(one)) for one in self.members[:_FIRST] if len(name) > 1)
        told = ((one, role.of(self.text.body).upper().split()) for one, role in roles if role)
        held = [one for one, words in told if "".join(word[0] for word in words).endswith(name)]
        return meant(held[0], Evidence.NOMINAL, sure=False) if len(held) == 1 else None

    def _cut_short(self, words: Sequence[str]) -> list[Member]:
        """Whose surname opens what looks like a name, where no capital ends one: ودعا غروندبرغ الأطراف."""
        namesakes = self._by_word.get(words[0], ()) if self.text.caseless else ()
        return [one for one in namesakes if tokens_of(one.name)[-1] == words[0]]

    def _named(self, word: str, gender: Gender) -> list[Member]:
        """The members that a single name can mean, those whose surname it is first."""
        fitting = self._by_word.get(word, [])
        if gender is not Gender.UNKNOWN:
            fitting = [member for member in fitting if member.gender in (gender, Gender.UNKNOWN)]
        people = [member for member in fitting if member.is_person] or fitting
        return [member for member in people if tokens_of(member.name)[-1] == word] or people

    def _among(self, found: Sequence[Member], phrase: Phrase) -> Identity | None:
        """One of several of a surname: the one with that role, else the one whom the article names most, the last of
        equals; None where two stand side by side."""
        if phrase.role is not None:
            said = set(phrase.role.of(self.text.body).lower().split())
            roles = ((member, self.role_of(member)) for member in found)
            holders = [one for one, role in roles if role and said & set(role.of(self.text.body).lower().split())]
            if len(holders) == 1:
                return meant(holders[0], Evidence.NAMED, sure=True)
        told = [(bisect_left(one.places, phrase.first), one) for one in found]
        (number, first), (others, second) = sorted(told, key=lambda pair: (-pair[0], pair[1].places[0]))[:2]
        if number and number == others:
            last, other = first.last_before(phrase.first), second.last_before(phrase.first)
            if abs(self.text.starts[last] - self.text.starts[other]) < _SIDE_BY_SIDE:
                return None
            first = second if other > last else first
        return meant(first, Evidence.NAMED, sure=False)

    def label(self, label: Span) -> Identity:
        """Who a transcript's label names: MS. OSEI, Hana Sato, THE REPORTER."""
        words = label.of(self.text.body).split()
        is_a = self.text.language.is_a
        while len(words) > 1 and is_a(words[0].lower().rstrip(".").removeprefix("ال"), "courtesy", "titles"):
            words.pop(0)
        name = " ".join(words)
        telling = tokens_of(name)
        named = self._named(telling[-1], Gender.UNKNOWN) if telling else []
        found = [one for one in named if set(telling) <= set(tokens_of(one.name))]
        if len(found) == 1:
            return meant(found[0], Evidence.NAMED, sure=True)
        if is_a(words[0].lower(), "definite"):  # THE CHAIR
            holders = [one for one in self.members[:_FIRST] if words[-1].lower() in self.said_of(one).lower().split()]
            if len(holders) == 1:
                return meant(holders[0], Evidence.NOMINAL, sure=False)
            name = name.lower() if name.isupper() else name
        return Identity(name=name, member=None, evidence=Evidence.NAMED, sure=True)

    def guest(self, *, before: int) -> Identity | None:
        """The person whom an interview is with: the one that the lines before an offset name most, or last."""
        named, token = self.met(before=before), self.text.token_at(before)
        if not named:
            return None
        guest = max(named, key=lambda one: (one.is_person, bisect_left(one.places, token), -one.places[0]))
        return meant(guest, Evidence.NOMINAL, sure=len(named) == 1)

    def met(self, *, before: int) -> list[Member]:
        """The people whom the text before an offset names, of the first few of the article."""
        token = self.text.token_at(before)
        return [one for one in self.members[:_FIRST] if one.places[0] < token and self.could_be_person(one)]

    def could_be_person(self, member: Member) -> bool:
        """Whether a member is a person, or has a name like one and no "the" before it."""
        is_a = self.text.language.is_a
        if member.is_person or member.name.isupper() or any(is_a(word, "places") for word in tokens_of(member.name)):
            return member.is_person
        before = (self.text.lows[place - 1] for place in member.places[:_MOST_PLACES])
        return not any(is_a(low, "definite") or low.endswith(("'s", "’s")) for low in before)

    def role_of(self, member: Member) -> Span | None:
        """What the article says of a member beside the name; the first that it says."""
        if member not in self._roles:
            roles = (self._find_role(place) for place in member.places[:_MOST_PLACES])
            self._roles[member] = next((role for role in roles if role is not None), None)
        return self._roles[member]

    def said_of(self, member: Member) -> str:
        """The words of a member's role, and of what the article says besides that she is: her aunt, Ana Ruiz, a pilot;
        Ana Ruiz, who is her sister; Ana Ruiz is the last pilot."""
        role = self.role_of(member)
        ends = (self.text.past("[NSTCi]+", place, place + 6) for place in member.places[:_MOST_PLACES])
        clauses = (_IS.match(self.text.letters, end) for end in ends)
        said = [self.text.words(*match.span("said")) for match in clauses if match]
        return " ".join([role.of(self.text.body) if role else "", *said])

    def _find_role(self, place: int) -> Span | None:
        """The role beside the name that holds a token: before it, or an apposition on either side."""
        text = self.text
        line = text.letters.rfind("\n", 0, place) + 1
        owner = text.match("[NSTCi]*O", place)  # Mayor Ana Ruiz’s boat
        for at in range(max(line, place - _BEFORE), place + 1):
            phrase = parse(text, at, owner.end() if owner else None)
            if phrase is None or phrase.name is None or not phrase.first <= place < phrase.last:
                continue
            return phrase.role or self._apposed(phrase.last)
        return None

    def _apposed(self, at: int) -> Span | None:
        """, the mayor of Ostrava Falls, : a description after a name, up to the next comma or stop."""
        match = self.text.match(r"[,-](?:0n?,)*(?P<said>a?[^,;:.()\n\-QwtqXVZa]*)(?P<verb>[XVZ])?", at)
        if match is None or match["verb"] or not match["said"]:
            return None
        start, end = match.span("said")
        is_led = self.text.lows[start] in ("a", "an", "the") and self.text.letters[end - 1] not in "NS"
        return self.text.span(start, end) if is_led or re.match(r"(?!g).*[RTKe]", match["said"]) else None


def meant(member: Member, evidence: Evidence, *, sure: bool) -> Identity:
    """A member of the cast as a speaker."""
    return Identity(name=member.name, member=member, evidence=evidence, sure=sure)


def doubted(found: Identity | None) -> Identity | None:
    """The same, with a warning."""
    return found and replace(found, sure=False)
