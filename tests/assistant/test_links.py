"""Links lead into our own viewer, or to the office's public page."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from assistant.links import Links

LINKS = Links("http://127.0.0.1:8501/")


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (LINKS.document("US7002836"), {"id": "US7002836"}),
        (LINKS.passage("US7002836#claim.1"), {"id": "US7002836", "unit": "claim.1"}),
        (LINKS.passage("US7002836#claim.1", 10, 60), {"id": "US7002836", "unit": "claim.1", "start": "10", "end": "60"}),
        (LINKS.passage("US7002836#claim.1", 0, 60), {"id": "US7002836", "unit": "claim.1", "start": "0", "end": "60"}),
        (LINKS.passage("EP1A1#desc.42@de:5-512"), {"id": "EP1A1", "unit": "desc.42@de", "start": "5", "end": "512"}),
        (LINKS.passage("EP1A1#desc.42-44"), {"id": "EP1A1", "unit": "desc.42-44"}),
        (LINKS.passage("a&b=c d#p3.l12", 1, 2), {"id": "a&b=c d", "unit": "p3.l12", "start": "1", "end": "2"}),
    ],
)
def test_a_link_names_what_the_viewer_opens(link, expected):
    assert link.startswith("http://127.0.0.1:8501/document?")
    assert {k: v[0] for k, v in parse_qs(urlsplit(link).query).items()} == expected


def test_without_a_base_links_are_relative_to_the_app():
    assert Links("").document("US1A") == "/document?id=US1A"


def test_the_public_page_is_espacenets():
    assert urlsplit(LINKS.public("US7002836B2")).hostname == "worldwide.espacenet.com"
