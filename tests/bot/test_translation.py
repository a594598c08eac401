"""Every sentence in every language, and no language without one."""

import ast
import re
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from string import Formatter

import discord
import pytest
from discord import app_commands

import bot
from bot.texts.translation import CommandTranslator, load_translations
from index.types import Precision

_TRANSLATIONS = load_translations()
_ENGLISH = _TRANSLATIONS.to("en")
_LANGUAGES = sorted(_TRANSLATIONS.languages)
_PLURALS = {"en": {"one", "other"}, "ar": {"zero", "one", "two", "few", "many", "other"}}
_COMMAND_NAME = re.compile(r"[-_\w']{1,32}")  # Discord, "application command naming"; names are lower case besides
_COMMANDS = {key for key in _ENGLISH.sentences if key.startswith("commands.")}
_MENUS = {"commands.menu_ask", "commands.menu_check"}
_NAMES = {key for key in _COMMANDS if not key.endswith("_description")} - _MENUS


def _forms(sentence):
    return [sentence] if isinstance(sentence, str) else list(sentence.values())


def _placeholders(sentence):
    return {name for form in _forms(sentence) for _, name, _, _ in Formatter().parse(form) if name}


def _used_keys():
    """The keys that the code asks for: whole ones, and the beginnings of those that it completes."""
    whole, beginnings = set(), set()
    for file in Path(bot.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
                beginnings.add(node.values[0].value)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
    return whole, {beginning for beginning in beginnings if re.fullmatch(r"[a-z]+\.[a-z_]*", beginning)}


def _asked_for():
    """The constants in the first place of a call of ``translate``, with the file they stand in."""
    for file in Path(bot.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and _is_translate(node.func):
                yield from _constants(node.args[0])


def _is_translate(function):
    return getattr(function, "id", getattr(function, "attr", "")) == "translate"


def _constants(argument):
    match argument:
        case ast.Constant(value=str(key)):
            yield key
        case ast.IfExp(body=body, orelse=otherwise):
            yield from _constants(body)
            yield from _constants(otherwise)


@pytest.mark.parametrize("language", _LANGUAGES)
def test_no_sentence_is_missing_or_left_over(language):
    assert set(_TRANSLATIONS.to(language).sentences) == set(_ENGLISH.sentences)


@pytest.mark.parametrize("language", _LANGUAGES)
def test_placeholders_are_those_of_the_english(language):
    for key, sentence in _TRANSLATIONS.to(language).sentences.items():
        assert _placeholders(sentence) == _placeholders(_ENGLISH.sentences[key]), key


@pytest.mark.parametrize("language", _LANGUAGES)
def test_plurals_have_the_forms_of_their_language(language):
    for key, sentence in _TRANSLATIONS.to(language).sentences.items():
        if not isinstance(sentence, str):
            assert set(sentence) == _PLURALS.get(language, {"one", "other"}), key


@pytest.mark.parametrize("language", _LANGUAGES)
def test_every_sentence_is_short_enough_for_a_message(language):
    for key, sentence in _TRANSLATIONS.to(language).sentences.items():
        assert all(0 < len(form) <= 500 for form in _forms(sentence)), key


@pytest.mark.parametrize("language", _LANGUAGES)
def test_button_labels_and_box_titles_fit(language):
    for key, sentence in _TRANSLATIONS.to(language).sentences.items():
        if key.startswith("buttons."):
            assert len(sentence) <= 80, key
        if key.startswith("boxes."):
            assert len(sentence) <= 45, key


def test_every_key_that_the_code_asks_for_exists():
    assert set(_asked_for()) <= set(_ENGLISH.sentences)


def test_every_sentence_is_used():
    whole, beginnings = _used_keys()
    spoken = {key for key in _ENGLISH.sentences if not key.startswith(("refusals.", "commands."))}
    assert not {key for key in spoken - whole if not key.startswith(tuple(beginnings))}


@pytest.mark.parametrize("language", _LANGUAGES)
def test_command_names_are_names_that_discord_takes(language):
    translate = _TRANSLATIONS.to(language)
    for key in _NAMES:
        name = translate(key)
        assert _COMMAND_NAME.fullmatch(name), key
        assert name == name.lower(), key


@pytest.mark.parametrize("language", _LANGUAGES)
def test_descriptions_and_menus_are_texts_that_discord_takes(language):
    translate = _TRANSLATIONS.to(language)
    assert all(1 <= len(translate(key)) <= 100 for key in _COMMANDS - _NAMES - _MENUS)
    assert all(1 <= len(translate(key)) <= 32 for key in _MENUS)


def test_arabic_leaves_names_as_people_can_type_them():
    arabic = _TRANSLATIONS.to("ar")
    assert all(arabic(key) == _ENGLISH(key) for key in _NAMES)


@pytest.mark.parametrize("language", _LANGUAGES)
def test_sentences_name_commands_as_their_reader_types_them(language):
    translate = _TRANSLATIONS.to(language)
    names = {translate(key) for key in _NAMES}
    for key, sentence in translate.sentences.items():
        for form in _forms(sentence):
            for command in re.findall(r"`/([^`]+)`|`([^` ]+)`", form):
                assert set(re.split("[ :]", "".join(command))) <= names, (key, command)
            assert not re.search(r"(?<![\w`/:.])/\w", form), key  # a command without its marks


@pytest.mark.parametrize("language", _LANGUAGES)
def test_what_is_to_be_left_out_is_named_as_its_reader_sees_it(language):
    translate = _TRANSLATIONS.to(language)
    for failure, option in (("nothing_fits", "about"), ("not_about_that", "about"), ("not_refreshed", "refresh")):
        assert f"`{translate(f'commands.option_{option}')}`" in translate.sentences[f"refusals.{failure}"]


@pytest.mark.parametrize(
    ("language", "day", "month", "year"),
    [
        ("en", "is from 3 October 2025.", "is from October 2025.", "is from 2025."),
        ("de", "ist vom 3. Oktober 2025.", "ist aus dem Oktober 2025.", "ist aus dem Jahr 2025."),
        ("fr", "est paru le 3 octobre 2025.", "est paru en octobre 2025.", "est paru en 2025."),
        ("es", "es del 3 de octubre de 2025.", "es de octubre de 2025.", "es de 2025."),
        ("ar", "بتاريخ 3 أكتوبر 2025.", "بتاريخ أكتوبر 2025.", "بتاريخ 2025."),
    ],
)
def test_a_date_has_the_preposition_of_what_is_known_of_it(language, day, month, year):
    translate = _TRANSLATIONS.to(language)
    for precision, told in ((Precision.DAY, day), (Precision.MONTH, month), (Precision.YEAR, year)):
        newest = translate.dated(datetime(2025, 10, 3, tzinfo=UTC), precision)
        assert translate("answer.newest", newest=newest).endswith(f" {told}")
        assert newest in translate("answer.not_found", count=6, newest=newest)


def test_a_discord_locale_finds_its_language():
    found = {
        locale: _TRANSLATIONS.to(locale).language for locale in ("en-US", "es-419", "es-ES", "de", "fr", "ja", None)
    }
    assert found == {"en-US": "en", "es-419": "es", "es-ES": "es", "de": "de", "fr": "fr", "ja": "en", None: "en"}


def test_arabic_counts_as_arabic_does():
    counted = [_TRANSLATIONS.to("ar")("story.articles", count=count) for count in (1, 2, 3, 11, 100)]
    assert counted == ["مقال واحد", "مقالان", "3 مقالات", "11 مقالًا", "100 مقال"]


def test_a_number_is_written_as_the_language_writes_it():
    written = {language: _TRANSLATIONS.to(language)("list.more", count=12_000) for language in ("en", "de", "es")}
    assert written == {"en": "and 12,000 more", "de": "und 12.000 weitere Einträge", "es": "y 12.000 más"}


def test_a_million_in_french_has_a_sentence():
    assert "articles" in _TRANSLATIONS.to("fr")("story.articles", count=1_000_000)


def test_a_date_is_the_day_where_the_outlet_is():
    late = datetime(2011, 8, 18, 23, 30, tzinfo=timezone(timedelta(hours=-4)))
    assert _TRANSLATIONS.to("en").date(late) == "18 August 2011"
    assert _TRANSLATIONS.to("de").date(late) == "18. August 2011"
    assert _TRANSLATIONS.to("en").date(late.astimezone(UTC)) == "19 August 2011"


def test_of_a_date_as_much_is_said_as_is_known():
    first = datetime(2011, 8, 1, tzinfo=UTC)
    said = {language: _TRANSLATIONS.to(language).date for language in ("en", "de", "fr", "es")}
    assert [date(first, Precision.MONTH) for date in said.values()] == [
        "August 2011",
        "August 2011",
        "août 2011",
        "agosto de 2011",
    ]
    assert {date(first, Precision.YEAR) for date in said.values()} == {"2011"}
    assert "1" not in _TRANSLATIONS.to("ar").date(first, Precision.MONTH).replace("2011", "")


async def _translate(text, locale):
    translator = CommandTranslator(_TRANSLATIONS)
    context = app_commands.TranslationContext(app_commands.TranslationContextLocation.other, None)
    return await translator.translate(app_commands.locale_str(text), locale, context)


async def test_a_command_is_translated_by_its_english_text():
    assert await _translate("ask", discord.Locale.german) == "fragen"
    assert await _translate("Who said it", discord.Locale.latin_american_spanish) == "Quién lo dijo"


async def test_discord_is_told_nothing_where_the_english_stands():
    assert await _translate("ask", discord.Locale.american_english) is None
    assert await _translate("ask", discord.Locale.japanese) is None
    assert await _translate("nobody knows this text", discord.Locale.german) is None


def test_no_two_command_texts_are_the_same_in_english():
    texts = [_ENGLISH(key) for key in _COMMANDS]
    assert len(set(texts)) == len(texts)
