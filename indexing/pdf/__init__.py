"""Pages of PDF as text: words, columns, margins, sections, front pages; hidden text; recognition."""
