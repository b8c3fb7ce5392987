"""Exporters of a search and its answer; `EXPORTERS` lists them by format."""

from indexing.plugins import Table

EXPORTERS = Table(
    "export format",
    {
        "json": "assistant.exporters.contract:JsonExporter",
        "text": "assistant.exporters.text:TextExporter",
    },
)
