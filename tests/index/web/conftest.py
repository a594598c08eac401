"""What the tests of the web stand on: what the web loses is asked for again at once."""

import pytest

from index.web import client


@pytest.fixture(autouse=True)
def _nothing_waits_before_it_tries_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_TRIES", client._TRIES.new(backoff_factor=0))
