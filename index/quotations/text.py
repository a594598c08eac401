"""Body → tokens, one letter each: a sentence is a short string, over which the rows of a language are patterns."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from index.languages import Language, Respelling, tokens
from index.languages.names import first_names, plain
from index.languages.negation import is_contracted
from index.languages.sentences import sentences
from index.languages.tokens import CAPITALS
from index.types import Span

# al-Sadr, d'Aubigny, O'Brien: a capital after a bound particle.
_BOUND = re.compile(rf"(?:[ae][lnsrtdz]h?-|ul-|(?:[dDlL]|[dD]ell|O)[’'])[{CAPITALS}]")
_VOWELS = re.compile("[\u064b-\u0652\u0640]")  # written over and under the letters of Arabic, seldom
_INDEFINITE = "\u064b"  # the ending of an Arabic noun or adverb, and of no name
_LED = re.compile("لل|[بك]ال|ل[^ويا].{4}")  # an Arabic word behind a preposition; a name that begins so is short
_TENSES = {"base": 0, "present": 1, "past": 1, "participle": 2}
_POSSESSIVE = ("'s", "’s", "s'", "s’")
_SIGNS = {"quote": "Q", "dash": "-"}
_STOPS = {"?": ".", "!": ".", "…": ".", "؟": ".", "؛": ";", "،": ",", "-": "-", '"': "Q", "'": "x", "’": "x"}


class Text:
    """A body with its quotations hidden, as tokens: ``letters[n]`` tells the class of the word from ``starts[n]`` to
    ``ends[n]`` and ``lows[n]`` is that word in lower case. A line end stands between paragraphs.

    ``inverts``, ``drops``, ``caseless`` and ``capital_nouns`` are what the language does: a cue may stand before its
    subject, or without one; no capital tells a name, and verbs come first; every noun has a capital."""

    def __init__(self, body: str, hidden: str, paragraphs: Sequence[Span], language: Language) -> None:
        self.body, self.hidden, self.paragraphs, self.language = body, hidden, paragraphs, language
        self.inverts, self.drops, self.caseless, self.capital_nouns = (
            trait in language.traits for trait in ("inverts", "drops", "caseless", "capital_nouns")
        )
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.lows: list[str] = []
        letters = self._read()
        changing = {*_respellings(language), *("N" if self.capital_nouns else "")}
        for number, letter in enumerate(letters):
            if letter in changing:
                letters[number] = self._right(letters, number)
        self.letters = "".join(letters)
        self._paragraph_starts = [paragraph.start for paragraph in paragraphs]
        self._sentences: dict[int, list[Span]] = {}

    def _read(self) -> list[str]:
        """The letters of the tokens, while these are found."""
        letter_of = speller(self.language)
        letters: list[str] = []
        starts, ends, lows = self.starts, self.ends, self.lows
        token = re.compile(tokens.TOKEN % self.language.macros.get("token", ""), re.MULTILINE)
        for paragraph in self.paragraphs:
            for match in token.finditer(self.hidden, paragraph.start, paragraph.end):
                kind, (start, end) = match.lastgroup or "", match.span()
                if kind in ("none", "own"):
                    continue
                word = match[0]
                low, letter = letter_of(word) if kind == "word" else (word, _SIGNS.get(kind) or _STOPS.get(word, word))
                is_inside = letter in "PrZ" and word[0].isupper() and letters[-1:] in (["N"], ["S"])
                letter = "N" if is_inside and self.hidden[ends[-1] - 1] != "." else letter  # Rowers Without Borders
                starts.append(start)
                ends.append(end)
                lows.append(low)
                letters.append(letter)
            starts.append(paragraph.end)
            ends.append(paragraph.end)
            lows.append("\n")
            letters.append("\n")
        return letters

    def _right(self, letters: Sequence[str], number: int) -> str:
        """The letter of a token, by the letters around it."""
        low = self.lows[number]
        before, after = "".join(letters[max(0, number - 3) : number]) or ".", "".join(letters[number + 1 : number + 5])
        for row, lead, rest, word in _respellings(self.language).get(letters[number], ()):
            if word.match(low) and lead.search(before) and rest.match(after) and _is_of(self.language, low, row.of):
                return row.becomes
        return letters[number]

    def token_at(self, offset: int) -> int:
        """The first token that begins at ``offset`` or later."""
        return bisect_left(self.starts, offset)

    def span(self, first: int, last: int) -> Span:
        """From the token ``first`` up to the token ``last``, which is not in it."""
        return Span(start=self.starts[first], end=self.ends[last - 1])

    def is_a(self, at: int, *classes: str) -> bool:
        return self.language.is_a(self.lows[at], *classes)

    def is_given(self, at: int) -> bool:
        """Whether a word is a first name."""
        return self.lows[at] in first_names()

    def is_upper(self, at: int) -> bool:
        return self.words(at, at + 1).isupper()

    def first_name(self, first: int, end: int) -> int | None:
        """The first token up to ``end`` that is a first name."""
        return next(filter(self.is_given, range(first, end)), None)

    def match(self, pattern: str, first: int, end: int | None = None) -> re.Match[str] | None:
        """A pattern with macros where it begins at a token."""
        return expand(self.language, pattern).match(self.letters, first, len(self.letters) if end is None else end)

    def fullmatch(self, pattern: str, first: int, end: int) -> re.Match[str] | None:
        return expand(self.language, pattern).fullmatch(self.letters, first, end)

    def search(self, pattern: str, first: int, end: int) -> re.Match[str] | None:
        return expand(self.language, pattern).search(self.letters, first, end)

    def past(self, pattern: str, first: int, end: int) -> int:
        """The token behind a pattern that begins at one, or that one."""
        match = self.match(pattern, first, end)
        return match.end() if match else first

    def words(self, first: int, last: int) -> str:
        return plain(self.body[self.starts[first] : self.ends[last - 1]])

    def sentences(self, paragraph: int) -> list[Span]:
        """The sentences of a paragraph, by its number; none before the first paragraph and after the last."""
        if paragraph not in self._sentences:
            is_there = 0 <= paragraph < len(self.paragraphs)
            self._sentences[paragraph] = sentences(self.hidden, self.paragraphs[paragraph]) if is_there else []
        return self._sentences[paragraph]

    def locate(self, at: int) -> tuple[int, int]:
        """The number of the paragraph that holds ``at``, and that of the sentence within it."""
        paragraph = max(0, bisect_right(self._paragraph_starts, at) - 1)
        number = bisect_right(self.sentences(paragraph), at, key=lambda sentence: sentence.start) - 1
        return paragraph, max(0, number)

    def sentence(self, at: int) -> Span:
        """The sentence that holds ``at``."""
        paragraph, number = self.locate(at)
        return self.sentences(paragraph)[number]

    def backwards(self, at: int, *, paragraphs: int) -> Iterator[Span]:
        """The sentences before that of ``at``, nearest first, as far back as that many earlier paragraphs."""
        paragraph, number = self.locate(at)
        yield from reversed(self.sentences(paragraph)[:number])
        for earlier in range(paragraph - 1, max(-1, paragraph - paragraphs - 1), -1):
            yield from reversed(self.sentences(earlier))


@cache
def expand(language: Language, pattern: str) -> re.Pattern[str]:
    """A row's pattern with its macros written out."""
    while (hole := re.search(r"(?<!\?P)<(\w+)>", pattern)) is not None:
        inner = language.macros[hole[1]]
        in_class = pattern.rfind("[", 0, hole.start()) > pattern.rfind("]", 0, hole.start())
        pattern = pattern[: hole.start()] + (inner.strip("[]") if in_class else inner) + pattern[hole.end() :]
    return re.compile(pattern)


def is_question(words: str) -> bool:
    """Whether words end with a question mark, the Arabic one too."""
    return words.endswith(("?", "؟"))


def _is_of(language: Language, low: str, name: str) -> bool:
    """Whether a word is of a class of words ("given" are the first names), of any for "", or not of one behind "!"."""
    of = name.removeprefix("!")
    return not name or (low in first_names() if of == "given" else language.is_a(low, of)) != name.startswith("!")


_Row = tuple[Respelling, re.Pattern[str], re.Pattern[str], re.Pattern[str]]


@cache
def _respellings(language: Language) -> Mapping[str, Sequence[_Row]]:
    """The rows by the letter that they change."""
    found: defaultdict[str, list[_Row]] = defaultdict(list)
    for row in language.respelled:
        patterns = re.compile(f"(?:{row.before})$"), re.compile(row.after), re.compile(row.word)
        found[row.letter].append((row, *patterns))
    return found


@cache
def speller(language: Language) -> Callable[[str], tuple[str, str]]:
    """Word → the word in lower case without a full stop, and its letter."""
    table: dict[str, str] = {}
    for letter, classes in language.letters.items():
        for name in classes.split():
            for word in language.words.get(name, ()):
                if not (word.endswith("ى") and word in language.speech):  # رأى is a verb, though some spell رأي so
                    table.setdefault(word, letter)
    for word in {*language.speech, *language.labelling}:
        kind = "bVv" if word in language.speech else "mLl"
        kind = "kWu" if word in language.weak else kind
        kind = "yYv" if language.is_a(word, "nouns_too") else kind
        table.setdefault(word, kind[_TENSES[language.speech.get(word) or language.labelling[word]]])
    suffixes = [(tuple(ends.split()), letter) for letter, ends in language.suffixes.items()]
    verbs = frozenset("VbvLmlWkuYyF")
    names_too = language.words.get("names_too", ())
    compound = re.compile(language.macros["compound"]) if "compound" in language.macros else None
    clitics = _clitics(language, table)
    is_capital = "capital_nouns" in language.traits

    def by_suffix(low: str, default: str) -> str:
        fitting = (letter for ends, letter in suffixes if len(low) > (3 if letter == "z" else 4) and low.endswith(ends))
        letter = next(fitting, default)
        return "n" if letter in "gF" and "-" in low else letter  # award-winning

    @lru_cache(maxsize=1 << 14)
    def spell(word: str) -> tuple[str, str]:
        low = _VOWELS.sub("", word.lower().rstrip(".").replace("’", "'").replace("\\", ""))
        if not low:
            return word, "-"  # a stroke that draws out no word, for a dash: قال سمير ـ رئيس البلدية ـ
        known = table.get(low.partition(". ")[0]) or ("Z" if is_contracted(low) else None)
        bare = low.removesuffix("-elect").rpartition("-")[2]  # co-founder, mayor-elect, exministro
        joined = table.get(bare) or table.get(bare.removeprefix("ex"))
        known = known or (joined if joined in ("T", "R") else None)
        if compound and compound.search(low):
            return low, "R"
        if word[0].isupper() or word[0] == "@" or _BOUND.match(word):
            if is_capital and word.isupper() and len(word) > 1 and known != "B":
                return low, "N"  # OB Anna Ruiz
            if known in verbs:
                return low, known if low.endswith("ing") else "S"
            if low in names_too or known == "i":
                return low, "M" if low in names_too else "N"
            if known is not None and known not in language.macros["lower"]:
                return low, known
            if word.endswith(_POSSESSIVE[:2]):
                return low, "O"
            return low, by_suffix(low, "N") if is_capital else "N"
        if clitics is not None:
            bare, letter = clitics(low)
            return bare, "n" if letter == "N" and _INDEFINITE in word else letter
        if known is not None:
            return low, {"T": "R", "C": "n"}.get(known, known)
        if low[0].isdigit() or low[0] in "#$£€":
            return low, "0"
        if word.endswith(_POSSESSIVE):
            return low, "o"
        return low, by_suffix(low, language.macros["unknown"])

    return spell


def _clitics(language: Language, table: Mapping[str, str]) -> Callable[[str], tuple[str, str]] | None:
    """Word → the word without what is written together with it, and its letter; None where nothing is."""
    prefixes = ["", *language.macros.get("prefixes", "").split()]
    suffixes = ["", *language.macros.get("suffixes", "").split()]

    def spell(low: str) -> tuple[str, str]:
        for prefix in prefixes if low not in first_names() else [""]:
            stem = low.removeprefix(prefix)
            for suffix in suffixes if low.startswith(prefix) else ():
                bare = stem.removesuffix(suffix) if stem.endswith(suffix) else ""
                bare = bare[:-1] + "ة" if suffix and bare.endswith("ت") and bare not in table else bare
                letter = table.get(bare) or ("T" if bare[-1:] == "ة" and table.get(bare[:-1]) == "T" else "")
                if letter and _goes_with(letter, prefix, suffix):
                    is_led = (letter, prefix[-1:]) == ("n", "ل") and language.is_a(bare, "nouns")  # لحقوق
                    role = "N" if language.is_a(bare, "names_too") and not suffix else "R"
                    return "ل" * is_led + bare, role if letter in "TC" and prefix[-2:] not in ("ال", "لل") else letter
        if low.removeprefix("ال")[:1].isdigit():
            return low, "0"
        return low, "n" if _LED.match(low) else "S" if low.startswith("ال") else "N"

    return spell if len(prefixes) > 1 else None


def _goes_with(letter: str, prefix: str, suffix: str) -> bool:
    """No verb has an article or a preposition, and only verbs, roles and what was said have an owner."""
    if suffix:
        return letter in ("VLThPf" if prefix in ("", "و", "ف") else "Th")
    return prefix in ("", "و", "ف") or letter in "TBKhiCSaD" or (letter == "n" and not prefix.endswith(("ال", "لل")))
