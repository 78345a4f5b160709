"""Suggested statements beside unaided ones: figures that can be worked out by hand, and how ratings are paired."""

from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from hypothesis import given, settings
from hypothesis import strategies as st
from test_agree_command import CLOSE, HARBOUR, RECKLESS, STAY, measure, read_all, report, value
from ulid import ULID
from writers import Writer

from annotator.corpus.corpus import Corpus
from annotator.merge.alpha import alpha
from annotator.merge.numeric import np
from annotator.merge.ratings import FieldRecorder, Ratings, Recorder
from annotator.statements import Origin, Put

FIELDS = ("stance", "sure")
ANNOTATORS = ("ann", "bob", "cid")


def accept(writer: Writer, claim: str, changed: bool = False, **fields: object) -> None:
    """Make a statement that came from a suggestion."""
    put = writer.statement("harbour", claim, **fields)  # type: ignore[arg-type]
    suggested = {"claim": [[0, 4]] if changed else put.fields["claim"]}
    origin = Origin(kind="suggestion", by="rules", suggested=suggested)
    edit = {"id": f"e-{ULID()}", "replaces": (put.id,), "origin": origin}
    writer.write(Put.model_validate(put.model_copy(update=edit).model_dump(by_alias=True)))


@pytest.fixture
def found(corpus: Corpus, run: Run) -> dict[str, Any]:
    ann, bob = Writer(corpus, "ann"), Writer(corpus, "bob")
    accept(ann, STAY)
    accept(bob, STAY)
    accept(ann, RECKLESS, changed=True)
    ann.statement("harbour", CLOSE, stance="oppose")
    bob.statement("harbour", "We will not", stance="support")
    read_all(ann, bob)
    return report(run, corpus.root)["suggested"]  # type: ignore[no-any-return]


def test_who_accepted_how_many(found: dict[str, Any]) -> None:
    assert found["people"] == [
        {"annotator": "ann", "statements": 3, "suggested": 2, "as_suggested": 1},
        {"annotator": "bob", "statements": 2, "suggested": 1, "as_suggested": 1},
    ]


def test_each_kind_of_statement_has_its_figures(found: dict[str, Any]) -> None:
    measures = found["measures"]
    # of three suggested ones ann's and bob's of one claim have a partner, of two unaided ones both
    assert value(measures, "F1, same claim: suggested") == pytest.approx(2 / 3)
    assert value(measures, "F1, same claim: unaided") == 1
    whole = "F1, same claim, speaker, stance, target"
    assert value(measures, f"{whole}: suggested") == pytest.approx(2 / 3)
    assert value(measures, f"{whole}: unaided") == 0
    assert measure(measures, f"{whole}: suggested")["figure"]["n"] == 3


def test_each_kind_of_pair_has_its_figures_or_the_reason_why_not(found: dict[str, Any]) -> None:
    measures = found["measures"]
    assert value(measures, "mean IoU: both suggested") == 1
    assert value(measures, "mean IoU: both unaided") == pytest.approx(11 / 20)
    mixed = measure(measures, "mean IoU: one suggested")["figure"]
    assert (mixed["value"], mixed["n"], mixed["reason"]) == (None, 0, "no two such statements are aligned")
    stance = measure(measures, "stance, alpha, nominal: both unaided")["figure"]
    assert (stance["value"], stance["n"]) == (0, 1)
    same = measure(measures, "stance, alpha, nominal: both suggested")["figure"]
    assert (same["value"], same["reason"]) == (None, "no variation: every rating is the same value")


def test_a_suggested_and_an_unaided_statement_of_one_claim(corpus: Corpus, run: Run) -> None:
    ann, bob, cid = (Writer(corpus, name) for name in ANNOTATORS)
    accept(ann, STAY)
    accept(bob, STAY)
    cid.statement("harbour", "the harbour must", stance="oppose")
    read_all(ann, bob, cid)
    measures = report(run, corpus.root)["suggested"]["measures"]
    # cid's claim is within the others': 16 of 26 characters, in two of the three pairs
    assert value(measures, "mean IoU: one suggested") == pytest.approx(16 / 26)
    assert measure(measures, "mean IoU: one suggested")["figure"]["n"] == 2
    assert value(measures, "mean IoU: both suggested") == 1
    assert value(measures, "F1, same claim: unaided") == 1
    # two units, support and oppose each: D_o = 1, n_c = 2 of 4, D_e = 8/12
    assert value(measures, "stance, alpha, nominal: one suggested") == pytest.approx(-1 / 2)


def test_reports_set_them_apart_and_warn(corpus: Corpus, run: Run, tmp_path: Path) -> None:
    ann, bob = Writer(corpus, "ann"), Writer(corpus, "bob")
    for writer in (ann, bob):
        accept(writer, STAY)
        for words in HARBOUR:
            writer.mark("harbour", words, "done")
    result = run("agree", corpus.root, "--html", tmp_path / "page.html")
    for text in (result.stdout, (tmp_path / "page.html").read_text(encoding="utf-8")):
        assert "ann: 1 of 1 statements were suggested, 1 of them taken as they were" in text
        assert "mean IoU: both suggested" in text
        assert "A suggestion anchors" in text


def test_without_suggestions_a_line_says_so(corpus: Corpus, run: Run, tmp_path: Path) -> None:
    for name in ("ann", "bob"):
        writer = Writer(corpus, name)
        writer.statement("harbour", STAY)
        read_all(writer)
    result = run("agree", corpus.root, "--html", tmp_path / "page.html")
    for text in (result.stdout, (tmp_path / "page.html").read_text(encoding="utf-8")):
        assert "no statement came from a suggestion" in text
        assert "A suggestion anchors" not in text
    assert report(run, corpus.root)["suggested"]["measures"] == []


# -- how ratings are kept and paired ----------------------------------------

units = st.lists(
    st.dictionaries(st.sampled_from(ANNOTATORS), st.tuples(*[st.sampled_from([1, 2, None])] * 2, st.booleans())),
    max_size=12,
)  # fmt: skip
"""Of each unit, by annotator: a value or none for each of two fields, and whether it is marked."""


@settings(deadline=None)
@given(units)
def test_fields_kept_together_are_as_each_kept_alone(given_: list[dict[str, tuple[Any, Any, bool]]]) -> None:
    together: FieldRecorder[int] = FieldRecorder(ANNOTATORS, dict.fromkeys(FIELDS, (1, 2, 3)))
    for place, field in enumerate(FIELDS):
        alone: Recorder[int] = Recorder(ANNOTATORS, (1, 2, 3))
        for unit in given_:
            alone.add({name: said[place] for name, said in unit.items() if said[place] is not None})
        if place == 0:
            for unit in given_:
                by_field = {
                    name: {who: said[at] for who, said in unit.items() if said[at] is not None}
                    for at, name in enumerate(FIELDS)
                }
                together.add(list(unit), by_field)
        one, other = together.ratings(field), alone.ratings()
        assert one.values == other.values
        for array in ("article", "unit", "annotator", "code"):
            assert getattr(one, array).tolist() == getattr(other, array).tolist()
        assert together.given(field).sum() == len(one.code)


def recorded(given_: list[dict[str, tuple[Any, Any, bool]]]) -> tuple[Ratings[int], list[bool]]:
    recorder: Recorder[int] = Recorder(ANNOTATORS)
    marks = []
    for unit in given_:
        rated = {name: said for name, said in unit.items() if said[0] is not None}
        recorder.add({name: said[0] for name, said in rated.items()})
        marks += [said[2] for said in rated.values()]
    return recorder.ratings(), marks


@settings(deadline=None)
@given(units)
def test_each_pair_is_of_one_kind(given_: list[dict[str, tuple[Any, Any, bool]]]) -> None:
    ratings, marks = recorded(given_)
    kinds = ratings.by_pairs(np.array(marks, dtype=np.bool_))
    expected = [0, 0, 0]
    for unit in given_:
        marked = [said[2] for said in unit.values() if said[0] is not None]
        for at, one in enumerate(marked):
            for other in marked[at + 1 :]:
                expected[one + other] += 1
    assert [kind.pairable() for kind in kinds] == expected
    assert all(len(kind.code) == 2 * kind.pairable() == 2 * kind.units for kind in kinds)


@settings(deadline=None)
@given(units)
def test_of_two_annotators_pairs_are_the_units(given_: list[dict[str, tuple[Any, Any, bool]]]) -> None:
    two = [{name: said for name, said in unit.items() if name != "cid"} for unit in given_]
    ratings, marks = recorded(two)
    none, one, both = ratings.by_pairs(np.ones(len(marks), dtype=np.bool_))
    assert none.units == one.units == 0
    assert alpha(both).evaluate() == pytest.approx(alpha(ratings).evaluate(), nan_ok=True)
