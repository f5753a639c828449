"""Patterns of the lines that surround the text of a news article; regular expressions, without any code."""

import re

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:Mon|Tue|Tues|Wed|Wednes|Thu|Thur|Thurs|Fri|Sat|Satur|Sun)(?:day)?\.?,?"
_DATE = (
    rf"(?:{_WEEKDAY}\s+)?(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?:,?\s+\d{{4}})?|\d{{4}}-\d\d-\d\d(?:T\S+)?"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{4}年\d{1,2}月\d{1,2}日)"
)
_TIME = (
    r"(?:[,\s|·•–-]*(?:at\s+)?\d{1,2}[:.]\d\d(?::\d\d)?\s*"
    r"(?:[ap]\.?m\.?)?\s*(?:[A-Z]{2,4}\b)?(?:\s*[+-]\d\d:?\d\d)?)?"
)

DATE_LINE = re.compile(
    rf"^(?:(?:first\s+|last\s+)?(?:published|updated|posted|modified|created|date|issued)\b\s*(?:on|at)?\s*:?\s*"
    rf"(?=[^.]*\d)[^.!?]{{0,80}}|{_DATE}{_TIME}(?:\s*[|·•–-]?\s*(?:updated|published|modified)\b.{{0,60}})?"
    r"|\d+\s+(?:minutes?|hours?|days?|weeks?)\s+ago)$",
    re.IGNORECASE,
)
PLACE_LINE = re.compile(
    rf"^[A-Z][A-Z .'’-]{{2,30}}(?:,\s*[A-Z][\w. ]{{1,20}}?)?(?:,?\s+{_DATE}|\s*\((?:AP|AFP|Reuters|Xinhua|dpa|PA)\)"
    rf"|,\s*{_DATE}\s*\([A-Z]\w+\))\s*[-–—.]?$|^[A-Z][a-z]+(?: [A-Z][a-z]+)?,\s+{_DATE}$"
)
BYLINE = re.compile(
    r"^(?:by\s+(?-i:[A-Z\u00c0-\u00de])[\w.'’-]+|(?:story|report|words|text|written|reporting|additional reporting"
    r"|reported|edited|editing|compiled|translated|interview)\s+by\s+"
    r"|\((?:(?:additional\s+)?reporting|editing|writing|compiled|with (?:inputs?|agenc))\b"
    r"|(?:author|editor|reporter|writer|journalist|correspondent)s?\s*:\s*\S)",
    re.IGNORECASE,
)
_AGENCIES = (
    r"(?:REUTERS|Reuters|AFP|AP|EPA|Getty Images|Getty|Shutterstock|Bloomberg|Xinhua|VCG|CFP|iStock|Unsplash"
    r"|Wikimedia(?: Commons)?|Alamy|PA|TASS|Anadolu|Associated Press|AP Photo)"
)
_PICTURE = r"(?:photo(?:graph)?s?|image|images|picture|pic|credit|illustration|screenshot|graphic|file photo)"
CREDIT_ONLY = re.compile(
    rf"^\(?(?:{_PICTURE}\s*(?:credits?)?\s*(?:via|by|from|courtesy(?: of)?|:|/|\||©)\s*(?:\S+\s*){{1,6}}(?<![.!?])"
    rf"|(?-i:{_AGENCIES})(?:\s*/\s*[\w .'’-]{{2,40}})?(?:\s+via\s+[\w ]{{2,20}})?"
    r"|(?-i:[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3})\s*/\s*"
    rf"(?-i:{_AGENCIES})(?:\s+via\s+[\w ]{{2,20}})?|courtesy of (?:\S+\s*){{1,5}})\)?$",
    re.IGNORECASE,
)
CREDITED = re.compile(
    rf"\S\s+\[?\(?{_PICTURE}s?\s*(?:credits?\s*)?(?::|/|©|courtesy\b)"
    rf"|\S\s+\(?(?-i:{_AGENCIES})\s*/\s*(?-i:[A-Z])|/\s*(?-i:{_AGENCIES})\)?$"
    rf"|\((?:(?-i:{_AGENCIES})|file photo|photo by|image by|picture by|courtesy of)\b[^)]*\)\s*$"
    rf"|^(?:image|photo|picture|caption|figure|file photo|file image|file picture|pictured|above|left|right|below"
    r"|video|watch|graphic|map)\s*[:|]\s*\S|\bfile (?:photo|picture|image)[.)]?\s*$"
    r"|\b(?:photo(?:graph)?|image|picture)s? by (?-i:[A-Z])[\w.'’-]+(?: (?-i:[A-Z])\S+){0,3}\.?$",
    re.IGNORECASE,
)
RIGHTS = re.compile(
    r"^\s*(?:©|\(c\)\s*\d{4}|copyright\b.{0,40}\d{4}|all rights reserved)"
    r"|all rights reserved\b|\bmay not be (?:published|reproduced|redistributed)|does not provide investment advice"
    r"|^(?:terms of (?:use|service)|privacy policy|cookie (?:policy|settings))\b",
    re.IGNORECASE,
)
PROMOTION = re.compile(
    r"^(?:read (?:more|next|also|on)|related(?: (?:stor|articl|topic|post|news|coverage)\w*)?|see also|also read"
    r"|more (?:on|from|stories|news|about)|learn more|subscribe|sign up|sign in|log in|register|newsletter"
    r"|share(?: this)?|follow us|click here|advertisement|sponsored|recommended|trending"
    r"|most (?:read|popular|viewed)|don['’]?t miss|watch(?: now| live)|listen|download|get (?:the|our)|join (?:us|our)"
    r"|comments?|leave a (?:reply|comment)|print|email|facebook|twitter|whatsapp|linkedin|tweet|copy link"
    r"|view (?:all|more|comments)|load more|skip to|menu|search|home|tags?|topics?|categor(?:y|ies)|filed under"
    r"|sources?|references|external links|support (?:us|our)|donate)\b",
    re.IGNORECASE,
)
# Lines that are furniture even when they are whole sentences.
LINKS = re.compile(
    r"^(?:read more\s*[:»>]|sign up (?:for|to|here|now)\b|subscribe (?:to|now|here|for)\b|follow (?:us|him|her|them)\b.*\bon\b"
    r"|click here\b|share (?:this|on)\b|get (?:the latest|our|unlimited)\b|download (?:the|our)\b"
    r"|this (?:article|story|report|content|post) (?:was|is|has been|first|originally)\b.{0,40}"
    r"\b(?:publish|produc|generat|translat|syndicat|appear|updat|sponsor|feed)"
    r"|engineered by\b|(?:want|have) (?:more|a (?:tip|news tip|story))\b|do you have a (?:tip|story)\b"
    r"|the .{0,80}\b(?:content generation|content creation) system\b|support (?:our|independent) journalism"
    r"|trade confidently\b|our standards\s*:|this is a developing story\b|for more (?:news|stories|information),? (?:visit|see|go|click)"
    r"|(?:enjoyed|liked) this (?:article|story)\b|advertis|you can unsubscribe|by (?:signing up|subscribing)\b"
    r"|with insights and alerts\b|this site (?:uses|is protected)|we use cookies|please enable javascript)",
    re.IGNORECASE,
)
BREADCRUMB = re.compile(r"^[^\W\d_][\w&'’-]*(?: [\w&'’-]+){0,2}(?:\s*[/»>|·›]\s*[\w&'’ -]{2,30})+$")
CAPITALS = re.compile(r"^[A-Z][A-Z&'’.-]{2,20}(?:\s+[A-Z&'’.-]{1,20}){0,3}:?$")
VERBLESS_CAPTION = re.compile(
    r"^(?:(?:A|An|The)\s+)?(?:[A-Z0-9][\w.,'’&()-]*\s+){2,}(?:at|in|on|near|outside|inside|during|with|of|from"
    r"|beside|behind|above|speaking|standing|holding|attending|arriving|leaving|walking|posing|wearing|waving)\s[^.!?]+\.$"
)
FINITE = re.compile(
    r"\b(?:is|are|was|were|be|been|am|has|have|had|will|would|can|could|may|might|must|shall|should|do|does|did"
    r"|said|says|say|told|tells|asked|added|wrote|announced|reported|won|lost|fell|rose|made|makes|make|took|takes"
    r"|take|got|gets|get|went|goes|go|came|comes|come|saw|sees|see|knew|knows|know|thought|thinks|think|gave|gives"
    r"|give|found|finds|find|held|holds|hold|kept|keeps|keep|left|led|leads|met|meets|meet|paid|pays|put|puts|ran"
    r"|runs|run|sent|sends|set|sets|shot|stood|stands|struck|hit|hits|killed|kills|began|begins|begin|became|becomes"
    r"|become|brought|brings|broke|breaks|built|builds|bought|buys|caught|chose|cut|cuts|drew|drove|felt|flew|fought"
    r"|grew|grows|grow|heard|let|lets|lay|lies|meant|means|mean|read|reads|remains|remain|sold|sells|sat|sits|spent"
    r"|spoke|speaks|threw|understood|wore|n['’]t|['’]s been|['’]ll|['’]re|plans|plan|wants|want|needs|need|shows|show"
    r"|expects|expect|calls|call|includes|include|claims|claim|faces|face|seeks|seek|warns|warn|urges|urge|denies|deny)\b",
    re.IGNORECASE,
)
