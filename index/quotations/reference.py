"""Who is meant: from the phrase beside a cue to a person of the article, with how sure that is."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import chain, islice, takewhile

from index.languages.names import FULL, Gender, first_names, gender_of, gender_of_role, plain
from index.quotations.grammar import is_of_woman, is_within, main_subject
from index.quotations.people import Cast, Identity, Member, meant
from index.quotations.phrases import KEPT, Phrase, Sort, find_phrases, parse
from index.quotations.text import Text, speller
from index.types import Evidence, Span

_WINDOW = 5  # sentences within which the best candidate wins, not the nearest
_SENTENCES_BACK, _PARAGRAPHS_BACK = 14, 14
_PER_SENTENCE = 0.9  # what a sentence of distance takes off a candidate's fitness
_CLEAR = 0.8  # the lead over the next best at which a candidate is sure
_SURE_DISTANCE = 3  # sentences
_LONGEST = 160  # tokens of a sentence that are read
_CARRIED_FROM = 3  # sentences before a speech without a cue that can tell who goes on
_AGE = re.compile(r"(?:,| \() ?(?:aged? )?(\d{1,3})(?=[,.)])")  # Ana Ruiz, 54
_NAME_AND_AGE = 60  # characters of the two words before an age
_LED = re.compile("^(?:[ld]['’]|ال)")
_PARAGRAPHS_TOLD = 2  # before a speech without a cue, in which somebody else may be told of
_HEADLINES = 1  # paragraphs before the first of an article
_MOST_MEMBERS = 200  # whose roles are looked at
_BODY = r"(?P<article>D)[na0]*[NS]{0,4}B(?P<own>[NS]+)?"  # die Stadt, la haute cour, le club Air Sud
_BODY_REACH = 4  # sentences
_OF_SOMEBODY = re.compile("[NS](?:,?[fP][^,;:.Q]*)?,?w[^,;:.Q]*$")  # Ana Ruiz of the mill, who knew


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    """The tokens of a sentence that are read, the phrases among them, and whom it is about."""

    first: int
    end: int
    phrases: Sequence[Phrase]
    about: Phrase | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mention:
    """Somebody in a sentence: ``main`` when it is the subject of the main clause, ``asks`` when it asks there,
    ``subject`` when it does anything, ``joined`` when it is one of "X and Y"; ``betrayed`` is the gender that the
    phrase shows."""

    phrase: Phrase
    identity: Identity
    betrayed: Gender
    main: bool
    asks: bool
    subject: bool
    joined: bool
    plural: bool

    @property
    def is_bare(self) -> bool:
        """Whether it is a single name that the article gives nowhere in full, and may be no person's."""
        return self.phrase.sort is Sort.NAME and self.identity.member is None and not self.identity.sure

    @property
    def gender(self) -> Gender:
        known = self.identity.member.gender if self.identity.member else Gender.UNKNOWN
        return self.betrayed if known is Gender.UNKNOWN else known


@lru_cache(maxsize=KEPT)
def _read(text: Text, sentence: Span) -> _Sentence:
    first = text.token_at(sentence.start)
    end = min(text.token_at(sentence.end), first + _LONGEST)
    phrases = find_phrases(text, first, end)
    return _Sentence(first=first, end=end, phrases=phrases, about=main_subject(text, first, end, phrases))


class Resolver:
    """Resolves the phrases of one article in the order of reading; remembers who spoke."""

    def __init__(self, text: Text, cast: Cast) -> None:
        self._text, self._cast = text, cast
        self._met: dict[int, list[_Mention]] = {}  # by where a sentence ends
        self._unnamed: deque[Identity] = deque(maxlen=_MOST_MEMBERS)
        self._words: dict[Member, frozenset[str]] = {}
        self._known: dict[int, Identity | None] = {}  # pronouns, by token
        self._asking = False  # what a pronoun of the telling means
        he, she = text.language.words["he"], text.language.words["she"]
        self._genders = dict.fromkeys(he, Gender.MALE) | dict.fromkeys(she, Gender.FEMALE)

    def resolve(self, phrase: Phrase) -> Identity | None:
        """Who speaks, by the phrase beside the cue; None where the article leaves it open."""
        text = self._text
        if phrase.sort is Sort.NAME:
            known = self._cast.identify(phrase, speaks=True)
            if text.letters[phrase.first] == "D" and not (known and known.member):  # la Bretonne
                described = replace(phrase, sort=Sort.NOMINAL, head=text.lows[phrase.last - 1])
                is_native = text.is_a(phrase.last - 1, "natives")
                return self._told_of(described) or (self._describe(described) if is_native else known)
            return known
        if phrase.sort is Sort.PRONOUN:
            return self._pronoun(phrase)
        is_lone = phrase.last - phrase.first == 1  # a surname alone, or a noun
        known = self._cast.identify(phrase, speaks=False) if is_lone else None
        if known is not None and known.member is not None:
            return replace(known, sure=False)
        found = self._told(self._describe(phrase), phrase)
        if text.is_a(phrase.first, "oblique") and found.name == text.words(phrase.first, phrase.last):
            return None  # des Vereins
        if found.member is None:
            self._unnamed.append(found)
        return found

    def carried(self, at: int, *, since: int) -> Identity | None:
        """Who goes on speaking at offset ``at`` without a cue, and where it says so: whom the sentence before is about.

        Only what stands after ``since``, the end of the speech before, is read.
        """
        text = self._text
        number, start = text.locate(at)[1], text.sentence(at).start
        opens = not number and start < at
        before = [Span(start=start, end=at)] if opens else text.backwards(at, paragraphs=int(not number))
        for sentence in islice(before, _CARRIED_FROM):
            mentions = [one for one in self._mentions(sentence) if one.phrase.span.start >= since and not one.is_bare]
            mentions = [
                one for one in mentions if one.identity.member or not text.is_a(one.phrase.first, "possessives")
            ]
            named = [one for one in mentions if one.phrase.sort is Sort.NAME]
            # The tag of the speech before tells nothing new but by a name.
            met = [one for one in (named if sentence.start < since else mentions) if one.subject and not one.plural]
            # Who only stood there has not begun a dialogue: Behind the counter stood Lou Becker.
            subjects = [one for one in met if text.inverts or text.letters[one.phrase.first - 1] != "F"]
            if not subjects and text.inverts:  # Aufs Rad steigt nur Ana Ruiz.
                subjects = [one for one in named if not (text.drops and text.letters[one.phrase.first - 1] in "Pf")]
            if subjects:
                first = subjects[0]
                identity = self._told(first.identity, first.phrase)
                known = identity.member if len({one.identity.name for one in subjects}) == 1 else None
                sure = identity.sure and known and not (first.joined or self._came_later(known, at, since))
                return replace(identity, evidence=Evidence.CARRIED, sure=bool(sure), mention=first.phrase.span)
            if text.inverts and sentence.start >= since:
                read = _read(text, sentence)
                bodies = (self._body(one) for one in read.phrases if text.caseless or one is read.about)
                if body := next(filter(None, bodies), None):
                    return replace(body, evidence=Evidence.CARRIED, mention=sentence)
        return None

    def _came_later(self, member: Member, at: int, since: int) -> bool:
        """Whether somebody else was told of before the one who goes on at ``at`` came in, behind ``since``, where the
        speech before ends: the words may be theirs."""
        before = takewhile(lambda one: one.end > since, self._text.backwards(at, paragraphs=_PARAGRAPHS_TOLD))
        told = (one for one in chain(*map(self._mentions, before)) if one.subject and not one.plural)
        return any(one.phrase.first < member.places[0] and one.identity.name != member.name for one in told)

    def dropped(
        self, cue: tuple[int, int] | None, found: Identity | None, phrase: Phrase | None = None
    ) -> Identity | None:
        """Who speaks by an Arabic verb: whom it was ``found`` to be, by a ``phrase`` or not, but of no other gender."""
        text, at = self._text, cue[0] if cue else 0
        if cue is None or text.letters[at] not in "VLWv":
            return found
        gender = Gender.FEMALE if is_of_woman(text, at) else Gender.MALE
        known = (found.member.gender if found.member else gender_of(found.name)) if found else None
        is_titled = phrase is not None and phrase.sort is Sort.NOMINAL and text.letters[phrase.first] in "TR"
        if (self._article(phrase) if phrase and is_titled else known) in (gender, Gender.UNKNOWN):
            return found
        other, end = self._antecedent(at, gender, text.words(*cue)), text.past("[^.\n]*", at, len(text.letters))
        is_late = other and other.member and other.member.last_before(end) < 0
        return replace(other, sure=False, mention=text.span(*cue)) if other and not is_late else None

    def ahead(self, at: int) -> Identity | None:
        """Whom the sentence after a speech is about, a guess: «Yo no quería», asegura. Ana Ruiz rema desde niña."""
        met = [one for one in self._subjects_ahead(self._text.token_at(at)) if one.identity.member]
        if len({one.identity.name for one in met}) != 1:
            return None
        return replace(met[0].identity, evidence=Evidence.PRONOUN, sure=False, mention=met[0].phrase.span)

    def _subjects_ahead(self, at: int) -> list[_Mention]:
        """Who does something in the sentence after that of a token, or after a speech behind it; nobody who is told of
        as another's: their son, Tom Reed."""
        text = self._text
        paragraph, number = text.locate(text.starts[at])
        after = text.sentences(paragraph)[number + 1 :] or text.sentences(paragraph + 1)
        met = (one for sentence in after[:1] for one in self._mentions(sentence))
        return [one for one in met if one.subject and not text.is_a(one.phrase.first, "possessives")]

    # --- mentions ---

    def _mentions(self, sentence: Span) -> list[_Mention]:
        """The people that a sentence mentions, in order."""
        if sentence.end not in self._met:
            self._met[sentence.end] = list(self._find_mentions(sentence))
        return self._met[sentence.end]

    def _find_mentions(self, sentence: Span) -> Iterator[_Mention]:
        read = _read(self._text, sentence)
        last: Phrase | None = None
        identity: Identity | None = None
        named: _Mention | None = None
        for phrase in read.phrases:
            is_beside = last is not None and self._text.letters[last.last : phrase.first] == ","
            last = phrase
            if is_beside and phrase.sort is Sort.NOMINAL and identity is not None:
                continue  # the person before it
            if self._is_said_of(phrase, named, read):
                continue
            identity = self._mentioned(phrase) or self._owner(phrase)
            identity = identity or (self._surname(phrase) if phrase is read.about else None)
            if identity is not None:
                mention = self._mention(phrase, identity, read)
                named = mention if phrase.sort is Sort.NAME else named
                yield mention

    def _is_said_of(self, phrase: Phrase, named: _Mention | None, read: _Sentence) -> bool:
        """Whether a description says what somebody who is named before it is, or has, and could be taken for them: Ana
        Ruiz is a pilot; Ana Ruiz, who has a sister."""
        text = self._text
        if text.caseless or phrase.sort is not Sort.NOMINAL or not self._is_indefinite(phrase):
            return False
        if named and self._predicate(named.phrase) == phrase.first:
            return True
        gender = self._article(phrase) or gender_of_role(phrase.span.of(text.body))
        genders = (gender, named.gender if named else Gender.UNKNOWN)
        is_clause = _OF_SOMEBODY.search(text.letters[read.first : phrase.first]) is not None
        return is_clause and (Gender.UNKNOWN in genders or genders[0] is genders[1])

    def _predicate(self, phrase: Phrase) -> int | None:
        """Where begins what an English clause says that somebody is: X of the mill, who was never | a rich man."""
        text = self._text
        match = text.match("(?:f[^,;:.Q]{1,12})?(?P<who>,w)?a*(?P<be>X+)[aZ]*(?=D)", phrase.last)
        if match is None or not text.is_a(match.end("be") - 1, "being"):
            return None
        return match.end() if match["who"] or text.letters[phrase.first - 1] not in "Pr" else None

    def _mention(self, phrase: Phrase, identity: Identity, read: _Sentence) -> _Mention:
        text, letters = self._text, self._text.letters
        before, lead = letters[phrase.first - 1 : phrase.first], letters[read.first : phrase.first]
        acts = text.match("a*[,wXZVLWYFSz]", phrase.last, read.end) and before not in tuple("PfrXZVLWYF")
        acts = acts and not (before == "c" and letters[phrase.last] == ",")  # between Ed Marr and Ana Ruiz, who row
        came = before in tuple("FVL") if text.caseless else re.fullmatch("a*(?:[Pr][^QXZVLWYFwst,]*)?F", lead)
        opens = text.inverts and re.fullmatch("(?:a*(?:P[^XZVLWYFQwst]*)?,)*", lead)
        does = acts or came or phrase is read.about or opens or re.search("[Q,][VWYb]$", lead)
        is_named = identity.member is not None
        gender = self._ending(identity.name.partition(" ")[0]) if is_named else self._article(phrase)
        if phrase.sort is Sort.NAME and not is_named:
            gender = gender or gender_of(identity.name)
        said = parse(text, at, read.end) if (at := self._predicate(phrase)) is not None else None
        told = gender_of_role(said.head) if said else Gender.UNKNOWN
        if identity.member and told is not Gender.UNKNOWN:
            identity.member.gender = told  # whatever the name tells
        return _Mention(
            phrase=phrase,
            identity=identity,
            betrayed=gender or gender_of_role(phrase.span.of(text.body)),
            main=phrase is read.about,
            asks=text.is_a(phrase.last, "asking"),
            subject=bool(does),
            joined=bool(text.match("c[NSTC]", phrase.last) or re.search("[NSTC]c$", lead)),
            plural=text.language.is_a(phrase.head, "crowds"),
        )

    def _article(self, phrase: Phrase) -> Gender | None:
        """The gender that the first word of a description betrays: une riveraine; None for one that has none."""
        text, first = self._text, phrase.first
        low = text.lows[first + (text.caseless and text.letters[first : first + 2] == "SS")]  # العجوز السبعينية
        low = phrase.head if low == "l'" else low  # l’éleveuse
        is_a = text.language.is_a
        known = Gender.FEMALE if is_a(low, "female") else Gender.MALE if is_a(low, "male") else self._ending(low)
        untold = Gender.MALE if text.caseless else None
        return untold if known is Gender.UNKNOWN else known

    def _ending(self, word: str) -> Gender:
        """The gender that the last letter of a word betrays, in some languages: Halyna, Casimiro."""
        endings = (self._text.language.words.get(name, ()) for name in ("female_endings", "male_endings"))
        female, male = (word.endswith(tuple(one)) for one in endings)
        return Gender.FEMALE if female else Gender.MALE if male else Gender.UNKNOWN

    def _mentioned(self, phrase: Phrase) -> Identity | None:
        """The person that a phrase means, without taking it for a speaker; None for things and places."""
        text, is_a = self._text, self._text.language.is_a
        if phrase.sort is Sort.PRONOUN:
            return self._told_pronoun(phrase, self._genders.get(phrase.head))
        if one := self.of_two(phrase):
            return one
        if phrase.sort is Sort.NOMINAL:
            if self._text.letters[phrase.last - 1] == "0":  # die 73-Jährige
                return self._told_pronoun(phrase, self._article(phrase))
            if text.match("(?<=[.\n])[RT]+[fP]", phrase.first) and text.inverts:
                return None  # Réfugiée à Kiel, la pilote rame
            if is_a(phrase.head, "roles", "titles", "crowds"):
                return self._describe(phrase)
            return self._by_role(phrase, {phrase.head}) if self._text.inverts and self._is_definite(phrase) else None
        identity = self._cast.identify(phrase, speaks=False)
        if identity is None or identity.member is None:
            is_addressed = phrase.title or phrase.role or self._text.is_a(phrase.first - 1, "courtesy")
            if phrase.role and self._text.fullmatch("Dn[NS]", phrase.first, phrase.last):  # le jeune Breton
                return self._told_pronoun(phrase, self._article(phrase))
            return identity if is_addressed or self._is_first_name(phrase) or self._speaks(phrase) else None
        return identity if self._cast.could_be_person(identity.member) else None

    def _speaks(self, phrase: Phrase) -> bool:
        """Whether a sentence ends with what a lone name said: The board meets in May, Vong said."""
        is_one = phrase.last - phrase.first == 1 and self._text.letters[phrase.first - 1] == ","
        return is_one and self._text.match(r"a*V\.", phrase.last) is not None

    def _is_first_name(self, phrase: Phrase) -> bool:
        """Whether a phrase is a first name alone that opens a clause: Harry left; not a donkey that Harry was."""
        is_one = phrase.last - phrase.first == 1 and self._text.is_given(phrase.first)
        before = self._text.letters[phrase.first - 1]
        return is_one and before in ("VLF" if self._text.caseless else ".,\nQ-")

    def _surname(self, phrase: Phrase) -> Identity | None:
        """Whom the single name means that a sentence is about, where the article gives it nowhere in full."""
        text = self._text
        is_one = not text.drops and phrase.last - phrase.first == 1 and not text.is_upper(phrase.first)
        singular = re.sub("men$", "man", text.lows[phrase.first].removesuffix("s"))
        is_one = is_one and speller(text.language)(singular)[1] not in "RTKBhyY"  # Fishermen rowed
        is_name = is_one and phrase.sort is Sort.NAME and text.match("a*[,XZVLWYF]", phrase.last)
        known = self._cast.identify(phrase, speaks=False) if is_name else None
        return replace(known, sure=False) if known and known.member is None else None

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

    def of_two(self, phrase: Phrase) -> Identity | None:
        """Whom a phrase counts out of those that the nearest sentence with two names, a guess: the latter, la otra."""
        text, is_first = self._text, self._text.is_a(phrase.last - 1, "former")
        if phrase.last - phrase.first > 2 or not (is_first or text.is_a(phrase.last - 1, "latter")):
            return None
        for sentence in islice(text.backwards(phrase.span.start, paragraphs=_PARAGRAPHS_TOLD), _WINDOW):
            known = [self._cast.identify(one, speaks=False) for one in _read(text, sentence).phrases if one.name]
            met = [one.member for one in known if one and one.member and self._cast.could_be_person(one.member)]
            if len({*met}) > 1:
                return meant(met[0 if is_first else -1], Evidence.NOMINAL, sure=False)
        return None

    # --- descriptions: "the ambassador", "the official", "a senior aide" ---

    def _describe(self, phrase: Phrase) -> Identity:
        """Whom a description means: somebody with a name, somebody who was described before, or only itself."""
        if (body := self._body(phrase)) is not None:
            return body
        text, is_a = self._text, self._text.language.is_a
        name = text.words(phrase.first + self._is_proper(phrase), phrase.last).removesuffix("’s").removesuffix("'s")
        if text.caseless and is_within(text, phrase):  # بيان للديوان
            name = re.sub(rf"^ل(ل?)(?={re.escape(text.lows[phrase.first])})", lambda led: led[1] and "ال", name)
        words = [word.strip(",.").lower() for word in name.split()]
        is_role = is_a(phrase.head, "roles", "titles")
        is_known = is_role or is_a(phrase.head, "crowds", "bodies")
        is_written = len(words) < 3 and is_a(phrase.head, "documents")  # “I erred,” the statement said: somebody's
        is_open = is_written or is_a(phrase.head, "impersonal") or (is_role and is_a(words[0], "definite"))
        sure = not text.inverts and is_known and not is_open
        itself = Identity(name=name, member=None, evidence=Evidence.NOMINAL, sure=sure)
        content = {word for word in words if not is_a(word, "determiners", "that")}
        if is_a(phrase.head, "bodies") and len(content) < 2:
            named = self._thing(phrase.span.start, phrase.head)  # Oslo Rail paid. “We erred,” the company said.
            return replace(named, evidence=Evidence.NOMINAL) if named else itself
        if self._is_indefinite(phrase):  # whom an article opens with it may name later
            number = text.locate(phrase.span.start)[0]
            opens = number <= _HEADLINES and number + 1 < len(text.paragraphs)
            return replace(itself, sure=sure and not opens)
        return self._unnamed_before(phrase.span.start, content) or self._by_role(phrase, content) or itself

    def _unnamed_before(self, at: int, content: set[str]) -> Identity | None:
        """The unnamed official, caller or witness that "the official" goes back to."""
        before = islice(self._text.backwards(at, paragraphs=5), 16)
        told = (mention.identity for sentence in before for mention in reversed(self._mentions(sentence)))
        for identity in chain(told, reversed(self._unnamed)):
            words = identity.name.lower().split()  # a senior official, Boone's aide
            is_one = self._text.language.is_a(words[0], "indefinite") or words[0].endswith(("'s", "’s"))
            if is_one and (content.issubset(words) or content == {"person"}):
                return Identity(name=identity.name, member=None, evidence=Evidence.NOMINAL, sure=True)
        return None

    def _by_role(self, phrase: Phrase, content: set[str]) -> Identity | None:
        """The last mentioned person whose role has the same head, the ambassador; of those named later the only one, a
        guess."""
        is_a, head = self._text.language.is_a, _bare(phrase.head)
        said = {head, *(word for word in content if word.endswith(("'s", "’s")) or is_a(word, "titles"))}
        others = {word for pair in self._text.language.antonyms if content & {*pair} for word in {*pair} - content}
        known = ((self._words_of(one), one) for one in self._cast.members[:_MOST_MEMBERS])
        named = [one for words, one in known if said <= words and others.isdisjoint(words)]  # no elder sister
        holders = [one for one in named if one.places[0] < phrase.first]
        if not holders:
            is_only = len(named) == 1 and self._is_definite(phrase)
            return meant(named[0], Evidence.NOMINAL, sure=False) if is_only else None
        told = {one: content <= {*self._words_of(one), phrase.head} for one in holders}
        more = {one: any(is_a(word, "ranks", "once") for word in self._words_of(one) - content) for one in holders}
        last = max(holders, key=lambda one: (told[one], not more[one], one.last_before(phrase.first)))
        is_literal = not self._text.inverts or head in self._cast.said_of(last).lower()
        return meant(last, Evidence.NOMINAL, sure=len(holders) == 1 and told[last] and not more[last] and is_literal)

    def _words_of(self, member: Member) -> frozenset[str]:
        """The words of what the article says of a member, and the wider ones that they can be meant by."""
        if member not in self._words:
            said = {word.strip(",.").lower() for word in self._cast.said_of(member).split()}
            name = tuple(member.name.split()[-2:])
            age = self._ages.get(name) or self._ages.get(name[-1:])
            words = {_bare(FULL.get(word, word)) for word in said} | ({f"{age}-year-old"} if age else set())
            wider = {wide for wide, *narrow in self._text.language.wider if words & set(narrow)}
            self._words[member] = frozenset(words | wider)
        return self._words[member]

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
        if name and self._is_bare(name):
            before = islice(self._text.backwards(phrase.span.start, paragraphs=1), _BODY_REACH)
            named = (self._name_body(one) for sentence in before for one in _read(self._text, sentence).phrases)
            is_own = name[0].isupper() and not self._text.capital_nouns  # la Fiscalía
            name = next((one for one in named if one and not self._is_bare(one)), name if is_own else None)
        return Identity(name=name, member=None, evidence=Evidence.NOMINAL, sure=False) if name else None

    def _is_proper(self, phrase: Phrase) -> bool:
        """Whether a capital behind the article tells a proper name, in a language that has few: la Defensoría."""
        text, noun = self._text, phrase.first + 1
        is_telling = text.inverts and not text.capital_nouns and text.is_a(phrase.first, "definite")
        return is_telling and text.letters[noun] in "NSB" and text.body[text.starts[noun]].isupper()

    def _is_bare(self, name: str) -> bool:
        """Whether nothing but its kind is told of a body, and of a firm its country: the agency, la firme suisse."""
        kind, *rest = name.lower().removeprefix("ال").split()
        return self._text.language.is_a(kind, "firms" if rest else "bodies") and (not rest or name.islower())

    def _name_body(self, phrase: Phrase) -> str | None:
        """The words of a phrase that means a definite body, without its article; None for any other."""
        text, first = self._text, phrase.first
        if text.caseless:
            is_body = text.letters[first] == "B" and text.letters[first - 1] not in "Pf" and not is_within(text, phrase)
            is_led = text.words(first, first + 1).startswith("ال")
            last = phrase.last if is_led else max(phrase.last, text.past("BQ", first, len(text.letters)))  # حركة «الغد»
            return text.words(first, last) if is_body else None
        match = text.match(_BODY, first, phrase.last) if text.inverts and text.is_a(first, "definite") else None
        if match is None:
            return None
        kind = match.start("own") - 1
        last = next((at for at in range(first, phrase.last) if text.is_a(at, "loose")), phrase.last)
        has_own = match["own"] and (text.body[text.starts[kind]].islower() or text.is_upper(kind))  # l’ONG Vue
        return text.words(kind + 1 if has_own else match.end("article"), last)

    def _told(self, found: Identity, phrase: Phrase) -> Identity:
        """``found``, or whom the sentences before are about if it is nothing but what the phrase says."""
        is_itself = not found.sure and found.name == plain(phrase.span.of(self._text.body))
        return (self._told_of(phrase) if is_itself else None) or found

    def _told_of(self, phrase: Phrase) -> Identity | None:
        """Whom the sentences before are about, where no list of roles can be whole (der Werftleiter, la patinadora), or
        where they give nobody a role (the mayor)."""
        text = self._text
        at = text.token_at(text.sentence(phrase.span.start).start)
        is_other = text.language.is_a(phrase.head, "third_parties", "crowds", "bodies")
        is_other = is_other or (not text.inverts and text.lows[phrase.first] in ("her", "his"))  # his mother
        if is_other or text.is_a(phrase.first, "plural") or not self._is_definite(phrase):
            return None
        found = self._antecedent(at, self._article(phrase), "") if text.inverts else self._stands_for(phrase, at)
        member = found.member if found else None
        is_trade = text.language.is_a(phrase.head, "roles", "titles")
        if found and member is None and found.name.lower() in first_names() and not is_trade:  # Alba ríe; la joven
            return replace(found, evidence=Evidence.NOMINAL, sure=False)
        if found is None or member is None:
            return None
        is_told = text.caseless or text.search("[fP]", phrase.first, phrase.last)  # el líder del partido, if named
        is_other = (is_told and member.last_before(phrase.first) < 0) or self._has_other_office(member, phrase)
        return None if is_other else replace(found, evidence=Evidence.NOMINAL, sure=False)

    def _stands_for(self, phrase: Phrase, at: int) -> Identity | None:
        """Whom a description that is nobody's role stands for: Ana Ruiz won. “Never again,” the Leeds swimmer said."""
        text, head, is_a = self._text, phrase.head, self._text.language.is_a
        is_now = not any(text.is_a(one, "once") for one in range(phrase.first, phrase.last))
        is_person = is_now and text.fullmatch("D[^oOPf]*[RTe](?:f[D0n])?", phrase.first, phrase.last)  # the goalkeeper
        is_told_of = head in text.lows[max(0, at - _LONGEST) : at]  # she rang the dispatcher
        is_held = is_told_of and any(head in self._words_of(one) for one in self._cast.members[:_MOST_MEMBERS])
        if not (is_person or is_a(head, "natives")) or (is_told_of and not is_held):
            return None
        others, is_aged = self._others(phrase), head.endswith("-year-old")

        def fits(mention: _Mention) -> bool:  # no elder sister is the younger one, no chaplain the baker
            one = mention.identity.member
            if one is None:
                said = mention.identity.name.lower().split()
                return not any(is_a(word, "roles") and not is_a(word, "male", "female") for word in said)
            words = self._words_of(one)
            is_other = head in words or (is_aged and any(word.endswith("-year-old") for word in words))
            return one not in others and not is_other

        gender = gender_of_role(phrase.span.of(text.body))
        return self._antecedent(at, None if gender is Gender.UNKNOWN else gender, "", fits)

    def _others(self, phrase: Phrase) -> set[Member | None]:
        """Whom a description does not stand for: those named beside it in its sentence, and whoever is told of in the
        tag right before: “I sank,” Ana Ruiz said. “I swam,” the 54-year-old said."""
        paragraph, number = self._text.locate(phrase.span.start)
        found: set[Member | None] = set()
        for sentence in self._text.sentences(paragraph)[max(0, number - 1) : number + 1]:
            read = _read(self._text, sentence)
            named = [one for one in read.phrases if one.sort is Sort.NAME]
            if sentence.end < phrase.span.end:
                named = [one for one in read.phrases[:1] if self._text.match("Q[^Q]*[VWY]", read.first, read.end)]
            found |= {one.member for one in map(self._mentioned, named) if one}
        return found

    def _has_other_office(self, member: Member, phrase: Phrase) -> bool:
        """Whether a member has another office than a description, which tells neither age nor kin."""
        is_a = self._text.language.is_a
        if is_a(phrase.head, "personal", "natives", "male", "female") or phrase.head.endswith("-year-old"):
            return False
        role = self._cast.role_of(member)
        said = role.of(self._text.body).lower().split() if role else ()
        if self._text.inverts:  # whoever held it would have been told of with it
            is_office = is_a(_bare(phrase.head), "offices")
            return is_office and any(is_a(_bare(word.strip(",.")), "titles") for word in said)
        return any(is_a(word.strip(",."), "titles") for word in said) or (bool(said) and is_a(phrase.head, "titles"))

    def _is_definite(self, phrase: Phrase) -> bool:
        is_led = self._text.caseless and self._text.letters[phrase.first] in "STC"
        return is_led or self._text.is_a(phrase.first, "definite")

    def _is_indefinite(self, phrase: Phrase) -> bool:
        """Whether a description brings in somebody new: a senior official, مسؤول أمني; not مسؤول الأمن, nor مسؤوله."""
        text, first = self._text, phrase.first
        is_bare = text.caseless and text.fullmatch("R[na]*", first, phrase.last) is not None
        return is_bare or text.is_a(first, "indefinite")

    # --- pronouns ---

    def _pronoun(self, phrase: Phrase) -> Identity | None:
        """Whom a pronoun beside a cue means."""
        if phrase.head in ("i", "we", "you") or (self._text.inverts and phrase.head not in self._genders):
            return None
        gender = self._genders.get(phrase.head, Gender.UNKNOWN)
        found = self._thing(phrase.span.start) if phrase.head in ("it", "they") else None
        found = found or (None if phrase.head == "it" else self._antecedent(phrase.first, gender, phrase.head))
        if self._text.inverts and (found or (found := self._thing(phrase.span.start))):
            found = replace(found, sure=False)
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
            read = _read(self._text, sentence)
            for phrase in read.phrases:
                if phrase is not read.about and kind not in self._text.lows[phrase.first : phrase.last]:
                    continue
                if phrase.sort is Sort.NAME:
                    found = self._cast.identify(phrase, speaks=False)
                else:
                    is_body = self._text.language.is_a(phrase.head, "bodies", "crowds")
                    is_told = is_body and (not kind or phrase.last - phrase.first > 2)
                    found = self._describe(phrase) if is_told else self._body(phrase)
                is_person = found and (found.member.is_person if found.member else self._text.is_given(phrase.first))
                if found and not is_person:
                    return Identity(name=found.name, member=None, evidence=Evidence.PRONOUN, sure=False)
        return None

    def _antecedent(
        self, at: int, gender: Gender | None, pronoun: str, fits: Callable[[_Mention], bool] | None = None
    ) -> Identity | None:
        """Whom a pronoun at token ``at`` means, or a description; only who ``fits``. Failing that, whoever of a gender
        was named last, or is next, a guess: The sign over Ed Marr’s bar is new. “It works,” he says."""
        ranked = [one for one in self._candidates(at, gender, pronoun) if fits is None or fits(one[2])]
        is_last = self._text.language.is_a(pronoun, "latter")  # celle-ci
        ranked.sort(key=lambda one: (one[1], -one[2].phrase.first) if is_last else (-one[0], one[2].phrase.first))
        best = next((one for one in ranked if self._is_meant(one[2])), None)
        if best is None:
            met = (one for one in self._cast.members[:_MOST_MEMBERS] if one.gender is gender)
            named = [one for one in met if self._cast.could_be_person(one)]
            last = max(named, key=lambda one: one.last_before(at), default=None)
            next_up = (one.identity for one in self._subjects_ahead(at) if _may_be(one, gender, pronoun))
            guess = meant(last, Evidence.PRONOUN, sure=False) if last else next(next_up, None)
            return replace(guess, evidence=Evidence.PRONOUN, sure=False) if guess else None
        score, distance, mention = best
        identity = self._told(mention.identity, mention.phrase)  # L'élue a souri. « Non », dit-elle.
        rival = next((one for one in ranked if one[2].identity.name != identity.name), None)
        if rival is not None and mention.joined and rival[2].joined:
            return None  # Ed Marr and Tom Gray
        clear = rival is None or score - rival[0] >= _CLEAR + (distance == rival[1])
        is_only = rival is None and mention.subject and identity.member is not None
        known = mention.gender is gender or is_only
        near = (one for _, off, one in ranked if (off < distance and one.subject) or (off == distance and one.is_bare))
        is_past = any(one.identity.member is None for one in near)  # a parent said; the buyer nodded; Marr met Ed Gray
        sure = identity.sure and clear and known and not is_past and distance <= _SURE_DISTANCE
        return replace(identity, evidence=Evidence.PRONOUN, sure=sure)

    def _is_meant(self, mention: _Mention) -> bool:
        """Whether a pronoun may go back to a mention: to no description that itself goes back to nobody (the widow)."""
        is_named = mention.identity.member is not None or mention.phrase.sort is Sort.NAME
        return is_named or not self._is_definite(mention.phrase)

    def _candidates(self, at: int, gender: Gender | None, pronoun: str) -> Iterator[tuple[float, int, _Mention]]:
        """Those whom the pronoun can mean, with how well it suits them and how many sentences they are off, from the
        nearest five sentences or from the first that names any."""
        offset, found = self._text.starts[at], False
        here = self._find_mentions(self._text.sentence(offset))  # afresh: its pronouns are asked for
        here = takewhile(lambda one: one.phrase.first < at, here)
        before = islice(self._text.backwards(offset, paragraphs=_PARAGRAPHS_BACK), _SENTENCES_BACK - 1)
        for distance, mentions in enumerate(chain([here], map(self._mentions, before))):
            if distance >= _WINDOW and found:
                return
            for one in mentions:
                if _may_be(one, gender, pronoun):
                    found = found or self._is_meant(one)
                    yield _fitness(one, gender, pronoun) - _PER_SENTENCE * distance, distance, one


def _fitness(mention: _Mention, gender: Gender | None, pronoun: str) -> float:
    """How well a mention suits: best one of that gender, then whom the sentence is about, but no pronoun means who
    asks."""
    is_named, is_topic = mention.identity.member is not None, mention.main and not (mention.asks and pronoun)
    untold = (2.4 if is_named else 2.25) if is_topic else 1.5 if is_named else 1.0
    return (3.0 if mention.gender is gender else untold) + (1.6 if mention.subject else 0.0)


def _bare(word: str) -> str:
    """A word without the article that is written with it: l’élu, المسؤول."""
    return _LED.sub("", word)


def _may_be(mention: _Mention, gender: Gender | None, pronoun: str) -> bool:
    if pronoun in ("they", "it") or mention.plural:
        return pronoun == "they"
    is_other = mention.is_bare and not pronoun
    return gender is None or (mention.gender in (gender, Gender.UNKNOWN) and not is_other)
