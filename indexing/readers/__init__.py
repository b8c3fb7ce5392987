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
        "trec-text": "indexing.readers.trec_text:TrecReader",
        "google-html": "indexing.readers.google_html:GoogleReader",
        "odp-json": "indexing.readers.odp_json:OdpReader",
        "hupd-json": "indexing.readers.hupd_json:HupdReader",
        "bigquery-json": "indexing.readers.bigquery_json:BigQueryReader",
        "st36": "indexing.readers.st36:St36Reader",
        "docdb": "indexing.readers.docdb:DocdbReader",
        "ops": "indexing.readers.ops:OpsReader",
        "st96": "indexing.readers.st96:St96Reader",
        "cn-xml": "indexing.readers.cn_xml:ChineseReader",
        "jp-xml": "indexing.readers.jp_xml:JapaneseReader",
        "beir-jsonl": "indexing.readers.beir_jsonl:BeirReader",
        "patentsview-tsv": "indexing.readers.patentsview_tsv:PatentsViewReader",
        "csv-table": "indexing.readers.csv_table:CsvReader",
    },
)
