"""Changes of an index that need no sources: documents withdrawn, shards merged into one, everything embedded anew. Each makes a new generation."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexing.chunking import CHUNKER_VERSION
from indexing.control import Control, Progress
from indexing.engines.analysers import ANALYSER
from indexing.engines.words import write_words
from indexing.errors import UsageError
from indexing.numbers import lookup_keys
from indexing.storage.batches import BatchLine
from indexing.storage.ledger import Notebook
from indexing.storage.merging import Part, merge_parts
from indexing.storage.publishing import LEDGER, Draft, Made, live_generation, open_shards, same_make, writing
from indexing.storage.shard_writer import NewDocument

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from indexing.model import Finding
    from indexing.protocols import Embedder
    from indexing.storage.generation import Generation, ShardInfo
    from indexing.storage.shards import Shards


@dataclass(frozen=True, slots=True)
class ChangeReport:
    """What a change did: the generation that serves now, whether it is a new one, and what it holds. `ids` are the documents withdrawn."""

    generation: int
    published: bool
    documents: int
    passages: int
    shards: int
    ids: tuple[str, ...] = ()


def _report(generation: Generation, live: Generation, ids: Sequence[str] = ()) -> ChangeReport:
    m = generation.manifest
    return ChangeReport(m.generation, generation is not live, m.documents, m.passages, len(m.shards), tuple(ids))


# ---------------------------------------------------------------- withdrawing


def withdraw(numbers: Iterable[str], index_dir: Path, control: Control | None = None) -> ChangeReport:
    """Publish a generation without these documents, named in any form. They come back only in another version (see `build`).

    Their text stays in earlier generations until `prune` removes these, and in the shards until `merge` writes them anew. Raises `UsageError`
    where any of them is unknown; then nothing happens.
    """
    with writing(index_dir, "withdrawing documents"):
        live = live_generation(index_dir)
        same_make(index_dir, live, None)
        base = open_shards(index_dir, live)
        try:
            found = _named(base, list(numbers))
            digests = {name: version[1] for name in found.values() if (version := base.version(name))}
        finally:
            base.close()
        draft = Draft(index_dir, live)
        draft.keep(live.manifest.shards)
        withdrawn = {*base.withdrawn, *found}
        write_words(draft.folder, live.folder, found, (), 0, control or Control())
        book = Notebook(draft.ledger, draft.scratch)
        try:
            book.carry_over(live.folder / LEDGER)
            today = f"{dt.datetime.now(dt.UTC):%Y-%m-%d}"
            for name, digest in sorted(digests.items()):
                book.withdraw(name, digest, f"{name} was withdrawn from the index on {today}")
        finally:
            book.close()
        generation = draft.publish(Made.as_in(live.manifest), live.manifest.shards, withdrawn, "withdraw")
        return _report(generation, live, sorted(found.values()))


def _named(base: Shards, numbers: list[str]) -> dict[int, str]:
    """Ordinal and id of the documents that are called so. Raises `UsageError` for names that nothing, or more than one document, is called."""
    found: dict[int, str] = {}
    unknown = []
    for number in numbers:
        ordinal = base.find(number)
        pairs = [(number, ordinal)] if ordinal is not None else base.all_named(lookup_keys(number))
        if len(pairs) > 1:
            raise UsageError(f"'{number}' names {' and '.join(name for name, _ in pairs)}", "nothing was withdrawn; add the kind code")
        unknown += [] if pairs else [number]
        found |= {place: name for name, place in pairs}
    if unknown or not found:
        raise UsageError(
            "not in the index: " + ", ".join(f"'{number}'" for number in unknown) if unknown else "no number was given",
            "nothing was withdrawn; `priorart index documents` lists what is there",
        )
    return found


# ---------------------------------------------------------------- merging


def merge(index_dir: Path, control: Control | None = None) -> ChangeReport:
    """Publish a generation of one shard without the documents that were withdrawn or replaced; the word indexes are made anew, so that no
    statistics of these remain. What an older program's shard lacks (the citation links) is made of its documents. Where there is nothing to do,
    nothing happens.
    """
    control = control or Control()
    with writing(index_dir, "merging the index"):
        live = live_generation(index_dir)
        same_make(index_dir, live, None)
        base = open_shards(index_dir, live)
        whole = all(shard.store.keeps_links for shard in base.all)
        base.close()
        if len(base.all) <= 1 and not base.withdrawn and whole:
            return _report(live, live)
        draft = Draft(index_dir, live)
        made = Made.as_in(live.manifest)
        parts = [Part(live.folder / "shards" / s.name, s, base.withdrawn) for s in live.manifest.shards]
        shards = (merge_parts(parts, draft.shards, (0, 0), made.dimension, exact=made.exact, control=control),) if live.manifest.documents else ()
        return _report(_publish_anew(draft, made, shards, "merge", control), live)


def _publish_anew(draft: Draft, made: Made, shards: tuple[ShardInfo, ...], change: str, control: Control) -> Generation:
    """Publish these shards, nothing withdrawn, with word indexes made from nothing and the ledger as it was."""
    whole = draft.open(shards, ())
    try:
        write_words(draft.folder, None, (), whole.texts(), sum(s.documents for s in shards), control)
    finally:
        whole.close()
    draft.keep_ledger()
    return draft.publish(made, shards, (), change)


# ---------------------------------------------------------------- embedding anew


def reembed(index_dir: Path, embedder: Embedder, *, exact: bool | None = None, control: Control | None = None) -> ChangeReport:
    """Publish a generation whose vectors are `embedder`'s, from the stored documents: the sources are not needed. One shard, nothing withdrawn.

    Resumes like a build. Where the index has these vectors already, nothing happens.
    """
    control = control or Control()
    with writing(index_dir, "embedding the index anew"):
        live = live_generation(index_dir)
        made = Made.by(embedder, exact=live.manifest.exact if exact is None else exact)
        m = live.manifest
        if made == Made.as_in(m) and (m.chunker, m.analyser) == (CHUNKER_VERSION, ANALYSER):
            return _report(live, live)
        draft = Draft(index_dir, live, ["reembed", made.identity, made.exact])
        base = open_shards(index_dir, live)
        line = BatchLine(draft.batches, 0, 0, embedder, control)
        try:
            for done, new in enumerate(_documents(base), 1):
                control.check()
                line.add(new)
                control.report(Progress("reading", done, live.manifest.documents, "documents"))
            line.flush()
        finally:
            line.close()
            base.close()
        parts = [Part(draft.batches / b.name, b) for b in line.finished]
        shards = (merge_parts(parts, draft.shards, (0, 0), made.dimension, exact=made.exact, control=control),) if parts else ()
        return _report(_publish_anew(draft, made, shards, "reembed", control), live)


def _documents(base: Shards) -> Iterator[NewDocument]:
    """Every document that can be found, as it is stored, in order."""
    for shard in base.all:
        findings = shard.store.findings()
        ahead = next(findings, None)
        for ordinal, name, digest in shard.store.listing():
            mine: list[Finding] = []
            while ahead and ahead[0] <= ordinal:
                mine += [ahead[1]] if ahead[0] == ordinal else []
                ahead = next(findings, None)
            if ordinal not in base.withdrawn:
                version = base.version(name)
                yield NewDocument(base.patent(ordinal), digest, version[2] if version else (), tuple(mine))
