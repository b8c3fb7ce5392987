"""Search records: sealed, chained, shown and checked."""
