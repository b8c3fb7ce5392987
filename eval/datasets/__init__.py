"""Loaders of test collections; `DATASETS` lists them by layout."""

from indexing.plugins import Table

DATASETS = Table("data set layout", {"beir": "eval.datasets.beir:load"})
