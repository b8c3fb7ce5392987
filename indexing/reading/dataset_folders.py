"""What lies beside a corpus in BEIR layout and is no document: topics, judgments, notes."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_CORPUS = re.compile(r"corpus\.jsonl(?:\.gz)?")
_TOPICS = re.compile(r"(?:.*[-_.])?queries\.jsonl(?:\.gz)?|README.*|LICEN[CS]E.*|SOURCES.*", re.IGNORECASE)
JUDGMENTS = "qrels"


def companions(names: Sequence[str]) -> set[str]:
    """Those of `names` (relative, with forward slashes) that belong to a data set but are no documents.

    A data set's folder is one that holds `corpus.jsonl[.gz]` or, where the corpus lies elsewhere, a folder `qrels`.
    """
    paths = [PurePosixPath(n) for n in names]
    homes = {p.parent for p in paths if _CORPUS.fullmatch(p.name)} | {p.parent.parent for p in paths if p.parent.name == JUDGMENTS}
    return {name for name in names if _is_companion(PurePosixPath(name), homes)}


def companions_in(files: Collection[str], folders: Collection[str]) -> set[str]:
    """The same for one folder alone: names among its `files` and `folders` that are no documents."""
    if JUDGMENTS not in folders and not any(_CORPUS.fullmatch(f) for f in files):
        return set()
    return {f for f in files if _TOPICS.fullmatch(f)} | {JUDGMENTS}


def _is_companion(path: PurePosixPath, homes: set[PurePosixPath]) -> bool:
    beside = path.parent in homes and _TOPICS.fullmatch(path.name) is not None
    return beside or any(home / JUDGMENTS in path.parents for home in homes)
