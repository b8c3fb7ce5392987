"""The table of law: whole, in force when it says, and refused with the rule's name where it is wrong."""

from __future__ import annotations

import datetime as dt
from importlib import resources

import pytest

from assistant.legal.assess import assess
from assistant.legal.effective import effective_date
from assistant.legal.law import law_from_text, load_law
from assistant.legal.law_file import CONDITIONS
from assistant.legal.model import Dates
from indexing.errors import InputError, UsageError
from tests.assistant.legal.hand_worked import CASES, dates, effective

SHIPPED = resources.files("assistant.legal").joinpath("law.toml").read_text("utf-8")

OWN = """
version = 1
[systems.de]
title = "Patentgesetz"
sources = ["PatG § 3"]
[systems.de.priority]
months = 12
restoration = 2
chain = false
source = "PatG § 41"
[[rules]]
system = "de"
id = "de.3-1"
when = ["published-before"]
code = "published_before"
prior_art = "yes"
text = "made available before"
reason = "published {published}, before {effective} (PatG § 3(1))"
source = "PatG § 3(1)"
[[rules]]
system = "de"
id = "de.3-2"
when = ["office:DE,EP,WO", "earliest-before"]
code = "earlier_filed"
category = "E"
prior_art = "yes"
text = "earlier application that takes effect in Germany"
reason = "of {earliest}, published {published} (PatG § 3(2))"
source = "PatG § 3(2)"
[[rules]]
system = "de"
id = "de.too-late"
when = ["published-from"]
code = "too_late"
prior_art = "no"
text = "neither"
reason = "published {published}, not before {effective}"
source = "PatG § 3"
"""


def test_every_rule_of_the_shipped_table_names_its_source_and_states_its_condition():
    law = load_law()
    assert set(law.systems) == {"epc", "pct", "us"}
    rules = [rule for system in law.systems.values() for rule in system.rules]
    assert len({rule.id for rule in rules}) == len(rules) >= 40
    assert all(rule.source and len(rule.text.split()) >= 2 for rule in rules)


def test_every_condition_that_a_rule_may_name_is_used_by_the_shipped_table():
    used = {c.name for system in load_law().systems.values() for rule in system.rules for c in rule.conditions}
    assert used == set(CONDITIONS)


def test_rules_apply_while_they_are_in_force():
    rules = {rule.id: rule for rule in load_law().system("us").rules}
    last, first = dt.date(2013, 3, 15), dt.date(2013, 3, 16)
    assert rules["us.old-102a"].in_force(last)
    assert not rules["us.old-102a"].in_force(first)
    assert rules["us.102b1"].in_force(first)
    assert not rules["us.102b1"].in_force(last)


def test_an_office_may_give_a_table_of_its_own(tmp_path):
    path = tmp_path / "german.toml"
    path.write_text(OWN, "utf-8")
    system = load_law(path).system("de")
    case = effective_date(Dates(filed=dt.date(2015, 6, 1)), system)
    status = assess(case, Dates(dt.date(2015, 10, 29), dt.date(2014, 4, 28), office="DE"), system)
    assert (status.code, status.prior_art, status.rules) == ("earlier_filed", "yes", ("de.3-2",))


def test_an_unknown_system_is_answered_with_the_nearest():
    with pytest.raises(UsageError, match="epc"):
        load_law().system("epo")


def test_a_missing_file_is_a_wrong_usage(tmp_path):
    with pytest.raises(UsageError, match=r"no\.toml"):
        load_law(tmp_path / "no.toml")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("published-before", "published-bevore", "unknown condition"),
        ('"office:DE,EP,WO"', '"office:Germany"', "Germany"),
        ('"office:DE,EP,WO"', '"office"', "after a colon"),
        ('"office:DE,EP,WO"', '"filed-since:2014-13-01"', "de.3-2"),
        ('code = "earlier_filed"', 'code = "between"', "between"),
        ('code = "earlier_filed"', 'code = "never"', "de.3-2"),
        ('category = "E"', 'category = "X"', "de.3-2"),
        ("{earliest}", "{soonest}", "soonest"),
        ("{earliest}", "{earliest.year}", "earliest.year"),
        ('id = "de.3-2"', 'id = "de.3-1"', "two rules"),
        ('system = "de"\nid = "de.3-2"', 'system = "fr"\nid = "de.3-2"', "fr"),
        ('when = ["published-from"]', 'when = ["published-before"]', "all that is left"),
        ("version = 1", "version = 2", "version"),
        ("version = 1", "version = ", "line"),
        ('source = "PatG § 3(2)"', 'source = "PatG § 3(2)"\nurl = "x"', "url"),
        ("months = 12", "months = -1", "months"),
    ],
)
def test_a_fault_in_a_table_is_refused_and_named(old, new, words):
    assert old in OWN
    with pytest.raises(InputError, match=words.replace(".", r"\.")) as fault:
        law_from_text(OWN.replace(old, new, 1), "office.toml")
    assert "office.toml" in fault.value.message


def test_each_shipped_rule_decides_some_hand_worked_case():
    decided = set()
    for case in CASES:
        decided |= set(assess(effective(case), dates(case["hit"]), load_law().system(case["system"])).rules)
    assert decided == {rule.id for system in load_law().systems.values() for rule in system.rules}
