"""Markdown, LaTeX, CSV and JSON of a comparison, read back."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re

import pytest
from markdown_it import MarkdownIt

from eval.reports.formats import FORMATS
from eval.reports.formats.csv_rows import as_csv
from eval.reports.formats.json_file import as_json
from eval.reports.formats.latex import as_latex
from eval.reports.formats.markdown import as_markdown
from eval.reports.writing import write_reports
from indexing.errors import UsageError
from tests.eval.reports.made import HOSTILE, bare, comparison, counting, over

RESULTS = {"one set": comparison, "three sets": over, "scores alone": bare, "counts": counting}


def tables(result):
    """The tables of the Markdown report as lists of rows of cells' text."""
    found = []
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(as_markdown(result))
    for before, token in itertools.pairwise(tokens):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif before.type in {"th_open", "td_open"}:
            found[-1][-1].append("".join(child.content for child in token.children or () if child.type in {"text", "text_special"}))
    return found


@pytest.mark.parametrize("made", RESULTS.values(), ids=RESULTS)
@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_writes_every_comparison(made, suffix, tmp_path):
    """One set or several, much known or little, counts or shares; the same each time."""
    write_reports(made(), [tmp_path / f"a{suffix}", tmp_path / f"b{suffix.upper()}"])
    text = (tmp_path / f"a{suffix}").read_text()
    assert text.endswith("\n") or suffix == ".html"
    assert text == (tmp_path / f"b{suffix.upper()}").read_text()
    assert not re.search(r"\b(nan|None|Undefined)\b", text)


def test_an_unknown_suffix_is_refused_before_anything_is_written(tmp_path):
    """With those that there are."""
    with pytest.raises(UsageError, match=r"'b\.pdf'") as fault:
        write_reports(comparison(), [tmp_path / "a.json", tmp_path / "b.pdf"])
    assert ".html, .md, .json, .tex, .csv" in str(fault.value.hint)
    assert not list(tmp_path.iterdir())


def test_json_is_the_result():
    """Nothing is lost."""
    result = over()
    assert json.loads(as_json(result)) == result


def test_csv_holds_every_score():
    """A row for each data set, run, topic and measure, with all digits."""
    result = over()
    rows = list(csv.DictReader(io.StringIO(as_csv(result), newline="")))
    told = {(r["dataset"], r["run"], r["topic"], r["measure"]): float(r["value"]) for r in rows}
    wanted = {
        (part["name"], run["name"], topic, measure): value
        for part in result["datasets"]
        for run in part["runs"]
        for topic, scores in run["scores"].items()
        for measure, value in scores.items()
    }
    assert told == wanted
    assert len(rows) == len(wanted)


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\uff1d1"])
def test_a_spreadsheet_computes_no_name(name):
    """An apostrophe stands before what it would take for a formula; commas, quotes and line ends are quoted."""
    rows = list(csv.reader(io.StringIO(as_csv(comparison(("one", name, 'a,"b"\n'))), newline="")))
    assert {row[1] for row in rows[1:]} == {"one", f"'{name}", 'a,"b"\n'}
    assert {len(row) for row in rows} == {5}


def test_markdown_tells_the_figures():
    """Means with intervals; every two runs; missed documents with their pages."""
    result = comparison()
    means, *others = tables(result)
    assert means[0] == ["Measure", "one", "two", "three"]
    for measure, *cells in means[1:]:
        for run, cell in zip(result["runs"], cells, strict=True):
            low, high = run["interval"][measure]
            assert cell.endswith(f"{run['mean'][measure]:.3f} ({low:.3f} to {high:.3f})")
    pairs = next(t for t in others if t[0][0] == "Runs")
    assert [int(cell) for cell in pairs[1][3:6]] == [result["pairs"][0][name] for name in ("wins", "losses", "ties")]
    assert "[US7000001](https://worldwide.espacenet.com/patent/search?q=pn%3DUS7000001) (not retrieved)" in as_markdown(result)


def test_markdown_keeps_hostile_names_as_text():
    """No mark-up, no HTML, no further cell, no link of theirs."""
    result = comparison(("one", HOSTILE), query=HOSTILE, name=HOSTILE)
    text = as_markdown(result)
    assert tables(result)[0][0] == ["Measure", "one", HOSTILE]
    assert all(len({len(row) for row in rows}) == 1 for rows in tables(result))
    rendered = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text)
    assert "<script" not in rendered
    assert 'href="http://evil' not in rendered


def test_markdown_says_which_sets_count_once():
    """In the note of the joint test."""
    assert "first and again share topics and judgments: they count once" in as_markdown(over())


def cells(line):
    """The cells of a row of a LaTeX table."""
    return [cell.strip() for cell in re.split(r"(?<!\\)&", line.removesuffix(r"\\"))]


def test_latex_tables_are_whole():
    """Every row has as many cells as the table has columns, groups and environments close."""
    for made in RESULTS.values():
        text = as_latex(made())
        for columns, body in re.findall(r"\\begin\{tabular\}\{([lr]+)\}(.*?)\\end\{tabular\}", text, re.DOTALL):
            rows = [line for line in body.splitlines() if line.endswith(r"\\")]
            assert {len(cells(row)) for row in rows} == {len(columns)}
        bare_text = re.sub(r"\\[{}]", "", text)
        assert bare_text.count("{") == bare_text.count("}")
        assert text.count(r"\begin{") == text.count(r"\end{")


def test_latex_tells_means_intervals_and_the_best():
    """Each mean with its interval beneath."""
    result = comparison()
    lines = as_latex(result).splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("R@2 "))
    assert re.findall(r"\d\.\d{3}", lines[at]) == [f"{run['mean']['R@2']:.3f}" for run in result["runs"]]
    assert re.findall(r"\d\.\d{3}", lines[at + 1]) == [f"{bound:.3f}" for run in result["runs"] for bound in run["interval"]["R@2"]]
    assert r"\textbf{0.400}" in lines[at]


def test_latex_marks_what_is_more_than_chance():
    """Better with a plus, worse with a minus, for a measure where less is better as well."""
    result = comparison()
    for row, (p, difference) in zip(result["comparisons"], [(0.01, 0.1), (0.01, -0.1), (0.06, 0.1), (0.01, 0.1)], strict=True):
        row.update(p_holm_measure=p, difference=difference)
    result["lower_is_better"] = ["MRR"]
    lines = as_latex(result).splitlines()
    marks = {line.split()[0]: re.findall(r"\^\{([+-])\}", line) for line in lines if line.startswith(("R@2", "MRR"))}
    assert marks == {"R@2": ["+"], "MRR": ["+", "-"]}


def test_latex_prints_special_characters_as_they_are():
    """None of them starts a command, a comment, mathematics or a row's argument."""
    text = as_latex(comparison(("one", HOSTILE, "[2pt]*")))
    head = next(line for line in text.splitlines() if line.startswith("Measure"))
    assert len(cells(head)) == 4
    assert r"\textless{}script\textgreater{}" in head
    assert r"\_\&amp;\%\$\#\{\}\textasciitilde{}\textasciicircum{}\textbackslash{}-{}-" in head
    assert "{[}2pt]{*}" in head
