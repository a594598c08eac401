"""Who asks, where and in which language, as Discord gives it for an interaction or a message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import discord

from bot.rules.access import Admin, Asker, is_admin, require_admin
from bot.state.state import State
from bot.texts.translation import Translate, Translations

_Asked = discord.Interaction[Any] | discord.Message


class Askers:
    """Over one state; ``find_server`` gives a server that the bot is a member of, and ``admin_role`` is the operator's,
    by its name."""

    def __init__(
        self,
        state: State,
        translations: Translations,
        find_server: Callable[[int], discord.Guild | None],
        *,
        admin_role: str,
    ) -> None:
        self.translations = translations
        self._state, self._find_server, self._admin_role = state, find_server, admin_role

    def translate(self, asked: _Asked) -> Translate:
        """The words in the language of whoever uses a command; of a message in the server's."""
        if isinstance(asked, discord.Interaction):
            return self.translations.to(str(asked.locale))
        return self.translations.to(str(asked.guild.preferred_locale) if asked.guild else None)

    def speak(self, server: int) -> Translate | None:
        """The words in the language of a server; None where this process does not see it."""
        guild = self._find_server(server)
        return self.translations.to(str(guild.preferred_locale)) if guild else None

    async def of(self, asked: _Asked) -> Asker:
        """Where somebody asks; a server that the bot is no member of counts as none, a thread as its channel."""
        if isinstance(asked, discord.Interaction):
            person, channel = asked.user, asked.channel_id
        else:
            person, channel = asked.author, asked.channel.id
        server = asked.guild.id if asked.guild and self._find_server(asked.guild.id) else None
        parent = getattr(asked.channel, "parent_id", None)
        return await self._find(person.id, server, parent or channel, self.translate(asked))

    def may_administer(self, interaction: discord.Interaction[Any], asker: Asker) -> bool:
        """Whether who asks may administer the bot there."""
        return is_admin(interaction, asker.server, role_name=self._admin_role)

    async def require_admin(self, interaction: discord.Interaction[Any]) -> Admin:
        """Who asks, where they may administer the bot. Raises ServerOnly, NotPermitted."""
        return require_admin(interaction, await self.of(interaction), role_name=self._admin_role)

    async def who_waits(self, user: int, server: int, channel: int | None, language: str | None) -> Asker:
        """Somebody who asks nothing just now; without a language, in the server's."""
        own = self.translations.to(language) if language else self.speak(server)
        return await self._find(user, server, channel, own or self.translations.to(None))

    async def _find(self, user: int, server: int | None, channel: int | None, translate: Translate) -> Asker:
        chosen = await self._state.server(server) if server is not None else None
        return Asker(user=user, server=chosen, channel=chosen.channel(channel) if chosen else None, translate=translate)
