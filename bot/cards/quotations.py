"""A quotation as a card: the words with their marks in their sentence, who said them, and where. Pure."""

from __future__ import annotations

from hashlib import blake2b

from bot.cards.buttons import HowWeKnow, MoreBySpeaker, Within
from bot.cards.card import FOUND, Button, Card, Item, action_button, card, copy_links, share_button, small, source, text
from bot.cards.excerpts import excerpt, glimpse, sentences_around
from bot.texts.markdown import bold, clip, strong
from bot.texts.translation import Translate
from index.languages.sentences import paragraph_number
from index.types import Kind, Quotation, Span, Speaker

_ANYWHERE = Within()
_CONTEXT_MAX = 2_500  # characters, rendered
_AROUND = 1  # paragraphs shown on each side of a quotation's own
_NAME_MAX, _ROLE_MAX, _MENTION_MAX, _CUE_MAX = 100, 160, 80, 60  # characters, rendered
_MARKS = "“”„«»\"‘’'「」『』"  # quotation marks that may stand beside the words


def quotation_key(quotation: Quotation) -> str:
    """What a button knows a quotation by, across restarts and builds while its article stays as it is."""
    place = f"{quotation.article.id}\0{quotation.span.start}\0{quotation.span.end}"
    return blake2b(place.encode(), digest_size=8).hexdigest()


def quotation_card(
    quotation: Quotation, *, offset: int, total: int, within: Within = _ANYWHERE, private: bool, translate: Translate
) -> Card:
    """One exact quotation, number ``offset`` (from 0) of the ``total`` that its speaker has."""
    items = show_quotation(quotation, translate=translate)
    buttons = [how_button(quotation, translate)]
    if quotation.speaker and quotation.speaker.name and total > 1:
        more = MoreBySpeaker(speaker=quotation.speaker.name, offset=(offset + 1) % total, within=within)
        buttons.append(action_button(translate("buttons.more_by_speaker"), more))
        items.append(small(translate("quotation.number", number=offset + 1, total=total)))
    if private:
        buttons.append(share_button(translate))
    buttons += copy_links(quotation.article, quotation.span)
    return card(items, colour=FOUND, public=not private, buttons=buttons)


def show_quotation(quotation: Quotation, *, translate: Translate) -> list[Item]:
    """The words in their sentence, who said them, and the source; a doubt about the speaker, where there is one."""
    body, speaker = quotation.article.body, quotation.speaker
    marked = _with_marks(body, quotation.span)
    quoted = glimpse(body, _around(quotation, beside=0), focus=marked, is_bold=True)
    lines = [_name(quotation, translate)]
    lines += [f"-# {translate('quotation.indirect')}"] if quotation.kind is Kind.INDIRECT else []
    lines += [f"-# {translate('quotation.unsure')}"] if speaker and not speaker.sure else []
    return [
        text(quoted),
        text("\n".join(lines)),
        source(quotation.article, quotation.span, translate=translate),
    ]


def how_button(quotation: Quotation, translate: Translate) -> Button:
    return action_button(translate("buttons.context"), HowWeKnow(quotation=quotation_key(quotation)))


def how_card(quotation: Quotation, *, translate: Translate) -> Card:
    """The paragraphs around a quotation, and how the article gives the words and who said them; private."""
    body, speaker = quotation.article.body, quotation.speaker
    around, marked = _around(quotation, beside=_AROUND), _with_marks(body, quotation.span)
    quoted = excerpt(body, around, focus=marked, is_bold=True, limit=_CONTEXT_MAX)
    facts = [_say_kind(quotation.kind, translate)] if quotation.kind is not Kind.NARRATION else []
    facts += [translate("quotation.cue", cue=clip(quotation.cue.of(body), _CUE_MAX))] if quotation.cue else []
    lines = [_name(quotation, translate), *([f"-# {' · '.join(facts)}"] if facts else [])]
    lines += [f"-# {_say_evidence(speaker, body, translate)}"] if speaker else []
    lines += [f"-# {translate('quotation.unsure')}"] if speaker and not speaker.sure else []
    where = source(quotation.article, quotation.span, translate=translate)
    return card([where, text(quoted), text("\n".join(lines))], public=False)


def _around(quotation: Quotation, *, beside: int) -> list[Span]:
    """Its sentences, and those of the paragraphs beside it; where there are none the words alone."""
    return sentences_around(quotation.article.body, quotation.span, beside=beside) or [quotation.span]


def _with_marks(body: str, span: Span) -> Span:
    """The words with the quotation marks that stand right beside them."""
    start = span.start - (span.start > 0 and body[span.start - 1] in _MARKS)
    end = span.end + (span.end < len(body) and body[span.end] in _MARKS)
    return Span(start=start, end=end)


def _name(quotation: Quotation, translate: Translate) -> str:
    """Who said it, with the role that the article gives."""
    speaker = quotation.speaker
    if quotation.kind is Kind.NARRATION:
        return f"— {bold(translate('quotation.narration'))}"
    role = f", {clip(quotation.role, _ROLE_MAX)}" if quotation.role else ""
    name = clip(speaker.name, _NAME_MAX, render=strong) if speaker else bold(translate("quotation.nobody_named"))
    return f"— {name}{role}"


def _say_kind(kind: Kind, translate: Translate) -> str:
    match kind:
        case Kind.DIRECT:
            return translate("quotation.direct")
        case Kind.MIXED | Kind.SCARE:
            return translate("quotation.mixed")
        case Kind.INDIRECT:
            return translate("quotation.indirect")
        case Kind.NARRATION:
            return translate("quotation.narration")


def _say_evidence(speaker: Speaker, body: str, translate: Translate) -> str:
    mention = clip(speaker.mention.of(body), _MENTION_MAX)
    paragraph = paragraph_number(body, speaker.mention.start)
    return translate(f"evidence.{speaker.evidence}", mention=mention, paragraph=paragraph)
