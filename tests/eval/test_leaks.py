"""What a topic's text gives away of its answer."""

from __future__ import annotations

import random

import pytest

from eval.leaks import find_leaks, likeness, near_duplicate, number_leak, numbers_in, shingles, twins
from eval.model import Dataset, Topic

ABSTRACT = (
    "A portable hair dryer has a housing with a fan and a heating coil, a handle that folds against the housing when it is not used, "
    "and a switch in the handle that cuts the current as soon as the handle is folded."
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("as shown in US 10,123,456 B2 of the applicant", "US10123456B2"),
        ("see U.S. Pat. No. 4,123,456, which", "US4123456A"),
        ("see United States Patent 4123456.", "US4123456"),
        ("disclosed in Patent No. 412,345 of 1889", "US412345A"),
        ("U.S. Patent Application Publication No. 2005/0004437", "US20050004437A1"),
        ("application Ser. No. 12/345,678, filed", "US12345678"),
        ("reissued as Re. 39,123 E", "USRE39123E1"),
        ("known from EP 0 361 708 A1", "EP361708A1"),
        ("known from EP-A-0 361 708 already", "EP361708A1"),
        ("(WO 99/12345)", "WO1999012345A1"),
        ("WO-A-99/12345", "WO1999012345A1"),
        ("PCT publication WO 2005/123456", "WO2005123456A2"),
        ("特開平8-123456号公報に記載", "JPH08123456A"),
        ("Japanese Patent Laid-Open No. 8-123456", "JPH08123456A"),
        ("ＵＳ４，１２３，４５６", "US4123456A"),
        ("DE 10 2005 012 345 A1", "DE102005012345A1"),
    ],
)
def test_a_number_is_found_in_any_form(text, name):
    assert number_leak(text, [name])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("see U.S. Pat. No. 4,123,457, which", "US4123456A"),
        ("14,123,456 cells", "US4123456A"),
        ("4,123,456,789 cells", "US4123456A"),
        ("a voltage of 361708 V", "EP361708A1"),
        ("in 12 to 45 seconds at 300 degrees", "US4123456A"),
        ("claim 1 to 12, figure 3", "EP12A1"),
        ("", "US4123456A"),
        ("no number at all", "chapter"),
    ],
)
def test_other_figures_are_no_leak(text, name):
    assert number_leak(text, [name]) is None


def test_the_numbers_in_a_text_are_told_with_their_words():
    found = numbers_in("unlike EP 1 234 567 B1 or US 6,331,181, the hose folds")
    assert found["EP1234567"] == "EP 1 234 567 B1"
    assert "US6331181" in found


def test_a_text_and_itself_are_alike_and_two_others_are_not():
    own, other = shingles(ABSTRACT), shingles("A lamp of glass with a foot of brass and a shade of silk that can be turned about the foot.")
    assert likeness(own, own) == (1.0, 1.0)
    assert likeness(own, other) == (0.0, 0.0)
    assert near_duplicate(own, other) is None
    assert near_duplicate(shingles(""), own) is None


def test_a_text_within_a_longer_one_is_a_near_duplicate():
    """Resemblance is low, containment is not."""
    longer = " ".join(f"word{n} is new here" for n in range(60))
    shown = near_duplicate(shingles(ABSTRACT), shingles(f"{longer} {ABSTRACT} {longer}"))
    assert shown
    assert "containment 1.00" in shown


def test_languages_without_blanks_are_compared_by_characters():
    text = "折り畳み可能な取っ手を有するヘアドライヤーであって、筐体内に送風機を備える。"
    assert near_duplicate(shingles(text), shingles(text.replace("備える", "有する")))
    assert not near_duplicate(shingles(text), shingles("光を発するランプであって、ガラス製の笠と真鍮の台座とからなり、高さを調節できる。"))


def test_twins_are_those_that_comparing_all_pairs_finds():
    """The hashing in bands against the plain double loop, over texts of falling likeness."""
    rng = random.Random(5)
    words = [f"w{n}" for n in range(400)]
    texts = {}
    for n in range(30):
        base = rng.choices(words, k=60)
        for m, changes in enumerate((0, 2, 6, 30)):
            changed = list(base)
            for place in rng.sample(range(60), changes):
                changed[place] = rng.choice(words)
            texts[f"t{n}.{m}"] = " ".join(changed)
    found = {(a, b) for a, b, _ in twins(texts)}
    keys = list(texts)
    sets = {key: shingles(text) for key, text in texts.items()}
    expected = {(a, b) for i, a in enumerate(keys) for b in keys[i + 1 :] if likeness(sets[a], sets[b])[0] >= 0.5}
    assert expected
    assert expected <= found
    assert all(near_duplicate(sets[a], sets[b]) for a, b in found)


def test_the_leaks_of_a_data_set_are_listed_by_topic():
    """Numbers and near duplicates of relevant documents only; the topic itself is none."""
    texts = {"EP1000001A1": ABSTRACT, "EP1000002A1": "Something else altogether, of which nothing is said in any of the topics of this set here."}
    topics = (
        Topic("T1", f"{ABSTRACT} It improves on EP 1000002."),
        Topic("T2", "A lamp, unlike that of EP1000002 A1"),
        Topic("EP1000001A1", ABSTRACT),
    )
    qrels = {"T1": {"EP1000001A1": 2, "EP1000002A1": 1}, "T2": {"EP1000002A1": 0}, "EP1000001A1": {"EP1000001A1": 1}}
    found = find_leaks(Dataset("d", "test", topics, qrels), texts.__getitem__)
    assert [(leak.topic, leak.document, leak.kind) for leak in found] == [
        ("T1", "EP1000001A1", "near duplicate"),
        ("T1", "EP1000002A1", "number"),
    ]
    assert [leak.kind for leak in find_leaks(Dataset("d", "test", topics, qrels))] == ["number"]
