"""What people wrap around a question, and what they say to a bot without asking anything. Pure.

Only what search reads is tidied; a person is always shown their own words.
"""

from __future__ import annotations

import re

_THANKS = "please|pls|plz|thanks|thank you|thx|ty|cheers|lol|lmao|guys|dude|bro|btw|tbh|idk|just wondering|just curious"
_ASIDES = (
    "so much|very much|thank you|"
    "hey|hi|hello|hiya|yo|greetings|sup|ok|okay|k|so|well|pls|plz|please|thx|thanks|ty|cheers|lol|lmao|rofl|"
    "omg|wtf|haha+|hm+|uh+|um+|wow|aw+|oh|bot|verbatim|guys|dude|bro|btw|tbh|idk|wait|again|quick one|quick question|"
    "dumb question|random question|just wondering|just curious|a lot"
)
_REQUESTS = (
    r"(?:(?:can|could|would|will|does|do|did) )?(?:you|u|ya|anyone|anybody|somebody|someone)(?: guys| here)? "
    r"(?:please |pls |plz )?(?:happen to )?(?:tell me|explain|know|remember|remind me)|(?:please |pls |plz )?tell me|"
    r"i(?:'| a)?m wondering|i was wondering|i wonder|"
    r"sorry if (?:this|it) (?:was|has been|is) (?:already )?asked(?: already)?(?: but)?"
)
# Whole messages that ask nothing of the articles: reactions, farewells, and what is said to or about the bot itself.
_REMARKS = (
    r"good (?:morning|afternoon|evening|night|day|bot|job)|morning|evening|bye|goodbye|see (?:you|ya)|later|"
    r"cool|nice(?: one)?|great|awesome|perfect|brilliant|yes|no|yep|nope|sure|stop|start|help|test(?:ing)?|ping|reset|"
    r"restart|quit|exit|shut up|go away|never ?mind|sorry|my bad|well done|there|everyone|all|"
    r"how are you(?: doing)?(?: today)?|what'?s up|how'?s it going|"
    r"(?:who|what) (?:are|r|made|built|created|wrote) (?:you|u)|what can (?:you|u) do|"
    r"are (?:you|u) (?:there|a bot|real|human|alive|an? \w+)|(?:i )?(?:love|like|hate) (?:you|u|this bot)|"
    r"(?:tell|say|sing|write|draw|play|give) (?:me )?(?:a|an|some|us) (?:joke|story|poem|song|picture|game|hint)\w*"
)
_EDGE = r"[\s,!.?:;]"
_OPENING = re.compile(rf"^(?:{_EDGE}*(?:{_REQUESTS}|{_ASIDES})(?![\w'’-]))+{_EDGE}*", re.IGNORECASE)
_CLOSING = re.compile(rf"(?:(?:^|{_EDGE}+)(?:{_THANKS}))+(?={_EDGE}*$)", re.IGNORECASE)
# Possessive and atomic, so that a long message of remarks costs one pass: what has matched is not tried otherwise.
_REMARK = re.compile(rf"(?:\W*+\b(?>(?:{_REMARKS}|{_ASIDES})\b))++\W*+", re.IGNORECASE)
_FILLERS = re.compile(
    r"\b(?:actually|really|literally|basically|honestly|maybe|kinda|sorta|even)\b[ ,]*", re.IGNORECASE
)
_SHORTHAND = {
    "wat": "what", "wut": "what", "whut": "what", "whats": "what is", "wats": "what is", "whos": "who is",
    "wheres": "where is", "whens": "when is", "hows": "how is", "wen": "when", "wich": "which", "wher": "where",
    "teh": "the", "u": "you", "r": "are", "ur": "your", "bc": "because", "cuz": "because", "abt": "about",
    "didnt": "didn't", "doesnt": "doesn't", "dont": "don't", "wont": "won't", "cant": "can't", "wasnt": "wasn't",
    "isnt": "isn't", "arent": "aren't", "hasnt": "hasn't", "havent": "haven't", "wouldnt": "wouldn't",
    "couldnt": "couldn't", "ppl": "people", "mutch": "much", "meny": "many", "gonna": "going to",
}  # fmt: skip
_SHORT = re.compile(rf"(?<![\w'’.&-])(?:{'|'.join(_SHORTHAND)})(?![\w'’.&-]|\s\w\b)")


def tidy(question: str) -> str:
    """The question without greetings and asides, its shorthand written out; "" where nothing is asked.

    Shorthand counts in lower case alone, so that initials stay.
    """
    if _REMARK.fullmatch(question):
        return ""
    bare = _FILLERS.sub("", _CLOSING.sub("", _OPENING.sub("", question)))
    return _SHORT.sub(lambda match: _SHORTHAND[match.group()], bare).strip()
