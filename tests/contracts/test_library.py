"""What the bot rests on: the real library, in each of its homes, and the fake one keep the same promises."""

from dataclasses import asdict

import pytest
from pydantic_core import to_json

from index.errors import BadQuestion, UnknownSpeaker
from index.library import Library, QuotationRequest
from index.settings import IndexSettings
from index.store.homes import open_holdings
from index.types import Answer, Claim, NoAnswer, Question, Related, Ruling, Scope
from tests.fakes import HARBOUR, ORCHARD, FakeLibrary

_FERRY = Question(text="When will the ferry to Northholm stop running?")
_ORCHARD = Scope(stories=frozenset({"orchard"}))


@pytest.fixture(scope="module")
def encoder():
    from index.encoding.loading import load_encoder

    return load_encoder(IndexSettings())


@pytest.fixture(scope="module")
def in_folder(encoder, tmp_path_factory):
    return _build(encoder, tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="module")
def in_database(encoder, tmp_path_factory, postgres_server):
    from tests.databases import make_database

    return _build(encoder, tmp_path_factory.mktemp("library"), make_database(postgres_server).bot)


def _build(encoder, folder, url=""):
    from index.articles import Source
    from index.building import build

    lines = [{**asdict(article), "text": article.body} for article in HARBOUR + ORCHARD]
    (folder / "articles.jsonl").write_bytes(b"\n".join(to_json(line) for line in lines))
    settings = IndexSettings.model_validate({"data": {"dir": folder / "data"}, "store": {"url": url}})
    build([Source(path=folder / "articles.jsonl")], settings, lambda: encoder)
    return Library(open_holdings(settings), lambda: encoder, settings)


@pytest.fixture(
    params=["fake", *(pytest.param(home, marks=pytest.mark.model) for home in ("in_folder", "in_database"))]
)
def library(request):
    return FakeLibrary() if request.param == "fake" else request.getfixturevalue(request.param)


def test_each_question_has_its_outcome_in_order(library):
    answered, bad, off = library.ask([_FERRY, Question(text="?!"), Question(text="Zebra giraffe?", scope=_ORCHARD)])
    assert isinstance(answered, Answer | Related)
    assert isinstance(bad, BadQuestion)
    assert isinstance(off, NoAnswer)
    assert off.coverage.articles == 1


def test_no_questions_have_no_outcomes(library):
    assert list(library.ask([])) == []


def test_nothing_outside_the_scope_is_found(library):
    (outcome,) = library.ask([Question(text=_FERRY.text, scope=_ORCHARD)])
    hits = (outcome.nearest,) if isinstance(outcome, NoAnswer) else outcome.hits
    assert all(hit.passage.article.story == "orchard" for hit in hits if hit)


def test_a_scope_without_stories_is_empty_and_not_without_limit(library):
    (outcome,) = library.ask([Question(text=_FERRY.text, scope=Scope(stories=frozenset()))])
    assert isinstance(outcome, NoAnswer)
    assert outcome.coverage.articles == 0


def test_a_found_passage_is_found_again_by_its_id(library):
    (outcome,) = library.ask([_FERRY])
    passage = outcome.hits[0].passage
    assert library.passage(passage.id) == passage
    assert library.passage("nowhere") is None


def test_quotations_are_those_of_the_speaker_in_the_scope(library):
    found = library.quote(QuotationRequest(speaker="Amsel"))
    assert [quotation.speaker.name for quotation in found] == ["Judith Amsel"]
    with pytest.raises(UnknownSpeaker):
        library.quote(QuotationRequest(speaker="Amsel", scope=Scope(stories=frozenset({"harbour"}))))


def test_a_speaker_whom_nobody_quotes_is_unknown(library):
    with pytest.raises(UnknownSpeaker):
        library.quote(QuotationRequest(speaker="Zebedee Xanthippus"))


@pytest.mark.parametrize("speaker", ["", " ", "—"])
def test_a_speaker_without_a_word_is_unknown_and_not_anybody(library, speaker):
    with pytest.raises(UnknownSpeaker):
        library.quote(QuotationRequest(speaker=speaker))
    verdict = library.check(Claim(words="My grandfather built that pier", speaker=speaker))
    assert verdict.ruling is Ruling.SOMEONE_ELSE


def test_words_that_are_pinned_on_somebody_who_is_not_quoted_are_someone_elses(library):
    verdict = library.check(Claim(words="My grandfather built that pier", speaker="Zebedee Xanthippus"))
    assert verdict.ruling is Ruling.SOMEONE_ELSE
    assert not verdict.is_quoted


def test_words_that_stand_there_are_exact(library):
    verdict = library.check(Claim(words="My grandfather built that pier", speaker="Anders Holm"))
    assert verdict.ruling is Ruling.EXACT


def test_words_that_stand_nowhere_are_absent(library):
    assert library.check(Claim(words="Bananas are blue in the mornings")).ruling is Ruling.ABSENT


def test_people_are_counted_most_quoted_first(library):
    people = library.people(Scope(stories=frozenset({"harbour"})))
    assert [(person.name, person.quotations) for person in people] == [("Marta Quill", 2), ("Anders Holm", 1)]


def test_stories_are_by_id_with_their_articles_newest_first(library):
    harbour, orchard = library.stories(Scope())
    assert (harbour.id, orchard.id) == ("harbour", "orchard")
    assert [article.id for article in harbour.articles] == ["pier-closes", "ferry-stops"]


def test_a_library_that_was_reopened_leaves_the_first_usable(library):
    again = library.reopen()
    assert type(again.ask([_FERRY])[0]) is type(library.ask([_FERRY])[0])


def test_a_library_may_be_prepared_before_it_is_asked(library):
    library.prepare()
    assert isinstance(library.ask([_FERRY])[0], Answer | Related)


def test_the_manifest_tells_what_status_shows(library):
    manifest = library.generation.manifest
    assert manifest.created_at.tzinfo is not None
    assert manifest.counts.articles == 3
    assert manifest.counts.passages > 0
    assert manifest.counts.quotations >= 4


def test_what_has_changed_in_articles_of_another_story_is_not_told(library):
    assert all(one.later.story == "orchard" for one in library.changes(_ORCHARD))
    for one in library.changes(Scope()):
        assert one.earlier.id == one.later.id
        assert one.read_at < one.replaced_at


def test_every_question_is_in_one_group(library):
    asked = [
        "When does the ferry stop?",
        "Who built the pier?",
        "when does the ferry stop",
        "Why did the apples freeze?",
    ]
    groups = library.group(asked)
    assert sorted(place for group in groups for place in group) == [0, 1, 2, 3]
    assert [0, 2] in groups
    assert library.group([]) == []
