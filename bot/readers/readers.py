"""Everything that readers can ask, in one."""

from __future__ import annotations

from bot.readers.questions import Questions
from bot.readers.quoting import Quoting


class Readers(Questions, Quoting):
    """Answers readers, over one engine and one state."""
