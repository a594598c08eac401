"""A reindex as one card: how far it is, and what it did. Pure."""

from __future__ import annotations

from bot.cards.card import FOUND, RELATED, Card, card, text
from bot.reindexing import Progress, Report
from bot.translation import Translate

_BAR = 20  # blocks
_STAGES = ("reading", "quotations", "encoding", "writing", "checking")  # of python -m index build


def progress_card(progress: Progress, *, translate: Translate) -> Card:
    """The stage and how much of it is done; a stage that this version does not know shows as work in general."""
    stage = translate(f"reindex.{progress.stage}" if progress.stage in _STAGES else "reindex.working")
    lines = [f"### {translate('reindex.title')}", stage]
    if progress.total > 0:
        done = min(progress.done, progress.total)
        filled = _BAR * done // progress.total
        count = translate("reindex.progress", done=done, total=progress.total)
        lines.append(f"`{'█' * filled}{'░' * (_BAR - filled)}` {count}")
    lines.append(f"-# {translate('reindex.meanwhile')}")
    return card([text("\n".join(lines))], colour=RELATED, public=False)


def report_card(report: Report, *, dry_run: bool, translate: Translate) -> Card:
    """What changed in the articles, and what became of the index."""
    counts = translate(
        "reindex.report", new=report.new, changed=report.changed, removed=report.removed, failed=report.failed
    )
    lines = [
        f"### {translate('reindex.dry_run_title' if dry_run else 'reindex.done_title')}",
        f"**{counts}**",
        translate("reindex.unchanged", count=report.unchanged),
        f"-# {translate('reindex.dry_run' if dry_run else 'reindex.live')}",
    ]
    lines += [f"-# {translate('reindex.failed_hint')}"] if report.failed else []
    return card([text("\n".join(lines))], colour=RELATED if report.failed else FOUND, public=False)
