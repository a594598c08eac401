"""What a source gives, before it goes live: read afresh, as a build reads it first, and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Callable

from index.articles import Source
from index.articles.files import exists
from index.errors import NoArticles
from index.progress import Preview
from index.settings import IndexSettings
from index.web.links import read_all
from index.web.visiting import Terms

_SHOWN = 3  # articles; of a feed no more are fetched
_MOST_TOLD = 50  # failures and remarks


def preview(source: Source, settings: IndexSettings, tell: Callable[[int], None] = lambda _: None) -> Preview:
    """The articles of a source, what could not be read, and what an operator should know of it; ``tell`` hears how many
    pages have been read."""
    folder = f"{source.path.parent}/" if exists(source.path) else ""  # where it lies is the operator's business
    try:
        reading = read_all([source], settings, Terms(most_items=_SHOWN, tell=tell), afresh=True)
    except NoArticles as error:
        told = tuple(remark.replace(folder, "") for remark in error.remarks[:_MOST_TOLD])
        return Preview(articles=(), count=0, failures=told or ("it contains no file that Verbatim reads.",))
    articles = reading.articles
    return Preview(
        articles=articles[:_SHOWN],
        count=len(articles),
        left_out=reading.left_out.get(articles[0].id, ()) if articles else (),
        failures=tuple(str(failure).replace(folder, "") for _, failure in reading.failures[:_MOST_TOLD]),
        remarks=tuple(remark.replace(folder, "") for _, remark in reading.remarks[:_MOST_TOLD]),
    )
