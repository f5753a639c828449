"""Words of English news that decide where sentences end and what headings are; lists, without any code.

The lists for sentence ends come first, then those for headings and alignment. Tokens are written without
their last full stop and, but for ``STARTERS`` and ``BRANDS``, in lower case.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Stand before a name, so a full stop after them ends nothing.
TITLES = _words("""
    mr mrs ms mx dr prof gen lt col sgt capt cpl maj adm sen rep gov rev hon pres st ste mt ft msgr fr supt
    det insp cmdr amb atty messrs mmes sens reps gens drs profs pfc pvt cmdr brig vice-adm lt.col lt.gen
    maj.gen brig.gen sr.lt wm geo chas thos jos benj asst assoc ald coun treas mgr mme mlle const sup
    spc rs 1st.lt 2nd.lt lt.cmdr rt hrh
    sra srta sres dra dña exmo profa mevr dhr drs hr frl sig sig.ra dott dott.ssa prof.ssa avv ing mgr
    l'on l’on ул им
""")

# Always go on: a reference, an opponent or an example follows.
NEVER_LAST = _words("v vs cf e.g i.e eg ie viz approx ca env séc esp incl resp al. ed eds trans pp")

# End a sentence unless a number follows.
BEFORE_NUMBER = _words("no nos fig figs art arts sec secs vol vols ch chap para paras p col. pt nr pop")

MONTHS = _words("""
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat
    jän mrz okt dez janv févr avr juil déc ene abr dic ott fev mrt
""")

# End a sentence only before a word that opens one.
ABBREVIATIONS = _words("""
    inc corp co cos ltd llc llp plc bros ag gmbh s.a n.v s.p.a pty lp assn ass'n dept univ inst intl int'l
    nat'l natl gov't govt mfg ave blvd rd hwy sq pl apt bldg ste jr sr esq phd ph.d m.d
    ala ariz ark calif cal colo conn del fla ga ill ind kan kans ky la md mass mich minn miss mo mont neb
    nebr nev okla ore oreg pa penn tenn tex va vt wash wis wisc wyo ont que alta sask b.c d.c n.y n.j n.h
    n.c n.d n.m s.c s.d r.i w.va p.e.i et.al al u.s u.k u.n e.u u.a.e u.s.s.r u.s.a est dist comm
    ret min max avg tel ext dem ind. r-calif
""")

# After "9 a.m." these go on with the time.
CLOCK_FOLLOWERS = _words("""
    EST EDT ET CST CDT CT MST MDT MT PST PDT PT GMT UTC BST CET CEST Eastern Central Mountain Pacific Local
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tues Wed Thurs Fri Sat Sun Jan Feb March
    April May June July Aug Sept Oct Nov Dec January February August September October November December
    Moscow Beijing Tokyo London Paris AEST IST JST
""")

# Short, but whole words.
SHORT_WORDS = _words(
    "so it go up in me us we to be do he on by or if am my at of out all one two ago per off too now"
)

# Stand before the number of a day in German.
GERMAN_DATE_WORDS = _words("am vom zum bis ab dem den im der die das des seit")

# Stand behind an ordinal number in German.
GERMAN_DATED = _words("Januar Februar März Mai Juni Juli Oktober Dezember Jahrhundert Jahrhunderts")

# Names that end in an exclamation or question mark.
BRANDS = _words("Yahoo Jeopardy Yum Wham E Guess Mamma Oklahoma Oliver Hamilton Kahoot")

# A single letter after these is no initial: "World War I", "Plan B".
LETTERED = _words(
    "War Plan Part Act Phase Type Group Class Grade Hepatitis Vitamin Influenza Exhibit Section Gate"
)

# Capitalised, these open a sentence and hardly ever stand inside a name.
STARTERS = _words("""
    The A An This That These Those He She It They We I You His Her Its Their Our My Your Who What When Where
    Why How Which While If As Although Though Because But And Or Nor So Yet Still However Meanwhile Moreover
    Also Then There Here Now Both Some Many Most Several Such Other Others Another In On At By For From With
    Without After Before During Since Until Under Over Between Among Amid Despite According Each
    Every Everyone Everything Nobody None Nothing No Not Never Only Even Just All Any Anyone Once Later
    Earlier Last Today Yesterday Tomorrow Tonight Officials Police Critics Analysts Witnesses Experts
    Investigators Prosecutors Supporters Opponents Reporters People Shares Sales One Two Three Four Five
    Instead Nevertheless Nonetheless Additionally Furthermore Therefore Thus Indeed Perhaps Maybe Unlike
    Like Rather Through Throughout Across Against Along Around Behind Beyond Asked Is Are Was Were Do Does Did
    Can Could Would Should Has Have Had Let Please Mr Mrs Ms It's He's She's They're We're I'm
    It’s He’s She’s They’re We’re I’m That's That’s There's There’s Don't Don’t Nearly About More Fewer Less
    Much Few Half Whether Whatever Whoever Soon Thousands Hundreds Dozens Millions
""")

# Open a halting sentence before dots: "Well … I saw nothing."
HESITATIONS = _words("i well but and so um uh er ah oh no yes look listen you we maybe because if when that")

# Names that are written small, and may open a sentence.
SMALL_NAMES = _words("""
    adidas asos bell danah deadmau5 lululemon thyssenkrupp will.i.am k.d e.e easyjet comdirect
    trivago klarna npm
""")

# Verbs that name a speaker after a quotation.
SPEECH = tuple(
    sorted(
        _words("""
    said says asked asks added adds wrote writes told tells replied shouted cried yelled exclaimed
    declared explained recalled wondered insisted continued concluded demanded joked tweeted posted
    chanted answered remarked quipped screamed responded noted warned argued
""")
    )
)

# Last words of a run-in heading that begins with a question word ("What it means:"); of any other phrase they
# make a source ("The letter says: ...").
HEADING_VERBS = _words("says say said means mean matters matter happened happens shows show reads read")
QUESTION_WORDS = _words("what what's what’s why how who when where")

# First words of a run-in heading ("Why it matters:", "By the numbers:").
HEADING_OPENERS = _words("""
    what what's what’s why how who when where the between by driving zoom state go yes reality worth
    catch flashback in key more threat
""")

# Last words of a run-in heading.
HEADING_CLOSERS = _words("""
    happened matters matter know next takeaways takeaway points line lines picture context
    background action analysis details summary view outlook reaction reactions facts numbers news
    out in deeper check but perspective update stake stakes story means mean says now happening
""")

# Run-in headings of one word.
HEADING_WORDS = _words("""
    background context analysis update updates summary overview takeaway takeaways outlook reaction
    details timeline highlights conclusion introduction
""")

# In lower case in a title-case heading.
SMALL_WORDS = _words("""
    a an and as at but by for from in is it of on or the to we you with vs
""")

PRONOUNS = _words("he she they i we it")

# Outlets differ in which numbers they write as words; "one" is mostly none.
NUMBERS = {"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8"}
NUMBERS |= {"nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14"}
NUMBERS |= {"fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19"}
NUMBERS |= {"twenty": "20"}

# Say nothing about what a sentence reports.
STOPWORDS = _words("""
    a about after again all also am an and any are as at be been being but by can could did do does
    for from had has have he her him his how i if in into is it its just may more most no not of on
    or other our out over s said say says she should so some such t than that the their them then
    there these they this those through to too under up was we were what when where which while who
    will with would you your
""")
