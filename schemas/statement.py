"""Who claims what, and where they stand on it: the default schema."""

from annotator.fields import (
    Annotated,
    Ask,
    Entity,
    Field,
    Grade,
    Option,
    Passage,
    Schema,
    StatementRef,
    model_validator,
    problem,
)


class Stance(Option):
    """Where the speaker stands on the target: the speaker's position, not the writer's tone."""

    SUPPORT = (
        "support",
        "The speaker is for the target: wants it, defends it, says it is good or true.",
        "s",
        "+",
    )
    OPPOSE = "oppose", "The speaker is against the target: rejects it, warns of it, denies it.", "o", "-"
    NEUTRAL = "neutral", "The speaker speaks about the target without taking sides.", "n", "."
    MIXED = "mixed", "The speaker is for the target in part and against it in part.", "m", "~"
    UNCLEAR = "unclear", "The speaker takes sides, but the text does not let you say which.", "u", "/"


class Attribution(Option):
    """How the claim is attributed to its speaker."""

    DIRECT = "direct", "A quotation: the speaker's own words, in quotation marks.", "d"
    INDIRECT = "indirect", "Reported in the writer's words.", "i"
    MIXED = "mixed", "The writer's words with quoted pieces in them.", "m"
    AUTHOR = "author", "The article's own voice: nobody else is named as the source.", "a"
    FREE = "free", "Clearly somebody's view, with no words that attribute it.", "f"


class Confidence(Grade):
    """How sure you are of this statement as a whole."""

    LOW = 1, "A guess: somebody else should look.", "1"
    MEDIUM = 2, "Probably right.", "2"
    HIGH = 3, "Certain.", "3"


class Statement(Schema, name="statement", version="1"):
    """One claim, by one speaker or several together, with one stance towards one target.

    A claim with stances on two targets is two statements over the same words.
    """

    claim: Annotated[Passage, Ask(key="c", role="claim")] = Field(
        description="The words of what is asserted, without the words that attribute it ('she said', 'that')."
    )
    speaker: Annotated[list[Entity], Ask(key="s", role="speaker")] = Field(
        min_length=1,
        description="Who asserts it. An unnamed source, the author's own voice and 'no speaker' are answers too.",
    )
    stance: Annotated[Stance, Ask(key="d", role="stance")] = Field(
        description="Where the speaker stands on the target."
    )
    target: Annotated[Entity | StatementRef, Ask(key="t", role="target")] = Field(
        description="What the position is about: a thing, a proposal, or another statement "
        "(denying a claim is opposing it)."
    )
    cue: Annotated[Passage | None, Ask(key="u", role="cue")] = Field(
        default=None, description="The words that attribute the claim: 'said', 'according to', 'the view of'."
    )
    attribution: Annotated[Attribution | None, Ask(key="a")] = Field(
        default=None, description="How the claim is attributed."
    )
    parent: Annotated[StatementRef | None, Ask(key="p", role="parent")] = Field(
        default=None, description="The statement around this one, when X reports that Y says it."
    )
    premise_of: Annotated[StatementRef | None, Ask(key="r")] = Field(
        default=None, description="The statement that this one is given as a reason for."
    )
    addressee: Annotated[list[Entity], Ask(key="e")] = Field(
        default_factory=list, description="Whom the claim is addressed to ('urged the ministry to …')."
    )
    confidence: Annotated[Confidence | None, Ask(key="k")] = Field(
        default=None, description="How sure you are."
    )
    note: Annotated[str, Ask(key="n")] = Field(default="", description="Anything a colleague should know.")

    @model_validator(mode="after")
    def _speakers_stand_alone(self) -> "Statement":
        """The author's voice and "no speaker" cannot be joined with another speaker."""
        alone = [entity for entity in self.speaker if entity.kind in {"author", "none"}]
        if alone and len(self.speaker) > 1:
            raise problem("speaker", f"“{alone[0].name}” cannot be one speaker among several")
        return self
