"""Who is meant: from the phrase beside a cue to a person of the article, with how sure that is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from index.passages import sentences
from index.quotations import lexicon
from index.quotations.cast import Cast, Member, looks_like_name
from index.quotations.cues import find_subject, rename
from index.quotations.names import Gender, gender_of_role, tokens_of
from index.quotations.phrases import Phrase, Sort, Token, is_adverb, is_finite, parse, tokenise
from index.types import Evidence, Span

_POINTING = frozenset(("the", "that", "this"))
_GENDERS = {"he": Gender.MALE, "she": Gender.FEMALE}
_FULL = {
    "sen": "senator",
    "rep": "representative",
    "gov": "governor",
    "lt": "lieutenant",
    "sgt": "sergeant",
    "capt": "captain",
    "gen": "general",
    "col": "colonel",
    "prof": "professor",
    "rev": "reverend",
    "adm": "admiral",
}
_SENTENCES_BACK = 14
_WINDOW = 5  # sentences within which the best candidate wins, not the nearest
_PER_SENTENCE = 0.9  # what a sentence of distance takes off a candidate's fitness
_CLEAR = 0.8  # the lead over the next best at which a candidate is sure
_DEEPEST = 6  # pronouns that wait for one another
_FIRST_PERSON = frozenset(("i", "we", "you"))
_INDEFINITE = frozenset("a an one another two three four five several some many most few other each every no".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A speaker before it is tied to a quotation: a member of the cast, or only a description."""

    name: str
    member: Member | None
    evidence: Evidence
    sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mention:
    span: Span
    identity: Identity
    gender: Gender
    subject: bool
    joined: bool  # one of "X and Y"
    plural: bool

    @property
    def start(self) -> int:
        return self.span.start


class Resolver:
    """Resolves the phrases of one article in the order of reading; remembers who spoke where."""

    def __init__(self, text: str, paragraphs: Sequence[Span], cast: Cast) -> None:
        self._text, self._paragraphs, self._cast = text, paragraphs, cast
        self._starts = [paragraph.start for paragraph in paragraphs]
        self._sentences: dict[int, list[Span]] = {}
        self._mentions: dict[int, list[_Mention]] = {}
        self._pronouns: dict[int, Identity] = {}
        self._pending: set[int] = set()
        self._anonymous: list[Identity] = []
        self._speakers: list[Identity] = []

    def resolve(self, phrase: Phrase) -> Identity | None:
        """Who the phrase means; None where the article leaves it open."""
        match phrase.sort:
            case Sort.NAME:
                return self._name(phrase)
            case Sort.NOMINAL:
                found = self._description(phrase)
                if found is not None and found.member is None:
                    self._anonymous.append(found)
                return found
            case Sort.PRONOUN:
                found = self._pronoun(phrase)
                if found is not None:
                    self._pronouns[phrase.span.start] = found
                return found

    def guest(self, at: int) -> Identity | None:
        """The person whom an interview is with: the one that the lines before it name most, or last."""
        named = [member for member in self._cast.members if member.starts[0] < at and self._could_be_person(member)]
        if not named:
            return None
        most = max(
            named, key=lambda member: (member.is_person, sum(start < at for start in member.starts), -member.starts[0])
        )
        return Identity(name=most.name, member=most, evidence=Evidence.NOMINAL, sure=len(named) == 1)

    def labelled(self, label: Span) -> Identity | None:
        """Who a transcript's label names: MS. OSEI, Hana Sato, THE REPORTER."""
        words = label.of(self._text).split()
        while len(words) > 1 and words[0].lower().rstrip(".") in lexicon.COURTESY | lexicon.TITLES:
            words.pop(0)
        name = " ".join(words)
        if words[0].lower() in lexicon.DETERMINERS:
            return Identity(name=name, member=None, evidence=Evidence.NOMINAL, sure=True)
        found = [
            m
            for m in self._cast.named(words[-1], gender=Gender.UNKNOWN)
            if set(tokens_of(name)) <= set(tokens_of(m.name)) and not m.name.isupper()
        ]
        if len(found) == 1:
            return Identity(name=found[0].name, member=found[0], evidence=Evidence.NAMED, sure=True)
        return Identity(name=name, member=None, evidence=Evidence.NAMED, sure=True)

    def _name(self, phrase: Phrase, *, speaks: bool = True) -> Identity | None:
        name = phrase.naming.of(self._text)
        words = tokens_of(name)
        if not words:
            return None
        if len(words) > 1 and words[0] not in ("de", "van", "von", "der", "del", "da", "di", "la", "al", "bin"):
            member = self._cast.admit(phrase) if speaks else self._cast.find_same(name)
            shown = member.name if member else name
            return Identity(name=shown, member=member, evidence=Evidence.NAMED, sure=True)
        gender = gender_of_role(phrase.title or "")
        found = self._cast.named(name, gender=gender)
        if len(found) == 1 or (found and len(name) > 1 and gender is not Gender.UNKNOWN and found[0].gender is gender):
            chosen = next((member for member in found if member.gender is gender), found[0])
            if gender is not Gender.UNKNOWN and chosen.gender is Gender.UNKNOWN:
                chosen.gender = gender
            return Identity(name=chosen.name, member=chosen, evidence=Evidence.NAMED, sure=True)
        if found:
            return self._among(found, phrase)
        return Identity(name=name, member=None, evidence=Evidence.NAMED, sure=True)

    def _among(self, found: list[Member], phrase: Phrase) -> Identity | None:
        """One of several of a surname: the one whose full name the article gives most often, if clearly so."""
        at = phrase.span.start
        if phrase.role is not None:
            said = {word.lower() for word in phrase.role.of(self._text).split()}
            holders = [
                m
                for m in found
                if (role := self._cast.role_of(m)) and said & {word.lower() for word in role.of(self._text).split()}
            ]
            if len(holders) == 1:
                return Identity(name=holders[0].name, member=holders[0], evidence=Evidence.NAMED, sure=True)
        ranked = sorted(
            found, key=lambda member: (-sum(1 for start in member.starts if start < at), min(member.starts))
        )
        first, second = ranked[0], ranked[1]
        before = [[start for start in member.starts if start < at] for member in (first, second)]
        if before[0] and before[1] and len(before[0]) == len(before[1]) and abs(before[0][-1] - before[1][-1]) < 120:
            return None
        if before[0] and before[1] and len(before[0]) == len(before[1]) and before[1][-1] > before[0][-1]:
            first = second
        return Identity(name=first.name, member=first, evidence=Evidence.NAMED, sure=False)

    def _description(self, phrase: Phrase) -> Identity | None:
        text = phrase.span.of(self._text)
        words = [word.strip(",.").lower() for word in text.split()]
        definite = words[0] in _POINTING | {"his", "her", "their"} and phrase.head in lexicon.ROLES
        itself = Identity(name=text, member=None, evidence=Evidence.NOMINAL, sure=not definite)
        if words[0] in _INDEFINITE or phrase.head not in lexicon.ROLES or len(words) > 6:
            return itself
        content = set(words) - lexicon.DETERMINERS
        unnamed = self._anonymous_before(phrase.span.start, content) if words[0] in _POINTING else None
        return unnamed or self._by_role(phrase, content) or itself

    def _anonymous_before(self, at: int, content: set[str]) -> Identity | None:
        """The unnamed official, caller or witness that "the official" goes back to."""
        number, parts = self._locate(at)
        paragraph = bisect_right(self._starts, at) - 1
        before = parts[max(0, number - 16) : number][::-1]
        for earlier in range(paragraph - 1, max(-1, paragraph - 6), -1):
            before += reversed(self.parts(earlier))
        known = (mention.identity for sentence in before[:16] for mention in reversed(self._read(sentence)))
        for identity in chain(known, reversed(self._anonymous)):
            words = identity.name.lower().split()
            generic = content == {"person"} and any(word in lexicon.ROLES for word in words)
            if identity.member is None and words[0] in _INDEFINITE and (content <= set(words) or generic):
                return Identity(name=identity.name, member=None, evidence=Evidence.NOMINAL, sure=True)
        return None

    def _by_role(self, phrase: Phrase, content: set[str]) -> Identity | None:
        """The last mentioned person whose role has the same head: the ambassador."""
        head = phrase.head
        holders = []
        for member in self._cast.members[:200]:
            role = (
                self._cast.role_of(member)
                if member.starts[0] < phrase.span.start and self._could_be_person(member)
                else None
            )
            if role is not None and _fits(content, head, role.of(self._text)):
                holders.append(member)
        if head == "doctor" and not holders:
            holders = [
                m for m in self._cast.members[:200] if "Dr." in self._text[max(0, m.starts[0] - 4) : m.starts[0]]
            ]
        if len(holders) == 1:
            return Identity(name=holders[0].name, member=holders[0], evidence=Evidence.NOMINAL, sure=True)
        if holders:
            last = max(
                holders,
                key=lambda member: max((start for start in member.starts if start < phrase.span.start), default=-1),
            )
            return Identity(name=last.name, member=last, evidence=Evidence.NOMINAL, sure=False)
        return self._only_person_near(phrase)

    def _only_person_near(self, phrase: Phrase) -> Identity | None:
        """ "The candidate" right after a sentence with one person and no role in it."""
        if len(phrase.span.of(self._text).split()) != 2:
            return None
        number, parts = self._locate(phrase.span.start)
        if number == 0:
            return None
        near = {mention.identity.name: mention for mention in self._read(parts[number - 1])}
        if len(near) == 1:
            mention = next(iter(near.values()))
            if (
                mention.identity.member is not None
                and mention.subject
                and self._cast.role_of(mention.identity.member) is None
            ):
                return Identity(
                    name=mention.identity.name, member=mention.identity.member, evidence=Evidence.NOMINAL, sure=False
                )
        return None

    def _pronoun(self, phrase: Phrase) -> Identity | None:
        if phrase.head in _FIRST_PERSON:
            return None
        gender = _GENDERS.get(phrase.head, Gender.UNKNOWN)
        if phrase.head in ("it", "they") and (thing := self._thing(phrase)):
            return thing
        found = self._antecedent(phrase.span.start, gender, phrase.head)
        if found is None:
            return None
        member = found.identity.member
        if member is not None and member.gender is Gender.UNKNOWN and gender is not Gender.UNKNOWN:
            member.gender = gender
        return found.identity

    def _thing(self, phrase: Phrase) -> Identity | None:
        """The body or the people that "it" or "they" goes back to: the subject of one of the two sentences before."""
        number, parts = self._locate(phrase.span.start)
        paragraph = bisect_right(self._starts, phrase.span.start) - 1
        before = [*(self.parts(paragraph - 1) if paragraph else []), *parts[max(0, number - 2) : number]]
        for sentence in reversed(before[-2:]):
            tokens = tokenise(self._text, sentence.start, min(sentence.end, sentence.start + 600))
            subject = find_subject(tokens, len(tokens))
            if subject is None or subject.sort is Sort.PRONOUN:
                continue
            plural = subject.head in lexicon.CROWDS or subject.head.endswith("s")
            identity = self._name(subject, speaks=False) if subject.sort is Sort.NAME else self._description(subject)
            if identity is None or (identity.member is not None and identity.member.is_person):
                continue
            if subject.sort is Sort.NAME or (
                plural == (phrase.head == "they") and (plural or subject.head in lexicon.BODIES)
            ):
                return Identity(name=identity.name, member=None, evidence=Evidence.PRONOUN, sure=False)
        return None

    def _antecedent(self, at: int, gender: Gender, pronoun: str) -> _Mention | None:
        ranked: list[tuple[float, int, _Mention]] = []
        for distance, mentions in enumerate(self._backwards(at)):
            if distance >= _WINDOW and ranked:
                break
            ranked += [
                (_fitness(mention, gender) - _PER_SENTENCE * distance, distance, mention)
                for mention in mentions
                if mention.start < at and _may_be(mention, gender, pronoun)
            ]
        if not ranked:
            return self._forward(at, gender, pronoun)
        ranked.sort(key=lambda entry: (-entry[0], entry[2].start))
        score, distance, best = ranked[0]
        rivals = [entry for entry in ranked[1:] if entry[2].identity.name != best.identity.name]
        if (
            rivals
            and best.joined
            and rivals[0][2].joined
            and rivals[0][1] == distance
            and rivals[0][2].gender is best.gender
        ):
            return None
        clear = not rivals or score - rivals[0][0] >= _CLEAR
        known = best.gender is gender and gender is not Gender.UNKNOWN
        sure = best.identity.sure and clear and distance <= 3 and (known or not rivals)
        return _with(best, evidence=Evidence.PRONOUN, sure=sure)

    def hear(self, identity: Identity | None) -> None:
        """Remembers who spoke."""
        if identity is not None:
            self._speakers.append(identity)

    def _forward(self, at: int, gender: Gender, pronoun: str) -> _Mention | None:
        """“I was nine,” she said. Catalina Rojas remembers the night."""
        number, parts = self._locate(at)
        paragraph = bisect_right(self._starts, at) - 1
        following = parts[number + 1 : number + 2] or (
            self.parts(paragraph + 1)[:1] if paragraph + 1 < len(self._paragraphs) else []
        )
        for sentence in following:
            for mention in self._read(sentence):
                if (
                    mention.start > at
                    and _may_be(mention, gender, pronoun)
                    and mention.subject
                    and mention.gender is gender
                ):
                    return _with(mention, evidence=Evidence.PRONOUN, sure=False)
        for known in reversed(self._speakers):
            if known.member is not None and self._cast.courtesy_gender(known.member) in (gender, Gender.UNKNOWN):
                identity = Identity(name=known.name, member=known.member, evidence=Evidence.PRONOUN, sure=False)
                return _Mention(
                    span=Span(start=at, end=at + 1),
                    identity=identity,
                    gender=gender,
                    subject=True,
                    joined=False,
                    plural=False,
                )
        return None

    def carried(self, at: int, *, since: int) -> tuple[Identity, Span] | None:
        """Who goes on speaking at ``at`` without a cue: whom the sentence before is about.

        Only what stands after ``since``, the end of the speech before, is read.
        """
        number, parts = self._locate(at)
        before = [part for part in parts[max(0, number - 3) : number] if part.end > since]
        if not before and parts and parts[number].start < at:
            before = [Span(start=parts[number].start, end=at)]
        paragraph = bisect_right(self._starts, at) - 1
        if not before and paragraph and self._paragraphs[paragraph].start >= at - 2:
            before = [part for part in self.parts(paragraph - 1) if part.end > since]
        for sentence in reversed(before[-3:]):
            mentions = [
                mention
                for mention in self._read(sentence)
                if mention.start >= since and mention.subject and not mention.plural
            ]
            names = {mention.identity.name for mention in mentions}
            if mentions:
                sure = len(names) == 1 and mentions[0].identity.sure
                first = mentions[0].identity
                return Identity(name=first.name, member=first.member, evidence=Evidence.CARRIED, sure=sure), mentions[
                    0
                ].span
        return None

    def _locate(self, at: int) -> tuple[int, list[Span]]:
        """The number of the sentence that holds ``at`` within its paragraph, and the paragraph's sentences."""
        paragraph = max(0, bisect_right(self._starts, at) - 1)
        parts = self.parts(paragraph)
        return max(0, bisect_right(parts, at, key=lambda part: part.start) - 1), parts

    def parts(self, paragraph: int) -> list[Span]:
        """The sentences of a paragraph, by its number."""
        if paragraph not in self._sentences:
            self._sentences[paragraph] = sentences(self._text, self._paragraphs[paragraph])
        return self._sentences[paragraph]

    def _backwards(self, at: int) -> Iterator[list[_Mention]]:
        """The people in the sentence of ``at`` and in those before it, nearest first."""
        number, parts = self._locate(at)
        paragraph = bisect_right(self._starts, at) - 1
        before = parts[max(0, number - _SENTENCES_BACK) : number + 1][::-1]
        while len(before) < _SENTENCES_BACK and paragraph > 0:
            paragraph -= 1
            before += reversed(self.parts(paragraph)[-_SENTENCES_BACK:])
        for sentence in before[:_SENTENCES_BACK]:
            yield self._read(sentence, at=at)

    def _read(self, sentence: Span, *, at: int | None = None) -> list[_Mention]:
        """The people that a sentence mentions outside quotations, in order."""
        key = sentence.start
        partial = at is not None and sentence.start <= at < sentence.end
        if key not in self._mentions or partial:
            found = list(self._scan(sentence))
            if partial:
                return found
            self._mentions[key] = found
        return self._mentions[key]

    def _scan(self, sentence: Span) -> list[_Mention]:
        tokens = tokenise(self._text, sentence.start, min(sentence.end, sentence.start + 900))
        main = find_subject(tokens, len(tokens))
        found: list[_Mention] = []
        at = 0
        while at < len(tokens):
            phrase = rename(tokens, parse(tokens, at))
            identity = self._mentioned(phrase) if phrase is not None else None
            if phrase is None or identity is None:
                at = phrase.last if phrase is not None else at + 1
                continue
            possessive = tokens[phrase.last - 1].is_possessive
            after = phrase.last
            while after < len(tokens) and is_adverb(tokens[after]):
                after += 1
            verb = after < len(tokens) and (
                is_finite(tokens[after])
                or tokens[after].text == ","
                or (tokens[after].low.endswith("s") and tokens[after].text.islower())
            )
            governed = at > 0 and (tokens[at - 1].low in lexicon.PREPOSITIONS or is_finite(tokens[at - 1]))
            spoke = (
                at > 0
                and tokens[at - 1].low in lexicon.SPEECH
                and at > 1
                and (tokens[at - 2].is_quote or tokens[at - 2].text == ",")
            )
            is_main = main is not None and main.span.start <= phrase.span.start < main.span.end
            joined = (
                after < len(tokens)
                and tokens[after].low == "and"
                and after + 1 < len(tokens)
                and tokens[after + 1].is_capital
            ) or (at > 1 and tokens[at - 1].low == "and" and bool(found) and tokens[at - 2].is_capital)
            found.append(
                _Mention(
                    span=phrase.span,
                    identity=identity,
                    gender=self._gender(identity, phrase),
                    subject=(is_main or spoke or (verb and not governed) or joined) and not possessive,
                    joined=joined,
                    plural=phrase.sort is Sort.NOMINAL
                    and (
                        phrase.head in lexicon.CROWDS
                        or (phrase.head.endswith("s") and phrase.head[:-1] in lexicon.ROLES)
                    ),
                )
            )
            at = _past_apposition(tokens, phrase)
        return found

    def _mentioned(self, phrase: Phrase) -> Identity | None:
        """The person that a phrase means, without taking it for a speaker; None for things and places."""
        if phrase.sort is Sort.PRONOUN:
            return self._told_pronoun(phrase)
        if phrase.sort is Sort.NOMINAL:
            if (
                phrase.head not in lexicon.ROLES and phrase.head not in lexicon.CROWDS
            ) or phrase.head in lexicon.BODIES:
                return None
            return self._description(phrase)
        identity = self._name(phrase, speaks=False)
        if identity is None or (identity.member is None and phrase.title is None and phrase.role is None):
            return None
        return identity if identity.member is None or self._could_be_person(identity.member) else None

    def _told_pronoun(self, phrase: Phrase) -> Identity | None:
        """Whom "he" or "she" means in the telling, between the quotations."""
        at = phrase.span.start
        if (
            at not in self._pronouns
            and phrase.head in _GENDERS
            and len(self._pending) < _DEEPEST
            and at not in self._pending
        ):
            self._pending.add(at)
            found = self._antecedent(at, _GENDERS[phrase.head], phrase.head)
            self._pending.discard(at)
            if found is not None:
                self._pronouns[at] = found.identity
        return self._pronouns.get(at)

    def _could_be_person(self, member: Member) -> bool:
        return member.is_person or (
            looks_like_name(member.name)
            and self._text[max(0, member.starts[0] - 4) : member.starts[0]].lower() != "the "
        )

    def _gender(self, identity: Identity, phrase: Phrase) -> Gender:
        if identity.member is not None:
            gender = self._cast.courtesy_gender(identity.member)
            if gender is Gender.UNKNOWN and (role := self._cast.role_of(identity.member)):
                gender = gender_of_role(role.of(self._text))
            return gender
        return gender_of_role(phrase.span.of(self._text))


def _past_apposition(tokens: Sequence[Token], phrase: Phrase) -> int:
    """Where the words after a name that only describe it end."""
    if phrase.sort is Sort.NAME and phrase.last + 1 < len(tokens) and tokens[phrase.last].text == ",":
        described = parse(tokens, phrase.last + 1)
        if described is not None and described.sort is Sort.NOMINAL:
            return described.last
    return phrase.last


def _fitness(mention: _Mention, gender: Gender) -> float:
    """How well a mention of the right number and gender suits a pronoun, before distance is taken off."""
    known = 3.0 if mention.gender is gender else 1.5 if mention.identity.member is not None else 0.0
    return known + (1.6 if mention.subject else 0.0)


def _fits(content: set[str], head: str, role: str) -> bool:
    words = {_FULL.get(word.strip(",.").lower(), word.strip(",.").lower()) for word in role.split()}
    owners = {word for word in content if word.endswith(("'s", "’s"))}
    return head in words and owners <= words and len(content & words) >= len(content) - 1


def _may_be(mention: _Mention, gender: Gender, pronoun: str) -> bool:
    if pronoun in ("they", "it"):
        return mention.plural if pronoun == "they" else False
    if mention.plural:
        return False
    return mention.gender in (gender, Gender.UNKNOWN)


def _with(mention: _Mention, *, evidence: Evidence, sure: bool) -> _Mention:
    identity = Identity(name=mention.identity.name, member=mention.identity.member, evidence=evidence, sure=sure)
    return _Mention(
        span=mention.span,
        identity=identity,
        gender=mention.gender,
        subject=mention.subject,
        joined=mention.joined,
        plural=mention.plural,
    )
