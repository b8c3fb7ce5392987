"""Arrays come back as they were, to many readers at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from indexing.arrays import load_array


def test_many_threads_load_what_was_saved(tmp_path):
    file, values = tmp_path / "a.npy", np.arange(7, dtype=np.int32)
    np.save(file, values)
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda n: load_array(file, mmap_mode="r" if n % 2 else None), range(400)))
    assert all(np.array_equal(array, values) for array in found)


def test_a_pickle_is_never_read(tmp_path):
    file = tmp_path / "a.npy"
    np.save(file, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(ValueError, match="pickle"):
        load_array(file)
