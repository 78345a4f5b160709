"""Every published case of a measure that is offered, from the folder of cases beside the repository."""

import json
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from reliability import from_table, interval, ratio, weighted

from annotator.merge.alpha import alpha, category_alpha, coincidences, ordinal_alpha
from annotator.merge.bootstrap import figure
from annotator.merge.coefficients import ac1, cohen_kappa, confusion, percentage
from annotator.merge.dawid_skene import DawidSkene, fit
from annotator.merge.detection import Detection, matched_keys
from annotator.merge.distance import jaccard, masi
from annotator.merge.gamma import Dissimilarity, Unit, disorder, gamma
from annotator.merge.mace import mace
from annotator.merge.ratings import Ratings, Recorder
from annotator.merge.unitizing import Unitizing

CASES = Path(__file__).parents[2] / "shared" / "cases" / "agreement.jsonl"
NOT_OFFERED = {"alpha_u_1995", "span_match_schemes"}

Json = Any
Found = Mapping[str, Any]


def read_cases() -> dict[str, dict[str, Json]]:
    if not CASES.exists():
        return {}
    with CASES.open(encoding="utf-8") as lines:
        return {case["id"]: case for case in map(json.loads, lines)}


ALL = read_cases()


def ratings_of(data: Json) -> Ratings[Any]:
    if data["kind"] == "reliability_matrix":
        return from_table(data["ratings"])
    if data["kind"] == "set_matrix":
        return from_table([[frozenset(members) for members in row] for row in data["ratings"]])
    if data["kind"] == "counts":
        most = max(map(sum, data["counts"]))
        recorder: Recorder[Any] = Recorder([str(n) for n in range(most)], values=data["categories"])
        for row in data["counts"]:
            given = [
                value for value, count in zip(data["categories"], row, strict=True) for _ in range(count)
            ]
            recorder.add({str(n): value for n, value in enumerate(given)})
        return recorder.ratings()
    recorder = Recorder(["1", "2"], values=data["categories"])
    for one, row in zip(data["categories"], data["table"], strict=True):
        for other, count in zip(data["categories"], row, strict=True):
            for _ in range(count):
                recorder.add({"1": one, "2": other})
    return recorder.ratings()


def triples(
    item: Sequence[int], worker: Sequence[int], label: Sequence[int], labels: Sequence[Any]
) -> Ratings[Any]:
    order = np.argsort(item, kind="stable")
    unit = np.array(item, dtype=np.int32)[order]
    return Ratings(
        values=tuple(labels),
        annotators=tuple(str(number) for number in range(max(worker) + 1)),
        articles=1,
        article=np.zeros(int(unit[-1]) + 1, dtype=np.int32),
        unit=unit,
        annotator=np.array(worker, dtype=np.int16)[order],
        code=np.array(label, dtype=np.int32)[order],
    )


def coefficients(case: Json) -> Found:
    """All coefficients that a case may ask for; pi and Fleiss' kappa from alpha, which differs by 1 - 1/n."""
    data = ratings_of(case["data"])
    nominal = alpha(data)
    n, agreeing = coincidences(data).counts.sum(), coincidences(data).dense().trace()
    pi = 1 - (1 - nominal.evaluate()) * n / (n - 1)
    found: dict[str, Any] = {
        "alpha.nominal": nominal.evaluate(),
        "percent": percentage(data).evaluate(),
        "Do": 1 - agreeing / n,
        "ac1": ac1(data).evaluate(),
    }
    if len(set(data.ratings_per_unit().tolist())) == 1:
        found |= {"pi": pi, "fleiss": pi, "po": found["percent"]}
    if len(data.annotators) == 2:
        found["kappa"] = cohen_kappa(confusion(data, *data.annotators)).value
    elif "fleiss" in found:
        found["kappa"] = pi
    if all(isinstance(value, int) for value in data.values):
        found["alpha.ordinal"] = ordinal_alpha(data).evaluate()
        found["alpha.interval"] = alpha(data, interval).evaluate()
        found["alpha.ratio"] = alpha(data, ratio).evaluate()
    if "alpha.category" in case["expected"]:
        found["alpha.category"] = {str(v): category_alpha(data, v).evaluate() for v in sorted(data.values)}
    if weights := case["data"].get("agreement_weights"):
        place = {category: number for number, category in enumerate(case["data"]["categories"])}
        metric = weighted(lambda c, k: 1.0 - weights[place[c]][place[k]])
        found["alpha.weighted"] = alpha(data, metric).evaluate()
    return found


def sets(case: Json) -> Found:
    data = ratings_of(case["data"])
    return {
        "alpha.nominal": alpha(data).evaluate(),
        "alpha.masi": alpha(data, masi).evaluate(),
        "alpha.jaccard": alpha(data, jaccard).evaluate(),
        "percent": percentage(data).evaluate(),
    }


def set_distances(case: Json) -> Found:
    pairs = [[frozenset(left), frozenset(right)] for left, right in case["data"]["pairs"]]
    ends = np.array([[0], [1]], dtype=np.int32)
    return {
        "masi": [float(masi(pair).between(*ends)[0]) for pair in pairs],
        "jaccard": [float(jaccard(pair).between(*ends)[0]) for pair in pairs],
    }


def matrix(case: Json) -> Found:
    found = coincidences(ratings_of(case["data"]))
    order = np.argsort(found.values)
    return {
        "values": sorted(found.values),
        "n_c": found.counts[order].tolist(),
        "n": found.counts.sum(),
        "coincidence": found.dense()[np.ix_(order, order)],
    }


def unitizing(case: Json) -> Found:
    found = {}
    for name, relevant_only in (("u", False), ("u_binary", True)):
        one = Unitizing()
        one.add(
            case["data"]["L"],
            {
                who: [(start, end, relevant_only or label) for start, end, label in units]
                for who, units in case["data"]["spans"].items()
            },
        )
        found[name] = one.sums().evaluate()
    return found


def best_alignment(case: Json) -> Found:
    data, expected = case["data"], case["expected"]
    place = {category: number for number, category in enumerate(data.get("category_order", []))}
    weights = Dissimilarity(*(data["params"][name] for name in ("alpha", "beta", "deltaEmpty")))
    if place:
        apart = data["category_dissimilarity"]
        weights = Dissimilarity(
            weights.alpha, weights.beta, weights.delta, lambda c, k: apart[place[str(c)]][place[str(k)]]
        )

    def texts(key: str) -> dict[str, list[Unit]]:
        return {who: [Unit(*unit) for unit in units] for who, units in data[key].items()}

    found = {"disorder": disorder(texts("spans"), weights)}
    if "replay_sample" in data:
        found["replay_sample_disorder"] = disorder(texts("replay_sample"), weights)
    if "gamma_range" in expected or "gamma_band" in expected:
        samples = 200 if "gamma_band" in expected else 30
        value = gamma([texts("spans")], weights, samples=samples).figure.value
        low, high = expected.get("gamma_range") or (
            expected["gamma_30_samples"] - expected["gamma_band"],
            expected["gamma_30_samples"] + expected["gamma_band"],
        )
        assert value is not None
        assert low - 0.01 <= value <= high + 0.01
    return found


def aggregation(case: Json) -> Found:
    data, gold = case["data"], np.array(case["data"]["gold"])
    ratings = triples(data["item"], data["worker"], data["label"], data["labels"])
    model = mace(ratings)
    posterior = np.zeros((ratings.units, len(ratings.values)))
    posterior[model.item, model.label] = model.probability
    return {
        "mace_vb": float((posterior.argmax(axis=1) == gold).mean()),
        "dawid_skene": float((fit(ratings).posterior.argmax(axis=1) == gold).mean()),
    }


def error_rates(case: Json) -> Found:
    rows = [
        (int(patient) - 1, int(observer) - 1, grade - 1)
        for patient, given in case["data"]["responses"].items()
        for observer, grades in given.items()
        for grade in grades
    ]
    item, worker, label = zip(*rows, strict=True)
    model: DawidSkene[int] = fit(triples(item, worker, label, [1, 2, 3, 4]))
    return {
        "class_marginals": model.prevalence.tolist(),
        "log_likelihood": model.log_likelihood,
        "hard_labels": (model.posterior.argmax(axis=1) + 1).tolist(),
        "error_rates": {str(int(who) + 1): rates.tolist() for who, rates in model.error_rates.items()},
    }


def span_f1(case: Json) -> Found:
    everyone = case["data"]["annotators"]
    detection = Detection(sorted(everyone))
    for document in sorted(case["data"]["tokens"]):
        detection.start_article()
        keys = {
            who: [(label, str(spans)) for label, spans in texts.get(document, [])]
            for who, texts in everyone.items()
        }
        for (one, first), (other, second) in combinations(keys.items(), 2):
            detection.add(one, other, matched_keys(first, second), (len(first), len(second)))
    return {"instance": {"mean": detection.f1().evaluate()}}


def interval_ends(case: Json) -> Found:
    data = from_table(ALL[case["data"]["case"]]["data"]["ratings"])
    found = figure(ordinal_alpha(data), lambda: ordinal_alpha(data.by_unit()), samples=2000)
    assert found.interval is not None
    return {"alpha": found.value, "unit_bootstrap_ci": [found.interval.low, found.interval.high]}


def near_misses(case: Json) -> Found:
    data = case["data"]
    found = {}
    for name, span in data["rater_b"].items():
        one = Unitizing()
        one.add(data["L"], {"a": [(*at, True) for at in data["rater_a"]], "b": [(*span, True)]})
        units = {"a": [Unit(at[0], at[1], "x") for at in data["rater_a"]], "b": [Unit(span[0], span[1], "x")]}
        found[name] = {"u_2016": one.sums().evaluate(), "gamma_disorder": disorder(units)}
    return found


MEASURES: dict[str, Callable[[Json], Found]] = {
    "krippendorff_alpha": coefficients,
    "two_rater": coefficients,
    "two_rater_ci": coefficients,
    "two_rater_weighted": coefficients,
    "fleiss_kappa": coefficients,
    "multi_rater": coefficients,
    "gwet": coefficients,
    "set_alpha": sets,
    "set_distance": set_distances,
    "coincidence_matrix": matrix,
    "alpha_u_2016": unitizing,
    "gamma": best_alignment,
    "aggregation_accuracy": aggregation,
    "dawid_skene": error_rates,
    "span_f1": span_f1,
    "bootstrap_ci": interval_ends,
    "property": near_misses,
}


def compare(found: Any, expected: Any, tolerance: float) -> int:
    """Assert that what was found is as expected, and count the numbers compared; keys not offered are passed."""
    if isinstance(found, Mapping):
        return sum(compare(found[key], expected[key], tolerance) for key in found if key in expected)
    assert np.asarray(found, dtype=float) == pytest.approx(np.asarray(expected, dtype=float), abs=tolerance)
    return int(np.size(found))


@pytest.mark.skipif(not ALL, reason="the folder of cases is not beside this repository")
@pytest.mark.parametrize("name", [name for name, case in ALL.items() if case["measure"] not in NOT_OFFERED])
def test_published_case(name: str) -> None:
    case = ALL[name]
    compared = compare(MEASURES[case["measure"]](case), case["expected"], max(case["tolerance"], 1e-9))
    if name != "warrens_2012":  # gives Hubert's kappa only, which is not offered
        assert compared


@pytest.mark.skipif(not ALL, reason="the folder of cases is not beside this repository")
def test_every_measure_of_the_cases_is_offered_or_known_not_to_be() -> None:
    assert {case["measure"] for case in ALL.values()} <= NOT_OFFERED | set(MEASURES)
