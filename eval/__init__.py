"""Evaluation: datasets, measures, runs, comparisons, reports. Imports `assistant` and what lies below it."""
