"""How the invented people are made to talk, and what slips out of them."""

import re
import unicodedata
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis.synthetic import documents, identifiers, spoken, transcript
from analysis.synthetic.conversation import FIRST_TALK, MORE_TALK, Line, Passage
from analysis.synthetic.documents import Person
from analysis.synthetic.grammar import grow, tidied
from analysis.synthetic.identifiers import Planted
from analysis.synthetic.streams import codebook_words, lists, phrases
from analysis.synthetic.transcript import Habit, suited, written
from analysis.synthetic.voice import Memory, Voice, repeated_share, runs
from analysis.vocabulary import DIRECTIONS

PHRASES = Path(__file__).parents[1] / "src/analysis/synthetic/phrases"
LISTS = {"years": ["dos años", "(tres|tres) años"], "nobody": [""]}


@pytest.fixture
def rng():
    return np.random.default_rng(1)


def said(template, rng, n=40):
    return {grow(template, LISTS, {"state": "Jalisco"}, rng) for _ in range(n)}


# Grammar


def test_a_template_has_every_reading_its_alternatives_allow(rng):
    assert said("(hoy|(ayer|antier)) (|ya) no", rng) == {
        "Hoy no", "Hoy ya no", "Ayer no", "Ayer ya no", "Antier no", "Antier ya no",
    }  # fmt: skip


def test_a_list_and_a_slot_are_filled(rng):
    assert said("hace [years] en {state}", rng) == {
        "Hace dos años en Jalisco", "Hace tres años en Jalisco",
    }  # fmt: skip


def test_an_unknown_list_or_slot_is_an_error(rng):
    for template in ("[months]", "{who}"):
        with pytest.raises(KeyError):
            grow(template, LISTS, {}, rng)


@pytest.mark.parametrize(
    ("rough", "tidy"),
    [
        ("vino  de el  centro , y . ya", "Vino del centro, y. Ya"),
        ("fue a el juzgado de él", "Fue al juzgado de él"),
        ("¿sí? no. ¡claro!", "¿Sí? No. ¡Claro!"),
    ],
)
def test_a_grown_sentence_is_tidied(rough, tidy):
    assert tidied(rough) == tidy


# Repetition


def test_eight_words_make_one_run_and_stops_and_capitals_none():
    assert runs("Uno dos tres, cuatro cinco. Seis siete ocho") == [
        "uno dos tres cuatro cinco seis siete ocho"
    ]
    assert runs("uno dos tres cuatro cinco seis siete") == []


def test_repetition_counts_runs_that_another_text_has():
    nine, eight = "a b c d e f g h i", "b c d e f g h i"
    # Three runs in all; the second of the first text and the only one of the second are one.
    assert repeated_share([nine, eight]) == 2 / 3
    assert repeated_share(["a b c d e f g h a b c d e f g h"]) == 0
    assert repeated_share(["short"]) == 0


def test_a_voice_avoids_what_another_transcript_said(rng):
    memory = Memory()
    memory.add("uno dos tres cuatro cinco seis siete ocho")
    voice = Voice(rng, memory, "unions", {}, {})
    entries = ["uno dos tres cuatro cinco seis siete (ocho|nueve)"]
    assert all(Voice(rng, memory, "", {}, {}).say(entries).endswith("nueve") for _ in range(20))
    assert voice.say(entries).endswith("nueve")


def test_a_voice_repeats_itself_only_when_it_has_nothing_left(rng):
    voice = Voice(rng, Memory(), "unions", {}, {})
    assert sorted(voice.say(["sí", "no", "quizá"], 3).split()) == ["No", "Quizá", "Sí"]
    assert voice.say(["sí", "no", "quizá"]) in ("Sí", "No", "Quizá")


def test_a_voice_says_what_its_group_would_say_and_nothing_of_others(rng):
    entries = [{"by": ["judiciary"], "say": "su señoría"}, {"by": "unions", "say": "compa"}]
    assert {Voice(rng, Memory(), "unions", {}, {}).say(entries) for _ in range(9)} == {"Compa"}


# Transcripts


def test_a_story_is_one_passage_that_spans_turns():
    story, other = Passage("d", "", "improved"), Passage("d", "t", "worsened")
    lines = [
        Line("P1", "empezó", story, before="Mire, "),
        Line("INT", "¿Y?", story),
        Line("P1", "acabó", story),
        Line("P1", "peor", other, after=" Eso."),
    ]
    for time in transcript.TIMES:
        text, found = written(lines, Habit(time))
        (start, end, *_), (other_start, other_end, *_) = found["passages"]
        assert text[start:].startswith("empezó") and text[:end].endswith("acabó")
        assert text[other_start:other_end] == "peor"
        assert found["stories"] == [("d", "Empezó acabó")]


def test_times_grow_and_stand_where_the_transcriber_writes_them():
    lines = [Line("INT", "uno " * 240), Line("P1", "dos")]
    before, after = (written(lines, Habit(time))[0].splitlines() for time in ("before", "after"))
    assert before[0].startswith("[00:00:00] INT: ") and before[1] == "[00:01:41] P1: dos"
    assert after[1] == "P1: dos #00:01:42-4#"


def test_a_heading_stands_above_what_is_said_and_a_subtitle_is_one_line_with_both_times():
    lines = [Line("INT", "uno " * 24), Line("P1", "dos\ntres", Passage("d", "t", "improved"))]
    headed = suited(Habit("none"), transcript.HEADINGS)
    assert written(lines, headed)[0].splitlines()[2:] == ["P1:", "dos", "tres"]
    for kind in (transcript.VTT, transcript.SRT):
        text, found = written(lines, suited(Habit("after"), kind))
        assert text.splitlines()[1] == "[00:00:11.000] P1: dos tres [00:00:11.833]"
        ((start, end, *_),) = found["passages"]
        assert text[start:end] == "dos tres"


def test_what_was_planted_is_found_where_the_truth_says():
    line = Line(
        "P1",
        "llame a Ana",
        before="Pues, ",
        after=" Ya.",
        planted=[Planted(14, 17, "person", "none")],
    )
    text, found = written([Line("INT", "hola"), line], Habit("before"))
    ((start, end, kind, _, value),) = found["planted"]
    assert (text[start:end], kind, value) == ("Ana", "person", "Ana")


# Identifiers


@pytest.mark.parametrize(
    ("check", "published"),
    [
        # Luhn's formula in ISO/IEC 7812-1, annex B.
        (documents.nss_check, "79927398713"),
        # Asociación de Bancos de México, the example of its explanation of the CLABE.
        (documents.clabe_check, "032180000118359719"),
        # The example of python-stdnum, and the specimen of the tax administration.
        (documents.curp_check, "BOXW310820HNERXN09"),
        (documents.rfc_check, "GODE561231GR8"),
        # A firm's has a space before it: the tax administration's own, and the oil company's.
        (documents.rfc_check, " SAT970701NN3"),
        (documents.rfc_check, " PME380607P35"),
    ],
)
def test_published_examples_of_check_digits(check, published):
    assert check(published[:-1]) == published[-1]


@pytest.mark.parametrize("seed", range(20))
def test_documents_pass_an_independent_check(seed):
    rng = np.random.default_rng(seed)
    assert re.fullmatch(r"002\d{15}", documents.clabe(rng))
    person = Person("María Elena", "Peñaloza", "Ocampo", True, pd.Timestamp("1984-05-09"))
    assert re.fullmatch(r"PEOE840509M[A-Z]{2}XCL0\d", documents.curp(person, rng))
    assert re.fullmatch(r"PEOE840509[1-9A-Z]{2}[0-9A]", documents.rfc(person, rng))


@pytest.mark.parametrize(
    ("person", "published"),
    [
        # The specimen of the credential for voting, and the examples of learn.sayari.com.
        (("Margarita", "Gómez", "Velázquez", True, "1980-07-05"), "GMVLMR80070501M100"),
        (("Juan Carlos", "Hernández", "García", False, "1982-05-06"), "HRGRJN82050602H900"),
        (("José Alonso", "Hernández", "García", False, "1982-05-06"), "HRGRAL82050602H900"),
    ],
)
def test_a_voter_key_is_made_as_the_published_ones(person, published, rng):
    *names, born = person
    key = documents.voter_key(Person(*names, pd.Timestamp(born)), rng)
    assert (key[:12], key[14], len(key)) == (published[:12], published[14], len(published))
    assert 1 <= int(key[12:14]) <= 32 and key[15:].isdecimal()


@pytest.mark.parametrize(
    ("firm", "letters"),
    [("Arneses Tres Cruces Nuevas", "ATC"), ("Agrícola Luna de Agua", "ALA"),
     ("Empaques La Garza Azul", "EGA"), ("Troquelados El Zenzontle", "TZE")],
)  # fmt: skip
def test_a_firm_is_registered_by_three_letters_of_its_name_and_its_day(firm, letters, rng):
    number = documents.rfc_firm(firm, pd.Timestamp("1997-07-01"), rng)
    assert re.fullmatch(letters + "970701[1-9A-Z]{2}[0-9A]", number)
    assert documents.rfc_check(f" {number[:-1]}") == number[-1]


@pytest.mark.parametrize("kind", identifiers.KINDS)
def test_every_kind_is_made_and_told_in_a_sentence(kind, rng, monkeypatch):
    monkeypatch.setattr(identifiers, "KINDS", {kind: 1.0})
    study = SimpleNamespace(fieldwork=SimpleNamespace(start=pd.Timestamp("2024-03-01")))
    for _ in range(30):
        text, found = identifiers.sentence(study, rng, group="workers")
        value = text[found.start : found.end]
        assert found.kind == kind and len(value) > 4 and "{" not in text


def test_damage_changes_the_value_or_is_none(rng):
    seen = set()
    for _ in range(300):
        value, damage = identifiers.damaged("Óscar Güemes 0581", rng)
        seen.add(damage)
        assert (value == "Óscar Güemes 0581") == (damage == "none")
        if damage == "nfd":
            assert unicodedata.normalize("NFC", value) == "Óscar Güemes 0581"
        if damage == "line_break":
            assert value.count("\n") == 1
    assert seen == set(identifiers.DAMAGES)


@pytest.mark.parametrize("language", ["sentences", "in_english"])
def test_no_telephone_can_be_dialed(language, rng):
    numbers = [spoken.phone(rng, language) for _ in range(200)]
    in_figures = [re.sub(r"\D", "", number).removeprefix("52") for number in numbers]
    said = [number.split(", ") for number in numbers if not re.search(r"\d", number)]
    assert {(len(figures), figures[2]) for figures in in_figures if figures} == {(10, "0")}
    assert {(len(pairs), pairs[1].split()[0]) for pairs in said} <= {(5, "cero"), (5, "zero")}
    assert said


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "cero"), (16, "dieciséis"), (22, "veintidós"), (31, "treinta y uno"), (40, "cuarenta"),
        (100, "cien"), (101, "ciento uno"), (547, "quinientos cuarenta y siete"), (1_000, "mil"),
        (1_984, "mil novecientos ochenta y cuatro"), (2_024, "dos mil veinticuatro"),
    ],
)  # fmt: skip
def test_numbers_are_said_as_spanish_says_them(number, words):
    assert spoken.in_words(number) == words


@pytest.mark.parametrize(
    ("born", "forms"),
    [
        ("1984-05-03", {
            "3 de mayo de 1984", "3 de mayo del 1984", "03/05/84", "03/05/1984", "03-05-1984",
            "1984-05-03", "tres de mayo de mil novecientos ochenta y cuatro",
            "tres de mayo del ochenta y cuatro", "3 de mayo del ochenta y cuatro",
        }),
        ("2001-01-01", {
            "1 de enero de 2001", "1 de enero del 2001", "01/01/01", "01/01/2001", "01-01-2001",
            "2001-01-01", "primero de enero de dos mil uno", "primero de enero del dos mil uno",
            "1 de enero del dos mil uno",
        }),
    ],
)  # fmt: skip
def test_a_birth_date_is_told_in_figures_and_in_words(born, forms, rng):
    day = pd.Timestamp(born)
    assert {spoken.birth_date(day, rng, "sentences") for _ in range(300)} == forms
    assert f"{day:%B} {day.day}, {day.year}" in {
        spoken.birth_date(day, rng, "in_english") for _ in range(50)
    }


def test_an_address_has_a_number_and_no_post_code_that_exists(rng):
    told = [spoken.address(rng, "sentences") for _ in range(300)]
    words = {spoken.in_words(number) for number in range(1_000)}
    said = [text for text in told if not re.search(r"\d", text)]
    assert said and all(re.match(r"el (.+?) de ", text)[1] in words for text in said)
    codes = [code for text in told for code in re.findall(r"C\.P\. (\d+)", text)]
    assert codes and {(len(code), code[:2]) for code in codes} == {(5, "00")}
    names = phrases("identifiers")["names"]
    assert all(any(n in text for n in names["streets"] + names["colonies"]) for text in told)


@pytest.mark.parametrize("kind", ["voter_key", "rfc_firm", "address", "birth_date"])
def test_these_kinds_are_told_in_many_sentences_that_say_what_they_are(kind):
    frames = phrases("identifiers")["sentences"][kind]
    assert len(set(frames)) >= 10
    named = {
        "voter_key": "clave|credencial|INE", "rfc_firm": "RFC|Hacienda",
        "address": "en {value}|dirección|domicilio|registrado", "birth_date": "nac|Nac",
    }  # fmt: skip
    assert all(re.search(named[kind], frame) for frame in frames)


def test_a_birth_date_never_stands_in_a_note_that_does_not_say_it_is_one(rng, monkeypatch):
    monkeypatch.setattr(identifiers, "IN_NOTE", 1.0)
    study = SimpleNamespace(fieldwork=SimpleNamespace(start=pd.Timestamp("2024-03-01")))
    _, planted = identifiers.into(pd.Series("", range(800)), study, rng)
    assert set(planted["kind"]) == set(identifiers.KINDS) - {"description", "birth_date"}


# Phrases

FILES = sorted(path.relative_to(PHRASES) for path in PHRASES.rglob("*.yaml"))
SPOKEN = [path for path in FILES if path.stem != "identifiers"]


def templates(part):
    """Every template below, with the keys that lead to it."""
    if isinstance(part, str):
        yield (), part
    elif isinstance(part, dict) and set(part) == {"by", "say"}:
        yield from templates(part["say"])
    elif isinstance(part, list):
        for item in part:
            yield from templates(item)
    else:
        for key, value in part.items():
            yield from (((key, *keys), template) for keys, template in templates(value))


@pytest.mark.parametrize("path", SPOKEN, ids=str)
def test_every_template_can_be_said_and_ends_like_speech(path, rng):
    place = path.with_suffix("").parts
    words, known = phrases(*place), lists(place)
    slots = {"state": "Jalisco", "trade": "el agave", "domain": "salud en el trabajo"}
    for keys, template in templates({k: v for k, v in words.items() if k != "lists"}):
        text = grow(template, known, slots, rng)
        assert not re.search(r"[][(){}|\d]", text), (keys, text)
        if not {"trades", "fillers"} & set(keys):
            assert text[-1] in ".?!…»,:", (keys, text)


@pytest.mark.parametrize("domain", [p.stem for p in FILES if p.parent.name == "domains"])
def test_every_topic_can_be_told_in_every_direction(domain):
    words = phrases("domains", domain)
    for topic, said in words["topics"].items():
        assert {len(said[direction]) >= 4 for direction in DIRECTIONS} == {True}, topic
    assert set(words["stories"]) == set(DIRECTIONS)
    assert {len(story) for stories in words["stories"].values() for story in stories} == {3}


@pytest.mark.parametrize("path", [p for p in SPOKEN if p.parent.name == "groups"], ids=str)
def test_every_group_has_all_kinds_of_talk(path):
    kinds = {
        "introductions",
        "openers",
        "closers",
        "reactions",
        "digressions",
        *FIRST_TALK,
        *MORE_TALK,
    }
    assert kinds - {"digression"} <= set(phrases(*path.with_suffix("").parts))


def test_every_cause_has_a_code_and_words_in_both_languages():
    for facet in ("mechanisms", "barriers"):
        codes = list(codebook_words()[facet])
        assert set(phrases("conversation")[facet]) == set(codes) == set(phrases("english")[facet])
