"""Identifiers in texts: found whole, also damaged; masked alike; and what is left alone."""

import csv
import importlib.util
import stat
import sys
import time
import unicodedata
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.faults import BadInput
from analysis.intake.identifiers import FIXED_FORMATS, Pseudonyms, find, mask, read_key
from analysis.intake.identifiers import __main__ as command
from analysis.intake.identifiers.confirmed import read_confirmed, search_for
from analysis.intake.identifiers.folding import fold
from analysis.intake.identifiers.proposing import NOT_LOOKED_FOR, propose

ROOT = Path(__file__).parents[1]
KEY = Pseudonyms(b"not a key anyone would use for real data")
# Examples with a check digit are published: CURP and RFC in the documentation of python-stdnum 2.2
# (stdnum.mx.curp, stdnum.mx.rfc), CLABE and Luhn in Wikipedia's articles on them (control digit,
# number 79927398713), clave de elector at Sayari Learn. Others are made up.
CODES = {
    "curp": "BOXW310820HNERXN09",
    "rfc": "GODE561231GR8",
    "voter_key": "HRGRJN82050602H900",
    "nss": "79927398713",
    "clabe": "032180000118359719",
    "phone": "5512345678",
}
WRITTEN = [
    *CODES.items(),
    ("rfc", "MAB-930714-8T4"), ("rfc", "COMG600703"),
    ("nss", "79 92 73 9871 3"), ("clabe", "032 180 00011835971 9"),
    ("phone", "55 1234 5678"), ("phone", "+52 1 (33) 1234-5678"), ("phone", "044 55 1234 5678"),
    ("phone", "(722) 123 45 67"), ("phone", "01 800 123 4567"), ("phone", "55 12 345678"),
    ("phone", "55 1234 5678 ext. 12"), ("phone", "81 1230 OSlS"),
    ("phone", "five five, one two, three four, five six, seven eight"),
    ("email", "ana.lopez@correo.example.mx"), ("email", "ana.lopez @ gmail . com"),
    ("email", "lopez arroba gmail punto com"), ("email", "ana_l@gmail,com"),
    ("email", "ana.lo pez@correo.example.mx"), ("email", "an a@gmail.c om"),
    ("case_file", "123/2023"), ("case_file", "45/2022-II"), ("case_file", "CI/2023/001234"),
    ("case_file", "J1-123-2022"), ("case_file", "JAL/GDL/CI/2023/012345"),
    ("case_file", "2091/2O24"), ("case_file", "19 49/2020-II"), ("case_file", "CI/20 21/002222"),
    ("case_file", "J 1-600-2020"), ("case_file", "329/2l"), ("case_file", "11/2022-II"),
    ("case_file", "385 of 2021"),
    ("plate", "ABC-123-D"), ("plate", "ABC-12-34"), ("plate", "A12-ABC"), ("plate", "AB-12-345"),
    ("plate", "AB-1234-C"), ("plate", "LLNBOSD"), ("plate", "BEE-9BS"),
    ("plate", "YSM-BS4"), ("plate", "SD\nE-317"),
    ("address", "calle Morelos número 123, interior 4, colonia Centro, C.P. 44100"),
    ("address", "Av. Juárez 456"), ("address", "avenida 5 de Mayo #12"),
    ("address", "calle\nRío de Barro 620, colonia Las Lomas"),
    ("address", "Río Seco 62, in El Llano"),
    ("address", "C.P. 44100"), ("address", "manzana 4 lote 12"),
]  # fmt: skip
NAMED = {
    "rfc": "Mi RFC es {}, creo.", "plate": "Las placas son {}, creo.", "": "Apunte: {}, por favor.",
}  # fmt: skip
BORN = [
    "nací el {} en Puebla", "mi fecha de nacimiento es {}.", "Nació en Oaxaca, el {}.",
    "el {} nací", "I was born on {}.",
]  # fmt: skip
BIRTHS = [
    "3 de mayo de 1984", "03/05/1984", "3-V-1984", "1984-05-03", "3 de mayo del 84",
    "tres de mayo de mil novecientos ochenta y cuatro", "O3/O5/I984", "May 3, 1984",
    "3 de\nrnay0 de 1984",
]  # fmt: skip
# Numbers and codes that identify nobody.
HARMLESS = [
    "El artículo 123 constitucional y el 390 Ter de la Ley Federal del Trabajo.",
    "Ley 1/2019, acuerdo general 3/2020, jurisprudencia 2a./J. 12/2019 y tesis 45/2018.",
    "La NOM-035-STPS-2018 y la NOM-037-STPS-2023, los convenios 87 y 190 de la OIT.",
    "Ganamos $12,500 al mes; antes treinta mil pesos, o 1 250 000 000 pesos de presupuesto.",
    "Entre 2019 y 2023, 2019-2020, en 5/2023, en 05/2023, 24/7, el ciclo 2022/2023.",
    "El 1 de mayo de 2019, el 01/05/2019 y el 2019-05-01 se publicó la reforma.",
    "El sindicato nació el 1 de mayo de 2019.",
    "Subió de 45 % a 62.5 por ciento: 1,234 de 5,678 casos en 12 meses.",
    "#00:03:40-5#", "[00:03:40] P1: Sí.", "Nos vimos a las 10:30, turno de 7 a 15.",
    "E001, G01, P1, R002/C05, MX-JAL, 2024-S1.",
    "En la calle había 200 personas, y en la avenida más de 300.",
    "De los 200 a 300 que salieron del camión, 15 son de aquí.",
    "Son 1 2 3 4 5 6 7 8 9 10 pasos.", "COVID-19, T-MEC 2020, ISO 9001-2015.",
    "Vivo en la colonia Centro, en una casa de 2 pisos.", "Cumplo con mi trabajo desde 2015.",
    "El expediente tiene 300 hojas y tardó 2 años.",
    "Mayo 2023, 15 de septiembre, 20 de noviembre.",
    "La regla del 80/20, el 24/7 y el 3/4 de la nómina; abrió en 11/2020, cerró el 1/21.",
    "La ley 842 del 2019, el decreto 350 del 2021, Convention 98 of 1949 and law 712 of 2019.",
    "Las placas SOLARES son caras, y las placas de 9 paneles más.", "We hired about 300 of 2021.",
    "El motor 123 C del carrocero.", "One, two, three, four of us went.",
    "Solo 45 2 veces, los 3 a la una.",
    "Mil novecientos ochenta y cuatro, año de la fábrica.", "A arroba no le entiendo, ni al punto.",
]  # fmt: skip


def benchmark():
    path = ROOT / "benchmarks/identifiers.py"
    spec = importlib.util.spec_from_file_location("identifier_benchmark", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def found(text):
    return [(one.kind, text[one.start : one.end]) for one in find(text)]


def slipped(text):
    return text.translate(str.maketrans({"0": "O", "1": "l", "5": "S", "8": "B", "2": "Z"}))


DAMAGES = {
    "spaced": " ".join,
    "small": str.lower,
    "broken": lambda value: f"{value[:7]}\n{value[7:]}",
    "broken by a hyphen": lambda value: f"{value[:9]}-\r\n{value[9:]}",
    "one letter for a digit": lambda value: value[:7] + slipped(value[7:9]) + value[9:],
    "full width": lambda value: "".join(chr(ord(sign) + 0xFEE0) for sign in value),
    "zero-width spaces": "\u200b".join,
}


@pytest.mark.parametrize(("kind", "value"), WRITTEN)
def test_an_identifier_is_found_whole_and_nothing_beside_it(kind, value):
    sentence = NAMED.get(kind, NAMED[""]).format(value)
    assert found(sentence) == [(kind, value)]


@pytest.mark.parametrize("kind", CODES)
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_code_is_found_whole_and_has_the_pseudonym_of_the_clean_one(kind, damage):
    value, damaged = CODES[kind], DAMAGES[damage](CODES[kind])
    clean, other = (mask(f"Es éste: {one}.", KEY) for one in (value, damaged))
    assert other.text == clean.text
    assert other.text.startswith(f"Es éste: [{kind.upper()}-") and other.text.endswith("].")


@pytest.mark.parametrize(("kind", "value"), WRITTEN)
def test_accents_may_be_composed_or_not(kind, value):
    sentence = NAMED.get(kind, NAMED[""]).format(value)
    apart = unicodedata.normalize("NFD", sentence)
    assert (
        mask(apart, KEY).replacements[0].pseudonym == mask(sentence, KEY).replacements[0].pseudonym
    )


@pytest.mark.parametrize("said", BORN)
@pytest.mark.parametrize("date", BIRTHS)
def test_a_date_is_one_of_birth_by_what_is_said_beside_it(said, date):
    sentence = said.format(date)
    (one,) = find(sentence)
    assert (one.kind, sentence[one.start : one.end], one.value) == (
        "birth_date",
        date,
        "1984-05-03",
    )
    assert find(f"El {date} se publicó la reforma.") == []


@pytest.mark.parametrize("kind", ["curp", "rfc", "nss", "clabe"])
def test_a_check_digit_tells_how_sure_and_never_whether(kind):
    value = CODES[kind]
    other = value[:-1] + str((int(value[-1]) + 1) % 10)
    assert [one.is_valid for one in find(f"Es {value}.")] == [True]
    assert [(one.kind, one.is_valid) for one in find(f"Es {other}.")] == [(kind, False)]


def test_a_slip_that_can_be_read_in_two_ways_is_settled_by_the_check_digit():
    clean, read = find("GODE561231GR8"), find("G0DE561231GRB")
    assert [one.value for one in read] == [one.value for one in clean] == ["GODE561231GR8"]


def test_what_stands_alone_after_a_colon_is_given_as_a_code():
    assert found("Contacto: FES3BOJ.") == [("plate", "FES3BOJ")]
    assert found("Contacto: LOJA941224WZA.") == [("rfc", "LOJA941224WZA")]
    assert found("Vimos: FES3BOJ y otros.") == []


def test_words_before_a_code_are_no_part_of_it():
    assert found("la empresa es a MAB9307148T4") == [("rfc", "MAB9307148T4")]
    assert found("en 2023 5512345678 era mío") == [("phone", "5512345678")]
    assert found("son 55 1234 5678 33 1234 5678") == [
        ("phone", "55 1234 5678"),
        ("phone", "33 1234 5678"),
    ]


@pytest.mark.parametrize("sentence", HARMLESS)
def test_what_identifies_nobody_is_left_alone(sentence):
    assert found(sentence) == []


def test_a_find_shows_no_value():
    (one,) = find("5512345678")
    (made,) = mask("5512345678", KEY).replacements
    assert "5512345678" not in repr(one) + repr(made) and "not a key" not in repr(KEY)


FRAGMENTS = ["nací", "tel", " ", "\n", "1", "55", "RN", "á", "\u0301", "/2023", "calle", "@", "-"]
PIECE = st.sampled_from([*[value for _, value in WRITTEN], *HARMLESS, *BIRTHS, *FRAGMENTS])
TEXTS = st.tuples(
    st.sampled_from([" ", "", "\n"]), st.lists(PIECE | st.text(max_size=8), max_size=12)
).map(lambda drawn: drawn[0].join(drawn[1]))


@settings(deadline=None, max_examples=150)
@given(TEXTS)
def test_finds_are_apart_and_masking_again_changes_nothing(text):
    places = [place for one in find(text) for place in (one.start, one.end)]
    assert places == sorted(places)
    once = mask(text, KEY)
    assert mask(once.text, KEY) == (type(once)(once.text, []))


@settings(deadline=None, max_examples=100)
@given(TEXTS)
def test_what_was_not_found_stands_where_its_offsets_say(text):
    masked, place = mask(text, KEY), 0
    for one in [*masked.replacements, None]:
        end = one.start if one else len(text)
        start, stop = masked.span(place, end) if place < end else (0, 0)
        assert masked.text[start:stop] == text[place:end]
        if one:
            start, stop = masked.span(one.start, one.end)
            assert masked.text[start:stop] == one.pseudonym
            assert text[one.start : one.end] == one.original
            place = one.end


def test_a_span_that_ends_inside_an_identifier_takes_its_whole_pseudonym():
    masked = mask("Mi cel: 55 1234 5678, sí.", KEY)
    start, end = masked.span(3, 12)
    assert masked.text[start:end] == f"cel: {masked.replacements[0].pseudonym}"


@settings(deadline=None)
@given(st.text(max_size=40))
def test_the_view_leads_back_to_the_text(text):
    view = fold(text)
    assert len(view.text) == len(view.starts) == len(view.ends)
    assert all(
        0 <= start < end <= len(text) for start, end in zip(view.starts, view.ends, strict=True)
    )


def test_another_key_gives_other_pseudonyms():
    other = Pseudonyms(b"another key that is as long as it must be")
    assert mask("5512345678", KEY).text != mask("5512345678", other).text


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["1 ", "A-", " ", "\u0301", "1", "a@", "calle a ", "nací 1 "])
def test_hostile_text_ends(piece):
    began = time.perf_counter()
    find((piece * 250_000)[:250_000])
    assert time.perf_counter() - began < 60


@pytest.fixture(scope="module")
def synthetic():
    """What measures, and of the committed study each identifier and each harmless sentence."""
    measure = benchmark()
    planted, texts = measure.planted(ROOT / "data"), measure.texts(ROOT / "data")
    return measure, *measure.measured(planted, texts)


@pytest.mark.slow
def test_what_was_planted_is_found_clean_or_damaged(synthetic):
    """Clean and damaged apart, by kind; kinds of which one miss alone would fail are one pool."""
    measure, recalled, _ = synthetic
    pools = measure.pools(recalled)
    assert set(recalled["kind"]) == set(FIXED_FORMATS)
    assert pools["n"].sum() == len(recalled) and {"clean", "damaged"} == set(pools.index.levels[0])
    # Where all kinds together are too few, one miss is allowed, and no second.
    one_missed = pools["n"].lt(measure.FEWEST) & pools["recall"].ge(1 - 1 / pools["n"])
    assert (pools["recall"].ge(0.97) | one_missed).all(), pools
    assert recalled["is_kind"].mean() > 0.95


def test_kinds_are_pooled_until_one_miss_is_no_failure():
    measure = benchmark()
    sizes = {"phone": 40, "email": 36, "plate": 20, "nss": 10}
    kinds = [kind for kind, n in sizes.items() for _ in range(n)]
    recalled = pd.DataFrame({"kind": kinds, "damage": "ocr", "is_found": True})
    recalled.loc[0, "is_found"] = False
    pools = measure.pools(recalled)["recall"]
    assert pools.to_dict() == {("damaged", "phone"): 39 / 40, ("damaged", "rare kinds"): 1}
    assert measure.pools(recalled)["n"].tolist() == [40, 66]
    assert 1 - 1 / measure.FEWEST >= measure.TARGET > 1 - 1 / (measure.FEWEST - 1)


@pytest.mark.slow
def test_at_most_one_harmless_sentence_in_twenty_is_touched(synthetic):
    *_, sentences = synthetic
    assert len(sentences) > 1000 and sentences["is_touched"].mean() <= 1 / 20


class TestOfTheKey:
    def test_must_lie_outside_any_git_work_tree(self, tmp_path):
        (tmp_path / ".git").mkdir()
        (tmp_path / "key").write_text("k" * 20 + "y" * 20)
        with pytest.raises(BadInput, match="git work tree"):
            read_key(tmp_path / "key")

    @pytest.mark.parametrize("content", ["", "short", "0" * 64, "  " + "ab" * 15 + "\n"])
    def test_must_be_one(self, tmp_path, content):
        (tmp_path / "key").write_text(content)
        with pytest.raises(BadInput, match="32 bytes") as refused:
            read_key(tmp_path / "key")
        assert "secrets.token_hex" in str(refused.value)

    def test_that_is_missing_is_told_how_to_make(self, tmp_path):
        with pytest.raises(BadInput, match=r"secrets\.token_hex"):
            read_key(tmp_path / "none")

    def test_is_the_same_with_and_without_a_line_end(self, tmp_path):
        for name, end in (("a", ""), ("b", "\n")):
            (tmp_path / name).write_text("0123456789abcdef" * 4 + end)
        assert read_key(tmp_path / "a") == read_key(tmp_path / "b")


class TestOfConfirmedValues:
    def confirmed(self, folder, text):
        (folder / "confirmed.csv").write_text(text, encoding="utf-8")
        return read_confirmed(folder / "confirmed.csv")

    def test_are_masked_whatever_their_capitals_accents_and_line_ends(self, tmp_path):
        values = self.confirmed(tmp_path, "value,kind\nMaría Muñoz,name\nMaría,name\n")
        text = "Vino MARIA\nMUNOZ, y María Muñoz; no vino Mariana."
        masked = mask(text, KEY, [search_for(values)])
        assert len({one.pseudonym for one in masked.replacements}) == 1
        assert masked.text.endswith("; no vino Mariana.") and masked.text.count("[NAME-") == 2
        assert mask(masked.text, KEY, [search_for(values)]).text == masked.text

    def test_faults_name_rows_and_no_value(self, tmp_path):
        with pytest.raises(BadInput) as refused:
            self.confirmed(tmp_path, "value,kind\nPérez,surname\n-,name\n")
        assert "row 2, kind" in str(refused.value) and "row 3, value" in str(refused.value)
        assert "Pérez" not in str(refused.value)

    def test_other_columns_are_refused_and_none_is_no_fault(self, tmp_path):
        with pytest.raises(BadInput, match="columns"):
            self.confirmed(tmp_path, "name\nPérez\n")
        assert mask("Pérez", KEY, [search_for([])]).text == "Pérez"


class TestOfTheCommand:
    @pytest.fixture
    def folder(self, tmp_path):
        (tmp_path / "in").mkdir()
        (tmp_path / "in/E001.txt").write_text("P1: Mi cel es 55 1234 5678.\r\n", newline="")
        (tmp_path / "in/notes.pdf").write_text("not a transcript")
        (tmp_path / "key").write_text("0123456789abcdef" * 4)
        return tmp_path

    def run(self, folder, *more, to="out", log="log.csv"):
        given = [str(folder / "in"), "--to", str(folder / to), "--key", str(folder / "key")]
        return command.main(command._asked([*given, "--log", str(folder / log), *more]))

    def test_writes_masked_copies_and_a_log_that_only_its_owner_reads(self, folder):
        said = self.run(folder)
        copy = (folder / "out/E001.txt").read_bytes().decode()
        (row,) = csv.DictReader((folder / "log.csv").open())
        assert copy == f"P1: Mi cel es {row['pseudonym']}.\r\n"
        assert (row["original"], row["start"], row["end"]) == ("55 1234 5678", "14", "26")
        assert stat.S_IMODE((folder / "log.csv").stat().st_mode) == 0o600
        assert "phone: 1" in said and NOT_LOOKED_FOR in said and "5678" not in said

    def test_only_reports_unless_told_where_to_write(self, folder):
        before = sorted(folder.rglob("*"))
        said = command.main(command._asked([str(folder / "in")]))
        assert "phone: 1" in said and sorted(folder.rglob("*")) == before

    def test_writes_over_nothing(self, folder):
        self.run(folder)
        with pytest.raises(BadInput) as refused:
            self.run(folder)
        assert [fault.file for fault in refused.value.faults] == ["E001.txt", "log.csv"]

    def test_keeps_the_log_out_of_git(self, folder):
        (folder / "tree/.git").mkdir(parents=True)
        with pytest.raises(BadInput, match="git work tree"):
            self.run(folder, log="tree/log.csv")
        assert not (folder / "out").exists()

    def test_refuses_two_files_that_would_have_one_copy(self, folder):
        (folder / "in/E001.docx").write_bytes(b"")
        with pytest.raises(BadInput, match="one masked copy"):
            self.run(folder)

    def test_masks_what_a_person_confirmed(self, folder):
        (folder / "confirmed.csv").write_text("value,kind\nmi cel,other\n")
        self.run(folder, "--confirmed", str(folder / "confirmed.csv"))
        assert "[OTHER-" in (folder / "out/E001.txt").read_text()


class TestOfProposals:
    def test_are_off_by_default_and_say_so(self):
        proposals = propose(["Vino Ana Torres."])
        assert proposals.said == NOT_LOOKED_FOR and not proposals.counts

    def test_need_the_extra_and_an_installed_model(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "spacy", None)
        with pytest.raises(BadInput, match="not installed"):
            propose(["Vino Ana Torres."], "es_core_news_sm")

    def test_are_counted_by_a_model_and_mask_nothing(self, tmp_path):
        spacy = pytest.importorskip("spacy", reason="the extra names is not installed")
        model = spacy.blank("es")
        ruler = model.add_pipe("entity_ruler")
        ruler.add_patterns([{"label": "PER", "pattern": "Ana Torres"},
                            {"label": "MISC", "pattern": "Navidad"}])  # fmt: skip
        model.to_disk(tmp_path / "model")
        proposals = propose(["Vino Ana Torres en Navidad.", "Ana\nTorres, Ana Torres"],
                            str(tmp_path / "model"))  # fmt: skip
        assert proposals.csv() == "value,kind,n_times\nAna Torres,name,2\n"
        with pytest.raises(BadInput, match="no such model"):
            propose([""], str(tmp_path / "none"))


def test_every_kind_is_tested():
    assert set(FIXED_FORMATS) == {kind for kind, _ in WRITTEN} | {"birth_date"}
