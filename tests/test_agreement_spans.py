"""Unitizing, gamma and detection: published values, and that a near miss never beats a hit."""

import random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from annotator.merge.bootstrap import figure
from annotator.merge.detection import Counts, Detection, Means, matched_keys, matched_spans
from annotator.merge.gamma import Continuum, Dissimilarity, Unit, disorder, gamma
from annotator.merge.overlap import iou, union
from annotator.merge.unitizing import Unitizing, overlapping, relevant

Spans = list[tuple[int, int]]


def continuum(**annotators: list[tuple[int, int, str]]) -> Continuum:
    return {name: [Unit(*unit) for unit in units] for name, units in annotators.items()}


def u(length: int, *annotators: list[tuple[int, int, str]]) -> float:
    unitizing = Unitizing()
    unitizing.add(length, {str(number): units for number, units in enumerate(annotators)})
    return unitizing.sums().evaluate()


def u_relevant(length: int, *annotators: Spans) -> float:
    unitizing = Unitizing()
    unitizing.add(
        length, {str(n): relevant([[span] for span in spans]) for n, spans in enumerate(annotators)}
    )
    return unitizing.sums().evaluate()


ONE = [(3, 9, "x"), (12, 20, "y"), (25, 40, "x")]
OTHER = [(3, 11, "x"), (12, 18, "y"), (26, 40, "y")]


def test_u_of_krippendorff_and_others_2016() -> None:
    """Values computed from the formulas of the paper, and alike by lindanna/unitized_alpha."""
    assert u(50, ONE, OTHER) == pytest.approx(0.456377567, abs=1e-9)
    three = [(2, 5, "1")], [(2, 5, "1"), (10, 20, "2")], [(2, 5, "2"), (15, 20, "2")]
    assert u(60, *three) == pytest.approx(0.398298142, abs=1e-9)


def test_u_of_relevant_and_not() -> None:
    assert u_relevant(50, *([unit[:2] for unit in units] for units in (ONE, OTHER))) == pytest.approx(
        0.809547124, abs=1e-9
    )


FIVE: Spans = [(50, 75), (120, 150), (220, 240), (330, 370), (480, 510)]
NEARER_FIRST: list[Spans] = [[(220, 240)], [(220, 245)], [(235, 255)], [(260, 280)]]


def test_a_near_miss_never_scores_above_an_exact_match() -> None:
    """Values of u and of the disorder for five spans against one, after an error report on the old alpha_U."""
    found = [u_relevant(600, FIVE, one) for one in NEARER_FIRST]
    assert found == pytest.approx([0.125226, 0.112842, -0.084720, -0.154702], abs=1e-6)
    disorders = [
        disorder(continuum(a=[(*span, "x") for span in FIVE], b=[(*one[0], "x")])) for one in NEARER_FIRST
    ]
    assert disorders == pytest.approx([1.333333, 1.337449, 1.520833, 2.0], abs=1e-6)


@given(st.integers(10, 40), st.integers(5, 30), st.integers(0, 30), st.integers(1, 5))
def test_the_further_off_a_span_the_lower_every_measure(start: int, length: int, off: int, more: int) -> None:
    exact = (start, start + length)
    near, far = ((start + by, start + by + length) for by in (off, off + more))
    assert iou([exact], [near]) >= iou([exact], [far])
    assert u_relevant(200, [exact], [near]) >= u_relevant(200, [exact], [far]) - 1e-9
    one, two = (disorder(continuum(a=[(*exact, "x")], b=[(*span, "x")])) for span in (near, far))
    assert one <= two + 1e-9


def test_units_of_one_annotator_must_not_overlap() -> None:
    assert overlapping([(0, 5, "x"), (4, 9, "y")])
    assert not overlapping([(0, 5, "x"), (5, 9, "y")])
    with pytest.raises(ValueError, match="overlap"):
        u(50, [(0, 5, "x"), (4, 9, "y")], [])


def test_u_adds_up_over_articles_and_leaves_out_what_one_alone_read() -> None:
    once, twice = Unitizing(), Unitizing()
    once.add(50, {"a": ONE, "b": OTHER})
    for _ in range(2):
        twice.add(50, {"a": ONE, "b": OTHER})
    twice.add(70, {"a": ONE})
    shown = figure(twice.sums())
    assert shown.value == pytest.approx(once.sums().evaluate(), abs=0.03)
    assert (shown.n, shown.articles) == (100, 3)


def test_u_of_nothing_marked_is_undefined() -> None:
    unitizing = Unitizing()
    unitizing.add(50, {"a": [], "b": []})
    assert figure(unitizing.sums()).value is None
    assert figure(Unitizing().sums()).reason


texts = st.lists(st.tuples(st.integers(0, 80), st.integers(1, 20), st.sampled_from("xy")), max_size=4).map(
    lambda rows: [(start, start + length, label) for start, length, label in rows]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(texts, min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_neither_the_order_of_annotators_nor_of_units_changes_u_or_disorder(
    annotators: list[list[tuple[int, int, str]]], chance: random.Random
) -> None:
    shuffled = [chance.sample(units, len(units)) for units in chance.sample(annotators, len(annotators))]
    plain = [[unit[:2] for unit in units] for units in annotators]
    other = [[unit[:2] for unit in units] for units in shuffled]
    assert u_relevant(100, *other) == pytest.approx(u_relevant(100, *plain), nan_ok=True)
    before, after = (
        disorder(continuum(**{f"a{n}": units for n, units in enumerate(way)}))
        for way in (annotators, shuffled)
    )
    assert before == pytest.approx(after, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(texts, st.integers(2, 4))
def test_identical_annotations_have_no_disorder_and_full_u(
    units: list[tuple[int, int, str]], copies: int
) -> None:
    assert disorder(continuum(**{f"a{n}": units for n in range(copies)})) == pytest.approx(0, abs=1e-9)
    assume(union([unit[:2] for unit in units]))
    assert u_relevant(101, *[[unit[:2] for unit in units]] * copies) == pytest.approx(1)


# Mathet, Widlöcher and Métivier (2015)


def test_mathet_2015_figure_10() -> None:
    joe, jack = [(4, 14, "A"), (20, 30, "B")], [(4, 14, "A"), (20, 25, "B")]
    found = disorder(continuum(joe=joe, jack=jack, william=[(14, 24, "A"), (40, 44, "B")]))
    assert found == pytest.approx(1.185185185, abs=1e-6)


ALEX_PAUL_SUZAN = continuum(
    alex=[(2, 9, "1"), (11, 17, "2"), (24, 30, "5"), (32, 36, "6"), (36, 44, "6"), (44, 60, "7")],
    paul=[(2, 9, "1"), (11, 17, "3"), (19, 25, "5"), (32, 44, "6")],
    suzan=[(2, 9, "1"), (11, 17, "4"), (21, 27, "5"), (32, 36, "6"), (36, 40, "6"), (40, 44, "6")],
)


def test_the_sample_of_the_gamma_software() -> None:
    weights = Dissimilarity(alpha=3)
    assert disorder(ALEX_PAUL_SUZAN, weights) == pytest.approx(0.960625, abs=1e-6)
    found = gamma([ALEX_PAUL_SUZAN], weights)
    assert found.figure.value is not None
    assert 0.42 < found.figure.value < 0.49
    assert found == gamma([ALEX_PAUL_SUZAN], weights)


def test_gamma_pools_texts() -> None:
    one, two = gamma([ALEX_PAUL_SUZAN]), gamma([ALEX_PAUL_SUZAN] * 3)
    assert two.observed == pytest.approx(one.observed)
    assert (two.figure.n, two.figure.articles) == (48, 3)
    assert two.sampling_error < one.sampling_error


def test_gamma_without_anything_to_compare_says_so() -> None:
    assert gamma([]).figure.value is None
    assert gamma([continuum(a=[(0, 5, "x")])]).figure.reason
    assert gamma([continuum(a=[], b=[])]).figure.reason
    with_one = gamma([continuum(a=[(0, 5, "x")], b=[])]).figure
    assert with_one.value is not None


@settings(max_examples=25, deadline=None)
@given(st.lists(texts, min_size=3, max_size=3))
def test_no_disorder_is_worse_than_leaving_every_unit_alone(
    annotators: list[list[tuple[int, int, str]]],
) -> None:
    assume(any(annotators))
    found = disorder(continuum(**{f"a{n}": units for n, units in enumerate(annotators)}))
    assert 0 <= found <= 3 + 1e-9


# Detection


def test_matching_is_one_to_one_and_as_large_as_it_can_be() -> None:
    one, other = [[(0, 10)], [(0, 8)]], [[(0, 9)], [(0, 20)]]
    assert matched_spans({"b": other, "a": one}) == {("a", "b"): 2}
    assert matched_spans({"a": one, "b": [[(0, 9)]], "c": []}) == {
        ("a", "b"): 1,
        ("a", "c"): 0,
        ("b", "c"): 0,
    }
    assert matched_keys([1, 1, 2], [1, 2, 2]) == 2


def test_f1_is_pooled_over_articles_and_averaged_over_pairs() -> None:
    detection = Detection(["a", "b", "c"])
    for matched, found in ((3, (4, 5)), (0, (1, 0))):
        detection.start_article()
        detection.add("b", "a", matched, found)
    detection.add("a", "c", 1, (1, 1))
    assert detection.counts() == {
        ("a", "b"): Counts(3, 2, 2),
        ("a", "c"): Counts(1, 0, 0),
        ("b", "c"): Counts(0, 0, 0),
    }
    assert figure(detection.f1()).value == pytest.approx((6 / 10 + 1) / 2)
    assert figure(detection.f1("b")).value == pytest.approx(6 / 10)


def test_f1_of_nothing_found_is_undefined() -> None:
    detection = Detection(["a", "b"])
    detection.start_article()
    detection.add("a", "b", 0, (0, 0))
    assert (figure(detection.f1()).value, figure(detection.f1()).n) == (None, 0)
    assert figure(Detection(["a"]).f1()).value is None


def test_mean_iou_is_over_pairs() -> None:
    means = Means()
    for overlaps in ([1.0, 0.5], [], [0.3]):
        means.add(sum(overlaps), len(overlaps))
    shown = figure(means.sums("nothing was matched"))
    assert shown.value == pytest.approx(0.6)
    assert (shown.n, shown.articles) == (3, 3)
    assert figure(Means().sums("nothing was matched")).reason == "nothing was matched"
