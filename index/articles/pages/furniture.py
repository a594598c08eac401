"""What stands on a page and is none of its article: boxes by what their names say, lines by what they say themselves.

A line is furniture only where it says nothing else: “Share this” alone, and not “Share this grief with us, she said.”
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from index.articles.pages.trees import MOST_LINK, is_small, linked_share, text_of, told

_INSIDE = "ancestor::article or ancestor::main"
# Parts of a page that are not its article, by their class, id, or the name of their component.
_NAMES = ("class", "id", "data-component", "data-testid")
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|newsletters?|signup|comments?|disqus|"
    r"share|sharing|social|related|recommended|recommendations|most-?read|trending|promo|advert(?:isement)?s?|"
    r"ad-?slot|pull-?quote|breadcrumbs?|sponsored|taboola|outbrain|(?:photo|image|img|picture)-?credit|"
    r"links-block|topic-list|tags-links|(?:post|entry|article)-?tags|editsection|"
    r"sr-only|visually-?hidden|screen-?reader(?:-only|-text)?)(?:$|[\s_-])",
    re.IGNORECASE,
)
# Names of boxes that say little, and of what may be read for money, be it the article itself.
_ACCESS = re.compile(r"(?:^|[\s_-])(?:paywall|regwall|subscribe|subscription|read-?more)(?:$|[\s_-])", re.IGNORECASE)
_LIVE = re.compile(r"(?:^|[\s_-])live(?:$|[\s_-])", re.IGNORECASE)  # a live blog's comments are its text
_POINTS_ELSEWHERE = re.compile(
    r"(?:continue|read|see|more|related|also|watch|listen|lesen|lire|leer)\b[^.!?]{0,30}[:»→]?", re.IGNORECASE
)
_LONGEST = 240  # characters; what furniture says is shorter
_NOT_SAID = re.compile('[“”"„«»]')  # furniture quotes nobody
_SERVICES = (
    r"(?:facebook|twitter|x|instagram|whatsapp|tiktok|linkedin|reddit|telegram|pinterest|threads|bluesky|e-?mail)"
)
_ALONE = (  # lines that say nothing else, each a whole one
    # Advertisements.
    r"(?:(?:article|story|content) continues (?:after|below)(?: (?:this|the))? )?(?:advertisements?|advert|ads?)",
    r"(?:skip advertisement|advertisement feature|sponsored(?: content)?|scroll to continue|anzeige|werbung)",
    r"(?:publicité|publicidad|anuncio)",
    # Sharing.
    r"(?:share|save|print|e-?mail)(?: this)?(?: (?:article|story|page|post|link))?|tweet(?: this)?",
    rf"(?:click to )?(?:share|pin|send)(?: this)? (?:on|to|via|by|with) {_SERVICES}(?: \([\w\s]{{1,40}}\))?",
    r"copy(?: the)? link(?: to clipboard)?|link copied|teilen|drucken|partager|imprimer|compartir|imprimir",
    rf"(?:follow|like|join) [\w\s.’'-]{{2,40}} on {_SERVICES}(?:(?:,| and| or) .*)?",
    r"puedes seguir a .* newsletter .*",
    # What to listen to, to look at, to wait for.
    r"listen to this (?:article|story)|\d{1,2} ?min(?:ute)?s?(?: read| listen)?|reading time:? [\w\s]{1,12}|play video",
    r"(?:view|open|see)(?: the| full)? (?:gallery|image|photos?)(?: in fullscreen)?|\d+ (?:of|/) \d+|loading",
    r"(?:hide|show|toggle|expand|enlarge)(?: this)? (?:caption|image)|image caption|(?:your|this) browser does not .*",
    # Whose picture it is.
    r"(?:photo(?:graph)?s?|image|picture|fotos?|(?:titel)?bild|crédits? photos?)(?: credits?| by| source)?s?: ?.{2,60}",
    r"[\w\s.’'-]{2,40} ?/ ?(?:getty images|ap|afp|reuters|pa|epa|dpa|alamy|shutterstock)[\w\s/-]{0,30}",
    r"pa media|getty images",
    # The site's own.
    r"back to (?:the )?(?:top|index|home ?page)|skip to (?:main )?content|leave a (?:comment|reply)|view comments",
    r"(?:copyright )?© ?.{0,80}|.{0,60}all rights reserved|(?:topics|tags|filed under|posted in): .*",
    r"reuse this content|\[edit\]|(?:log|sign) ?in(?: or register)? to (?:post|leave) .{0,30}",
    # Newsletters and subscriptions.
    r"(?:sign up|subscribe)\b.{0,80}\b(?:newsletters?|inbox|briefing|e-?mails?)\b.{0,120}",
    r"get (?:our|the|all|more)\b.{0,60}\b(?:newsletter|briefing|(?:in|to) your inbox)(?: (?:every|each) \w+| daily)?",
    r"by (?:signing up|subscribing|submitting|clicking)\b.{0,40}\byou (?:agree|consent|accept|confirm)\b.*",
    r"the post .{1,160} (?:appeared first|first appeared) on .{1,60}",
    r"thanks for reading\b.{0,60}\bsubscribe\b.*|enter your e-?mail(?: address)?|your e-?mail address will not be .*",
    r"privacy notice: ?newsletters .*|this (?:site|form) is protected by recaptcha\b.*",
    r"il vous reste .{1,20} de cet article à lire.*|la suite est réservée aux abonnés|suscríbete para seguir leyendo",
)
_LEADS = (  # lines that lead to what follows them, which is links
    r"(?:read|see|watch|listen)(?: (?:more|next|also))?|related(?: (?:articles|stories|news|topics|links|content))?",
    r"more (?:on this (?:story|topic)|from [\w\s’'-]{2,40}|stories|news|like this)|on this topic|in this story|up next",
    r"you (?:may|might) (?:also )?(?:like|be interested in)|recommended(?: for you| reading)?|trending(?: now)?",
    r"most (?:read|viewed|popular)|explore more[\w\s]{0,30}|topics|tags|editor[’']?s[’']? picks?|don[’']t miss",
    r"(?:mehr|weitere artikel) zum thema|lesen sie auch|auch interessant|schon gelesen|lire aussi|à lire aussi",
    r"sur le même sujet|más información|lea también|leer más|te puede interesar|(?:noticias|notas) relacionadas",
)
_EDGES = r"[\s|–—:.!?…»›→↑↓▶*-]*"
_IS_ALONE = re.compile(rf"{_EDGES}(?:{'|'.join(_ALONE)}){_EDGES}", re.IGNORECASE)
_IS_LEAD = re.compile(rf"{_EDGES}(?:{'|'.join(_LEADS)}){_EDGES}", re.IGNORECASE)
_HOLDERS = "p | div | ul | ol | li | table | section | article | aside | figure | blockquote | h1 | h2 | h3 | h4 | dl"
_NO_BLOCK = "not(" + " or ".join(f".//{tag.strip()}" for tag in _HOLDERS.split("|")) + ")"
_LINES = (
    ".//p | .//h2 | .//h3 | .//h4 | .//h5 | .//h6 | .//figcaption | .//div | .//figcaption//span | "
    ".//*[self::article or self::main or self::section or self::div][not(text()[normalize-space()])]/a"
)
_MAIL_FORM = ".//form[.//input[@type='email' or contains(@name, 'email') or contains(@placeholder, 'mail')]]"


def drop_boxes(tree: HtmlElement) -> None:
    """Menus, footers, what is not shown, and whatever is named as furniture or asks for an e-mail address."""
    whole = told(tree)
    plain = tree.xpath(f".//nav | .//template | .//footer[not(ancestor::blockquote) and not({_INSIDE})]")
    named = [element for element in tree.xpath(".//*[@*]") if _is_furniture(element)]
    forms = (_box_of(form) for form in tree.xpath(_MAIL_FORM) if len(text_of(form)) <= _LONGEST)
    for element in [*plain, *named, *forms]:
        is_box = element.tag not in ("html", "body", "article", "main") and element.getparent() is not None
        if is_box and is_small(element, whole):
            element.drop_tree()


def _is_furniture(element: HtmlElement) -> bool:
    """Whether an element is not shown, or its name says that it is no part of an article."""
    names = " ".join(element.get(name, "") for name in _NAMES)
    if element.get("hidden") is not None or (_FURNITURE.search(names) and not _LIVE.search(names)):
        return True
    return _ACCESS.search(names) is not None and len(text_of(element)) <= 2 * _LONGEST


def _box_of(form: HtmlElement) -> HtmlElement:
    """The box that a form stands in: a heading and a line above it belong to it."""
    box = form.getparent()
    is_box = box is not None and box.tag in ("div", "section", "aside") and len(text_of(box)) <= 2 * _LONGEST
    return box if is_box else form


def drop_lines(tree: HtmlElement) -> None:
    """Lines that are nothing but furniture, lists of them, and links with the line that leads to them."""
    for items in tree.xpath(".//ul | .//ol"):
        if len(items) and all(_IS_ALONE.fullmatch(text_of(item)[:_LONGEST]) for item in items):
            items.drop_tree()
    for paragraph in tree.xpath(".//p[a]"):  # <p>Read more: <a>…</a></p>
        if _POINTS_ELSEWHERE.match(text_of(paragraph)) and linked_share(paragraph) > MOST_LINK:
            paragraph.drop_tree()
    for line in tree.xpath(f"({_LINES})[{_NO_BLOCK}]"):
        said = text_of(line)
        if not said or len(said) > _LONGEST or _NOT_SAID.search(said) or line.getparent() is None:
            continue
        if _IS_ALONE.fullmatch(said):
            line.drop_tree()
        elif _IS_LEAD.fullmatch(said):
            _drop_lead(line)


def _drop_lead(line: HtmlElement) -> None:
    """A line that leads to links, with these; a heading that leads to a text is the article's."""
    links = list(_links_after(line))
    if not links and line.tag[0] == "h" and line.getnext() is not None:
        return
    for element in [*links, line]:
        element.drop_tree()


def _links_after(line: HtmlElement) -> Iterator[HtmlElement]:
    for element in line.itersiblings():
        if not isinstance(element, HtmlElement) or linked_share(element) <= MOST_LINK:
            return
        yield element
