"""`make bench-index`, the building half: how near the pipeline comes to the bare encoder, what memory it takes as the collection grows, and how it
stands beside a plain LangChain pipeline. Every ratio is taken within one run, on the same passages.

    python -m commands.bench_build --out DIR [--documents N] [--langchain N] [--memory N] [--scale 4] [--made-up-vectors] SOURCE…

Seconds are given by the clock and as processor time of all processes: on a busy machine compare the latter. Written as `bench_build.json` with
the machine's facts; it judges nothing.
"""

from __future__ import annotations

import argparse
import itertools
import json
import resource
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.opening import open_registry
from commands.building_child import memory
from eval.facts import machine, versions
from eval.files import replacing
from indexing.build import build
from indexing.child import child_environment, module_command
from indexing.chunking import embedding_text, passages
from indexing.embedding import open_embedder
from indexing.reading.pool import readings
from settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from indexing.model import Patent
    from indexing.protocols import Embedder

_TICK = 0.1


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds by the clock, and of processor time in this process and its ended children."""

    clock: float
    processor: float


def took(work: Callable[[], object]) -> Took:
    """What `work` takes."""
    begun = (time.monotonic(), _processor())
    work()
    return Took(time.monotonic() - begun[0], _processor() - begun[1])


def _processor() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def patents(sources: list[Path], limit: int) -> Iterator[Patent]:
    """The first documents of the sources."""
    return itertools.islice((r.patent for r in readings(sources) if r.patent), limit)


def texts_of(sources: list[Path], limit: int, embedder: Embedder) -> list[str]:
    """What the pipeline encodes of the first documents: the windows of their passages, sorted by length."""
    wholes = (embedding_text(p, s) for p in patents(sources, limit) for s in passages(p))
    return sorted((whole[a:b] for whole in wholes for a, b in embedder.windows(whole)), key=len)


def speed(sources: list[Path], documents: int, embedder: Embedder) -> dict[str, Any]:
    """Windows a second from sources to a published index, beside the bare encoder on the same windows, half of it before and half after."""
    texts = texts_of(sources, documents, embedder)
    embedder.encode_passages(texts[:32])
    first = took(lambda: embedder.encode_passages(texts[::2]))
    with tempfile.TemporaryDirectory() as folder:
        whole = took(lambda: build(sources, Path(folder) / "index", embedder, limit=documents))
    second = took(lambda: embedder.encode_passages(texts[1::2]))
    bare = Took(first.clock + second.clock, first.processor + second.processor)
    return _beside(len(texts), whole, bare, "bare_encoder") | {"documents": documents}


def _beside(count: int, ours: Took, other: Took, name: str) -> dict[str, Any]:
    return {
        "windows": count,
        "pipeline_per_second": count / ours.clock,
        f"{name}_per_second": count / other.clock,
        "pipeline_per_processor_second": count / ours.processor,
        f"{name}_per_processor_second": count / other.processor,
        "ratio_by_clock": other.clock / ours.clock,
        "ratio_by_processor": other.processor / ours.processor,
    }


def beside_langchain(sources: list[Path], documents: int, embedder: Embedder, model: Path) -> dict[str, Any]:
    """The same documents, cut into the same passages, through LangChain's own parts; its reading and cutting are not counted."""
    from langchain_community.embeddings import HuggingFaceEmbeddings
    from langchain_community.retrievers import BM25Retriever
    from langchain_community.vectorstores import FAISS
    from langchain_core.documents import Document

    made = [Document(embedding_text(p, s), metadata={"id": s.id}) for p in patents(sources, documents) for s in passages(p)]
    embeddings = HuggingFaceEmbeddings(model_name=str(model), model_kwargs={"device": "cpu"}, encode_kwargs={"normalize_embeddings": True})
    embeddings.embed_documents([made[0].page_content])
    embedder.encode_passages([made[0].page_content])
    with tempfile.TemporaryDirectory() as folder:
        ours = took(lambda: build(sources, Path(folder) / "index", embedder, limit=documents))
    theirs = took(lambda: (FAISS.from_documents(made, embeddings), BM25Retriever.from_documents(made)))
    return _beside(len(made), ours, theirs, "langchain") | {"documents": documents}


def memory_growth(sources: list[Path], documents: int, scale: int, out: Path, *, made_up: bool) -> dict[str, Any]:
    """Peak memory of all processes of a build of `documents`, and of `scale` times as many (the same ones under other ids, words turned round)."""
    found: dict[str, Any] = {"documents": documents, "scale": scale, "vectors": "made up" if made_up else "encoded"}
    with tempfile.TemporaryDirectory(dir=out) as folder:
        for times in (1, scale):
            corpus = Path(folder) / f"{times}.jsonl"
            count = _multiplied(sources, documents, times, corpus)
            peak = _peak([str(corpus), str(Path(folder) / f"index{times}"), *(["made-up"] if made_up else [])])
            found[f"times_{times}"] = {"documents": count, "peak_bytes": peak}
    found["growth"] = found[f"times_{scale}"]["peak_bytes"] / found["times_1"]["peak_bytes"]
    return found


def _multiplied(sources: list[Path], documents: int, times: int, corpus: Path) -> int:
    count = 0
    with corpus.open("w", encoding="utf-8") as stream:
        for turn in range(times):
            for patent in patents(sources, documents):
                abstract = patent.abstracts[0].text if patent.abstracts else ""
                row: dict[str, Any] = {"_id": f"{patent.id}-{turn}", "title": patent.title, "text": _turned(abstract, turn)}
                row["claims"] = [_turned(c.text, turn) for c in patent.claims]
                row["description"] = [_turned(p.text, turn) for p in patent.description]
                stream.write(json.dumps(row) + "\n")
                count += 1
    return count


def _turned(text: str, turn: int) -> str:
    words = text.split()
    return " ".join(words[turn:] + words[:turn])


def _peak(arguments: list[str]) -> int:
    """The most bytes that the build and its children held at once."""
    command = module_command("commands.building_child", *arguments)
    child = subprocess.Popen(command, env=child_environment(), stdout=subprocess.DEVNULL)  # noqa: S603 - our own interpreter and module
    peak = 0
    try:
        while child.poll() is None:
            peak = max(peak, memory(child.pid))
            time.sleep(_TICK)
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()
    if child.returncode:
        raise SystemExit(f"the build of the memory measurement ended with {child.returncode}")
    return peak


def main() -> None:
    """Run the benchmark of the command line."""
    parser = argparse.ArgumentParser(prog="python -m commands.bench_build", description="speed and memory of building an index")
    parser.add_argument("sources", nargs="+", type=Path, metavar="SOURCE")
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--documents", type=int, default=2000, help="for the speed (0: leave it out)")
    parser.add_argument("--langchain", type=int, default=500, metavar="N", help="documents beside LangChain (0: leave it out)")
    parser.add_argument("--memory", type=int, default=2000, metavar="N", help="documents of the smaller collection (0: leave it out)")
    parser.add_argument("--scale", type=int, default=4, help="how many times larger the larger one is")
    parser.add_argument("--made-up-vectors", action="store_true", help="encode nothing in the memory measurement, so that it can be large")
    args = parser.parse_args()
    chosen = Settings()
    registry = open_registry(chosen.models)
    embedder = open_embedder(chosen.embedder, registry)
    args.out.mkdir(parents=True, exist_ok=True)
    result: dict[str, Any] = {"machine": machine(), "versions": versions(), "embedder": embedder.identity}
    if args.documents:
        result["speed"] = speed(args.sources, args.documents, embedder)
    if args.langchain:
        result["langchain"] = beside_langchain(args.sources, args.langchain, embedder, registry.path(chosen.embedder))
    if args.memory:
        result["memory"] = memory_growth(args.sources, args.memory, args.scale, args.out, made_up=args.made_up_vectors)
    with replacing(args.out / "bench_build.json") as stream:
        json.dump(result, stream, indent=1)
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
