"""Whom a command is for, and where it may be used."""

from __future__ import annotations

from typing import Any, TypeVar

from discord import app_commands

Command = TypeVar("Command")
Commands = tuple[app_commands.Command[Any, ..., Any] | app_commands.ContextMenu | app_commands.Group, ...]


def everywhere(command: Command) -> Command:
    """For readers: in servers, in direct messages, and wherever a person who installed the bot goes."""
    contexts = app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    installs = app_commands.allowed_installs(guilds=True, users=True)
    return installs(contexts(command))


def for_admins(command: Command) -> Command:
    """For admins: in servers that the bot is a member of, and shown to those who manage them.

    Contexts and installs are set on each command: defaults of the whole tree would win over ``guild_only``.
    """
    contexts = app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    installs = app_commands.allowed_installs(guilds=True, users=False)
    return app_commands.default_permissions(manage_guild=True)(installs(contexts(command)))
