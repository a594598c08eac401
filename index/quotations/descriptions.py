"""Who a description means: "the ambassador", "the official", "a senior aide"."""

from __future__ import annotations

from itertools import chain, islice

from index.quotations import lexicon
from index.quotations.cast import Cast, Member
from index.quotations.identities import Identity, identify_member
from index.quotations.layout import Layout
from index.quotations.mentions import Mentions
from index.quotations.phrases import Phrase
from index.types import Evidence

_POINTING = frozenset(("the", "that", "this"))
_INDEFINITE = frozenset("a an one another two three four five several some many most few other each every no".split())
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
_LONGEST = 6  # words of a description that can point back at somebody
_SENTENCES_BACK = 16
_PARAGRAPHS_BACK = 5
_MOST_MEMBERS = 200  # whose roles are looked at


class Descriptions:
    """Resolves descriptions in the order of reading; remembers the speakers that have no name."""

    def __init__(self, layout: Layout, cast: Cast, mentions: Mentions) -> None:
        self._layout, self._cast, self._mentions = layout, cast, mentions
        self._unnamed: list[Identity] = []

    def hear(self, identity: Identity) -> None:
        """Remembers a speaker who has no name."""
        self._unnamed.append(identity)

    def resolve(self, phrase: Phrase) -> Identity:
        """Whom a description means: somebody with a name, somebody who was described before, or only itself."""
        text = phrase.span.of(self._cast.text)
        words = [word.strip(",.").lower() for word in text.split()]
        definite = words[0] in _POINTING | {"his", "her", "their"} and phrase.head in lexicon.ROLES
        itself = Identity(name=text, member=None, evidence=Evidence.NOMINAL, sure=not definite)
        if words[0] in _INDEFINITE or phrase.head not in lexicon.ROLES or len(words) > _LONGEST:
            return itself
        content = set(words) - lexicon.DETERMINERS
        unnamed = self._unnamed_before(phrase.span.start, content) if words[0] in _POINTING else None
        return unnamed or self._by_role(phrase, content) or self._only_person_near(phrase) or itself

    def _unnamed_before(self, at: int, content: set[str]) -> Identity | None:
        """The unnamed official, caller or witness that "the official" goes back to."""
        before = islice(self._layout.backwards(at, paragraphs=_PARAGRAPHS_BACK), _SENTENCES_BACK)
        told = (mention.identity for sentence in before for mention in reversed(self._mentions.read(sentence)))
        for identity in chain(told, reversed(self._unnamed)):
            words = identity.name.lower().split()
            if identity.member is None and words[0] in _INDEFINITE and (content <= set(words) or content == {"person"}):
                return Identity(name=identity.name, member=None, evidence=Evidence.NOMINAL, sure=True)
        return None

    def _by_role(self, phrase: Phrase, content: set[str]) -> Identity | None:
        """The last mentioned person whose role has the same head: the ambassador."""
        at = phrase.span.start
        members = self._cast.members[:_MOST_MEMBERS]
        holders = [member for member in members if self._has_role(member, phrase, content)]
        if phrase.head == "doctor" and not holders:
            holders = [member for member in members if self._is_doctor(member)]
        if not holders:
            return None
        last = max(holders, key=lambda member: max((start for start in member.starts if start < at), default=-1))
        return identify_member(last, Evidence.NOMINAL, sure=len(holders) == 1)

    def _has_role(self, member: Member, phrase: Phrase, content: set[str]) -> bool:
        if member.starts[0] >= phrase.span.start or not self._cast.could_be_person(member):
            return False
        role = self._cast.role_of(member)
        return role is not None and _fits(content, phrase.head, role.of(self._cast.text))

    def _is_doctor(self, member: Member) -> bool:
        start = member.starts[0]
        return "Dr." in self._cast.text[max(0, start - 4) : start]

    def _only_person_near(self, phrase: Phrase) -> Identity | None:
        """ "The candidate" right after a sentence with one person and no role in it."""
        before = next(self._layout.backwards(phrase.span.start, paragraphs=0), None)
        if before is None or len(phrase.span.of(self._cast.text).split()) != 2:
            return None
        near = {mention.identity.name: mention for mention in self._mentions.read(before)}
        if len(near) != 1:
            return None
        (mention,) = near.values()
        member = mention.identity.member
        if member is None or not mention.sighting.subject or self._cast.role_of(member) is not None:
            return None
        return identify_member(member, Evidence.NOMINAL, sure=False)


def _fits(content: set[str], head: str, role: str) -> bool:
    plain = (word.strip(",.").lower() for word in role.split())
    words = {_FULL.get(word, word) for word in plain}
    owners = {word for word in content if word.endswith(("'s", "’s"))}
    return head in words and owners <= words and len(content & words) >= len(content) - 1
