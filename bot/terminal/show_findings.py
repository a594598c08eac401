"""What the doctor found as text for a terminal. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from bot.cards.admin import Finding
from bot.terminal.printing import printable


def show_findings(findings: Sequence[Finding]) -> RenderableType:
    """A line a finding, and below what is not well how to mend it, and where."""
    return Group(*(line for finding in findings for line in _show(finding)))


def _show(finding: Finding) -> Iterator[Text]:
    mark = ("ok   ", "green") if finding.healthy else ("wrong", "red")
    yield Text.assemble(mark, f" {printable(finding.what)}")
    if finding.fix is not None:
        where = f" {finding.link}" if finding.link else ""
        yield Text(f"      → {printable(finding.fix + where)}", style="yellow")
