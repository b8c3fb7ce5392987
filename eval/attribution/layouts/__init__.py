"""Readers of labelled pairs. `LAYOUTS` lists them by layout, `RECOGNISERS` what tells by the beginning of a file whether it is in that layout."""

from indexing.plugins import Table

LAYOUTS = Table(
    "layout of labelled pairs",
    {
        "bench": "eval.attribution.layouts.bench:read",
        "begin": "eval.attribution.layouts.begin:read",
        "summedits": "eval.attribution.layouts.summedits:read",
        "refchecker": "eval.attribution.layouts.refchecker:read",
    },
)

RECOGNISERS = Table(
    "layout of labelled pairs",
    {
        "bench": "eval.attribution.layouts.bench:recognises",
        "begin": "eval.attribution.layouts.begin:recognises",
        "summedits": "eval.attribution.layouts.summedits:recognises",
        "refchecker": "eval.attribution.layouts.refchecker:recognises",
    },
)
