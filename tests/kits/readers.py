"""The conformance kit of readers: every format of `READERS` must pass it with the samples in `tests/data/formats/<format>`.

Beside a sample may stand `<sample>.golden.json`: what its documents are, checked by eye against the source once.
"""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indexing.model import Reading
from indexing.readers import READERS
from indexing.reading.archives import FileSource
from indexing.reading.sources import HEAD

if TYPE_CHECKING:
    from indexing.model import Patent
    from indexing.protocols import Reader

FORMATS = Path(__file__).parent.parent / "data" / "formats"


def samples(name: str) -> list[Path]:
    """The samples of a format; a format without any fails its kit."""
    folder = FORMATS / name
    found = sorted(p for p in folder.glob("*") if not p.name.endswith(".golden.json")) if folder.is_dir() else []
    assert found, f"put a sample of '{name}' into tests/data/formats/{name}"
    return found


def all_samples() -> list[tuple[str, Path]]:
    return [(name, path) for name in READERS for path in samples(name)]


def reader(name: str) -> Reader:
    made: Reader = READERS.load(name)()
    return made


def bytes_source(data: bytes, label: str = "memory") -> FileSource:
    return FileSource(label, lambda: io.BytesIO(data))


def readings(name: str, data: bytes, label: str = "memory") -> list[Reading]:
    """What the reader makes of `data`: each piece read alone, as the reading process does."""
    one = reader(name)
    pieces = list(one.split(bytes_source(data, label)))
    return [r for piece in pieces for r in ([piece] if isinstance(piece, Reading) else one.read(piece))]


def recognised_as(data: bytes) -> list[str]:
    return [name for name in READERS if reader(name).recognises(data[:HEAD])]


def golden_facts(patent: Patent) -> dict[str, Any]:
    """What a golden file holds of a document."""
    return {
        "id": patent.id,
        "kind": patent.kind,
        "published": str(patent.publication_date),
        "filed": str(patent.filing_date),
        "priority": str(patent.priority_date),
        "title": patent.title,
        "claims": len(patent.claims),
        "first_claim": patent.claims[0].text[:120] if patent.claims else "",
        "dependent": sum(bool(c.depends_on) for c in patent.claims),
        "paragraphs": len(patent.description),
        "first_paragraph": patent.description[0].text[:120] if patent.description else "",
        "headings": len({p.heading for p in patent.description if p.heading}),
        "cpc": list(patent.cpc[:3]),
        "ipc": list(patent.ipc[:3]),
        "citations": len(patent.citations),
        "literature": sum(c.number is None for c in patent.citations),
        "drawings": len(patent.drawings),
        "applicants": list(patent.applicants),
        "inventors": list(patent.inventors[:2]),
    }


def check_shape(patent: Patent) -> None:
    """What holds of every document that any reader makes."""
    assert patent.id
    assert "#" not in patent.id
    assert not any(c.isspace() for c in patent.id)
    units = patent.units()
    assert any(text.strip() for text in units.values())
    for text in units.values():
        assert text == text.strip()
        text.encode()  # no lone surrogate
    for claim in patent.claims:
        assert all(0 < n < claim.number for n in claim.depends_on)
    for part in (patent.titles, patent.abstracts, patent.claims, patent.description):
        assert all(dataclasses.is_dataclass(p) for p in part)
