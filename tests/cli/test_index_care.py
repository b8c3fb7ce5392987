"""`priorart index withdraw|merge|reembed|prune|backup|restore` and `--generation`, on a real index."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.cli.run import one_line, priorart
from tests.conftest import EMBEDDER

if TYPE_CHECKING:
    from pathlib import Path


def run(*words: object) -> dict:
    done = priorart("index", *words, "--json", "--quiet")
    assert done.code == 0, done.err
    return done.data


@pytest.fixture(scope="module")
def cared_for(small_index: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A copy of the index from which one document was withdrawn; and that document."""
    folder = tmp_path_factory.mktemp("care") / "index"
    shutil.copytree(small_index, folder)
    name = json.loads(priorart("index", "documents", "--index", folder).out.splitlines()[5])["id"]
    data = run("withdraw", name, "--index", folder)
    assert (data["generation"], data["published"], data["ids"]) == (2, True, [name])
    return folder, name


def test_a_withdrawn_document_is_not_shown_but_in_its_generation(cared_for: tuple[Path, str]) -> None:
    """`documents` and `ledger` tell of both generations; `info` lists them."""
    folder, name = cared_for
    for generation, there in ((("--generation", 1), True), ((), False)):
        listed = [json.loads(line)["id"] for line in priorart("index", "documents", "--index", folder, *generation).out.splitlines()]
        assert (name in listed) == there
        ledger = [json.loads(line) for line in priorart("index", "ledger", "--index", folder, *generation).out.splitlines()]
        assert any(row["number"] == name and row["code"] == "withdrawn" for row in ledger) != there
    assert priorart("show", name, "--index", folder).code == 2
    info = run("info", "--index", folder)
    assert [g["generation"] for g in info["generations"]] == [1, 2]
    assert {"generation", "documents", "passages", "shards", "embedder", "bytes"} <= info.keys()
    assert run("verify", "--index", folder, "--generation", 1)["ok"]
    assert "withdraw" in priorart("index", "info", "--index", folder).out


def test_an_unknown_number_is_wrong_usage(cared_for: tuple[Path, str]) -> None:
    """One line that names it; nothing was withdrawn."""
    done = priorart("index", "withdraw", "US99999999", "--index", cared_for[0])
    assert done.code == 2
    assert "US99999999" in one_line(done)


def test_backup_and_restore(cared_for: tuple[Path, str], tmp_path: Path) -> None:
    """The restored index verifies and is the same; a second restore over it is refused."""
    folder, _ = cared_for
    saved = run("backup", tmp_path / "b.tar", "--index", folder)
    assert saved["documents"] == run("info", "--index", folder)["documents"]
    assert run("restore", tmp_path / "b.tar", "--index", tmp_path / "r")["generation"] == saved["generation"]
    assert run("verify", "--index", tmp_path / "r")["ok"]
    assert run("info", "--index", tmp_path / "r")["manifest"] == run("info", "--index", folder)["manifest"]
    assert priorart("index", "restore", tmp_path / "b.tar", "--index", tmp_path / "r", "--quiet").code == 4


def test_merge_and_prune(cared_for: tuple[Path, str], tmp_path: Path) -> None:
    """One shard without the withdrawn document, and then one generation."""
    folder = tmp_path / "index"
    shutil.copytree(cared_for[0], folder)
    assert run("merge", "--index", folder)["shards"] == 1
    assert run("info", "--index", folder)["withdrawn"] == 0
    assert run("prune", "--keep", 2, "--index", folder)["removed"] == [1]
    assert run("prune", "--index", folder) | {"bytes": 0} == {"removed": [2], "kept": [3], "bytes": 0}
    assert run("verify", "--index", folder)["ok"]
    assert priorart("index", "info", "--index", folder, "--generation", 1).code == 2
    hits = priorart("search", "hair dryer", "--recipe", "words", "--index", folder, "--llm", "none", "--json", "--quiet", "--no-record").data["hits"]
    assert hits


def test_reembed_with_the_same_model_does_nothing(cared_for: tuple[Path, str]) -> None:
    """The vectors are there already; without a name it is wrong usage."""
    assert not run("reembed", "--embedder", EMBEDDER, "--index", cared_for[0])["published"]
    assert priorart("index", "reembed", "--index", cared_for[0]).code == 2
