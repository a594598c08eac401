"""What ``--json`` prints: offsets that cut the same words out of the article again, and nothing that is not there."""

import json
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.terminal.documents import (
    describe_article_quotations,
    describe_outcome,
    describe_quotation,
    describe_story,
    describe_verdict,
)
from index.types import (
    Answer,
    Claim,
    Copy,
    Coverage,
    Edit,
    Kind,
    NoAnswer,
    Precision,
    Question,
    Reason,
    Related,
    Ruling,
    Story,
    Verdict,
)
from tests.bot.hostile import hits as some_hits
from tests.bot.hostile import quotations
from tests.bot.nouns import ARTICLE, COVERAGE, hit, quotation, span

_some = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_QUESTION = Question(text="When did it shut?")
_SOURCE = {
    "id": "a",
    "story": "harbour",
    "title": "The pier closes",
    "outlet": "Quay News",
    "published_at": "2026-03-13T23:30:00-04:00",
    "precision": "day",
    "url": "https://harbour.example/pier",
    "also": [],
    "copy_of": None,
}


def test_an_answer_is_told_with_its_words_where_they_stand_and_whose_they_are():
    first = hit("It shut on Monday after a storm.")
    document = describe_outcome(Answer(question=_QUESTION, hits=(first, hit("Ferries leave"))))
    words = first.highlight
    assert document == {
        "question": "When did it shut?",
        "outcome": "answer",
        "highlight": {"text": "It shut on Monday after a storm.", "start": words.start, "end": words.end},
        "differing": [],
        "hits": [
            {
                "text": ARTICLE.body,
                "start": 0,
                "end": len(ARTICLE.body),
                "paragraph": 2,
                "score": 1.0,
                "article": _SOURCE,
            },
            {
                "text": ARTICLE.body,
                "start": 0,
                "end": len(ARTICLE.body),
                "paragraph": 3,
                "score": 1.0,
                "article": _SOURCE,
            },
        ],
    }


def test_what_is_related_has_no_highlight_and_no_answer_no_passage():
    related = describe_outcome(Related(question=_QUESTION, hits=(hit("It shut"),) * 5))
    assert (related["outcome"], len(related["hits"]), "highlight" in related) == ("related", 3, False)
    coverage = replace(COVERAGE, foreign=2)
    missing = describe_outcome(NoAnswer(question=_QUESTION, nearest=hit("It shut"), coverage=coverage))
    assert missing == {
        "question": "When did it shut?",
        "outcome": "no answer",
        "articles_read": 6,
        "newest": "2026-03-13T00:00:00+00:00",
        "newest_precision": "day",
        "foreign": 2,
        "reason": None,
    }
    refused = NoAnswer(question=_QUESTION, nearest=hit("It shut"), coverage=COVERAGE, reason=Reason.TIME)
    assert describe_outcome(refused)["reason"] == "time"
    undated = NoAnswer(question=_QUESTION, nearest=None, coverage=Coverage(articles=0, newest=None))
    assert describe_outcome(undated)["newest"] is None


def test_a_quotation_is_told_with_its_speaker_and_what_tells_so():
    said, named = span("We had no choice,"), span("Ada Quill")
    assert describe_quotation(quotation()) == {
        "text": "We had no choice,",
        "start": said.start,
        "end": said.end,
        "speaker": "Ada Quill",
        "speaker_start": named.start,
        "speaker_end": named.end,
        "role": "harbour master",
        "cue": "said",
        "kind": "direct",
        "evidence": "named",
        "sure": True,
        "paragraph": 2,
        "article": _SOURCE,
    }


def test_what_the_article_does_not_say_is_null():
    document = describe_quotation(quotation(speaker=None, cue=None, kind=Kind.INDIRECT))
    unknown = ["speaker", "speaker_start", "speaker_end", "role", "cue", "evidence", "sure"]
    assert [document[name] for name in unknown] == [None] * len(unknown)
    assert document["kind"] == "indirect"


def test_every_article_has_its_document_quoted_or_not_and_its_quotations_in_order():
    later, earlier = quotation(), quotation(kind=Kind.MIXED)
    later = type(later)(article=ARTICLE, span=span("open it in May"), kind=Kind.INDIRECT)
    silent = hit("It shut", id="silent").passage.article
    documents = list(describe_article_quotations([silent, ARTICLE], [later, earlier]))
    assert [document["id"] for document in documents] == ["silent", "a"]
    assert [quote["kind"] for quote in documents[0]["quotes"]] == []
    assert [quote["kind"] for quote in documents[1]["quotes"]] == ["mixed", "indirect"]


def test_a_verdict_is_told_with_its_difference_and_its_quotation():
    claim = Claim(words="We had a choice", speaker="Quill")
    edits = (Edit(claimed="We had", said="We had"), Edit(claimed="a", said="no"))
    verdict = Verdict(claim=claim, ruling=Ruling.NEARLY, quotation=quotation(), edits=edits, coverage=COVERAGE)
    assert describe_verdict(verdict) == {
        "words": "We had a choice",
        "speaker": "Quill",
        "speaker_quoted": True,
        "ruling": "nearly",
        "edits": [{"claimed": "We had", "said": "We had"}, {"claimed": "a", "said": "no"}],
        "quotation": describe_quotation(quotation()),
        "headline": None,
        "articles_read": 6,
        "newest": "2026-03-13T00:00:00+00:00",
        "newest_precision": "day",
    }
    absent = Verdict(
        claim=claim, ruling=Ruling.ABSENT, quotation=None, edits=(), coverage=Coverage(articles=0, newest=None)
    )
    document = describe_verdict(absent)
    assert (document["ruling"], document["quotation"], document["newest"]) == ("absent", None, None)


@_some
@given(st.lists(some_hits(), min_size=1, max_size=4))
def test_the_offsets_of_an_outcome_cut_the_same_words_out_again(found):
    document = json.loads(json.dumps(describe_outcome(Related(question=_QUESTION, hits=tuple(found)))))
    for told, one in zip(document["hits"], found, strict=False):
        assert one.passage.article.body[told["start"] : told["end"]] == told["text"]


@_some
@given(quotations())
def test_the_offsets_of_a_quotation_cut_the_same_words_out_again(said):
    document, body = describe_quotation(said), said.article.body
    assert body[document["start"] : document["end"]] == document["text"]
    if said.speaker:
        mention = said.speaker.mention.of(body)
        assert body[document["speaker_start"] : document["speaker_end"]] == mention


def test_the_other_outlets_that_carry_the_words_are_told():
    wire = Copy(outlet="Tide Wire", url="https://wire.example/pier", shared=(span("It shut on Monday after a storm."),))
    oar = Copy(outlet="Oar", url=None, shared=(span("The old pier is closed."),))
    found = hit("It shut on Monday after a storm.", copies=(wire, oar), precision=Precision.MONTH)
    document = describe_outcome(Answer(question=_QUESTION, hits=(found,)))
    told = document["hits"][0]["article"]
    assert told["also"] == [{"outlet": "Tide Wire", "url": "https://wire.example/pier"}]
    assert told["precision"] == "month"


def test_a_story_tells_of_each_article_whose_copy_it_is():
    articles = (ARTICLE, replace(ARTICLE, id="b", copy_of="a"))
    story = Story(id=ARTICLE.story, articles=articles, questions=())
    document = describe_story(story, (), COVERAGE.newest)
    assert [article["copy_of"] for article in document["articles"]] == [None, "a"]
