"""Who belongs to one family."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from indexing.families import family_keys, same_family
from indexing.model import Patent, PriorityClaim

DAY = dt.date(1996, 7, 31)


def patent(name: str, *claims: PriorityClaim, **fields: object) -> Patent:
    return Patent(id=name, source_id=name, office=name[:2], priorities=claims, **fields)  # type: ignore[arg-type]


def joined(a: Patent, b: Patent) -> bool:
    return same_family(family_keys(a), family_keys(b))


def test_documents_that_claim_one_priority_are_joined_however_their_sources_write_it() -> None:
    docdb = patent("EP1000000A1", PriorityClaim("12345696A", "JP", DAY))
    printed = patent("US6000000A", PriorityClaim("8-123456", "JP", DAY))
    epodoc = patent("DE19812345A1", PriorityClaim("JP19960123456", None, DAY))
    assert family_keys(docdb) == family_keys(printed) == family_keys(epodoc) == ("application JP1996123456",)
    assert joined(docdb, printed)
    assert joined(printed, epodoc)


def test_a_first_filing_is_joined_with_those_that_claim_it() -> None:
    first = patent("JPH10123456A", application_number="特願平8-123456", filing_date=DAY)
    later = patent("US6000000A", PriorityClaim("8-123456", "JP", DAY), application_number="US09123456")
    assert joined(first, later)
    assert joined(later, first)


def test_a_continuation_is_joined_with_its_parent() -> None:
    parent = patent("US7000000B2", application_number="US10123456")
    child = patent("US8000000B2", PriorityClaim("10/123,456", "US", dt.date(2002, 4, 1)), application_number="US12345678")
    assert joined(parent, child)


def test_where_both_have_a_family_id_it_decides() -> None:
    claim = PriorityClaim("12345696A", "JP", DAY)
    a, b, c = patent("EP1A1", claim, family="1"), patent("US2A", claim, family="2"), patent("US3A", claim)
    assert family_keys(a)[-1] == "family 1"
    assert not joined(a, b)
    assert joined(a, c)
    assert joined(b, c)
    assert joined(a, patent("CN3A", family="1"))


def test_a_date_alone_is_no_priority() -> None:
    a, b = patent("US1A", PriorityClaim(date=DAY)), patent("US2A", PriorityClaim(date=DAY))
    assert family_keys(a) == ()
    assert not joined(a, b)


def test_a_number_that_nobody_knows_joins_what_writes_it_the_same_way() -> None:
    a, b = (patent(name, PriorityClaim("12/34-5", "JP", DAY)) for name in ("JP2001000001A", "JP2001000002A"))
    assert joined(a, b)
    assert not joined(a, patent("JP2001000003A", PriorityClaim("12/34-5", "JP", dt.date(1996, 8, 1))))
    assert family_keys(patent("NZ4A", PriorityClaim("X-1", "NZ"))) == ()


def test_the_international_application_joins_its_publications() -> None:
    world = patent("WO2022259205A1", application_number="PCT/IB2022/055385")
    national = patent("EP4000000A1", PriorityClaim("2022055385W", "IB", dt.date(2022, 6, 9)))
    assert joined(world, national)


KEYS = st.lists(st.sampled_from(["family 1", "family 2", "application US12345678", "application EP05012345"]), max_size=3)


@given(KEYS, KEYS)
def test_being_of_one_family_is_mutual(a: list[str], b: list[str]) -> None:
    assert same_family(a, b) == same_family(b, a)
    assert same_family(a, a) == bool(a)
