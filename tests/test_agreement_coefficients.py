"""Coefficients: the small published examples, each with its source, and the properties that hold for any data."""

import random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from reliability import from_table, interval, ratio, weighted

from annotator.merge import ratings as ratings_module
from annotator.merge.alpha import (
    NO_PAIRS,
    NO_VARIATION,
    alpha,
    category_alpha,
    coincidences,
    ordinal_alpha,
)
from annotator.merge.bootstrap import figure
from annotator.merge.coefficients import (
    ONE_CATEGORY,
    ac1,
    cohen_kappa,
    confusion,
    percentage,
)
from annotator.merge.distance import Distance, Metric, jaccard, masi, nominal
from annotator.merge.ratings import Ratings, Recorder

Table = list[list[int | None]]


def table(*rows: str) -> Table:
    """A row an annotator, a digit a unit, a dot where there is no rating."""
    return [[None if given_ == "." else int(given_) for given_ in row] for row in rows]


# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section C: four observers, twelve units
FOUR_BY_TWELVE = table("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
# Krippendorff (1980), p. 139: three observers, nine units
THREE_BY_NINE = table("112412132", "122442232", "122442332")
# Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed., the data of R's irrCAC: cac.raw4raters
GWET = table("123321412...", "1233224125..", ".33323422513", "12332441251.")


def test_krippendorff_2011_binary() -> None:
    data = from_table(table("0100000010", "0110010100"))
    assert alpha(data).evaluate() == pytest.approx(0.095, abs=5e-4)
    assert percentage(data).evaluate() == pytest.approx(0.6)


def test_krippendorff_2011_nominal() -> None:
    data = from_table([list("aabbdcccedda"), list("babbbcccedd" + "d")])
    assert alpha(data).evaluate() == pytest.approx(0.692, abs=5e-4)


def test_krippendorff_2011_missing_data_by_metric() -> None:
    data = from_table(FOUR_BY_TWELVE)
    assert alpha(data).evaluate() == pytest.approx(0.743, abs=5e-4)
    assert ordinal_alpha(data).evaluate() == pytest.approx(0.815, abs=5e-4)
    assert alpha(data, interval).evaluate() == pytest.approx(0.849, abs=5e-4)
    assert alpha(data, ratio).evaluate() == pytest.approx(0.797, abs=5e-4)


def test_krippendorff_1980_by_category() -> None:
    data = from_table(THREE_BY_NINE)
    by_category = {value: category_alpha(data, value).evaluate() for value in (1, 2, 3, 4)}
    assert by_category == pytest.approx({1: 0.381, 2: 0.711, 3: 0.717, 4: 0.764}, abs=1.1e-3)
    assert alpha(data).evaluate() == pytest.approx(0.642, abs=5e-4)
    assert alpha(data, interval).evaluate() == pytest.approx(0.547, abs=5e-4)
    assert alpha(data, ratio).evaluate() == pytest.approx(0.483, abs=5e-4)


def test_the_percentage_is_a_mean_over_units_where_ratings_are_missing() -> None:
    data = from_table(FOUR_BY_TWELVE)
    assert percentage(data).evaluate() == pytest.approx(0.818, abs=5e-4)


def test_gwet_2014_ac1_with_missing_ratings() -> None:
    data = from_table(GWET)
    assert ac1(data).evaluate() == pytest.approx(0.77544, abs=5e-6)
    assert percentage(data).evaluate() == pytest.approx(0.81818, abs=5e-6)


def test_ac1_counts_categories_that_nobody_chose() -> None:
    recorder = Recorder(["a", "b"], values=["yes", "no", "unclear"])
    for one, other in [("yes", "yes")] * 8 + [("no", "no"), ("yes", "no")]:
        recorder.add({"a": one, "b": other})
    share = 0.85 * 0.15 * 2
    assert ac1(recorder.ratings()).evaluate() == pytest.approx((0.9 - share / 2) / (1 - share / 2))


def contingency(counts: list[list[int]]) -> Ratings[int]:
    """Ratings of two annotators from how often the first gave the row's value and the second the column's."""
    recorder: Recorder[int] = Recorder(["a", "b"], values=range(len(counts)))
    for row, own in enumerate(counts):
        for column, count in enumerate(own):
            for _ in range(count):
                recorder.add({"a": row, "b": column})
    return recorder.ratings()


def test_cohen_1960() -> None:
    data = contingency([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
    assert cohen_kappa(confusion(data, "a", "b")).value == pytest.approx(0.492, abs=5e-4)


def test_krippendorff_2004_p246_kappa_rewards_unequal_habits_and_alpha_does_not() -> None:
    even = contingency([[12, 9, 9], [9, 14, 9], [9, 9, 20]])
    lopsided = contingency([[12, 18, 18], [0, 14, 18], [0, 0, 20]])
    kappas = [cohen_kappa(confusion(data, "a", "b")).value for data in (even, lopsided)]
    assert kappas == pytest.approx([0.186, 0.258], abs=5e-4)
    assert alpha(even).evaluate() == pytest.approx(alpha(lopsided).evaluate())


def test_artstein_and_poesio_2008_weighted() -> None:
    def apart(left: int, right: int) -> float:
        return 0.0 if left == right else 0.5 if 2 in {left, right} else 1.0

    data = contingency([[46, 0, 0], [6, 32, 6], [0, 0, 10]])
    assert alpha(data, weighted(apart)).evaluate() == pytest.approx(0.8156, abs=5e-5)
    assert alpha(data).evaluate() == pytest.approx(0.8, abs=1e-3)


def test_passonneau_2006_masi_and_jaccard() -> None:
    pairs = [
        ("12", "12"),
        ("12", "1234"),
        ("1", "12"),
        ("12", "23"),
        ("123", "234"),
        ("1", "2"),
        ("", ""),
        ("", "1"),
    ]
    for metric, expected in (
        (jaccard, [0, 1 / 2, 1 / 2, 2 / 3, 1 / 2, 1, 0, 1]),
        (masi, [0, 2 / 3, 2 / 3, 8 / 9, 5 / 6, 1, 0, 1]),
    ):
        found = [
            float(metric([frozenset(a), frozenset(b)]).between(*np.array([[0], [1]], dtype=np.int32))[0])
            for a, b in pairs
        ]
        assert found == pytest.approx(expected)


# What holds for any data

values = st.sampled_from([1, 2, 3, None])
tables = st.integers(2, 4).flatmap(
    lambda annotators: st.lists(
        st.lists(values, min_size=annotators, max_size=annotators), min_size=1, max_size=12
    )
)
METRICS: list[Metric[int]] = [nominal, interval, ratio, weighted(lambda c, k: abs(c - k) ** 0.5)]


def by_rows(units: Table) -> Ratings[int]:
    return from_table(list(map(list, zip(*units, strict=True))))


def every_alpha(data: Ratings[int]) -> list[float]:
    return [*(alpha(data, metric).evaluate() for metric in METRICS), ordinal_alpha(data).evaluate()]


@settings(deadline=None)
@given(tables, st.randoms(use_true_random=False))
def test_neither_the_order_of_units_nor_of_annotators_matters(units: Table, chance: random.Random) -> None:
    order = list(range(len(units[0])))
    chance.shuffle(order)
    shuffled = [[unit[place] for place in order] for unit in units]
    chance.shuffle(shuffled)
    for measure in (every_alpha, lambda data: [ac1(data).evaluate(), percentage(data).evaluate()]):
        assert measure(by_rows(shuffled)) == pytest.approx(measure(by_rows(units)), nan_ok=True)


@settings(deadline=None)
@given(tables, st.permutations([1, 2, 3]))
def test_the_names_of_labels_do_not_matter_to_nominal_measures(units: Table, names: list[int]) -> None:
    renamed = [[None if value is None else names[value - 1] for value in unit] for unit in units]
    for measure in (alpha, ac1, percentage):
        assert measure(by_rows(renamed)).evaluate() == pytest.approx(
            measure(by_rows(units)).evaluate(), nan_ok=True
        )


@settings(deadline=None)
@given(tables, st.sampled_from([1, 2, 3]))
def test_a_unit_with_one_rating_changes_no_alpha(units: Table, value: int) -> None:
    alone: list[int | None] = [value, *[None] * (len(units[0]) - 1)]
    assert every_alpha(by_rows([*units, alone])) == pytest.approx(every_alpha(by_rows(units)), nan_ok=True)


@settings(deadline=None)
@given(st.lists(st.sampled_from([1, 2, 3]), min_size=2), st.integers(2, 4))
def test_identical_annotations_agree_fully(given_: list[int], annotators: int) -> None:
    assume(len(set(given_)) > 1)
    data = from_table([given_] * annotators)
    assert every_alpha(data) == pytest.approx([1.0] * (len(METRICS) + 1))
    assert ac1(data).evaluate() == pytest.approx(1.0)


@settings(deadline=None)
@given(tables)
def test_alpha_follows_from_the_exported_coincidence_matrix(units: Table) -> None:
    data = by_rows(units)
    matrix = coincidences(data)
    dense = matrix.dense()
    n_c = dense.sum(axis=1)
    n = n_c.sum()
    apart = np.array([[(c - k) ** 2 for k in data.values] for c in data.values], dtype=float).reshape(
        dense.shape
    )
    assert n_c == pytest.approx(matrix.counts)
    expected = float((np.outer(n_c, n_c) * apart).sum())
    if expected:
        observed = float((dense * apart).sum())
        assert alpha(data, interval).evaluate() == pytest.approx(1 - (n - 1) * observed / expected)


@settings(deadline=None)
@given(tables)
def test_the_order_of_a_scale_is_that_of_its_values(units: Table) -> None:
    data = by_rows(units)
    counts = coincidences(data)
    places = {value: place for place, value in enumerate(data.values)}
    n = {value: counts.counts[places[value]] for value in data.values}

    def apart(c: int, k: int) -> float:
        low, high = min(c, k), max(c, k)
        between = sum(n[g] for g in data.values if low <= g <= high)
        return float((between - (n[c] + n[k]) / 2) ** 2)

    assert ordinal_alpha(data).evaluate() == pytest.approx(
        alpha(data, weighted(apart)).evaluate(), nan_ok=True
    )


@settings(deadline=None)
@given(st.lists(st.frozensets(st.sampled_from("abcd")), min_size=1, max_size=8, unique=True))
def test_expected_distances_are_those_between_all_pairs(sets: list[frozenset[str]]) -> None:
    metrics: list[Metric[frozenset[str]]] = [nominal, jaccard, masi]
    counts = np.arange(1.0, len(sets) + 1)
    left, right = (side.ravel().astype(np.int32) for side in np.indices((len(sets), len(sets))))
    for metric in metrics:
        distance: Distance = metric(sets)
        every = distance.between(left, right).reshape(len(sets), len(sets))
        assert every == pytest.approx(every.T)
        assert float(distance.expected(counts[None])[0]) == pytest.approx(float(counts @ every @ counts))


@settings(max_examples=30, deadline=None)
@given(tables)
def test_pieces_of_the_ratings_add_up(units: Table) -> None:
    data = by_rows(units)
    whole = [*every_alpha(data), ac1(data).evaluate(), percentage(data).evaluate()]
    before, ratings_module.RATINGS_AT_ONCE = ratings_module.RATINGS_AT_ONCE, 3
    try:
        pieces = [*every_alpha(data), ac1(data).evaluate(), percentage(data).evaluate()]
        matrix = coincidences(data).dense()
    finally:
        ratings_module.RATINGS_AT_ONCE = before
    assert pieces == pytest.approx(whole, nan_ok=True)
    assert matrix == pytest.approx(coincidences(data).dense())


# What cannot be computed


def test_undefined_values_say_why() -> None:
    constant, single = from_table([["x", "x"], ["x", "x"]]), from_table([["x", None], [None, "y"]])
    assert (figure(alpha(constant)).value, figure(alpha(constant)).reason) == (None, NO_VARIATION)
    assert (figure(alpha(single)).value, figure(alpha(single)).reason) == (None, NO_PAIRS)
    assert (figure(ac1(constant)).value, figure(ac1(constant)).reason) == (None, ONE_CATEGORY)
    assert figure(percentage(single)).reason == NO_PAIRS
    assert figure(percentage(constant)).value == 1.0
    assert cohen_kappa(confusion(constant, "annotator 1", "annotator 2")).value is None
    assert cohen_kappa(confusion(single, "annotator 1", "annotator 2")).n == 0


def test_no_ratings_at_all() -> None:
    nothing: Recorder[int] = Recorder(["a", "b"])
    data = nothing.ratings()
    for sums in (alpha(data), ordinal_alpha(data), ac1(data), percentage(data)):
        shown = figure(sums, seed=1)
        assert (shown.value, shown.n, shown.reason) == (None, 0, NO_PAIRS)


def test_thousands_of_values_need_no_table_of_all_pairs() -> None:
    recorder: Recorder[str] = Recorder(["a", "b"])
    for number in range(40_000):
        recorder.add({"a": f"name {number}", "b": f"name {number - number % 2}"})
    assert alpha(recorder.ratings()).evaluate() == pytest.approx(0.5, abs=1e-3)


def test_an_annotator_can_be_left_out() -> None:
    data = from_table(THREE_BY_NINE)
    assert alpha(data.without("annotator 1")).evaluate() == pytest.approx(
        alpha(from_table(THREE_BY_NINE[1:])).evaluate()
    )
