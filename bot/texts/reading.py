"""What a person sees of a text that somebody typed on Discord: no tags, no Markdown, nothing invisible. Pure."""

from __future__ import annotations

import re
import unicodedata

from bot.texts.markdown import displayable

# Members, roles, channels, commands, times and emoji as Discord writes them; only a command has a name worth reading.
_TAG = re.compile(
    r"<(?:@[!&]?\d+|#\d+|t:-?\d+(?::\w)?|a?:\w+:\d+|id:\w+)>|(?<!\w)@(?:everyone|here)\b|</([\w -]+):\d+>"
)
_LINKED = re.compile(r"\[([^\[\]\n]+)\]\(<?https?://[^\s()<>]*>?\)")
_BLOCK = re.compile(r"^(?:>>> |> |-# |#{1,3} |[-*] )", re.MULTILINE)
_MARK = re.compile(r"\\([*_~|`>#\-])|```(?:\w+\n)?|\*{1,3}|__|~~|\|\||`+|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)")
_UNSEEN = re.compile(r"[\ufe00-\ufe0f]")  # variation selectors
# Full-width forms, letters in circles and those that look like another font, and spaces of all widths.
_WIDE = re.compile(r"[\uff01-\uff5e\u24b6-\u24e9\U0001d400-\U0001d7ff\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_LINK = re.compile(r"\bhttps?://\S+", re.IGNORECASE)


def as_seen(text: str) -> str:
    """The words of a message or of an option, as they look: "**Who** le\\xadads <@1>?" is "Who leads ?"."""
    seen = _TAG.sub(lambda tag: tag[1] or " ", _LINKED.sub(r"\1", text))
    seen = _MARK.sub(r"\1", _BLOCK.sub("", seen))
    seen = _WIDE.sub(lambda wide: unicodedata.normalize("NFKC", wide[0]), _UNSEEN.sub("", seen))
    return re.sub(r" +(?=[ ?!.,\n]|$)", "", displayable(seen)).strip()


def without_links(text: str) -> str:
    """What is left to read where an address tells nothing."""
    return _LINK.sub("", text)
