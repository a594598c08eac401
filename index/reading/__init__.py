"""A small transformer that reads a question beside a window of a passage: whether it answers, and where."""
