"""Who asks, and who may use the commands for admins. Pure; checked in code, because what Discord was told can be
overridden there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import discord

from bot.errors import NotPermitted, ServerOnly
from bot.state.state import Channel, Server
from bot.texts.translation import Translate


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks, where, and in which language; ``server`` is None in direct messages and user installs."""

    user: int
    server: Server | None
    channel: Channel | None
    translate: Translate


@dataclass(frozen=True, slots=True, kw_only=True)
class Admin:
    """Somebody who may administer the bot in ``server``, asking in ``channel``. ``require_admin`` alone makes one, so
    what takes an Admin cannot be reached without the check."""

    server: Server
    channel: Channel
    translate: Translate


def is_admin(interaction: discord.Interaction[Any], server: Server | None, *, role_name: str) -> bool:
    """Whether the person may administer the bot in ``server``: by Manage Server, or by the role that the server or the
    operator (``role_name``, empty for none) named."""
    member = interaction.user
    if server is None or not isinstance(member, discord.Member):
        return False
    if interaction.permissions.manage_guild or interaction.permissions.administrator:
        return True
    return any(role.id == server.admin_role or (role_name and role.name == role_name) for role in member.roles)


def require_admin(interaction: discord.Interaction[Any], asker: Asker, *, role_name: str) -> Admin:
    """The asker as an admin of the server.

    Raises:
        ServerOnly, NotPermitted.
    """
    server = asker.server
    if server is None:
        raise ServerOnly
    if not is_admin(interaction, server, role_name=role_name):
        raise NotPermitted
    channel = asker.channel or Channel(id=interaction.channel_id or 0)
    return Admin(server=server, channel=channel, translate=asker.translate)
