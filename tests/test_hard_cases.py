"""The sample corpus holds every hard case that the tool must be able to express; here they are by their numbers."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from itertools import pairwise

import pytest
from sample import Page, copy_of_sample, page_of

from annotator.corpus.corpus import Corpus
from annotator.fields import Passage
from annotator.merge.overlap import iou

Property = Callable[[Page], bool]
CASES: list[tuple[int, str, Property]] = []


def case(number: int, article: str) -> Callable[[Property], Property]:
    """Say that an article exemplifies a hard case, by a property of its statements."""

    def add(shown: Property) -> Property:
        CASES.append((number, article, shown))
        return shown

    return add


@case(1, "ferry-tax")
def interrupted_by_its_own_attribution(page: Page) -> bool:
    return any(
        len(said.fields.claim.spans) >= 2 and said.fields.cue and inside(said.fields.cue, said.fields.claim)
        for said in page.said
    )


@case(1, "ferry-tax")
def runs_on_over_the_next_sentence(page: Page) -> bool:
    return any(said.sentences[0] < said.sentences[1] for said in page.said)


@case(2, "ferry-tax")
def different_speakers_in_one_sentence(page: Page) -> bool:
    return any(a.sentences == b.sentences and not a.speakers & b.speakers for a, b in page.pairs())


@case(2, "herring-quota")
def opposite_stances_of_one_speaker_on_two_targets(page: Page) -> bool:
    return any(
        a.sentences[0] == b.sentences[0]
        and a.speakers == b.speakers
        and a.target != b.target
        and {a.fields.stance, b.fields.stance} == {"support", "oppose"}
        for a, b in page.pairs()
    )


@case(3, "ferry-tax")
def claims_overlap(page: Page) -> bool:
    return any(0 < iou(a.fields.claim.spans, b.fields.claim.spans) < 1 for a, b in page.pairs())


@case(3, "wolf-return")
def claimed_by_one_and_denied_by_another(page: Page) -> bool:
    return any(
        a.fields.claim == b.fields.claim
        and not a.speakers & b.speakers
        and {a.fields.stance, b.fields.stance} == {"support", "oppose"}
        for a, b in page.pairs()
    )


@case(4, "ferry-tax")
def denies_another_statement(page: Page) -> bool:
    return any(page.by_ref(said.fields.target) and said.fields.stance == "oppose" for said in page.said)


@case(5, "river-dam")
def reported_by_another_speaker(page: Page) -> bool:
    outer = [(said, page.by_ref(said.fields.parent)) for said in page.said]
    return any(around is not None and around.speakers != said.speakers for said, around in outer)


@case(5, "river-dam")
def joint_reporters_are_one_level(page: Page) -> bool:
    outer = [page.by_ref(said.fields.parent) for said in page.said]
    return any(around is not None and len(around.speakers) >= 2 for around in outer)


@case(6, "ferry-tax")
def the_negation_is_in_the_cue(page: Page) -> bool:
    return any(
        negated(said.cue) and not negated(said.claim) and said.fields.stance == "oppose" for said in page.said
    )


@case(6, "river-dam")
def two_negations_are_for_it(page: Page) -> bool:
    twice = re.compile(r"\bnot to (?:lose|forget|give up|abandon)\b|\bnot (?:against|opposed)\b")
    return any(twice.search(said.claim) and said.fields.stance == "support" for said in page.said)


@case(7, "river-dam")
def two_speakers_with_a_mention_each(page: Page) -> bool:
    return any(len({*said.mentions} - {""}) >= 2 for said in page.said)


@case(7, "minimum-wage")
def one_mention_for_two_speakers(page: Page) -> bool:
    return any(
        len(said.speakers) >= 2 and len(set(said.mentions)) == 1 and said.mentions[0] for said in page.said
    )


@case(7, "school-phones")
def speakers_and_cue_in_the_next_paragraph(page: Page) -> bool:
    return any(
        "\n" in page.article.text[said.fields.claim.end : entity.mention.start]
        and "\n" in page.article.text[said.fields.claim.end : said.fields.cue.start]
        for said in page.said
        for entity in said.fields.speaker
        if entity.mention and said.fields.cue and len(said.speakers) >= 2
    )


@case(8, "river-dam")
def a_document_is_unnamed_then_named_then_it(page: Page) -> bool:
    forms = [page.mentions_of(name) for name in page.names("document", "organization")]
    return any(
        found[0].lower().startswith(("a ", "an ")) and "it" in lowered(found) for found in forms if found
    )


@case(9, "ferry-tax")
def an_unnamed_source(page: Page) -> bool:
    return bool(page.names("unnamed"))


@case(9, "river-dam")
def the_voice_of_the_author(page: Page) -> bool:
    return bool(page.names("author"))


@case(9, "hospital-merger")
def a_speaker_only_inferred_is_marked_unsure(page: Page) -> bool:
    return any(
        said.fields.confidence == 1 and not any(said.mentions) and page.state(said) == "unsure"
        for said in page.said
    )


@case(10, "ferry-tax")
def a_partial_name_is_the_same_person(page: Page) -> bool:
    return any(set(page.mentions_of(name)) & page.aliases.get(name, set()) for name in page.names("person"))


@case(10, "school-phones")
def nickname_and_misspelling_are_the_same_person(page: Page) -> bool:
    return any(
        len({words for words in page.mentions_of(name) if words.split()[-1] not in name} & others) == 2
        for name, others in page.aliases.items()
    )


@case(11, "ferry-tax")
def the_cue_is_a_preposition(page: Page) -> bool:
    return any(said.cue.lower() == "according to" for said in page.said)


@case(11, "herring-quota")
def the_cue_is_split(page: Page) -> bool:
    return any(said.fields.cue and len(said.fields.cue.spans) >= 2 for said in page.said)


@case(11, "minimum-wage")
def the_cue_is_a_noun(page: Page) -> bool:
    return any(
        re.search(r"\b(?:view|fear|hope|belief|opinion|demand) (?:of|that)\b", said.cue) for said in page.said
    )


@case(11, "hospital-merger")
def there_is_no_cue(page: Page) -> bool:
    return any(said.fields.cue is None for said in page.said)


@case(12, "hospital-merger")
def quotation_marks_that_are_not_speech(page: Page) -> bool:
    claimed = {at for said in page.said for span in said.fields.claim.spans for at in range(*span)}
    quoted = re.finditer(r"[“\"](\w[^“”\"]{2,40})[”\"]", page.article.text)
    return any(match.start() not in claimed for match in quoted)


@case(12, "river-dam")
def sic_inside_a_quotation(page: Page) -> bool:
    return any("“" in said.claim and "[sic]" in said.claim for said in page.said)


@case(12, "school-phones")
def brackets_and_an_ellipsis_inside_a_quotation(page: Page) -> bool:
    claims = [said.claim for said in page.said if "“" in said.claim]
    return any(re.search(r"\[\w+\]", claim) for claim in claims) and any("…" in claim for claim in claims)


@case(13, "river-dam")
def the_claim_refers_back(page: Page) -> bool:
    return any(re.match(r"such an? \w+", said.claim) for said in page.said)


@case(14, "river-dam")
def addressed_to_somebody(page: Page) -> bool:
    return any(said.fields.addressee for said in page.said)


@case(14, "empty-homes")
def asked_and_not_asserted(page: Page) -> bool:
    return any(said.claim.rstrip('”"').endswith("?") for said in page.said)


@case(14, "hospital-merger")
def expected_of_somebody_else(page: Page) -> bool:
    return any(re.search(r"\b(?:expect|predict|will|would)", said.cue) for said in page.said)


@case(15, "river-dam")
def a_reason_for_another_claim(page: Page) -> bool:
    return any(page.by_ref(said.fields.premise_of) for said in page.said)


@case(16, "river-dam")
def a_span_starts_or_ends_inside_a_token(page: Page) -> bool:
    edges = {at for said in page.said for span in said.fields.claim.spans for at in span}
    text = page.article.text
    return any(text[at - 1].isalnum() and text[at : at + 1].isalnum() for at in edges)


def before_claims(page: Page) -> str:
    """The text whose characters move the offsets of the last claim."""
    return page.article.text[: max(said.fields.claim.start for said in page.said)]


@case(17, "ferry-tax")
def curly_quotes_and_dashes(page: Page) -> bool:
    return set("“”’—") <= set(before_claims(page))


@case(17, "school-phones")
def an_ellipsis_an_emoji_and_a_combining_accent(page: Page) -> bool:
    before = before_claims(page)
    return "…" in before and max(before) > "\U0001f300" and any(map(unicodedata.combining, before))


@case(17, "data-centre-water")
def a_no_break_space_cjk_and_right_to_left_words(page: Page) -> bool:
    before = before_claims(page)
    return "\u00a0" in before and bool(
        re.search("[\u4e00-\u9fff]", before) and re.search("[\u0600-\u06ff]", before)
    )


@case(18, "school-phones")
def the_headline_runs_into_the_byline(page: Page) -> bool:
    first = page.article.sentences[0]
    return first.kind == "headline" and " By " in page.article.text[first.start : first.end]


@case(18, "ferry-tax")
def all_kinds_of_lines(page: Page) -> bool:
    found = {sentence.kind for sentence in page.article.sentences}
    return found == {"body", "headline", "dateline", "caption", "furniture"}


@case(19, "tram-line")
def read_without_a_claim_undecided_and_skipped(page: Page) -> bool:
    return {"none", "unsure", "skip"} <= {mark.state for mark in page.marks.values()}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return copy_of_sample(tmp_path_factory.mktemp("sample"))


@pytest.mark.parametrize(
    ("article", "shown"), [pytest.param(a, p, id=f"{n}-{p.__name__}") for n, a, p in CASES]
)
def test_hard_case(sample: Corpus, article: str, shown: Property) -> None:
    assert shown(page_of(sample, article))


def test_no_hard_case_is_left_out() -> None:
    assert {number for number, _, _ in CASES} == set(range(1, 20))


def inside(inner: Passage, outer: Passage) -> bool:
    """Whether a passage lies between the spans of another."""
    return any(a.end <= inner.start and inner.end <= b.start for a, b in pairwise(outer.spans))


def negated(words: str) -> bool:
    return re.search(r"\b(?:not|no|never|den(?:y|ies|ied)|\w+n['’]t)\b", words) is not None


def lowered(words: Iterable[str]) -> list[str]:
    return [word.lower() for word in words]
