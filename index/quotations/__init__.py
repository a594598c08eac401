"""Article → quotations: exact words, cues, and who said them; and the people of a story."""

from index.quotations.extract import extract
from index.quotations.people import Person, find_person, people

__all__ = ["Person", "extract", "find_person", "people"]
