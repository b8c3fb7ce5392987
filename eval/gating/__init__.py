"""The gate: does a recipe still find what it found when its baseline was accepted? See docs/how-to/guard-a-recipe.md."""
