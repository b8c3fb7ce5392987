"""Ways to make a statement of a sentence. `FAITHFUL` keep what it says, `UNFAITHFUL` say what its source does not: the label holds by construction.

Each takes a `Place` and a seeded `random.Random` and gives a `Made`, or None where it does not apply or where its label could be doubted.
"""

from indexing.plugins import Table

FAITHFUL = Table(
    "faithful change",
    {
        "verbatim": "eval.attribution.changes.faithful:verbatim",
        "number as digits": "eval.attribution.changes.faithful:number_as_digits",
        "unit written out": "eval.attribution.changes.faithful:unit_written_out",
        "includes for comprises": "eval.attribution.changes.faithful:includes_for_comprises",
        "reference signs dropped": "eval.attribution.changes.faithful:reference_signs_dropped",
        "cut at a clause": "eval.attribution.changes.faithful:cut_at_a_clause",
        "British spelling": "eval.attribution.changes.faithful:british_spelling",
        "the for said": "eval.attribution.changes.faithful:the_for_said",
    },
)

UNFAITHFUL = Table(
    "unfaithful change",
    {
        "number changed": "eval.attribution.changes.numbers:number_changed",
        "unit changed": "eval.attribution.changes.numbers:unit_changed",
        "negation added": "eval.attribution.changes.negation:negation_added",
        "negation removed": "eval.attribution.changes.negation:negation_removed",
        "opposite": "eval.attribution.changes.relations:opposite",
        "roles swapped": "eval.attribution.changes.relations:roles_swapped",
        "certainty raised": "eval.attribution.changes.relations:certainty_raised",
        "term swapped": "eval.attribution.changes.terms:term_swapped",
        "subject swapped": "eval.attribution.changes.terms:subject_swapped",
        "wrong paragraph, same document": "eval.attribution.changes.paragraphs:same_document",
        "wrong paragraph, similar document": "eval.attribution.changes.paragraphs:similar_document",
        "wrong paragraph, another document": "eval.attribution.changes.paragraphs:another_document",
    },
)
