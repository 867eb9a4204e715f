"""The invented changes, and the accounts behind them."""

import pandas as pd

from analysis.study import Study
from analysis.synthetic.fieldwork import Size
from analysis.synthetic.streams import Generator, catalogue, of_domain, pick, picks
from analysis.vocabulary import DIRECTIONS, IMPROVED, UNCHANGED, WORSENED

N_ACCOUNTS = {0: 0.2, 1: 0.55, 2: 0.2, 3: 0.05}
OPEN_DOMAIN, NOT_ASKED_WHY = 0.06, 0.08
LINKED, LINKED_TWICE = 0.85, 0.10
EXPECTED = 0.7
COLLECTORS = ("K1", "K2", "K3", "K4")


def changes(study: Study, size: Size, domains: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """One row per change, spread over the domains: what changed, and for the better or not.

    A domain where more sources say worse than better has more negative changes.
    """
    means = domains.set_index("domain")
    rows, told = [], {domain: [] for domain in study.closed("domains")}
    order = [study.domains[number % len(study.domains)] for number in range(size.changes)]
    for number, domain in enumerate(sorted(order, key=study.domains.index), 1):
        up, down = (means.loc[domain.id, f"mean_{d}"] for d in (IMPROVED, WORSENED))
        entry, again = _entry(domain.id, bool(rng.random() < up / (up + down)), told[domain.id])
        told[domain.id].append(entry)
        mark = f" ({again + 1})" if again else ""
        rows.append(
            {"change_id": f"C{number:02}", "title_es": entry["es"].format(es=domain.es) + mark,
             "title_en": entry["en"].format(en=domain.en) + mark, "domain": domain.id,
             "outcome_type": entry["type"], "is_expected": bool(rng.random() < EXPECTED),
             "is_positive": entry["positive"]}
        )  # fmt: skip
    return pd.DataFrame(rows)


def _entry(domain: str, positive: bool, told: list[dict]) -> tuple[dict, int]:
    """A change of this kind told least often so far, and how often it was."""
    entries = of_domain(catalogue()["changes"], domain)
    alike = [entry for entry in entries if entry["positive"] == positive]
    return min(((entry, told.count(entry)) for entry in alike), key=lambda found: found[1])


def accounts(
    sources: pd.DataFrame, judgements: pd.DataFrame, stories: pd.DataFrame, rng: Generator
) -> pd.DataFrame:
    """One row per account: about a domain its source raised, or open.

    ``stories`` has one row per ``source_id`` and ``domain`` with ``text``, the story as it was
    told. An open account is not of the transcript, so its words are made up here.
    """
    raised = judgements.groupby("source_id")[["domain", "direction"]].apply(
        lambda rows: list(rows.itertuples(index=False, name=None))
    )
    rows = []
    for source in sources.itertuples(index=False):
        for _ in range(pick(rng, list(N_ACCOUNTS), list(N_ACCOUNTS.values()))):
            told = raised.get(source.source_id, [])
            # What changed makes a story more often than what did not.
            weights = [0.3 if direction == UNCHANGED else 1.0 for _, direction in told]
            is_open = not told or rng.random() < OPEN_DOMAIN
            domain, direction = ("", pick(rng, DIRECTIONS)) if is_open else pick(rng, told, weights)
            why = pick(rng, catalogue()["significance"][direction])
            why = "" if rng.random() < NOT_ASKED_WHY else why
            rows.append(
                (
                    source.source_id,
                    domain,
                    source.state,
                    why,
                    source.date,
                    pick(rng, COLLECTORS),
                    direction,
                )
            )
    columns = ["source_id", "domain", "state", "significance", "date", "collector_id", "direction"]
    table = pd.DataFrame(rows, columns=columns)
    table = table.assign(account_id=[f"A{number:03}" for number in range(1, len(table) + 1)])
    table = table.merge(stories, on=["source_id", "domain"], how="left")
    open_ = [pick(rng, catalogue()["open_stories"][said]) for said in table["direction"]]
    is_open = table["domain"].eq("")
    return table.assign(story=table["text"].mask(is_open, pd.Series(open_, index=table.index)))


def change_accounts(accounts: pd.DataFrame, changes: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """One row per change and account behind it: same domain, same direction.

    A change without any is given one account of its domain, so that none rests on nothing.
    """
    links = set()
    for account in accounts[accounts["direction"].ne(UNCHANGED)].itertuples(index=False):
        alike = changes["domain"].eq(account.domain)
        alike &= changes["is_positive"].eq(account.direction == IMPROVED)
        n = (rng.random() < LINKED) * (1 + (rng.random() < LINKED_TWICE))
        links |= {
            (change, account.account_id)
            for change in picks(rng, list(changes["change_id"][alike]), int(n))
        }
    for change in changes.itertuples(index=False):
        of_domain_ = list(accounts["account_id"][accounts["domain"].eq(change.domain)])
        if change.change_id not in {linked for linked, _ in links} and of_domain_:
            links.add((change.change_id, pick(rng, of_domain_)))
    return pd.DataFrame(sorted(links), columns=["change_id", "account_id"])


def change_priorities(study: Study, changes: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """One row per change and priority it serves, one or two each; none where the study has none."""
    known, rows = study.closed("priorities"), []
    for change in changes.itertuples(index=False):
        own = [p for p in catalogue()["priorities"].get(change.domain, []) if p in known]
        rows += [
            (change.change_id, p) for p in sorted(picks(rng, own or known, int(rng.integers(1, 3))))
        ]
    return pd.DataFrame(rows, columns=["change_id", "priority"])
