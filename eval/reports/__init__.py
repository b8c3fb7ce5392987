"""Reports of runs and of their comparison, for people and for other programs: pages, tables, charts."""
