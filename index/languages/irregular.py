"""English verbs that bend: past and participle → base form. Pure."""

from __future__ import annotations

# Base, then its other forms; forms that are more often another word (found, saw, felt, ground) are left out.
_VERBS = """
arise arose arisen / bear bore borne / beat beaten / become became / begin began begun / bite bit bitten
blow blew blown / break broke broken / bring brought / build built / burn burnt / buy bought / catch caught
choose chose chosen / come came / deal dealt / dig dug / draw drew drawn / drink drank drunk
drive drove driven / eat ate eaten / fall fell fallen / feed fed / fight fought / fly flew flown
forbid forbade forbidden / forget forgot forgotten / free freed freeing / freeze froze frozen / get got gotten
give gave given
go went gone / grow grew grown / hang hung / hear heard / hide hid hidden / hold held / keep kept
know knew known / lay laid / lead led / lend lent / lose lost / make made / mean meant / meet met / pay paid
ride rode ridden / ring rang rung / rise rose risen / run ran / say said / see seen / seek sought / sell sold
send sent / shake shook shaken / shine shone / shoot shot / show shown / shrink shrank shrunk / sing sang sung
sink sank sunk / sit sat / sleep slept / speak spoke spoken / spend spent / stand stood / steal stole stolen
stick stuck / strike struck stricken / sue sued suing / swear swore sworn / sweep swept / swim swam swum
take took taken
teach taught / tear tore torn / tell told / think thought / throw threw thrown / understand understood
wake woke woken / wear wore worn / win won / withdraw withdrew withdrawn / write wrote written
"""
BASES = {form: forms[0] for row in _VERBS.replace("\n", "/").split("/") if (forms := row.split()) for form in forms[1:]}


def base_form(word: str) -> str | None:
    """The base form of a bent verb in lower case; None for any other word."""
    return BASES.get(word)
