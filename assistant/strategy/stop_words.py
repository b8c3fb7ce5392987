"""Words of grammar and of patent drafting that name no technical thing, in the languages of the European Patent Office."""

from __future__ import annotations

import re
from typing import Final

ENGLISH: Final = frozenset(
    """
    a about above according after all also an and another any are art as at be been being below between both but by can claim claimed claims
    comprise comprised comprises comprising consisting contain containing contains could described disclosed does done each either embodiment
    embodiments etc example fig figs figure figures find first for from further had has have having he how if in include included includes
    including into invention is it its itself least may means method more most not of on one onto or other over plurality preferably present
    provide provided provides providing said same second should show so some such system than that the their them then there thereby therefore
    therein thereof these they third this those through thus to two under upon use used using very was we were what when where whereby wherein
    whereof which while who whose why will with within without would you your
    """.split()  # noqa: SIM905 - a list of words reads as prose
)

GERMAN: Final = frozenset(
    """
    aber abs alle allem allen aller alles als also am an ander andere anderen anderer anderes anordnung anspruch anspruchs ansprüche
    ansprüchen art auch auf aufweisen aufweisend aufweist aus ausführungsbeispiel ausführungsform ausführungsformen beansprucht bei beim
    beispiel beispielsweise bereits besagte besagten besagter bestehend besteht bevorzugt bezug beziehungsweise bis bzw da dabei dadurch dafür
    daher damit dann daran darauf daraus darin das dass daß davon dazu dem den denen der deren des dessen die dies diese diesem diesen dieser
    dieses dient doch dort durch ein eine einem einen einer eines einrichtung einschließlich enthalten enthaltend enthält entsprechend
    entsprechende entsprechenden er erfindung erfindungsgemäß erfindungsgemäße erfindungsgemäßen erste ersten erster erstes es etwa fig figur
    figuren folgende folgenden folgendes
    für ganz gegebenenfalls gekennzeichnet gemäß genannte genannten gilt haben hat hierbei hierzu ihm ihn ihr ihre
    ihrem ihren ihrer im in indem ins insbesondere ist ja jede jedem jeden jeder jedes jedoch jeweilige jeweiligen jeweils kann kein keine
    können lassen man mehr mehrere mehreren mindestens mit mittel mittels muß muss müssen nach nicht noch nun nur ob oben oder ohne
    patentanspruch patentansprüche pro sich sie sind so sofern somit soll sollen sowie sowohl statt über um umfassen umfassend umfaßt umfasst
    und unter verfahren vom von vor vorbezeichnete vorgenannten vorgesehen vorliegende vorliegenden vorrichtung vorzugsweise war wenigstens
    weist welche welchem welchen welcher welches wenn werden weiter weitere weiteren weiterer weiteres weiterhin wie wieder wird wo wobei
    wurde wurden z zb zu zum zumindest zur zwei zweite zweiten zweiter zweites zwischen
    """.split()  # noqa: SIM905 - a list of words reads as prose
)

FRENCH: Final = frozenset(
    """
    a afin ai ainsi alors apres après au aucun aucune aussi autre autres aux avant avec avoir car caractérisé caractérisée caractérisés ce
    ceci cela celle celles celui ces cet cette ceux chacun chacune chaque ci comme comportant comporte comportent comprenant comprend
    comprennent consistant constitué constituée contenant dans de depuis des desdites desdits deux deuxième dispositif dit dite dites dits
    donc dont du dudit elle elles en entre est et etc étant été être eux exemple façon fig figure figures fois il ils incluant invention jusqu
    l la ladite laquelle le ledit lequel les lesdites lesdits lesquelles lesquels leur leurs lors lorsque lui mais manière mêmes même mode
    moins moyen moyens n ne ni non notamment nous on ont ou où par parmi partir pas permet permettant peut peuvent plus plusieurs pour pouvant
    précédente précédentes préférence premier première présente procédé qu quand que quel quelconque quelle quelles quels qui réalisation
    revendication revendications s sa sans se selon sera ses si soit son sont sous suivant suivante sur système tel telle telles tels tous
    tout toute toutes très un une vers
    """.split()  # noqa: SIM905 - a list of words reads as prose
)

LISTS: Final = {language: frozenset(word.casefold() for word in words) for language, words in (("en", ENGLISH), ("de", GERMAN), ("fr", FRENCH))}
"""Words as `str.casefold` writes them, by language (ISO 639-1)."""

# Words of grammar that stand in one of the three languages alone; technical words of another (die casting, the art, pour point) are not among them.
_TELLING: Final = {
    "en": frozenset(
        [
            "the",
            "of",
            "and",
            "is",
            "are",
            "with",
            "for",
            "which",
            "that",
            "to",
            "by",
            "from",
            "wherein",
            "said",
            "having",
            "how",
            "what",
            "where",
            "this",
            "or",
            "be",
            "as",
            "it",
            "has",
        ]
    ),
    "de": frozenset(
        [
            "der",
            "das",
            "und",
            "ist",
            "sind",
            "mit",
            "dem",
            "den",
            "ein",
            "eine",
            "einem",
            "einen",
            "einer",
            "eines",
            "wobei",
            "für",
            "nach",
            "von",
            "zur",
            "zum",
            "durch",
            "auf",
            "welche",
            "oder",
            "bei",
            "wie",
            "dass",
            "daß",
        ]
    ),
    "fr": frozenset(
        [
            "le",
            "les",
            "une",
            "et",
            "est",
            "sont",
            "avec",
            "du",
            "au",
            "aux",
            "dans",
            "qui",
            "que",
            "selon",
            "ledit",
            "ladite",
            "par",
            "ou",
            "sur",
            "ce",
            "cette",
            "pour",
            "des",
            "comprenant",
        ]
    ),
}
_WORD: Final = re.compile(r"[^\W\d_]+")
_LOOKED_AT: Final = 4_000


def language_of(text: str) -> str:
    """`de` or `fr` where more words of grammar are theirs than English ones, else `en`.

    Cheaper than a language detector, which takes a second to load, and decided on two words as well as on two hundred; a tie is English, whose list
    takes no technical word away from the other two.
    """
    words = [word.casefold() for word in _WORD.findall(text[:_LOOKED_AT])]
    counts = {language: sum(word in telling for word in words) for language, telling in _TELLING.items()}
    return max(counts, key=lambda language: (counts[language], language == "en"))


def stop_words(text: str) -> frozenset[str]:
    """The words of grammar and drafting of the language that `text` is in."""
    return LISTS[language_of(text)]
