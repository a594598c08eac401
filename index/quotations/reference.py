"""Who is meant: from the phrase beside a cue to a person of the article, with how sure that is."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, islice

from index.languages.names import FULL, Gender, gender_of_role, plain
from index.quotations.grammar import is_of_woman, is_within, main_subject
from index.quotations.people import Cast, Identity, Member, meant
from index.quotations.phrases import Phrase, Sort, find_phrases, parse
from index.quotations.text import Text
from index.types import Evidence, Span

_FIRST_PERSON = frozenset(("i", "we", "you"))
_WINDOW = 5  # sentences within which the best candidate wins, not the nearest
_SENTENCES_BACK, _PARAGRAPHS_BACK = 14, 14
_PER_SENTENCE = 0.9  # what a sentence of distance takes off a candidate's fitness
_CLEAR = 0.8  # the lead over the next best at which a candidate is sure
_SURE_DISTANCE = 3  # sentences
_LONGEST = 160  # tokens of a sentence that are read
_CARRIED_FROM = 3  # sentences before a speech without a cue that can tell who goes on
_PERSON = re.compile("D[^oOPf]*[RTe]")  # the goalkeeper
_AGED = re.compile(r"\b(\d+)-year-old\b")
_AGE = re.compile(r"(?:,| \() ?(?:aged? )?(\d{1,3})(?=[,.)])")  # Ana Ruiz, 54
_NAME_AND_AGE = 60  # characters of the two words before an age
_TAGGED = re.compile("Q[^Q]*[VWY]")  # “I sank,” Ana Ruiz said.
_LED = re.compile("^(?:[ld]['’]|ال)")
_HEADLINES = 1  # paragraphs before the first of an article
_MOST_MEMBERS = 200  # whose roles are looked at
_BODY = re.compile(r"(?P<article>D)[na0]*[NS]{0,4}B(?P<own>[NS]+)?")  # die Stadt, la haute cour, le club Air Sud
_BODY_REACH = 4  # sentences
_ACTS = re.compile(r"a*[,XZVLWYFSz]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mention:
    """Somebody in a sentence: ``subject`` when it does something there, ``joined`` when it is one of "X and Y"."""

    phrase: Phrase
    identity: Identity
    gender: Gender
    subject: bool
    joined: bool
    plural: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    mention: _Mention
    distance: int  # in sentences
    score: float


class Resolver:
    """Resolves the phrases of one article in the order of reading; remembers who spoke."""

    def __init__(self, text: Text, cast: Cast) -> None:
        self._text, self._cast = text, cast
        self._read: dict[int, list[_Mention]] = {}  # by where a sentence ends
        self._unnamed: deque[Identity] = deque(maxlen=_MOST_MEMBERS)
        self._words: dict[Member, frozenset[str]] = {}
        self._openings: dict[str, frozenset[str]] = {}
        self._introduced: dict[str, Identity] = {}  # who was described, then named, by the head of the description
        self._known: dict[int, Identity | None] = {}  # pronouns, by token
        self._asking = False  # what a pronoun of the telling means
        self._phrases: dict[tuple[int, int], tuple[Phrase, ...]] = {}  # by the tokens of a sentence
        he, she = text.language.words["he"], text.language.words["she"]
        self._genders = dict.fromkeys(he, Gender.MALE) | dict.fromkeys(she, Gender.FEMALE)
        self._wider = text.language.wider
        self._contraries = [frozenset(pair) for pair in text.language.antonyms]

    def resolve(self, phrase: Phrase) -> Identity | None:
        """Who speaks, by the phrase beside the cue; None where the article leaves it open."""
        if phrase.sort is Sort.NAME:
            known = self._cast.identify(phrase, speaks=True)
            if self._text.letters[phrase.first] == "D" and not (known and known.member):  # la Bretonne
                described = replace(phrase, sort=Sort.NOMINAL, head=self._text.lows[phrase.last - 1])
                is_native = self._text.language.is_a(described.head, "natives")
                return self._told_of(described) or (self._describe(described) if is_native else known)
            if known and known.member and known.member.places[0] == self._text.token_at(phrase.naming.start):
                self._introduce(phrase, known.member)
            return known
        letters = self._text.letters[phrase.first : phrase.last]
        if letters in ("S", "T"):  # a surname alone, or a noun
            known = self._cast.identify(phrase, speaks=False)
            if known is not None and known.member is not None:
                return replace(known, sure=False)
        if phrase.sort is Sort.PRONOUN:
            return self._pronoun(phrase)
        found = self._told(self._describe(phrase), phrase)
        if found.member is None:
            self._unnamed.append(found)
        return found

    def carried(self, at: int, *, since: int) -> tuple[Identity, Span] | None:
        """Who goes on speaking at offset ``at`` without a cue, and where it says so: whom the sentence before is about.

        Only what stands after ``since``, the end of the speech before, is read.
        """
        for sentence in self._before(at)[:_CARRIED_FROM]:
            mentions = [one for one in self._mentions(sentence) if one.phrase.span.start >= since]
            if sentence.start < since:  # the tag of the speech before, which tells nothing new but by a name
                mentions = [one for one in mentions if one.phrase.sort is Sort.NAME]
            subjects = [one for one in mentions if one.subject and not one.plural]
            if not subjects and self._text.inverts:  # Aufs Rad steigt nur Ana Ruiz.
                named = [one for one in mentions if one.phrase.sort is Sort.NAME and not self._within(one.phrase)]
                subjects = named if len({one.identity.name for one in named}) == 1 else []
            if subjects:
                first = subjects[0]
                identity = self._told(first.identity, first.phrase)
                sure = identity.sure and not first.joined and len({one.identity.name for one in subjects}) == 1
                return replace(identity, evidence=Evidence.CARRIED, sure=sure), first.phrase.span
            if self._text.inverts and sentence.start >= since and (thing := self._thing_of(sentence)):
                return replace(thing, evidence=Evidence.CARRIED), sentence
        return None

    def _before(self, at: int) -> list[Span]:
        """The sentences before ``at``, nearest first; the lead of its own where there is none in its paragraph."""
        paragraph, number = self._text.locate(at)
        sentences = self._text.sentences(paragraph)
        before = sentences[max(0, number - _CARRIED_FROM) : number]
        if not before and sentences[number].start < at:
            before = [Span(start=sentences[number].start, end=at)]
        if not before or (self._text.caseless and not number):
            before = [*self._text.sentences(paragraph - 1), *before]
        return before[::-1]

    def dropped(self, cue: Span, found: tuple[Identity, Span] | None) -> tuple[Identity, Span] | None:
        """Who speaks by an Arabic verb alone: whom it was ``found`` to be, unless nobody or of the other gender."""
        at = self._text.token_at(cue.start)
        gender = Gender.FEMALE if is_of_woman(self._text, at) else Gender.MALE
        member = found and found[0].member
        if found and (member is None or member.gender in (gender, Gender.UNKNOWN)):
            return found
        start = at if found else self._first_of(cue)  # a name beside the verb would be its subject
        other = self._antecedent(start, gender, cue.of(self._text.body))
        is_met = other and (found or not other.member or other.member.last_before(start) >= 0)
        return (other, cue) if other and is_met else None

    # --- mentions ---

    def _mentions(self, sentence: Span) -> list[_Mention]:
        """The people that a sentence mentions, in order."""
        known = self._read.get(sentence.end)
        if known is None:
            known = self._read[sentence.end] = list(self._find_mentions(sentence))
        return known

    def _read_sentence(self, sentence: Span) -> tuple[int, int, Sequence[Phrase]]:
        """The first token of a sentence, the end of what is read of it, and its phrases."""
        first = self._text.token_at(sentence.start)
        end = min(self._text.token_at(sentence.end), first + _LONGEST)
        if (first, end) not in self._phrases:
            self._phrases[first, end] = tuple(find_phrases(self._text, first, end))
        return first, end, self._phrases[first, end]

    def _find_mentions(self, sentence: Span) -> Iterator[_Mention]:
        text = self._text
        first, end, phrases = self._read_sentence(sentence)
        main = main_subject(text, first, end, phrases)
        last: Phrase | None = None
        identity: Identity | None = None
        for phrase in phrases:
            is_beside = last is not None and text.letters[last.last : phrase.first] == ","
            last = phrase
            if is_beside and phrase.sort is Sort.NOMINAL and identity is not None:
                continue  # the person before it
            identity = self._mentioned(phrase) or self._owner(phrase)
            if identity is not None:
                yield self._mention(phrase, identity, first, end, main)

    def _mention(self, phrase: Phrase, identity: Identity, first: int, end: int, main: Phrase | None) -> _Mention:
        letters = self._text.letters
        before, lead = letters[phrase.first - 1 : phrase.first], letters[first : phrase.first]
        joined = bool(re.match("c[NSTC]", letters[phrase.last : phrase.last + 2]) or re.search("[NSTC]c$", lead))
        acts = _ACTS.match(letters, phrase.last, end) and before not in tuple("PfrXZVLWYF")
        acts = acts and not (before == "c" and letters[phrase.last] == ",")  # between Ed Marr and Ana Ruiz, who row
        spoke = re.search("[Q,][VWYb]$", lead) is not None
        came = before in tuple("FVL") if self._text.caseless else lead.strip("a") == "F"
        opens = not lead and self._text.inverts
        subject = not self._within(phrase) and (phrase is main or bool(acts) or spoke or came or opens)
        return _Mention(
            phrase=phrase,
            identity=identity,
            gender=self._gender(identity, phrase),
            subject=subject,
            joined=joined,
            plural=self._text.language.is_a(phrase.head, "crowds"),
        )

    def _within(self, phrase: Phrase) -> bool:
        return self._text.caseless and is_within(self._text, phrase)

    def _gender(self, identity: Identity, phrase: Phrase) -> Gender:
        if identity.member is None:
            return self._article(phrase) or gender_of_role(phrase.span.of(self._text.body))
        gender = identity.member.gender
        return self._ending(identity.name.partition(" ")[0]) if gender is Gender.UNKNOWN else gender

    def _article(self, phrase: Phrase) -> Gender | None:
        """The gender that the first word of a description betrays: une riveraine; None for one that has none."""
        first = phrase.first
        agrees = self._text.caseless and self._text.letters[first : first + 2] == "SS"  # العجوز السبعينية
        is_a, low = self._text.language.is_a, self._text.lows[first + agrees]
        low = phrase.head if low == "l'" else low  # l’éleveuse
        known = Gender.FEMALE if is_a(low, "female") else Gender.MALE if is_a(low, "male") else self._ending(low)
        untold = Gender.MALE if self._text.caseless else None
        return untold if known is Gender.UNKNOWN else known

    def _ending(self, word: str) -> Gender:
        """The gender that the last letter of a word betrays, in some languages: Halyna, Casimiro."""
        endings = (self._text.language.words.get(name, ()) for name in ("female_endings", "male_endings"))
        female, male = (word.endswith(tuple(one)) for one in endings)
        return Gender.FEMALE if female else Gender.MALE if male else Gender.UNKNOWN

    def _mentioned(self, phrase: Phrase) -> Identity | None:
        """The person that a phrase means, without taking it for a speaker; None for things and places."""
        is_a = self._text.language.is_a
        if phrase.sort is Sort.PRONOUN:
            return self._told_pronoun(phrase, self._genders.get(phrase.head))
        if phrase.sort is Sort.NOMINAL:
            if self._text.letters[phrase.last - 1] == "0":  # die 73-Jährige
                return self._told_pronoun(phrase, self._article(phrase))
            if is_a(phrase.head, "roles", "titles", "crowds"):
                return self._describe(phrase)
            return self._by_role(phrase, {phrase.head}) if self._text.inverts and self._is_definite(phrase) else None
        identity = self._cast.identify(phrase, speaks=False)
        if identity is None or identity.member is None:
            is_addressed = phrase.title is not None or is_a(self._text.lows[phrase.first - 1], "courtesy")
            return identity if is_addressed or phrase.role is not None else None
        return identity if self._cast.could_be_person(identity.member) else None

    def _owner(self, phrase: Phrase) -> Identity | None:
        """The person whose a thing is: Ana Ruiz’s National Union, the party of Ana Ruiz; not her party of Ana Ruiz."""
        text = self._text
        end = text.letters.find("O", phrase.first, phrase.last) + 1
        if not end and text.is_a(phrase.first, "possessives"):
            return None
        for at in range(phrase.first + (not end), end or phrase.last):
            is_of = end or text.inverts or text.letters[at - 1] in "fr"
            one = parse(text, at, end or phrase.last) if is_of else None
            known = self._cast.identify(one, speaks=False) if one and one.sort is Sort.NAME else None
            if known and known.member and known.member.is_person:
                return known
        return None

    # --- descriptions: "the ambassador", "the official", "a senior aide" ---

    def _describe(self, phrase: Phrase) -> Identity:
        """Whom a description means: somebody with a name, somebody who was described before, or only itself."""
        if (body := self._body(phrase)) is not None:
            return body
        name = plain(phrase.span.of(self._text.body))
        words = [word.strip(",.").lower() for word in name.split()]
        is_a = self._text.language.is_a
        is_role = is_a(phrase.head, "roles", "titles")
        is_known = is_role or is_a(phrase.head, "crowds", "bodies")
        is_written = len(words) < 3 and is_a(phrase.head, "documents")  # “I erred,” the statement said: somebody's
        is_open = is_written or is_a(phrase.head, "impersonal") or (is_role and is_a(words[0], "definite"))
        sure = not self._text.inverts and is_known and not is_open
        itself = Identity(name=name, member=None, evidence=Evidence.NOMINAL, sure=sure)
        content = {word for word in words if not is_a(word, "determiners", "that")}
        if len(content) < 2 and is_a(phrase.head, "bodies"):
            named = self._thing(phrase.span.start, phrase.head)  # Oslo Rail paid. “We erred,” the company said.
            return replace(named, evidence=Evidence.NOMINAL) if named else itself
        if is_a(words[0], "indefinite"):  # whom an article opens with it may name later
            number = self._text.locate(phrase.span.start)[0]
            opens = number <= _HEADLINES and number + 1 < len(self._text.paragraphs)
            return replace(itself, sure=sure and not opens)
        unnamed = self._unnamed_before(phrase.span.start, content)
        return unnamed or self._by_age(phrase) or self._by_role(phrase, content) or itself

    def _by_age(self, phrase: Phrase) -> Identity | None:
        """The only person whose age stands beside the name: Ana Ruiz, 54, ... the 54-year-old."""
        age = _AGED.match(phrase.head)
        aged = [one for one in self._cast.members[:_MOST_MEMBERS] if self._age(one) == age[1]] if age else []
        return meant(aged[0], Evidence.NOMINAL, sure=True) if len(aged) == 1 else None

    def _age(self, member: Member) -> str | None:
        """The age that stands beside a name: Ana Ruiz, 54; the 54-year-old pilot Ana Ruiz."""
        said = _AGED.search(self._cast.said_of(member))
        words = tuple(member.name.split()[-2:])
        return said[1] if said else self._ages.get(words) or self._ages.get(words[-1:])

    @cached_property
    def _ages(self) -> Mapping[tuple[str, ...], str]:
        """The last two words before each age, and the last one → the age."""
        found: dict[tuple[str, ...], str] = {}
        for match in _AGE.finditer(self._text.body):
            words = tuple(self._text.body[max(0, match.start() - _NAME_AND_AGE) : match.start()].split()[-2:])
            found |= {words: match[1], words[-1:]: match[1]}
        return found

    def _body(self, phrase: Phrase) -> Identity | None:
        """The ministry, the agency: a body by its name without its article, a bare one by the last one's."""
        name = self._name_body(phrase)
        if name is None:
            return None
        if self._is_bare(name):
            before = islice(self._text.backwards(phrase.span.start, paragraphs=1), _BODY_REACH)
            named = (self._name_body(one) for sentence in before for one in self._read_sentence(sentence)[2])
            name = next((one for one in named if one and not self._is_bare(one)), None)
        return Identity(name=name, member=None, evidence=Evidence.NOMINAL, sure=False) if name else None

    def _is_bare(self, name: str) -> bool:
        """Whether nothing but its kind is told of a body: the agency."""
        return self._text.language.is_a(name.lower().removeprefix("ال"), "bodies")

    def _name_body(self, phrase: Phrase) -> str | None:
        """The words of a phrase that means a definite body, without its article; None for any other."""
        text, is_a = self._text, self._text.language.is_a
        if text.caseless:
            name = text.words(phrase.first, phrase.last)
            is_about = text.letters[phrase.first - 1] not in "Pf" and not is_within(text, phrase)
            return name if text.letters[phrase.first] == "B" and is_about else None
        match = _BODY.match(text.letters, phrase.first, phrase.last)
        if not match or not text.inverts or not is_a(text.lows[phrase.first], "definite"):
            return None
        kind = match.start("own") - 1
        last = next((at for at in range(phrase.first, phrase.last) if is_a(text.lows[at], "loose")), phrase.last)
        has_own = match["own"] and text.body[text.starts[kind]].islower()
        return text.words(kind + 1 if has_own else match.end("article"), last)

    def _told(self, found: Identity, phrase: Phrase) -> Identity:
        """``found``, or whom the sentences before are about if it is nothing but what the phrase says."""
        is_itself = not found.sure and found.name == plain(phrase.span.of(self._text.body))
        return (self._told_of(phrase) if is_itself else None) or found

    def _told_of(self, phrase: Phrase) -> Identity | None:
        """Whom the sentences before are about, where no list of roles can be whole (der Werftleiter, la patinadora), or
        where they give nobody a role (the mayor)."""
        is_a, article = self._text.language.is_a, self._text.lows[phrase.first]
        letters = self._text.letters[phrase.first : phrase.last]
        if not self._is_definite(phrase) or is_a(article, "plural") or is_a(phrase.head, "third_parties", "crowds"):
            return None
        if phrase.head in self._introduced:
            return self._introduced[phrase.head]
        if not self._text.inverts:
            is_now = not any(is_a(low, "once") for low in self._text.lows[phrase.first : phrase.last])
            is_person = is_a(phrase.head, "natives") or (is_now and _PERSON.fullmatch(letters) is not None)
            return self._stands_for(phrase) if is_person else None
        at = self._first_of(phrase.span)  # a name beside it is somebody else's
        others = () if self._text.caseless else self._others(phrase)
        found = self._antecedent(at, self._article(phrase), "", lambda one: one.identity.member not in others)
        found = found or (None if self._text.caseless else self._antecedent(at, None, ""))
        owner = self._owner(phrase)  # le fils de Marc Olive
        is_other = found and found.member and not (owner and owner.member is found.member)
        return replace(found, evidence=Evidence.NOMINAL, sure=False) if found and is_other else None

    def _stands_for(self, phrase: Phrase) -> Identity | None:
        """Whom a description that is nobody's role stands for: Ana Ruiz won. “Never again,” the Leeds swimmer said."""
        at = self._first_of(phrase.span)
        is_told_of = phrase.head in self._text.lows[max(0, at - _LONGEST) : at]  # she rang the dispatcher
        if is_told_of and not any(phrase.head in self._words_of(one) for one in self._cast.members[:_MOST_MEMBERS]):
            return None
        others, aged = self._others(phrase), _AGED.match(phrase.head)

        def fits(mention: _Mention) -> bool:  # no elder sister is the younger one, no chaplain the baker
            one, is_a = mention.identity.member, self._text.language.is_a
            if one is None:
                said = mention.identity.name.lower().split()
                return not any(is_a(word, "roles") and not is_a(word, "male", "female") for word in said)
            is_of_age = not aged or self._age(one) in (None, aged[1])
            return is_of_age and one not in others and phrase.head not in self._words_of(one)

        gender = gender_of_role(phrase.span.of(self._text.body))
        found = self._antecedent(at, None if gender is Gender.UNKNOWN else gender, "", fits=fits)
        is_one = found and found.member and not self._has_other_office(found.member, phrase)
        return replace(found, evidence=Evidence.NOMINAL, sure=False) if found and is_one else None

    def _introduce(self, phrase: Phrase, member: Member) -> None:
        """Whom a sentence is about is who speaks next and was not named before: The mayor left. “No,” said Ana Ruiz."""
        sentence = next(self._text.backwards(phrase.span.start, paragraphs=1), None)
        about = main_subject(self._text, *self._read_sentence(sentence)) if sentence else None
        if about and about.sort is Sort.NOMINAL and self._is_definite(about):
            self._introduced.setdefault(about.head, meant(member, Evidence.NOMINAL, sure=False))

    def _others(self, phrase: Phrase) -> set[Member | None]:
        """Whom a description does not stand for: those named beside it in its sentence, and whoever is told of in the
        tag right before: “I sank,” Ana Ruiz said. “I swam,” the 54-year-old said."""
        text = self._text
        paragraph, number = text.locate(phrase.span.start)
        found: set[Member | None] = set()
        for sentence in text.sentences(paragraph)[max(0, number - 1) : number + 1]:
            first, end, phrases = self._read_sentence(sentence)
            named = [one for one in phrases if one.sort is Sort.NAME]
            if sentence.end < phrase.span.end:
                named = [one for one in phrases[:1] if _TAGGED.match(text.letters, first, end)]
            known = (self._known.get(one.first) or self._mentioned(one) for one in named)
            found |= {one.member for one in known if one}
        return found

    def _first_of(self, span: Span) -> int:
        """The first token of the sentence that a span stands in."""
        paragraph, number = self._text.locate(span.start)
        return self._text.token_at(self._text.sentences(paragraph)[number].start)

    def _has_other_office(self, member: Member, phrase: Phrase) -> bool:
        """Whether a member has another office than a description, which tells neither age nor kin."""
        is_a = self._text.language.is_a
        is_personal = is_a(phrase.head, "personal", "natives", "male", "female") or _AGED.match(phrase.head)
        if is_personal or any(is_a(word, "kin") for word in self._words_of(member)):  # the girls' father
            return False
        role = self._cast.role_of(member)
        said = role.of(self._text.body).lower().split() if role else ()
        return any(is_a(word.strip(",."), "titles") for word in said) or (bool(said) and is_a(phrase.head, "titles"))

    def _is_definite(self, phrase: Phrase) -> bool:
        is_led = self._text.is_a(phrase.first, "definite")
        return is_led or (self._text.caseless and self._text.letters[phrase.first] in "STC")

    def _unnamed_before(self, at: int, content: set[str]) -> Identity | None:
        """The unnamed official, caller or witness that "the official" goes back to."""
        before = islice(self._text.backwards(at, paragraphs=5), 16)
        told = (mention.identity for sentence in before for mention in reversed(self._mentions(sentence)))
        for identity in chain(told, reversed(self._unnamed)):
            words = self._opening(identity.name)
            if words and (content <= words or content == {"person"}):
                return Identity(name=identity.name, member=None, evidence=Evidence.NOMINAL, sure=True)
        return None

    def _opening(self, name: str) -> frozenset[str]:
        """The words of a description that another can go back to, "a senior official"; none of any other."""
        if name not in self._openings:
            words = name.lower().split()
            is_one = self._text.language.is_a(words[0], "indefinite") or words[0].endswith(("'s", "’s"))
            self._openings[name] = frozenset(words if is_one else ())
        return self._openings[name]

    def _by_role(self, phrase: Phrase, content: set[str]) -> Identity | None:
        """The last mentioned person whose role has the same head: the ambassador."""
        members = self._cast.members[:_MOST_MEMBERS]
        before = [one for one in members if one.places[0] < phrase.first]
        holders = [one for one in before if self._has_role(one, phrase, content)]
        if not holders:
            return None
        last = max(holders, key=lambda one: one.last_before(phrase.first))
        is_all_said = content <= {*self._words_of(last), phrase.head}
        is_literal = not self._text.inverts or _bare(phrase.head) in self._cast.said_of(last).lower()
        return meant(last, Evidence.NOMINAL, sure=len(holders) == 1 and is_all_said and is_literal)

    def _has_role(self, member: Member, phrase: Phrase, content: set[str]) -> bool:
        words = self._words_of(member)
        if _bare(phrase.head) not in words:
            return False
        owners = {word for word in content if word.endswith(("'s", "’s"))}
        is_other = any(pair & content and (pair - content) & words for pair in self._contraries)  # the elder sister
        return owners <= words and not is_other

    def _words_of(self, member: Member) -> frozenset[str]:
        """The words of what the article says of a member, and the wider ones that they can be meant by."""
        if member not in self._words:
            plain = (word.strip(",.").lower() for word in self._cast.said_of(member).split())
            words = {_bare(FULL.get(word, word)) for word in plain}
            self._words[member] = frozenset(words | {wide for wide, *narrow in self._wider if words & set(narrow)})
        return self._words[member]

    # --- pronouns ---

    def _pronoun(self, phrase: Phrase) -> Identity | None:
        """Whom a pronoun beside a cue means; a member of unknown gender is of the pronoun's from then on."""
        if phrase.head in _FIRST_PERSON or (self._text.inverts and phrase.head not in self._genders):
            return None
        gender = self._genders.get(phrase.head, Gender.UNKNOWN)
        found = self._thing(phrase.span.start) if phrase.head in ("it", "they") else None
        if found is None and (found := self._antecedent(phrase.first, gender, phrase.head)):
            member = found.member
            if member is not None and member.gender is Gender.UNKNOWN:
                member.gender = gender
        self._known[phrase.first] = found
        return found

    def _told_pronoun(self, phrase: Phrase, gender: Gender | None) -> Identity | None:
        """Whom "he" or "she", or what stands for it, means in the telling, between the quotations."""
        if phrase.first not in self._known and not self._asking and gender is not None:
            self._asking = True  # one leads to a name, not to another that leads to one
            self._known[phrase.first] = self._antecedent(phrase.first, gender, phrase.head)
            self._asking = False
        return self._known.get(phrase.first)

    def _thing(self, at: int, kind: str = "") -> Identity | None:
        """What "it" or "the company" goes back to: in the nearest sentence the name that is its subject and no
        person's, a body or a crowd for a pronoun, or for "the institute" any name with the word in it."""
        for sentence in islice(self._text.backwards(at, paragraphs=3), _BODY_REACH if kind else 2):
            first, end, phrases = self._read_sentence(sentence)
            subject = main_subject(self._text, first, end, phrases)
            for phrase in [one for one in phrases if one is subject or kind in self._text.lows[one.first : one.last]]:
                if phrase.sort is Sort.NAME:
                    found = self._cast.identify(phrase, speaks=False)
                else:
                    is_body = not kind and self._text.language.is_a(phrase.head, "bodies", "crowds")
                    found = self._describe(phrase) if is_body else None
                if found and not (found.member and found.member.is_person):
                    return Identity(name=found.name, member=None, evidence=Evidence.PRONOUN, sure=False)
        return None

    def _thing_of(self, sentence: Span) -> Identity | None:
        """The body that a sentence is about."""
        return next(filter(None, map(self._body, self._read_sentence(sentence)[2])), None)

    def _antecedent(
        self, at: int, gender: Gender | None, pronoun: str, fits: Callable[[_Mention], bool] | None = None
    ) -> Identity | None:
        """Whom a pronoun at token ``at`` means, or a description; only who ``fits``."""
        ranked = sorted(self._candidates(at, gender, pronoun), key=lambda one: (-one.score, one.mention.phrase.first))
        ranked = [one for one in ranked if fits is None or fits(one.mention)]
        best = next((one for one in ranked if self._is_meant(one.mention)), None)
        if best is None:
            return self._last_named(at, gender) or self._forward(at, gender, pronoun)
        identity = self._told(best.mention.identity, best.mention.phrase)  # L'élue a souri. « Non », dit-elle.
        rival = next((one for one in ranked if one.mention.identity.name != identity.name), None)
        if rival is not None and best.mention.joined and rival.mention.joined:
            return None  # Ed Marr and Tom Gray
        clear = rival is None or best.score - rival.score >= _CLEAR + (best.distance == rival.distance)
        known = best.mention.gender is gender or (rival is None and best.mention.subject)
        near = (one.mention for one in ranked if one.distance < best.distance and one.mention.subject)
        is_past = any(one.identity.member is None and self._opening(one.identity.name) for one in near)  # a parent said
        sure = identity.sure and clear and known and not is_past and best.distance <= _SURE_DISTANCE
        return replace(identity, evidence=Evidence.PRONOUN, sure=sure)

    def _last_named(self, at: int, gender: Gender | None) -> Identity | None:
        """Whoever of a gender was named last, or is next, a guess: The sign over Ed Marr’s bar is new. “It works,” he
        says."""
        named = [one for one in self._cast.members[:_MOST_MEMBERS] if one.gender is gender]
        last = max(named, key=lambda one: one.last_before(at), default=None)
        return meant(last, Evidence.PRONOUN, sure=False) if last else None

    def _is_meant(self, mention: _Mention) -> bool:
        """Whether a pronoun may go back to a mention: to no description that itself goes back to nobody (the widow)."""
        is_named = mention.identity.member is not None or mention.phrase.sort is Sort.NAME
        return is_named or not self._is_definite(mention.phrase)

    def _candidates(self, at: int, gender: Gender | None, pronoun: str) -> Iterator[_Candidate]:
        """Those whom the pronoun can mean, from the nearest five sentences or from the first that names any."""
        found = False
        for distance, mentions in enumerate(self._backwards(self._text.starts[at])):
            if distance >= _WINDOW and found:
                return
            for mention in mentions:
                if mention.phrase.first < at and _may_be(mention, gender, pronoun):
                    found = found or self._is_meant(mention)
                    score = _fitness(mention, gender) - _PER_SENTENCE * distance
                    yield _Candidate(mention=mention, distance=distance, score=score)

    def _backwards(self, at: int) -> Iterator[list[_Mention]]:
        """The people in the sentence of offset ``at`` and in those before it, nearest first."""
        paragraph, number = self._text.locate(at)
        yield list(self._find_mentions(self._text.sentences(paragraph)[number]))  # afresh: its pronouns are being asked
        for sentence in islice(self._text.backwards(at, paragraphs=_PARAGRAPHS_BACK), _SENTENCES_BACK - 1):
            yield self._mentions(sentence)

    def ahead(self, at: int) -> tuple[Identity, Span] | None:
        """Whom the sentence after a speech is about, a guess: «Yo no quería», asegura. Ana Ruiz rema desde niña."""
        met = [one for one in self._mentions_ahead(self._text.token_at(at)) if one.subject and one.identity.member]
        if len({one.identity.name for one in met}) != 1:
            return None
        return replace(met[0].identity, evidence=Evidence.PRONOUN, sure=False), met[0].phrase.span

    def _forward(self, at: int, gender: Gender | None, pronoun: str) -> Identity | None:
        """“I was nine,” she said. Catalina Rojas remembers the night."""
        met = (one for one in self._mentions_ahead(at) if one.subject and _may_be(one, gender, pronoun))
        found = next(met, None)
        return replace(found.identity, evidence=Evidence.PRONOUN, sure=False) if found else None

    def _mentions_ahead(self, at: int) -> list[_Mention]:
        """The people in the sentence after that of a token; nobody who is told of as another's: their son, Tom Reed."""
        paragraph, number = self._text.locate(self._text.starts[at])
        here = [one for one in self._text.sentences(paragraph)[number + 1 : number + 3] if self._is_told(one)]
        sentences = (here or self._text.sentences(paragraph + 1))[:1]
        told = (mention for sentence in sentences for mention in self._mentions(sentence))
        return [one for one in told if not self._text.is_a(one.phrase.first, "possessives")]

    def _is_told(self, sentence: Span) -> bool:
        """Whether a sentence is more than a speech."""
        first, end = self._text.token_at(sentence.start), self._text.token_at(sentence.end)
        return bool(self._text.letters[first:end].strip("Q.,"))


def _bare(word: str) -> str:
    """A word without the article that is written with it: l’élu, المسؤول."""
    return _LED.sub("", word)


def _may_be(mention: _Mention, gender: Gender | None, pronoun: str) -> bool:
    if pronoun in ("they", "it") or mention.plural:
        return pronoun == "they"
    return gender is None or mention.gender in (gender, Gender.UNKNOWN)


def _fitness(mention: _Mention, gender: Gender | None) -> float:
    """How well a mention of the right number and gender suits a pronoun, before distance is taken off."""
    known = 3.0 if mention.gender is gender else 1.5 if mention.identity.member is not None else 1.0
    return known + (1.6 if mention.subject else 0.0)
