"""What admins see of the index, of what readers missed and of how the bot does, as private cards. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import discord
from discord.utils import format_dt

from bot.cards.card import (
    FOUND,
    REFUSED,
    RELATED,
    AttachedFile,
    Card,
    CardView,
    Item,
    Text,
    card,
    divider,
    text,
    titled,
)
from bot.state.missed import Feedback, Gap
from bot.texts.markdown import clip
from bot.texts.translation import Translate

_LINE_MAX = 300  # characters, rendered
_LIST_MAX = 3_400  # characters, rendered
_HALF_MAX = 1_700  # characters, rendered, of each of two lists on one card
_SHOWN = 25  # lines of a list
_PORTAL = re.compile(r"https://discord\.com/developers/applications(?:/\d+/bot)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What there is to say of the index that answers to a server: ``articles`` counts those that it may see, ``stale``
    the sources that have failed for too long."""

    built_at: datetime
    articles: int
    reindexing: bool
    stale: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at. What is not well has its ``fix``, which may lead to a page of Discord's portal, the
    ``link``."""

    what: str
    fix: str | None = None
    link: str | None = None

    @property
    def healthy(self) -> bool:
        return self.fix is None


def status_card(status: Status | None, *, translate: Translate) -> Card:
    """The age of the index, and how much is in it for the server; None when there is none yet."""
    if status is None:
        return card([text(translate("status.no_index"))], colour=REFUSED, public=False)
    lines = [
        translate("source.index_age", age=format_dt(status.built_at, "R")),
        translate("story.articles", count=status.articles),
        translate("status.reindexing" if status.reindexing else "status.idle"),
    ]
    lines += [f"⚠️ {translate('status.stale', count=status.stale)}"] if status.stale else []
    shown = titled(translate("status.title"), lines, most=_SHOWN, limit=_LIST_MAX, translate=translate)
    return card([shown], colour=RELATED if status.stale else None, public=False)


def gaps_card(
    gaps: Sequence[Sequence[Gap]], opinions: Sequence[Feedback] | None, *, kept: bool, days: int, translate: Translate
) -> Card:
    """The questions that the story could not answer, those that ask the same together, the open ones first; and what
    readers thought of answers in the last ``days``, never who: None where that is not kept, as ``kept`` is false where
    no questions are."""
    items: list[Item] = [_list_gaps(gaps, kept=kept, translate=translate)]
    if opinions is not None:
        items += [divider(), _sum_up(opinions, days=days, translate=translate)]
    return card(items, public=False)


def _list_gaps(gaps: Sequence[Sequence[Gap]], *, kept: bool, translate: Translate) -> Text:
    lines = [_say_gaps(group, translate) for group in sorted(gaps, key=_is_closed) if group]
    title = translate("gaps.title")
    if not lines:
        return text(f"**{title}**\n{translate('gaps.none' if kept else 'gaps.not_kept')}")
    return titled(title, lines, most=_SHOWN, limit=_HALF_MAX, translate=translate)


def _is_closed(group: Sequence[Gap]) -> bool:
    return all(gap.closed_at for gap in group)


def _say_gaps(group: Sequence[Gap], translate: Translate) -> str:
    """Questions that ask the same, as one line: the first, how often they were asked, and whether that is over."""
    first, *others = group
    facts = [clip(first.question, _LINE_MAX)]
    facts += [translate("gaps.alike", count=len(others))] if others else []
    facts.append(translate("gaps.times", count=sum(gap.times for gap in group)))
    facts.append(format_dt(max(gap.asked_at for gap in group), "d"))
    if _is_closed(group):
        closed_at = max(gap.closed_at for gap in group if gap.closed_at)
        facts.append(translate("gaps.closed", seconds=f"{closed_at.timestamp():.0f}"))
    return f"{'✅ ' if _is_closed(group) else ''}{' · '.join(facts)}"


def _sum_up(opinions: Sequence[Feedback], *, days: int, translate: Translate) -> Text:
    """How many were content and how many were not, and the reasons that they gave, newest first."""
    helpful = sum(opinion.helpful for opinion in opinions)
    counted = f"👍 {translate.number(helpful)} · 👎 {translate.number(len(opinions) - helpful)}"
    reasons = [clip(opinion.reason, _LINE_MAX) for opinion in opinions if opinion.reason.strip()]
    title = f"{translate('gaps.feedback', count=days)}: {counted}"
    return titled(title, reasons, most=_SHOWN, limit=_HALF_MAX, translate=translate)


def export_card(
    gaps: Sequence[Gap], thumbs_down: Sequence[Feedback], files: Sequence[AttachedFile], *, translate: Translate
) -> Card:
    """How much of what readers missed is in the files, which stand below."""
    counts = [
        translate("export.gaps", count=len(gaps)),
        translate("export.thumbs_down", count=len(thumbs_down)),
    ]
    words = text("\n".join([f"### {translate('export.title')}", *counts, f"-# {translate('export.hint')}"]))
    attached = [discord.ui.File[CardView](f"attachment://{file.name}") for file in files]
    framed = card([words, *attached], public=False)
    return Card(view=framed.view, public=False, files=tuple(files))


def doctor_card(findings: Sequence[Finding], *, translate: Translate) -> Card:
    """What was looked at, what is wrong with it, and where to fix it; the troubles first."""
    troubles = [finding for finding in findings if not finding.healthy]
    lines = [_say_finding(finding) for finding in sorted(findings, key=lambda finding: finding.healthy)]
    title = translate("doctor.troubles", count=len(troubles)) if troubles else translate("doctor.well")
    shown = titled(title, lines, most=_SHOWN, limit=_LIST_MAX, translate=translate)
    return card([shown], colour=RELATED if troubles else FOUND, public=False)


def _say_finding(finding: Finding) -> str:
    what = clip(finding.what, _LINE_MAX)
    if finding.fix is None:
        return f"✅ {what}"
    link = f" <{finding.link}>" if finding.link and _PORTAL.fullmatch(finding.link) else ""
    return f"❌ {what}\n  → {clip(finding.fix, _LINE_MAX)}{link}"
