from hypothesis import given
from hypothesis import strategies as st

from index.articles.passages import split
from index.search.reader.windows import WINDOW_WORDS, cut
from index.types import Article, ArticleId, StoryId

TEXTS = st.lists(st.sampled_from(["word", "Long end.", "Is it?", "\n\n", "a" * 50]), min_size=1, max_size=400).map(
    " ".join
)


@given(TEXTS)
def test_windows_are_whole_sentences_and_leave_none_out(body: str) -> None:
    for passage in split(Article(id=ArticleId("a"), story=StoryId("s"), title="", body=body), words=120):
        windows = cut(body, passage.sentences)
        starts, ends = [window.start for window in windows], [window.end for window in windows]
        assert set(starts) <= {sentence.start for sentence in passage.sentences}
        assert set(ends) <= {sentence.end for sentence in passage.sentences}
        for sentence in passage.sentences:
            assert sum(window.start <= sentence.start and sentence.end <= window.end for window in windows) == 1


@given(TEXTS)
def test_only_a_sentence_alone_is_longer_than_a_window(body: str) -> None:
    for passage in split(Article(id=ArticleId("a"), story=StoryId("s"), title="", body=body), words=120):
        for window in cut(body, passage.sentences):
            assert len(window.of(body).split()) <= WINDOW_WORDS or window in passage.sentences
