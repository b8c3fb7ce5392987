"""Grades of relevance from the categories of a search report (WIPO ST.14, paragraph 14; EPC Guidelines B-X, 9.2).

    3   X (N, I)   particularly relevant taken alone: takes away novelty (N) or inventive step (I)
    2   Y          particularly relevant in combination with another document
    1   A          the state of the art; O (oral), P (intermediate) and D (cited in the application) alone; a citation without any category
    –   L, T, E, &  cited for another reason, for the theory, published after the topic's date, a member of another's family: no judgment

Letters come together (`XP`, `A,D`): the highest one counts, and one that is no judgment counts only where it stands alone.
"""

from __future__ import annotations

from eval.topics.choice import letters_of

MEANING = {
    3: "X (or N, I): particularly relevant taken alone",
    2: "Y: particularly relevant in combination",
    1: "A (or O, P, D alone): state of the art; or cited without a category",
}
_GRADE = {"X": 3, "N": 3, "I": 3, "Y": 2, "A": 1, "O": 1, "P": 1, "D": 1}
_NO_JUDGMENT = frozenset("LTE&")


def grade(category: str | None) -> int | None:
    """The grade of a citation with this category; None where it is no judgment of relevance. Unknown letters count as the state of the art."""
    letters = letters_of(category)
    if letters and set(letters) <= _NO_JUDGMENT:
        return None
    return max((_GRADE.get(letter, 1) for letter in letters if letter not in _NO_JUDGMENT), default=1)
