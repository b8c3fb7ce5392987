"""Readers of patent formats; `READERS` lists them, in the order in which they are asked whether a source is theirs."""

from indexing.plugins import Table

READERS = Table(
    "format",
    {
        "pdf": "indexing.readers.pdf:PdfReader",
        "us-greenbook": "indexing.readers.us_greenbook:GreenbookReader",
        "us-sgml": "indexing.readers.us_sgml:SgmlReader",
        "us-st32-xml": "indexing.readers.us_st32_xml:St32XmlReader",
        "us-pap": "indexing.readers.us_pap:PapReader",
        "us-redbook": "indexing.readers.us_redbook:RedbookReader",
        "beir-jsonl": "indexing.readers.beir_jsonl:BeirReader",
    },
)
