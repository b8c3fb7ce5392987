"""Readers of patent formats; `READERS` lists them, in the order in which they are asked whether a source is theirs."""

from indexing.plugins import Table

READERS = Table(
    "format",
    {
        "pdf": "indexing.readers.pdf:PdfReader",
        "us-redbook": "indexing.readers.us_redbook:RedbookReader",
        "st36": "indexing.readers.st36:St36Reader",
        "docdb": "indexing.readers.docdb:DocdbReader",
        "ops": "indexing.readers.ops:OpsReader",
        "st96": "indexing.readers.st96:St96Reader",
        "cn-xml": "indexing.readers.cn_xml:ChineseReader",
        "jp-xml": "indexing.readers.jp_xml:JapaneseReader",
        "beir-jsonl": "indexing.readers.beir_jsonl:BeirReader",
    },
)
