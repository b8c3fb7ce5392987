"""`priorart eval answers` and `compare-answers` as a person uses them."""

from __future__ import annotations

from tests.cli.run import one_line, priorart


def test_answers_are_measured_and_compared_at_the_terminal(small_index, small_collection, tmp_path):
    """JSON or a table; the folder holds the three files; two folders are compared."""
    line = ["eval", "answers", "--dataset", small_collection / "hairdryer", "--index", small_index, "--recipe", "words", "--llm", "none"]
    line += ["--unanswerable", "1", "--topics", "2", "--quiet"]
    made = priorart(*line, "--out", tmp_path / "a", "--outside", small_collection / "us", "--json")
    assert made.code == 0, made.err
    assert made.data["counts"]["answers"] == 2
    assert [row["kind"] for row in made.data["unanswerable"] if row["cases"]][-1] == "outside"
    assert {p.name for p in (tmp_path / "a").iterdir()} == {"answers.jsonl", "metrics.json", "report.html", "journal.jsonl"}
    told = priorart(*line, "--out", tmp_path / "b")
    assert "citation recall" in told.out
    assert "nothing to answer from" in told.out
    compared = priorart("eval", "compare-answers", tmp_path / "a", tmp_path / "b", "--out", tmp_path / "c.html")
    assert compared.code == 0, compared.err
    assert "against a" in compared.out
    assert (tmp_path / "c.html").is_file()


def test_an_unknown_judge_is_one_line(small_index, small_collection, tmp_path):
    """Neither in the table nor a language model."""
    line = ["eval", "answers", "--dataset", small_collection / "hairdryer", "--index", small_index, "--out", tmp_path / "a", "--quiet"]
    for judge in ("wrods", "none"):
        refused = priorart(*line, "--judge", judge)
        assert refused.code == 2
        assert one_line(refused)
    assert not (tmp_path / "a").exists()
