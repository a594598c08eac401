"""What the tests of a database leave behind."""

import gc

import pytest


@pytest.fixture(scope="module", autouse=True)
def _what_was_there_is_not_looked_through():
    """The collector, which comes after each test here, passes over all that other tests have loaded."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _pools_end_here():
    """A pool in a cycle would be closed by whichever test the collector comes in, and make an event loop wait."""
    yield
    gc.collect()
