"""Two readings of one publication made one document: what the first lacks is taken from the second, what is there is never overwritten.

Sources part a publication: claims in one table and titles in another (PatentsView), bibliography and full text as separate responses (OPS).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexing.model import Patent

PARTS = (
    "office", "number", "kind", "application_number", "language", "titles", "abstracts", "claims", "description", "filing_date", "publication_date",
    "priorities", "cpc", "ipc", "family", "applicants", "inventors", "citations", "drawings",
)  # fmt: skip
"""The fields that one reading may have and another lack. The order is that of the bits of `parts`; add at the end only."""


def parts(patent: Patent) -> int:
    """Which of `PARTS` the document has, a bit each."""
    return sum(1 << n for n, name in enumerate(PARTS) if getattr(patent, name))


def completed(first: Patent, second: Patent) -> Patent:
    """`first` with the parts of `second` that it lacks; the same object where it lacks none of them."""
    lacking = {name: getattr(second, name) for name in PARTS if not getattr(first, name) and getattr(second, name)}
    return replace(first, **lacking) if lacking else first
