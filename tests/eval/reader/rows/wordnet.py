"""WordNet 3.0's files (Debian's ``wordnet-base``; the WordNet licence, free for any use) → words near a word.

Only single words that were met in WordNet's tagged texts are given: rare ones make nonsense.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

FOLDER = Path("/usr/share/wordnet")
_KINDS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
_ENDINGS = {"n": ("s",), "v": ("s", "ed", "ing"), "a": (), "r": ()}

Sense = tuple[str, int]
"""A part of speech, and the place of the sense in its file."""


class _Synset(NamedTuple):
    words: tuple[str, ...]
    antonyms: dict[str, list[tuple[Sense, int]]]  # by word: the sense and the place of the opposite in it
    above: tuple[Sense, ...]
    below: tuple[Sense, ...]
    is_instance: bool


class WordNet:
    """Synonyms, opposites and sisters of words in the form in which they are given: "asked" → "enquired"."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._lines: dict[Sense, str] = {}  # taken apart when they are asked for: few are
        self._senses: dict[tuple[str, str], list[Sense]] = {}  # by word and part of speech, the commonest first
        self._tagged: dict[tuple[str, str], int] = {}  # how many senses were met in tagged texts
        self._irregular: set[tuple[str, str]] = set()
        for name, kind in _KINDS.items():
            self._read_data(folder / f"data.{name}", kind)
            self._read_index(folder / f"index.{name}", kind)
            lines = (folder / f"{name}.exc").read_text(encoding="utf-8").splitlines()
            self._irregular |= {(word, kind) for line in lines for word in line.split()[1:]}
        self._cased: dict[str, str] = {}
        for sense, line in self._lines.items():
            if " @i " in line:
                self._cased.update((word.lower(), word) for word in self._synset(sense).words)

    def _read_data(self, path: Path, kind: str) -> None:
        lines = path.read_text(encoding="utf-8").splitlines()
        self._lines |= {(kind, int(line[:8])): line for line in lines if not line.startswith(" ")}

    @cache  # noqa: B019 - there is one WordNet
    def _synset(self, sense: Sense) -> _Synset:
        fields = self._lines[sense].partition(" | ")[0].split()
        count = int(fields[3], 16)
        words = tuple(word.partition("(")[0] for word in fields[4 : 4 + 2 * count : 2])
        at = 4 + 2 * count
        antonyms: dict[str, list[tuple[Sense, int]]] = defaultdict(list)
        above, below, is_instance = [], [], False
        for pointer in range(at + 1, at + 1 + 4 * int(fields[at]), 4):
            symbol, offset, target, places = fields[pointer : pointer + 4]
            other = ("a" if target == "s" else target, int(offset))
            if symbol == "!":
                own, place = (int(part, base=16) - 1 for part in (places[:2], places[2:]))
                antonyms[words[own].lower()].append((other, place))
            elif symbol in ("@", "@i"):
                above.append(other)
                is_instance |= symbol == "@i"
            elif symbol in ("~", "~i"):
                below.append(other)
        return _Synset(words, dict(antonyms), tuple(above), tuple(below), is_instance)

    def _read_index(self, path: Path, kind: str) -> None:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith(" "):
                continue
            fields = line.split()
            senses, tagged = int(fields[2]), int(fields[4 + int(fields[3]) + 1])
            self._senses[(fields[0], kind)] = [(kind, int(offset)) for offset in fields[-senses:]]
            self._tagged[(fields[0], kind)] = tagged

    def synonyms(self, word: str) -> list[str]:
        """Other words for the commonest sense of ``word``."""
        return self._vary(word, lambda lemma, kind: self._synset(self._senses[(lemma, kind)][0]).words)

    def antonyms(self, word: str) -> list[str]:
        """Opposites of any of its three commonest senses."""
        return self._vary(word, self._opposites)

    def sisters(self, word: str) -> list[str]:
        """Other kinds of the thing that ``word`` in its commonest sense is a kind of: "daughter" → "son"."""
        return self._vary(word, self._sisters)

    def is_noun(self, word: str) -> bool:
        return any(kind == "n" for _, kind, _ in self._read(word))

    def fellows(self, name: str) -> list[str]:
        """Other names of the same sort of place or person: "France" → "Spain", "Norway", …; none for unknown ones."""
        senses = self._senses.get((name.lower().replace(" ", "_"), "n"), [])[:1]
        found = [
            word
            for sense in senses
            if self._synset(sense).is_instance
            for parent in self._synset(sense).above
            for child in self._synset(parent).below
            if child != sense
            for word in self._synset(child).words[:1]
        ]
        return [word.replace("_", " ") for word in found if word[0].isupper()]

    def _opposites(self, lemma: str, kind: str) -> list[str]:
        return [
            self._synset(sense).words[place]
            for own in self._senses[(lemma, kind)][:3]
            for sense, place in self._synset(own).antonyms.get(lemma, ())
        ]

    def _sisters(self, lemma: str, kind: str) -> list[str]:
        own = self._senses[(lemma, kind)][0]
        return [
            word
            for parent in self._synset(own).above
            for child in self._synset(parent).below
            if child != own
            for word in self._synset(child).words[:1]
        ]

    def _vary(self, word: str, relate) -> list[str]:  # type: ignore[no-untyped-def]
        found: dict[str, None] = {}
        for lemma, kind, ending in self._read(word)[:1]:
            for other in relate(lemma, kind):
                lowered = other.lower()
                is_known = other.islower() and other.isalpha() and len(other) > 2 and self._tagged.get((lowered, kind))
                if is_known and lowered != lemma and not (ending and (lowered, kind) in self._irregular):
                    found[_inflect(lowered, ending)] = None
        return [other for other in found if other != word.lower()]

    def _read(self, word: str) -> list[tuple[str, str, str]]:
        """What ``word`` may be, the likeliest first: lemma, part of speech, ending."""
        lowered = word.lower()
        found = [
            (self._tagged[(lemma, kind)], lemma, kind, ending)
            for kind, endings in _ENDINGS.items()
            for ending in ("", *endings)
            for lemma in _strip(lowered, ending)
            if self._tagged.get((lemma, kind)) and not (ending and (lemma, kind) in self._irregular)
        ]
        return [entry[1:] for entry in sorted(found, key=lambda entry: -entry[0])]


@lru_cache(maxsize=1)
def wordnet() -> WordNet:
    return WordNet()


def _strip(word: str, ending: str) -> list[str]:
    """What may have become ``word`` by adding ``ending``."""
    if not ending:
        return [word]
    stems = {word[: -len(ending)]}
    if ending == "s" and word.endswith("ies"):
        stems.add(word[:-3] + "y")
    if ending == "s" and word.endswith("es"):
        stems.add(word[:-2])
    if ending in ("ed", "ing"):
        stems.add(word[: -len(ending)] + "e")
        if word.endswith("ied"):
            stems.add(word[:-3] + "y")
    return sorted(stem for stem in stems if len(stem) > 2 and _inflect(stem, ending) == word)


def _inflect(word: str, ending: str) -> str:
    """``word`` with a regular ending."""
    ends_in_y = len(word) > 1 and word.endswith("y") and word[-2] not in "aeiou"
    match ending:
        case "s":
            if ends_in_y:
                return word[:-1] + "ies"
            return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")
        case "ed":
            if ends_in_y:
                return word[:-1] + "ied"
            return word + ("d" if word.endswith("e") else "ed")
        case "ing":
            return (word[:-1] if word.endswith("e") and not word.endswith("ee") else word) + "ing"
        case _:
            return word
