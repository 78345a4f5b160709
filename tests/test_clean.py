"""Cleaning: line ends, controls and what is no character; everything else stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.corpus.clean import clean

SURROGATES = [chr(0xD800), chr(0xDC80), chr(0xDFFF)]
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))
AWKWARD = st.text(
    st.sampled_from("a \n\r\t\0\x1b\x7f\x85\u2028\u2029\ufeff\ufffe\ud800\udfff\u200b\u202e\xa0e\u0301")
)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_line_ends_of_any_kind_become_one_newline(line_end):
    assert clean(f"one{line_end}two{line_end}{line_end}three") == "one\ntwo\n\nthree"


@pytest.mark.parametrize(
    "control", ["\t", "\x0b", "\x0c", "\x1b", "\x1f", "\x7f", "\x80", "\x84", "\x86", "\x9f"]
)
def test_any_other_control_character_becomes_one_blank(control):
    assert clean(f"a{control}{control}b") == "a  b"


@pytest.mark.parametrize("nothing", ["\0", "\ufeff", "\ufffe", "\uffff", *SURROGATES])
def test_what_is_no_character_goes(nothing):
    assert clean(f"{nothing}a{nothing}b{nothing}") == "ab"


@pytest.mark.parametrize(
    "kept", ["“Well…”", "a\xa0b", "a  b ", "e\u0301", "é", "\u200b\u202e\u2066", "👍🏽", "ﬁ", "北京", "\xad"]
)
def test_nothing_else_is_normalised(kept):
    assert clean(kept) == kept


@given(ANY_TEXT | AWKWARD)
def test_a_clean_text_is_left_alone(raw):
    once = clean(raw)
    assert clean(once) == once
    assert once.encode("utf-8").decode("utf-8") == once


@given(ANY_TEXT | AWKWARD)
def test_a_clean_text_has_no_controls_but_newlines(raw):
    assert not {c for c in clean(raw) if c != "\n" and (ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0)}


@given(
    st.text(
        st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff")
    )
)
def test_a_text_without_such_characters_is_unchanged(text):
    assert clean(text) == text
