"""The closed lists that the rules read: verbs of speech, roles, titles, and the small words of English."""

from __future__ import annotations


def _forms(bases: str) -> dict[str, str]:
    """Every inflected form → "past", "present" or "participle", for regular verbs given by their base form."""
    forms: dict[str, str] = {}
    for base in bases.split():
        stem = base.removesuffix("e")
        third = base[:-1] + "ies" if base.endswith("y") and base[-2] not in "aeiou" else base + "s"
        if base.endswith(("s", "sh", "ch", "x", "z")):
            third = base + "es"
        past = base[:-1] + "ied" if third.endswith("ies") else stem + "ed"
        forms |= {
            base: "base",
            third: "present",
            past: "past",
            (base if base.endswith("ee") else stem) + "ing": "participle",
        }
    return forms


def _irregular(rows: str) -> dict[str, str]:
    """Rows of base, present, past and participle."""
    kinds = ("base", "present", "past", "participle")
    return {form: kind for row in rows.splitlines() if row for form, kind in zip(row.split(), kinds, strict=True)}


# Verbs that bring in somebody's words, with the form's tense.
SPEECH = _forms(
    "accept acknowledge add advise affirm agree allege announce answer argue ask assert assure bark beg bellow "
    "blare boast bemoan caution claim coach comment complain concede conclude confess confide confirm contend "
    "continue counter cry cite declare demand detail disclose elaborate emphasize emphasise estimate exclaim "
    "explain exult fume gloat fret gripe grumble gush hint hiss imply inform inquire insist interject interrupt "
    "intone joke jibe lament laugh lecture maintain marvel mention murmur muse mutter note observe offer opine "
    "order plead pledge point post predict promise pronounce propose protest press query question "
    "quote rail reason reassure recall reckon recount recommend remark remember remind repeat reply report request "
    "respond retaliate retort retweet reveal riff roar rule scoff scold scream screech shout sigh signal sneer "
    "speculate state stress suggest summarize tease testify text thunder tout tweet urge utter vent voice vow warn "
    "whisper wonder yell email caption enthuse highlight echo venture rejoin volunteer assail "
    "chide rant rave seethe snarl sniff sob stammer theorize theorise thank toast translate underscore hope believe "
    "indicate figure chant"
) | _irregular(
    """
say says said saying
tell tells told telling
write writes wrote writing
speak speaks spoke speaking
swear swears swore swearing
read reads read reading
quip quips quipped quipping
admit admits admitted admitting
snap snaps snapped snapping
blog blogs blogged blogging
chat chats chatted chatting
begin begins began beginning
think thinks thought thinking
go goes went going
put puts put putting
find finds found finding
sing sings sang singing
hear hears heard hearing
shoot shoots shot shooting
hit hits hit hitting
fire fires fired firing
"""
)
# These bring in words only in a set phrase ("he went on:", "as she put it", "shot back").
WEAK = frozenset(
    "go goes went going put puts putting find finds found finding shoot shoots shot shooting hit hits hitting fire "
    "fires fired firing point points pointed pointing hear hears heard hearing think thinks thought thinking read "
    "reads reading rule rules ruled ruling believe believes believed believing hope hopes hoped hoping order orders "
    "ordered ordering press presses pressed pressing sing sings sang singing accept accepts accepted accepting "
    "offer offers offered offering begin begins began beginning remember remembers remembered remembering thank "
    "thanks thanked thanking toast toasts toasted toasting laugh laughs laughed laughing detail details detailed "
    "detailing figure figures figured figuring signal signals signaled signaling post posts posted posting speak "
    "speaks spoke speaking propose proposes proposed proposing highlight highlights highlighted highlighting".split()
)
# Verbs that give a thing a name or a judgement: what stands in marks after them is a fragment of the subject's words.
LABELLING = _forms(
    "accuse assail attack bash blast brand call castigate characterize characterise chastise compare condemn "
    "criticize criticise cite decry defend denounce deride describe dismiss disparage dub echo fault frame hail "
    "invoke label lament liken lambaste mock mourn paint portray praise proclaim pronounce propose ridicule savage "
    "scorn slam tout welcome bemoan blame deem promise pledge demand hint reference warn depict"
) | _irregular(
    """
refer refers referred referring
rip rips ripped ripping
pan pans panned panning
"""
)
FINITE = frozenset({"past", "present"})

AUXILIARIES = frozenset(
    "is are was were be been being am has have had having do does did will would can could may might shall should "
    "must 's won't wouldn't can't couldn't didn't doesn't don't isn't wasn't weren't hasn't haven't hadn't wouldn’t "
    "didn’t doesn’t don’t isn’t wasn’t weren’t hasn’t haven’t hadn’t can’t couldn’t won’t".split()
)
NEGATIONS = frozenset(
    "not never deny denies denied denying refuse refuses refused refusing decline declines declined declining nor "
    "without didn't doesn't don't won't wouldn't hasn't haven't hadn't wasn't isn't didn’t doesn’t don’t won’t "
    "wouldn’t hasn’t haven’t hadn’t wasn’t isn’t".split()
)
# Past tenses that no rule of spelling shows; with AUXILIARIES and words in -ed they mark a subject.
IRREGULAR_PASTS = frozenset(
    "said told wrote spoke went came took gave made got saw knew thought found left felt kept held met ran sat "
    "stood won lost paid sent spent built bought brought caught taught fought sold heard led read put cut set hit "
    "let quit shot shut hurt cost bet beat became began broke chose did drew drank drove ate fell flew forgot "
    "forgave froze grew hid rode rose rang sang sank shook showed slept swam swore threw woke wore wound bent dug "
    "fed fled hung laid lent lit meant tore stuck struck stole swung wept withdrew overcame lay dealt".split()
)
PREPOSITIONS = frozenset(
    "of in on at by for with from to about against into over under after before between among through during "
    "without within toward towards upon since until near behind beside beyond despite like as than via per amid "
    "outside inside off".split()
)
CONJUNCTIONS = frozenset("and but or nor so yet while when although though because if unless whereas".split())
SUBORDINATORS = frozenset(
    "when while after before although though as if because since until once whereas asked".split()
)
RELATIVES = frozenset("who whom whose which that where".split())
ADVERBS = frozenset(
    "also then later once again still even just too often now earlier first today yesterday soon finally always "
    "ever never instead tonight recently twice already further meanwhile afterward afterwards on both all "
    "sometimes there here simply himself herself themselves itself back monday tuesday wednesday thursday friday "
    "saturday sunday".split()
)
PRONOUNS = frozenset("he she they it i we you who".split())
DETERMINERS = frozenset(
    "the a an this that these those his her their its our my one two three four five several some many most few "
    "another other any each every both no all".split()
)
# Capitalised where a sentence begins, never part of a name.
FUNCTION_WORDS = (
    PREPOSITIONS
    | CONJUNCTIONS
    | SUBORDINATORS
    | RELATIVES
    | ADVERBS
    | PRONOUNS
    | DETERMINERS
    | AUXILIARIES
    | frozenset(
        "what why how there here not yes him them us me her you your last next following according however neither "
        "moreover nevertheless still perhaps maybe well unlike just only such more less much january february march "
        "april may june july august september october november december speaking asked "
        "thanking editor's editor’s".split()
    )
)
MONTHS_AND_DAYS = frozenset(
    "january february march april june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday".split()
)

# Before a name; no role of their own.
COURTESY = frozenset("mr mrs ms miss mx dr sir dame lord lady madam mme".split())
# Before a name, a role by themselves; what stands before them belongs to the role ("Defense Minister").
TITLES = frozenset(
    "president chairman chairwoman chair senator sen rep representative congressman congresswoman governor gov "
    "mayor secretary minister premier chancellor ambassador general gen colonel col captain capt lieutenant lt "
    "major maj sergeant sgt admiral adm commander cmdr officer detective chief sheriff judge justice coach director "
    "commissioner councilman councilwoman councillor councilor leader attorney king queen prince princess pope "
    "bishop archbishop cardinal rabbi imam pastor father brother sister reverend rev professor prof speaker "
    "spokesman spokeswoman spokesperson superintendent supt inspector constable deputy undersecretary envoy marshal "
    "dean principal manager editor analyst strategist candidate nominee lawmaker delegate mp msp alderman treasurer "
    "comptroller controller prosecutor whip sens reps prez ceo cfo coo hon pvt cpl corporal private patriarch "
    "sheikh ayatollah emir sultan emperor duchess baroness".split()
)
# Heads of descriptions: who is described so can speak.
ROLES = TITLES | frozenset(
    "official aide adviser advisor lawyer doctor nurse teacher professor expert critic witness resident neighbor "
    "neighbour source diplomat soldier economist scientist engineer owner founder author writer reporter journalist "
    "columnist actor actress singer artist player driver farmer rancher fisherman worker activist organizer "
    "organiser operative consultant pollster veteran businessman businesswoman billionaire executive banker "
    "investor investigator agent guard priest vicar student researcher biologist geologist glaciologist historian "
    "novelist poet physicist chemist sculptor mother father son daughter wife husband brother sister friend "
    "colleague uncle aunt cousin widow boss incumbent contender front-runner frontrunner man woman person boy girl "
    "child parent patient victim caller user voter supporter opponent democrat republican conservative negotiator "
    "mediator monitor host moderator anchor commentator pundit producer photographer pilot skipper warden curator "
    "landlord landlady auctioneer baker barber carpenter chef clerk climber coroner designer developer donor "
    "gardener goalkeeper guide juror keeper librarian mechanic merchant midwife miner musician officer painter "
    "pathologist plumber pharmacist ranger runner sailor shepherd shopkeeper skier surgeon survivor tailor trader "
    "trainer translator umpire architect astronomer athlete boxer dancer cyclist archaeologist archeologist "
    "conductor composer entrepreneur counsel counselor ecologist forester firefighter paramedic policeman "
    "policewoman trustee tenant passenger traveler traveller villager assistant captain intern lobbyist magnate "
    "mogul servant staffer stationmaster master contractor restorer fisher lieutenant prefect".split()
)
# Heads of descriptions of what speaks and is nobody.
BODIES = frozenset(
    "statement report company ministry department agency authority bank firm group organization organisation union "
    "committee council campaign office newspaper paper government administration association foundation institute "
    "coalition party center centre team court board parliament senate congress school hospital church city police "
    "commission".split()
)
# Verbs of speech that are as often nouns.
NOUNS_TOO = frozenset(
    "state states report reports press comment comments point points offer offers coach detail details figure "
    "figures voice post posts order orders rule rules fire charge charges answer answers question questions request "
    "demand demands promise promises pledge pledges vow claim claims view views cast frame label labels attack "
    "attacks paint brand defense host".split()
)
# Bare plurals that can speak without an article before them.
CROWDS = frozenset(
    "officials officers critics aides sources supporters opponents lawyers authorities analysts experts witnesses "
    "residents police prosecutors investigators researchers scientists economists diplomats advisers advisors "
    "lawmakers senators democrats republicans conservatives doctors teachers neighbors neighbours friends relatives "
    "activists organizers organisers protesters demonstrators campaigners voters reporters journalists people "
    "others some many most everyone everybody somebody someone nobody observers pundits strategists leaders members "
    "soldiers rebels militants families parents students workers farmers spokesmen representatives insiders "
    "delegates donors allies rivals editors historians scholars commentators detectives".split()
)
FEMALE_ROLES = frozenset(
    "spokeswoman congresswoman chairwoman councilwoman businesswoman policewoman actress landlady mother daughter "
    "wife sister aunt widow queen princess duchess baroness woman girl midwife dame lady mrs ms miss mme madam "
    "grandmother".split()
)
MALE_ROLES = frozenset(
    "spokesman congressman chairman councilman businessman policeman actor landlord father son husband brother uncle "
    "king prince duke baron man boy fisherman sir lord mr priest pope bishop cardinal rabbi imam grandfather".split()
)
# What bears writing, and says it without being a speaker.
SIGNS = frozenset(
    "sign signs banner banners placard placards poster posters shirt shirts t-shirt t-shirts tee hat hats cap caps "
    "plaque plate label labels sticker stickers button badge billboard tattoo graffiti headline headlines page "
    "marquee chyron plaques jar wall mural flag stamp tag screen display message hashtag caption".split()
)
# What has a title.
WORKS = frozenset(
    "book novel memoir film movie documentary song album single show series sitcom episode podcast play musical "
    "poem essay article story column painting sculpture exhibition exhibit opera ballad hymn ad advertisement "
    "commercial spot video clip game magazine newspaper program programme report bill act law operation case "
    "broadcast segment special anthology thriller photograph blog website site hit chapter track opus ballet comedy "
    "drama tome bestseller boat yacht ship section".split()
)
