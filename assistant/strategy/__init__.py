"""Recipes at work: from a case to a plan of queries, from a plan to a list that accounts for every candidate."""
