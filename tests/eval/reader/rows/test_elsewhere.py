"""A window of another article: it shares rare words with the question, and does not hold the answer."""

from random import Random

from tests.eval.reader.rows.asked import Paragraph
from tests.eval.reader.rows.elsewhere import Elsewhere

ASKED = Paragraph(
    article="a", title="Ferry", text="The ferry to Northholm stops on 3 May. It has run for ninety years."
)
LIKE = Paragraph(
    article="b", title="Harbour", text="The harbour of Northholm is closed to the ferry until it is dredged."
)
HOLDS = Paragraph(article="c", title="Strike", text="Crews of the Northholm ferry walk out on 3 May.")
STRANGE = Paragraph(article="d", title="Bees", text="Beekeepers lost half of their colonies over the winter.")
QUESTION = "When will the ferry to Northholm stop?"


def find(*paragraphs: Paragraph, question: str = QUESTION) -> list[str]:
    elsewhere = Elsewhere({paragraph.article: (paragraph,) for paragraph in paragraphs})
    found = [elsewhere.find(question, "3 May", "a", Random(seed)) for seed in range(20)]
    return sorted({row.title for row in found if row})


def test_is_of_another_article_that_shares_words_and_does_not_hold_the_answer() -> None:
    assert find(ASKED, LIKE, HOLDS, STRANGE) == ["Harbour"]


def test_is_none_where_no_other_article_shares_a_word() -> None:
    assert find(ASKED, HOLDS, STRANGE) == []
