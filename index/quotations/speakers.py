"""The people who are quoted in a story: one person each, whatever the articles call them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from rapidfuzz import fuzz

from index.languages import READ, Language, load
from index.languages.initialisms import INITIALISMS
from index.languages.names import FULL, fold_name, is_same_person, tokens_of
from index.languages.tokens import JOINED
from index.types import ArticleId, Evidence, Kind, Quotation

_ALIKE = 82  # of 100; below it two strings of rapidfuzz's ratio are different names
_GOES_BY = r"(?:go(?:es)? by|called|known as|nicknamed|dubbed)(?: the name)? [“\"'‘]?%s\b"
_NEAR = 160  # characters between a name and what else its owner is called
_SHORTEST_PLURAL = 3  # letters that are none
_UNTELLING = ("determiners", "of_for", "of_names", "prepositions", "tail_prepositions", "vague")
# What initials of an office stand for: a CEO is a chief executive, and an officer by the way.
_OFFICES = {initials.lower(): full.removesuffix(" officer") for initials, full, *_ in INITIALISMS if full.islower()}
_OFFERED = frozenset((Kind.DIRECT, Kind.MIXED))


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who is quoted. ``name`` is the fullest form; ``roles`` pairs an article with its words for the person;
    ``quotations`` counts what is offered as theirs: neither scare quotes nor reported speech."""

    name: str
    aliases: tuple[str, ...]
    roles: tuple[tuple[ArticleId, str], ...]
    quotations: int


def people(quotations: Iterable[Quotation]) -> tuple[Person, ...]:
    """The named speakers of one story, most quoted first; speakers without a name are nobody's alias."""
    by_name: defaultdict[str, list[Quotation]] = defaultdict(list)
    for quotation in quotations:
        if quotation.speaker is not None and not is_description(quotation.speaker.name):
            by_name[quotation.speaker.name].append(quotation)
    found = []
    for names in _groups(list(by_name)):
        said = [quotation for name in names for quotation in by_name[name]]
        roles = dict.fromkeys((quotation.article.id, quotation.role) for quotation in said if quotation.role)
        number = sum(quotation.kind in _OFFERED for quotation in said)
        told = tuple((article, role) for article, role in roles if role)
        found.append(Person(name=names[0], aliases=tuple(names[1:]), roles=told, quotations=number))
    return tuple(sorted(found, key=lambda person: (-person.quotations, person.name)))


def find_person(people: Iterable[Person], query: str, *, at_least: float = _ALIKE) -> tuple[Person, ...]:
    """The people whom a name can mean, best first: part of a name, or one with a slip of the pen, is enough.
    ``at_least`` is how well its words must fit those of a name, of 100."""
    words = tuple(word for word in tokens_of(query) if word not in load("en").words["titles"]) or tokens_of(query)
    scored = [(max(_likeness(words, alias) for alias in (person.name, *person.aliases)), person) for person in people]
    kept = [(score, person) for score, person in scored if score >= at_least]
    return tuple(person for _, person in sorted(kept, key=lambda pair: (-pair[0], -pair[1].quotations, pair[1].name)))


def find_speakers(quotations: Sequence[Quotation], query: str) -> frozenset[str]:
    """The names by which the articles call whom ``query`` means: a name, part of one, or a role ("the mayor"); none for
    one without words."""
    if not query.strip():
        return frozenset()
    words = load("en").words
    kinds = words["titles"] | words["roles"] | words["bodies"] | words["crowds"]
    if is_description(query) or kinds.issuperset(_words(query)):
        return _find_described(quotations, query)
    office, of, _ = query.partition(" of ")  # the mayor of Halvik is neither Halvik nor its council
    is_office = of and not (words["titles"] | words["roles"]).isdisjoint(_plain(office))
    if is_office and (described := _find_described(quotations, query)):
        return described
    known, telling = people(quotations), _telling(query)
    fitting = [person for person in known if _fits(query, person)] or find_person(known, query)[:1]
    titled = [person for person in fitting if any(telling & _telling(role) for _, role in person.roles)]
    found = frozenset(name for person in titled or fitting for name in (person.name, *person.aliases))
    return found or _find_nicknamed(quotations, query) or _find_described(quotations, query)


def _find_described(quotations: Iterable[Quotation], query: str) -> frozenset[str]:
    """The speakers of whom the articles say what a query says: "a relative", "Boone's campaign manager"; of a role that
    is somebody's or something's ("its secretary"), the words of the paragraph before it tell whose."""
    wanted, found = _plain(query), set()
    for one in quotations:
        if not wanted or one.speaker is None:
            continue
        body, name, role = one.article.body, one.speaker.name, one.speaker.role
        is_described = one.speaker.evidence is Evidence.NOMINAL  # the farmer, by whom Walt Low is meant
        mention = one.speaker.mention.of(body) if is_described else ""
        told = _telling(f"{mention} {'' if ' ' in name and name.istitle() else name} {one.role or ''}")
        before = body[body.rfind("\n", 0, role.start) + 1 : role.start] if role else ""
        if wanted & told and not _any("possessives").isdisjoint(_words(before)[-1:]):
            told |= _telling(before)
        found |= {one.speaker.name} if wanted <= told else set()
    return frozenset(found)


def _find_nicknamed(quotations: Iterable[Quotation], query: str) -> frozenset[str]:
    """The speakers who go by a name: Thaddeus Boone, a rancher who goes by Tad."""
    first, *rest = query.split()
    goes_by = re.compile(_GOES_BY % re.escape(first))
    found = []
    for one in quotations:
        name, match = one.speaker.name if one.speaker else "", goes_by.search(one.article.body)
        if match is not None and set(rest) <= set(name.split()) and not is_description(name or "a"):
            found.append((one.article.body.rfind(name, max(0, match.start() - _NEAR), match.start()), name))
    return frozenset(name for at, name in sorted(found)[-1:] if at >= 0 and name[0].isupper())


def _fits(query: str, person: Person) -> bool:
    """Whether every word of a query but its titles is one of the person's names, or the query a form of the name."""
    if len(tokens_of(query)) > 1 and is_same_person(query, person.name):
        return True
    words, titles = tokens_of(query), load("en").words["titles"]
    words_of = (word for name in (person.name, *person.aliases) for word in (*tokens_of(name), *_words(name)))
    names = {part for word in words_of for part in (word, *word.split("-"))}
    telling = {word for word in words if word in names or word not in titles}
    return bool(telling) and telling <= names


def _telling(text: str) -> frozenset[str]:
    """The words of a description, and the wider ones that they can be meant by."""
    words = _plain(text)
    return words | {wide for wide, *narrow in load("en").wider if words & set(narrow)}


def _plain(text: str) -> frozenset[str]:
    spelt = (part for word in _words(text) for part in _OFFICES.get(word, word).split())
    words = {_singular(word) for word in spelt} - _any(*_UNTELLING)
    return frozenset(FULL.get(word, word) for word in words)


@cache
def _any(*classes: str) -> frozenset[str]:
    """The words of some classes in every language."""
    return frozenset(_singular(word) for tag in READ for name in classes for word in load(tag).words.get(name, ()))


def _singular(word: str) -> str:
    ending = "es" if word.endswith("sses") else "" if word.endswith("ss") or len(word) <= _SHORTEST_PLURAL else "s"
    return word.removesuffix(ending)


def _words(text: str) -> list[str]:
    return [word.removesuffix("'s") for word in JOINED.findall(fold_name(text))]


def is_description(name: str) -> bool:
    """ "A senior official" and "el alcalde": nobody that another article could mean."""
    first, *rest = name.split()
    if rest and first.lower() in ("a", "an"):
        return True  # an official at the State Department
    is_led = any(load(tag).is_a(first.lower(), "determiners") for tag in READ)
    is_small = first.islower() and load("de").is_a(first, "determiners")  # ein Beamter, where every noun has a capital
    return is_led and (is_small or not any(word[0].isupper() for word in rest[-1:]))


def is_body(description: str) -> bool:
    """ "The county council", "the union of ambulance workers", "el grupo de vecinos": a body that is called by its
    kind, not what one has written. In Arabic nothing stands before a body: it is no description to begin with."""
    first, *rest = description.split()
    return any(
        language.is_a(first.lower(), "definite", "possessives")
        and language.is_a(head, "bodies")
        and not language.is_a(head, "documents")
        for language in map(load, READ)
        if (head := _head(language, rest))
    )


def _head(language: Language, words: Sequence[str]) -> str | None:
    """The noun behind a determiner: in English the last word before what it is of, in German the first with a capital,
    else the first."""
    if language.tag == "en":
        ends = ("of_for", "prepositions", "relatives", "that")
        *_, head = [None, *takewhile(lambda word: not language.is_a(word, *ends), map(str.lower, words))]
        return head
    return next((word.lower() for word in words if word[0].isupper() or "capital_nouns" not in language.traits), None)


def _groups(names: Sequence[str]) -> list[list[str]]:
    """Names of one person together; a single name joins the only full name that holds it as a surname."""
    groups: list[list[str]] = []
    by_surname: defaultdict[str, list[list[str]]] = defaultdict(list)  # names of one person end alike
    for name in sorted(names, key=lambda name: -len(tokens_of(name))):
        words = tokens_of(name)
        near = by_surname[words[-1]] if words else []
        fitting = [group for group in near if is_same_person(group[0], name)]
        if not fitting and len(words) == 1:
            fitting = [group for group in near if len(tokens_of(group[0])) > 1]
        if len(fitting) == 1:
            fitting[0].append(name)
        else:
            near.append([name])
            groups.append(near[-1])
    return groups


def _likeness(words: Sequence[str], name: str) -> float:
    """How well the words of a query fit those of a name, of 100; the beginning of a word is nearly the word."""
    others = tokens_of(name)
    if not words or not others:
        return 0.0
    return sum(max(_word_likeness(word, other) for other in others) for word in words) / len(words)


def _word_likeness(word: str, other: str) -> float:
    is_opening = len(word) >= 3 and other.startswith(word)
    return 90.0 + 10.0 * len(word) / len(other) if is_opening else fuzz.ratio(word, other)
