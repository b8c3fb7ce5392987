"""Judges of attribution. `JUDGES` lists them by name; each is opened with a language model, which only those that need one use."""

from indexing.plugins import Table

JUDGES = Table(
    "judge of attribution",
    {
        "rules": "eval.attribution.judges.rules:Rules",
        "overlap": "eval.attribution.judges.overlap:Overlap",
        "llm": "eval.attribution.judges.model:ModelJudge",
    },
)
