"""Nouns ↔ lines of JSON, one noun a line, in words that grep can find. Pure."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from index.types import Article, Evidence, Kind, Passage, PassageId, Quotation, Revision, Span, Speaker

_ARTICLE = TypeAdapter(Article)
_REVISION = TypeAdapter(Revision)


def article_to_line(article: Article) -> bytes:
    return _ARTICLE.dump_json(article) + b"\n"


def article_from_line(line: bytes) -> Article:
    """Raises ValueError when the line is not an article's."""
    return _ARTICLE.validate_json(line)


def revision_to_line(revision: Revision) -> bytes:
    return _REVISION.dump_json(revision) + b"\n"


def revision_from_line(line: bytes) -> Revision:
    """Raises ValueError when the line is not a revision's."""
    return _REVISION.validate_json(line)


def passage_to_line(passage: Passage) -> bytes:
    return _line(
        {
            "id": passage.id,
            "article": passage.article.id,
            "span": _pair(passage.span),
            "sentences": [_pair(sentence) for sentence in passage.sentences],
            "text": passage.text,
        }
    )


def passage_from_line(line: bytes, article: Article) -> Passage:
    """Raises ValueError when the line does not tell a slice of ``article``."""
    record = json.loads(line.decode())
    passage = Passage(
        id=PassageId(record["id"]),
        article=article,
        span=_span(record["span"]),
        sentences=tuple(_span(pair) for pair in record["sentences"]),
    )
    if passage.text != record["text"] or record["article"] != article.id:
        raise ValueError(f"passage {passage.id} is not a slice of article {article.id}")
    return passage


def quotation_to_line(quotation: Quotation) -> bytes:
    speaker = quotation.speaker
    return _line(
        {
            "article": quotation.article.id,
            "span": _pair(quotation.span),
            "kind": quotation.kind,
            "cue": _pair(quotation.cue),
            "speaker": speaker
            and {
                "name": speaker.name,
                "mention": _pair(speaker.mention),
                "role": _pair(speaker.role),
                "evidence": speaker.evidence,
                "sure": speaker.sure,
            },
            "text": quotation.text,
        }
    )


def quotation_from_line(line: bytes, article: Article) -> Quotation:
    """Raises ValueError when the line does not tell a slice of ``article``."""
    record = json.loads(line.decode())
    speaker = record["speaker"]
    quotation = Quotation(
        article=article,
        span=_span(record["span"]),
        kind=Kind(record["kind"]),
        cue=_maybe_span(record["cue"]),
        speaker=speaker
        and Speaker(
            name=speaker["name"],
            mention=_span(speaker["mention"]),
            role=_maybe_span(speaker["role"]),
            evidence=Evidence(speaker["evidence"]),
            sure=speaker["sure"],
        ),
    )
    if quotation.text != record["text"] or record["article"] != article.id:
        raise ValueError(f"a quotation is not a slice of article {article.id}")
    return quotation


def _line(record: dict[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _pair(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None


def _span(pair: list[int]) -> Span:
    return Span(start=pair[0], end=pair[1])


def _maybe_span(pair: list[int] | None) -> Span | None:
    return _span(pair) if pair else None
