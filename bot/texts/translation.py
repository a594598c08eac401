"""Every fixed sentence, in the reader's language: one TOML file a language, English the source of truth."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

import babel
import discord
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal
from discord import app_commands

from index.types import Precision

Sentence = str | Mapping[str, str]  # with plural forms (CLDR: one, few, many, other …) where a count stands in it

_ENGLISH = "en"
_SKELETONS = {Precision.MONTH: "yMMMM", Precision.YEAR: "y"}  # CLDR
# How each language writes dates and numbers; days before months in English too, so that no date is read two ways.
_FORMATS = {"en": "en_GB", "de": "de", "fr": "fr", "es": "es", "ar": "ar"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Translate:
    """The sentences of one language. ``formats`` names its rules for dates, numbers and plurals."""

    language: str
    formats: babel.Locale = field(repr=False)
    sentences: Mapping[str, Sentence] = field(repr=False)

    def __call__(self, key: str, /, **values: str | int) -> str:
        """The sentence ``section.key`` with its placeholders filled; plural forms follow the value ``count``.

        Whole numbers are written as the language writes them; text is put in as it is, so escape foreign text first.
        """
        sentence = self.sentences[key]
        if not isinstance(sentence, str):
            form = self.formats.plural_form(int(values["count"]))
            sentence = sentence.get(form, sentence["other"])  # "many" of French and Spanish is for whole millions
        return sentence.format_map({name: self._write(value) for name, value in values.items()})

    def date(self, day: datetime.date, precision: Precision = Precision.DAY) -> str:
        """The day where it was published, the month in words: "18 August 2011"; as much of it as is known."""
        if precision is Precision.DAY:
            return format_date(day, format="long", locale=self.formats)
        return format_skeleton(_SKELETONS[precision], day, locale=self.formats)

    def dated(self, day: datetime.date, precision: Precision) -> str:
        """The date behind "the newest is", with its preposition: "vom 18. August 2011", "aus dem August 2011"."""
        return self(f"dates.{precision}", date=self.date(day, precision))

    def number(self, value: int) -> str:
        """A whole number as the language writes it: "12,000"."""
        return format_decimal(value, locale=self.formats)

    def _write(self, value: str | int) -> str:
        return value if isinstance(value, str) else self.number(value)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Translations:
    """All languages, by their BCP 47 tag; every one has every sentence (tested)."""

    languages: Mapping[str, Translate]

    def to(self, locale: str | None) -> Translate:
        """The language that a Discord locale or a setting names ("es-419" gives Spanish); English for any other."""
        language = (locale or _ENGLISH).partition("-")[0]
        return self.languages.get(language, self.languages[_ENGLISH])


@cache
def load_translations() -> Translations:
    """Every language of the package; reads its files once a process."""
    return Translations(languages={language: _load(language, formats) for language, formats in _FORMATS.items()})


def _load(language: str, formats: str) -> Translate:
    document = resources.files("bot.texts.locales").joinpath(f"{language}.toml").read_text(encoding="utf-8")
    sentences = {
        f"{section}.{key}": sentence
        for section, table in tomllib.loads(document).items()
        for key, sentence in table.items()
    }
    locale = babel.Locale.parse(formats)
    locale.plural_form(1)  # babel reads the rest of its file here, not at the first question
    return Translate(language=language, formats=locale, sentences=sentences)


class CommandTranslator(app_commands.Translator):
    """Names and descriptions of commands, found by the English text that stands in the code.

    discord.py asks for each text in each of Discord's locales, thousands of times at a start: all is written before.
    """

    def __init__(self, translations: Translations) -> None:
        english = translations.to(_ENGLISH)
        keys = {text: key for key, text in english.sentences.items() if key.startswith("commands.")}
        written = {
            translate: {text: translate(key) for text, key in keys.items()}
            for translate in translations.languages.values()
            if translate is not english
        }
        self._texts = {locale: written.get(translations.to(str(locale)), {}) for locale in discord.Locale}

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,  # noqa: ARG002 - the English text alone decides
    ) -> str | None:
        return self._texts[locale].get(string.message)
