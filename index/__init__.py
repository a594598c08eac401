"""Finds passages and quotations in news articles; knows nothing of Discord."""

import os

__version__ = "0.2.0"  # the distribution's, verbatim-bot; pyproject.toml reads it here

# Read when NumPy is loaded. Its matrices here are small: more threads take twice the processor time, and wait for each
# other. (Questions and builds run side by side by threads of our own.)
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
