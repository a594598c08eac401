"""What an operator sees of a running bot: its health file, its metrics, and what it does on its own."""

import asyncio
import math
import socket
import sys
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.notifying import Notifying
from bot.operations.health import keep_touching
from bot.operations.metrics import Metrics
from bot.reindexing import Ended
from bot.state.missed import Feedback
from bot.state.state import State
from index.errors import SettingsError
from tests.bot.conftest import make_settings
from tests.bot.waiting import until


async def test_the_health_file_is_there_while_all_is_well_and_gone_after(tmp_path):
    file = tmp_path / "deep" / "healthy"
    touching = asyncio.create_task(keep_touching(file, lambda: True))
    await until(file.exists)
    touching.cancel()
    await asyncio.gather(touching, return_exceptions=True)
    assert not file.exists()


@pytest.fixture
def _failing(monkeypatch):
    """Forgetting fails; so does telling, and not for its own loop to hear."""

    async def fail(*_, **__):
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(State, "expire", fail)
    monkeypatch.setattr(Notifying, "keep_telling", fail)


@pytest.mark.usefixtures("_failing", "simcord_env")
async def test_what_keeps_house_goes_on_whatever_fails_and_the_log_names_what_has_ended(simcord_bot, caplog):
    def told():
        return {record.message for record in (*caplog.get_records("setup"), *caplog.records)}

    await until(lambda: {"what keeps house has ended", "what has been kept long enough is not forgotten yet"} <= told())
    assert [task.get_name() for task in simcord_bot._housekeeping if task.done()] == ["verbatim-notifying"]


async def test_a_health_file_that_cannot_be_written_is_told_in_the_log(tmp_path, caplog):
    (tmp_path / "file").write_text("x")
    touching = asyncio.create_task(keep_touching(tmp_path / "file" / "healthy", lambda: True))
    await until(lambda: "the file of [health] file cannot be written" in caplog.text)
    touching.cancel()
    with pytest.raises(asyncio.CancelledError):
        await touching


async def test_the_health_file_is_not_touched_while_something_is_wrong(tmp_path):
    touching = asyncio.create_task(keep_touching(tmp_path / "healthy", lambda: False))
    await asyncio.sleep(0.05)
    assert not (tmp_path / "healthy").exists()
    touching.cancel()
    await asyncio.gather(touching, return_exceptions=True)


class TestHousekeeping:
    """What the bot does on its own, from the moment that it is set up."""

    @pytest.fixture
    def settings(self, tmp_path):
        return make_settings(tmp_path, health={"file": str(tmp_path / "healthy")}, privacy={"retention_days": 90})

    @pytest.fixture
    async def state(self, settings):
        """The state as an earlier run of the bot left it: half of it older than is kept."""
        state = await State.open(settings.state_file, settings.privacy)
        for days, question in ((91, "old"), (89, "new")):
            moment = datetime.now(UTC) - timedelta(days=days)
            await state.missed.add_gap(1, question, at=moment)
            opinion = Feedback(user=1, subject=question, helpful=True, reason="", given_at=moment)
            await state.missed.add_feedback(1, opinion)
        yield state
        await state.close()

    @pytest.fixture
    async def simcord_bot(self, state, make_bot):
        bot = make_bot()
        yield bot
        await bot.close()

    async def test_what_was_kept_long_enough_is_forgotten(self, state, simcord_env):
        async def is_shorter():
            return len(await state.missed.feedback(1)) == 1

        await until(is_shorter)
        assert [gap.question for gap in await state.missed.gaps(1)] == ["new"]
        assert [opinion.subject for opinion in await state.missed.feedback(1)] == ["new"]

    async def test_the_health_file_is_touched_once_the_bot_is_ready(self, settings, simcord_env):
        await simcord_env.advance_time(11)
        await until(Path(settings.health.file).exists)


def test_metrics_are_served_on_the_loopback_interface_and_tell_nothing_of_people():
    metrics = Metrics(lambda: 3)
    metrics.count("ask", "Answer", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]  # nobody's as soon as it is given back
    stop = metrics.serve(port)
    try:
        page = urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics").read().decode()
    finally:
        stop()
    assert 'verbatim_interactions_total{result="Answer",surface="ask"} 1.0' in page
    assert "verbatim_questions_waiting 3.0" in page


def test_a_port_that_is_taken_is_a_mistake_in_the_settings():
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(
            SettingsError, match=r"\[metrics\] port: \d+ on 127\.0\.0\.1 is not available: Address already in use"
        ),
    ):
        Metrics(lambda: 0).serve(taken.getsockname()[1])


def _read(metrics, name, **labels):
    return metrics.registry.get_sample_value(f"verbatim_{name}", labels)


def test_what_is_looked_up_is_nan_while_there_is_none_of_it():
    metrics = Metrics(lambda: 0)
    metrics.watch(catalogue=lambda: None, reindexed=lambda: None, is_connected=lambda: False)
    for name in ("index_age", "newest_article_age", "last_reindex_age"):
        assert math.isnan(_read(metrics, f"{name}_seconds"))
    assert math.isnan(_read(metrics, "last_reindex_succeeded"))
    assert _read(metrics, "gateway_connected") == 0


async def test_the_age_of_the_index_and_of_the_newest_article_is_told(library, open_engine):
    catalogue = (await open_engine(library)).catalogue
    now = catalogue.manifest.created_at + timedelta(hours=2)
    metrics = Metrics(lambda: 0)
    metrics.watch(
        catalogue=lambda: catalogue,
        reindexed=lambda: Ended(at=now - timedelta(minutes=1), succeeded=True),
        is_connected=lambda: True,
        now=lambda: now,
    )
    newest = max(article.published_at for article in library.articles)
    assert _read(metrics, "index_age_seconds") == 7_200
    assert _read(metrics, "newest_article_age_seconds") == (now - newest).total_seconds()
    assert (_read(metrics, "last_reindex_age_seconds"), _read(metrics, "last_reindex_succeeded")) == (60, 1)
    assert _read(metrics, "gateway_connected") == 1


def test_questions_are_counted_by_outcome_wherever_they_were_asked():
    metrics = Metrics(lambda: 0)
    for surface, result in (("ask", "Answer"), ("mention", "Answer"), ("ask", "NoAnswer"), ("quote", "Quotation")):
        metrics.count(surface, result, 0.1)
    counted = [_read(metrics, "questions_total", outcome=outcome) for outcome in ("answer", "related", "no answer")]
    assert counted == [2, 0, 1]


@pytest.mark.skipif(sys.platform != "linux", reason="read from /proc")
def test_the_memory_of_the_process_is_told():
    assert Metrics(lambda: 0).registry.get_sample_value("process_resident_memory_bytes") > 1_000_000
