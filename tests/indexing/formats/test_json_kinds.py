"""Which reader of JSON a record belongs to."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexing.formats import json_kinds
from tests.kits.readers import recognised_as

NAMES = sorted(
    json_kinds._HUPD
    | json_kinds._ODP
    | json_kinds._TEXTS
    | json_kinds._FACTS
    | {"_id", "publication_number", "application_number", json_kinds.ODP_BAG}
)


@given(st.lists(st.lists(st.sampled_from(NAMES), max_size=8), min_size=1, max_size=3))
def test_no_two_readers_claim_one_file(records: list[list[str]]) -> None:
    for data in (json.dumps([dict.fromkeys(keys, 1) for keys in records]), "\n".join(json.dumps(dict.fromkeys(keys, 1)) for keys in records)):
        assert len(recognised_as(data.encode())) <= 1


@pytest.mark.parametrize(
    ("keys", "kind"),
    [
        ({"_id", "text"}, "beir-jsonl"),
        ({"publication_number", "title_localized"}, "bigquery-json"),
        ({"publication_number", "title", "background", "summary"}, "bigquery-json"),
        ({"application_number", "main_cpc_label", "full_description"}, "hupd-json"),
        ({"applicationMetaData"}, "odp-json"),
        ({"publication_number", "price"}, None),
        ({"title", "abstract"}, None),
    ],
)
def test_the_keys_tell_the_format(keys: set[str], kind: str | None) -> None:
    assert json_kinds.kind_of(frozenset(keys)) == kind
