"""What lies beside a corpus in BEIR layout and is no document: topics, judgments, notes."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_CORPUS = re.compile(r"corpus\.jsonl(?:\.gz)?")
_TOPICS = re.compile(r"(?:.*[-_.])?queries\.jsonl(?:\.gz)?|README.*|LICEN[CS]E.*|SOURCES.*", re.IGNORECASE)


def companions(names: Sequence[str]) -> set[str]:
    """Those of `names` (relative, with forward slashes) that belong to a data set but are no documents.

    A data set's folder is one that holds `corpus.jsonl[.gz]` or, where the corpus lies elsewhere, a folder `qrels`.
    """
    paths = [PurePosixPath(n) for n in names]
    homes = {p.parent for p in paths if _CORPUS.fullmatch(p.name)} | {p.parent.parent for p in paths if p.parent.name == "qrels"}
    return {name for name in names if _is_companion(PurePosixPath(name), homes)}


def _is_companion(path: PurePosixPath, homes: set[PurePosixPath]) -> bool:
    beside = path.parent in homes and _TOPICS.fullmatch(path.name) is not None
    return beside or any(home / "qrels" in path.parents for home in homes)
