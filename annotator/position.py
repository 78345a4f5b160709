"""Where an annotator is in the corpus, and what is there: article, sentence, statements, marks."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from annotator.corpus.articles import Article
from annotator.corpus.corpus import Corpus
from annotator.corpus.journal import Journal
from annotator.fields import Span
from annotator.reading import Sentence, marks_by_sentence, sentences_of_spans
from annotator.schema import LoadedSchema, Problem
from annotator.selecting import tidy, words
from annotator.statements import READ, Event, Mark, Put, Reject, State, subject
from annotator.validity import reference_problems, spans_of


class Position:
    """A place in a corpus, as one annotator has it so far. `refresh` after each change of the journal."""

    def __init__(self, corpus: Corpus, journal: Journal, schema: LoadedSchema) -> None:
        self.corpus = corpus
        self.journal = journal
        self.schema = schema
        self.show_all = False
        """Whether headlines, captions and furniture are stepped through too."""
        self.selected: str | None = None
        """The id of the statement that commands act on."""
        self.version = 0
        """Grows whenever statements or marks of the article at hand may have changed."""
        self.said_version = 0
        """Grows whenever its statements or suggestions, or what became of those, have changed."""
        self._said: list[Event] = []
        self._anchors: dict[str, tuple[Span, ...]] = {}

    @property
    def state(self) -> State:
        """What the journal amounts to."""
        return self.journal.state

    @property
    def sentence(self) -> Sentence:
        """The sentence at hand."""
        return self.article.sentences[self.place]

    @property
    def text(self) -> str:
        """The text of the article at hand."""
        return self.article.text

    # -- moving ---------------------------------------------------------------------------------------------

    def open_article(self, article: str, place: int | None = None) -> None:
        """Go to an article: to a sentence of it, or to the first that is unread. Raises CorpusError, InputError."""
        self.article: Article = self.corpus.article(article)
        self._ends = [sentence.end for sentence in self.article.sentences]
        self._places = {sentence.span: place for place, sentence in enumerate(self.article.sentences)}
        self.body = [i for i, sentence in enumerate(self.article.sentences) if sentence.kind == "body"]
        self._anchors.clear()
        self.refresh()
        first = self.unread[0] if self.unread else self._first_body()
        self.go_to(first if place is None else place)

    def refresh(self) -> None:
        """Work out anew what is there, after the journal has changed."""
        standing = self.state.standing(self.article.id)
        marks = [event for event in standing if isinstance(event, Mark) and event.state is not None]
        exact = {mark.sentence: mark for mark in marks if mark.sentence is not None}
        fit = all(span in self._places for span in exact)
        self.marks = exact if fit else marks_by_sentence(self.article.sentences, marks)
        self.article_mark = next((mark for mark in marks if mark.sentence is None), None)
        self.unread = _unread(self.body, self._places, self.marks, self.article_mark)
        self.version += 1
        said: list[Event] = [event for event in standing if not isinstance(event, Mark)]
        if said != self._said or self.version == 1:
            self._said = said
            self._take_statements([event for event in standing if isinstance(event, Put)])
            rejects = [event for event in standing if isinstance(event, Reject)]
            self.rejected = [event.suggestion for event in rejects if not event.withdrawn]

    def _take_statements(self, puts: list[Put]) -> None:
        self.said_version += 1
        self.statements = sorted(puts, key=lambda put: (self.anchor(put), put.statement))
        self._numbers = {
            name: number for number, name in enumerate(self.state.statement_ids(self.article.id))
        }
        self._by_id = {put.statement: put for put in self.statements}
        self._by_place: dict[int, list[Put]] = {}
        for put in self.statements:
            self._by_place.setdefault(self.place_of(put), []).append(put)

    def go_to(self, place: int) -> None:
        """Make a sentence the one at hand, with the point at its start."""
        self.place = min(max(place, 0), len(self.article.sentences) - 1)
        self.point = self.sentence.start
        here = self.statements_here()
        self.selected = here[0].statement if here else None

    def step(self, step: int) -> bool:
        """Go to the next (1) or previous (-1) sentence that is not passed over; False at the end."""
        place = self.place + step
        while 0 <= place < len(self.article.sentences):
            if self.show_all or self.article.sentences[place].kind == "body":
                self.go_to(place)
                return True
            place += step
        return False

    def step_article(self, step: int) -> bool:
        """Go to the next (1) or previous (-1) article; False where there is none."""
        other = self.corpus.index.neighbour(self.article.id, step)
        if other is None:
            return False
        self.open_article(other)
        return True

    def next_unread(self) -> bool:
        """Go to the next sentence that was not read, in this article or a later one; False if all were."""
        unread = next((place for place in self.unread if place > self.place), None)
        if unread is not None:
            self.go_to(unread)
            return True
        article = self.corpus.index.neighbour(self.article.id, 1)
        while article is not None:
            if unread_sentences(self.corpus.index.entry(article).sentences, list(self.state.marks(article))):
                self.open_article(article)
                return True
            article = self.corpus.index.neighbour(article, 1)
        return False

    def move_point(self, step: int) -> None:
        """Move the point by words, within the sentence."""
        starts = [
            tidy(self.text, word).start for word in words(self.text, self.sentence.start, self.sentence.end)
        ]
        onward = [at for at in starts if (at > self.point if step > 0 else at < self.point)]
        if onward:
            self.point = min(onward) if step > 0 else max(onward)

    def find(self, query: str, step: int = 1) -> bool:
        """Go to the next sentence of this article that contains `query`, regardless of case, round the end."""
        count, needle = len(self.article.sentences), query.casefold()
        for distance in range(1, count + 1):
            place = (self.place + step * distance) % count
            sentence = self.article.sentences[place]
            if needle in self.text[sentence.start : sentence.end].casefold():
                self.go_to(place)
                return True
        return False

    # -- what is there --------------------------------------------------------------------------------------

    def statements_here(self) -> list[Put]:
        """The statements that start in the sentence at hand, in reading order."""
        return self.statements_in(self.place)

    def statements_going_on(self) -> list[Put]:
        """The statements that start in another sentence and have words of their claim in the one at hand."""
        here = self.sentence.span
        return [
            put
            for put in self.statements
            if self.place_of(put) != self.place
            and any(start < here.end and here.start < end for start, end in self.anchor(put))
        ]

    def has_claim(self) -> bool:
        """Whether a claim has words in the sentence at hand."""
        return bool(self.statements_here() or self.statements_going_on())

    def nones_in(self, claim: Iterable[Span]) -> list[Mark]:
        """The marks `none` of the sentences that have words of a claim."""
        touched = sentences_of_spans(self.article.sentences, claim)
        return [mark for span, mark in self.marks.items() if span in touched and mark.state == "none"]

    def statements_in(self, place: int) -> list[Put]:
        """The statements that start in a sentence, in reading order."""
        return self._by_place.get(place, [])

    def marked(self) -> dict[int, Mark]:
        """The marks of the article by the place of their sentence."""
        return {self._places[span]: mark for span, mark in self.marks.items()}

    def said_at(self) -> Mapping[int, Sequence[Put]]:
        """The statements of the article by the place of the sentence in which they start."""
        return self._by_place

    def place_of(self, put: Put) -> int:
        """Return the index of the sentence in which a statement starts."""
        return self.place_at(self.anchor(put)[0].start)

    def place_at(self, offset: int) -> int:
        """Return the index of the sentence at an offset."""
        return min(bisect_right(self._ends, offset), len(self._ends) - 1)

    def around(self, start: int, end: int) -> Span:
        """Return the range of the sentences that a range touches."""
        sentences = self.article.sentences
        return Span(sentences[self.place_at(start)].start, sentences[self.place_at(max(start, end - 1))].end)

    def anchor(self, put: Put) -> tuple[Span, ...]:
        """Return the spans of a statement's anchor (of a damaged one: nothing, at the start of the article)."""
        anchor = self._anchors.get(put.id)
        if anchor is None:
            anchor = spans_of(put.fields.get(self.schema.anchor.name)) or (Span(0, 0),)
            self._anchors[put.id] = anchor
        return anchor

    def number(self, statement: str) -> int:
        """Return how many statements of this article were made before one, dropped ones too."""
        return self._numbers.get(statement, 0)

    def letter(self, statement: str) -> str:
        """Return the letters that stand for a statement in this article: a, b, … z, aa, ab and so on."""
        return _letters(self.number(statement))

    def by_letter(self, letter: str) -> Put | None:
        """Return the statement that letters stand for."""
        return next((put for put in self.statements if self.letter(put.statement) == letter), None)

    def mark_of(self, sentence: Sentence) -> Mark | None:
        """Return the mark of a sentence."""
        return self.marks.get(sentence.span)

    def problems_of(self, put: Put) -> list[Problem]:
        """Say why a saved statement needs review: a fork, the text, the schema, or a statement that is gone."""
        found = []
        if self.state.threads[subject(put)].forked:
            found.append(Problem(None, "it was edited apart on two machines; what is saved next decides"))
        if put.text != self.article.text_hash:
            found.append(Problem(None, "it was made on another text of this article"))
        lost = reference_problems(put.fields, self.schema, put.statement, self.fields_of)
        return [*found, *self.schema.problems(put.fields), *lost]

    def fields_of(self, statement: str) -> object:
        """Return the fields of a statement, or None where it was dropped or never made."""
        put = self.state.statement(statement)
        return put.fields if put else None

    def selected_statement(self) -> Put | None:
        """Return the statement that commands act on."""
        return self._by_id.get(self.selected) if self.selected else None

    def select(self, statement: str) -> None:
        """Make a statement the one that commands act on, and its sentence the one at hand."""
        put = self._by_id[statement]
        if self.place_of(put) != self.place:
            self.go_to(self.place_of(put))
        self.selected = statement

    def select_next(self, step: int) -> None:
        """Select the next (1) or previous (-1) statement of the sentence."""
        here = [put.statement for put in self.statements_here()]
        if here:
            at = here.index(self.selected) + step if self.selected in here else 0
            self.selected = here[at % len(here)]

    def _first_body(self) -> int:
        return self.body[0] if self.body else 0


@lru_cache(1024)
def _letters(number: int) -> str:
    letters = ""
    while number >= 0:
        letters = chr(ord("a") + number % 26) + letters
        number = number // 26 - 1
    return letters


def unread_sentences(sentences: Sequence[Sentence], marks: list[Mark]) -> list[int]:
    """Return the places of the body sentences nobody has read yet; none in an article marked unusable."""
    on_article = next((mark for mark in marks if mark.sentence is None), None)
    body = [i for i, sentence in enumerate(sentences) if sentence.kind == "body"]
    places = {sentence.span: place for place, sentence in enumerate(sentences)}
    return _unread(body, places, marks_by_sentence(sentences, marks), on_article)


def _unread(
    body: Sequence[int], places: Mapping[Span, int], marks: Mapping[Span, Mark], on_article: Mark | None
) -> list[int]:
    if on_article is not None and on_article.state == "unusable":
        return []
    read = {places[span] for span, mark in marks.items() if mark.state in READ}
    return [place for place in body if place not in read]
