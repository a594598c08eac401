"""What kind of thing a question wants to hear, and whether a mark holds one."""
