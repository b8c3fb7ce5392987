"""The page of a comparison, read back by a parser."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from lxml import html

from eval.reports.formats.html_page import as_html
from tests.eval.reports.made import HOSTILE, bare, comparison, counting, over


def parsed(result):
    return html.document_fromstring(as_html(result))


def table(page, label):
    """Head and rows of the table in the region called `label`, as text."""
    (region,) = page.xpath(f'//*[@role="region"][@aria-label="{label}"]')
    return [[" ".join(cell.text_content().split()) for cell in row] for row in region.iter("tr")]


def test_means_and_intervals_are_those_of_the_result():
    """Each run's column, each measure's row."""
    result = comparison()
    head, *rows = table(parsed(result), "Means")
    assert head == ["Measure", "one", "two", "three"]
    for measure, *cells in rows:
        for run, cell in zip(result["runs"], cells, strict=True):
            low, high = run["interval"][measure]
            assert re.sub(r"\s", "", cell).endswith(f"{run['mean'][measure]:.3f}{low:.3f}to{high:.3f}")


def test_every_two_runs_stand_in_every_measure():
    """Differences, counts and the p adjusted within the measure."""
    result = comparison()
    page = parsed(result)
    for measure in result["measures"]:
        _, *rows = table(page, f"Every two runs in {measure}")
        wanted = [row for row in result["pairs"] if row["measure"] == measure]
        assert [row[0] for row in rows] == ["two against one", "three against one", "three against two"]
        for row, pair in zip(rows, wanted, strict=True):
            assert float(row[1].replace("\u2212", "-")) == pytest.approx(pair["difference"], abs=5e-4)
            assert [int(cell) for cell in row[3:6]] == [pair["wins"], pair["losses"], pair["ties"]]
            assert float(row[8]) == pytest.approx(pair["p_holm_measure"], abs=5e-5)


def test_the_p_that_was_adjusted_within_the_measure_says_so():
    """It is not the one over all rows."""
    head = table(parsed(comparison()), "Every two runs in R@2")[0]
    assert head[8] == "p (Holm,within themeasure)"


def test_each_topic_has_a_bar_that_names_it():
    """The best first, with both scores and the difference."""
    svg = next(s for s in parsed(comparison()).iter("svg") if "two against one" in s.findtext("title"))
    told = [bar.findtext("title") for bar in svg.iter("rect")]
    assert told == [
        "T2: two 0.500, one 0.000, +0.500",
        "T0: two 0.500, one 0.500, 0.000",
        "T1: two 0.500, one 0.500, 0.000",
        "T3: two 0.500, one 0.500, 0.000",
        "T4: two 0.000, one 0.500, \u22120.500",
    ]
    assert [bar.get("class") for bar in svg.iter("rect")] == ["gain", "tie", "tie", "tie", "loss"]


def test_the_table_beside_the_bars_has_every_topic():
    """With the query, each run's score and what it gained."""
    _, *rows = table(parsed(comparison()), "All topics")
    assert rows[2] == ["T2a lamp 2", "0.000", "0.500+0.500", "0.0000.000"]
    assert len(rows) == 5


def test_missed_documents_have_a_link_where_they_have_a_page():
    """A publication number leads to its public page, any other id is text; rank and grade are told."""
    page = parsed(comparison())
    _, *rows = table(page, "Worst topics of one")
    assert rows[0][:2] == ["T2a lamp 2", "0.000"]
    assert "US7000001 · grade 2 · not retrieved" in rows[0][2]
    assert "odd-2 · grade 1 · not retrieved" in rows[0][2]
    hrefs = {a.text: a.get("href") for a in page.iter("a") if not a.get("href").startswith("#")}
    assert hrefs == {"US7000001": "https://worldwide.espacenet.com/patent/search?q=pn%3DUS7000001"}


def test_nothing_is_fetched_and_nothing_runs():
    """No script, image, style or font from anywhere; links within the page lead somewhere."""
    page = parsed(over())
    assert not list(page.iter("script", "img", "link", "iframe", "object", "base", "form"))
    assert not page.xpath("//@src | //@style | //@onclick | //@onload")
    assert not re.search(r"url\(|@import", as_html(over()))
    ids = Counter(page.xpath("//@id"))
    assert set(ids.values()) == {1}
    assert all(href[1:] in ids for href in page.xpath("//a/@href") if href.startswith("#"))
    assert all(name in ids for name in page.xpath("//@aria-labelledby"))


def test_regions_have_names_of_their_own():
    """A screen reader lists them; with several data sets each says which."""
    labels = parsed(over()).xpath('//*[@role="region"]/@aria-label')
    assert len(labels) == len(set(labels))


def test_hostile_names_and_queries_stay_text():
    """Of a run, a data set, a topic."""
    result = comparison(("one", HOSTILE), query=HOSTILE, name=HOSTILE)
    page = parsed(result)
    assert not list(page.iter("script"))
    assert HOSTILE in page.findtext(".//h1")
    assert table(page, "Means")[0][2] == HOSTILE
    assert not page.xpath('//a[contains(@href, "evil")]')


def test_what_is_not_known_is_left_out():
    """One topic, no data set, no curves, no results, no cost: the page is whole and says so."""
    page = parsed(bare())
    assert len(list(page.iter("svg"))) == 1
    assert table(page, "Every two runs in MRR")[1][-1] == "not shown"
    assert "The run says nothing of how it was made." in page.text_content()
    assert not page.xpath('//*[@aria-label="Slices"]')


def test_a_run_that_reads_less_is_better():
    """The bars and colours go by gain, not by sign."""
    page = parsed(counting())
    svg = next(s for s in page.iter("svg") if "two against one" in (s.findtext("title") or ""))
    first = next(svg.iter("rect"))
    assert first.get("class") == "gain"
    assert "\u2212" in first.findtext("title")


def test_several_data_sets_say_which_count_once():
    """The joint test first, then each set; two that share judgments are one experiment."""
    result = over()
    page = parsed(result)
    assert [h.text for h in page.iter("h2")] == ["All data sets at once", "first", "again", "other"]
    words = " ".join(page.text_content().split())
    assert "first (experiment 1, 5 topics), again (experiment 1, 5 topics), other (experiment 2, 4 topics)" in words
    assert "first and again share topics and judgments: they count once" in words
    _, *rows = table(page, "Joint test in R@2")
    wanted = [row for row in result["joint"]["pairs"] if row["measure"] == "R@2"]
    assert [float(row[6]) for row in rows] == [pytest.approx(row["p_holm"], abs=5e-5) for row in wanted]


def test_the_cost_chart_has_a_point_a_run():
    """Seconds, the mean and its interval in the point's text; a run that does not say what it took has none."""
    result = comparison()
    result["cost"][2]["seconds"] = None
    page = parsed(result)
    (svg,) = [s for s in page.iter("svg") if "by seconds a topic" in s.findtext("title")]
    assert [c.findtext("title").split(":")[0] for c in svg.iter("circle")] == ["one", "two"]
    assert table(page, "Seconds and tokens")[3][2:] == ["not said"] * 5
