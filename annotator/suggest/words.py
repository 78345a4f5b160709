"""The words that the rules know besides cue verbs: closed classes of English, cue nouns, titles. Data only."""

from __future__ import annotations


def _set(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


NOUN_LIKE = _set(
    """
    claim claims report reports plan plans support supports note notes call calls attack attacks
    promise promises hope hopes fear fears demand demands question questions vow vows pledge pledges
    show shows doubt doubts state states comment comments remark remarks tweet tweets boast boasts
    charge charges request requests challenge challenges joke jokes post posts worry worries
    estimate estimates blame address addresses debate debates answer answers order orders vote votes
    back favor favour praise review reviews signal signals brand label labels press stress list
    lists detail details concern concerns email emails voice voices read reads reply guess feel
    figure figures find finds judge counter counters bash hammer savage term terms champion
    champions quote quotes reference references face faces reason reasons wish wishes wonder wonders
    dream dreams talk talks look looks rule rules ask boom beam snap chime attest object objects
    protest protests volunteer volunteers answer decline offer offers resolve advocate advocates
    mention mentions focus need needs push pushes chant chants echo shout shouts recall retort
    trumpet trash rip boo insult insults thanks thank welcome
    """
)
"""Cue verbs whose plain form or form in -s is as often a noun: believed only where their place is a verb's."""

NEEDS_THAT = _set(
    """
    maintain maintains maintained maintaining state states read reads reading pledged email emails
    post posts posted posting comment comments charge charges charged charging
    """
)
"""Cue verbs that are more often something else: followed by a clause only where "that" says so."""

CUE_NOUNS: dict[str, str] = {
    "of": """view belief opinion criticism description assessment endorsement accusation claim denial portrayal
        announcement prediction allegation characterization condemnation mention fear rejection acknowledgement
        acknowledgment suggestion admission warning praise approval disapproval defense critique denunciation""",
    "that": """view belief claim opinion assertion argument statement fear hope suggestion accusation allegation
        warning promise pledge contention prediction concern assessment announcement conviction revelation
        admission argument complaint impression notion charge comment remark declaration insistence report""",
    "for": "call support praise endorsement demand plea appeal preference hope disdain contempt",
    "on": "attack stance position comment view opinion remark position",
    "about": "comment concern remark claim complaint doubt worry question fear opinion warning statement",
    "to": """promise pledge vow plan call refusal desire threat
        intention decision reluctance objection response""",
    "over": "concern wariness worry fear unease anger alarm doubt",
    "against": "attack allegation charge accusation",
    "with": "disagreement frustration agreement",
    "from": "",
}

CUE_ADJECTIVES = {
    "of": _set(
        "critical supportive fond aware proud afraid convinced wary skeptical sceptical dismissive mindful sure"
    ),
    "that": _set(
        """confident optimistic sure certain convinced aware hopeful concerned worried afraid glad sorry pleased
        disappointed clear adamant surprised skeptical sceptical doubtful proud"""
    ),
    "about": _set(
        """optimistic concerned worried angry upbeat unhappy excited enthusiastic skeptical sceptical nervous
        passionate serious upset mum furious uneasy cautious"""
    ),
    "with": _set("unhappy dissatisfied frustrated angry disappointed satisfied pleased"),
    "over": _set("angry concerned worried outraged"),
    "on": _set("mum silent"),
    "to": _set("unwilling reluctant willing eager opposed loyal open ready"),
    "by": _set("outraged angered appalled offended frustrated"),
}
"""Adjectives that, after a form of "be" and before these words, tell what somebody thinks."""

FURNITURE = _set(
    "latest note correction update reminder editor follow related read click watch photo source more"
)
"""What stands before a colon is no speaker."""

PRONOUNS = _set("i he she they we it you everyone everybody nobody someone anyone")
OBJECT_PRONOUNS = _set(
    """
    him them us me himself herself themselves itself myself ourselves yourself
    """
)
RELATIVES = _set("who which")
WH_WORDS = _set("what how why whether if where when who whom which whose whatever")
WH_COMPLEMENTS = WH_WORDS - {"when", "where"}
"""Those that open a claim after a cue verb rather than say when."""
DETERMINERS = _set(
    """
    the a an this these those his her its their our my your some many most several no every each
    another all both any few two three four five six seven eight nine ten other such more fewer half
    one neither either
    """
)
QUANTIFIERS = _set("some many most several few both all others two three half neither each")
"""Determiners that can be a subject: "some say"."""
SEVERAL = _set("some many most several few both all others")
"""Those that no singular noun follows: "both doubt it"."""
AUXILIARIES = _set(
    """
    is are was were be been being am has have had having do does did will would can could may might
    must shall should 's ’s 're ’re 've ’ve 'll ’ll 'd ’d 'm ’m isn't isn’t aren't aren’t wasn't
    wasn’t weren't weren’t hasn't hasn’t haven't haven’t hadn't hadn’t don't don’t doesn't doesn’t
    didn't didn’t won't won’t wouldn't wouldn’t can't can’t cannot couldn't couldn’t shouldn't
    shouldn’t mustn't mustn’t
    """
)
FORMS_OF_BE = _set(
    """
    is are was were be been being am 's ’s 're ’re 'm ’m isn't isn’t aren't aren’t wasn't wasn’t
    weren't weren’t
    """
)
FORMS_OF_HAVE = _set("has have had having 've ’ve hasn't hasn’t haven't haven’t hadn't hadn’t")
NEGATIONS = _set("not never n't n’t hardly scarcely")
PREPOSITIONS = _set(
    """
    in on at by for from with about against over under during between among through into since than
    like within without despite toward towards around amid amidst across via per until till behind
    beyond near outside inside upon beside besides alongside regarding concerning throughout above
    below off onto given unlike
    """
)
PARTICLES_OR_PREPOSITIONS = _set("after before as")
CONJUNCTIONS = _set("and or nor &")
CONTRASTS = _set("but yet")
SUBORDINATORS = _set("because while although though unless so whereas once if when where whenever")
ADVERBS = _set(
    """
    also then now again still already just only even once often always later earlier recently
    finally first instead however meanwhile too perhaps maybe soon ever further together though
    therefore thus hence moreover furthermore nevertheless nonetheless otherwise indeed rather quite
    almost long yesterday today tonight tomorrow here there ago once twice back simply
    """
)
NOT_ADVERBS = _set(
    """
    family only reply supply ally rally italy early likely daily weekly monthly friendly elderly
    deadly costly lovely ugly holy fly july assembly monopoly anomaly bully belly jelly unlikely
    lonely lively timely orderly apply rely comply imply multiply billy kelly emily sally molly
    polly reilly
    """
)
TIME_WORDS = _set(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april june july
    august september october november december yesterday today tonight tomorrow
    """
)
TIME_UNITS = _set("week month year night morning afternoon evening weekend fall spring summer winter")
COMMON_VERBS = _set(
    """
    went came made took got won lost gave held led ran met spent began became kept left sent stood
    brought built bought caught chose cut drew drove ate fell fought flew grew hid hit hurt let lay
    paid put rose sat sold set shot shut sang sank slept stole struck threw wore go goes come comes
    make makes take takes get gets give gives become becomes remain remains include includes keep
    keeps seem seems appear appears leave leaves begin begins try tries trying tried need needs help
    helps let lets allow allows continue continues happen happens want wants work works run runs
    face faces hold holds
    """
)
TITLES = _set(
    """
    mr mrs ms dr sen rep gov sens reps govs prof gen col lt sgt capt rev hon st president senator
    representative governor mayor secretary minister chairman chairwoman spokesman spokeswoman
    spokesperson judge justice congressman congresswoman former sir lady lord king queen prince
    princess pope professor director chief vice attorney general ambassador councilman councilwoman
    strategist candidate nominee rival
    """
)
GENDER = {
    **dict.fromkeys(
        _set("he him his mr sir lord king prince congressman councilman chairman spokesman"), "he"
    ),
    **dict.fromkeys(
        _set("she her ms mrs lady queen princess congresswoman councilwoman chairwoman spokeswoman"), "she"
    ),
}
"""By pronoun or title: which of "he" and "she" means the same person."""
ORGANIZATION_WORDS = _set(
    """
    institute party committee times post university house department news court congress senate
    association council commission agency bank company corporation union press center centre
    foundation fund group network journal tribune herald guardian reuters cnn fox nbc abc cbs ap afp
    administration office bureau society board league ministry parliament inc. corp. ltd.
    republicans democrats gazette chronicle observer daily
    """
)
SENTENCE_OPENERS = PRONOUNS | DETERMINERS | CONTRASTS | SUBORDINATORS | PREPOSITIONS | {"and"}
"""A capitalised one after an abbreviation opens a sentence."""
SAID_THINGS = _set(
    """
    statement statements letter letters tweet tweets email emails post posts op-ed op-eds speech speeches
    resolution resolutions remarks comments interview interviews ad ads message messages
    """
)
"""What somebody issues, "condemning the plan": it is they who condemn."""
DEFINITE = _set("the this that these those his her its their our my your")
SOME = _set("one some many several few most others two three")
"""Alone, or before "of them" and "in the hall", somebody whom nobody names."""
ANONYMITY = _set("anonymity anonymously unnamed unidentified familiar close")
"""In "on condition of anonymity", "a person familiar with the talks", "a source close to the mayor"."""
IDENTIFIED = _set("named identified name")
"""After "not", what somebody asks who gives no name."""
MERE_CLAIMS = _set("claim allegation accusation assertion charge")
"""What is claimed is told elsewhere: "denied the allegations"."""
EXPLETIVE = _set(
    "clear unclear uncertain certain sure known unknown likely unlikely possible true obvious evident apparent"
)
"""After "it is", what is told of the clause that follows."""
KEEP_BACK = _set("ask request demand insist decline refuse prefer want wish agree")
"""Verbs by which somebody gives no name."""
SPOKESPEOPLE = _set("spokesman spokeswoman spokesperson")
UNNAMED_NOUNS = _set(
    """
    official officials source sources aide aides adviser advisers advisor advisors analyst analysts expert
    experts critic critics insider insiders observer observers person people member members lawmaker lawmakers
    diplomat diplomats economist economists engineer engineers operative operatives strategist strategists
    scientist scientists biologist biologists councillor councillors councilor councilors voter voters witness
    witnesses pupil staffer staffers ally allies supporter supporters participant participants
    researcher researchers commentator commentators man woman
    """
)
"""Those who speak without a name, unless a determiner says which they are."""
ENGLISH = _set(
    """
    the of and to in a that is was for on with he she it as at by from his her has have be are were
    said not but they
    """
)
"""The function words by which a text is taken for English."""
