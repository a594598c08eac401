"""Where articles come from, what a source gives before it goes live, and how they get into the index. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from discord.utils import format_dt

from bot.cards.card import FOUND, REFUSED, RELATED, Card, Item, card, small, source, text, titled
from bot.cards.excerpts import excerpt
from bot.texts.markdown import clip, strong
from bot.texts.translation import Translate
from index.languages.sentences import paragraphs, sentences
from index.progress import BuildReport, Preview, Progress
from index.types import Article

_NAME_MAX, _LINE_MAX, _FACT_MAX = 80, 300, 60  # characters, rendered
_LIST_MAX = 3_400  # characters, rendered
_SHOWN, _TOLD = 25, 4  # lines of a list; of each list beside an article
_BAR = 20  # blocks
_PREVIEW_MAX = 1_050  # characters, rendered, of all articles that are shown
_LISTED_MAX, _BESIDE_MAX = 350, 200  # characters, rendered, of a list beside an article; of a line of it


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """One source of articles; ``problem`` says in a sentence what of it could not be read. The others are None, too,
    where it has not been read yet."""

    name: str
    articles: int | None
    read_at: datetime | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FailingSource:
    """A source by its name; ``since`` is when it last gave something, or began to fail if it never did."""

    name: str
    since: datetime
    problem: str


def sources_card(sources: Sequence[SourceLine], *, translate: Translate) -> Card:
    """Where the articles come from, when each was read, and what came of it."""
    lines = [_say_source(line, translate) for line in sources]
    if not lines:
        return card([text(f"**{translate('sources.title')}**\n{translate('sources.none')}")], public=False)
    failing = sum(line.problem is not None for line in sources)
    title = translate("sources.title") + (f" · {translate('sources.failing', count=failing)}" if failing else "")
    shown = titled(title, lines, most=_SHOWN, limit=_LIST_MAX, translate=translate)
    return card([shown], colour=RELATED if failing else None, public=False)


def preview_card(preview: Preview, *, is_kept: bool, translate: Translate) -> Card:
    """What was extracted from a source, before it goes live; ``is_kept`` says whether it is a source now."""
    items: list[Item] = [text(f"### {translate('sources.preview' if preview.articles else 'sources.empty')}")]
    for article in preview.articles:
        items += _show(article, limit=_PREVIEW_MAX // len(preview.articles), translate=translate)
    if (left := preview.count - len(preview.articles)) > 0:
        items.append(small(translate("list.more", count=left)))
    for title, lines in (("left_out", preview.left_out), ("remarks", preview.remarks), ("faults", preview.failures)):
        if lines:
            shown = [clip(line, _BESIDE_MAX) for line in lines]
            listed = titled(translate(f"sources.{title}"), shown, most=_TOLD, limit=_LISTED_MAX, translate=translate)
            items.append(listed)
    if preview.articles:
        items.append(small(translate("sources.not_live" if is_kept else "sources.not_kept")))
    return card(items, colour=RELATED if preview.articles else REFUSED, public=False)


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


def alarm_card(failing: FailingSource, *, translate: Translate) -> Card:
    """That a source has failed for too long, and that what it gave stays."""
    name = clip(failing.name, _NAME_MAX, render=strong)
    told = translate("notices.failing", name=name, age=format_dt(failing.since, "R"))
    lines = [text(f"⚠️ {told}"), text(clip(failing.problem, _LINE_MAX)), small(translate("notices.stays"))]
    return card(lines, colour=RELATED, public=True)


def well_again_card(name: str, *, translate: Translate) -> Card:
    """That a source that failed is read again."""
    told = translate("notices.well", name=clip(name, _NAME_MAX, render=strong))
    return card([text(f"✅ {told}")], colour=FOUND, public=True)


def _show(article: Article, *, limit: int, translate: Translate) -> list[Item]:
    parts = [sentence for paragraph in paragraphs(article.body) for sentence in sentences(article.body, paragraph)]
    if not parts:
        return [text(translate("sources.empty"))]
    named = {"author": article.author, "language": article.language}
    facts = [f"{translate(f'sources.{name}')}: {clip(fact, _FACT_MAX)}" for name, fact in named.items() if fact]
    facts.append(translate("sources.words", count=len(article.body.split())))
    return [
        source(article, parts[0], translate=translate),
        small(" · ".join(facts)),
        text(excerpt(article.body, parts, focus=parts[0], is_bold=False, limit=limit)),
    ]


def _say_source(line: SourceLine, translate: Translate) -> str:
    name = clip(line.name, _NAME_MAX, render=strong)
    if line.read_at is None:
        return f"{name} · {translate('sources.not_read')}"
    facts = [name, *([translate("story.articles", count=line.articles)] if line.articles is not None else [])]
    facts.append(translate("sources.read", age=format_dt(line.read_at, "R")))
    if line.problem is None:
        return " · ".join(facts)
    return f"⚠️ {' · '.join(facts)} · {clip(line.problem, _LINE_MAX)}"
