"""The contents of an index, taken apart by stories and put together. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from index.encoding.encoder import EncodedPassages
from index.store.contents import Contents
from index.store.lexical import LexicalIndex
from index.types import StoryId


def take_story(whole: Contents, story: StoryId) -> Contents:
    """What belongs to one story."""
    if all(article.story == story for article in whole.articles):
        return whole
    chosen = [at for at, passage in enumerate(whole.passages) if passage.article.story == story]
    articles = [article for article in whole.articles if article.story == story]
    passages = [whole.passages[at] for at in chosen]
    return Contents(
        articles=articles,
        passages=passages,
        quotations=[quotation for quotation in whole.quotations if quotation.article.story == story],
        vectors=EncodedPassages(
            passages=whole.vectors.passages[chosen],
            sentences=whole.vectors.sentences[_members(whole.first_sentences, chosen)],
            words=whole.vectors.words[_members(whole.first_words, chosen)],
        ),
        lexical=LexicalIndex.build(articles, passages),
        revisions=[revision for revision in whole.revisions if revision.article.story == story],
    )


def _members(starts: NDArray[np.integer], chosen: Sequence[int]) -> list[int]:
    return [row for at in chosen for row in range(int(starts[at]), int(starts[at + 1]))]


def join(stories: Sequence[Contents]) -> Contents:
    """The contents of stories, at least one, as those of one index."""
    articles = [article for each in stories for article in each.articles]
    passages = [passage for each in stories for passage in each.passages]
    return replace(
        stories[0],
        articles=articles,
        passages=passages,
        quotations=[quotation for each in stories for quotation in each.quotations],
        vectors=EncodedPassages(
            passages=np.concatenate([each.vectors.passages for each in stories]),
            sentences=np.concatenate([each.vectors.sentences for each in stories]),
            words=np.concatenate([each.vectors.words for each in stories]),
        ),
        lexical=LexicalIndex.build(articles, passages),
        revisions=[revision for each in stories for revision in each.revisions],
    )
