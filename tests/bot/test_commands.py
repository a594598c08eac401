"""The commands as Discord is told of them: within its limits, and in every language."""

import discord
import pytest
from discord import app_commands

from bot.connection import SURFACES, command_names
from bot.texts.translation import CommandTranslator, load_translations

_TRANSLATIONS = load_translations()
_ENGLISH = {text for key, text in _TRANSLATIONS.to("en").sentences.items() if key.startswith("commands.")}


def _texts(command):
    """Every name and description that a person sees of a command."""
    yield command.name
    if isinstance(command, app_commands.ContextMenu):
        return
    yield command.description
    if isinstance(command, app_commands.Group):
        for inner in command.commands:
            yield from _texts(inner)
        return
    for parameter in command.parameters:
        yield parameter.display_name
        yield parameter.description
        yield from (choice.name for choice in parameter.choices)


def test_every_text_has_its_translations():
    assert {text for command in SURFACES.commands for text in _texts(command)} <= _ENGLISH


def _siblings(commands):
    """The names that must differ in every language: of commands beside each other, and of what each takes."""
    yield [command.name for command in commands]
    for command in commands:
        if isinstance(command, app_commands.Group):
            yield from _siblings(command.commands)
        elif isinstance(command, app_commands.Command):
            yield [parameter.display_name for parameter in command.parameters]


@pytest.mark.parametrize("locale", [discord.Locale.german, discord.Locale.french, discord.Locale.spain_spanish])
async def test_names_side_by_side_differ(locale):
    translator = CommandTranslator(_TRANSLATIONS)
    context = app_commands.TranslationContext(app_commands.TranslationContextLocation.other, None)
    for names in _siblings(SURFACES.commands):
        shown = [await translator.translate(app_commands.locale_str(name), locale, context) for name in names]
        assert None not in shown
        assert len(set(shown)) == len(names), names


def test_there_are_no_more_commands_than_discord_takes():
    slash = [command for command in SURFACES.commands if not isinstance(command, app_commands.ContextMenu)]
    assert len(slash) <= 100
    assert len(SURFACES.commands) - len(slash) <= 5


def test_the_names_are_known_for_the_doctor():
    assert {"ask", "Ask about this", "verbatim"} <= command_names()
