"""Who may use the commands for admins. Pure; checked in code, because what Discord was told can be overridden there."""

from __future__ import annotations

from typing import Any

import discord

from bot.errors import NotPermitted, ServerOnly
from bot.state import Server


def is_admin(interaction: discord.Interaction[Any], server: Server | None, *, role_name: str) -> bool:
    """Whether the person may administer the bot in ``server``: by Manage Server, or by the role that the server or the
    operator (``role_name``, empty for none) named."""
    member = interaction.user
    if server is None or not isinstance(member, discord.Member):
        return False
    if interaction.permissions.manage_guild or interaction.permissions.administrator:
        return True
    return any(role.id == server.admin_role or (role_name and role.name == role_name) for role in member.roles)


def require_admin(interaction: discord.Interaction[Any], server: Server | None, *, role_name: str) -> Server:
    """The server, when the person may administer the bot there.

    Raises:
        ServerOnly, NotPermitted.
    """
    if server is None:
        raise ServerOnly
    if not is_admin(interaction, server, role_name=role_name):
        raise NotPermitted(server.admin_role)
    return server
