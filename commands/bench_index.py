"""`make bench-index`, the half about searching: filters, growth to a million passages, opening. Every ratio is taken within one run.

    python -m commands.bench_index --index DIR --dataset DIR --out DIR [--sizes N …] [--queries N]

The engines are measured as an index uses them (facets, vectors, words), over collections of each size made by `commands.bench_collection`. Times
are processor milliseconds a query, medians over queries, filtered and unfiltered by turns, one thread. Recall is against an exact scan of the
float32 vectors; items that tie with the hundredth count as found. Written as `bench-search.json` with the machine's facts; it judges nothing.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from commands.bench_collection import NEAR, QUERY_WORDS, RANDOM, SHARES, Collection, collection, real_vectors, texts
from commands.bench_opening import opening
from eval.facts import machine, versions
from eval.files import replacing
from indexing.classes import above
from indexing.engines.analysers import DEFAULT
from indexing.engines.facets import Facets, write_facets
from indexing.engines.filters import Filters
from indexing.engines.lexical import PASSAGE_FIELDS, Conditions, Entry
from indexing.engines.vectors import Vectors, write_vectors
from indexing.engines.word_index import WordIndex, WordIndexWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

K = 100
LIMIT = K + 32
"""What a search for a hundred asks its engines for (see `indexing.engines.retrieval.widen`)."""
_TIE = 1e-5
_TEXTS = 50_000


def cpu_ms(work: Callable[[], object]) -> float:
    """Processor milliseconds of `work`."""
    start = time.process_time()
    work()
    return 1000 * (time.process_time() - start)


def size_of(folder: Path, pattern: str) -> int:
    """Bytes of the files below `folder`."""
    return sum(p.stat().st_size for p in folder.rglob(pattern) if p.is_file())


class Engines:
    """The engines over one collection, built into `folder`; `built` has processor seconds and bytes a passage of each."""

    def __init__(self, made: Collection, passages: Sequence[str], folder: Path) -> None:
        self.made = made
        self.folder = folder
        parts: dict[str, tuple[str, Callable[[], None]]] = {
            "vectors": ("vectors.*", self._vectors),
            "facets": ("facets.*", lambda: write_facets(folder, made.rows())),
            "words": ("words/*/*", lambda: self._words(passages)),
        }
        self.built: dict[str, dict[str, float]] = {}
        for name, (pattern, build) in parts.items():
            wall = time.monotonic()
            cpu = cpu_ms(build)
            bytes_each = size_of(folder, pattern) / made.count
            self.built[name] = {"cpu_seconds": cpu / 1000, "seconds": time.monotonic() - wall, "bytes_a_passage": bytes_each}
        self.opened = {name: cpu_ms(lambda name=name: self._open(name)) for name in ("vectors", "facets", "words")}  # type: ignore[misc]
        self.opened["first_search_by_meaning"] = cpu_ms(lambda: self.vectors.search(made.queries[0], LIMIT, None))

    def _vectors(self) -> None:
        write_vectors(self.folder, self.made.blocks, self.made.count, self.made.vectors.shape[1], exact=False)

    def _words(self, passages: Sequence[str]) -> None:
        writer = WordIndexWriter(self.folder / "words", PASSAGE_FIELDS)
        for number, classes in enumerate(self.made.class_lists()):
            held = tuple(sorted({term for name in classes for term in above(name)}))
            writer.add(DEFAULT, Entry(number, number, 20000101, "US", held, {"text": passages[number % len(passages)]}, "A1", "en"))
        writer.finish()

    def _open(self, name: str) -> None:
        if name == "vectors":
            self.vectors = Vectors(self.folder)
        elif name == "facets":
            self.facets = Facets(self.folder, SimpleNamespace(documents=self.made.count))  # type: ignore[arg-type]
        else:
            self.words = WordIndex(self.folder / "words", PASSAGE_FIELDS)

    def filters(self) -> Filters:
        """The filters of an index that was just opened: nothing is remembered."""
        info = SimpleNamespace(first_document=0, first_passage=0, documents=self.made.count)
        return Filters(SimpleNamespace(all=[SimpleNamespace(info=info, facets=self.facets)], withdrawn=frozenset()))  # type: ignore[arg-type]

    def selected(self, wanted: Conditions, filters: Filters) -> Any:  # noqa: ANN401 - a selection or none
        """The vectors that a filter leaves, made anew."""
        mask = filters.masks(wanted)[0]
        return None if mask is None else self.vectors.select(mask)

    def by_words(self, text: str, wanted: Conditions, filters: Filters) -> Any:  # noqa: ANN401 - places and scores
        """A search as the index makes it: the text weighed, filtered, the best taken."""
        return self.words.search(self.words.weigh(text, ()), (), wanted, LIMIT, filters.known(wanted, documents=True))


def filters(engines: Engines, products: NDArray[np.float32], asked: Sequence[str]) -> list[dict[str, Any]]:
    """Recall and times at each selectivity, for random and for near filters."""
    found = []
    for kind, names in (("random", RANDOM), ("near", NEAR)):
        for share in SHARES:
            wanted = Conditions(classes=(names[share],))
            mask = engines.made.classes[names[share]]
            known = engines.filters()
            ready = engines.selected(wanted, known)
            times: dict[str, list[float]] = {name: [] for name in ("free", "kept", "anew", "words_free", "words", "words_anew")}
            recalls = []
            for number, (vector, text) in enumerate(zip(engines.made.queries, asked, strict=True)):
                # each search once before it counts: else only the filtered ones would read their candidates from the disk's cache
                recalls.append(recall(engines.vectors.search(vector, LIMIT, ready)[0], products[number], mask))
                engines.vectors.search(vector, LIMIT, None)
                times["free"].append(cpu_ms(lambda v=vector: engines.vectors.search(v, LIMIT, None)))  # type: ignore[misc]
                times["kept"].append(cpu_ms(lambda v=vector: engines.vectors.search(v, LIMIT, ready)))  # type: ignore[misc]  # noqa: B023
                fresh, opened = engines.filters(), engines.filters()
                times["anew"].append(cpu_ms(lambda v=vector: engines.vectors.search(v, LIMIT, engines.selected(wanted, fresh))))  # type: ignore[misc]  # noqa: B023
                engines.by_words(text, wanted, known)
                times["words_free"].append(cpu_ms(lambda t=text: engines.by_words(t, Conditions(), known)))  # type: ignore[misc]  # noqa: B023
                times["words"].append(cpu_ms(lambda t=text: engines.by_words(t, wanted, known)))  # type: ignore[misc]  # noqa: B023
                times["words_anew"].append(cpu_ms(lambda t=text: engines.by_words(t, wanted, opened)))  # type: ignore[misc]  # noqa: B023
            m = {name: statistics.median(values) for name, values in times.items()}
            found.append(
                {
                    "filter": kind,
                    "leaves": share,
                    "recall_at_100": statistics.fmean(recalls),
                    "ms": {"unfiltered": m["free"], "filtered": m["kept"], "filtered_first_time": m["anew"]},
                    "ratio": m["kept"] / m["free"],
                    "ratio_first_time": m["anew"] / m["free"],
                    "words_ms": {"unfiltered": m["words_free"], "filtered": m["words"], "filtered_first_time": m["words_anew"]},
                    "words_ratio": m["words"] / m["words_free"],
                    "words_ratio_first_time": m["words_anew"] / m["words_free"],
                    "both_ratio": (m["kept"] + m["words"]) / (m["free"] + m["words_free"]),
                }
            )
    return found


def recall(places: NDArray[np.int64], products: NDArray[np.float32], mask: NDArray[np.bool_] | None) -> float:
    """How many of the hundred best that are allowed are among the first hundred of `places`."""
    among = products if mask is None else products[mask]
    best = np.partition(among, -K)[-K:] if len(among) > K else among
    return min(1.0, float(np.count_nonzero(products[places[:K]] >= best.min() - _TIE)) / len(best))


def bare(engines: Engines, asked: Sequence[str]) -> dict[str, float]:
    """Milliseconds a query of the engines by themselves: faiss over float32 vectors and tantivy with a parsed query, no filter."""
    import faiss

    with tempfile.TemporaryDirectory(dir=engines.folder) as folder:
        write_vectors(Path(folder), engines.made.blocks, engines.made.count, engines.made.vectors.shape[1], exact=True)
        flat = faiss.read_index(str(Path(folder) / "vectors.faiss"), faiss.IO_FLAG_MMAP_IFC)
        faiss.omp_set_num_threads(1)
        flat.search(engines.made.queries[:1], LIMIT)
        exact = statistics.median(cpu_ms(lambda v=v: flat.search(v.reshape(1, -1), LIMIT)) for v in engines.made.queries)  # type: ignore[misc]
    return {"vectors_float32_exact": exact, "words": statistics.median(bare_words(engines, asked))}


def bare_words(engines: Engines, asked: Sequence[str]) -> Iterator[float]:
    """Milliseconds of tantivy alone: the query is made before, only the search counts."""
    import tantivy

    index = tantivy.Index.open(str(engines.folder / "words" / DEFAULT))
    searcher = index.searcher()
    for text in asked:
        terms = [
            tantivy.Query.boost_query(tantivy.Query.term_query(index.schema, "text", term, "freq"), n)
            for term, n in engines.words.weigh(text, ())[DEFAULT].items()
        ]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        yield cpu_ms(lambda q=query: searcher.search(q, limit=LIMIT, count=False))  # type: ignore[misc]


def measure(made: Collection, passages: Sequence[str], folder: Path) -> dict[str, Any]:
    """All figures of one size."""
    engines = Engines(made, passages, folder)
    asked = [" ".join(passages[-1 - n].split()[:QUERY_WORDS]) for n in range(len(made.queries))]
    products = np.concatenate([made.queries @ block.T for block in made.blocks()], axis=1)
    free = [engines.vectors.search(vector, LIMIT, None)[0] for vector in made.queries]
    by_filter = filters(engines, products, asked)
    opened = opening(made, passages, folder, folder.parent / "index")
    vectors = statistics.median(f["ms"]["unfiltered"] for f in by_filter)
    words = statistics.median(f["words_ms"]["unfiltered"] for f in by_filter)
    return {
        "passages": made.count,
        "real_vectors": made.real,
        "mixtures_of_real_vectors": made.count - made.real,
        "distinct_texts": min(len(passages), made.count),
        "build": engines.built,
        "opening_ms": engines.opened,
        "opening_the_whole_index": opened,
        "recall_at_100": statistics.fmean(recall(places, products[n], None) for n, places in enumerate(free)),
        "ms_a_query": {"vectors": vectors, "words": words, "both": vectors + words},
        "bare_ms_a_query": bare(engines, asked),
        "filters": by_filter,
    }


def lines(result: dict[str, Any]) -> Iterator[str]:
    """The result for a terminal."""
    for size in result["sizes"]:
        ms, alone = size["ms_a_query"], size["bare_ms_a_query"]
        each = sum(part["bytes_a_passage"] for part in size["build"].values())
        build = ", ".join(f"{name} {part['cpu_seconds']:.1f} s" for name, part in size["build"].items())
        yield f"\n{size['passages']:,} passages ({size['real_vectors']:,} real vectors): {each:.0f} bytes each; {build}"
        yield f"  opening {', '.join(f'{name} {value:.2f}' for name, value in size['opening_ms'].items())} ms"
        whole = size["opening_the_whole_index"]
        yield f"  opening the whole index: {whole['cpu_ms']['median']:.1f} ms, the first time {whole['cpu_ms']['first']:.1f}"
        yield f"  a query: vectors {ms['vectors']:.2f} ms (all float32 {alone['vectors_float32_exact']:.2f}), recall {size['recall_at_100']:.4f}"
        yield f"  words {ms['words']:.2f} ms (bare {alone['words']:.2f}); both {ms['both']:.2f} ms"
        for f in size["filters"]:
            yield (
                f"  {f['filter']:<7}{f['leaves']:>6.1%}  recall {f['recall_at_100']:.4f}  time {f['ratio']:.2f} (first {f['ratio_first_time']:.2f})"
                f"  words {f['words_ratio']:.2f} (first {f['words_ratio_first_time']:.2f})  both {f['both_ratio']:.2f}"
            )


def main() -> None:
    """Run the benchmark of the command line."""
    parser = argparse.ArgumentParser(prog="python -m commands.bench_index", description="searching with filters, and how it grows")
    parser.add_argument("--index", required=True, type=Path, help="an index of real documents, for its vectors")
    parser.add_argument("--dataset", required=True, type=Path, help="real documents, for their texts")
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--sizes", nargs="+", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--queries", type=int, default=40)
    args = parser.parse_args()
    real, passages = real_vectors(args.index), texts(args.dataset, _TEXTS)
    sizes = []
    for count in args.sizes:
        args.out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=args.out) as folder:
            made = collection(real, count, args.queries, Path(folder) / "collection.npy")
            (Path(folder) / "engines").mkdir()
            sizes.append(measure(made, passages, Path(folder) / "engines"))
        result = {"machine": machine(), "versions": versions(), "sizes": sizes}
        with replacing(args.out / "bench-search.json") as stream:
            json.dump(result, stream, indent=1)
    print("\n".join(lines(result)))


if __name__ == "__main__":
    main()
