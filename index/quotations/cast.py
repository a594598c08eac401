"""The people of one article: every full name in it, what it says of them, and which of them a short name means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index.quotations import lexicon
from index.quotations.names import Gender, first_names, gender_of, gender_of_role, is_same_person, tokens_of
from index.quotations.phrases import Phrase, Sort, Token, parse, tokenise
from index.types import Span

# Two capitalised words or more, titles and initials among them. It begins with a set of letters, which makes it fast.
_TITLED = r"[A-ZÀ-Þ](?:(?:rs?|s|en|ep|ov|t|ol|gt|apt|rof|ev|dm)\.(?=[ \u00a0,])|\.|[\w’'-]*)"
_RUN = re.compile(
    rf"{_TITLED}(?:[ \u00a0](?:{_TITLED}"
    r"|(?:de|van|von|der|den|del|della|di|da|dos|bin|al|la)(?=[ ](?:[a-z]{2,4} )?[A-ZÀ-Þ])"
    r"|[“\"][A-Z][\w ]{1,16}[”\"](?= [A-Z])))+"
)
_PLACES_AND_BODIES = frozenset(
    "house department university college party committee street avenue senate congress court council ministry "
    "states state county city school church hospital press news times post journal bank company group institute "
    "foundation fund association union club team league office bureau agency force forces army navy center centre "
    "park road river lake island islands airport building hall square bridge valley beach act bill law war day week "
    "award prize york hampshire carolina dakota mexico jersey america american americans republican republicans "
    "democrat democrats democratic national international north south east west new white supreme super air united "
    "san los las fox abc nbc cbs cnn msnbc facebook twitter google campaign tower towers street wall project "
    "conference convention summit report reports kingdom nations union council zealand korea arabia africa syria "
    "iraq iran east washington reuters associated today tonight america's "
    "ohio iowa florida texas virginia georgia michigan wisconsin pennsylvania california nevada "
    "inc corp llc".split()
)


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
        self._text = text
        self._paragraphs = paragraphs
        self.members: list[Member] = []
        self._by_word: dict[str, list[Member]] = {}
        self._by_name: dict[str, Member] = {}
        self._roles: dict[int, Span | None] = {}
        self._courtesy: dict[str, Gender] = {}
        for paragraph in paragraphs:
            if not _is_headline(paragraph.of(text)):
                self._read(paragraph)

    def _read(self, paragraph: Span) -> None:
        for run in _RUN.finditer(self._text, paragraph.start, paragraph.end):
            for start, name, gender, titled in _names_in(run.group(), run.start()):
                if " " in name:
                    self._meet(name, start, gender, titled=titled)
                elif gender is not Gender.UNKNOWN:
                    self._courtesy[tokens_of(name)[0]] = gender

    def _meet(self, name: str, start: int, gender: Gender, *, titled: bool) -> Member:
        known = self._by_name.get(name) or self.find_same(name)
        if known is None:
            guess = gender if gender is not Gender.UNKNOWN else gender_of(name)
            known = Member(name, guess, is_person=titled or _looks_personal(name))
            self.members.append(known)
            for word in dict.fromkeys(tokens_of(name)):
                self._by_word.setdefault(word, []).append(known)
        elif len(tokens_of(name)) > len(tokens_of(known.name)):
            known.name = name
        if gender is not Gender.UNKNOWN and known.gender is Gender.UNKNOWN:
            known.gender = gender
        known.is_person = known.is_person or titled
        self._by_name[name] = known
        known.starts.append(start)
        return known

    def find_same(self, name: str) -> Member | None:
        words = tokens_of(name)
        for member in self._by_word.get(words[-1], ())[:20] if words else ():
            if is_same_person(member.name, name):
                return member
        return None

    def admit(self, phrase: Phrase) -> Member:
        """The member of a full name that speaks; it is a person from then on."""
        name = phrase.naming.of(self._text)
        member = self._by_name.get(name) or self.find_same(name)
        if member is None:
            member = self._meet(name, phrase.naming.start, gender_of_role(phrase.title or ""), titled=True)
        return member

    def named(self, word: str, *, gender: Gender) -> list[Member]:
        """The members that a single name can mean, those whose surname it is first."""
        low = tokens_of(word)[-1] if tokens_of(word) else word.lower()
        found = [
            member
            for member in self._by_word.get(low, ())
            if gender is Gender.UNKNOWN or member.gender in (gender, Gender.UNKNOWN)
        ]
        people = [member for member in found if member.is_person] or found
        surnames = [member for member in people if tokens_of(member.name)[-1] == low]
        return surnames or [member for member in people if tokens_of(member.name)[0] == low] or people

    def courtesy_gender(self, member: Member) -> Gender:
        """The gender of a member, with what "Mrs. Clark" tells of the only Clark."""
        surname = tokens_of(member.name)[-1]
        if member.gender is Gender.UNKNOWN and len(self._by_word.get(surname, ())) == 1:
            return self._courtesy.get(surname, Gender.UNKNOWN)
        return member.gender

    def role_of(self, member: Member) -> Span | None:
        """What the article says of a member beside the name; the first that it says."""
        key = id(member)
        if key not in self._roles:
            roles = (self._role_at(start) for start in member.starts[:12])
            self._roles[key] = next((role for role in roles if role is not None), None)
        return self._roles[key]

    def _role_at(self, start: int) -> Span | None:
        text = self._text
        low = max(text.rfind("\n", 0, start) + 1, start - 120)
        if text.count('"', low, start) % 2:
            low = text.index('"', low) + 1  # not from the middle of a quotation
        high = text.find("\n", start, start + 260)
        tokens = tokenise(text, low, high if high >= 0 else min(len(text), start + 260))
        for at in range(len(tokens)):
            phrase = parse(tokens, at)
            if phrase is None or phrase.name is None or not phrase.name.start <= start < phrase.name.end:
                continue
            if phrase.role is not None and phrase.head not in lexicon.FUNCTION_WORDS:
                return phrase.role
            return _apposition_before(tokens, at) or _apposition_after(tokens, phrase.last)
        return None


def _names_in(run: str, start: int) -> Iterator[tuple[int, str, Gender, bool]]:
    """The names in a run of capitals: where each starts, the gender that its title gives, and if it has a title."""
    words = [(match.start(), match.group()) for match in re.finditer(r"[“\"][^”\"]*[”\"]|\S+", run)]
    while (
        words
        and words[0][1].lower().rstrip(".") in lexicon.FUNCTION_WORDS
        and words[0][1] not in ("Will", "May", "April", "June")
    ):
        words.pop(0)
    begin, gender, titled = 0, Gender.UNKNOWN, False
    for number, (_, word) in enumerate(words):
        low = word.lower().rstrip(".")
        if word.endswith(("'s", "’s")) and number + 1 < len(words):
            begin, gender, titled = number + 1, Gender.UNKNOWN, False
        elif (
            (low in lexicon.TITLES or low in lexicon.COURTESY)
            and number + 1 < len(words)
            and not (low in first_names() and number + 2 == len(words))
        ):
            begin, gender, titled = number + 1, gender_of_role(low), True
    words = words[begin:]
    if not words:
        return
    name = run[words[0][0] :]
    yield start + words[0][0], name[:-2] if name.endswith(("'s", "’s")) else name.rstrip("’'"), gender, titled


def _looks_personal(name: str) -> bool:
    words = tokens_of(name)
    return words[0] in first_names() and not any(word in _PLACES_AND_BODIES for word in words[1:]) and len(words) <= 4


def looks_like_name(name: str) -> bool:
    """Whether a name of two or three words could be a person's though its first name is not known."""
    words = tokens_of(name)
    return 2 <= len(words) <= 4 and not any(word in _PLACES_AND_BODIES for word in words) and not name.isupper()


def _is_headline(line: str) -> bool:
    """A short line without a stop in which nearly every word has a capital."""
    words = [word for word in line[:300].split() if word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in words)
    return 3 <= len(words) <= 20 and capitals >= 0.75 * len(words) and len(line) < 200


def _apposition_after(tokens: Sequence[Token], at: int) -> Span | None:
    """, the mayor of Ostrava Falls, : a description after a name, up to the next comma or stop."""
    at = _past_brackets(tokens, at)
    if at >= len(tokens) or tokens[at].text not in (",", "—"):
        return None
    at += 1
    while at + 1 < len(tokens) and tokens[at].text.isdigit() and tokens[at + 1].text == ",":
        at += 2
    if at >= len(tokens) or not _opens_description(tokens, at):
        return None
    end = at
    while end < len(tokens) and (tokens[end].is_word or tokens[end].text == "/") and not tokens[end].is_quote:
        if tokens[end].low in ("who", "whose", "whom", "which", "where", "that") or (
            end > at and tokens[end].low in lexicon.AUXILIARIES | lexicon.ADVERBS
        ):
            break
        if tokens[end].low in lexicon.SPEECH and lexicon.SPEECH[tokens[end].low] == "past":
            break
        end += 1
    if end == at or end - at > 22:
        return None
    phrase = parse(tokens, at)
    if tokens[at].low in ("a", "an", "the") and phrase is not None and phrase.sort is Sort.NOMINAL:
        return Span(start=tokens[at].start, end=tokens[end - 1].end)
    has_role = any(token.low in lexicon.ROLES or token.low.rstrip("s") in lexicon.ROLES for token in tokens[at:end])
    agent = any(
        token.text[0].islower() and token.low.endswith(("er", "or", "ist", "ian", "man", "woman", "ent", "ant"))
        for token in tokens[at:end]
    )
    if not (has_role or agent):
        return None
    return Span(start=tokens[at].start, end=tokens[end - 1].end)


def _opens_description(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if token.low in ("the", "a", "an", "his", "her", "their", "its", "one", "another"):
        return True
    if token.is_possessive:
        return True
    phrase = parse(tokens, at)
    if phrase is None:
        return token.text[0].islower() and any(near.low in lexicon.ROLES for near in tokens[at : at + 3])
    return phrase.sort is Sort.NOMINAL or phrase.role is not None


def _apposition_before(tokens: Sequence[Token], at: int) -> Span | None:
    """The minister, Maeve Kinsella, : a description before a name."""
    if at < 2 or tokens[at - 1].text != ",":
        return None
    for first in range(max(0, at - 12), at - 1):
        phrase = parse(tokens, first)
        if phrase is not None and phrase.last == at - 1 and phrase.sort is Sort.NOMINAL:
            determined = phrase.span
            if first == 0 or tokens[first - 1].low not in lexicon.PREPOSITIONS:
                return determined if phrase.head in lexicon.ROLES else None
    return None


def _past_brackets(tokens: Sequence[Token], at: int) -> int:
    if at < len(tokens) and tokens[at].text == "(":
        while at < len(tokens) and tokens[at].text != ")":
            at += 1
        return at + 1
    return at
