"""Texts that would ping, spoof or break a card if anything in them acted, as Hypothesis strategies."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from index.articles.passages import split
from index.languages.sentences import paragraphs, sentences
from index.types import (
    Article,
    ArticleId,
    Copy,
    Evidence,
    Hit,
    Kind,
    Passage,
    Precision,
    Quotation,
    Span,
    Speaker,
    StoryId,
)

_PIECES = [
    "@everyone",
    "@here",
    "<@80351110224678912>",
    "<@&1>",
    "<#2>",
    "</ask:3>",
    "<t:1313697900:R>",
    "<:smile:4>",
    "<a:wave:5>",
    "<id:home>",
    "**bold**",
    "__under__",
    "*it*",
    "_it_",
    "~~gone~~",
    "||spoiler||",
    "`code`",
    "```fence```",
    ">",
    ">>",
    ">>>",
    "#",
    "##",
    "###",
    "-#",
    "-",
    "+",
    "1.",
    "2)",
    "[a](https://b.example)",
    "[https://good.example](https://evil.example)",
    "https://example.org/a_b_c",
    "<https://x.example>",
    "discord.gg/abc",
    ":smile:",
    "\\",
    "\\*",
    "\\\\",
    "[…]",
    "*[…]*",
    "\u202egnp.exe",
    "\u2066x\u2069",
    "\u200bzero\u200bwidth",
    "a\u200db",
    "م\u200cن",
    "\u200f\u200e",
    "العربية",
    "עברית",
    "à́",
    "👩\u200d👩\u200d👧",
    "¯\\_(ツ)_/¯",
    "\ufeff",
    "\x00",
    "\x1b[31m",
    "soft\xadhyphen",
    "\u2028",
    "\u2029",
    "&",
    "&amp;",
    "3,000",
    "U.S.",
    "Dr.",
]

words = st.one_of(
    st.sampled_from(_PIECES),
    st.text(max_size=12),
    st.sampled_from(["Said.", "Who?", "the", "troops", "left", "“yes,”", "no!"]),
)
lines = st.lists(words, max_size=30).map(" ".join)
names = st.one_of(lines, st.text(min_size=1, max_size=300), st.just("N" * 400), st.just("*" * 400))
bodies = st.one_of(
    st.lists(lines, min_size=1, max_size=6).map("\n\n".join),
    st.lists(words, min_size=10, max_size=50).map(lambda some: " ".join(some * 8)),  # each word drawn takes its time
    st.sampled_from(["*" * 6_000, "_ " * 3_000, "x" * 9_000, "a\n" * 3_000, "Word. " * 2_000, "> # - " * 900]),
).filter(lambda body: any(paragraphs(body)))
dates = st.none() | st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
urls = st.none() | st.one_of(
    names,
    st.sampled_from(["https://example.org/a", "https://user@evil.example/", "javascript:alert(1)", "https://[::1]/"]),
)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    body = draw(bodies)
    elsewhere = st.builds(Copy, outlet=names, url=urls, shared=st.just((Span(start=0, end=len(body)),)))
    return Article(
        id=ArticleId("a"),
        story=StoryId(draw(names)),
        title=draw(names),
        body=body,
        copies=tuple(draw(st.lists(elsewhere, max_size=6))),
        precision=draw(st.sampled_from(Precision)),
        url=draw(urls | names.map("https://example.org/{}".format)),
        outlet=draw(st.none() | names),
        published_at=draw(dates),
    )


@st.composite
def hits(draw: st.DrawFn, article: Article | None = None) -> Hit:
    passages = split(article or draw(articles()), words=draw(st.sampled_from([30, 120, 400])))
    passage: Passage = draw(st.sampled_from(passages))
    first = draw(st.integers(0, len(passage.sentences) - 1))
    last = min(first + draw(st.integers(0, 1)), len(passage.sentences) - 1)
    sentence = Span(start=passage.sentences[first].start, end=passage.sentences[last].end)
    return Hit(passage=passage, score=draw(st.floats(0, 1)), highlight=sentence)


@st.composite
def quotations(draw: st.DrawFn) -> Quotation:
    article = draw(articles())
    spans = [
        sentence for paragraph in paragraphs(article.body)[:50] for sentence in sentences(article.body, paragraph)[:50]
    ]
    pick = st.sampled_from(spans)
    span = draw(pick)
    span = Span(start=span.start, end=draw(st.integers(span.start + 1, span.end)))
    speaker = draw(
        st.none()
        | st.builds(
            Speaker,
            name=names,
            mention=pick,
            evidence=st.sampled_from(Evidence),
            role=st.none() | pick,
            sure=st.booleans(),
        )
    )
    cue = draw(st.none() | pick)
    return Quotation(article=article, span=span, kind=draw(st.sampled_from(Kind)), speaker=speaker, cue=cue)
