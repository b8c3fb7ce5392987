"""The committed schema is the one that the table of steps gives."""

from assistant.strategy.recipe_schema import schema_text
from prompts.recipes import SCHEMA_FILE, schema


def test_the_committed_schema_is_generated_from_the_table_of_steps():
    """`python -m assistant.strategy.recipe_schema` has been run after every change of a step."""
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text()


def test_the_schema_is_itself_valid():
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(schema())
