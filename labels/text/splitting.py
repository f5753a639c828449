"""Sentence boundaries inside one paragraph of news.

nupunkt decides where a full stop is only a full stop. Round it stand rules for what it gets wrong in news:
titles, initials, states, company suffixes, quotations with their speaker, brackets, and scripts without
spaces.

Policy: a colon, semicolon or dash never splits; a dateline stays with the first sentence; the sentences of a
long quotation are split, and a closing quotation mark stays with the sentence on its left; a bracketed
sentence is one sentence.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import nupunkt

from labels.span import Span
from labels.text.english import (
    ABBREVIATIONS,
    BEFORE_NUMBER,
    BRANDS,
    CLOCK_FOLLOWERS,
    GERMAN_DATE_WORDS,
    GERMAN_DATED,
    HESITATIONS,
    LETTERED,
    MONTHS,
    NEVER_LAST,
    SHORT_WORDS,
    SMALL_NAMES,
    SPEECH,
    STARTERS,
    TITLES,
)

# Format characters: soft hyphen, zero-width space and joiners, marks of direction.
_UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
# Patterns that are searched for in long texts begin with what is rare, and look back behind it.
# A terminator, then closing marks, which in German are “ and «; two apostrophes or a lone straight mark may
# stand off by a space.
_CANDIDATE = re.compile(
    rf"[.!?…](?<![.!?…].)[.!?…]*+(?:[\"”’'»›)\]}}{_UNSEEN}]|[“‘«‹](?!\w)|\[\d{{1,3}}\]|\s''(?=\s))*+"
    r"(?=\s|[“‘«])(?:\s[”»](?=\s)|(?P<loose>\s\")(?=\s))?"
)
_STOPS = "。！？｡．۔؟।॥։።។။"
_IDEOGRAPHIC = re.compile(rf"[{_STOPS}][{_STOPS}]*+[」』”’）)】》〉\"']*+")
_GLUED = re.compile(r"[.!?](?<=[a-z]{3}.)[.!?]*+[\"”’)]*+(?=[\"“(]?[A-Z][a-z])")
_SEPARATOR = re.compile(r"[\s“”\"‘«»„‚‹›(\[{—–/]")
_OPENING = re.compile(r"[^\w,;:.!?…%)\]}]*+")
_CLOSING = re.compile(rf"[\"”’'»›“‘«‹)\]}}{_UNSEEN} ]+$")
_WORD = re.compile(r"[^\W_][\w.’'&-]*")
_SPEAKER = re.compile(rf"(?:[A-Z][\w.’'-]*,?\s+){{1,4}}(?:{'|'.join(SPEECH)})\b|(?:{'|'.join(SPEECH)})\b")
_DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]\.|[A-Z][a-z]?\.[A-Z][a-z]?\.|Ph\.D\.|W\.Va\.")
_INITIAL = re.compile(r"(?:[A-Z]\.-?)+$")
_SPACE = re.compile(r"\s")
_BRACKETED = re.compile(r"[()\[\].!?…]")
# "D-Calif.": party and state. "Dell'avv.": an article run into its noun.
_PREFIX = re.compile(r"^(?:[DRI]-(?=[A-Z])|(?i:d|l|un|(?:de|a|ne|da|su)ll)['’](?!on$))")
# A dash opens a speech where it stands close to a capital: "¿Cuándo? —Mañana".
_DIALOGUE = re.compile(r"[–—][¿¡«A-ZÀ-ÖØ-Þ]")
_CHINESE_SPEAKER = re.compile(r"[^。！？，、；：]{1,8}?(?:说|說|道|问|問|答|喊|称|稱|表示)")
# "1." or "b)" before an item of a list.
_ENUMERATOR = re.compile(r"[\s•*–-]*\(?(?:\d{1,2}|[A-Za-z])")
_ITEM = re.compile(r"\(?(?:\d{1,2}|[a-z])\)\s")
# Spanish abbreviates plurals by doubling: EE. UU.
_DOUBLED = re.compile(r"([A-Z])\1")
# Names that begin with a small letter: iPhone, macOS, al-Sharaa, d'Estaing; de Blasio, von der Leyen.
_SMALL_NAME = re.compile(r"[a-z]{1,6}[-’']?[A-Z]")
_PARTICLES = re.compile(
    r"(?:(?:von|van|de|der|den|di|da|du|del|della|dos|bin|ibn|al|el|ter|ten|zu|la|le)\s){1,3}[A-ZÀ-ÖØ-Þ]"
)
# "MOSCOW, October 23. /TASS/.", "КИЕВ, 23 окт - УНИАН.", "BERLIN, 23. Oktober (dpa).": a place in capitals, a
# date, an agency; the place alone is none, and without a date the agency must be marked.
_PLACE = r"[A-ZÀ-ÖØ-ÞА-ЯЁІЇЄ][A-ZÀ-ÖØ-ÞА-ЯЁІЇЄ.'’-]{2,}(?:[ /-][A-ZÀ-ÖØ-ÞА-ЯЁІЇЄ.'’-]{2,}){0,3}"
_MONTH = (
    r"(?i:jan|feb|fév|mar|mär|apr|avr|abr|may|mai|mag|mei|jun|juin|giu|jul|juil|lug|aug|aoû|ago|sep|set|oct|okt"
    r"|ott|out|nov|dec|dez|déc|dic|янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек)[^\W\d_]{0,8}"
)
_DAY = (
    rf"(?:(?:le |el |il |den )?\d{{1,2}}\.?\s+(?:de\s+)?{_MONTH}|{_MONTH}\.?\s+\d{{1,2}})"
    r"\.?(?:,?\s+\d{4})?"
)
_MARKED_AGENCY = r"(?:/[^/]{2,30}/|\([^)]{2,40}\)|\[[^\]]{2,30}\])"
_CAPITALS = r"[A-ZА-ЯЁІЇЄ]{3,}(?:\.[A-Z]{2,3})?"
_NAMED = r"[A-ZА-ЯЁІЇЄ][\w’'-]+(?:\s[A-ZА-ЯЁІЇЄ][\w’'-]+)?"
_SIGNED = rf"(?:[–—-]+\s*)?(?:{_MARKED_AGENCY}|{_CAPITALS}(?=\s*[.:–—-]))\s*[.:–—-]*|[–—-]+\s*{_NAMED}\."
_DATELINE = re.compile(
    rf"\s*(?:{_PLACE}[.,]?\s+{_DAY}[.,]?\s*(?:{_SIGNED}|[.:–—-]+)(?=\s)"
    rf"|{_PLACE}[.,]?\s*{_MARKED_AGENCY}\s*[.:–—-]*(?=\s)"
    rf"|{_PLACE}[.,]\s+{_CAPITALS}\s+[–—-]+(?=\s)"
    rf"|[A-ZА-ЯЁІЇЄ][\w’'-]{{2,20}}[.,]\s+{_DAY}[.,]?\s*{_MARKED_AGENCY}\s*[.:–—-]*(?=\s)"
    rf"|[A-ZА-ЯЁІЇЄ][\w’'-]{{2,20}}[.,]\s+{_DAY}\.\s*[A-ZА-ЯЁ]{{4,}}(?:\.[A-Z]{{2,3}})?\s*[.:–—-]+(?=\s))"
)
_EMOJI = re.compile(
    "(?:\\s?[\u2600-\u27bf\u2b50-\u2b55\U0001f1e6-\U0001faff][\ufe0f\u200d\U0001f3fb-\U0001f3ff]*)+(?=\\s|$)"
)
_RUSSIAN_SPEECH = re.compile(r"[–—-]\s[«„“\"]?[А-ЯЁІЇЄҐ]")
_DASHED_SPEECH = re.compile(r"[–—-]\s[«„“\"¿¡]?[A-ZÀ-ÖØ-Þ]")
_DASH = re.compile(r"\s*[–—-]\s")
_RUN = re.compile(r"(?<!\S)\S{200,}")
_FIRST_PERSON = frozenset({"I", "I'm", "I’m", "I've", "I’ve", "I'd", "I’d", "I'll", "I’ll"})
_WINDOW = 80
# From this length on a word is no abbreviation unless it is a known one, in lower case and capitalised.
_PLAIN, _PLAIN_NAME = 2, 4


@dataclass(frozen=True, slots=True)
class _Context:
    """A possible boundary: the mark ``text[mark:end]``, the token before it and the word after it."""

    mark: str
    token: str
    before: str
    opener: str
    word: str
    after: str


def split(text: str) -> list[Span]:
    """The sentences of one paragraph: tight, ordered, and together every character that is no white space.

    text: one block; line breaks in it count as spaces. Offsets are those of ``text``.
    Runs in time linear in the text.
    """
    # Printable text has no white space but spaces.
    flat = text if text.isprintable() else _SPACE.sub(" ", text)
    ends = _boundaries(flat)
    spans = []
    start = 0
    for end in (*ends, len(flat)):
        span = Span(start, end).trimmed(flat) if end > start else None
        if span is not None:
            spans.append(span)
        start = max(start, end)
    return spans


def _boundaries(flat: str) -> list[int]:
    """Where sentences end, in order; the end of the text need not be among them."""
    opinion = _Opinion(flat)
    last = len(flat.rstrip())
    brackets = _Brackets(flat)
    dateline = _DATELINE.match(flat)
    first = dateline.end() if dateline else 0
    speech = _DASH.match(flat) is not None
    ends: list[int] = []
    for end, start, kind in _candidates(flat):
        if end >= last or end <= first or (ends and end <= ends[-1]):
            continue
        sentence = ends[-1] if ends else 0
        if kind == "ideographic":
            good = not _quoted_clause(flat, start, end)
        else:
            context = _context(flat, start, end)
            good = _is_boundary(context, opinion=partial(opinion.of, end), speech=speech)
            good = good and brackets.allow(sentence, start, end)
            good = good and not _ENUMERATOR.fullmatch(flat, sentence, start)
        if good:
            emoji = _EMOJI.match(flat, end)
            ends.append(emoji.end() if emoji else end)
    return ends


def _candidates(flat: str) -> list[tuple[int, int, str]]:
    """(end, start, kind) of every mark that could end a sentence, in order."""
    found = []
    straight = counted = 0
    for match in _CANDIDATE.finditer(flat):
        start, end = match.span()
        if match["loose"]:
            # A straight mark between spaces closes a quotation only if one is open.
            straight, counted = straight + flat.count('"', counted, end - 1), end - 1
            end -= 0 if straight % 2 else len(match["loose"])
        found.append((end, start, "latin"))
    if not flat.isascii():
        found += [(m.end(), m.start(), "ideographic") for m in _IDEOGRAPHIC.finditer(flat)]
    found += [(m.end(), m.start(), "latin") for m in _GLUED.finditer(flat) if _glued(flat, m)]
    return sorted(found)


def _glued(flat: str, match: re.Match[str]) -> bool:
    """Whether a space was lost after a full stop; not so in names such as ``Booking.Com``."""
    word = _WORD.search(flat[match.end() : match.end() + _WINDOW])
    return word is not None and word.group().rstrip(".") in STARTERS


class _Opinion:
    """What nupunkt says of a paragraph, asked only where no rule of ours decides: most need none."""

    def __init__(self, flat: str):
        self._flat = flat
        self._starts: frozenset[int] | None = None

    def of(self, end: int) -> bool:
        """Whether nupunkt lets a sentence start behind ``end``."""
        if self._starts is None:
            self._starts = _nupunkt_starts(self._flat)
        return _next_start(self._flat, end) in self._starts


def _nupunkt_starts(flat: str) -> frozenset[int]:
    """Where nupunkt lets a sentence start."""
    # nupunkt takes quadratic time on a run without spaces (300 kB of ".'" took 76 s); no word is so long.
    masked = _RUN.sub(lambda run: "x" * len(run.group()), flat)
    return frozenset(_next_start(flat, start) for start, _ in nupunkt.sent_spans(masked))


def _next_start(flat: str, position: int) -> int:
    while position < len(flat) and flat[position] == " ":
        position += 1
    return position


def _context(flat: str, start: int, end: int) -> _Context:
    """The words around a mark; at most a window to each side, so a text without spaces costs nothing."""
    left = flat[max(0, start - _WINDOW) : start]
    token = _SEPARATOR.split(left.rpartition(" ")[2])[-1]
    right = flat[end : end + _WINDOW].lstrip()
    opening = _OPENING.match(right)
    opener = opening.group() if opening else ""
    word = _WORD.match(right, len(opener))
    return _Context(
        mark=flat[start:end],
        token=token,
        before=left[: len(left) - len(token)],
        opener=opener,
        word=word.group() if word else "",
        after=right,
    )


def _is_boundary(context: _Context, *, opinion: Callable[[], bool], speech: bool) -> bool:
    """Whether a mark ends a sentence.  speech: whether the paragraph opens with a dash, as dialogue does."""
    first = context.word[:1]
    if not first or (context.after[:1] in ",;:.!?%–—-" and not _speaks(context.after, speech=speech)):
        return False
    if first.islower() and not _named_small(context):
        return context.opener[-1:] in {"@", "#"} or _ITEM.match(context.after) is not None
    strong = context.word.rstrip(".") in STARTERS
    bare = _CLOSING.sub("", context.mark)
    if bare.strip(".") == "" and len(bare) == 1:
        return _full_stop(context, strong=strong, opinion=opinion)
    if "!" in bare or "?" in bare:
        return _shout(context, strong=strong)
    if _falters(context):
        return False
    # Dots of omission: inside a halting sentence a space stands before them.
    return strong if context.token == "" else strong or first.isupper() or opinion()


def _speaks(after: str, *, speech: bool) -> bool:
    """Whether a dash behind a mark opens somebody's next sentence."""
    if _DIALOGUE.match(after) or _RUSSIAN_SPEECH.match(after):
        return True
    return speech and _DASHED_SPEECH.match(after) is not None


def _named_small(context: _Context) -> bool:
    """Whether a word with a small letter is a name that opens a sentence."""
    word = context.word.rstrip(".,")
    if _SMALL_NAME.match(word) or word in SMALL_NAMES:
        return True
    return _PARTICLES.match(context.after, len(context.opener)) is not None


def _falters(context: _Context) -> bool:
    """Whether dots stand inside a halting sentence: "I … I was not told", "Well … I saw nothing"."""
    previous = context.token or (context.before.split() or [""])[-1]
    words = previous.strip("“”\"‘’'«»„").casefold()
    return words == context.word.casefold() or (context.word in _FIRST_PERSON and words in HESITATIONS)


def _shout(context: _Context, *, strong: bool) -> bool:
    quoted = context.mark[-1] in "\"”’'»“«" and _SPEAKER.match(context.after) is not None
    if quoted and (not strong or context.word.rstrip(".").casefold() in TITLES):
        return False
    return strong or context.token not in BRANDS


def _full_stop(context: _Context, *, strong: bool, opinion: Callable[[], bool]) -> bool:
    token = _PREFIX.sub("", context.token.lstrip("'’"))
    verdict = _listed(token, context, strong=strong)
    if verdict is None:
        verdict = _shaped(token, context, strong=strong, opinion=opinion)
    return verdict


def _listed(token: str, context: _Context, *, strong: bool) -> bool | None:
    """What a known abbreviation decides; None for every other token."""
    key, number = token.casefold(), context.word[0].isdigit()
    if key in TITLES:
        return _title_ends(context, strong=strong)
    if key in NEVER_LAST or (len(token) == 1 and number):
        return False
    if key in BEFORE_NUMBER:
        return not number and (strong or key in {"no", "art", "sec", "pop"})
    if key in MONTHS or key in ABBREVIATIONS:
        return strong
    return context.word.rstrip(".") not in CLOCK_FOLLOWERS if key in {"a.m", "p.m"} else None


def _shaped(token: str, context: _Context, *, strong: bool, opinion: Callable[[], bool]) -> bool:
    """What the form of a token decides that is in no list; nupunkt where it decides nothing."""
    if _DOTTED.fullmatch(token + "."):
        return strong
    if _DOUBLED.fullmatch(token) and _DOUBLED.fullmatch(context.word.rstrip(".")):
        return False
    if _INITIAL.fullmatch(token + "."):
        return _initial_ends(context, strong=strong)
    if token.isdigit():
        return _number_ends(context, strong=strong, opinion=opinion)
    acronym = len(token) > 1 and token.isalpha() and token.isupper()
    shortest = _PLAIN_NAME if token[:1].isupper() else _PLAIN
    plain = token.casefold() in SHORT_WORDS or ("." not in token and len(token) >= shortest)
    return acronym or plain or strong or opinion()


def _title_ends(context: _Context, *, strong: bool) -> bool:
    """``St.`` and ``Dr.`` also close an address: "on Main St. The police ...", but "in St. The" is no
    sentence."""
    if context.token.casefold() not in {"st", "dr", "gen", "rep", "sen"} or not strong:
        return False
    previous = context.before.split()
    return bool(previous) and (previous[-1][:1].isupper() or previous[-1].isdigit())


def _initial_ends(context: _Context, *, strong: bool) -> bool:
    """A letter ends its sentence in "Plan B. Then ...", hardly ever where it may be an initial."""
    previous = context.before.split()[-1:]
    if previous and previous[0].capitalize() in LETTERED:
        return True
    return strong and context.word not in {"I", "A"} and not (previous and _is_name(previous[0], context))


def _is_name(previous: str, context: _Context) -> bool:
    """Whether a given name stands before an initial and perhaps a family name behind it ("Kai F. So")."""
    if previous.rstrip(".").casefold() in TITLES or len(previous) == 1:
        return False
    following = context.after[len(context.opener) + len(context.word) :].split()[:1]
    goes_on = bool(following) and following[0][:1].islower()
    return previous[:1].isupper() and not goes_on


def _number_ends(context: _Context, *, strong: bool, opinion: Callable[[], bool]) -> bool:
    """A number with a stop opens a list item, or is a German date, or ends its sentence."""
    if not context.before.strip(" -•*(") and len(context.before) < _WINDOW - len(context.token):
        return False
    previous = context.before.split()
    if context.word in GERMAN_DATED:
        return False
    # "am 3. Oktober", but "I am 5. He is 6."
    if previous and previous[-1].casefold() in GERMAN_DATE_WORDS and context.word not in STARTERS:
        return False
    return strong or context.word[0].isupper() or opinion()


def _quoted_clause(flat: str, start: int, end: int) -> bool:
    """A Japanese or Chinese quotation that its sentence goes on from: 「…。」と述べた, “……？”他问道."""
    following = flat[end : end + 1]
    if following in "，、,；：":
        return True
    closed = end - start > 1 and flat[end - 1] not in _STOPS
    return closed and (following in "とっはがをのに" or _CHINESE_SPEAKER.match(flat, end) is not None)


class _Brackets:
    """Which bracket each position of a text is in, found in one pass."""

    def __init__(self, flat: str):
        self._flat = flat
        self._inside: dict[int, int] = {}
        self._closes: dict[int, int] = {}
        stack: list[int] = []
        for match in _BRACKETED.finditer(flat) if "(" in flat or "[" in flat else ():
            position, character = match.start(), match.group()
            if character in "([":
                stack.append(position)
            elif character in ")]" and stack:
                self._closes[stack.pop()] = position
            elif stack and character not in ")]":
                self._inside[position] = stack[-1]

    def allow(self, sentence: int, start: int, end: int) -> bool:
        """Whether a sentence that began at ``sentence`` may end with the mark ``[start, end)``.

        Not between the sentences of an aside that stands inside a sentence, nor before the bracket closes.
        """
        opened = self._inside.get(start)
        if opened is None or opened < sentence:
            return True
        closed = self._closes.get(opened)
        if closed is None or closed - opened > 5 * _WINDOW:
            return True
        return end > closed or self._flat[sentence:opened].strip(' "“') == ""
