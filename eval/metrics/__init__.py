"""Measures that `ir_measures` lacks. `METRICS` are scores, listed by the name they are asked for with (`PRES@100`); `COUNTS` are documents read,
where fewer is better (`FirstRank@100`, `ReadTo(recall=0.8)@1000`).
"""

from indexing.plugins import Table

METRICS = Table("measure", {"PRES": "eval.metrics.pres:pres"})
COUNTS = Table("count", {"FirstRank": "eval.metrics.first_rank:first_rank", "ReadTo": "eval.metrics.read_to:read_to"})
