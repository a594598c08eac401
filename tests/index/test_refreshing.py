"""What is due is read again, and whatever goes wrong meanwhile loses nothing."""

import os
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from index.articles import Source
from index.articles.files import find_files, fingerprint
from index.articles.visits import recall_visits
from index.building import build
from index.commands.app import app
from index.errors import BuildFailed, NoArticles, WouldRemove
from index.progress import BuildReport, WantedSources, from_line, wanted_to_line
from index.refreshing import Refresh
from index.settings import DataSettings, IndexSettings
from index.store.folder.data_folder import DataFolder
from index.web import process
from tests.index.fake_encoder import FakeEncoder
from tests.index.web.web_server import OPEN, Page, Web, page
from tests.killing import run_killed


@pytest.fixture
def settings(tmp_path: Path) -> IndexSettings:
    return IndexSettings(data=DataSettings(dir=tmp_path / "data"), web=OPEN)


def refresh(settings: IndexSettings, sources: list[Source], only: list[Source] | None = None, **more) -> BuildReport:  # type: ignore[no-untyped-def]
    dry_run = more.get("dry_run", False)
    reading = Refresh(settings, only=only, dry_run=dry_run, is_whole=more.pop("is_whole", True))
    may_remove = more.pop("may_remove", reading.is_plausible if only else lambda _: True)
    with reading.remembered():
        return build(
            sources,
            settings,
            more.pop("encoder", FakeEncoder),
            skip_broken=True,
            read=lambda places: reading.read(places, lambda _: None),
            may_remove=may_remove,
            **more,
        )


def titles(settings: IndexSettings) -> set[str]:
    return {article.title for article in DataFolder(settings.data.dir).open_current().articles}


def test_a_page_that_has_changed_is_in_the_new_index_beside_what_was_not_due(
    web: Web, settings: IndexSettings, tmp_path: Path
) -> None:
    (tmp_path / "notes.md").write_text("---\ntitle: A ferry\n---\nThe ferry runs again from Sunday on.")
    one, two = Source.parse(web.put("/one", page("close"))), Source.parse(web.put("/two", page("open")))
    sources = [Source.parse(str(tmp_path / "notes.md")), one, two]
    refresh(settings, sources)
    web.put("/one", page("stay"))
    web.put("/two", page("fall"))
    report = refresh(settings, sources, only=[one])
    assert (report.changes.changed, report.changes.unchanged, report.changes.removed) == (1, 2, 0)
    assert titles(settings) == {"A ferry", "Bridge to stay", "Bridge to open"}
    visits = recall_visits(settings.data.dir)
    assert set(visits) == {source.written for source in sources}
    assert visits[one.written].read_at > visits[two.written].read_at


def test_a_refresh_in_which_everything_fails_changes_nothing_and_says_why(web: Web, settings: IndexSettings) -> None:
    source = Source.parse(web.put("/one", page("close")))
    before = refresh(settings, [source])
    web.pages["/one"] = Page(status=500)
    after = refresh(settings, [source], only=[source])
    assert after.generation == before.generation
    visit = recall_visits(settings.data.dir)[source.written]
    assert not visit.is_well
    assert "error 500" in (visit.problem or "")


def test_a_source_that_never_gave_anything_is_remembered_as_failing(web: Web, settings: IndexSettings) -> None:
    source = Source.parse(f"{web.root}/nothing")
    for failures in (1, 2):
        with pytest.raises(NoArticles):
            refresh(settings, [source])
        assert recall_visits(settings.data.dir)[source.written].failures == failures


def test_what_a_failed_build_has_lost_is_due_again(web: Web, settings: IndexSettings) -> None:
    source = Source.parse(web.put("/one", page("close")))

    class Broken(FakeEncoder):
        def encode_passages(self, passages, advance=None):  # type: ignore[no-untyped-def]
            raise OSError(28, "No space left on device")

    with pytest.raises(BuildFailed, match="disk is full"):
        refresh(settings, [source], encoder=Broken)
    assert recall_visits(settings.data.dir) == {}


def test_what_nobody_names_any_more_is_forgotten_by_a_whole_build_that_ends_well(
    web: Web, settings: IndexSettings
) -> None:
    one, two = Source.parse(web.put("/one", page("close"))), Source.parse(web.put("/two", page("open")))
    kept = settings.data.dir / "fetched"
    refresh(settings, [one, two])
    both = len(list(kept.iterdir()))

    def fail() -> FakeEncoder:
        raise BuildFailed("it went wrong.")

    with pytest.raises(BuildFailed):
        refresh(settings, [two], encoder=fail, full=True)
    refresh(settings, [two], is_whole=False)
    refresh(settings, [two], dry_run=True)
    assert len(list(kept.iterdir())) == both
    assert set(recall_visits(settings.data.dir)) == {one.written, two.written}
    refresh(settings, [two])
    assert len(list(kept.iterdir())) == both // 2
    assert set(recall_visits(settings.data.dir)) == {two.written}


def test_a_folder_that_lost_most_of_its_articles_unattended_keeps_them(settings: IndexSettings, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.md").write_text(f"---\ntitle: Number {number}\n---\nArticle {number} is about a ferry.")
    source = Source.parse(str(folder))
    refresh(settings, [source])
    for number in range(4):
        (folder / f"{number}.md").unlink()
    with pytest.raises(WouldRemove):
        refresh(settings, [source], only=[source])
    assert len(titles(settings)) == 6
    visit = recall_visits(settings.data.dir)[source.written]
    assert visit.is_held
    assert (visit.problem or "").startswith("4 articles in the index are no longer in their sources")
    assert visit.look == fingerprint(list(find_files(folder)))  # until it changes again, it is not read again
    (folder / "3.md").write_text("---\ntitle: Number 3\n---\nArticle 3 is about a ferry.")
    refresh(settings, [source], only=[source])
    assert titles(settings) == {"Number 3", "Number 4", "Number 5"}
    assert recall_visits(settings.data.dir)[source.written].is_well


def test_only_the_folders_that_lost_articles_wait_for_a_word(settings: IndexSettings, tmp_path: Path) -> None:
    sources = []
    for story, number in (("few", 1), ("many", 6)):
        (tmp_path / story).mkdir()
        for place in range(number):
            (tmp_path / story / f"{place}.md").write_text(f"# {story} {place}\n\nArticle {place} is about a ferry.")
        sources.append(Source.parse(f"{story}={tmp_path / story}"))
    refresh(settings, sources)
    for place in range(5):
        (tmp_path / "many" / f"{place}.md").unlink()
    with pytest.raises(WouldRemove):
        refresh(settings, sources, only=sources)
    visits = recall_visits(settings.data.dir)
    assert [visits[source.written].is_held for source in sources] == [False, True]


def test_what_a_server_removed_leaves_with_the_next_reading_of_whatever_and_however_much_it_is(
    web: Web, settings: IndexSettings, tmp_path: Path
) -> None:
    (tmp_path / "notes.md").write_text("---\ntitle: A ferry\n---\nThe ferry runs again from Sunday on.")
    own = tmp_path / "own"
    own.mkdir()
    for number in range(6):
        (own / f"{number}.md").write_text(f"---\ntitle: Number {number}\n---\nArticle {number} is about a train.")
    notes, link = Source.parse(str(tmp_path / "notes.md")), Source.parse(web.put("/one", page("close")))
    theirs = Source.parse(f"g111111111111111111-memo={own}")
    refresh(settings, [notes, link, theirs])
    refresh(settings, [notes, link, theirs], only=[link])
    assert len(titles(settings)) == 8
    refresh(settings, [notes, link], only=[link])
    assert titles(settings) == {"A ferry", "Bridge to close"}


def test_of_a_thousand_articles_a_hundred_broken_ones_are_named_and_the_others_are_there(
    settings: IndexSettings, tmp_path: Path
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    broken = [b"", b"\x00\x01\x02", b"---\ndate: 08/09/2011\n---\nA text.", b"%PDF-1.4 nothing", b"PK\x03\x04"]
    endings = ["md", "txt", "md", "pdf", "docx"]
    for number in range(1_000):
        kind = number // 10 % 5
        is_broken = number % 10 == 0
        text = f"---\ntitle: Number {number}\n---\nArticle {number} is about a ferry to town {number * 7}."
        file = folder / f"{number:04}.{endings[kind] if is_broken else 'md'}"
        file.write_bytes(broken[kind] if is_broken else text.encode())
    report = refresh(settings, [Source.parse(str(folder))])
    assert (report.changes.new, len(report.failed)) == (900, 100)
    visit = recall_visits(settings.data.dir)[str(folder)]
    assert visit.is_well
    assert (visit.problem or "").startswith("100 of 1000 cannot be read; the first: ")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a child that is killed is forked")
def test_a_refresh_that_is_killed_before_anything_it_does_to_the_disk_loses_nothing(
    web: Web, tmp_path: Path, every: int
) -> None:
    urls = [f"one={web.put('/one', page('close'))}", f"two={web.put('/two', page('open'))}"]
    assert run_killed("tests.index.killed_refresh", "kill", tmp_path / "data", *urls, every=every) >= 50


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a child whose disk is full is forked")
def test_a_refresh_whose_disk_is_full_from_any_moment_on_says_so_and_loses_nothing(
    web: Web, tmp_path: Path, every: int
) -> None:
    urls = [f"one={web.put('/one', page('close'))}", f"two={web.put('/two', page('open'))}"]
    assert run_killed("tests.index.killed_refresh", "fill", tmp_path / "data", *urls, every=every) >= 30


@pytest.fixture
def run_build(settings: IndexSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., BuildReport]:
    """The command as a program runs it; links may lead to the tests' web server."""
    monkeypatch.setattr("index.encoding.loading.load_encoder", lambda *_, **__: FakeEncoder())
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    config = tmp_path / "verbatim.toml"
    config.write_text('[web]\nopen_hosts = ["127.0.0.1"]\npause_seconds = 0.0\n')

    def run(*arguments: str, wanted: str | None = None) -> BuildReport:
        given = ["build", *arguments, "--data", str(settings.data.dir), "--config", str(config), "--progress", "json"]
        report = from_line(CliRunner().invoke(app, given, input=wanted).output.splitlines()[-1])
        assert isinstance(report, BuildReport)
        return report

    return run


@pytest.fixture
def build_for_the_bot(run_build: Callable[..., BuildReport]) -> Callable[..., BuildReport]:
    """The build as the bot starts it and tells it what to read."""

    def run(*sources: str, only: tuple[str, ...] = (), dry_run: bool = False) -> BuildReport:
        wanted = wanted_to_line(WantedSources(sources=sources, only=only))
        return run_build("-", "--skip-broken", *["--dry-run"] * dry_run, wanted=wanted)

    return run


def _write(folder: Path, *names: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / f"{name}.md").write_text(f"# {name}\n\nThe {name} runs again from Sunday on.")
    return folder


@pytest.mark.parametrize("how", [{}, {"only": ("g111111111111111111-own",)}, {"dry_run": True}])
def test_what_the_operator_built_from_other_sources_no_build_of_the_bots_lets_go(
    settings: IndexSettings,
    tmp_path: Path,
    build_for_the_bot: Callable[..., BuildReport],
    how: dict[str, Any],
) -> None:
    refresh(settings, [Source.parse(str(_write(tmp_path / "articles", "ferry", "train", "tram")))])
    own = f"g111111111111111111-own={_write(tmp_path / 'uploads', 'bus')}"
    report = build_for_the_bot(own, **how)
    assert (report.changes.new, report.changes.removed, report.changes.unchanged) == (1, 0, 3)


def test_what_is_gone_from_a_source_that_the_bot_reads_leaves_and_no_more(
    settings: IndexSettings, tmp_path: Path, build_for_the_bot: Callable[..., BuildReport]
) -> None:
    harbour, pier = _write(tmp_path / "harbour", "ferry", "barge"), _write(tmp_path / "pier", "crane")
    own = f"g111111111111111111-own={_write(tmp_path / 'uploads', 'bus')}"
    sources = f"harbour={harbour}", f"pier={pier}", own
    refresh(settings, list(map(Source.parse, sources)))
    (harbour / "barge.md").unlink()
    assert build_for_the_bot(f"harbour={harbour}").changes.removed == 2
    assert titles(settings) == {"ferry", "crane"}
    build_for_the_bot(str(harbour))  # which may have held any of the operator's
    assert titles(settings) == {"ferry"}


@pytest.mark.parametrize("only", ["{two}", "pier={two}", "pier"])
def test_the_command_reads_what_it_is_told_alone(
    web: Web, settings: IndexSettings, run_build: Callable[..., BuildReport], only: str
) -> None:
    one, two = web.put("/one", page("close")), web.put("/two", page("open"))
    sources = [one, f"pier={two}"]
    run_build(*sources)
    web.put("/one", page("stay"))
    web.put("/two", page("fall"))
    run_build(*sources, "--only", only.format(two=two))
    assert titles(settings) == {"Bridge to close", "Bridge to fall"}


@pytest.mark.long
def test_a_page_that_takes_too_long_to_read_keeps_no_other_source_out_of_a_build(
    web: Web, settings: IndexSettings, run_build: Callable[..., BuildReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "PageProcess", partial(process.PageProcess, seconds=4))
    links = [web.put("/one", "<html><body>" + "<p>a" * 600_000), web.put("/two", page("close"))]
    assert [failure.message for failure in run_build(*links, "--skip-broken").failed] == [
        f"{links[0]}: reading it takes more time or memory than an article is allowed."
    ]
    assert titles(settings) == {"Bridge to close"}


def test_every_file_that_is_read_is_told_so_that_many_slow_ones_are_no_silence(
    settings: IndexSettings, tmp_path: Path, web: Web
) -> None:
    def told(*sources: str) -> list[int]:
        said = list[int]()
        Refresh(settings).read(list(map(Source.parse, sources)), lambda progress: said.append(progress.done))
        return said

    folder = str(_write(tmp_path / "articles", "ferry", "tram", "bus"))
    assert told(folder) == [1, 2, 3]
    assert told(folder, web.put("/one", page("close"))) == [1, 1, 2, 3]
