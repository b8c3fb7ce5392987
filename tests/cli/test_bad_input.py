"""Bad input: one line that says what is wrong and what to do, the contract's exit code, nothing half-written, nothing else lost."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pypdf import PdfWriter

from tests.cli.run import one_line, priorart
from tests.house import ROOT

GOOD = 20
ASK = ("--llm", "none", "--quiet", "--no-record")


def test_a_missing_index_says_how_to_build_one(tmp_path: Path) -> None:
    done = priorart("search", "hair dryer", "--index", tmp_path / "none", *ASK)
    assert done.code == 4
    assert "priorart index build" in one_line(done)
    assert not (tmp_path / "none").exists()


def test_an_unknown_recipe_is_answered_with_the_nearest(small_index: Path) -> None:
    done = priorart("search", "hair dryer", "--index", small_index, "--recipe", "hybird", *ASK)
    assert done.code == 2
    assert "hybrid" in one_line(done)


@pytest.mark.parametrize("question", ["", "   ", "\n\t"])
def test_an_empty_question_is_refused(small_index: Path, question: str) -> None:
    done = priorart("ask", question, "--index", small_index, *ASK)
    assert done.code == 2
    assert "empty" in one_line(done)


@pytest.mark.parametrize("day", ["yesterday", "20230231", "2023-13-01", "03/04/2005"])
def test_a_date_that_is_none_is_refused(small_index: Path, day: str) -> None:
    done = priorart("search", "hair dryer", "--index", small_index, "--before", day, *ASK)
    assert done.code == 2
    assert day in one_line(done)


def test_a_missing_case_file_is_refused(small_index: Path, tmp_path: Path) -> None:
    done = priorart("search", f"@{tmp_path / 'no.xml'}", "--index", small_index, *ASK)
    assert done.code == 2
    assert "no.xml" in one_line(done)


def test_a_damaged_index_file_is_named_and_refused(small_index: Path, tmp_path: Path) -> None:
    """One flipped bit in a vector file."""
    copy = tmp_path / "index"
    shutil.copytree(small_index, copy)
    victim = max(copy.rglob("*.faiss"), key=lambda p: p.stat().st_size)
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 1
    victim.chmod(0o644)
    victim.write_bytes(data)
    done = priorart("search", "hair dryer", "--index", copy, *ASK)
    assert done.code == 4
    assert victim.name in one_line(done)
    verified = priorart("index", "verify", "--index", copy, "--json")
    assert verified.code == 4
    assert victim.name in verified.data["faults"][0]["file"]


def mixed_folder(tmp_path: Path, collection: Path) -> Path:
    """A folder with good documents, a truncated XML file, an encrypted PDF, and a line of JSON that is none."""
    folder = tmp_path / "mixed"
    folder.mkdir()
    xml = ROOT / "tests/data/formats/us-redbook/US08930553.xml"
    (folder / "truncated.xml").write_bytes(xml.read_bytes()[: xml.stat().st_size // 2])
    pages = PdfWriter(clone_from=ROOT / "tests/data/formats/pdf/us6331181.pdf")
    pages.encrypt("secret", algorithm="RC4-128")
    pages.write(folder / "encrypted.pdf")
    with gzip.open(collection / "us" / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        (folder / "good.jsonl").write_text("".join([line for line in lines if "description" not in line][:GOOD]), "utf-8")
    (folder / "broken.jsonl").write_text('{"_id": "US1", "title": "a", "text": "a lamp"}\n{"_id": "US2", "title": \n', "utf-8")
    return folder


def test_a_folders_other_files_are_indexed_beside_bad_ones(tmp_path: Path, small_collection: Path) -> None:
    """Every bad one is refused with a coded reason and a line; the build says so and ends with 3."""
    done = priorart("index", "build", mixed_folder(tmp_path, small_collection), "--index", tmp_path / "index", "--quiet")
    assert done.code == 3
    assert "Traceback" not in done.err
    ledger = [json.loads(line) for line in priorart("index", "ledger", "--index", tmp_path / "index").out.splitlines()]
    refused = {Path(e["source"].split("!")[0].split(":")[0]).name: e for e in ledger if e["outcome"] == "refused"}
    assert {"truncated.xml", "encrypted.pdf", "broken.jsonl"} <= refused.keys()
    assert all(e["code"] and e["reason"] for e in refused.values())
    assert len([e for e in ledger if e["outcome"] != "refused"]) == GOOD + 1


def test_a_build_of_nothing_but_bad_files_publishes_nothing(tmp_path: Path) -> None:
    (tmp_path / "bad.xml").write_text("<us-patent-grant><us-bibliographic-data-grant>", "utf-8")
    done = priorart("index", "build", tmp_path / "bad.xml", "--index", tmp_path / "index", "--quiet")
    assert done.code == 3
    assert "bad.xml" in one_line(done)
    assert not (tmp_path / "index" / "CURRENT").exists()


def test_a_model_file_with_a_wrong_hash_is_refused(tmp_path: Path, models_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "models"
    shutil.copytree(models_folder / "all-MiniLM-L6-v2", copy / "all-MiniLM-L6-v2")
    weights = copy / "all-MiniLM-L6-v2" / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    monkeypatch.setenv("PRIORART_MODELS", str(copy))
    verified = priorart("models", "verify", "all-MiniLM-L6-v2", "--json")
    assert verified.code == 5
    assert verified.data[0]["ok"] is False
    built = priorart("index", "build", ROOT / "data" / "sample" / "hairdryer", "--index", tmp_path / "index", "--quiet")
    assert built.code == 5
    assert "priorart models pull" in one_line(built)
    assert not (tmp_path / "index" / "CURRENT").exists()


def test_an_endpoint_that_is_down_costs_the_generated_answer_only(small_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hits stay, the answer is extractive, it says why, and the exit code is that of a model's fault."""
    (tmp_path / "priorart.toml").write_text(
        '[llms.office]\nprovider = "openai"\nmodel = "m"\nbase_url = "http://127.0.0.1:9/v1"\ntimeout_seconds = 5\n', "utf-8"
    )
    monkeypatch.chdir(tmp_path)
    done = priorart("ask", "hair dryer with a folding handle", "--index", small_index, "--llm", "office", "--json", "--quiet", "--no-record")
    assert done.code == 5
    assert "127.0.0.1:9" in one_line(done)
    assert done.data["statements"]
    assert done.data["mode"] == "extractive"
    assert any("127.0.0.1:9" in note or "office" in note for note in done.data["answer_notes"])


def test_an_unknown_language_model_is_answered_with_the_nearest(small_index: Path) -> None:
    done = priorart("ask", "hair dryer", "--index", small_index, "--llm", "smollm2", "--quiet", "--no-record")
    assert done.code == 2
    assert "smollm2-135m-instruct" in one_line(done)


def test_wrong_usage_is_one_line() -> None:
    done = priorart("search")
    assert done.code == 2
    assert "--help" in one_line(done)


def test_help_takes_under_half_a_second_of_processor_time() -> None:
    """A bound of the contract, not a benchmark: it is missed tenfold if a vendor is imported."""
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "cli", "--help"], cwd=ROOT, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime) < 0.5


def test_an_interrupted_build_leaves_no_index_and_goes_on(tmp_path: Path, small_collection: Path) -> None:
    """Control-C during a build: exit code 130, nothing published; the same command again finishes."""
    words = [sys.executable, "-m", "cli", "index", "build", str(small_collection / "us"), "--index", str(tmp_path / "index"), "--quiet"]
    process = subprocess.Popen(words, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    time.sleep(2.5)
    process.send_signal(2)
    _, errors = process.communicate(timeout=60)
    assert process.returncode in {0, 130}
    assert "Traceback" not in errors
    assert (process.returncode == 0) == (tmp_path / "index" / "CURRENT").exists()
    assert priorart(*words[3:]).code == 0
