"""The means of a comparison as LaTeX tables for a paper: booktabs, each mean with its interval beneath it, marks of significance."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from eval.reports.parts import against_baseline, best, sections, set_name, standing
from eval.reports.words import count, figure, p_value, signed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_HEAD = r"% \usepackage{booktabs} in the preamble; in UTF-8, for pdflatex, lualatex and xelatex"
# A star or a bracket at the beginning of a row would be taken for the end of the row before; two hyphens for a dash.
_NAMES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "--": "-{}-",
    "[": "{[}",
    "*": "{*}",
    "\u2212": "$-$",
    **{c: f"\\{c}" for c in "&%$#_"},
}
_SPECIAL = re.compile("|".join(map(re.escape, _NAMES)))
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_MARKS = {1: r"$^{+}$", -1: r"$^{-}$", 0: ""}


def as_latex(result: Mapping[str, Any]) -> str:
    """A table for each data set of what `eval.runs.compare_runs` or `compare_over` returned, and one of the joint test where there is one."""
    parts = sections(result)
    tables = [_means(section, n) for n, section in enumerate(parts, 1)]
    if "joint" in result:
        tables.append(_joint(result["joint"], parts[0]["lower_is_better"]))
    return "\n\n".join([_HEAD, *tables]) + "\n"


def text(value: object) -> str:
    """`value` such that LaTeX prints it as it is, on one line."""
    return _SPECIAL.sub(lambda found: _NAMES[found[0]], _CONTROL.sub(" ", str(value)))


def _means(section: Mapping[str, Any], n: int) -> str:
    against = against_baseline(section)
    runs = section["runs"]
    rows: list[str] = []
    for measure in section["measures"]:
        lower, top = measure in section["lower_is_better"], best(section, measure)
        means = [
            (f"\\textbf{{{figure(run['mean'][measure])}}}" if run["name"] in top else figure(run["mean"][measure]))
            + _MARKS[standing(against.get((run["name"], measure)), lower)]
            for run in runs
        ]
        bounds = ["{{\\scriptsize [{}, {}]}}".format(*map(figure, run["interval"][measure])) for run in runs]
        rows += [_row([text(measure) + (" (less is better)" if lower else ""), *means]), _row(["", *bounds])]
    where = f" on {text(set_name(section))}" if set_name(section) else ""
    caption = (
        f"Means{where} over {count(section['topics'], 'topic')} with 95\\,\\% bootstrap intervals; best in bold."
        f" $^{{+}}$ better and $^{{-}}$ worse than {text(section['baseline'])}: paired randomisation test, Holm within the measure, $p \\le 0.05$."
    )
    return _table(caption, f"tab:means-{n}", "l" + "r" * len(runs), ["Measure", *(text(run["name"]) for run in runs)], rows)


def _joint(joint: Mapping[str, Any], lower: Sequence[str]) -> str:
    rows = [
        _row(
            [
                f"{text(row['b'])} against {text(row['a'])}",
                text(row["measure"]),
                f"{text(signed(row['difference']))}{_MARKS[standing(row, row['measure'] in lower)]}",
                "[{}, {}]".format(*(text(signed(bound)) for bound in row["interval"])),
                text(p_value(row["p"])),
                text(p_value(row["p_holm_measure"])),
            ]
        )
        for row in joint["pairs"]
    ]
    caption = (
        f"All data sets at once: {count(joint['topics'], 'topic')} of {count(joint['experiments'], 'experiment')}; sets that share topics and"
        f" judgments count once ({'; '.join(_experiment(row) for row in joint['datasets'])})."
    )
    head = ["Runs", "Measure", "Difference", "95\\,\\% interval", "$p$", "$p$ (Holm, within the measure)"]
    return _table(caption, "tab:joint", "llrrrr", head, rows)


def _experiment(row: Mapping[str, Any]) -> str:
    return f"{text(row['name'])}: experiment {row['experiment']}"


def _row(cells: Sequence[str]) -> str:
    return " & ".join(cells) + r" \\"


def _table(caption: str, label: str, columns: str, head: Sequence[str], rows: Sequence[str]) -> str:
    lines = [r"\begin{table}", r"\centering", f"\\caption{{{caption}}}", f"\\label{{{label}}}", f"\\begin{{tabular}}{{{columns}}}", r"\toprule"]
    return "\n".join([*lines, _row(head), r"\midrule", *rows, r"\bottomrule", r"\end{tabular}", r"\end{table}"])
