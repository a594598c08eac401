"""Finds passages and quotations in news articles; knows nothing of Discord."""

__version__ = "0.2.0"  # the distribution's, verbatim-bot; pyproject.toml reads it here
