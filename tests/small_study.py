"""A small study of an invented country, for tests: no raw files but its settings.

``read_study(small_study.write(tmp_path))`` gives it. Three states are studied (``XX-ARB``,
``XX-BEL``, ``XX-COR``), a fourth (``XX-DUN``) is not; two domains, three groups.
"""

from pathlib import Path

import yaml

STATES = """\
state,name_en,name_es,abbreviation,region,tile_row,tile_column
XX-ARB,Zarboria,Zarboria,Zar.,north,1,1
XX-BEL,Bellmark,Belmarca,Bel.,north,1,2
XX-COR,Corland,Corlandia,Cor.,south,2,1
XX-DUN,Dunmoor,Dunmoria,Dun.,south,2,2
"""


def settings() -> dict:
    """What its study.yaml says; a new copy each time."""
    return {
        "title": {"en": "A small study", "es": "Un estudio chico"},
        "provenance": "synthetic",
        "seed": 1,
        "disclaimer": {"en": "Independent work of nobody.", "es": "Trabajo de nadie."},
        "country": {"code": "XX", "name": {"en": "Exland", "es": "Exlandia"}},
        "fieldwork": {"start": "2024-03-01", "end": "2025-05-31"},
        "smallest_cell": 10,
        "questions": [{"id": "what_changed", "en": "What changed?", "es": "¿Qué cambió?"}],
        "states": ["XX-ARB", "XX-BEL", "XX-COR"],
        "domains": [
            {"id": "advocacy", "en": "Worker advocacy", "es": "Defensa", "short": "Advocacy"},
            {"id": "justice", "en": "Labor justice", "es": "Justicia", "short": "Justice"},
        ],
        "groups": [
            {"id": "unions", "en": "Unions", "es": "Sindicatos"},
            {"id": "judges", "en": "Judges", "es": "Jueces"},
            {"id": "firms", "en": "Firms", "es": "Empresas"},
        ],
        "priorities": [{"id": "courts", "en": "Access to courts", "es": "Acceso a tribunales"}],
        "approaches": [
            {"id": "tailored", "en": "Tailored", "es": "A la medida"},
            {"id": "workshop", "en": "Workshops", "es": "Talleres"},
        ],
        "modes": [{"id": "in_person", "en": "In person", "es": "Presencial"}],
        "interview_languages": [{"id": "spanish", "en": "Spanish", "es": "Español"}],
        "interviewer_labels": ["INT", "MOD"],
        "coding": {"assigned_by": "domain"},
        "validation_panels": [
            {"id": "respondents", "en": "People heard", "es": "Personas escuchadas"},
            {"id": "funder", "en": "Funder", "es": "Financiador"},
        ],
        "missing_values": [{"code": "-99", "en": "No answer", "es": "Sin respuesta"}],
        "lasting_levels": [
            {"id": "no", "en": "It will not last", "es": "No va a durar"},
            {"id": "perhaps", "en": "It may last", "es": "Puede durar"},
            {"id": "yes", "en": "It will last", "es": "Va a durar"},
        ],
        "selection_levels": [
            {"id": "valley", "en": "Valley", "es": "Valle"},
            {"id": "country", "en": "Country", "es": "País"},
        ],
        "selection_criteria": [{"id": "reach", "en": "Reach", "es": "Alcance"}],
        "rubric_criteria": [
            {"id": "plausibility", "en": "Plausibility", "es": "Verosimilitud"},
            {"id": "uniqueness", "en": "Uniqueness", "es": "Singularidad"},
        ],
        "rubric_levels": [
            {"id": "low", "en": "Low", "es": "Bajo"},
            {"id": "middling", "en": "Middling", "es": "Medio"},
            {"id": "high", "en": "High", "es": "Alto"},
        ],
        "contribution_claims": [
            {
                "id": "probable",
                "en": "Probable",
                "es": "Probable",
                "lowest": "middling",
                "middle": "high",
                "allows_rival": False,
            },
            {"id": "suggestive", "en": "Suggestive", "es": "Sugerente"},
        ],
        "evidence_strengths": [
            {
                "id": "strong",
                "en": "Strong",
                "es": "Fuerte",
                "supporting": 2,
                "contradicting": 0,
            },
            {"id": "limited", "en": "Limited", "es": "Limitada"},
        ],
    }


def write(folder: Path, **changes: object) -> Path:
    """Write the study into ``folder``/raw, with some of its settings changed; gives ``folder``."""
    reference = folder / "raw" / "reference"
    reference.mkdir(parents=True, exist_ok=True)
    (reference / "states.csv").write_text(STATES, encoding="utf-8")
    text = yaml.safe_dump(settings() | changes, allow_unicode=True, sort_keys=False)
    (folder / "raw" / "study.yaml").write_text(text, encoding="utf-8")
    return folder
