"""Is a page an article, or what stands in its place: an error, a consent, a check of the browser, a paywall? Pure.

A row names a kind of wall and how it speaks. A wall speaks *to* its reader; an article that reports on walls has a
title of its own, and most of its sentences are about something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus

from index.languages.sentences import paragraphs, sentences

_LEAST_SHARE = 0.3  # of the sentences that speak as a wall does
_LONGEST = 250  # words; a longer text has something to say beside
_SAYS_NOTHING = 12  # words; beside the title of a wall, fewer are none of an article's


@dataclass(frozen=True, slots=True)
class Wall:
    """``titles`` match the beginning of a title, ``sentences`` any part of what a wall says."""

    kind: str
    titles: tuple[str, ...]
    sentences: tuple[str, ...]


_WALLS = (
    Wall(
        "an error page",
        (
            r"(?:error\W+)?[45]\d\d\b(?!\s*\w+s\b)",
            r"(?:page|file|site|article) (?:not found|unavailable)",
            r"(?:not found|access denied|forbidden|(?:uh[- ])?oh|oops|sorry|(?:internal )?server error)\W*$",
            r".{0,20}(?:can['’]?t|can ?not|could(?:n['’]t| not)) find (?:the|that|this) page",
            r"(?:this )?(?:page|article|story|content) (?:is )?no longer (?:available|exists)",
            r"(?:page|site) (?:does not|doesn['’]t) exist|nothing (?:found|here)\W*$",
            r"(?:bad gateway|service (?:temporarily )?unavailable|(?:gateway|request) time-?out)\s*(?:$|[|·(–-])",
            r"something (?:went|has gone) wrong\W*$",
            r".{0,40}\bunavailable (?:in your|for legal)",
            r"(?:we['’]ll|we will) be (?:right )?back|(?:(?:site|scheduled|down for|under) )?maintenance\W*$",
            r"seite (?:wurde )?nicht gefunden|seite existiert nicht|zugriff verweigert|wartungsarbeiten\W*$",
            r"page (?:introuvable|non trouvée)|accès (?:refusé|interdit)|página no encontrada|acceso denegado",
        ),
        (
            r"page (?:that )?you(?:['’]re| are| were) (?:looking for|trying to)",
            r"page you (?:have )?requested|nothing was found at this (?:address|location|page|url)",
            r"something (?:went|has gone) wrong (?:on|at) our|(?:oops|sorry)\W+something (?:went|has gone) wrong",
            r"(?:from|by) (?:an|the) upstream server|server did not receive a timely",
            r"access\b.{0,40} from a country (?:belonging to|in) the european",
            r"may have been (?:moved|removed)|link (?:you followed )?may be (?:old|broken|mistyped|out of date)",
            r"has been removed from (?:our|this) (?:web)?site",
            r"you don['’]t have permission to access",
            r"reference #\d",
            r"access cannot be granted",
            r"not (?:currently )?available in (?:your|most)",
            r"(?:try|use) our search",
            r"back to (?:the|our) home ?page",
            r"thank you for your patience",
            r"(?:you have sent )?too many requests",
            r"encountered an (?:internal |unexpected )?error|unable to complete your request|server administrator",
            r"\bwe(?:['’]re| are) (?:\w+ )?(?:performing|undergoing|down for|under) (?:\w+ )?maintenance",
            r"\b(?:web)?(?:site|page|server) is (?:\w+ )?(?:down|offline|unavailable|undergoing|under maintenance)",
            r"sorry for (?:the|any) inconvenience",
            r"please (?:try again|come back|check back) (?:later|soon|shortly|in a (?:few|while|moment|minute))",
            r"(?:angeforderte|gewünschte) seite",
            r"seite,? die sie (?:suchen|aufgerufen)|versuchen sie es (?:bitte )?(?:später|in wenigen)",
            r"page que vous (?:cherchez|recherchez|demandez)|réessayez (?:plus tard|dans)|vous n['’]avez pas l['’]auto",
            r"página que (?:busca|buscas|está buscando)|inténtelo (?:de nuevo|más tarde)|no (?:tiene|tienes) permiso",
        ),
    ),
    Wall(
        "a consent page",
        (
            r"before you continue",
            r"(?:we value )?your privacy",
            r"(?:cookies?|privacy)(?: (?:policy|settings|consent|notice|preferences))?\W*$",
        ),
        (
            r"\bwe (?:and our .{0,30}partners )?(?:use|store|process|set)\b.{0,80}\b(?:cookies|information|data)\b",
            r"\b(?:agree|consent) to (?:our|the) (?:use|processing)",
            r"click to (?:accept|consent)",
            r"with your permission we",
            r"(?:^\W*|please |you can |clicking\W{1,3})accept (?:all )?cookies",
            r"(?:withdraw|refuse to) consent",
            r"your (?:privacy )?(?:choices|preferences)\b",
            r"\b(?:our|your|partners)\b.{0,120}\blegitimate interest|\blegitimate interest.{0,60}\b(?:we|your)\b",
            r"alles? akzeptieren|cookies (?:zu)?akzeptieren|(?-i:Ihre) (?:einwilligung|zustimmung)\b.{0,40}\bwiderruf",
            r"\bwir (?:und unsere .{0,30}partner )?(?:verwenden|nutzen|verarbeiten|setzen)\b.{0,80}\b(?:cookies|daten)",
            r"mit werbung (?:und tracking )?(?:weiter|lesen|nutzen|zuzustimmen)|werbefrei (?:lesen|nutzen)",
            r"akzeptieren und weiter|pur-abo\b.{0,40}\btracking",
            r"(?-i:Ihrer) (?:zustimmung|einwilligung) verarbeiten wir",
            r"\bnous (?:et nos .{0,30}partenaires )?(?:utilisons|stockons|traitons)\b.{0,80}\b(?:cookies|données)",
            r"(?:tout|les cookies) accepter|accepter (?:tout|et continuer|les cookies)|continuer sans accepter",
            r"\b(?:usamos|utilizamos|almacenamos|tratamos)\b.{0,80}\b(?:cookies|datos)",
            r"aceptar (?:todo|todas|y continuar|las cookies)|rechazar (?:todo|todas|las cookies)",
        ),
    ),
    Wall(
        "a browser check",
        (
            r"just a moment|one moment|please wait",
            r"attention required|security check|robot check",
            r"checking your browser",
            r"are you (?:a )?(?:human|robot)",
            r"verify(?:ing)? (?:that )?you|captcha|ddos|pardon our interruption",
            r"(?:human )?verification(?: required)?\W*$",
            r"(?:unsupported|outdated) browser\W*$|your browser is (?:out|not)",
        ),
        (
            r"please up(?:grade|date) your browser",
            r"up(?:grade|date) your browser to (?:access|continue|read|see|use|view)",
            r"(?:^\W*|please )(?:slide|drag) .{0,40}\bpuzzle|incident id\W+\w*\d",
            r"redirecting you to|if you are not redirected",
            r"checking (?:if|your browser before)",
            r"(?:^\W*|please |, |you (?:have|must|need) (?:to )?)enable (?:java ?script|js|cookies)",
            r"enable (?:java ?script|js|cookies)(?: and \w+)? to\b",
            r"(?:cookies|java ?script) (?:and \w+ )?(?:are|is) enabled",
            r"disable (?:any|your|the) ad ?block",
            r"you (?:have been|are|were) blocked|using a security service|action you just performed|error 10\d\d",
            r"\b(?:think|thought|believe|suspect) (?:that )?you\b.{0,20}\b(?:bot|robot|automated)\b",
            r"javascript (?:zu )?aktivieren|activ(?:er|ez) java ?script|(?:activ[ae]r?|habilit[ae]r?) java ?script",
            r"verify(?:ing)? (?:that )?you are (?:a )?human",
            r"unusual (?:traffic|activity)",
            r"needs to review the security|ray id",
            r"this (?:process|page) (?:is automatic|will redirect)",
            r"your browser (?:will|is being)",
            r"complete the (?:captcha|security)|not a robot",
        ),
    ),
    Wall(
        "a sign-in page",
        (
            r"(?:.{0,40}\W)?(?:sign|log) ?in\b(?! \w+ \w+ \w+)",
            r"login|register\W*$|create (?:an )?account",
            r"subscri(?:be|ption)\W*$|age (?:check|verification)\W*$",
        ),
        (
            r"your session has (?:expired|ended|timed out)|(?:sign|log) in again to",
            r"^\W*(?:sorry\W+)?you must be .{0,20}\bto (?:access|enter|view)(?:\W*$| (?:our|the|this) (?:web)?site)",
            r"(?:please|to (?:continue|enter)) confirm (?:that )?you(?:r (?:age|date of birth)|['’]re| are)\b",
            r"by (?:signing|logging) in",
            r"(?:sign|log) in to (?:continue|read|your|access)",
            r"no account yet\W*\?|create (?:one(?! \w)|an account|a free account\W*$)",
            r"forgot(?:ten)? your password",
            r"already (?:a subscriber|have an account)",
            r"your (?:account|password)\b",
            r"our terms of (?:use|service)",
        ),
    ),
    Wall(
        "a paywall",
        (r"subscribe to (?:read|continue)", r"subscriber[- ]only"),
        (
            r"(?:continue|keep) reading (?:with|by|for)",
            r"subscribe (?:now|today|from|to (?:read|continue|unlock))",
            r"\byou(?:r|['’]ve| have)\b.{0,40}\bfree articles?\b|this is a premium article",
            r"(?:^\W*start|start your) (?:a |your )?free trial|free account to (?:access|continue|keep|read|unlock)",
            r"already a subscriber|^\W*(?:become a subscriber|purchase a subscription)",
            r"^\W*you will be billed\b.{0,60}\b(?:trial|cancel)",
            r"(?:available|exclusive(?:ly)?|only|reserved) (?:for|to) (?:our )?subscribers|for subscribers only",
            r"unlock this (?:article|story)",
            r"to read the full (?:article|story)",
            r"(?:article|story|content|page) is (?:only )?(?:for|available to|reserved for) (?:our )?members",
            r"already a member|(?:join|become a member) (?:now )?to (?:read|continue|unlock)",
            r"jetzt (?:abonnieren|weiterlesen|freischalten)|nur für abonnent|bereits (?:ein abo|abonnent)",
            r"réservée?s? (?:aux|à nos) abonnés|déjà abonnée?|abonnez-vous pour",
            r"(?:solo|sólo|exclusivo) para suscriptores|ya (?:es|eres|soy) suscriptor|suscríb(?:ete|ase) para",
        ),
    ),
    Wall(
        "a site with nothing on it",
        (
            r"(?:this |the )?domain\b.{0,40}\bfor sale",
            r"(?:coming soon|under construction|it works|welcome to nginx)\W*$",
            r"index of /|apache\d?\b.{0,20} default page",
        ),
        (
            r"\b(?:the|this) domain\b.{0,40}\b(?:is|may be) for sale|buy this domain",
            r"(?:site|page) is (?:coming soon|under construction)|if you see this page",
        ),
    ),
)
_STATUS = re.compile(  # a title that is nothing else
    rf"\W*+(?:error\W++)?[45]\d\d\W*+(?:{'|'.join(status.phrase for status in HTTPStatus)}|gateway time-out)?\W*+",
    re.IGNORECASE,
)
_QUOTED = re.compile('“[^“”]*”|"[^"]*"')  # a wall quotes nobody, and reports nothing
_REPORTED = re.compile(r", (?:\w+ )*said\b|\bsaid\.$|\baccording to\b|\b(?:said|announced) that\b", re.IGNORECASE)
_TITLES = {wall.kind: re.compile(rf"\W*(?:{'|'.join(wall.titles)})", re.IGNORECASE) for wall in _WALLS}
_SENTENCES = {wall.kind: re.compile("|".join(wall.sentences), re.IGNORECASE) for wall in _WALLS}


def find_wall(title: str | None, body: str) -> str | None:
    """The kind of wall that stands in place of an article; None for an article."""
    if len(body.split()) > _LONGEST:
        return None
    said = [part.of(body) for paragraph in paragraphs(body) for part in sentences(body, paragraph)]
    said = [sentence for sentence in said if sentence != title] or [body]
    if _STATUS.fullmatch(title or ""):
        return "an error page"
    says_nothing = sum(len(sentence.split()) for sentence in said) < _SAYS_NOTHING
    own_words = [_QUOTED.sub("", sentence) for sentence in said if not _REPORTED.search(sentence)]
    for wall in _WALLS:
        spoken = sum(bool(_SENTENCES[wall.kind].search(own)) for own in own_words)
        named = _TITLES[wall.kind].match(title or "") is not None
        if (named and (spoken or says_nothing)) or (spoken and spoken >= _LEAST_SHARE * len(said)):
            return wall.kind
    return None
