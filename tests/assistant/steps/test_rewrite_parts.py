"""Parts of a case as queries."""

from __future__ import annotations

import pytest

from assistant.case import make_case
from assistant.steps.rewrite_parts import RewriteParts
from assistant.strategy.density import densest
from assistant.strategy.step_model import PlanTools
from indexing.model import Case, Claim, Paragraph, Patent, Text
from tests.assistant.small_index import SmallIndex

TOOLS = PlanTools(SmallIndex())
FILLER = "The present invention relates to the matter that is described above and will be described below in more detail."
TELLING = "A removable mesh filter covers the air inlet of the hair dryer so that the triacs of the motor stay free of hair."


def application() -> Case:
    claims = (
        Claim(1, "A hair dryer comprising a fan and a removable filter."),
        Claim(2, "The hair dryer of claim 1, wherein the filter is a mesh.", (1,)),
    )
    description = (
        *(Paragraph(f"desc.{n}", FILLER, "Background") for n in range(1, 6)),
        Paragraph("desc.6", TELLING, "Details"),
        Paragraph("desc.7", "Fig. 1.", "Details"),
    )
    return Case(
        "application",
        "",
        Patent(
            "US1",
            "US1",
            titles=(Text("Dryer"),),
            abstracts=(Text("A dryer with a filter that is easily removed."),),
            claims=claims,
            description=description,
        ),
    )


@pytest.mark.parametrize(
    ("unit", "reasons"),
    [
        ("claim", ["claim 1", "claim 2"]),
        ("independent_claim", ["claim 1"]),
        ("paragraph", [f"paragraph desc.{n}" for n in range(1, 7)]),
        ("section", ["section abstract", "section claims", "section 'Background'", "section 'Details'"]),
    ],
)
def test_each_part_is_a_query_with_its_reason(unit, reasons):
    made = RewriteParts(unit=unit).rewrite(application(), TOOLS)
    assert [draft.reason for draft in made.drafts] == reasons
    assert all(draft.feature and draft.text.startswith(draft.feature.removesuffix(" …")[:20]) for draft in made.drafts)
    assert made.notes == ()


def test_of_too_many_parts_those_densest_in_key_terms_are_taken_in_order():
    made = RewriteParts(unit="paragraph", queries=2).rewrite(application(), TOOLS)
    assert made.drafts[-1].text == TELLING
    assert "2 of 6 paragraphs" in made.notes[0]


def test_short_parts_make_no_query_and_long_ones_are_cut_at_a_word():
    made = RewriteParts(unit="paragraph", min_characters=5, max_characters=100).rewrite(application(), TOOLS)
    assert made.drafts[-1].text == "Fig. 1."
    assert all(len(draft.text) <= 100 for draft in made.drafts)
    assert FILLER.startswith(made.drafts[0].text + " ")


def test_a_case_without_such_parts_is_one_query_and_the_plan_says_so():
    made = RewriteParts(unit="claim").rewrite(make_case("hair dryer with a foldable handle"), TOOLS)
    assert [draft.text for draft in made.drafts] == ["hair dryer with a foldable handle"]
    assert "no claims" in made.notes[0]


def test_of_two_texts_with_the_same_key_terms_the_shorter_one_is_denser():
    texts = [FILLER, TELLING, f"{TELLING} {'qwertyuiop ' * 60}"]
    assert densest(texts, 1, TOOLS.index) == (1,)
    assert densest(texts, 3, TOOLS.index) == (0, 1, 2)
