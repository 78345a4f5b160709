"""MACE and Dawid-Skene: they find the truth that the data was made from, and refuse too little."""

import numpy as np
import pytest
from reliability import from_table

from annotator.errors import InputError
from annotator.merge.dawid_skene import dawid_skene, fit
from annotator.merge.mace import Mace, mace
from annotator.merge.ratings import Ratings, Recorder

SKILL = {"expert": 0.95, "good": 0.8, "spammer": 0.0}


def simulated(items: int, labels: int = 4) -> tuple[Ratings[str], list[str]]:
    """Annotators who know the label with their skill, and else give `L0`; two good ones and two spammers."""
    random = np.random.default_rng(3)
    names = [f"L{label}" for label in range(labels)]
    annotators = {f"{kind} {n}": skill for kind, skill in SKILL.items() for n in (1, 2)}
    recorder: Recorder[str] = Recorder(list(annotators))
    truth = [names[random.integers(labels)] for _ in range(items)]
    for label in truth:
        recorder.add({who: label if random.random() < skill else "L0" for who, skill in annotators.items()})
    return recorder.ratings(), truth


def best(model: Mace[str], items: int) -> list[str]:
    found, most = [""] * items, [0.0] * items
    for item, label, probability in zip(model.item, model.label, model.probability, strict=True):
        if probability > most[item]:
            found[item], most[item] = model.values[label], probability
    return found


def test_mace_beats_the_votes_of_those_who_guess() -> None:
    data, truth = simulated(200)
    model = mace(data)
    right = [one == other for one, other in zip(best(model, 200), truth, strict=True)]
    assert np.mean(right) > 0.97
    for name, skill in SKILL.items():
        assert model.competence[f"{name} 1"] == pytest.approx(skill, abs=0.12)


def test_mace_is_a_function_of_ratings_and_seed() -> None:
    data, _ = simulated(60)
    assert mace(data, seed=4).probability.tolist() == mace(data, seed=4).probability.tolist()


def test_an_item_that_they_disagree_on_is_less_certain() -> None:
    table = [["x", "y"] * 30 + ["x"], ["x", "y"] * 30 + ["y"], ["x", "y"] * 30 + ["z"]]
    model = mace(from_table(table))
    assert model.entropy[-1] > 5 * model.entropy[0]
    shares = np.bincount(model.item, weights=model.probability)
    assert shares == pytest.approx(np.ones(61), abs=1e-2)


def test_mace_does_not_depend_on_the_names_of_labels() -> None:
    table = [["x", "y", "z"] * 20, ["x", "y", "y"] * 20, ["x", "z", "z"] * 20]
    renamed = [[{"x": "c", "y": "b", "z": "a"}[label] for label in row] for row in table]
    one, other = mace(from_table(table)), mace(from_table(renamed))
    assert one.competence == pytest.approx(other.competence, abs=1e-3)


def test_dawid_skene_learns_who_confuses_what() -> None:
    data, truth = simulated(400)
    model = dawid_skene(data)
    found = [model.values[place] for place in model.posterior.argmax(axis=1)]
    assert np.mean([one == other for one, other in zip(found, truth, strict=True)]) > 0.97
    guesser = model.error_rates["spammer 1"]
    assert guesser[:, model.values.index("L0")] == pytest.approx(np.ones(4))
    assert model.prevalence.sum() == pytest.approx(1)


def test_models_refuse_what_is_too_little() -> None:
    with pytest.raises(InputError, match="at least 50 items and has 49"):
        mace(simulated(49)[0])
    with pytest.raises(InputError, match="at least 300 items and has 299"):
        dawid_skene(simulated(299)[0])


def test_an_item_without_ratings_is_not_decided() -> None:
    table = [["x", "y"] * 30 + [None], ["x", "y"] * 30 + [None]]
    model = mace(from_table(table))
    assert np.isnan(model.entropy[-1])
    assert 60 not in model.item
    assert fit(from_table(table)).prevalence == pytest.approx([0.5, 0.5], abs=1e-2)
