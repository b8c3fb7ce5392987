"""Every system of the table passes the kit, and answers the same from another process."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from eval.beside import open_systems
from eval.systems import SYSTEMS
from indexing.child import child_environment
from indexing.control import Control
from indexing.errors import Cancelled
from tests.house import ROOT
from tests.kits.systems import DEPTH, SystemKit, named, open_collection, patents, system

__all__ = ["patents", "system"]

PROGRAM = """
import json, sys
from pathlib import Path
from eval.beside import open_systems
from eval.opening import open_dataset
from indexing.control import Control
from tests.kits.systems import DEPTH, open_collection

index, dataset, *names = sys.argv[1:]
collection = open_collection(Path(index), open_dataset(Path(dataset), "test"))
systems = open_systems(names, collection)
print(json.dumps([[s.name, s.facts, [s.find(t, DEPTH, Control()).results for t in collection.dataset.topics[:3]]] for s in systems]))
"""


class TestSystems(SystemKit):
    """The kit, over the table."""


def test_another_process_says_and_finds_the_same(patents, small_collection, tmp_path):
    """Facts and results, with another order of sets and dictionaries' hashes."""
    names = [named(name, patents.dataset, tmp_path) for name in SYSTEMS]
    index = patents.index._folder.parents[1]
    command = [sys.executable, "-c", PROGRAM, str(index), str(small_collection / "hairdryer"), *names]
    done = subprocess.run(command, cwd=ROOT, env=child_environment() | {"PYTHONHASHSEED": "4242"}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    here = [[s.name, s.facts, [s.find(t, DEPTH, Control()).results for t in patents.dataset.topics[:3]]] for s in open_systems(names, patents)]
    assert json.loads(json.dumps(here)) == json.loads(done.stdout)


@pytest.mark.parametrize("name", ["bm25s", "langchain-faiss"])
def test_making_ready_is_stopped_when_asked(patents, name):
    """Nothing half-made is kept: the next topic makes it anew."""
    control = Control()
    control.stop.set()
    fresh = open_systems([name], open_collection(patents.index._folder.parents[1], patents.dataset))[0]
    with pytest.raises(Cancelled):
        fresh.find(patents.dataset.topics[0], DEPTH, control)
    assert fresh.find(patents.dataset.topics[0], DEPTH, Control()).results
