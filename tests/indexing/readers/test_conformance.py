"""Every listed reader, under the kit."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

from indexing.codec import patent_from_json, patent_to_json
from indexing.readers import READERS
from indexing.reading.archives import FileSource
from indexing.reading.sources import read, sources
from tests.kits import readers as kit

if TYPE_CHECKING:
    from pathlib import Path

SAMPLES = [pytest.param(name, path, id=f"{name}-{path.name}") for name, path in kit.all_samples()]


@pytest.mark.parametrize(("name", "path"), SAMPLES)
def test_a_sample_is_recognised_by_its_own_reader_alone(name: str, path: Path) -> None:
    assert kit.recognised_as(path.read_bytes()) == [name]


@pytest.mark.parametrize(("name", "path"), SAMPLES)
def test_every_document_is_well_formed_and_in_the_ledger(name: str, path: Path) -> None:
    found = kit.readings(name, path.read_bytes(), str(path))
    assert found
    for reading in found:
        assert reading.entry.source.startswith(str(path))
        assert reading.patent is not None
        assert reading.entry.number == reading.patent.id
        assert reading.entry.outcome in {"indexed", "warned"}
        assert (reading.entry.code is None) == (reading.entry.outcome == "indexed")
        kit.check_shape(reading.patent)


@pytest.mark.parametrize(("name", "path"), SAMPLES)
def test_documents_are_what_was_checked_by_eye(name: str, path: Path) -> None:
    golden = json.loads(path.with_name(path.name + ".golden.json").read_text(encoding="utf-8"))
    facts = [kit.golden_facts(r.patent) for r in kit.readings(name, path.read_bytes(), path.name) if r.patent]
    assert [{key: found[key] for key in wanted} for found, wanted in zip(facts, golden, strict=True)] == golden


@pytest.mark.parametrize(("name", "path"), SAMPLES)
def test_reading_twice_gives_the_same_bytes(name: str, path: Path) -> None:
    first, second = ([patent_to_json(r.patent) for r in kit.readings(name, path.read_bytes()) if r.patent] for _ in range(2))
    assert first == second
    assert [patent_to_json(patent_from_json(data)) for data in first] == first


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("cut", [0.1, 0.5, 0.97])
def test_a_truncated_sample_ends_in_the_ledger_without_an_exception(name: str, cut: float) -> None:
    data = kit.samples(name)[0].read_bytes()
    found = list(read(kit.bytes_source(data[: int(len(data) * cut)], "cut")))
    assert found
    assert all(r.entry.outcome != "refused" or (r.entry.code and r.entry.reason) for r in found)


@pytest.mark.parametrize("name", READERS)
def test_noise_after_the_head_raises_nothing(name: str) -> None:
    data = kit.samples(name)[0].read_bytes()
    noise = bytes((i * 37 + i // 7) % 256 for i in range(20_000))
    assert list(read(kit.bytes_source(data[:3000] + noise, "noise")))


@pytest.mark.parametrize(("name", "path"), SAMPLES)
def test_a_compressed_sample_reads_the_same(name: str, path: Path, tmp_path: Path) -> None:
    packed = tmp_path / (path.name + ".gz")
    packed.write_bytes(gzip.compress(path.read_bytes()))
    plain = [r.patent.id for r in kit.readings(name, path.read_bytes(), path.name) if r.patent]
    assert [r.patent.id for s in sources([packed]) for r in read(s) if r.patent] == plain


@pytest.mark.parametrize("name", READERS)
def test_no_reader_claims_what_is_none_of_its(name: str) -> None:
    for head in (b"", b"hello", b"\x00" * 512, b"<html></html>", b'{"a": 1}', b"a,b\n1,2\n", b"<?xml version='1.0'?><other/>"):
        assert not kit.reader(name).recognises(head)


def test_a_source_that_cannot_be_opened_is_refused() -> None:
    def fail() -> object:
        raise PermissionError(13, "Permission denied")

    (reading,) = read(FileSource("secret.pdf", fail))  # type: ignore[arg-type]
    assert (reading.entry.outcome, reading.entry.code) == ("refused", "unreadable")
