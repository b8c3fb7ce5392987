"""How good answers are: citations, quotes, support, refusals, cost; `evaluate.evaluate_answers` is what doors call."""
