"""Identifiers as people say them and transcribers write them: in figures, in words, or in both.

No telephone can be dialed: no subscriber's number begins with 0. No letter arrives: no post code
begins with 00. Streets and colonies are invented.
"""

import pandas as pd

from analysis.synthetic.streams import Generator, phrases, pick

AREAS = ("33", "55", "81")


def phone(rng: Generator, language: str) -> str:
    """A telephone of ten figures, the subscriber's eight in fours, in pairs, or in words."""
    area, rest = pick(rng, AREAS), f"0{rng.integers(0, 10_000_000):07}"
    pairs = [rest[at : at + 2] for at in range(0, 8, 2)]
    parts = {
        "area": area, "first": rest[:4], "last": rest[4:], "pairs": " ".join(pairs),
        "said": ", ".join(_pair(pair, language) for pair in (area, *pairs)),
    }  # fmt: skip
    return _form("phone", parts, rng, language)


def case_file(rng: Generator, language: str) -> str:
    """The number of a file at a court or a conciliation center, and its year."""
    number, year = int(rng.integers(1, 2_500)), int(rng.integers(2020, 2025))
    parts = {
        "number": number, "padded": f"{number:06}", "year": year, "short_year": f"{year % 100:02}",
        "number_said": in_words(number), "year_said": in_words(year),
    }  # fmt: skip
    return _form("case_file", parts, rng, language)


def address(rng: Generator, language: str) -> str:
    """A street with its number, or a block with its lot, and what is said along with it."""
    names, number = phrases("identifiers")["names"], int(rng.integers(2, 990))
    parts = {
        "street": pick(rng, names["streets"]), "colony": pick(rng, names["colonies"]),
        "number": number, "number_said": in_words(number), "letter": pick(rng, "ABCD"),
        "inside": int(rng.integers(1, 30)), "lot": int(rng.integers(1, 60)),
        "post_code": f"00{rng.integers(100, 1_000)}",
    }  # fmt: skip
    return _form("address", parts, rng, language)


def birth_date(born: pd.Timestamp, rng: Generator, language: str) -> str:
    """A day of birth."""
    parts = {
        "day": born.day, "year": born.year, "figures": f"{born:%d/%m/%Y}",
        "short_figures": f"{born:%d/%m/%y}", "dashes": f"{born:%d-%m-%Y}",
        "iso": f"{born:%Y-%m-%d}",
        "month": phrases("identifiers")["months"][language][born.month - 1],
        "day_said": "primero" if born.day == 1 else in_words(born.day),
        "year_said": in_words(born.year),
        "short_year_said": in_words(born.year % 100 if born.year < 2000 else born.year),
    }  # fmt: skip
    return _form("birth_date", parts, rng, language)


def in_words(number: int) -> str:
    """A whole number below ten thousand in Spanish words. Source: Ortografía (RAE 2010), VIII."""
    numerals = phrases("identifiers")["numerals"]
    small, tens, hundreds = (numerals[size] for size in ("small", "tens", "hundreds"))
    if number < len(small):
        return small[number]
    if number < 100:
        return " y ".join([tens[number // 10], *_rest(number % 10)])
    if number < 1_000:
        return (
            "cien" if number == 100 else " ".join([hundreds[number // 100], *_rest(number % 100)])
        )
    thousands = [] if number < 2_000 else [small[number // 1_000]]
    return " ".join([*thousands, "mil", *_rest(number % 1_000)])


def _rest(number: int) -> list[str]:
    return [in_words(number)] if number else []


def _pair(figures: str, language: str) -> str:
    """Two figures as one number, or one by one where a zero leads and where English is spoken."""
    numerals = phrases("identifiers")["numerals"]
    if language == "in_english":
        return " ".join(numerals["english"][int(figure)] for figure in figures)
    if figures[0] == "0":
        return " ".join(numerals["small"][int(figure)] for figure in figures)
    return in_words(int(figures))


def _form(kind: str, parts: dict[str, object], rng: Generator, language: str) -> str:
    return pick(rng, phrases("identifiers")["forms"][kind][language]).format(**parts)
