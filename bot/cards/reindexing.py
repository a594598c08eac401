"""A reindex as one card: how far it is, and what it did. Pure."""

from __future__ import annotations

from bot.cards.card import FOUND, RELATED, Card, card, text
from bot.texts.translation import Translate
from index.progress import BuildReport, Progress

_BAR = 20  # blocks


def progress_card(progress: Progress, *, translate: Translate) -> Card:
    """The stage and how much of it is done."""
    lines = [f"### {translate('reindex.title')}", translate(f"reindex.{progress.stage}")]
    if progress.total > 0:
        done = min(progress.done, progress.total)
        filled = _BAR * done // progress.total
        count = translate("reindex.progress", done=done, total=progress.total)
        lines.append(f"`{'█' * filled}{'░' * (_BAR - filled)}` {count}")
    lines.append(f"-# {translate('reindex.meanwhile')}")
    return card([text("\n".join(lines))], colour=RELATED, public=False)


def report_card(report: BuildReport, *, dry_run: bool, translate: Translate) -> Card:
    """What changed in the articles, and what became of the index."""
    changes, failed = report.changes, len(report.failed)
    counts = translate(
        "reindex.report", new=changes.new, changed=changes.changed, removed=changes.removed, failed=failed
    )
    title = "reindex.dry_run_title" if dry_run else "reindex.done_title" if changes else "reindex.same_title"
    lines = [f"### {translate(title)}"]
    lines += [f"**{counts}**"] if changes or failed else []
    lines.append(translate("reindex.unchanged", count=changes.unchanged))
    if dry_run or changes:
        lines.append(f"-# {translate('reindex.dry_run' if dry_run else 'reindex.live')}")
    lines += [f"-# {translate('reindex.failed_hint')}"] if failed else []
    return card([text("\n".join(lines))], colour=RELATED if failed else FOUND, public=False)
