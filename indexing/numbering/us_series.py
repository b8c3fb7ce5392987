"""Series codes of US applications (MPEP 503): a serial number of six digits starts anew every few years under the next code.

`US 12/345,678` is series 12, serial 345678. DOCDB and EPODOC write applications of before 2011 with the year of filing instead of the series, so
it is found from the year; where two series share a year, the later one has the low serials.
"""

from __future__ import annotations

# series: first and last year in which applications were given it
_REGULAR = {
    "02": (1925, 1947),
    "03": (1948, 1959),
    "04": (1960, 1969),
    "05": (1970, 1978),
    "06": (1979, 1986),
    "07": (1987, 1993),
    "08": (1993, 1998),
    "09": (1998, 2001),
    "10": (2001, 2004),
    "11": (2004, 2007),
    "12": (2007, 2011),
    "13": (2010, 2013),
    "14": (2013, 2016),
    "15": (2015, 2018),
    "16": (2018, 2021),
    "17": (2020, 2023),
    "18": (2022, 2026),
    "19": (2024, 2030),
}
_PROVISIONAL = {"60": (1995, 2008), "61": (2007, 2013), "62": (2012, 2020), "63": (2020, 2030)}
_DESIGN = {"29": (1992, 2030), "35": (2015, 2030)}
_REEXAMINATION = {"90": (1981, 2030), "95": (2001, 2013), "96": (2012, 2030)}
_ALL = {**_REGULAR, **_PROVISIONAL, **_DESIGN, **_REEXAMINATION}
_HALF = 500_000


def is_series(code: str, year: int | None) -> bool:
    """Whether applications bear this series code, in this year where it is known (a year early or late is forgiven)."""
    if code not in _ALL:
        return False
    first, last = _ALL[code]
    return year is None or first - 1 <= year <= last + 1


def series_in(year: int, serial: int, *, kind: str | None = None) -> str | None:
    """The series of an application of this year and serial; `kind` P: a provisional one, F or S: a design. None before 1925."""
    if kind in {"F", "S"}:
        return "29" if year >= _DESIGN["29"][0] else None
    table = _PROVISIONAL if kind == "P" else _REGULAR
    codes = [code for code, (first, last) in table.items() if first <= year <= last]
    if len(codes) > 1:
        return codes[-1] if serial < _HALF else codes[-2]
    return codes[0] if codes else None
