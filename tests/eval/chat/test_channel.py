"""In a channel where it answers, the bot answers questions about the story and leaves small talk alone."""

import pytest

from tests.eval.chat.channel import hear, read_lines

pytestmark = pytest.mark.model


def test_small_talk_gets_no_card_and_questions_are_recognised(sample_library):
    heard = hear(sample_library, read_lines())
    assert sum(one.answered for one in heard if not one.line.asks) <= 2
    assert sum(one.recognised for one in heard if one.line.asks) >= 45
