"""Nothing that a text brings along acts, over the list of all cards and of all that a terminal shows."""

import importlib
import inspect
import io
import pkgutil
import re
import typing
import unicodedata
from functools import cache

import pytest
from rich.console import Console, RenderableType
from rich.text import Text

import bot.cards
import bot.errors
import bot.terminal
import index.errors
from bot.cards.card import Card
from bot.texts.markdown import strong
from bot.texts.refusals import refuse
from bot.texts.translation import load_translations
from index.errors import VerbatimError
from tests.bot.discord_schema import check_limits, message_of, texts, walk
from tests.bot.filling import fill, fill_parameters, hints_of

_TRANSLATE = load_translations().to("en")
_OF_RENDERED_TEXT = {"card", "say"}  # what other cards are made of takes Markdown
# What Discord's client reads as Markdown, as a mention, as an address or as the beginning of a heading, list or quote.
_ACTS = re.compile(r"[\\`*_~|<>@\[\]]|https?://|:\w+:|(?<!\S)[-#+]|(?<=\d)[.)](?=\s|$)")
_HOSTILE = [
    "**evil**",
    "__evil__",
    "_evil_",
    "~~evil~~",
    "||evil||",
    "`evil`",
    "```evil```",
    "# evil",
    "-# evil",
    "> evil",
    "- evil",
    "1. evil",
    "evil\n# evil",
    "evil\n> evil",
    "@everyone",
    "<@80351110224678912>",
    "<@&80351110224678912>",
    "</ask:80351110224678912>",
    "<t:1313697900:R>",
    "<:evil:80351110224678912>",
    ":evil:",
    "[evil](https://evil.example)",
    "https://evil.example",
    "\\**evil\\**",
    "evil\u202eexe.gnp",
    "ev\u200bil",
    "ev\x1b[31mil",
    "ev\x00il",
    "ev\x9bil",
]


def _functions(package):
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        room = importlib.import_module(module.name)
        for name, function in inspect.getmembers(room, inspect.isfunction):
            if function.__module__ == room.__name__ and not name.startswith("_") and "__mutmut_" not in name:
                yield function


def _gives(function, kind):
    return hints_of(function).get("return") == kind


_CARDS = [
    function
    for function in _functions(bot.cards)
    if _gives(function, Card) and function.__name__ not in _OF_RENDERED_TEXT
]
_RENDERINGS = [
    function for function in _functions(bot.terminal) if _gives(function, RenderableType) or _gives(function, Text)
]


def _kinds(failure):
    yield failure
    for kind in failure.__subclasses__():
        yield from _kinds(kind)


_FAILURES = [kind for kind in _kinds(VerbatimError) if kind.__module__ in (bot.errors.__name__, index.errors.__name__)]


def _what_acts(rendered):
    """What acts in Markdown, in its order, and what nobody sees but moves or hides others; a backslash takes the mark
    after it out of the game."""
    shown = re.sub(r"\\[^0-9A-Za-z\s]", "·", rendered)
    return [*_ACTS.findall(shown), *filter(_is_control, shown)]


def _is_control(character):
    if character.isprintable():
        return False
    isolates = "\u2068\u2069"  # these keep a name from reordering its line
    return character not in f"\n{isolates}" and unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp")


def _tame(text):
    """The same with letters for its marks: as many words, on as many lines."""
    return "".join(character if character.isalnum() or character in " \n" else "x" for character in text)


@cache
def _messages(function, text):
    """The messages that a card with this for all its texts becomes."""
    return [message_of(function(**given)) for given in fill_parameters(function, text, translate=[_TRANSLATE])]


def test_there_are_cards():
    assert len(_CARDS) > 10
    assert len(_RENDERINGS) > 4
    assert len(_FAILURES) > 20


@pytest.mark.parametrize("function", _CARDS, ids=lambda function: function.__name__)
def test_the_same_marks_act_on_a_card_whatever_its_texts_say(function):
    for hostile in _HOSTILE:
        for message, plain in zip(_messages(function, hostile), _messages(function, _tame(hostile)), strict=True):
            shown, meant = texts(message), texts(plain)
            assert [_what_acts(text) for text in shown] == [_what_acts(text) for text in meant], repr(hostile)
            check_limits(message)


@pytest.mark.parametrize("language", sorted(load_translations().languages))
@pytest.mark.parametrize("function", _CARDS, ids=lambda function: function.__name__)
def test_a_card_says_something_where_there_is_nothing_to_tell(function, language):
    translate = load_translations().to(language)
    for given in fill_parameters(function, "nothing", bare=True, translate=[translate]):
        message = message_of(function(**given))
        assert any(text.strip() for text in texts(message))
        check_limits(message)


@pytest.mark.parametrize("language", sorted(load_translations().languages))
@pytest.mark.parametrize("function", _CARDS, ids=lambda function: function.__name__)
def test_discord_takes_a_card_however_long_everything_on_it_is(function, language):
    for longest in ("*" * 5_000, "_ " * 2_500, "https://example.org/" + "a" * 450):
        for given in fill_parameters(function, longest, many=30, translate=[load_translations().to(language)]):
            check_limits(message_of(function(**given)))


@pytest.mark.parametrize("function", _CARDS, ids=lambda function: function.__name__)
def test_what_stands_on_buttons_and_in_menus_has_no_character_that_nobody_sees(function):
    for hostile in _HOSTILE:
        for message in _messages(function, hostile):
            for shown in _labels(message["components"]):
                assert not any(_is_control(character) for character in shown), repr(hostile)


@pytest.mark.parametrize("kind", _FAILURES, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("language", sorted(load_translations().languages))
def test_nothing_acts_in_a_refusal_that_repeats_what_was_written(kind, language):
    translate = load_translations().to(language)
    for hostile in _HOSTILE:
        said, meant = (
            refuse(_failure(kind, text), reference="1", translate=translate) for text in (hostile, _tame(hostile))
        )
        assert _what_acts(said) == _what_acts(meant), repr(hostile)


@pytest.mark.parametrize("function", _RENDERINGS, ids=lambda function: function.__name__)
def test_nothing_that_a_terminal_shows_commands_it(function):
    for hostile in _HOSTILE:
        for given in fill_parameters(function, hostile):
            shown = io.StringIO()
            Console(file=shown, width=200, color_system=None).print(function(**given))
            assert not any(_is_control(character) for character in shown.getvalue()), repr(hostile)


def _failure(kind, text):
    """A failure whose facts are all hostile."""
    error = kind.__new__(kind)
    Exception.__init__(error, text)
    hints = {name: hint for name, hint in typing.get_type_hints(kind.__init__).items() if name != "return"}
    for name, hint in hints.items():
        setattr(error, name, fill(hint, text)[0])
    return error


def _labels(components):
    for item in walk(components):
        yield from (item[name] for name in ("label", "placeholder") if item.get(name))
        for option in item.get("options", ()):
            yield option["label"]


def test_a_mark_that_is_ours_acts():
    assert _what_acts(strong("**evil**")) == ["*"] * 4
