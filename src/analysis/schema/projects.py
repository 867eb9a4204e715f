"""The projects: where they work, on what, and what they measured."""

from datetime import datetime

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
        description="Value aimed at.", unit="share", ge=0, le=1, missing="no target was set"
    )
    actual: float = Field(
        description="Value in the period.", unit="share", ge=0, le=1, missing="not reported"
    )
    n_baseline: float = Field(
        description="Cases measured for the baseline.", unit="cases", ge=1, missing="no baseline"
    )
    n_actual: float = Field(
        description="Cases measured in the period.", unit="cases", ge=1, missing="not reported"
    )

    class Config:
        unique = ["project_id", "state", "indicator_id", "period"]
