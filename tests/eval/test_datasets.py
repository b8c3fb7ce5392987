"""Every layout of data sets passes the kit, and what is special to each."""

from __future__ import annotations

import pytest

from eval.datasets import DATASETS, RECOGNISERS
from tests.kits import datasets as kit


@pytest.mark.parametrize("check", kit.CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("kind", list(DATASETS))
def test_a_layout_passes_the_kit(kind, check, tmp_path):
    check(kind, tmp_path)


def test_every_layout_has_a_maker_and_a_recogniser():
    assert set(kit.MAKERS) == set(DATASETS) == set(RECOGNISERS)
