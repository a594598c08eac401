"""Languages as folders of tables: the words of each closed class, and the forms in which print says who spoke.

A folder holds ``words.toml`` (class → words) and ``forms.toml`` (rows: a pattern over the letters of tokens, an example
that must match and one that must not). The languages that are read are those whose folders are here. A language
equals only itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from tomllib import loads
from typing import Any

from index.types import Article

READ = ("en", "de", "fr", "es", "ar")
_TAG = 2  # letters of a language's name in ISO 639-1; what is longer and not known is no name to go by
_CALLED = {  # in ISO 639-2, in English and in the language itself
    name: tag
    for tag, names in {
        "en": "eng english",
        "de": "deu ger german deutsch",
        "fr": "fra fre french français",
        "es": "spa spanish español castellano",
        "ar": "ara arabic العربية",
    }.items()
    for name in names.split()
}
_SAMPLE = 600  # characters of an article whose language is detected; more of them change nothing
_CERTAIN = 0.9  # of the detector's probability, below which an article is taken for the likeliest that is read
_CLEAR = 5  # times as likely as English is another that is not certain
_BARE = str.maketrans("أإآ", "ااا")
_NONE: frozenset[str] = frozenset()
_TENSES = ("base", "present", "past", "participle")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One row: ``pattern`` is a regular expression over letters, ``place`` where it may stand, ``first``
    the words with which it must begin, or its group *lead*, if others of their letters will not do, ``cues`` those that
    its cue must be, ``agent`` whether it is whose words the participle before them brings in, ``late`` whether a verb
    must close the clause behind the words. ``sure`` is false for a form that may mean somebody else."""

    name: str
    place: str
    pattern: str
    matches: str
    rejects: str
    first: str = ""
    cues: str = ""
    agent: bool = False
    late: bool = False
    sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Respelling:
    """A letter that the words around it change: ``letter`` becomes ``becomes`` between letters that match ``before`` at
    its end, and ``after``, if the word matches ``word`` and is of the class ``of``, or not of it ("!class")."""

    letter: str
    before: str
    after: str
    word: str
    of: str
    becomes: str
    example: str


@dataclass(frozen=True, eq=False, kw_only=True)
class Language:
    """The tables of one language: ``words`` maps a class to words in lower case, ``speech``, ``labelling`` a verb form
    to its tense ("base", "present", "past", "participle"), ``macros`` a name to its part of a pattern. ``traits`` are
    what a language does: *inverts* (a cue may stand before its subject), *drops* (a verb needs none), *caseless*,
    *capital_nouns* (every noun has one), *dialogue* (a dash opens a turn)."""

    tag: str
    words: Mapping[str, frozenset[str]]
    speech: Mapping[str, str]
    labelling: Mapping[str, str]
    weak: frozenset[str]
    letters: Mapping[str, str]
    suffixes: Mapping[str, str]
    macros: Mapping[str, str]
    traits: frozenset[str]
    forms: tuple[Form, ...]
    respelled: tuple[Respelling, ...]
    wider: tuple[tuple[str, ...], ...]
    antonyms: frozenset[tuple[str, ...]]
    contraries: frozenset[tuple[str, ...]]  # these, and more

    def is_a(self, word: str, *classes: str) -> bool:
        return not self._classes.get(word, _NONE).isdisjoint(classes)

    @cached_property
    def _classes(self) -> Mapping[str, frozenset[str]]:
        """The classes of each word."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for name, words in self.words.items():
            for word in words:
                found[word].add(name)
        return {word: frozenset(names) for word, names in found.items()}


@cache
def load(tag: str) -> Language:
    """The tables of a language in READ."""
    folder = files(__package__).joinpath(tag)
    table = loads(folder.joinpath("words.toml").read_text(encoding="utf-8"))
    rows = loads(folder.joinpath("forms.toml").read_text(encoding="utf-8"))
    words = {name: frozenset(_spell(text.replace(";", " ").split())) for name, text in table.items()}
    endings = rows["endings"]
    conjugated = list(_conjugate(table, endings, "speech"))
    speech = {spelt: (tense, base) for form, tense, base in conjugated for spelt in _spell([form])}
    weak = words.get("weak", frozenset())
    return Language(
        tag=tag,
        words=words,
        speech={form: tense for form, (tense, _) in speech.items()},
        labelling={form: tense for form, tense, _ in _conjugate(table, endings, "labelling")},
        weak=frozenset(form for form, (_, base) in speech.items() if base in weak),
        letters=rows["letters"],
        suffixes=rows["suffixes"],
        macros=rows["macros"],
        traits=frozenset(rows["traits"].split()),
        wider=tuple(_rows(table, "wider")),
        antonyms=frozenset(_rows(table, "antonyms")),
        contraries=frozenset((*_rows(table, "antonyms"), *_rows(table, "contraries"))),
        forms=tuple(_read_form(*row) for row in rows["forms"]),
        respelled=tuple(
            Respelling(**dict(zip(Respelling.__slots__, row, strict=True))) for row in rows.get("respelled", ())
        ),
    )


def _spell(words: Iterable[str]) -> set[str]:
    """Words, and those of Arabic as some print spells them: without what stands on an alif (اعلن), the last ya without
    its dots (فى)."""
    bare = {form for word in words for form in (word, word.translate(_BARE))}
    return bare | {form[:-1] + "ى" for form in bare if form.endswith("ي")}


def _read_form(name: str, place: str, pattern: str, limits: Mapping[str, Any], matches: str, rejects: str) -> Form:
    return Form(name=name, place=place, pattern=pattern, matches=matches, rejects=rejects, **limits)


def _rows(table: Mapping[str, str], name: str) -> list[tuple[str, ...]]:
    """Rows of words, divided by semicolons."""
    return [tuple(row.split()) for row in table.get(name, "").split(";") if row.strip()]


def language_of(article: Article) -> str | None:
    """The tag in READ that an article is written in, by its metadata, else detected; None for any other language."""
    written = (article.language or "").lower().replace("_", "-").partition("-")[0]
    tag = _CALLED.get(written, written)
    if tag in READ or len(tag) == _TAG:
        return tag if tag in READ else None
    (first, probability), *others = _detector().rank(article.body[:_SAMPLE])
    if first in READ or probability >= _CERTAIN:
        return str(first) if first in READ else None
    likely = {str(tag): share for tag, share in others if tag in READ}
    best = max(likely, key=lambda tag: likely[tag])
    return best if likely[best] > _CLEAR * likely[READ[0]] else READ[0]


def guess_language(text: str) -> str:
    """The tag of the language, read or not, that a text seems to be written in."""
    return str(_detector().rank(text[:_SAMPLE])[0][0])


@cache
def _detector() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _conjugate(table: Mapping[str, str], endings: Mapping[str, str], verbs: str) -> Iterator[tuple[str, str, str]]:
    """Every form of a class of verbs, with its tense and its first form.

    ``VERBS_regular`` lists infinitives, ``VERBS_irregular`` rows of a form a tense (several are joined by commas),
    ``VERBS_TENSE`` forms alone. A row of ``endings`` tells what replaces the ending of an infinitive, tense by tense
    between semicolons; "ge-t" has a part before the stem, too. The longest ending that fits counts.
    """
    for base in table.get(f"{verbs}_regular", "").split():
        yield from ((form, tense, base) for form, tense in _regular(base, endings))
    for row in table.get(f"{verbs}_irregular", "").split(";"):
        for forms, tense in zip(row.split(), _TENSES, strict=False):
            yield from ((form, tense, row.split()[0]) for form in forms.split(","))
    for tense in _TENSES:
        yield from ((form, tense, form) for form in table.get(f"{verbs}_{tense}", "").split())


def _regular(base: str, endings: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    ending = max((one for one in endings if base.endswith(one)), key=len)
    stem = base.removesuffix(ending)
    for tense, forms in zip(_TENSES, endings[ending].split(";"), strict=True):
        parts = (form.rpartition("-") for form in forms.split())
        yield from ((before + stem + after, tense) for before, _, after in parts)
