"""English words that the rules for suggestions need; lists, without any code.

Which words are cues is the codebook's business. These lists say how an English sentence is built round a
cue: what ends a noun phrase, what shows a finite verb, and which verbs take which complement (lemmas).
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DETERMINERS = _words("""
    the a an this that these those his her its their our my your some many most several both all each every
    another any no
""")
POSSESSIVES = _words("his her its their our my your")
SUBJECT_PRONOUNS = _words("he she it they we i you")
# Nobody's words if no quotation marks stand round them.
FIRST_PERSONS = _words("i we you")
OBJECT_PRONOUNS = _words("him her them me us you it")
# No source: "nobody said", "no official confirmed".
NEGATED = _words("nobody none neither no nothing")

BE = _words("am is are was were be been being it's he's she's that's there's they're we're i'm 's 're")
HAVE = _words("has have had having he'd she'd they'd i've we've they've")
DO = _words("do does did")
MODALS = _words("will would can could may might shall should must cannot 'll ought")
NEGATIONS = _words("not never")
AUXILIARIES = BE | HAVE | DO | MODALS

# Past forms without -ed, and presents that no ending shows, so common that a clause is known by them.
FINITE = AUXILIARIES | _words("""
    began became broke brought built bought came caught chose cost cut dealt drove fell felt fled flew found
    fought forgot froze gave got grew heard held hid hit kept knew laid led left lent lost lay made meant met
    paid ran rang rose said sank sat saw sold sent set shook shot shut slept slid spent split spoke spread
    stood stole struck sent swept swore swung taught threw told took thought understood went withdrew woke
    won wore wrote needs wants has means seems appears remains belongs shows says goes gets takes makes gives
    keeps costs works lives runs plans faces holds comes looks falls rises sells carries knows thinks believes
    owes deserves lacks depends stays sits lies leads helps hurts fits contains includes exists
""")

PREPOSITIONS = _words("""
    of in on at by for with from to into onto over under after before during since until through across
    against about above below between among around near behind beyond without within despite amid off out
    up down as like per via than because
""")
SUBORDINATORS = _words("""
    because while although though if when whenever whereas unless until since after before as once whether
    where how why what so lest
""")
CONJUNCTIONS = _words("and or but nor yet")
CONTRASTS = _words("but while whereas although though yet and")
RELATIVES = _words("who which whose whom that where when")

# Stand before the first clause and belong to no claim.
OPENERS = _words("""
    but and yet so also still then meanwhile however moreover additionally furthermore nevertheless
    nonetheless instead indeed besides separately similarly finally afterwards earlier later
""")

# May stand between a subject and its verb.
BETWEEN = _words("""
    also later already even then now still again once just only first has have had since both all further
    earlier soon always often in turn
""")

# After a verb of speaking these open words about when, where and how it was said, not what.
CIRCUMSTANCES = _words("""
    on in at during to after before as when while through via by with from of last earlier later yesterday
    today tonight this over outside inside for shortly recently afterwards again too
    monday tuesday wednesday thursday friday saturday sunday
    mon tue tues wed thu thur thurs fri sat sun
""")
DAYS = _words("""
    monday tuesday wednesday thursday friday saturday sunday yesterday today tonight tomorrow
    mon tue tues wed thu thur thurs fri sat sun
""")
PERIODS = _words("""
    night week month year morning afternoon evening weekend summer winter spring autumn fall day days weeks
    months years hour hours minutes january february march april may june july august september october
    november december jan feb mar apr jun jul aug sep sept oct nov dec late early last earlier later this next
""")
# "in a statement", "at a news conference": where it was said.
OCCASIONS = _words("""
    statement interview report letter speech post tweet email e-mail message memo note call conference
    briefing hearing video article study paper blog testimony press news telephone phone broadcast address
    release filing court parliament telegram facebook twitter x weibo advance
""")
# Nobody's words end with one of these, so a noun phrase does not either.
NOT_LAST = DETERMINERS | PREPOSITIONS | CONJUNCTIONS | _words("who which whose whom where when")

# Join what is claimed to the rest of the sentence; content neither begins nor ends with one of these.
JOINERS = _words("that and but or while as because so when where with of on for from by")
# A part of the content may begin with one of these.
CLAUSE_OPENERS = _words("and but or which who that while with because as")

# End the noun phrase behind "said": a clause, a time, or what else the speaker did.
AFTER_SPEAKER = _words("""
    who which whose that when where while as but after before because during through via until last earlier to
    speaking commenting referring citing adding describing reacting writing
""")
LISTENERS = _words("reporters journalists lawmakers parliament")

# Sources that are documents: only with them is "shows" an attribution.
DOCUMENTS = _words("""
    report reports study studies survey surveys poll polls data figures statistics document documents record
    records letter letters memo log logs file files paper papers research analysis results audit review census
    register e-mail email emails test tests inspection investigation inquiry images footage video
""")

# Lists of lemmas: what a cue verb takes. A cue in no list takes "that", quotations and a clause before it.
# A clause without "that" may follow.
BARE_CLAUSE = _words("""
    say claim believe think allege insist add warn argue hope fear note announce confirm deny admit suggest
    estimate predict assert contend maintain report reveal acknowledge concede state declare reply tweet
    write explain testify boast joke remark conclude stress emphasize show suspect indicate forecast
    expect agree speculate purport disclose respond post
""")
# These are followed by what is claimed whatever it looks like.
ANY_CLAUSE = _words("say")
# A noun phrase that is the claim: "stressed the importance of ...".
OBJECT = _words("""
    emphasize stress underline underscore highlight acknowledge admit confirm deny reveal disclose unveil
    predict forecast announce allege fear expect expose dispute anticipate
    report estimate promise pledge
""")
# "denied allegations" says nothing of what is denied.
EMPTY_OBJECTS = _words(
    "allegations claims charges reports rumours rumors comment entry bail wrongdoing access"
)
OBJECT_OF_DOCUMENT = _words("show find reveal indicate suggest document demonstrate")
# "pledged to", but not "plans to": an intention without a saying is the outlet's own voice.
INFINITIVE = _words("pledge promise vow threaten claim swear")
# "warned of".
OF = _words("warn speak complain boast")
OF_WORDS = _words("of about against")
# "accused Y of Z", "criticized Y for Z".
ACCUSE = _words("accuse")
BLAME = _words("praise criticize blame condemn denounce slam attack fault")
# Somebody is told something.
TELL = _words("tell warn remind assure inform advise")
# "called it a disgrace".
CALL = _words("call describe dismiss reject brand label denounce")
# "is believed to", "it is said that".
PASSIVE = _words("""
    say believe think expect report allege estimate know consider rumor claim fear suspect predict forecast
    understand speculate assume announce see_as
""")
# "asked whether".
ASK = _words("ask wonder question know doubt say discuss")
# What a third party thinks is content, not a source of its own, where somebody else says so.
ATTITUDES = _words("""
    believe think want hope fear expect plan intend see know feel view consider doubt like dislike love hate
    wish worry learn realize notice observe remember find show seek
""")
# Before a verb at the end of a sentence they need no speech: "after the talks, the two sides agreed".
NEED_SPEECH = _words("""
    agree respond answer decide comment continue know see find plan want seek back order rule call address
    love hate like support oppose attack accept refuse decline pray speak talk show
    worry
""")
# Behind "reports" these make a noun of it: "hospital reports say".
VERBS_OF_REPORTS = _words("say suggest indicate show claim state")
# With a name in quotation marks these are no speech: "saw “Hamlet”".
UNQUOTED = _words(
    "see find know plan back order rule address love like support oppose attack seek want view hate"
)
# "a report", "the claim": nouns in the same form as the verb.
ALSO_NOUNS = _words("""
    report claim state plan hope fear rumor doubt view order rule request demand comment remark answer reply
    call promise pledge vow note survey poll quote attack support back estimate forecast document post tweet
    address joke respond order love like hate show find feel wish dispute blame welcome discuss
    mention
""")
