"""The project's own training questions: what is labelled an answer stands in its article, word for word."""

from collections import Counter

from tests.eval.reader.rows.own import read_own


def test_every_answer_is_where_its_question_says() -> None:
    asked = read_own()
    assert len(asked) > 1_900
    for each in asked:
        assert each.paragraph.text[each.start : each.end].strip() == each.paragraph.text[each.start : each.end] != ""


def test_every_question_without_an_answer_comes_near_a_sentence_of_its_article() -> None:
    paragraphs = {each.paragraph for each in read_own()}
    assert all(paragraph.refused for paragraph in paragraphs)
    assert all(refused.near in paragraph.text for paragraph in paragraphs for refused in paragraph.refused)


def test_a_question_is_told_apart_from_what_other_articles_of_its_story_say() -> None:
    asked = read_own()
    told_of: dict[str, set[str]] = {}
    for each in asked:
        told_of.setdefault(each.paragraph.article, set()).add(each.paragraph.title)
    stories = {article for article, titles in told_of.items() if len(titles) > 1}
    questions = {each.question for each in asked if each.paragraph.article in stories}
    refused = {one.question for each in asked if each.paragraph.article in stories for one in each.paragraph.refused}
    assert len(stories) >= 12
    assert len(questions & refused) > 300


def test_no_question_is_asked_twice_of_one_article() -> None:
    counted = Counter((each.paragraph.article, each.question) for each in read_own())
    assert max(counted.values()) == 1
