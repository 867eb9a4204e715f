"""The projects: where they work, on what, and what they measured."""

from datetime import datetime

from analysis import vocabulary as words
from analysis.schema.declaring import Field, Table


class Projects(Table):
    """One row per technical-assistance project."""

    project_id: str = Field(description="Project.", unique=True)
    name: str = Field(description="Its name, in the language of the register.")
    approach: str = Field(description="Main way of support.", closed="approaches")
    start: datetime = Field(description="First day of work.")
    end: datetime = Field(description="Last day of work.")


class ProjectDomains(Table):
    """One row per project and domain it works in."""

    project_id: str = Field(description="Project.", refers="projects.project_id")
    domain: str = Field(description="Domain of change.", closed="domains")

    class Config:
        unique = ["project_id", "domain"]


class ProjectStates(Table):
    """One row per project and state it works in."""

    project_id: str = Field(description="Project.", refers="projects.project_id")
    state: str = Field(description="State.", closed="states")

    class Config:
        unique = ["project_id", "state"]


class Monitoring(Table):
    """One row per project, state, indicator and reporting period, as the projects measured it."""

    project_id: str = Field(description="Project.", refers="projects.project_id")
    state: str = Field(description="State.", closed="states")
    indicator_id: str = Field(description="Monitoring indicator.", refers="indicators.indicator_id")
    period: str = Field(
        description="Half-year reported on, as 2024S1.", str_matches=r"^\d{4}S[12]$"
    )
    baseline: float = Field(
        description="Value before the project.", unit="share", ge=0, le=1,
        missing="no baseline was taken",
    )  # fmt: skip
    target: float = Field(
        description="Value aimed at, as last revised.", unit="share", ge=0, le=1,
        missing="no target was set",
    )  # fmt: skip
    target_first: float = Field(
        description="Value aimed at before any revision.", unit="share", ge=0, le=1,
        missing="no target was set",
    )  # fmt: skip
    actual: float = Field(
        description="Value in the period.", unit="share", ge=0, le=1, missing="not reported"
    )
    n_baseline: float = Field(
        description="Cases measured for the baseline.", unit="cases", ge=1, missing="no baseline"
    )
    n_actual: float = Field(
        description="Cases measured in the period.", unit="cases", ge=1, missing="not reported"
    )
    is_baseline_late: bool = Field(
        description="Whether its baseline was taken after the project began."
    )
    is_double_counted: bool = Field(
        description="Whether a project that began earlier reports the same cases."
    )

    class Config:
        unique = ["project_id", "state", "indicator_id", "period"]


class MonitoringNotes(Table):
    """One row per irregularity found in the projects' reports: of a row, a series or a sheet."""

    project_id: str = Field(description="Project.", refers="projects.project_id")
    state: str = Field(description="State.", closed="states", missing="the whole sheet")
    indicator_id: str = Field(
        description="Monitoring indicator.", missing="the whole sheet",
        refers="indicators.indicator_id",
    )  # fmt: skip
    period: str = Field(
        description="Half-year, as 2024S1.", str_matches=r"^\d{4}S[12]$",
        missing="the whole series or sheet",
    )  # fmt: skip
    kind: str = Field(description="What is irregular.", closed=words.IRREGULARITIES)

    class Config:
        unique = ["project_id", "state", "indicator_id", "period", "kind"]
