"""Readers of patent formats; `READERS` lists them, in the order in which they are asked whether a source is theirs."""

from indexing.plugins import Table

READERS = Table(
    "format",
    {
        "pdf": "indexing.readers.pdf:PdfReader",
        "us-redbook": "indexing.readers.us_redbook:RedbookReader",
        "beir-jsonl": "indexing.readers.beir_jsonl:BeirReader",
    },
)
