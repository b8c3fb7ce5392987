"""Systems that are measured beside recipes, each an `eval.protocols.System`. `SYSTEMS` lists them by the name that `--beside` takes.

An entry is called with an `eval.collection.Collection` and what the person gave beside the name: the path of a run, else None.
"""

from indexing.plugins import Table

SYSTEMS = Table(
    "system",
    {
        "bm25s": "eval.systems.bm25s:open_system",
        "langchain-faiss": "eval.systems.langchain_faiss:open_system",
        "brought": "eval.systems.brought:open_system",
    },
)
