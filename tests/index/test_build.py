import asyncio
import errno
import json
import os
import re
import signal
from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import Source
from index.articles.passages import split
from index.building import build
from index.building.choosing import count_changes
from index.building.making import find_kept
from index.errors import BrokenSources, BuildFailed, BuildInProgress, NoArticles, UnknownStory, WouldRemove
from index.library import Library
from index.progress import Changes, Progress, Stage
from index.settings import DataSettings, IndexSettings, PassageSettings
from index.store.folder.data_folder import DataFolder
from index.store.records import passage_to_line
from index.store.vectors import VectorIndex
from index.types import Article, ArticleId, Passage, Scope, StoryId
from tests.bot.waiting import until
from tests.fakes import article
from tests.forking import Forked
from tests.index.fake_encoder import FakeEncoder
from tests.index.process import build_for_a_minute, build_on_a_full_disk

BODIES = {
    "bridge": "The bridge was closed on Monday after a crack was found.",
    "flood": "The river rose by two metres. “We lost everything,” said Omar Diaz, a farmer.",
    "strike": "Drivers walked out at noon. The union wants nine percent.",
}


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "story"
    folder.mkdir()
    for name, body in BODIES.items():
        (folder / f"{name}.txt").write_text(f"{name.title()}\n\n{body}", encoding="utf-8")
    return folder


@pytest.fixture
def settings(tmp_path: Path) -> IndexSettings:
    return IndexSettings(data=DataSettings(dir=tmp_path / "data"))


PASSAGES = [passage for number in range(9) for passage in split(article(str(number), "s", "One."), words=30)]
SOME = st.lists(st.sampled_from(PASSAGES), unique=True)


@given(SOME, SOME)
def test_what_is_there_is_taken_over_and_the_rest_encoded(old: list[Passage], new: list[Passage]) -> None:
    kept = find_kept(old, new)
    assert [passage if place is None else old[place] for passage, place in zip(new, kept, strict=True)] == new
    assert [place is None for place in kept] == [passage not in old for passage in new]


def test_only_new_and_changed_articles_are_encoded_again(sources: Path, settings: IndexSettings) -> None:
    build([Source(path=sources)], settings, FakeEncoder)
    (sources / "strike.txt").unlink()
    (sources / "flood.txt").write_text("Flood\n\nThe river fell again.", encoding="utf-8")
    (sources / "vote.txt").write_text("Vote\n\nThe council voted.", encoding="utf-8")
    encoder = FakeEncoder()
    report = build([Source(path=sources)], settings, lambda: encoder)
    changes = report.changes
    assert (changes.new, changes.changed, changes.removed, changes.unchanged) == (1, 1, 1, 1)
    generation = DataFolder(settings.data.dir).open_current()
    encoded = {passage.article.id for passage in generation.passages if passage.id in encoder.encoded}
    assert encoded == {"flood", "vote"}
    assert report.encoded == 2


def test_reused_vectors_are_those_of_a_full_build(sources: Path, settings: IndexSettings) -> None:
    build([Source(path=sources)], settings, FakeEncoder)
    (sources / "a-new-one.txt").write_text("New\n\nOne sentence. Another one.", encoding="utf-8")
    (sources / "bridge.txt").write_text("Bridge\n\nThe bridge is open. Lorries may cross it.", encoding="utf-8")
    (sources / "quay.txt").write_text("Quay\n\nThe quay is dry.", encoding="utf-8")
    build([Source(path=sources)], settings, FakeEncoder)
    partly = DataFolder(settings.data.dir).open_current()
    build([Source(path=sources)], settings, FakeEncoder, full=True)
    fully = DataFolder(settings.data.dir).open_current()
    assert np.array_equal(partly.passage_vectors.rows, fully.passage_vectors.rows)
    assert np.array_equal(partly.sentence_vectors, fully.sentence_vectors)
    assert np.array_equal(partly.word_vectors, fully.word_vectors)
    assert (partly.sentence_vectors.dtype, partly.word_vectors.dtype) == (np.float16, np.int8)
    assert partly.quotations == fully.quotations


def test_another_encoder_or_passage_length_encodes_everything(sources: Path, settings: IndexSettings) -> None:
    build([Source(path=sources)], settings, FakeEncoder)
    other = FakeEncoder(name="other")
    assert build([Source(path=sources)], settings, lambda: other).encoded == len(BODIES)
    longer = settings.model_copy(update={"passages": PassageSettings(words=60)})
    assert build([Source(path=sources)], longer, lambda: other).encoded == len(BODIES)


def test_a_build_names_the_articles_of_each_story_that_have_no_date(tmp_path: Path, settings: IndexSettings) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, head in (("a", ""), ("b", "---\ndate: 2011-08-25\n---\n"), ("c", ""), ("d", "2011-08-26\n\n")):
        (folder / f"{name}.txt").write_text(f"{head}Bridge {name} closed\n\nThe bridge is closed.")
    (told,) = build([Source(path=folder)], settings, FakeEncoder).remarks
    assert told.message.startswith(
        "2 of 4 articles in articles have no date, so nothing shows which is newer: “Bridge a closed”, “Bridge c "
        "closed”. Give each a published_at,"
    )
    assert told.story == "articles"  # admins hear of their own stories
    (folder / "a.txt").unlink()
    (folder / "c.txt").unlink()
    assert build([Source(path=folder)], settings, FakeEncoder).remarks == ()


def test_of_many_stories_the_first_articles_without_a_date_are_named_and_the_others_counted(
    tmp_path: Path, settings: IndexSettings
) -> None:
    for number in range(30):
        folder = tmp_path / f"{number:02}"
        folder.mkdir()
        (folder / "a.txt").write_text(f"Bridge {number} closed\n\nThe bridge is closed.")
    sources = [Source(path=tmp_path / f"{number:02}") for number in range(1, 30)]
    ours = Source(path=tmp_path / "00", story=StoryId("g112233445566778899-harbour-fire"))
    told = build([*sources, ours], settings, FakeEncoder).remarks
    assert [one.story for one in told] == [*(f"{number:02}" for number in range(1, 21)), None]
    assert told[-1].message == "10 more articles in other stories have no date either."
    (only,) = build(
        [ours], settings.model_copy(update={"data": DataSettings(dir=tmp_path / "ours")}), FakeEncoder
    ).remarks
    assert only.message.startswith("1 of 1 article in harbour fire has no date, so nothing shows which is newer: ")
    assert str(tmp_path) not in "".join(one.message for one in (*told, only))


def test_a_dry_run_says_what_would_change_and_writes_nothing(sources: Path, settings: IndexSettings) -> None:
    report = build([Source(path=sources)], settings, FakeEncoder, dry_run=True)
    assert (report.generation, report.changes.new, report.encoded) == (None, 3, 0)
    assert DataFolder(settings.data.dir).ids() == []


def test_broken_articles_stop_the_build_unless_they_are_to_be_skipped(sources: Path, settings: IndexSettings) -> None:
    (sources / "broken.jsonl").write_text('{"id": "x"\n', encoding="utf-8")
    with pytest.raises(BrokenSources, match=r"broken\.jsonl, line 1"):
        build([Source(path=sources)], settings, FakeEncoder)
    assert DataFolder(settings.data.dir).ids() == []
    told = build([Source(path=sources, story=StoryId("river"))], settings, FakeEncoder, skip_broken=True)
    assert told.changes.new == 3
    assert [(failure.story, "line 1" in failure.message) for failure in told.failed] == [("river", True)]


def test_nothing_but_broken_articles_is_no_index(tmp_path: Path, settings: IndexSettings) -> None:
    (tmp_path / "x.txt").write_text("…")
    with pytest.raises(NoArticles, match=r"^No articles in \S+x\.txt\. \S+x\.txt"):
        build([Source(path=tmp_path / "x.txt")], settings, FakeEncoder, skip_broken=True)
    (tmp_path / "y.json").write_text("{")
    with pytest.raises(NoArticles, match=r"^No articles in \S+\.\n  - \S+x\.txt.+\n  - \S+y\.json.+$"):
        build([Source(path=tmp_path)], settings, FakeEncoder, skip_broken=True)


@pytest.mark.parametrize("limit", [200, 1_000, 1_500])
async def test_a_full_disk_promotes_nothing_and_leaves_no_litter(
    sources: Path, settings: IndexSettings, tmp_path: Path, limit: int
) -> None:
    """The system lets the child write no file of more than ``limit`` bytes; different files meet it first."""
    first = build([Source(path=sources)], settings, FakeEncoder)
    (sources / "vote.txt").write_text("Vote\n\nThe council voted.", encoding="utf-8")
    child = Forked(build_on_a_full_disk, sources, settings.data.dir, limit, environment=os.environ, folder=tmp_path)
    await child.ended()
    assert "the disk is full" in child.said
    assert DataFolder(settings.data.dir).open_current().manifest.id == first.generation
    assert [path.name for path in (settings.data.dir / "generations").iterdir()] == [first.generation]


class NotUnit(FakeEncoder):
    def encode_passages(self, passages, advance):  # type: ignore[no-untyped-def]
        vectors = super().encode_passages(passages, advance)
        vectors.passages[0] = np.nan
        return vectors


def test_an_encoder_that_gives_nonsense_builds_nothing(sources: Path, settings: IndexSettings) -> None:
    with pytest.raises(BuildFailed, match="not finite"):
        build([Source(path=sources)], settings, NotUnit)
    assert DataFolder(settings.data.dir).ids() == []


def _halve_the_rows(index: VectorIndex, path: Path) -> None:
    halved = faiss.IndexFlatIP(index.rows.shape[1])
    halved.add(index.rows / 2)
    path.write_bytes(faiss.serialize_index(halved).data)


@pytest.mark.parametrize(
    ("what", "damage", "told"),
    [
        ("index.store.vectors.VectorIndex.write", _halve_the_rows, "does not find its own passages"),
        ("index.store.folder.drafts.quotation_to_line", lambda quotation: b"", "does not hold what was written"),
        (
            "index.store.folder.drafts.passage_to_line",
            lambda passage: passage_to_line(passage).replace(b"river", b"ocean"),
            "cannot be read back",
        ),
    ],
)
def test_a_new_index_that_does_not_hold_what_was_written_never_goes_live(
    sources: Path, settings: IndexSettings, monkeypatch: pytest.MonkeyPatch, what: str, damage: object, told: str
) -> None:
    """As a disk or a library that lies would have it."""
    first = build([Source(path=sources)], settings, FakeEncoder)
    monkeypatch.setattr(what, damage)
    with pytest.raises(BuildFailed, match=told):
        build([Source(path=sources)], settings, FakeEncoder, full=True)
    assert DataFolder(settings.data.dir).ids() == [first.generation]
    assert [path.name for path in (settings.data.dir / "generations").iterdir()] == [first.generation]


@pytest.mark.parametrize("earlier", [0, 1])  # intact generations
def test_what_an_index_holds_outlives_damage_to_what_was_made_of_it(
    sources: Path, settings: IndexSettings, tmp_path: Path, earlier: int
) -> None:
    if earlier:
        build([Source(path=sources / "strike.txt")], settings, FakeEncoder)
    current = build([Source(path=sources)], settings, FakeEncoder).generation
    (settings.data.dir / "generations" / str(current) / "passages.jsonl").write_bytes(b"?")
    (tmp_path / "vote.txt").write_text("Vote\n\nThe council voted.", encoding="utf-8")
    report = build([Source(path=tmp_path / "vote.txt")], settings, FakeEncoder, keeps=lambda _: True)
    assert report.changes == Changes(new=1, changed=0, removed=0, unchanged=3)
    assert len(list(DataFolder(settings.data.dir).open_current().articles)) == 4


def test_where_its_articles_are_damaged_the_newest_that_are_not_are_kept(
    sources: Path, settings: IndexSettings
) -> None:
    build([Source(path=sources / "strike.txt")], settings, FakeEncoder)
    current = build([Source(path=sources)], settings, FakeEncoder).generation
    (settings.data.dir / "generations" / str(current) / "articles.jsonl").write_bytes(b"?")
    report = build([Source(path=sources / "flood.txt")], settings, FakeEncoder, keeps=lambda _: True)
    assert report.changes == Changes(new=1, changed=0, removed=0, unchanged=1)


def test_rows_that_are_damaged_anywhere_among_many_never_go_live(
    tmp_path: Path, settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred passages, of which the last half lost its rows."""
    lines = [{"id": str(number), "title": f"T{number}", "text": f"Word{number} stands here."} for number in range(100)]
    (tmp_path / "many.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")

    def lose_half(index: VectorIndex, path: Path) -> None:
        rows = index.rows.copy()
        rows[50:] = 0
        halved = faiss.IndexFlatIP(rows.shape[1])
        halved.add(rows)
        path.write_bytes(faiss.serialize_index(halved).data)

    monkeypatch.setattr("index.store.vectors.VectorIndex.write", lose_half)
    with pytest.raises(BuildFailed, match="does not find its own passages"):
        build([Source(path=tmp_path / "many.jsonl")], settings, FakeEncoder)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
async def test_a_build_that_is_killed_leaves_the_old_index_answering(
    sources: Path, settings: IndexSettings, tmp_path: Path, number: signal.Signals
) -> None:
    first = build([Source(path=sources)], settings, FakeEncoder)
    (sources / "vote.txt").write_text("Vote\n\nThe council voted.", encoding="utf-8")
    child = Forked(build_for_a_minute, sources, settings.data.dir, environment=os.environ, folder=tmp_path)
    await until(lambda: "encoding\n" in child.said)
    child.signal(number)
    async with asyncio.timeout(30):
        assert await child.ended() != 0
    folder = DataFolder(settings.data.dir)
    assert folder.open_current().manifest.id == first.generation
    if number is signal.SIGINT:
        assert len(list((settings.data.dir / "generations").iterdir())) == 1
    assert build([Source(path=sources)], settings, FakeEncoder).changes.new == 1


def test_a_build_tells_its_progress_in_order(sources: Path, settings: IndexSettings) -> None:
    seen = []
    build([Source(path=sources)], settings, FakeEncoder, report=seen.append)
    stages = list(dict.fromkeys(progress.stage for progress in seen))
    assert stages == ["reading", "quotations", "encoding", "writing", "checking"]
    for stage in stages:
        of_stage = [progress for progress in seen if progress.stage == stage]
        assert of_stage[0].done == 0
        assert of_stage[-1].done == of_stage[-1].total


def test_every_step_is_told(sources: Path, settings: IndexSettings) -> None:
    seen: list[Progress] = []
    build([Source(path=sources)], settings, FakeEncoder, report=seen.append)
    steps = {stage: [(said.done, said.total) for said in seen if said.stage is stage] for stage in Stage}
    assert steps == {
        Stage.READING: [(0, 1), (1, 1)],
        Stage.QUOTATIONS: [(0, 3), (1, 3), (2, 3), (3, 3)],
        Stage.ENCODING: [(0, 3), (3, 3)],
        Stage.WRITING: [(0, 1), (1, 1)],
        Stage.CHECKING: [(0, 1), (1, 1)],
    }


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "the disk is full."),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "the disk is full."),
        (OSError(errno.EFBIG, "File too large"), "the disk is full."),
        (OSError("3 requested and 2 written"), "the disk is full."),
        (OSError(errno.EACCES, "Permission denied", "/srv/data"), "/srv/data: Permission denied."),
        (OSError(errno.EIO, "Input/output error"), "the data folder: Input/output error."),
    ],
)
def test_why_the_disk_refused_is_told(sources: Path, settings: IndexSettings, error: OSError, told: str) -> None:
    def refuse() -> FakeEncoder:
        raise error

    with pytest.raises(BuildFailed, match=f": {re.escape(told)} The current index stays in use"):
        build([Source(path=sources)], settings, refuse)
    assert DataFolder(settings.data.dir).ids() == []


_texts = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["one", "two"]))


@given(_texts, _texts)
def test_changes_are_counted(old: dict[str, str], new: dict[str, str]) -> None:
    def write(texts: dict[str, str]) -> list[Article]:
        return [Article(id=ArticleId(name), story=StoryId("s"), title="", body=text) for name, text in texts.items()]

    counted = count_changes(write(old), write(new))
    assert Changes.total(counted.values()) == Changes(
        new=len(new.keys() - old.keys()),
        changed=sum(old[name] != new[name] for name in old.keys() & new.keys()),
        removed=len(old.keys() - new.keys()),
        unchanged=len(old.items() & new.items()),
    )


def test_a_second_build_is_refused_before_it_reads_the_old_generation(sources: Path, settings: IndexSettings) -> None:
    def build_beside() -> FakeEncoder:
        with pytest.raises(BuildInProgress):
            build([Source(path=sources)], settings, FakeEncoder)
        return FakeEncoder()

    assert build([Source(path=sources)], settings, build_beside).changes.new == 3


def test_nothing_changed_is_nothing_written(sources: Path, settings: IndexSettings) -> None:
    first = build([Source(path=sources)], settings, FakeEncoder)
    again = build([Source(path=sources)], settings, FakeEncoder)
    assert (again.generation, again.encoded, again.changes.unchanged) == (first.generation, 0, 3)
    assert DataFolder(settings.data.dir).ids() == [first.generation]


def test_nothing_changed_is_nothing_written_whichever_story_is_looked_at(
    sources: Path, tmp_path: Path, settings: IndexSettings
) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "vote.txt").write_text("Vote\n\nThe council voted.", encoding="utf-8")
    places = [Source(path=sources, story=StoryId("first")), Source(path=tmp_path / "other", story=StoryId("other"))]
    first = build(places, settings, FakeEncoder)
    for story in (StoryId("first"), StoryId("other"), None):
        again = build(places, settings, FakeEncoder, story=story)
        assert (again.generation, bool(again.changes)) == (first.generation, False)
    assert DataFolder(settings.data.dir).ids() == [first.generation]


def test_a_story_that_nothing_belongs_to_removes_nothing(sources: Path, settings: IndexSettings) -> None:
    first = build([Source(path=sources)], settings, FakeEncoder)
    with pytest.raises(UnknownStory, match="strory"):
        build([Source(path=sources)], settings, FakeEncoder, story=StoryId("strory"))
    assert DataFolder(settings.data.dir).open_current().manifest.id == first.generation


def test_one_story_can_be_built_alone_and_the_others_stay_as_they_were(
    sources: Path, tmp_path: Path, settings: IndexSettings
) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "vote.txt").write_text("Vote\n\nThe council voted.", encoding="utf-8")
    places = [Source(path=sources), Source(path=tmp_path / "other")]
    build(places, settings, FakeEncoder)
    (sources / "strike.txt").unlink()
    (tmp_path / "other" / "vote.txt").write_text("Vote\n\nThe council did not vote.", encoding="utf-8")
    changes = build(places, settings, FakeEncoder, story=StoryId("other")).changes
    assert (changes.new, changes.changed, changes.removed, changes.unchanged) == (0, 1, 0, 3)
    bodies = {article.id: article.body for article in DataFolder(settings.data.dir).open_current().articles}
    assert bodies["vote"] == "Vote\n\nThe council did not vote."
    assert "strike" in bodies


def test_the_passages_of_an_unchanged_article_are_taken_over_as_they_are(tmp_path: Path) -> None:
    settings = IndexSettings(data=DataSettings(dir=tmp_path / "data"))
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(f"Title\n\nThe text of article {name}. And more of it.", encoding="utf-8")
    sources = [Source.parse(f"story={tmp_path / name}") for name in ("one.txt", "two.txt")]
    build(sources, settings, FakeEncoder)
    before = list(DataFolder(settings.data.dir).open_current().passages)
    (tmp_path / "two.txt").write_text("Title\n\nAnother text.", encoding="utf-8")
    build(sources, settings, FakeEncoder)
    after = list(DataFolder(settings.data.dir).open_current().passages)
    assert after[0] == before[0]
    assert (after[1].text, len(after)) == ("Title\n\nAnother text.", 2)


def index_of(settings: IndexSettings) -> dict[str, str]:
    return {article.id: article.body for article in DataFolder(settings.data.dir).open_current().articles}


def test_nothing_is_removed_without_a_yes(sources: Path, settings: IndexSettings) -> None:
    build([Source(path=sources)], settings, FakeEncoder)
    asked = []

    def refuse(gone):  # type: ignore[no-untyped-def]
        asked.extend(article.id for article in gone)
        return False

    with pytest.raises(WouldRemove, match=r"remove 2 of the 3 articles.*--add"):
        build([Source(path=sources / "strike.txt")], settings, FakeEncoder, may_remove=refuse)
    assert asked == ["bridge", "flood"]
    assert set(index_of(settings)) == set(BODIES)


def test_a_renamed_file_is_no_loss(sources: Path, settings: IndexSettings) -> None:
    build([Source(path=sources)], settings, FakeEncoder)
    (sources / "strike.txt").rename(sources / "walkout.txt")
    build([Source(path=sources)], settings, FakeEncoder, may_remove=lambda _: False)
    assert set(index_of(settings)) == {"bridge", "flood", "walkout"}


def test_adding_keeps_what_is_there_and_takes_the_newer_text(
    sources: Path, tmp_path: Path, settings: IndexSettings
) -> None:
    build([Source(path=sources)], settings, FakeEncoder)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "vote.txt").write_text("Vote\n\nThe council voted.", encoding="utf-8")
    (tmp_path / "new" / "strike.txt").write_text("Strike\n\nThe strike is over.", encoding="utf-8")
    changes = build([Source(path=tmp_path / "new")], settings, FakeEncoder, keeps=lambda _: True).changes
    assert (changes.new, changes.changed, changes.removed, changes.unchanged) == (1, 1, 0, 2)
    assert index_of(settings)["strike"] == "Strike\n\nThe strike is over."


def test_what_cannot_be_read_any_more_stays_as_it_was(sources: Path, tmp_path: Path, settings: IndexSettings) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "vote.txt").write_text("Vote\n\nThe council voted.", encoding="utf-8")
    places = [Source(path=sources), Source(path=tmp_path / "other")]
    build(places, settings, FakeEncoder)
    before = index_of(settings)
    (sources / "strike.txt").write_bytes(b"\x00\x01")
    (tmp_path / "other").rename(tmp_path / "not mounted")
    report = build(places, settings, FakeEncoder, skip_broken=True, may_remove=lambda _: False)
    assert len(report.failed) == 2
    assert index_of(settings) == before


def test_the_stories_of_a_folder_that_is_not_there_stay(tmp_path: Path, settings: IndexSettings) -> None:
    for place in ("all/ferry/a.txt", "all/strike/b.txt", "more/c.txt"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(f"Of {place}\n\nThis stands in {place} alone.")
    sources = [Source(path=tmp_path / "all"), Source(path=tmp_path / "more")]
    build(sources, settings, FakeEncoder)
    (tmp_path / "all").rename(tmp_path / "unmounted")
    report = build(sources, settings, FakeEncoder, skip_broken=True)
    assert (report.changes.removed, report.changes.unchanged, len(report.failed)) == (0, 3, 1)


def test_one_text_in_two_outlets_is_found_once_and_quoted_once(tmp_path: Path, settings: IndexSettings) -> None:
    text = "The ship ran aground on Monday. “She is upright,” said Signe Vik of the coast guard.\n\nIt carries flour."
    for name, outlet, body in (("a", "Standard", text), ("b", "Mail", f"{text}\n\nFerries are not affected.")):
        (tmp_path / "in").mkdir(exist_ok=True)
        front = f"---\ntitle: {name}\noutlet: {outlet}\n---\n"
        (tmp_path / "in" / f"{name}.md").write_text(front + body, encoding="utf-8")
    build([Source(path=tmp_path / "in")], settings, FakeEncoder)
    generation = DataFolder(settings.data.dir).open_current()
    assert [quotation.text for quotation in generation.quotations] == ["She is upright,"]
    assert "\n\n".join(passage.text for passage in generation.passages) == f"{text}\n\nFerries are not affected."
    assert {
        article.id: ([copy.outlet for copy in article.copies], article.copy_of) for article in generation.articles
    } == {
        "a": (["Mail"], "b"),
        "b": (["Standard"], None),
    }
    again = build([Source(path=tmp_path / "in")], settings, FakeEncoder)
    assert (again.generation, again.changes.unchanged) == (generation.manifest.id, 2)


def test_a_changed_article_keeps_its_earlier_text_also_through_a_full_build(
    tmp_path: Path, settings: IndexSettings
) -> None:
    texts = ["The bus was late. 17 people were hurt.", "The bus was late. 19 people were hurt.", "The bus was on time."]
    folder = DataFolder(settings.data.dir)
    for text in texts:
        (tmp_path / "bus.md").write_text(f"---\ntitle: Bus\n---\n{text}", encoding="utf-8")
        build([Source(path=tmp_path / "bus.md")], settings, FakeEncoder)
    build([Source(path=tmp_path / "bus.md")], settings, FakeEncoder, full=True)
    generation = folder.open_current()
    assert [revision.article.body for revision in generation.revisions] == texts[:2]
    assert generation.manifest.counts.revisions == 2
    first, second = generation.revisions
    assert first.read_at < first.replaced_at < second.replaced_at
    told = Library(generation, FakeEncoder, settings).changes(Scope())
    assert [one.later.body for one in told] == [texts[2], texts[1]]
    (tmp_path / "other.md").write_text("A tram.", encoding="utf-8")
    build([Source(path=tmp_path / "other.md")], settings, FakeEncoder)
    assert folder.open_current().revisions == ()


def test_words_of_a_paragraph_that_a_copy_has_with_a_line_more_are_quoted_once(
    tmp_path: Path, settings: IndexSettings
) -> None:
    said = "The ship ran aground with 21 people on board. “She is upright,” said Signe Vik of the coast guard."
    rest = "\n\nTwo tugs are on their way from Loon.\n\nIt carries flour and a piano."
    (tmp_path / "in").mkdir()
    for name, day, body in (("old", 1, f"{said} Nobody knows why.{rest}"), ("new", 2, said + rest)):
        front = f"---\ntitle: {name}\noutlet: {name}\npublished_at: 2026-01-0{day}\n---\n"
        (tmp_path / "in" / f"{name}.md").write_text(front + body, encoding="utf-8")
    build([Source(path=tmp_path / "in")], settings, FakeEncoder)
    generation = DataFolder(settings.data.dir).open_current()
    assert [(quotation.article.id, quotation.text) for quotation in generation.quotations] == [
        ("new", "She is upright,")
    ]
