"""The closed lists of words that the rules for English look at.

Abbreviations are written without their last full stop, and in the case that news writes them in.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Never the end of a sentence: a name, a place or the rest of a comparison follows.
NEVER_END = _words(
    "Mr Mrs Ms Mx Messrs Mmes Mme Mlle Dr Drs Prof Profs Rev Revs Fr Hon Sen Sens Rep Reps Gov Govs Pres Sec "
    "Secy Amb Atty Dels Ald Asst Dep Supt Insp Det Dist Commr Cllr Msgr Pvt Pfc Spc Cpl Sgt Sgts Lt Lts Capt "
    "Capts Maj Col Cols Brig Gen Gens Adm Adms Cmdr Cmdrs Cdr Comdr Ens Ofc Mt Ft Sra Srta Ste Ven Treas mr "
    "mrs ms dr vs v cf viz e.g i.e eg ie a.k.a d.b.a f.k.a incl esp approx ca MR MRS MS DR ST FT MT SEN REP "
    "GOV GEN COL LT SGT CAPT PROF REV HON"
)

# A number follows, or the full stop is that of the sentence ("No. 3", but "The answer is no.").
BEFORE_NUMBER = _words(
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun No Nos no "
    "nos Art Arts Fig Figs Vol Vols Ch Chap pp p pg Pt Par Para Op Rt Rte Hwy Bldg Apt Rm Ver ver Prop Res "
    "H.R H.Res H.J.Res H.Con.Res S.Res S.J.Res S.Con.Res pop circa c"
)

# In the middle as well as at the end of a sentence: only what follows can tell.
MEDIAL = _words(
    # companies and institutions
    "Inc Corp Co Cos Ltd Plc Bros Assn Assoc Assocs Intl Int'l Natl Nat'l Mfg Pty Cie Grp Univ Inst "
    "Dept Depts Div Govt Gov't Dep't Ass'n Comm Bd Fed Mgmt dept depts "
    # states and provinces
    "Ala Ariz Ark Calif Cal Colo Conn Fla Ga Ida Ill Ind Kan Kans Ky La Mass Md Mich Minn Miss Mo Mont Neb Nev "
    "Okla Ont Ore Pa Que Tenn Tex Va Vt Wash Wis Wisc Wyo Alta Sask "
    # names, streets, measures
    "Jr Sr Esq al Pkwy Cres Terr Cty Twp ft lbs lb oz hr hrs mins yrs mph est "
)

# As MEDIAL, but names follow so often that only a word that begins sentences tells.
STREETS = _words("St Sts Ave Blvd Rd Pl Sq Del")

# As MEDIAL, but a capital behind them is enough to end the sentence.
READY_TO_END = _words("etc Ph.D Ph.D.s M.D D.D.S M.B.A B.A B.S M.A M.S J.D a.m p.m")

TIMES = _words("a.m p.m")

# What goes on behind a time of day.
AFTER_TIME = _words(
    "EST EDT ET CST CDT CT MST MDT MT PST PDT PT GMT BST CET UTC Eastern Central Mountain Pacific Greenwich "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thurs Fri Sat Sun January "
    "February March April May June July August September October November December Jan Feb Mar Apr Jun Jul "
    "Aug Sept Sep Oct Nov Dec E"
)

# With a capital behind a full stop, these begin a sentence.
STARTERS = _words(
    "The This That These Those There Then Thus Therefore They Their Theirs Them He She It Its It's It’s His "
    "Her Hers We Our Ours You Your Yours I I'm I’m I've I’ve I'll I’ll I'd I’d My Mine He's He’s She's She’s "
    "We're We’re We've We’ve They're They’re They've They’ve You're You’re That's That’s There's There’s "
    "What's What’s Here's Here’s Let's Let’s Don't Don’t Isn't Isn’t A An And But Or Nor So Yet If When "
    "Whenever While Where Whereas Wherever Whether After Afterward Before Although Though Because Since As At "
    "By For From In Into On Onto Of Off Over Out To Toward Towards Under Until Unlike Upon With Within "
    "Without About Above Across Against Along Alongside Amid Among Around Behind Below Beneath Beside Besides "
    "Between Beyond Despite During Except Following Given Inside Instead Like Near Once Outside Past Per "
    "Rather Regarding Than Through Throughout Till Unless Via Who Whom Whose What Whatever Which Why How "
    "However Here Hence Now Nowadays Today Tonight Tomorrow Yesterday Not No Nobody None Nothing Neither "
    "Never Nevertheless Nonetheless Only Even Ever Every Everybody Everyone Everything Each Either Both All "
    "Almost Already Also Another Any Anybody Anyone Anything Other Others Many Most Mostly Much More Moreover "
    "Meanwhile Maybe Might Perhaps Possibly Probably Several Some Somebody Someone Something Sometimes "
    "Somehow Still Such Few Fewer Less Later Lately Last Earlier Recently Previously Separately Similarly "
    "Specifically Suddenly Ultimately Unfortunately Fortunately Usually Finally Eventually Currently Clearly "
    "Certainly Apparently Additionally Accordingly Actually According Analysts Officials Critics Investors "
    "Economists Shares Revenue Asked Speaking Citing Including Just Does Did Do Is Are Was Were Has Have Had "
    "Can Could Should Would Be Been Being Again Further Furthermore Indeed Otherwise Overall Importantly Next "
    "Often Two Three Four Five Six Seven Eight Nine Ten Hundreds Thousands Millions Dozens Nearly Roughly "
    "Approximately Please Yes Sure Well Consider See Say Think Look Take Get Go Make Ask Let Seems "
    "Mr Mrs Ms Dr Messrs Sales Profit Profits Earnings Terms Traders Executives Lawyers Prices Prosecutors Police "
    "Voters Residents Supporters Opponents Researchers Experts Reporters Industry Trading Management"
)

# What follows a company's or a state's abbreviation within the same sentence, though a verb may come next.
GOES_ON_WITH = _words(
    "President Chairman Chairwoman Chairperson Chair Chief CEO CFO COO Vice Executive Director Senior "
    "Secretary Spokesman Spokeswoman Treasurer Founder Partner Attorney Sen Rep Gov Lt Republican Republicans "
    "Democrat Democrats Democratic Congress Senate House Treasury Army Navy Marines Marine Air Coast Supreme "
    "Court District Circuit Ambassador Embassy Steel Bancorp Airways Bank Women Security Department State "
    "Capitol Constitution General Mayor Council Representative Senator Congressman Congresswoman "
    "Governor Judge Justice Commissioner"
)

# Names with an exclamation mark of their own.
SHOUTED_NAMES = _words("Yahoo Jeopardy Jeb")

REPORTING_VERBS = (
    "said|says|say|asked|asks|ask|wondered|wonders|wrote|writes|tweeted|tweets|replied|replies|shouted|shouts|"
    "yelled|yells|exclaimed|exclaims|added|adds|demanded|demands|inquired|quipped|quips|joked|jokes|mused|muses|"
    "declared|declares|responded|responds|answered|answers|continued|continues|cried|cries|recalled|recalls|"
    "told|tells|thundered|concluded|concludes|remarked|remarks|posted|posts|snapped|posited|chanted|chants"
)
