"""A refresh of pages, killed at its moments, or with a disk that is full from then on: ``python -m
tests.index.killed_refresh EVERY kill FOLDER STORY=LINK…``, or ``fill``; at one of EVERY so many moments.

It reads, builds, promotes and remembers. After every one an index that is whole answers with an article of each story;
what was read counts as read only if it is in there, and the next one leaves nothing behind of what was killed.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import faiss  # noqa: F401 - loaded once, not by each child

from index.articles import Source
from index.articles.visits import recall_visits
from index.building import build
from index.quotations import extract
from index.refreshing import Refresh
from index.settings import DataSettings, IndexSettings, WebSettings
from index.store.folder.data_folder import DataFolder
from index.web.links import read_links
from tests.index.fake_encoder import FakeEncoder
from tests.killing import fill_at_moments, in_a_child, kill_at_moments


def main(every: int, how: str, folder: Path, sources: list[Source]) -> None:
    web = WebSettings(open_hosts=("127.0.0.1",), pause_seconds=0)
    settings = IndexSettings(data=DataSettings(dir=folder), web=web)

    def refresh() -> None:
        reading = Refresh(settings, only=sources)
        with reading.remembered():
            build(sources, settings, FakeEncoder, full=True, read=lambda given: reading.read(given, lambda _: None))

    def look() -> None:
        articles = list(DataFolder(folder).open_current().articles)
        assert {article.story for article in articles} == {source.story for source in sources}, articles
        assert all(len(article.body) > 100 for article in articles)
        assert set(recall_visits(folder)) == {source.written for source in sources}

    for article in read_links(sources, web, None).articles:  # what each child would load and compile for itself
        extract(article)
    in_a_child(refresh)
    for moment in {"kill": kill_at_moments, "fill": fill_at_moments}[how](refresh, every):
        in_a_child(look)
        shutil.rmtree(folder / "fetched")  # so that the next one has pages to remember
        print(moment, "moments", flush=True)
    in_a_child(refresh)
    in_a_child(look)
    left = [path.name for path in (folder / "generations").iterdir() if path.name.startswith(".")]
    assert not left, left


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), [Source.parse(text) for text in sys.argv[4:]])
