"""Figure of the coding: how far the coders agree."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits import wording
from analysis.exhibits.house import COLORS, STYLE, WIDTH_IN, entitle, nothing, wrapped
from analysis.exhibits.sentences import listed

RELIABLE, TENTATIVE = 0.8, 2 / 3  # of alpha: Krippendorff (2018), Content Analysis, chapter 12
NOTE_IN = 1.9  # width of what is noted under the name of a row


def draw_agreement(released: Released) -> Figure:
    """Each measure of agreement with its interval, over all domains, by domain and by language.

    The table has the rows of ``agreement``, with ``domain`` "all", and of ``agreement_by``, with
    ``domain`` or ``language``. What has no value is told under the name of its row, and why; so is
    a paradox: pairs that agree often while alpha is low.
    """
    study, table = released.study, released.table
    languages = study.labels("interview_languages")
    labels = {"all": "All domains"} | study.labels("domains", short=True)
    labels |= {f"in {language}": f"In {name}" for language, name in languages.items()}
    of_language = table["language"].map("in {}".format, na_action="ignore")
    table = table.assign(row=table["domain"].fillna(of_language))
    rows = [name for name in labels if name in set(table["row"])]
    if table["value"].isna().all():
        return nothing("No judgment was made by two coders, so their agreement is not known")
    unknown = {row: _noted(part, released.hidden_mark) for row, part in table.groupby("row")}
    with plt.style.context(STYLE):
        fig, ax = plt.subplots(figsize=(WIDTH_IN, 0.55 * len(rows) + 1.2), layout="constrained")
        for number, (measure, name) in enumerate(wording.MEASURES.items()):
            part = table[table["measure"].eq(measure)].set_index("row").reindex(rows)
            place = np.arange(len(rows)) + (number - 1) * 0.22
            ax.hlines(place, part["lower"], part["upper"], color=COLORS[number], lw=2)
            ax.plot(part["value"], place, "osD"[number], color=COLORS[number], label=name)
        ax.set_yticks(range(len(rows)), [f"{labels[row]}{unknown[row]}" for row in rows])
        ax.set_ylim(len(rows) - 0.5, -0.5)
        least = min(0, table[["value", "lower"]].min(axis=None))
        ax.set(
            xlim=(least - 0.02, 1.02), xlabel="1: always agree; for AC1 and alpha, 0: as by chance"
        )
        ax.grid(axis="x")
        ax.tick_params(axis="y", length=0)
        fig.legend(loc="outside lower center", ncols=3)
        whole = table[table["row"].eq("all") & table["measure"].eq("alpha")]["value"]
        entitle(
            fig, _strength(whole.iloc[0] if len(whole) else np.nan),
            "Direction of change as judged by two coders or more, with 95 % intervals",
        )  # fmt: skip
    return fig


def _noted(measures: pd.DataFrame, hidden_mark: str) -> str:
    """What a row's reader must know, on lines of its own: a paradox, or why a value is missing."""
    is_paradox = "is_paradox" in measures and measures["is_paradox"].eq(True).any()
    paradox = "\n" + "\n".join(wrapped(wording.PARADOX, NOTE_IN, 10)) if is_paradox else ""
    return paradox or _unknown(measures, hidden_mark)


def _unknown(measures: pd.DataFrame, hidden_mark: str) -> str:
    """Which measures of a row have no value, and why, on a line of its own; nothing if all have."""
    missing = measures[measures["value"].isna()]
    if missing.empty:
        return ""
    if "is_suppressed" in missing and missing["is_suppressed"].any():
        return f"\n{hidden_mark}"
    why = wording.UNDEFINED[missing["undefined"].iloc[0]]
    if len(missing) == len(measures):
        return f"\n{why}"
    names = {"alpha": "alpha", "ac1": "AC1"} | {"percent_agreement": "pairs"}
    return f"\n{listed([names[name] for name in missing['measure']])}: {why}"


def _strength(alpha: float) -> str:
    """Krippendorff's reading of alpha."""
    if np.isnan(alpha):
        return "Agreement on direction beyond chance cannot be measured"
    said = f"(alpha\N{NO-BREAK SPACE}{alpha:.2f}; {TENTATIVE:.2f} for tentative conclusions, "
    said += f"{RELIABLE:g} for reliable ones)"
    if alpha >= RELIABLE:
        return f"Coders agree reliably on direction {said}"
    if alpha >= TENTATIVE:
        return f"Coders agree on direction well enough for tentative conclusions {said}"
    return f"Coders agree too little on direction for one to stand for all {said}"
