"""Text never becomes markup, and a mark covers exactly what was quoted."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.parts.markup import Html, join, marked, outside, tag, text
from tests.app.plain import HOSTILE, Shown

TEXTS = st.one_of(st.text(max_size=200), st.sampled_from(HOSTILE), st.text("<>&\"'\r\n \t\u202e\u2066\u2069ab;#/!", max_size=60))
CARRIED = TEXTS.filter(lambda t: "\x00" not in t)  # the parser of the standard library, like every browser, drops NUL


@given(CARRIED)
def test_taking_the_tags_away_gives_the_text_back(value):
    """Escaping loses nothing and adds nothing but the shells of bidirectional controls."""
    shown = Shown(text(value))
    assert shown.text == value
    assert shown.names <= {"bdi"}


@given(CARRIED, st.integers(-5, 220), st.integers(-5, 220))
def test_a_mark_covers_exactly_its_range(value, start, end):
    """`<mark>` holds value[start:end] cut to the text, and the whole stays the stored text."""
    shown = Shown(marked(value, [(start, end)]))
    assert shown.text == value
    assert "".join(shown.marks) == value[max(0, start) : max(0, end)]
    assert len(shown.marks) <= 1


@given(CARRIED, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5))
def test_marks_cover_the_union_of_their_ranges(value, ranges):
    """Ranges that overlap are joined, so that no text is shown twice."""
    inside = {i for s, e in ranges for i in range(s, min(e, len(value)))}
    shown = Shown(marked(value, ranges))
    assert shown.text == value
    assert "".join(shown.marks) == "".join(c for i, c in enumerate(value) if i in inside)


@given(CARRIED)
def test_text_stays_text_wherever_it_is_put(value):
    """As child and as attribute alike, a string opens no tag and no further attribute."""
    shown = Shown(tag("a", value, href="document?id=x", title=value, class_=value))
    assert shown.text == value
    name, attributes = shown.tags[0]
    assert name == "a"
    assert shown.names <= {"a", "bdi"}
    assert set(attributes) == {"href", "title", "class"}
    assert attributes["title"] == value


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_shown_as_it_stands(hostile):
    """Images, scripts, frames and styles in a text load nothing."""
    shown = Shown(tag("p", hostile))
    assert shown.text == hostile
    assert shown.names <= {"p", "bdi"}


def test_a_bidirectional_control_is_named_and_shut_in():
    """What an override would reorder keeps its order: the control stands in an element that isolates it."""
    assert text("a\u202eb") == 'a<bdi class="control" title="U+202E">\u202e</bdi>b'


def test_a_lone_surrogate_becomes_the_replacement_character():
    """A page is UTF-8, which cannot carry it."""
    assert text("a\ud800b") == "a\ufffdb"


@pytest.mark.parametrize("name", ["script", "img", "style", "iframe", "svg", "link", "form"])
def test_tags_that_load_or_act_cannot_be_made(name):
    """The list of tags holds nothing that loads by itself."""
    with pytest.raises(ValueError, match=name):
        tag(name)


@pytest.mark.parametrize("name", ["onclick", "style", "src", "srcset"])
def test_attributes_that_act_cannot_be_made(name):
    """Nor does the list of attributes."""
    with pytest.raises(ValueError, match=name):
        tag("a", **{name: "x"})


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "http://evil.example", "//evil.example", "data:text/html,x", " https://worldwide.espacenet.com/"]
)
def test_links_lead_to_the_viewer_or_a_public_page_only(href):
    """Whatever a record holds as its link."""
    with pytest.raises(ValueError, match="link"):
        tag("a", "x", href=href)
    assert Shown(outside("x", href)).names == {"span"}


def test_a_public_page_is_told_nothing():
    """No referrer, no opener."""
    attributes = Shown(outside("Espacenet", "https://worldwide.espacenet.com/patent/search?q=pn%3DUS1")).tags[0][1]
    assert attributes["rel"] == "noopener noreferrer"


@given(st.lists(CARRIED, max_size=4))
def test_joining_escapes_strings_and_keeps_markup(values):
    """Only what this module made is taken as it is."""
    assert join(values) == "".join(text(v) for v in values)
    assert join([Html("<p></p>"), "<p>"]) == "<p></p>" + html.escape("<p>")
