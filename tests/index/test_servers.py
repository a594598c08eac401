"""A server's answers are its own: what a stranger adds changes none of them."""

import pytest

from index.library import Library
from index.settings import IndexSettings
from index.types import Question, Scope, split_story
from tests.fakes import article
from tests.index.building import open_generation
from tests.index.fake_encoder import FakeEncoder

_OURS, _THEIRS = "g100000000000000001-memo", "g100000000000000002-memo"
_SHARED = [
    article("ferry", "harbour", "The ferry to Northholm stops in October.\n\nThe harbour office has 40 clerks."),
    article("pier", "harbour", "Divers found cracks in the eastern pier.\n\nRepairs cost four crowns."),
]
_OWN = article("memo", _OURS, "Our chess club meets at the pier on Monday. The club has two trophies.")
_STRANGE = [
    article(
        "leak", _THEIRS, "The ferry, the ferry and the pier. The pier is a pier, a fairy and a clerc. Ferris wheels."
    ),
    article("long", _THEIRS, "Northholm has cracks. " * 40),
]
_VISIBLE = Scope(stories=frozenset({"harbour", _OURS}))
_QUESTIONS = [
    "When does the ferry stop?",
    "Who found crakcs in the pier?",
    "Where is the ferrys clerc?",
    "How many trofies?",
]


def _ask(folder, articles, scope=_VISIBLE):
    folder.mkdir()
    generation = open_generation(folder, articles, words=12)
    library = Library(generation, FakeEncoder, IndexSettings())
    return library.rank([Question(text=text, scope=scope) for text in _QUESTIONS])


def _tell(rankings):
    return [
        (
            ranking.confidence,
            ranking.veto,
            ranking.coverage,
            [(hit.passage.id, hit.score, hit.highlight) for hit in ranking.hits],
        )
        for ranking in rankings
    ]


@pytest.mark.parametrize("scope", [_VISIBLE, Scope(stories=frozenset({_OURS})), Scope(stories=frozenset({"harbour"}))])
def test_a_strangers_articles_change_no_ranking_no_score_and_no_spelling(tmp_path, scope):
    before = _ask(tmp_path / "before", [*_SHARED, _OWN], scope)
    after = _ask(tmp_path / "after", [*_SHARED, _OWN, *_STRANGE], scope)
    assert _tell(before) == _tell(after)
    assert any(ranking.hits for ranking in before)


def test_a_servers_own_articles_do_count(tmp_path):
    alone = _ask(tmp_path / "alone", _SHARED, Scope(stories=frozenset({"harbour"})))
    together = _ask(tmp_path / "together", [*_SHARED, _OWN])
    assert _tell(alone) != _tell(together)


@pytest.mark.parametrize(
    ("story", "server", "name"),
    [
        (_OURS, 100000000000000001, "memo"),
        ("harbour", 0, "harbour"),
        ("g12-short", 0, "g12-short"),
        ("g100000000000000001-", 0, "g100000000000000001-"),
    ],
)
def test_the_id_of_a_story_tells_whose_it_is(story, server, name):
    assert split_story(story) == (server, name)
