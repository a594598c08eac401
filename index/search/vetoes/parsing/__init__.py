"""A question and a text, read by the order of their words: what is asked, and who does what to whom."""
