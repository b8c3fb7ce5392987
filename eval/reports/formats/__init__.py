"""Formats of the report of a comparison; `FORMATS` lists them by the suffix of the file. Each is `(result) -> text`."""

from indexing.plugins import Table

FORMATS = Table(
    "report format",
    {
        ".html": "eval.reports.formats.html_page:as_html",
        ".md": "eval.reports.formats.markdown:as_markdown",
        ".json": "eval.reports.formats.json_file:as_json",
        ".tex": "eval.reports.formats.latex:as_latex",
        ".csv": "eval.reports.formats.csv_rows:as_csv",
    },
)
