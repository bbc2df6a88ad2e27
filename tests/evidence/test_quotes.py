"""Finding quotes and the negations they leave out, on texts of one line: where exactly the limits are."""

from __future__ import annotations

import pytest

from detente.evidence import anchor as rules
from detente.evidence.anchor import Anchor, QuoteError, anchor, context, nearest_passages, normalised
from detente.evidence.negators import nearby_negator


def negation(text: str, quote: str = "QUOTE") -> str | None:
    return nearby_negator(text, anchor(text, quote))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("never a b QUOTE", "never"),  # three words before
        ("never a b c QUOTE", None),
        ("QUOTE a b never", "never"),  # three words after
        ("QUOTE a b c never", None),
        ("never. a QUOTE", None),  # another sentence
        ("never, a QUOTE", None),
        ("QUOTE a; never", None),
        ("QUOTE\nnever", None),
        ("never\nQUOTE", None),
        ("no and never QUOTE", "no"),  # the first of several
        ("not QUOTE never", "not"),
        ("(never) QUOTE", "(never)"),
        ("NEVER QUOTE", "NEVER"),
        ("nevertheless QUOTE", None),
        ("won't QUOTE", "won't"),
        ("ولن QUOTE", "ولن"),
        ("فلا QUOTE", "فلا"),
        ("بلا QUOTE", "بلا"),
        ("في ما QUOTE", None),  # «what», not «not»
        ("قال ما QUOTE", "ما"),
        ("ما QUOTE", "ما"),
        ("في a b ما QUOTE", "ما"),  # only right after the preposition
        ("في ما a b QUOTE", None),  # the preposition is the fourth word before
        ("قال ما a b QUOTE", "ما"),
        ("QUOTE في ما a", None),
    ],
)
def test_how_far_a_negation_reaches(text: str, word: str | None) -> None:
    assert negation(text) == word


@pytest.mark.parametrize("end", ".!?؟؛;")
def test_after_the_end_of_its_sentence_nothing_belongs_to_a_quote(end: str) -> None:
    assert negation(f"QUOTE{end} never a", f"QUOTE{end}") is None
    assert negation(f"never a QUOTE{end}", f"QUOTE{end}") == "never"


def test_a_comma_inside_the_quote_does_not_end_the_sentence() -> None:
    assert negation("QUOTE, never a", "QUOTE,") == "never"


def test_only_eighty_characters_around_are_looked_at() -> None:
    assert negation("never " + "x" * 73 + " QUOTE") == "never"
    assert negation("never " + "x" * 78 + " QUOTE") is None  # what is left of the word is no negation
    assert negation("QUOTE " + "x" * 73 + " never") == "never"
    assert negation("QUOTE " + "x" * 78 + " never") is None


def test_overlapping_places_count_as_several() -> None:
    with pytest.raises(QuoteError) as error:
        anchor("a X a X a", "a X a")
    assert (error.value.code, error.value.candidates) == ("quote_ambiguous", ("a X a X a", "a X a X a"))
    assert str(error.value) == "quote_ambiguous"


def test_at_most_five_candidates_are_shown() -> None:
    with pytest.raises(QuoteError) as error:
        anchor(" ".join(f"QUOTE {k}" for k in range(7)), "QUOTE")
    assert len(error.value.candidates) == 5


def test_a_quote_does_not_end_within_a_letter() -> None:
    """e with an accent of its own is another letter; the exact search skips it, and so does the normalised one."""
    assert anchor("cafe\u0301 cafe", "cafe") == Anchor(6, 10, "exact")
    assert anchor("cafe", "cafe") == Anchor(0, 4, "exact")
    with pytest.raises(QuoteError):
        anchor("cafe\u0301", "cafe")


@pytest.mark.parametrize(
    ("text", "quote", "start"),
    [
        ("islands, island", "island", 9),  # ends within a word
        ("inland land", "land", 7),  # begins within one
        ("xland", "land", None),
        ("land", "land", 0),
        ("والكتاب الكبير", "كتاب", 3),  # «and the» is written together with the word after it
        ("قرأ والكتاب", "كتاب", 7),
        ("قرأ للكتاب", "كتاب", 6),
        ("قرأ مكتب", "كتب", None),
        ("مواكتاب", "كتاب", None),
        ("قرأ كتابها", "كتاب", None),
        ("قرأ وكَتب", "كَ", None),  # a vowel sign belongs to its word
        ("مَتب", "تب", None),
        ("ab\u200fcd", "ab", 0),  # an invisible mark parts words
        ("ab\u200fcd", "cd", 3),
        ("قرأ\u061cكتاب", "كتاب", 4),
        ("日本語", "本", 1),  # no spaces between words
        ("3rd", "rd", None),
        ("a-b", "b", 2),
    ],
)
def test_a_quote_is_of_whole_words(text: str, quote: str, start: int | None) -> None:
    if start is not None:
        assert anchor(text, quote) == Anchor(start, start + len(quote), "exact")
        return
    with pytest.raises(QuoteError) as error:
        anchor(text, quote)
    assert error.value.code == "quote_absent"


def test_a_normalised_place_is_told_in_characters_of_the_source() -> None:
    assert anchor("say «yes»  \n now", '"yes"') == Anchor(4, 9, "normalised")
    assert anchor("a –  b", "a - b") == Anchor(0, 6, "normalised")
    assert anchor("x a\u00a0\u00a0b ", " a b ") == Anchor(2, 6, "normalised")
    assert anchor("قالَ", "قال") == Anchor(0, 4, "normalised")
    assert anchor(" ‘a’ b", "'a'") == Anchor(1, 4, "normalised")


@pytest.mark.parametrize(
    ("text", "quote"),
    [("of ﬁne", "of f"), ("the ﬁne", "ine"), ("x ½ y", "x 1"), ("wait… now", "wait."), ("№ 5", "o 5"), ("ﬁ", "f")],
)
def test_a_quote_does_not_begin_or_end_within_a_character_that_stands_for_several(text: str, quote: str) -> None:
    with pytest.raises(QuoteError) as error:
        anchor(text, quote)
    assert error.value.code == "quote_absent"


def test_a_character_that_stands_for_several_is_found_whole() -> None:
    assert anchor("of ﬁne, ﬁ", "fine") == Anchor(3, 6, "normalised")
    assert anchor("x ½ y", "x 1⁄2") == Anchor(0, 3, "normalised")
    assert anchor("№ 5", "No 5") == Anchor(0, 3, "normalised")
    assert anchor("ﬁﬁ", "fifi") == Anchor(0, 2, "normalised")


def test_marks_of_quotation_count_only_while_that_finds_the_quote() -> None:
    assert anchor("say «yes» now, say yes", 'say "yes"') == Anchor(0, 9, "normalised")
    assert anchor("they say «yes» now", "say yes") == Anchor(5, 14, "normalised")  # with the mark that closes it
    assert anchor("they say yes now", "say «yes» now") == Anchor(5, 16, "normalised")
    assert anchor("they  say  yes  ", "say “yes”") == Anchor(6, 14, "normalised")


def test_a_quote_of_nothing_is_nowhere() -> None:
    with pytest.raises(QuoteError) as error:
        anchor("some text", "\u200f\u200f")
    assert (error.value.code, error.value.candidates) == ("quote_absent", ())


def test_context_decides_in_spite_of_spelling_and_spaces() -> None:
    text = "“One” QUOTE  two. Three QUOTE four."
    assert anchor(text, "QUOTE", prefix='"One"').start == 6
    assert anchor(text, "QUOTE", prefix=" three ".title()).start == 24
    assert anchor(text, "QUOTE", suffix=" two").start == 6
    assert anchor(text, "QUOTE", prefix="Three", suffix="four").start == 24
    with pytest.raises(QuoteError) as error:  # a context that fits neither decides nothing
        anchor(text, "QUOTE", prefix="Three", suffix="two")
    assert len(error.value.candidates) == 2
    with pytest.raises(QuoteError):
        anchor(text, "QUOTE", prefix="One", suffix="two")  # the mark after it is missing
    assert anchor("QUOTE", "QUOTE", prefix="not there").start == 0  # one place needs no context


def test_the_words_around_a_quote() -> None:
    text = "a" * 40 + " QUOTE\n\n" + "b" * 40
    start = text.index("QUOTE")
    assert context(text, Anchor(start, start + 5, "exact")) == "…" + "a" * 29 + " QUOTE " + "b" * 28 + "…"
    assert context("QUOTE", Anchor(0, 5, "exact")) == "QUOTE"
    assert context("a QUOTE b", Anchor(2, 7, "exact")) == "a QUOTE b"
    edge = "x" * 30 + "QUOTE" + "y" * 30
    assert context(edge, Anchor(30, 35, "exact")) == edge


def test_spelling_without_meaning() -> None:
    assert normalised("أإآٱ ىی ک ة ـ “„«»” ‘’` ‐–—−")[0] == 'اااا يي ك ه """"" \'\'\' ----'
    flat, places = normalised("a \n\t b\u064b")
    assert (flat, places) == ("a b", [0, 1, 5])
    assert normalised("  a")[0] == "a"  # nothing but space before it
    assert normalised("\u200fa")[0] == "a"
    assert normalised("ﬁne")[0] == "fine"
    assert normalised("e\u0301") == ("é", [0])


def test_marks_go_with_their_letter_and_each_letter_keeps_its_place() -> None:
    """A mark that carries meaning stays, one that Arabic may leave out goes; the next letter is a letter of its own."""
    assert normalised("e\u0301a") == ("\u00e9a", [0, 2])
    assert normalised("\u0628\u08ff\u062a") == ("\u0628\u062a", [0, 2])
    assert normalised("a \u00afb")[0] == "a \u0304b"  # a mark that stands alone is a space and a mark to Unicode


@pytest.mark.parametrize("digits", ["٩٧٤", "۹۷۴", "९७४", "９７４"])
def test_a_digit_is_the_same_in_every_script(digits: str) -> None:
    assert normalised(digits) == ("974", [0, 1, 2])
    assert anchor(f"of {digits} ships", "974") == Anchor(3, 6, "normalised")


def test_the_nearest_passage() -> None:
    text = "The first line. Tokyo regards the islands as its own. The last line."
    assert nearest_passages(text, "Tokyo regards these islands as its own") == (
        "Tokyo regards the islands as its own.",
    )
    assert nearest_passages(text, "nothing of the kind was ever said") == ()
    assert nearest_passages("", "anything") == ()
    assert nearest_passages("one", "one two three") == ()
    assert nearest_passages("ones", "one") == ("ones",)
    assert nearest_passages("a b", "") == ()


def test_the_nearest_passage_is_as_many_words_long_and_of_equals_the_first() -> None:
    assert nearest_passages("ones two", "one") == ("ones",)
    assert nearest_passages("onex ones", "one") == ("onex",)
    assert nearest_passages("abcdxy dabcfx", "abcdef") == ("abcdxy",)  # the other has the same letters in another order
    assert nearest_passages("abcxy", "abcuv") == ()  # six tenths alike is not enough


def test_a_long_quote_has_a_nearest_passage_too() -> None:
    text = " ".join(f"word{number}" for number in range(60))
    assert nearest_passages(text, text.replace("word30", "work30")) == (text,)


def test_the_nearest_of_two_passages_is_the_one_more_alike() -> None:
    near, nearer = "Tokyo seas the island", "Tokyo sees the island"
    for text in (f"{near} {nearer}", f"{nearer} {near}"):
        assert nearest_passages(text, "Tokyo sees the islands") == (nearer,)
    with pytest.raises(QuoteError) as error:
        anchor(f"{near} {nearer}", "Tokyo sees the islands")
    assert error.value.candidates == (nearer,)


def test_in_a_long_text_only_promising_places_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MAX_WORDS_COMPARED", 20)  # so two places are looked at
    filler = ["word"] * 30
    text = " ".join([*filler, "Tokyo", "regards", "islands", *filler])
    assert list(rules._promising(text.split(), "Tokyo regards islands", 3)) == [29, 30]
    assert nearest_passages(text, "Tokyo regards islands!") == ("Tokyo regards islands",)
    assert list(rules._promising(text.split()[:20], "Tokyo", 3)) == list(range(18))
    assert list(rules._promising(["a"], "a b", 2)) == [0]
    assert list(rules._promising([], "a b", 2)) == []


def test_a_text_too_long_is_not_searched_for_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MAX_SUGGESTION_TEXT", 10)
    assert nearest_passages("0123456789", "012345678") == ("0123456789",)
    assert nearest_passages("0123456789x", "012345678") == ()
