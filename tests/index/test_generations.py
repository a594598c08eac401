import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from index.articles import Source
from index.building import build
from index.errors import BuildInProgress, CorruptGeneration, NoIndexYet, NothingToRollBack, UnknownGeneration
from index.library import Library, QuotationRequest
from index.settings import DataSettings, IndexSettings
from index.store.folder.data_folder import DataFolder
from index.types import ArticleId, PassageId, Question, Scope
from tests.index.fake_encoder import FakeEncoder

GOLDEN = Path(__file__).parent / "golden"
ARTICLE = "Bridge closed\n\nThe bridge was closed on Monday. “We had to,” said Mayor Ann Lee.\n\nIt opens in May."


@pytest.fixture
def settings(tmp_path: Path) -> IndexSettings:
    return IndexSettings(data=DataSettings(dir=tmp_path / "data", keep_generations=2))


@pytest.fixture
def folder(tmp_path: Path, settings: IndexSettings) -> DataFolder:
    """A data folder with two generations; the newer one knows one more article."""
    sources = tmp_path / "story"
    sources.mkdir()
    for name in ("first", "second"):
        (sources / f"{name}.txt").write_text(f"{ARTICLE}\n\nThis is the {name} report.", encoding="utf-8")
        build([Source(path=sources)], settings, FakeEncoder)
    return DataFolder(settings.data.dir)


def test_what_was_written_is_read_back(folder: DataFolder) -> None:
    generation = folder.open_current()
    assert [article.id for article in generation.articles] == ["first", "second"]
    assert all(passage.text in passage.article.body for passage in generation.passages)
    assert {quotation.text for quotation in generation.quotations} == {"We had to,"}
    assert generation.manifest.counts.passages == len(list(generation.passages))
    assert generation.manifest.counts.sentences == len(generation.sentence_vectors)


@pytest.mark.parametrize("name", ["plain", 'a","span":[0', "back\\slash", "naïve 北京", '"'])
def test_an_article_s_quotations_are_found_whatever_it_is_called(
    tmp_path: Path, settings: IndexSettings, name: str
) -> None:
    said = {"before": "We had to,", name: "Nobody was hurt,", "{}": "It will open in May,"}
    lines = [{"id": each, "title": "Bridge", "text": f"“{words}” said Ann Lee."} for each, words in said.items()]
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    build([Source(path=path)], settings, FakeEncoder)
    shelf = DataFolder(settings.data.dir).open_current().shelf(Scope())
    (quotation,) = shelf.quotations_of(ArticleId(name))
    assert (quotation.article.id, quotation.text) == (name, said[name])
    assert [passage.article.id for _, passage in shelf.passages_of(ArticleId(name))] == [name]
    assert [each.text for each in shelf.quotations] == list(said.values())


def test_there_is_no_index_before_the_first_build(tmp_path: Path) -> None:
    with pytest.raises(NoIndexYet, match="verbatim index build"):
        DataFolder(tmp_path / "nothing").open_current()


def test_one_changed_byte_in_any_file_is_noticed_and_the_file_named(folder: DataFolder) -> None:
    current = folder.ids()[0]
    for name in folder.verify(current).files:
        path = folder.path / "generations" / current / name
        whole = path.read_bytes()
        middle = len(whole) // 2
        damaged = bytes([whole[middle] ^ 1]) if whole else b"\n"
        path.write_bytes(whole[:middle] + damaged + whole[middle + 1 :])
        with pytest.raises(CorruptGeneration) as caught:
            folder.open(current)
        assert caught.value.file == name
        path.write_bytes(whole)
    assert folder.open(current)


def test_a_damaged_generation_makes_the_newest_intact_one_answer(folder: DataFolder) -> None:
    newest, older = folder.ids()
    (folder.path / "generations" / newest / "passages.faiss").write_bytes(b"")
    assert folder.open_current().manifest.id == older


def test_when_all_generations_are_damaged_the_current_one_s_damage_is_told(folder: DataFolder) -> None:
    for generation in folder.ids():
        (folder.path / "generations" / generation / "articles.jsonl").unlink()
    with pytest.raises(CorruptGeneration, match="it is missing") as caught:
        folder.open_current()
    assert caught.value.generation == folder.ids()[0]


@pytest.mark.parametrize("content", [b"", b"nowhere\n", b"\xff\xfe"])
def test_a_damaged_pointer_leads_to_the_newest_generation(folder: DataFolder, content: bytes) -> None:
    (folder.path / "CURRENT").write_bytes(content)
    assert folder.open_current().manifest.id == folder.ids()[0]


def test_roll_back_makes_the_generation_before_current_and_stops_at_the_first(folder: DataFolder) -> None:
    newest, older = folder.ids()
    assert folder.roll_back() == older
    assert folder.open_current().manifest.id == older
    with pytest.raises(NothingToRollBack):
        folder.roll_back()
    assert newest in folder.ids()


@pytest.mark.parametrize(
    ("name", "damage", "told"),
    [
        ("manifest.json", Path.unlink, "cannot be read"),
        ("manifest.json", lambda file: file.write_text("{}"), "cannot be read"),
        (
            "manifest.json",
            lambda file: file.write_text(file.read_text().replace('"format": 1', '"format": 9')),
            "9, not 1. Build it again: verbatim index build",
        ),
        ("words.npy", Path.unlink, "it is missing"),
        ("words.npy", lambda file: file.write_bytes(b""), "its checksum differs"),
    ],
    ids=["no manifest", "not a manifest", "another format", "missing", "changed"],
)
def test_what_is_damaged_is_told_with_its_generation_and_its_file(
    folder: DataFolder, name: str, damage: Callable[[Path], object], told: str
) -> None:
    current = folder.ids()[0]
    damage(folder.path / "generations" / current / name)
    for look in (folder.verify, folder.open):
        with pytest.raises(CorruptGeneration, match=told) as caught:
            look(current)
        assert (caught.value.generation, caught.value.file) == (current, name)


def test_any_generation_can_be_made_current_by_its_name(folder: DataFolder) -> None:
    newest, older = folder.ids()
    for name in (older, newest):
        assert folder.adopt(name) == folder.current_id() == name


def test_what_is_no_intact_generation_is_not_made_current(folder: DataFolder) -> None:
    newest, older = folder.ids()
    with pytest.raises(UnknownGeneration) as caught:
        folder.adopt("nowhere")
    assert newest in str(caught.value)
    (folder.path / "generations" / older / "words.npy").unlink()
    with pytest.raises(CorruptGeneration):
        folder.adopt(older)
    assert folder.current_id() == newest


def test_a_passage_is_found_by_its_id_without_reading_the_others(folder: DataFolder) -> None:
    generation = folder.open_current()
    for passage in generation.passages:
        assert folder.open_current().find_passage(passage.id) == passage
    for stranger in ("0" * 20, "", '"', "\ud800"):
        assert generation.find_passage(PassageId(stranger)) is None


def test_only_the_newest_generations_are_kept(folder: DataFolder, tmp_path: Path, settings: IndexSettings) -> None:
    before = folder.ids()
    report = build([Source(path=tmp_path / "story")], settings, FakeEncoder, full=True)
    assert folder.ids() == [report.generation, before[0]]
    assert folder.current_id() == report.generation


def test_what_is_older_than_the_generation_that_is_spared_goes(folder: DataFolder) -> None:
    newest, older = folder.ids()
    oldest = folder.path / "generations" / f"20000101T000000000000Z-{'0' * 8}"
    shutil.copytree(folder.path / "generations" / older, oldest)
    manifest = folder.verify(newest)
    (folder.path / "generations" / newest).rename(folder.path / "generations" / ".draft")
    folder.promote(manifest, keep=1, spare=older)
    assert folder.ids() == [newest, older]


def test_a_clock_that_was_set_back_does_not_make_the_new_generation_the_oldest(
    folder: DataFolder, tmp_path: Path, settings: IndexSettings
) -> None:
    newest = folder.path / "generations" / folder.ids()[0]
    newest.rename(newest.with_name("99990101T000000000000Z-00000000"))
    report = build([Source(path=tmp_path / "story")], settings, FakeEncoder, full=True)
    assert folder.open_current().manifest.id == report.generation == folder.ids()[0]


def test_the_generation_that_answered_is_kept_when_newer_ones_are_damaged(
    folder: DataFolder, tmp_path: Path, settings: IndexSettings
) -> None:
    newest, older = folder.ids()
    (folder.path / "generations" / newest / "passages.faiss").unlink()
    build([Source(path=tmp_path / "story")], settings, FakeEncoder, full=True)
    assert folder.roll_back() == older


def test_an_opened_generation_answers_on_when_its_folder_is_removed(folder: DataFolder) -> None:
    generation = folder.open_current()
    shutil.rmtree(generation.folder)
    assert [quotation.text for quotation in generation.quotations] == ["We had to,"] * 2
    assert len(list(generation.passages)) == generation.manifest.counts.passages
    assert generation.questions is not None


def test_what_else_lies_among_the_generations_is_left_alone(
    folder: DataFolder, tmp_path: Path, settings: IndexSettings
) -> None:
    stray = folder.path / "generations" / "notes"
    stray.mkdir()
    build([Source(path=tmp_path / "story")], settings, FakeEncoder, full=True)
    assert stray.exists()
    assert len(folder.ids()) == 2


def test_two_drafts_at_once_are_one_too_many(folder: DataFolder) -> None:
    with folder.locked(), pytest.raises(BuildInProgress), DataFolder(folder.path).locked():
        pass


def test_a_draft_that_a_killed_build_left_is_cleared_away(folder: DataFolder) -> None:
    litter = folder.path / "generations" / ".draft"
    shutil.copytree(folder.path / "generations" / folder.ids()[0], litter)
    assert litter.name not in folder.ids()
    with folder.draft(encoder=FakeEncoder().identity, settings=""):
        assert not list(litter.iterdir())
    assert folder.open_current()


@pytest.mark.parametrize("kept", sorted(GOLDEN.iterdir()), ids=lambda folder: folder.name)
def test_a_generation_that_an_earlier_version_wrote_still_opens(kept: Path) -> None:
    """One of each format was kept when it was new: the same article, by the fake encoder."""
    library = Library(DataFolder(kept).open_current(), FakeEncoder, IndexSettings())
    (quotation,) = library.quote(QuotationRequest(speaker="Ann Lee"))
    assert quotation.text == "We had no choice,"
    (ranking,) = library.rank([Question(text="When was the old bridge closed?")])
    assert not isinstance(ranking, Exception)
    article = ranking.hits[0].passage.article
    assert ranking.hits[0].highlight.of(article.body).startswith("The old bridge was closed on Monday")


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Path]]:
    """What was made durable, and what was given another name, in order."""
    told: list[tuple[str, Path]] = []

    def watch(name: str) -> None:
        really = getattr(os, name)

        def act(what, *target):  # type: ignore[no-untyped-def]
            path = Path(f"/proc/self/fd/{what}").readlink() if isinstance(what, int) else Path(target[0])
            told.append((name, path))
            return really(what, *target)

        monkeypatch.setattr(os, name, act)

    for name in ("fsync", "rename", "replace"):
        watch(name)
    return told


def test_a_generation_is_on_the_disk_before_it_has_its_name_and_named_before_it_is_current(
    folder: DataFolder, tmp_path: Path, settings: IndexSettings, disk: list[tuple[str, Path]]
) -> None:
    build([Source(path=tmp_path / "story")], settings, FakeEncoder, full=True)
    generations = folder.path / "generations"
    made = generations / folder.ids()[0]
    named = disk.index(("rename", made))
    written = {path for act, path in disk[:named] if act == "fsync"}
    assert written >= {generations / ".draft" / path.relative_to(made) for path in [made, *made.rglob("*")]}
    assert disk[named + 1 :] == [
        ("fsync", generations),
        ("fsync", folder.path / "CURRENT.new"),
        ("replace", folder.path / "CURRENT"),
        ("fsync", folder.path),
    ]


def test_whoever_reads_the_pointer_meanwhile_reads_one_generation_or_the_other(folder: DataFolder) -> None:
    newest, older = folder.ids()
    with (folder.path / "CURRENT").open(encoding="ascii") as reading:
        assert folder.roll_back() == older
        assert reading.read() == f"{newest}\n"
    assert (folder.path / "CURRENT").read_text(encoding="ascii") == f"{older}\n"
    assert not (folder.path / "CURRENT.new").exists()
