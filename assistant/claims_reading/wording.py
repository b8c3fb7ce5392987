"""How claims are worded, by language: what parts the preamble from the body, and the body into its features.

Sources: 37 CFR 1.75, MPEP 2111.03 (transitional phrases) and 2129 (Jepson claims); EPC Rule 43(1) (two-part form), as European publications print it
in English, German and French.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_I = re.IGNORECASE
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Wording:
    """The patterns of one language. What a pattern consumes names nothing technical; a look-ahead consumes nothing.

    `transition` ends the preamble; `weak` does so where no transition stands. `relation` begins a clause about parts named before. `enumeration`
    stands before the next part of a list. `pair` parts "a housing and a fan". `joint` stands within an element, where its relations begin.
    `step` begins a method step, which is left whole, and `next_step` parts two. `referring` is what a claim says of the claims it refers back to.
    """

    transition: re.Pattern[str]
    weak: re.Pattern[str]
    relation: re.Pattern[str]
    enumeration: re.Pattern[str]
    pair: re.Pattern[str]
    joint: re.Pattern[str]
    step: re.Pattern[str]
    next_step: re.Pattern[str]
    referring: re.Pattern[str]
    antecedent: re.Pattern[str]


_NUMBERS = r"\d{1,3}(?:\s{0,2}(?:,|-|–|to|or|and|bis|oder|und|à|ou|et|through)\s{0,2}(?:(?:claims?|revendications?|ansprüche?n?)\s)?\d{1,3}){0,30}"

_EN_PARTICIPLES = (
    r"connected|coupled|attached|mounted|secured|fixed|affixed|joined|linked|disposed|arranged|located|positioned|placed|situated|adapted|configured"
    r"|operable|designed|constructed|dimensioned|operative|responsive|associated|engaged|engaging|extending|communicating|cooperating|supported|held"
    r"|hinged|welded|bonded|interposed|received|provided|formed|capable"
)
_EN_PREPOSITIONS = (
    r"to|in|on|at|with|within|by|from|between|of|for|so\sas|along|around|adjacent|above|below|over|under|through|into|onto|upon|such\sthat|so\sthat"
    r"|across|inside|outside|against|near|beneath|behind|out"
)

_EN_ADVERB = r"(?:(?!(?:sub)?assembly|family|supply|only|fly)\w{3,20}ly\s)?"

ENGLISH = Wording(
    transition=re.compile(
        r"[,:]?\s{0,3}\b(?:(?:which|that|and)\s)?(?:(?:further|also|additionally)\s)?"
        r"(?:compris(?:es|ing|ed\sof|e)|(?<!group\s)consist(?:s|ing)(?:\sessentially)?(?:\sof)?|includ(?:es|ing)|contain(?:s|ing)|composed\sof"
        r"|characteri[sz]ed\s(?:in\sthat|by)|(?<=,\s)the\s(?:improvement|combination)|wherein|whereby|in\swhich)\b(?:\s(?:which\s)?(?:compris(?:es|ing)|of|wherein))?"
        r"(?:,?\sin\scombination,?)?(?:\s(?:the\s|at\sleast\sthe\s)?(?:following\s)?(?:steps?|acts?|operations?|components?|elements?)(?:\sof)?(?=[\s:,]))?\s{0,3}[:,]?",
        _I,
    ),
    weak=re.compile(r",?\s{0,3}\b(?:having|with)(?=\s(?:an?|at\sleast|one|two|the|means)\b)", _I),
    relation=re.compile(
        r"[,;:.]?\s{0,3}\b(?:and\s)?(?:wherein|whereby|whereas|in\swhich|characteri[sz]ed\s(?:in\sthat|by)|provided\sthat|with\sthe\sproviso\sthat)\b\s{0,3}[:,]?"
        r"|,\s{0,3}(?:and\s)?(?=(?:(?:one|each|both|either)\sof\s)?(?:said|which)\s)|,\s{0,3}and\s(?=the\s)|,\s{0,3}(?=the\s(?:[\w-]+\s){1,4}(?:being|having|comprising|including|is|are)\b)",
        _I,
    ),
    enumeration=re.compile(
        r",\s{0,3}(?:and\s|or\s)?(?=(?:an?|at\sleast\s(?:one|two|a)|one\sor\smore|a\splurality\sof|two|three|a\spair\sof|means)\s)"
        r"|\b(?:(?:that|which)\s)?(?:compris(?:es|ing)|includ(?:es|ing))\s{0,3}:\s{0,3}|,\s{0,3}the\simprovement\s(?:which\s)?(?:compris(?:es|ing)|of)\s",
        _I,
    ),
    pair=re.compile(
        r"(?:an?|one\sor\smore|at\sleast\sone)\s(?:(?!of\b|to\b|in\b|on\b|between\b|for\b|with\b)[\w-]+\s){1,4}(and\s)(?=(?:an?|at\sleast\sone|one\sor\smore)\s)",
        _I,
    ),
    joint=re.compile(
        rf"(?<=[\w)])(?<!\sof)(?<!\sand)(?<!\sis)(?<!\sare)(?<!\sor)(?:,?\s)(?=(?:which\s(?:is|are)\s|being\s)?{_EN_ADVERB}(?:{_EN_PARTICIPLES})\s{_EN_ADVERB}(?:{_EN_PREPOSITIONS})\b)",
        _I,
    ),
    step=re.compile(
        r"(?:(?P<when>(?:if|when|upon|in\sresponse\sto|after|before)\b)|(?:\w+ly\s)?[a-z]{2,20}ing\s(?!(?:\w+\s){0,2}(?:means|unit|device|member|plate|assembly|element|circuit|apparatus|system)\b))",
        _I,
    ),
    next_step=re.compile(r",\s{0,3}(?:and\s)?(?:then\s)?(?=[a-z]{3,20}ing\s(?:the|an?|said|at\sleast|each|one|two)\b)", _I),
    referring=re.compile(
        rf"(?:,\s?)?(?:(?:according\sto|as\s(?:claimed|recited|defined|set\sforth|described|specified|stated|in)(?:\s(?:in|by|claim))?|as\sper|of|in|by|under|with|per)\s)?"
        rf"(?:(?:any|either)(?:\sone)?(?:\sor\smore)?\s(?:of\s)?|one\s(?:or\smore\s)?of\s|at\sleast\sone\sof\s)?(?:the\s)?(?:(?:preceding|previous|foregoing|above)\sclaims?|claims?\s(?:{_NUMBERS}|[Il]\b))",
        _I,
    ),
    antecedent=re.compile(r"\b(?:the\s)?(?:said|aforesaid|aforementioned)\s", _I),
)

GERMAN = Wording(
    transition=re.compile(
        r"[,:]?\s{0,3}\b(?:dadurch\sgekennzeichnet,?\sda(?:ss|ß)(?:\sman)?|gekennzeichnet\sdurch|(?:ferner\s|weiterhin\s|weiter\s)?(?:umfassend|aufweisend|enthaltend)"
        r"|umfa(?:ss|ß)(?:t|en)(?=\s?[:\n])|(?<!gruppe\s)bestehend\saus|wobei|bei\sde[mr]|in\s(?:de|welche)[mr]|mit\sfolgenden\s(?:Schritten|Merkmalen)"
        r"|(?:das|die|der|welche[rs]?)\s(?:Folgendes|folgendes)\s(?:umfasst|aufweist))\b(?:\s(?:die|folgende)\s(?:folgenden\s)?(?:Schritte|Merkmale))?\s{0,3}[:,]?",
        _I,
    ),
    weak=re.compile(
        r",?\s{0,3}\b(?:mit(?=\s(?:ein|zwei|mindestens|wenigstens|dem|der|den)\w{0,3}\b)|(?<=,\s)(?:der|die|das|welche[rs]?)(?=\s(?:ein|zwei|mindestens|wenigstens)))",
        _I,
    ),
    relation=re.compile(
        r"[,;:]?\s{0,3}\b(?:und\s)?(?:wobei|bei\sde[mr]|in\swelche[mr]|dadurch\sgekennzeichnet,?\sda(?:ss|ß)|gekennzeichnet\sdurch|mit\sder\sMa(?:ss|ß)gabe,?\sda(?:ss|ß))\b\s{0,3}[:,]?"
        r"|,\s{0,3}(?:und\s)?(?=(?:de[rmns]|die|das|welche[rmns]?)\s)|,?\sund\s(?=da(?:ss|ß)\s)",
        _I,
    ),
    enumeration=re.compile(
        r",\s{0,3}(?:und\s|oder\s|sowie\s)?(?:mit\s)?(?=(?:eine?[rmns]?|mindestens|wenigstens|zumindest|zwei|mehrere)\s)|\s(?:sowie|und\smit)\s(?=eine?[rmns]?\s)"
        r"|\b(?:umfassend|aufweisend)\s{0,3}:\s{0,3}",
        _I,
    ),
    pair=re.compile(
        r"eine?[rmns]?\s(?:(?!zwischen\b|von\b|mit\b|in\b|an\b|auf\b|zu[mr]?\b)[\w-]+\s){1,3}(und\s)(?=(?:eine?[rmns]?|mindestens|wenigstens)\s)", _I
    ),
    joint=re.compile(r"(?<=[\w)]),?\s(?=zu[mr]?\s[A-ZÄÖÜ]\w+(?:en|ung)\b)"),
    step=re.compile(r"(?P<when>(?:wenn|falls|nach|vor)\b)|[A-ZÄÖÜ]\w{3,30}en\s(?:eine[sr]|de[sr]|von)\b"),
    next_step=_NEVER,
    referring=re.compile(
        rf"(?:,\s?)?(?:(?:nach|gemäß|gemäss|entsprechend|laut|wie\sin|in|von)\s)(?:(?:mindestens\s|wenigstens\s)?(?:einem|einer|irgendeinem|jedem)\s(?:oder\smehreren\s)?(?:der|von)?\s?)?(?:de[mnr]\s)?"
        rf"(?:(?:vor\w{{4,20}}|obigen)\s(?:Patent)?ansprüchen?|(?:Patent)?anspr(?:uch|üchen?)\s{_NUMBERS})(?:\s(?:beansprucht|definiert|angegeben))?",
        _I,
    ),
    antecedent=re.compile(r"\b(?:besagte[rmns]?|genannte[rmns]?|vorgenannte[rmns]?)\s", _I),
)

FRENCH = Wording(
    transition=re.compile(
        r"[,:]?\s{0,3}\b(?:caractérisée?s?\s(?:en\sce\squ(?:e\s|['’])(?:ils?\s|elles?\s)?|par(?:\sle\sfait\sque)?\b)|(?:qui\s)?(?:compren(?:ant|d|nent)|comport(?:ant|e|ent))"
        r"|incluant|(?<!de\s)contenant(?=\s(?:une?|des|au|du|de|les?)\s)|constituée?s?\sde|(?<!groupe\s)consistant\s(?:en|à)|dans\sle(?:s)?quel(?:le)?s?|dans\slaquelle)(?<![\w’']x)"
        r"(?:\s(?:les|des)\sétapes(?:\s(?:de|suivantes|consistant\sà))?)?\s{0,3}[:,]?",
        _I,
    ),
    weak=re.compile(r",?\s{0,3}\b(?:ayant|avec|muni[es]{0,2}\sd['’e])(?=\s?(?:une?|des|au\smoins|deux|le|la)\b)", _I),
    relation=re.compile(
        r"[,;:]?\s{0,3}\b(?:et\s)?(?:dans\s(?:le|la|les)?\s?(?:le|la|les)quel(?:le)?s?|dans\slaquelle|où|caractérisée?s?\sen\sce\squ(?:e\s|['’])|à\scondition\sque|étant\sentendu\sque)\s{0,3}[:,]?"
        r"|,\s{0,3}(?:et\s)?(?=(?:le(?:dit|quel)?|la(?:dite|quelle)?|les(?:dits|dites|quels|quelles)?|lesdits|lesdites)\s)|,?\set\s(?=en\sce\squ)",
        _I,
    ),
    enumeration=re.compile(
        r",\s{0,3}(?:et\s|ou\s|ainsi\squ['’])?(?=(?:une?|des|au\smoins\sune?|deux|plusieurs|un\smoyen|des\smoyens)\s)|\s(?:comprenant|qui\s(?:comprend|comporte))\s{0,3}:\s{0,3}",
        _I,
    ),
    pair=re.compile(r"(?:une?|des)\s(?:(?!entre\b|de\b|du\b|à\b|dans\b|sur\b|avec\b)[\w-]+\s){1,3}(et\s)(?=(?:une?|des|au\smoins)\s)", _I),
    joint=re.compile(
        r"(?<=[\w)]),?\s(?=(?:reliée?s?|connectée?s?|couplée?s?|montée?s?|fixée?s?|disposée?s?|agencée?s?|configurée?s?|adaptée?s?|destinée?s?|aptes?|située?s?"
        r"|prévue?s?|attachée?s?|raccordée?s?)\s(?:\w{3,20}ment\s)?(?:à|au|aux|en|dans|sur|pour|par|entre|de|avec)\b)",
        _I,
    ),
    step=re.compile(r"(?P<when>(?:lorsque|quand|si)\b)", _I),
    next_step=_NEVER,
    referring=re.compile(
        rf"(?:,\s?)?(?:(?:selon|suivant|conforme\sà|de|définie?\sdans|dans)\s)(?:l['’]une?\s(?:quelconque\s)?(?:ou\splusieurs\s)?(?:des\s)?)?(?:la\s|les\s)?"
        rf"(?:revendications?\s(?:précédentes?|{_NUMBERS}))",
        _I,
    ),
    antecedent=re.compile(r"\b(?:ledit|ladite|lesdits|lesdites|dudit|desdits|desdites)\s", _I),
)

CHINESE = Wording(
    transition=re.compile(
        r"[，,]?\s{0,3}(?:其特征在于|其特徵在於|其中)[，,：:]?\s{0,3}(?:(?:还)?(?:包括|包含)[：:]?)?|(?:还)?(?:包括|包含|具有|具备)(?:以下步骤)?\s{0,3}[：:]?"
    ),
    weak=re.compile(r"[：:]"),
    relation=re.compile(r"[，,；;]\s{0,3}(?:其特征在于|其中)[，,：:]?|[，,；;]\s{0,3}(?=所述)"),
    enumeration=re.compile(r"[；;](?:以及|和|并且)?"),
    pair=_NEVER,
    joint=re.compile(r"(?<=\w)[，,](?=用于|配置为|被配置|与所述|设置于|连接)"),
    step=_NEVER,
    next_step=_NEVER,
    referring=re.compile(
        r"(?:根据|如|按照)?(?:上述|前述|任一)?(?:权利要求|權利要求)(?:书)?\d{1,3}(?:(?:至|到|或|和|、|-)\d{1,3}){0,20}(?:中)?(?:任一项|任意一项|任何一项|之一)?(?:所述的?|的)?"
    ),
    antecedent=re.compile(r"所述的?"),
)

JAPANESE = Wording(
    transition=re.compile(r"であって[、,]|において[、,]"),
    weak=_NEVER,
    relation=re.compile(r"[、,]\s{0,3}(?=前記)"),
    enumeration=re.compile(r"と[、,]\s{0,3}(?:を(?:備える|備えた|有する|含む))?"),
    pair=_NEVER,
    joint=_NEVER,
    step=_NEVER,
    next_step=_NEVER,
    referring=re.compile(
        r"請求項[\d０-９]{1,3}(?:(?:から|乃至|ないし|又は|または|、|～|-)(?:請求項)?[\d０-９]{1,3}){0,20}(?:のいずれか(?:一項|1項|１項)?)?(?:に記載|記載)?の?"
    ),
    antecedent=re.compile(r"前記"),
)

WORDINGS = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "zh": CHINESE, "ja": JAPANESE}
"""By language (ISO 639-1); claims of other languages are cut at semicolons and lines alone."""

LIMB = re.compile(
    r"\s{0,3};\s{0,3}(?:(?:and|or|und|oder|sowie|et|ou|以及|和)\b,?\s{0,3};?)?|(?:,?\s(?:and|or|und|oder|et|ou))?,?\s{0,3}(?<!\sto)\n\s{0,9}|；(?:以及|和)?"
)
"""Between the limbs of a claim, in any language."""

ENUMERATOR = re.compile(r"(?:^|(?<=[\s:;,]))(?:\(\s?(?:[a-z]{1,2}|[ivx]{1,5}|\d{1,2})\s?\)|[a-z]\)|[ivx]{1,5}\)|\d{1,2}\)|[-–—•*])\s{1,3}(?=\S)")
"""What numbers a limb: `(a)`, `ii)`, `-`."""

EDGES = " \t\n\r,;:.、，；：。"
"""What is taken off both ends of a feature."""

JOINING = re.compile(r"(?:[\s,;:.]|\b(?:and|or|und|oder|sowie|et|ou)(?=\s|$)|以及$)+")
"""What may stand at an end of a feature and says nothing."""

STATES = re.compile(
    r"[^,]{0,60}\b(?<!that\s)(?<!which\s)(?<!who\s)(?:is|are|represents?|denotes?|means(?=\s(?:an?|the)\b)|steht|stehen|bedeute[tn]|ist|sind|est|sont|représente)\b|[A-Za-z][\w']{0,3}(?:,\s[A-Z]\w{0,3}){0,8}\s?(?:=|:)\s|[A-Z][\w']{0,3}\sis\s|(?:also\s)?having\b"
)
"""How a limb begins that says something of a part, rather than naming one: `R1 is hydrogen`."""

STATING = re.compile(
    r"wherein|whereby|in\swhich|characteri|wobei|dadurch|gekennzeichnet|bei\sde|in\s(?:de|welche)[mr]|caractéris|dans\sl|其特|其中|において", _I
)
LISTING = re.compile(r"compris|umfass|compren|包括|包含", _I)
"""What a transition says: that statements follow, or a list of elements."""
