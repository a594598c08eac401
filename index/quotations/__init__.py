"""Article → quotations: exact words, cues, and who said them; and the people of a story."""

from index.quotations.extract import extract, is_marked
from index.quotations.speakers import Person, find_person, find_speakers, is_body, is_description, people

__all__ = ["Person", "extract", "find_person", "find_speakers", "is_body", "is_description", "is_marked", "people"]
