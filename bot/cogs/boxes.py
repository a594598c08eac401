"""The boxes that buttons open, and what is done with what comes back. All that has to be known is in a box's custom id
and on the card that it was opened from, so a box that was open while the bot restarted is answered like any other."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import discord

from bot.cards.buttons import Within
from bot.cards.sent import question_of, read_card
from bot.cogs.serving import serve_admin, serve_reader
from bot.errors import OldButton
from bot.server_sources import PastedText

if TYPE_CHECKING:
    from bot.cards.card import Reply
    from bot.client import Verbatim
    from bot.readers import Readers
    from bot.rules.access import Asker
    from bot.texts.translation import Translate

_QUESTION_MAX, _REASON_MAX = 1_000, 500  # characters
_PASTED = {"headline": 200, "date": 40, "outlet": 80, "address": 500, "text": 4_000}  # characters; Discord takes 4,000
_PRIVATE = "p"  # in the custom id of a box that was opened from a private card
_log = logging.getLogger("verbatim")


def follow_up_box(within: Within, translate: Translate, *, private: bool) -> discord.ui.Modal:
    """Another question, limited as the one before, and answered as privately."""
    custom_id = f"box:v1:follow-up:{within.story}:{within.since}:{_PRIVATE if private else ''}"
    return _box(
        custom_id,
        title=translate("boxes.follow_up_title"),
        label=translate("boxes.follow_up_label"),
        longest=_QUESTION_MAX,
        required=True,
    )


def why_box(translate: Translate) -> discord.ui.Modal:
    """What was wrong with an answer."""
    return _box(
        "box:v1:why",
        title=translate("boxes.why_title"),
        label=translate("boxes.why_label"),
        longest=_REASON_MAX,
        required=False,
    )


def paste_box(translate: Translate) -> discord.ui.Modal:
    """An article that an admin pastes."""
    box = discord.ui.Modal(title=translate("boxes.paste_title"), custom_id="box:v1:paste")
    for name, longest in _PASTED.items():
        is_text = name == "text"
        field: discord.ui.TextInput[Any] = discord.ui.TextInput(
            custom_id=name,
            style=discord.TextStyle.paragraph if is_text else discord.TextStyle.short,
            max_length=longest,
            required=name in ("headline", "text"),
        )
        box.add_item(discord.ui.Label(text=translate(f"boxes.paste_{name}"), component=field))
    return box


def _box(custom_id: str, *, title: str, label: str, longest: int, required: bool) -> discord.ui.Modal:
    box = discord.ui.Modal(title=title, custom_id=custom_id)
    field: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id="text", style=discord.TextStyle.paragraph, max_length=longest, required=required
    )
    box.add_item(discord.ui.Label(text=label, component=field))
    return box


async def take(interaction: discord.Interaction[Verbatim]) -> None:
    """Answers a box that somebody sent."""
    data: Any = interaction.data or {}
    card, fields = interaction.message, _read(data)
    written = fields.get("text", "")
    match data.get("custom_id", "").split(":"):
        case ["box", "v1", "follow-up", story, since, privacy]:
            private = privacy == _PRIVATE or (card is not None and card.flags.ephemeral)
            within, before = Within(story=story, since=since), read_card(card) if card else None
            await serve_reader(
                interaction,
                "follow-up",
                lambda readers, asker: readers.questions.follow_up(
                    asker, written, before, within=within, private=private
                ),
                private=private,
                text=written,
            )
        case ["box", "v1", "why"]:
            subject = question_of(card) if card else ""
            await serve_reader(
                interaction,
                "feedback",
                lambda readers, asker: readers.looking.vote(asker, subject, helpful=False, reason=written),
                private=True,
            )
        case ["box", "v1", "paste"]:
            pasted = PastedText(**{name: fields.get(name, "") for name in _PASTED})
            await serve_admin(interaction, "sources", lambda admins, admin: admins.add_text(admin, pasted))
        case _:
            _log.info("a box of another version", extra={"facts": {"custom_id": data.get("custom_id")}})
            await serve_reader(interaction, "box", _refuse, private=True)


async def _refuse(_readers: Readers, _asker: Asker) -> Reply:
    raise OldButton


def _read(data: Any) -> dict[str, str]:
    """What was written into the fields of a box, by their custom ids."""
    fields = [row.get("component") or {} for row in data.get("components", ())]
    return {str(field["custom_id"]): str(field["value"]) for field in fields if field.get("value")}
