"""What expressions mean on one document: worked by hand, and against an enumeration of all places."""

from __future__ import annotations

import datetime as dt
import itertools
import random

import pytest

from indexing.errors import UsageError
from indexing.expressions.matching import matches
from indexing.expressions.notation import parse
from indexing.expressions.tree import All, Close, Together, Word
from indexing.model import Claim, Paragraph, Patent, Text

DOCUMENT = Patent(
    id="EP1234567B1",
    source_id="EP.1234567.B1",
    office="EP",
    number="1234567",
    kind="B1",
    language="en",
    titles=(Text("Hair-dryer with a foldable handle", "en"), Text("Haartrockner mit klappbarem Griff für Geräte", "de")),
    abstracts=(Text("A hand-held Hair Dryer blows warm air. Its handle folds under the barrel (see FIG. 3). No naïve user is burnt.", "en"),),
    description=(
        Paragraph("desc.1", "The fan is driven by a motor. The motor stands in the barrel.", language="en"),
        Paragraph("desc.2", "Drying takes 3.5 minutes.", language="en"),
        Paragraph("desc.3", "A nozzle is optional.", language="en"),
        Paragraph("desc.4", "電動吹風機は毛髪を乾かす。風が出る。", language="ja"),
    ),
    claims=(
        Claim(1, "A dryer comprising a barrel and a handle.", language="en"),
        Claim(2, "The dryer of claim 1, having a nozzle, wherein the motor cools.", (1,), language="en"),
    ),
    filing_date=dt.date(2001, 2, 3),
    publication_date=dt.date(2004, 5, 6),
    cpc=("A45D20/12", "A45D20/122"),
    ipc=("A45D20/00",),
    applicants=("Sony Mobile Communications, Inc.", "MÜLLER, Hans"),
    inventors=("SMITH, John A.",),
)
HOLD = """
hair | HAIR | naive | naïve | dryer handle | "hair dryer" | hair-dryer | "hair-dryer" ADJ/3 foldable | NOT wig | dryer NOT wig | wig OR barrel
~dries | ~folding | fold* | f?n | ha#ndle | hand*{2} | nozz* AND driv?n | "hel* hair" | 3.5 | "3 5 minutes" | *rrel | "warm * NOT" OR "warm *"
hair ADJ dryer | dryer NEAR hair | motor ADJ/4 stands | fan NEAR/6 motor | fan ADJ/6 motor | (hair ADJ dryer) NEAR/2 blows
"hair dryer" ADJ blows | (wig OR hair) ADJ (dryer OR drier) | motor ADJ/7 motor | barrel NEAR/3 handle | the NEAR the ADJ/4 barrel OR the ADJ/10 the
fan SENTENCE motor | fan SENTENCE/2 stands | fan PARAGRAPH stands | fan PARAGRAPH/2 minutes | fan PARAGRAPH/3 nozzle | fig SENTENCE folds
claim SENTENCE nozzle | handle PARAGRAPH/2 nozzle | (fan SENTENCE driven) PARAGRAPH stands
ti:hair | ti:(hair AND handle) | ab,cl:(barrel AND handle) | cl:nozzle | de:nozzle
tx:wig OR tx:fan | ti:NOT nozzle | ti:(foldable AND cl:nozzle)
haartrockner | geräte | gerate | ti:~gerät | 吹風機 | 電動吹風 | "電動 吹風" | 吹?機 | 機* | 電動*毛髪 OR 電動 | 風 OR 吹風
cpc:A45D20 | cpc:A45D20/12 | cpc=A45D20/122 | class:A45D | ipc=A45D20 | ipc:A45D20/00 | cpc:(H01L OR A45D)
pd:2004 | pd:2004-05-06 | pd:..2004 | pd:2004-05.. | fd:2001-02-03..2001-02-03 | NOT prd:1900..2100
pa:sony | pa:"sony inc" | pa:"mull*" | pa:müller | in:smith | in:"smith john" | in:(jones OR smith)
pn:EP1234567B1 | pn:"EP 1 234 567" | pn:EP1234567 | cc:ep | kind:B | kind:B1 | la:EN
"""
FAIL = """
wig | hair wig | dryers | dries | folding | "dryer hair" | hair NOT dryer | fol | hand*{1} AND folds*{0} AND dri | motor*{0} wig | f?ns | ha?ndle
handle ADJ foldable | motor ADJ/5 fan | barrel NEAR/2 wig | motor ADJ motor | dryer ADJ hair | minutes ADJ a | minutes NEAR/5 nozzle
motor NEAR/9 drying | fan SENTENCE stands | minutes SENTENCE/9 nozzle | fan PARAGRAPH minutes | fan PARAGRAPH/2 nozzle | barrel PARAGRAPH/9 foldable
handle SENTENCE burnt | (fan SENTENCE stands) PARAGRAPH motor
ti:nozzle | ti,ab:nozzle | ab,ti:(fan AND handle) | cl:naive | NOT ti:hair | ab:NOT air
ti:haartrockner AND cl:haartrockner | geraete | 毛吹 | 機吹 | 髪?吹 | 動風 | 風
cpc=A45D20 | ipc:A45D20/12 | cpc:H01L | ipc=A45D | class=A45D | pd:2004-05-07.. | pd:2003 | prd:1900..2100 | fd:..2000
pa:smith | in:sony | pa:"inc sony" | in:"john smith" | pn:EP1234567A1 | pn:EP1234568 | cc:DE | kind:A | kind:B12 | la:de
"""


def listed(table: str) -> list[str]:
    return [text.strip() for line in table.split("\n") for text in line.split(" | ") if text.strip()]


@pytest.mark.parametrize("text", listed(HOLD))
def test_an_expression_holds(text):
    assert matches(parse(text), DOCUMENT)


@pytest.mark.parametrize("text", listed(FAIL))
def test_an_expression_does_not_hold(text):
    assert not matches(parse(text), DOCUMENT)


def test_a_number_finds_a_document_that_is_stored_without_its_kind_code():
    bare = Patent(id="US7002836", source_id="US7002836")
    assert matches(parse("pn:US7002836B2"), bare)
    assert not matches(parse("pn:US7002837B2"), bare)


def test_nearness_to_what_has_no_place_is_refused():
    with pytest.raises(UsageError, match="no place"):
        matches(Close((Word("fan"), All((Word("motor"), Word("barrel")))), 3, ordered=True), DOCUMENT)


def test_a_word_too_long_for_the_index_keeps_its_place_and_is_never_found():
    patent = Patent("X1", "X1", language="en", titles=(Text(f"one {'x' * 80} two {'y' * 79}"),))
    assert not matches(parse('"one two"'), patent)
    assert matches(parse("one ADJ/2 two"), patent)
    assert not matches(parse("x" * 80), patent)
    assert matches(parse("y" * 79), patent)


def near(places: list[list[int]], distance: int, *, ordered: bool) -> bool:
    """By enumeration: one place for each operand, none twice, neighbours within the distance."""
    for chosen in itertools.product(*places):
        row = list(chosen) if ordered else sorted(chosen)
        if len(set(chosen)) == len(chosen) and all(0 < b - a <= distance for a, b in itertools.pairwise(row)):
            return True
    return False


def test_distances_and_sentences_are_those_of_an_enumeration_of_all_places():
    rng = random.Random(3)
    held = 0
    for _ in range(400):
        sentences = [rng.choices("abcdxyz", k=rng.randrange(1, 7)) for _ in range(rng.randrange(1, 4))]
        words = [w for s in sentences for w in s]
        patent = Patent("X1", "X1", language="en", abstracts=(Text(" ".join(f"{' '.join(s).capitalize()}1." for s in sentences)),))
        flat = [w if n != len(s) - 1 else f"{w}1" for s in sentences for n, w in enumerate(s)]
        assert len(words) == len(flat)
        asked = [rng.choice(flat) for _ in range(rng.randrange(2, 5))]
        places = [[n for n, w in enumerate(flat) if w == a] for a in asked]
        distance, ordered = rng.randrange(1, 6), rng.random() < 0.5
        wanted = near(places, distance, ordered=ordered)
        held += wanted
        assert matches(Close(tuple(map(Word, asked)), distance, ordered), patent) == wanted
        number = [n for n, s in enumerate(sentences) for _ in s]
        count = rng.randrange(1, 4)
        together = any(max(number[p] for p in c) - min(number[p] for p in c) < count for c in itertools.product(*places))
        assert matches(Together(tuple(map(Word, asked)), "sentence", count), patent) == together
    assert 40 < held < 360
