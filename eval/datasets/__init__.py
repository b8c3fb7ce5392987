"""Loaders of test collections. `DATASETS` lists them by layout, `RECOGNISERS` what tells by its content whether a path is in that layout."""

from indexing.plugins import Table

DATASETS = Table(
    "data set layout",
    {
        "beir": "eval.datasets.beir:load",
        "parquet": "eval.datasets.parquet:load",
        "quepid": "eval.datasets.quepid:load",
        "clef-ip": "eval.datasets.clef_ip:load",
        "trec": "eval.datasets.trec:load",
    },
)

RECOGNISERS = Table(
    "data set layout",
    {
        "beir": "eval.datasets.beir:recognises",
        "parquet": "eval.datasets.parquet:recognises",
        "quepid": "eval.datasets.quepid:recognises",
        "clef-ip": "eval.datasets.clef_ip:recognises",
        "trec": "eval.datasets.trec:recognises",
    },
)
