"""Libraries with the packaged encoder, for tests and for the commands that pin and draw figures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from index import sample
from index.build import build
from index.generations import DataFolder
from index.library import Library
from index.settings import DataSettings, EncoderSettings, IndexSettings
from index.sources import Place
from index.transformer import TransformerEncoder

SAMPLE_PLACES = tuple(Place(path=Path(path)) for path in sample.__path__)
_ENCODER = EncoderSettings(precision="float32")  # the same figures on every processor


def load_encoder() -> TransformerEncoder:
    return TransformerEncoder.load(_ENCODER, threads=1)


def build_library(places: Sequence[Place], folder: Path, encoder: TransformerEncoder) -> Library:
    """A library of what is in ``places``, its index written to ``folder``."""
    settings = IndexSettings(data=DataSettings(dir=folder), encoder=_ENCODER)
    build(places, settings, lambda: encoder)
    return Library(DataFolder(folder).open_current(), encoder, settings)
