"""Article → quotations: exact words, cues, and who said them; and the people of a story."""

from index.quotations.extract import extract, is_marked
from index.quotations.people import Person, find_person, people

__all__ = ["Person", "extract", "find_person", "is_marked", "people"]
