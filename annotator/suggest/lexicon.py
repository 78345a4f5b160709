"""Cue verbs: families by what follows them, their irregular forms, and the table of all forms.

A family of verbs says what can follow (its frames):

c  a clause, with or without "that", or a wh-clause       she says (that) it will rain; she asked why
q  a quotation, after or before the verb                  "It will rain," she says
a  a hearer first                                         she told him that it will rain
t  "to" and a verb                                        she plans to resign
u  a hearer, then "to" and a verb                         she urged him to resign
o  an object                                              she criticised the plan
n  an object and what it is said to be                    she called the plan a trick
s  "to" and a verb, the claim being about the subject     the plan appears to work
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Form = Literal["base", "s", "past", "participle", "ing"]


@dataclass(frozen=True, slots=True)
class Family:
    """Verbs that behave alike: their frames, whether they report speech, and how far to trust them (1 is best)."""

    name: str
    frames: str
    speech: bool
    tier: int
    reason: str
    verbs: str


FAMILIES: tuple[Family, ...] = (
    Family(
        "say",
        "cq",
        True,
        1,
        "speech verb",
        """say add note state argue claim explain insist assert contend maintain allege concede admit acknowledge
        declare joke quip predict tweet write comment observe remark reply respond retort continue conclude recall
        exclaim reiterate stress emphasize emphasise boast complain lament confess suggest hint imply confirm
        announce report reveal disclose vow pledge promise swear warn caution testify muse
        opine posit counter explain elaborate interject chime proclaim mutter shout yell scream whisper chant
        bellow boom beam bark gush rejoin speculate theorize charge caution mention post repeat read email
        answer echo point_out make_clear make_it_clear
        warn assure_that advise clarify affirm reaffirm estimate fume thunder growl snap
        grouse grumble deadpan narrate proffer volunteer surmise recount attest certify vent protest object
        stipulate stammer cry sigh urge demand retweet""",
    ),
    Family(
        "tell",
        "aqu",
        True,
        1,
        "speech verb",
        "tell inform remind assure notify reassure advise_that convince persuade brief lecture",
    ),
    Family("ask", "caqu", True, 1, "speech verb", "ask wonder inquire enquire"),
    Family(
        "think",
        "c",
        False,
        2,
        "attitude verb",
        """think believe know feel fear suspect guess doubt realize realise imagine assume understand
        reckon presume conclude worry agree disagree decide dream suppose deem""",
    ),
    Family("expect", "ctu", False, 2, "attitude verb", "hope expect wish anticipate"),
    Family(
        "learn",
        "c",
        False,
        3,
        "attitude verb",
        "see hear learn notice remember forget discover recognize recognise",
    ),
    Family(
        "show",
        "c",
        False,
        2,
        "what a source shows",
        "show find indicate demonstrate illustrate underscore prove determine",
    ),
    Family(
        "signal",
        "ct",
        False,
        2,
        "what a source shows",
        "signal propose recommend decide rule argue threaten opt",
    ),
    Family(
        "want",
        "t",
        False,
        2,
        "verb of intention",
        """plan vow pledge promise refuse decline threaten hope offer agree swear
        resolve volunteer demand prefer hesitate intend aim""",
    ),
    Family("wish", "tuo", False, 2, "verb of intention", "want"),
    Family(
        "urge",
        "u",
        True,
        2,
        "demand",
        """urge press implore beg encourage invite order instruct advise ask call_on call_upon challenge require
        pressure exhort""",
    ),
    Family("deny", "co", True, 2, "denial", "deny dispute refute rebut"),
    Family("seem", "s", False, 3, "how it seems", "seem appear"),
    Family(
        "call",
        "n",
        True,
        2,
        "verb of naming",
        "call label brand dub term deem describe characterize characterise portray depict",
    ),
    Family(
        "judge",
        "o",
        False,
        3,
        "verb of judgement",
        """criticize criticise praise support oppose endorse mock slam blast attack condemn denounce defend reject
        dismiss accuse blame thank discuss mention cite question highlight tout back applaud
        welcome ridicule bash lambaste decry deride disparage hail laud commend congratulate insult assail
        rebuke chastise scold berate chide admonish bemoan lament demand favor favour propose suggest
        announce predict acknowledge reference underscore repudiate disavow challenge
        protest extol boo excoriate savage rip trash hammer
        resent regret
        admire contemplate ponder debate advocate clarify
        confirm deplore detail downplay emphasize emphasise envision express foresee
        explain identify ignore insist_on list outline publicize quote recall recommend recount reiterate
        repeat request scorn stress voice trumpet vouch_for warn_of warn_against warn_about call_for point_to
        refer_to talk_about speak_about talk_of speak_of complain_about apologize_for apologise_for vote_for
        vote_against push_for press_for argue_for argue_against focus_on comment_on object_to agree_with
        disagree_with campaign_against campaign_for rail_against rail_at lash_out_at hit_back_at
        weigh_in_on side_with take_aim_at lay_out shoot_down rule_out stand_by stand_behind dream_of
        boast_of boast_about brag_about joke_about speak_out_against speak_against call_out lobby_for
        touch_on worry_about wonder_about think_about think_of ask_about ask_for learn_of learn_about
        hear_about concentrate_on draw_attention_to take_issue_with hint_at allude_to testify_about
        look_forward_to plead_for inveigh_against advise_against plead_to tweet_about write_about
        embrace resist interpret recite contrast share prefer respect trust view understand recognize remember salute
        target pursue offer promise claim declare assert reveal disclose note observe report signal
        compare weigh regret mourn assess anticipate project blame condone tolerate name choose look_for hope_for
        spell_out bring_up play_down play_up shrug_off brush_off walk_back double_down_on back_away_from react_to
        swipe_at scoff_at laugh_at sneer_at bristle_at fire_back_at push_back_against push_back_on rally_behind
        stand_with stand_up_for take_credit_for make_mention_of pay_tribute_to
        make_a_case_for make_the_case_for cast_as paint_as bill_as
        expect tweet inquire_about care_about know_about oppose believe_in respond_to opt_for""",
    ),
)

SPECIAL_FORMS = """
say says said said saying; tell tells told told telling; write writes wrote written writing;
read reads read read reading; think thinks thought thought thinking; know knows knew known knowing;
feel feels felt felt feeling; see sees saw seen seeing; hear hears heard heard hearing;
find finds found found finding; show shows showed shown showing; swear swears swore sworn swearing;
speak speaks spoke spoken speaking; understand understands understood understood understanding;
forget forgets forgot forgotten forgetting; foresee foresees foresaw foreseen foreseeing;
admit admits admitted admitted admitting; quip quips quipped quipped quipping;
refer refers referred referred referring; stress stresses stressed stressed stressing;
reply replies replied replied replying; testify testifies testified testified testifying;
deny denies denied denied denying; certify certifies certified certified certifying;
take takes took taken taking; rip rips ripped ripped ripping; beg begs begged begged begging;
slam slams slammed slammed slamming; plan plans planned planned planning;
prefer prefers preferred preferred preferring;
draw draws drew drawn drawing; stand stands stood stood standing; hit hits hit hit hitting;
shoot shoots shot shot shooting; lay lays laid laid laying; brag brags bragged bragged bragging;
tweet tweets tweeted tweeted tweeting; refute refutes refuted refuted refuting;
permit permits permitted permitted permitting; concur concurs concurred concurred concurring;
rebut rebuts rebutted rebutted rebutting; retweet retweets retweeted retweeted retweeting;
plead pleads pleaded pleaded pleading; opt opts opted opted opting; snap snaps snapped snapped snapping;
worry worries worried worried worrying; decry decries decried decried decrying; cry cries cried cried crying;
rely relies relied relied relying; identify identifies identified identified identifying;
make makes made made making; pay pays paid paid paying;
choose chooses chose chosen choosing; bring brings brought brought bringing; cast casts cast cast casting;
shrug shrugs shrugged shrugged shrugging; regret regrets regretted regretted regretting;
clarify clarifies clarified clarified clarifying; dub dubs dubbed dubbed dubbing; chat chats chatted chatted chatting;
""".strip()


@dataclass(frozen=True, slots=True)
class CueVerb:
    """One form of a cue verb: its lemma, its form, the families that it belongs to by what must follow it."""

    lemma: str
    form: Form
    group: Family
    frames: dict[str, Family]
    phrases: dict[tuple[str, ...], Family]


def forms_of(lemma: str) -> tuple[tuple[str, Form], ...]:
    """Return the five forms of a verb, regular unless it is listed as special."""
    if lemma in _SPECIAL:
        base, third, past, participle, ing = _SPECIAL[lemma]
    else:
        base = lemma
        ends_in_y = lemma.endswith("y") and lemma[-2] not in "aeiou"
        hisses = lemma.endswith(("s", "sh", "ch", "x", "z", "o"))
        third = lemma[:-1] + "ies" if ends_in_y else lemma + ("es" if hisses else "s")
        past = participle = (
            lemma[:-1] + "ied" if ends_in_y else lemma + ("d" if lemma.endswith("e") else "ed")
        )
        ing = (lemma[:-1] if lemma.endswith("e") and not lemma.endswith("ee") else lemma) + "ing"
    return ((base, "base"), (third, "s"), (past, "past"), (participle, "participle"), (ing, "ing"))


def _special() -> Iterator[tuple[str, list[str]]]:
    for line in SPECIAL_FORMS.replace("\n", " ").split(";"):
        if forms := line.split():
            yield forms[0], forms


_SPECIAL = dict(_special())


def _cue_verbs() -> dict[str, CueVerb]:
    """Gather the families by verb: what a form means is looked up once for each word of a text."""
    table: dict[str, CueVerb] = {}
    for family in FAMILIES:
        for entry in family.verbs.split():
            lemma, *phrase = entry.split("_")
            for form, kind in forms_of(lemma):
                cue = table.setdefault(form, CueVerb(lemma, kind, family, {}, {}))
                if phrase:
                    cue.phrases.setdefault(tuple(phrase), family)
                else:
                    for frame in family.frames:
                        cue.frames.setdefault(frame, family)
    return table


CUE_VERBS: dict[str, CueVerb] = _cue_verbs()
"""Every form of every cue verb, in lower case."""
