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

# "6. Mai 2024, 10:15 Uhr", "Publié le 6 mai 2024 à 10h15": any language that writes day, month, year.
_OTHER_DATE = (
    r"(?:(?:publi\w+|veröffentlicht|aktualisiert|actuali[sz]ad[oa]|atualizad[oa]|mis à jour|stand|pubblicato"
    r"|aggiornato|gepubliceerd|bijgewerkt)(?:\s+(?:le|am|vom|el|em|il|op))?:?\s+)?(?:[^\W\d_]{2,12}\.?,?\s+)?"
    r"\d{1,2}(?:\.|er|º)?\s+(?:de\s+)?[^\W\d_]{3,10}\.?\s+(?:de\s+)?(?:19|20)\d\d"
    r"(?:[,\s|·–-]*(?:(?:um|à|alle|às|om|a las)\s+)?\d{1,2}[:.h]\d\d(?:\s*(?:Uhr|h|uur))?)?"
)

DATE_LINE = re.compile(
    r"^(?:(?:first\s+|last\s+)?(?:published|updated|posted|modified|created|date|issued)\b"
    rf"(?=.*(?:\b{_MONTH}\b|\d{{4}}|\d{{1,2}}[:/.]\d\d|\bago\b))[^!?]{{0,80}}(?<!\.)"
    rf"|{_OTHER_DATE}|\d{{1,2}}[:.]\d\d,?\s+{_DATE}|{_DATE}{_TIME}(?:\s*[|·•–-]?\s*(?:updated|published|modified)\b.{{0,60}})?"
    r"|\d+\s+(?:minutes?|hours?|days?|weeks?)\s+ago)$",
    re.IGNORECASE,
)
PLACE_LINE = re.compile(
    rf"^[A-Z][A-Z .'’-]{{2,30}}(?:,\s*[A-Z][\w. ]{{1,20}}?)?(?:,?\s+{_DATE}|\s*\((?:AP|AFP|Reuters|Xinhua"
    rf"|dpa|PA)\)"
    rf"|,\s*{_DATE}\s*\([A-Z]\w+\))\s*[-–—.]?$|^[A-Z][a-z]+(?: [A-Z][a-z]+)?,\s+{_DATE}$"
)
BYLINE = re.compile(
    r"^(?:by\s+(?-i:[A-Z\u00c0-\u00de])[\w.'’-]+|(?:story|report|words|text|written|reporting"
    r"|additional reporting"
    r"|reported|edited|editing|compiled|translated|interview)\s+by\s+"
    r"|\((?:(?:additional\s+)?reporting|editing|writing|compiled|with (?:inputs?|agenc))\b"
    r"|(?:author|editor|reporter|writer|journalist|correspondent)s?\s*:\s*\S"
    r"|.{0,120}\bcontributed (?:reporting|to this (?:report|story|article))\b"
    r"|(?-i:Von|Par|Por|Door|Di|Av)(?:\s+(?:(?-i:[A-Z\u00c0-\u00de])[\w.'’-]+,?|und|et|y|e|en|de|van|von)){2,8}$"
    r"|\((?:[a-z]{2,5}(?:/[a-z-]{2,10}){1,3})\)$"
    r"|[（(]?(?:本报)?(?:记者|記者|编辑|編輯|作者|责编|责任编辑)[:：/\s]\s*\S{2,10}$)",
    re.IGNORECASE,
)
# Under a headline, a name alone, or with a place.
NAME_LINE = re.compile(
    r"^[A-Z\u00c0-\u00de][\w.'’-]+(?: [A-Z\u00c0-\u00de][\w.'’-]+){1,2}(?: in [A-Z]\w+(?: [A-Z]\w+)?)?$"
)
_AGENCIES = (
    r"(?:REUTERS|Reuters|AFP|AP|EPA|Getty Images|Getty|Shutterstock|Bloomberg|Xinhua|VCG|CFP|iStock|Unsplash"
    r"|Wikimedia(?: Commons)?|Alamy|PA|TASS|Anadolu|Associated Press|AP Photo)"
)
_PICTURE = (
    r"(?:photo(?:graph)?s?|image|images|picture|pic|credit|illustration|screenshot|graphic|file photo"
    r"|fotos?|bild|imagen)"
)
CREDIT_ONLY = re.compile(
    rf"^\(?(?:{_PICTURE}\s*(?:credits?)?\s*(?:via|by|from|courtesy(?: of)?|:|/|\|"
    rf"|©)\s*(?:\S+\s+){{0,5}}\S+(?<![.!?])"
    rf"|{_PICTURE}\s+source\s*[,:]\s*(?:\S+\s+){{0,5}}\S+"
    rf"|(?-i:{_AGENCIES})(?:\s*/\s*[\w .'’-]{{2,40}})?(?:\s+via\s+[\w ]{{2,20}})?"
    r"|(?-i:[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3})\s*/\s*"
    rf"(?-i:{_AGENCIES})(?:\s+via\s+[\w ]{{2,20}})?|courtesy of (?:\S+\s+){{0,4}}\S+)\)?$",
    re.IGNORECASE,
)
# One of these is in whatever `CREDITED` finds.
CREDIT_HINTS: tuple[str, ...] = (
    "photo",
    "image",
    "pic",
    "credit",
    "illustration",
    "screenshot",
    "graphic",
    "courtesy",
    "/",
)
CREDIT_HINTS += ("caption", "figure", "file", "above", "left", "right", "below", "video", "watch", "map")
# A credit behind a description, or a picture's label before it.
CREDITED = re.compile(
    r"\S\s+\[?\(?(?:Photo(?:graph)?|PHOTO|Image|IMAGE|Picture|Pic|Credit|CREDIT|Illustration|Screenshot"
    r"|Graphic)s?"
    r"\s*(?:[Cc]redits?\s*)?(?::|/|©|[Cc]ourtesy\b)"
    rf"|\S\s+\(?{_AGENCIES}\s*/\s*[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){{0,3}}\)?\.?$|/\s*{_AGENCIES}\)?\.?$"
    r"|\((?:[Ff]ile [Pp]hoto|[Pp]hoto by|[Ii]mage by|[Pp]icture by|[Cc]ourtesy of|AP Photo)\b[^)]*\)\.?$"
    r"|^(?:Image|Photo|Picture|Media|Video) [Cc]aption\s*[,:]\s*\S"
    r"|^(?:Image|Photo|Picture|Caption|Figure|File photo|File image|File picture|Pictured|Above|Left"
    r"|Right|Below"
    r"|Video|Watch|Graphic|Map|PHOTO|IMAGE|VIDEO)\s*[:|]\s*\S|\b[Ff]ile (?:photo|picture|image)[.)]?$"
    r"|\b(?:[Pp]hoto(?:graph)?|[Ii]mage|[Pp]icture)s? by [A-Z][\w.'’-]+(?: [A-Z]\S+){0,3}\.?$"
)
# An agency alone signs pictures, and the last paragraph of its own reports.
SIGNED = re.compile(rf"\S\s+\({_AGENCIES}\)$")
# One of these is in whatever `RIGHTS` finds.
RIGHTS_HINTS = (
    "©",
    "copyright",
    "(c)",
    "rights",
    "may not be",
    "investment",
    "terms of",
    "privacy",
    "cookie",
)
RIGHTS = re.compile(
    r"^\s*(?:©|\(c\)\s*\d{4}|copyright\s*(?:©|\(c\)|\d{4}|by\b))"
    r"|\ball rights reserved\b(?=\s*(?:$|[.!,;|©]|by (?-i:[A-Z])))"
    r"|\bmay not be (?:published|reproduced|redistributed)|does not provide investment advice"
    r"|^(?:terms of (?:use|service)|privacy policy|cookie (?:policy|settings))\b",
    re.IGNORECASE,
)
# Words that are a link only when they stand alone or before a colon: "Home prices fall" is a headline.
BUTTON = re.compile(
    r"^(?:home|search|menu|print|e-?mail|facebook|twitter|whatsapp|linkedin|telegram|reddit|tweet|share"
    r"|listen|watch|(?:(?:media|press) )?contacts?|go deeper"
    r"|download|register|recommended|trending|sponsored|advertisements?|donate|comments?|tags?|topics?"
    r"|sources?"
    r"|references|external links|categor(?:y|ies)|related|newsletters?|subscribe|log in|sign in|sign up"
    r"|learn more"
    r"|read more|read on|see more|copy link|load more|follow us|most (?:read|popular|viewed)|more)"
    r"(?:\s*[:|»>].{0,120})?\s*[.!…»>]?$",
    re.IGNORECASE,
)
# Beginnings of lines that lead elsewhere, as long as they are no finished sentence.
POINTER = re.compile(
    r"^(?:read (?:more|next|also)|also read|see also|related (?:stor|articl|topic|post|news|coverage|read)\w*"
    r"|more (?:on this|from|stories|news)|learn more|subscribe|sign up|follow us|click here|share this"
    r"|leave a (?:reply|comment)|view (?:all|more|comments)|skip to|filed under|most (?:read|popular|viewed)"
    r"|don['’]?t miss|watch(?: now| live)\b|get the app|join our|support us)\b",
    re.IGNORECASE,
)
# Boilerplate even as whole sentences.
LINKS = re.compile(
    r"^(?:read more\s*[:»>]|sign up (?:for|to|here|now)\b|subscribe (?:to|now|here|for)\b"
    r"|follow (?:us|him|her|them)\b.{0,60}\bon\b|click here\b|get (?:the latest|our|unlimited)\b"
    r"|download (?:the|our)\b.{0,40}\bapp\b"
    r"|this (?:article|story|content|post) (?:was|is|has been|first|originally)\b.{0,40}"
    r"\b(?:publish|produc|generat|translat|syndicat|appear|updat|sponsor)"
    r"|engineered by\b|(?:want|have) (?:more|a (?:news )?(?:tip|story))\b|do you have a (?:tip|story)\b"
    r"|the .{0,80}\bcontent (?:generation|creation) system\b|support (?:our|independent) journalism"
    r"|our standards\s*:|this is a developing story\b|(?:enjoyed|liked) this (?:article|story)\b"
    r"|for more (?:news|stories|information),? (?:visit|see|go|click)|advertise with us\b|you can unsubscribe"
    r"|by (?:signing up|subscribing)\b|this site (?:uses|is protected)|we use cookies"
    r"|please enable javascript)",
    re.IGNORECASE,
)
BREADCRUMB = re.compile(r"^[^\W\d_][\w&'’-]*(?: [\w&'’-]+){0,2}(?:\s*[/»>|·›]\s*[\w&'’ -]{2,30})+$")
CAPITALS = re.compile(r"^[A-Z][A-Z&'’.-]{2,20}(?:\s+[A-Z&'’.-]{1,20}){0,3}:?$")
VERBLESS_CAPTION = re.compile(
    r"^(?:(?:A|An|The)\s+)?(?:[A-Z0-9][\w.,'’&()-]*\s+){2,}(?:at|in|on|near|outside|inside|during|with|of"
    r"|from"
    r"|beside|behind|above|speaking|standing|holding|attending|arriving|leaving|walking|posing|wearing"
    r"|waving)\s[^.!?]+\.$"
)
FINITE = re.compile(
    r"\b(?:is|are|was|were|be|been|am|has|have|had|will|would|can|could|may|might|must|shall|should|do"
    r"|does|did"
    r"|said|says|say|told|tells|asked|added|wrote|announced|reported|won|lost|fell|rose|made|makes|make"
    r"|took|takes"
    r"|take|got|gets|get|went|goes|go|came|comes|come|saw|sees|see|knew|knows|know|thought|thinks|think"
    r"|gave|gives"
    r"|give|found|finds|find|held|holds|hold|kept|keeps|keep|left|led|leads|met|meets|meet|paid|pays|put"
    r"|puts|ran"
    r"|runs|run|sent|sends|set|sets|shot|stood|stands|struck|hit|hits|killed|kills|began|begins|begin"
    r"|became|becomes"
    r"|become|brought|brings|broke|breaks|built|builds|bought|buys|caught|chose|cut|cuts|drew|drove|felt"
    r"|flew|fought"
    r"|grew|grows|grow|heard|let|lets|lay|lies|meant|means|mean|read|reads|remains|remain|sold|sells|sat"
    r"|sits|spent"
    r"|spoke|speaks|threw|understood|wore|n['’]t|['’]s been|['’]ll|['’]re|plans|plan|wants|want|needs"
    r"|need|shows|show"
    r"|expects|expect|calls|call|includes|include|claims|claim|faces|face|seeks|seek|warns|warn|urges"
    r"|urge|denies|deny)\b",
    re.IGNORECASE,
)
