"""Measures that `ir_measures` lacks; `METRICS` lists them by the name they are asked for with (`PRES@100`)."""

from indexing.plugins import Table

METRICS = Table("measure", {"PRES": "eval.metrics.pres:pres"})
