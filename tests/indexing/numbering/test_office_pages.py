"""Where an office itself shows a publication."""

from __future__ import annotations

import pytest

from indexing.numbering.office_pages import google_page, office_page


@pytest.mark.parametrize(
    ("identity", "application", "page"),
    [
        ("US9245980B2", None, "https://image-ppubs.uspto.gov/dirsearch-public/print/downloadPdf/9245980"),
        ("US2013085669A1", None, "https://image-ppubs.uspto.gov/dirsearch-public/print/downloadPdf/20130085669"),
        ("USD271583S", None, "https://image-ppubs.uspto.gov/dirsearch-public/print/downloadPdf/D271583"),
        ("USRE47882E1", None, "https://image-ppubs.uspto.gov/dirsearch-public/print/downloadPdf/RE47882"),
        ("WO2014116472A1", None, "https://patentscope.wipo.int/search/en/detail.jsf?docId=WO2014116472"),
        ("DE4446098C2", None, "https://depatisnet.dpma.de/DepatisNet/depatisnet?action=bibdat&docid=DE000004446098C2"),
        ("EP1234567A1", "EP 04714129.8", "https://register.epo.org/application?number=EP04714129"),
        ("KR102967312B1", "10-2025-0118563", "https://doi.org/10.8080/1020250118563"),
    ],
)
def test_the_page_is_the_one_that_the_office_has(identity: str, application: str | None, page: str) -> None:
    assert office_page(identity, application) == page


@pytest.mark.parametrize("identity", ["doc123", "EP1234567A1", "KR102967312B1", "JP2001123456A", "US1", "USPP12345P2"])
def test_where_no_address_is_known_there_is_none(identity: str) -> None:
    assert not office_page(identity)
    assert not office_page(identity, "US 12/345,678")


def test_google_has_docdbs_numbers_in_full_length() -> None:
    assert google_page("US 2001/0000044 A1") == "https://patents.google.com/patent/US20010000044A1/en"
    assert google_page("EP12345B1") == "https://patents.google.com/patent/EP0012345B1/en"
    assert google_page("WO 99/12345 A1") == "https://patents.google.com/patent/WO1999012345A1/en"
    assert not google_page("doc123")
