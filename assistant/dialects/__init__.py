"""The query languages of patent offices and the house's own: each reads a query into the one tree and writes the tree, with notes on what is lost."""

from indexing.plugins import Table

DIALECTS = Table(
    "dialect",
    {
        "pps": "assistant.dialects.pps:PatentPublicSearch",
        "cql": "assistant.dialects.cql:Espacenet",
        "patentscope": "assistant.dialects.patentscope:Patentscope",
        "google": "assistant.dialects.google:GooglePatents",
        "own": "assistant.dialects.own:Own",
    },
)
