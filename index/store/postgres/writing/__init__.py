"""What a build writes: readers see a story, and a change of encoder, before it or after it."""

from index.store.postgres.writing.encoders import drop_old, make_visible
from index.store.postgres.writing.transactions import StoryWrite, building, write_known_questions, write_story

__all__ = ["StoryWrite", "building", "drop_old", "make_visible", "write_known_questions", "write_story"]
