"""Sources → an index, in whichever home the settings name."""

from index.building.steps import build

__all__ = ["build"]
