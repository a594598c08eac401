"""What people wrap around a question, what they say to a bot without asking anything, and whether it is English. Pure.

Only what search reads is tidied; a person is always shown their own words.
"""

from __future__ import annotations

import re
from functools import lru_cache

from index.languages.tokens import SEARCHED
from index.languages.words import Mark, fold, read_words

_THANKS = (
    "please|pls|plz|asap|thanks|thank you|thx|ty|cheers|lol|lmao|guys|dude|bro|btw|tbh|idk|just wondering|just curious"
)
_ASIDES = (
    "so much|very much|thank you|(?:hey|hi|hello)(?: (?:there|all|everyone|everybody|folks|team|again))?|"
    "hiya|yo|greetings|sup|ok|okay|k|so|well|pls|plz|please|thx|thanks|ty|cheers|lol|lmao|rofl|"
    "omg|wtf|haha+|hm+|uh+|um+|ugh+|wow|aw+|oh|bot|verbatim|guys|dude|bro|btw|tbh|idk|wait|again|quick one|"
    "quick q(?:uestion)?|like(?=,)|anyway|anyhow|dumb question|random question|just wondering|just curious|a lot"
)
_REQUESTS = (
    r"(?:(?:can|could|would|will|does|do|did) )?(?:you|u|ya|anyone|anybody|somebody|someone)(?: guys| here)? "
    r"(?:please |pls |plz )?(?:happen to )?(?:tell me|explain|know|remember|remind me)|(?:please |pls |plz )?tell me|"
    r"do we know(?= (?:who|what|when|where|why|how|which|if|whether)\b)|"
    r"i(?:'| a)?m wondering|i was wondering|i wonder|"
    r"sorry if (?:this|it) (?:was|has been|is) (?:already )?asked(?: already| before)?,?(?: but)?"
)
# Whole messages that ask nothing of the articles: reactions, farewells, and what is said to or about the bot itself.
_REMARKS = (
    r"good (?:morning|afternoon|evening|night|day|bot|job)|morning|evening|bye|goodbye|see (?:you|ya)|later|"
    r"cool|nice(?: one)?|great|awesome|perfect|brilliant|yes|no|yep|nope|sure|stop|start|help|test(?:ing)?|ping|reset|"
    r"restart|quit|exit|shut up|go away|never ?mind|sorry|my bad|well done|there|everyone|all|"
    r"how are you(?: doing)?(?: today)?|what'?s up|how'?s it going|"
    r"how(?:['’]?s| is| was| are) (?:your|ur) (?:day|night|week|weekend|morning|evening|holiday|trip)(?: going)?|"
    r"(?:who|what) (?:are|r|made|built|created|wrote) (?:you|u)|what can (?:you|u) do|"
    r"are (?:you|u) (?:there|a bot|real|human|alive|an? \w+)|(?:i )?(?:love|like|hate) (?:you|u|this bot)|"
    r"(?:tell|say|sing|write|draw|play|give) (?:me )?(?:a|an|some|us) (?:joke|story|poem|song|picture|game|hint)\w*|"
    r"(?:(?:what(?:['’]?s| is)|how much is|calculate) )?\d+(?:\.\d+)?"  # 2+2; not what may be a date or a name: 9/11
    r"(?: ?(?:[+*×÷^=]|plus|minus|times|divided by) ?\d+(?:\.\d+)?)+"
)
_EDGE = r"[\s,!.?:;]"
# Possessive, and begun where a run of edges begins, so that a message of nothing but commas costs one pass, too.
_OPENING = re.compile(rf"^(?:{_EDGE}*+(?:{_REQUESTS}|{_ASIDES})(?![\w'’-]))+{_EDGE}*+", re.IGNORECASE)
_CLOSING = re.compile(rf"(?:(?:^|(?<!{_EDGE}){_EDGE}++)(?:{_THANKS}))+(?={_EDGE}*+$)", re.IGNORECASE)
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

# Folded words that tell a question in another language: those that ask and are no English words or names, of which one
# tells it, and others, of which two must stand there.
_ASKING_ELSEWHERE = frozenset(
    "wer wem wie wann warum wieso weshalb wohin woher welche welcher welches ist sind qui quand combien pourquoi quel "
    "quelle quels quelles quoi quien quienes cuando cuanto cuanta cuantos cuantas donde cual cuales porque chi quando "
    "quanto quanta quanti quante perche quale quali quem onde quantos quantas quais hoeveel waarom wanneer welke "
    "waar hur vem nar varfor vad vilken vilket vilka hvem hvad hva hvor hvornar hvorfor hvilken hvilket hvilke hvordan "
    "kdo koho kolik kdy ktery ktera ktere jaky kto kogo kiedy dlaczego gdzie ktory ktora ktore jaki jaka jakie czy ile "
    "skad kolko kedy preco aky tko koliko kada zasto gdje kako koji koje zakaj kdaj kac neden nicin nerede nereye "
    "hangi nasıl kuka kuinka milloin miksi mita missa mista mihin mitka paljonko montako onko hany mikor miert "
    "mennyi mennyibe mely melyik hogyan cine este cati cand unde siapa berapa kapan mengapa kenapa bagaimana apa "
    "apakah".split()
)
_EMPTY_ELSEWHERE = frozenset(
    "der die das dem des ein eine einen einem einer wurde wurden haben hatte bei nach und oder nicht von mit fur "
    "auf wo comment le la les un une du est sont ete dans sur pour avec et ou ne pas que aux el los las uno unos del "
    "es fue fueron en por para con se su il lo gli di che non ha nel della cosa dove qual os da foi uma o de het een "
    "van op wat hoe hij zij zijn werd niet ar var av och att det som inte ett har blev ble er og af til ikke den kde "
    "jak proc co je li na ve ze sa od jest nie sto kim zaman bu icin mi mı oli ja ei ki hol az nem volt ce nu yang dan "
    "mana".split()
)
# English ones among the words of other languages, which do not tell that a question is in English.
_EMPTY_EVERYWHERE = frozenset(
    "is in on as an no do me so her all or was we am at for over under had most more by my of be once has can "
    "will to".split()
)
_IN_NAMES = re.compile(r"\b(?:de l[ae]s?|de los|von de[rmn]|v[ao]n de[nr]|à la|île de)\b", re.IGNORECASE)
_ACCENT = re.compile(r"[^\W\d_a-z]")
_FOREIGN_LETTER = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")  # of no Latin alphabet
_FEW_EMPTY = 0.2  # share of words that tell nothing in English ("who", "the"), which are more where it is English
# A face or a picture ends a sentence, as nothing else does where people chat; Discord's own are "<:name:number>".
_PICTURE = re.compile(r"(?:[\u2600-\u27bf\U0001f000-\U0001faff][\ufe0f\u200d]*+|<a?:\w++:\d++>)++", re.ASCII)
_OF_ONESELF = re.compile(rf"\b(?:i|i['’]m|i['’]ve|im|ive|my|me|we|our|here|{_THANKS}|hi|hello|hey)\b", re.IGNORECASE)
_TOO_FEW = 2  # words that tell something, in a sentence that needs the one before to be understood
_SENTENCE = re.compile(
    r"[^.!?…\n]*(?:(?<=\b[A-Z])\.[^.!?…\n]*|\.(?=\S)[^.!?…\n]*|\b(?:Mr|Mrs|Ms|Dr|St|Supt|Gov|Sen|Gen|vs|No)\.[^.!?…\n]*)*[.!?…\n]*\s*"
)
_ASKING = re.compile(
    r"\W*(?:and |so |but |then |now )?(?:(?:at|by|in|on|since|until|for|from|to|about|with|of|around) )?"
    r"(?:who|whom|whose|what|when|where|which|why|how|did|does|do|is|are|was|were|has|have|had|can|could|will|would|"
    r"should|may)\b",
    re.IGNORECASE,
)
_ASKS_NOTHING = re.compile(
    r"\W*(?:any (?:idea|ideas|clue|info|thoughts|chance)|anyone|anybody|does any(?:one|body) know|right|ok|okay|"
    r"can (?:you|anyone|someone) help(?: me)?(?: out)?|"
    r"(?:is|was) (?:it|that|this) ok(?:ay)? to ask(?: here)?|you know)\W*",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(r"\b(?:those|these|them|it|its|that|they|their|he|she|his|her|him)\b", re.IGNORECASE)
_LED_UP_TO = re.compile(
    r"\A.*\b(?:i (?:forgot|forget)|i(?:'| a|’)?m (?:just )?(?:wondering|curious)|i (?:was |am )?wonder(?:ing)?|"
    r"(?:want|like|love|need) to know|tell me|any idea|no idea|do you know|does any(?:one|body)(?: here)? know)"
    r"(?:\s*+,)?\s++(?=(?:who|what|when|where|which|why|how|if|whether)\b)",
    re.IGNORECASE | re.DOTALL,
)
# "I teach geography, what share of the crop …": a sentence begins with talk about oneself, and asks behind a comma.
_ONESELF = r"\b(?:i|i['’](?:m|ve|d)|im|ive|my|me|we|our)\b"
_TALK = re.compile(
    rf"\A(?!{_ASKING.pattern})(?=[^.!?,\n]*{_ONESELF})[^.!?\n]*?,\s++(?={_ASKING.pattern})"
    rf"(?:(?:and|so|but)\b\s*+)?(?!.*{_ONESELF})",
    re.IGNORECASE | re.DOTALL,
)
_TRAILER = re.compile(
    r"(?:,|(?<![\s,]))\s++(?:any ideas?|any clue|does any(?:one|body) know|do you know)\s*(?=\?*\W*$)", re.IGNORECASE
)
# What a story answers as a whole, "what is this about?", "any news?"; and then of what it is asked: "… on Kelmore".
_ALL = (
    r"(?:this|that|it|these|those|they|all this|(?:this|the|these|those) (?:stor(?:y|ies)|articles?|news|whole thing))"
)
_LATEST = (
    r"(?:(?:the )?(?:latest|newest)(?: (?:news|developments?|updates?|stor(?:y|ies)))?|the news|new|going on|happening)"
)
_NOW = r"(?: (?:here|now|today|so far|lately|recently|right now|on this|on the story))?"
_NEWS = r"(?:(?:(?:new|recent|latest) )?(?:news|updates?|developments?)|new)"
_OVERVIEW = re.compile(
    rf"(?:(?:so |and )?what(?:['’]s| is| are)? (?:all )?{_ALL} (?:all )?about|"
    rf"(?:so |and )?what(?:['’]s| is| are) {_LATEST}{_NOW}|what(?:['’]s| has| is)? happened{_NOW}|"
    rf"(?:is there |are there )?any(?:thing)? {_NEWS}{_NOW}|(?:the )?latest(?: news)?|"
    rf"(?:(?:give|tell) me |can i (?:have|get) )?(?:a|an|the) (?:(?:quick|short|brief) )?"
    rf"(?:summary|overview|recap|tl;?dr)(?: of {_ALL})?(?: please)?|"
    rf"(?:(?:can|could) you )?(?:please )?(?:summari[sz]e|recap|sum up)(?: {_ALL})?|catch me up|tl;?dr|"
    r"summary|overview|"
    r"what (?:can|could|should) (?:i|we) ask(?: you)?(?: about)?|what do you know(?: about)?|who is quoted(?: here)?|"
    r"(?:what|which) (?:articles|newspapers|outlets|sources|stories) (?:do|have) you (?:have|got|read|know|use)|"
    r"what are your (?:sources|articles)|(?:list|show)(?: me)?(?: all)?(?: the| your)? (?:articles|stories|sources)|"
    r"how many articles (?:do you have|have you read|are there))\W*",
    re.IGNORECASE,
)
_OVERVIEW_OF = re.compile(
    rf"(?:(?:(?:so |and )?what(?:['’]s| is| are)? {_LATEST}|"
    rf"(?:is there |are there )?any(?:thing)? {_NEWS}|(?:(?:give|tell) me )?(?:{_LATEST}|news)|"
    rf"(?:(?:give|tell) me |can i (?:have|get) )?(?:a|an|the) "
    rf"(?:(?:quick|short|brief) )?(?:summary|overview|recap)){_NOW} (?:on|about|with|in|at|from|of)|"
    r"(?:(?:can|could) you )?(?:please )?(?:summari[sz]e|recap|sum up))"
    r" (?:the )?[\"“„«]?\s?(?P<name>\w[\w’' -]{1,79}?)(?:\s?[\"“”»])?(?: story| please)*\W*",
    re.IGNORECASE,
)
_POINTING = frozenset(  # words that are no empty ones, and name nothing either
    "us mine ourselves myself yourself itself himself herself themselves everything everyone everybody anything anyone "
    "anybody something someone somebody nothing".split()
)


def asks_for_overview(question: str) -> bool:
    """Whether the question is what a story answers as a whole: what it is about, what is the latest."""
    return bool(_OVERVIEW.fullmatch(tidy(question)))


def overview_of(question: str) -> str | None:
    """What it is whose overview or latest news the question asks for, as it calls it; words that only point or join
    ("it", "us") call nothing by its name, but initials do ("IT", "US")."""
    asked = _OVERVIEW_OF.fullmatch(tidy(question))
    if asked is None:
        return None
    read = asked["name"].lower() if question.isupper() else asked["name"]  # all in capitals, no word is initials
    return asked["name"] if any(map(_names, SEARCHED.findall(read))) else None


def _names(word: str) -> bool:
    (_, mark), *_ = read_words(word)
    return word.isupper() or not (mark & Mark.EMPTY or word.lower() in _POINTING)


@lru_cache(maxsize=64)  # whatever is done with a question begins with it
def tidy(question: str) -> str:
    """The question without greetings and asides, its shorthand written out; "" where nothing is asked.

    Of several sentences those stay that ask. Shorthand counts in lower case alone, so that initials stay.
    """
    if _REMARK.fullmatch(question):
        return ""
    bare = _unwrap(_strip(_keep_asking(_strip(_PICTURE.sub("\n", question)), question)))
    return _SHORT.sub(lambda match: _SHORTHAND[match.group()], bare).strip()


def _keep_asking(text: str, question: str) -> str:
    """The sentences that ask, and the one before where they only point back to it; all where none asks, or where the
    others are no talk about oneself but lead up to the question."""
    sentences = [sentence for sentence in _SENTENCE.findall(text) if sentence.strip()]
    asking = [place for place, sentence in enumerate(sentences) if _asks(sentence)]
    if any("?" in sentences[place] for place in asking):  # what a picture ends is more often said than asked
        asking = [place for place in asking if "?" in sentences[place] or "\n" not in sentences[place]]
    if not asking or len(sentences) == 1 or not (_OF_ONESELF.search(question) or _PICTURE.search(question)):
        return text
    first = asking[0]
    kept = [first - 1, *asking] if first > 0 and _points_back(sentences[first]) else asking
    return "".join(sentences[place] for place in kept).strip()


def _points_back(sentence: str) -> bool:
    """Whether it needs what stands before it to be understood."""
    told = sum(not mark & Mark.EMPTY for _, mark in read_words(sentence))
    return told <= _TOO_FEW and bool(_POINTS_BACK.search(sentence))


def _asks(sentence: str) -> bool:
    return not _ASKS_NOTHING.fullmatch(sentence) and ("?" in sentence or bool(_ASKING.match(sentence)))


def _unwrap(text: str) -> str:
    """The question that "I was wondering …" leads up to, or that talk about oneself does which names nothing."""
    text = _TRAILER.sub("", _LED_UP_TO.sub("", text))
    talk = _TALK.match(text)
    if not talk or any(mark & (Mark.NAME | Mark.NUMBER) for _, mark in read_words(talk.group())):
        return text
    asked = text[talk.end() :]
    return text if _points_back(asked) else asked


def _strip(question: str) -> str:
    return _FILLERS.sub("", _CLOSING.sub("", _OPENING.sub("", question)))


def is_foreign(text: str) -> bool:
    """Whether a question is in another language than English, which is what the rules about questions read.

    By words and letters alone, as a detector of languages takes 74 MiB; a name tells nothing, and a word with a letter
    that English lacks is as good as one that only joins. Of 10,577 questions in English, the project's own, the
    yardsticks' and those of sets that are not read, none is taken for another language; of 190 short ones in eighteen
    other languages 180 are.
    """
    words = read_words(text)
    plain = [fold(word) for word in SEARCHED.findall(text)]
    english = sum(
        bool(mark & Mark.EMPTY) and len(word) > 1 and word not in _EMPTY_EVERYWHERE
        for word, (_, mark) in zip(plain, words, strict=True)
    )
    if english > _FEW_EMPTY * len(words):
        return False
    if 2 * len(_FOREIGN_LETTER.findall(text)) > sum(map(str.isalpha, text)):
        return True
    found = SEARCHED.findall(_IN_NAMES.sub(" ", text))
    small = {word for word in found if word.islower()}
    own = set(map(fold, small.union(word for word in found[:1] if word.istitle())))
    if "¿" in text or not _ASKING_ELSEWHERE.isdisjoint(own):
        return True
    joining = _EMPTY_ELSEWHERE & own
    accented = {fold(word) for word in small if _ACCENT.search(word)}
    return bool(joining) and len(joining | accented) > 1
