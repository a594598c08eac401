"""What the tests of a database leave behind."""

import gc

import pytest


@pytest.fixture(autouse=True)
def _pools_end_here():
    """A pool in a cycle would be closed by whichever test the collector comes in, and make an event loop wait."""
    yield
    gc.collect()
