"""The people of one article: every full name in it, what it says of them, and which of them a short name means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from index.quotations.names import Gender, gender_of, gender_of_role, is_same_person, tokens_of
from index.quotations.phrases import Phrase
from index.quotations.roles import find_role
from index.quotations.runs import Name, find_names, looks_like_name, looks_personal
from index.types import Span

_MOST_NAMESAKES = 20  # members of one surname that a name is compared with
_MOST_PLACES = 12  # of a name at which a role is looked for


@dataclass(slots=True)
class Member:
    """A person of the article; ``name`` is the fullest form met so far, ``starts`` where full forms stand."""

    name: str
    gender: Gender
    is_person: bool
    starts: list[int] = field(default_factory=list)


class Cast:
    """The people of a masked body. Built in one pass; roles are looked up when asked for."""

    def __init__(self, text: str, paragraphs: Sequence[Span]) -> None:
        self.text = text
        self.members: list[Member] = []
        self._by_word: dict[str, list[Member]] = {}
        self._by_name: dict[str, Member] = {}
        self._roles: dict[int, Span | None] = {}
        self._courtesy: dict[str, Gender] = {}
        for paragraph in paragraphs:
            if not _is_headline(paragraph.of(text)):
                self._read(paragraph)

    def _read(self, paragraph: Span) -> None:
        for name in find_names(self.text, paragraph):
            if " " in name.text:
                self._meet(name)
            elif name.gender is not Gender.UNKNOWN:
                self._courtesy[tokens_of(name.text)[0]] = name.gender

    def _meet(self, name: Name) -> Member:
        known = self._by_name.get(name.text) or self.find_same(name.text)
        words = tokens_of(name.text)
        if known is None:
            guess = name.gender if name.gender is not Gender.UNKNOWN else gender_of(name.text)
            known = Member(name.text, guess, is_person=looks_personal(name.text))
            self.members.append(known)
            for word in dict.fromkeys(words):
                self._by_word.setdefault(word, []).append(known)
        elif len(words) > len(tokens_of(known.name)):
            known.name = name.text
        known.is_person = known.is_person or name.titled
        self._by_name[name.text] = known
        known.starts.append(name.start)
        return known

    def find_same(self, name: str) -> Member | None:
        """The member that a full name means, whatever its form."""
        words = tokens_of(name)
        for member in self._by_word.get(words[-1], ())[:_MOST_NAMESAKES] if words else ():
            if is_same_person(member.name, name):
                return member
        return None

    def admit(self, phrase: Phrase) -> Member:
        """The member of a full name that speaks; it is a person from then on."""
        name = phrase.naming.of(self.text)
        gender = gender_of_role(phrase.title or "")
        known = self._by_name.get(name) or self.find_same(name)
        return known or self._meet(Name(text=name, start=phrase.naming.start, gender=gender, titled=True))

    def named(self, word: str, *, gender: Gender) -> list[Member]:
        """The members that a single name can mean, those whose surname it is first."""
        low = tokens_of(word)[-1] if tokens_of(word) else word.lower()
        fitting = self._by_word.get(low, [])
        if gender is not Gender.UNKNOWN:
            fitting = [member for member in fitting if member.gender in (gender, Gender.UNKNOWN)]
        people = [member for member in fitting if member.is_person] or fitting
        surnames = [member for member in people if tokens_of(member.name)[-1] == low]
        return surnames or [member for member in people if tokens_of(member.name)[0] == low] or people

    def courtesy_gender(self, member: Member) -> Gender:
        """The gender of a member, with what "Mrs. Clark" tells of the only Clark."""
        surname = tokens_of(member.name)[-1]
        if member.gender is Gender.UNKNOWN and len(self._by_word.get(surname, ())) == 1:
            return self._courtesy.get(surname, Gender.UNKNOWN)
        return member.gender

    def could_be_person(self, member: Member) -> bool:
        """Whether a member is a person, or has a name like one and no "the" before it."""
        start = member.starts[0]
        after_the = self.text[max(0, start - 4) : start].lower() == "the "
        return member.is_person or (looks_like_name(member.name) and not after_the)

    def role_of(self, member: Member) -> Span | None:
        """What the article says of a member beside the name; the first that it says."""
        key = id(member)
        if key not in self._roles:
            roles = (find_role(self.text, start) for start in member.starts[:_MOST_PLACES])
            self._roles[key] = next((role for role in roles if role is not None), None)
        return self._roles[key]


def _is_headline(line: str) -> bool:
    """A short line without a stop in which nearly every word has a capital."""
    words = [word for word in line[:300].split() if word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in words)
    return 3 <= len(words) <= 20 and capitals >= 0.75 * len(words) and len(line) < 200
