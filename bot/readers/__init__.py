"""What readers can ask, on whatever surface they ask it: each question gives the reply to send.

A surface says who asks and hands over the words; scopes, limits and gaps are seen to here.
"""

from bot.readers.readers import Readers

__all__ = ["Readers"]
