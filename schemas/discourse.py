"""Actors and concepts, as discourse network analysts code them."""

from annotator.fields import Annotated, Ask, Entity, Field, Option, Passage, Schema


class Agreement(Option):
    """Whether the actor agrees with the concept."""

    AGREE = "agree", "The actor supports the concept.", "y", "+"
    DISAGREE = "disagree", "The actor rejects the concept.", "n", "-"


class Discourse(Schema, name="discourse", version="1"):
    """One actor who agrees or disagrees with one concept, in one passage."""

    passage: Annotated[Passage, Ask(key="c", role="claim")] = Field(
        description="The words in which the actor speaks about the concept."
    )
    person: Annotated[Entity | None, Ask(key="p")] = Field(
        default=None, description="The person who speaks, where one is named."
    )
    organization: Annotated[Entity, Ask(key="o", role="speaker")] = Field(
        description="The organization that speaks, or that the person speaks for."
    )
    concept: Annotated[Entity, Ask(key="t", role="target")] = Field(
        description="What is agreed or disagreed with, as a short positive phrase."
    )
    agreement: Annotated[Agreement, Ask(key="a", role="stance")] = Field(
        description="Whether the actor agrees with the concept."
    )
