"""`annotator entities`: names in use, what may mean the same, and the list that says so."""

import json
import tomllib
from typing import Any

import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from writers import Writer

from annotator.corpus.corpus import Corpus
from annotator.corpus.entities_file import entities_hash, with_alias, write_entities
from annotator.corpus.settings import read_entities
from annotator.entities import KnownName, NameList
from annotator.errors import InputError

STAY = "the harbour must stay open"


@pytest.fixture
def named(corpus: Corpus) -> Corpus:
    for annotator, speaker in (("ann", "Su Mi Terry"), ("bob", "Terry"), ("cid", "Su Mi Tery")):
        Writer(corpus, annotator).statement("harbour", STAY, speaker=speaker)
    dan = Writer(corpus, "dan")
    dan.edit(dan.statement("harbour", STAY), speaker=[{"name": "unnamed source", "kind": "unnamed"}])
    return corpus


def listed(run: Run, corpus: Corpus, role: str = "speaker") -> dict[str, Any]:
    (line,) = run("entities", corpus.root, "--role", role, "--json").stdout.splitlines()
    found = json.loads(line)
    assert isinstance(found, dict)
    return found


def test_names_with_counts_and_users(named: Corpus, run: Run) -> None:
    Writer(named, "ann").statement("school", "the school to reopen", speaker="Su Mi Terry")
    names = {name["name"]: name for name in listed(run, named)["names"]}
    assert names["Su Mi Terry"] == {"name": "Su Mi Terry", "count": 2, "annotators": ["ann"]}
    assert set(names) == {"Su Mi Terry", "Terry", "Su Mi Tery"}


def test_parts_and_misspellings_are_proposed(named: Corpus, run: Run) -> None:
    pairs = {(pair["name"], pair["alias"]) for pair in listed(run, named)["proposals"]}
    assert ("Su Mi Terry", "Terry") in pairs
    assert ("Su Mi Tery", "Su Mi Terry") in pairs or ("Su Mi Terry", "Su Mi Tery") in pairs


def test_an_alias_is_written_by_role_and_journals_stay(named: Corpus, run: Run) -> None:
    journals = {path: path.read_bytes() for path in named.annotations_folder.iterdir()}
    result = run("entities", named.root, "--alias", "Su Mi Terry=Terry", "--alias", "Su Mi Terry=Su Mi Tery")
    assert result.exit_code == 0
    lists = read_entities(named.root)
    assert set(lists) == {"speaker"}
    assert lists["speaker"].names == (KnownName(name="Su Mi Terry", aliases=("Terry", "Su Mi Tery")),)
    assert listed(run, named)["proposals"] == []
    rows = [line.split() for line in run("entities", named.root).stdout.splitlines()]
    assert ["Terry", "1", "bob", "=", "Su", "Mi", "Terry"] in rows
    assert {path: path.read_bytes() for path in named.annotations_folder.iterdir()} == journals


@pytest.mark.parametrize(
    ("alias", "message"),
    [
        ("Alice Terry=Terry", "“Terry” could mean “Su Mi Terry” or “Alice Terry”"),
        ("Terry=Tery", "“Terry” is an alias of “Su Mi Terry”"),
        ("Terry", "write NAME=ALIAS"),
        ("Nobody=No one", "neither name is used or listed"),
        ("Su Mi Terry=Su Mi Terry", "is the name itself"),
    ],
)
def test_what_could_mean_two_is_refused(named: Corpus, run: Run, alias: str, message: str) -> None:
    run("entities", named.root, "--alias", "Su Mi Terry=Terry")
    before = (named.root / "entities.toml").read_bytes()
    result = run("entities", named.root, "--alias", alias)
    assert result.exit_code == 2
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert (named.root / "entities.toml").read_bytes() == before


def test_each_pair_is_asked_for(named: Corpus, run: Run) -> None:
    result = run("entities", named.root, "--role", "speaker", "--ask", input="y\nn\nn\n")
    assert result.exit_code == 0
    assert "is “" in result.stderr
    (known,) = read_entities(named.root)["speaker"].names
    assert len(known.aliases) == 1


def test_a_closed_list_takes_no_other_names(named: Corpus, run: Run) -> None:
    run("entities", named.root, "--alias", "Su Mi Terry=Terry", "--close", "speaker")
    assert listed(run, named)["closed"]
    assert run("check", named.root).exit_code == 1
    run("entities", named.root, "--open", "speaker")
    assert not listed(run, named)["closed"]
    assert run("entities", named.root, "--close", "nothing").exit_code == 2


def test_comment_at_the_head_stays_and_the_hash_changes(named: Corpus, run: Run) -> None:
    path = named.root / "entities.toml"
    path.write_text('# Agreed on Monday.\n\n[[speaker.names]]\nname = "Terry"\n', encoding="utf-8")
    before = entities_hash(named.root)
    run("entities", named.root, "--alias", "Terry=Su Mi Tery")
    assert path.read_text(encoding="utf-8").startswith("# Agreed on Monday.\n\n[[speaker.names]]")
    assert entities_hash(named.root) != before


names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(
    lambda name: name == name.strip()
)


@given(
    st.dictionaries(
        st.sampled_from(["speaker", "target", "a role"]), st.lists(names, unique=True, max_size=5)
    )
)
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, by_role: dict[str, list[str]]
) -> None:
    root = tmp_path_factory.mktemp("corpus")
    lists = {
        role: NameList(closed=len(found) % 2 == 0, names=tuple(KnownName(name=name) for name in found))
        for role, found in by_role.items()
    }
    for role, found in by_role.items():
        for name in found[:1]:
            lists[role] = with_alias(lists[role], name, f"{max(found, key=len)} as well")
    write_entities(root, lists)
    tomllib.loads((root / "entities.toml").read_text(encoding="utf-8"))
    assert read_entities(root) == lists


def test_an_alias_never_takes_a_name_from_somebody() -> None:
    names = NameList(names=(KnownName(name="A", aliases=("x",)), KnownName(name="B")))
    assert with_alias(names, "A", "x") == names
    assert with_alias(names, "B", "y").names[1].aliases == ("y",)
    with pytest.raises(InputError):
        with_alias(names, "B", "x")
    with pytest.raises(InputError):
        with_alias(names, "A", "B")


def test_bad_input_is_one_line(corpus: Corpus, run: Run) -> None:
    assert run("entities", corpus.root).exit_code == 0
    result = run("entities", corpus.root, "--role", "cue")
    assert result.exit_code == 2
    assert "“cue” is no role with names here" in result.stderr
