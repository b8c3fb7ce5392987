"""Who says whether a text supports a statement (`eval.protocols.Judge`), by name; `eval answers --judge` also takes a language model's name."""

from indexing.plugins import Table

JUDGES = Table("judge", {"words": "eval.answers.judges.words:WordsJudge"})
