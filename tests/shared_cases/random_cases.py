"""Random codebooks and labeled sentences, for comparing the rules of the server with those of the page."""

from random import Random

from labels.article import KINDS, Sentence
from labels.claim import Claim, SentenceLabels
from labels.codebook.codebook import Codebook
from labels.codebook.derivation import with_derived
from labels.codebook.quotations import quoted_ranges
from labels.span import Span

WORDS = (
    *("said", "claimed", "denied", "did not", "couldn't", "pointed out", "point", "out", "seen as", "known"),
    *("the", "tank", "Été", "naïve", "½", "Ⅳ", "5'11", "12", "𝒜𝒷", "½cup", "rock'n'roll", "so-called", "İt"),
    *("ΣΑΣ", "straße", "co-", "e\u0301t\u00e9", "中文", "٣"),
)
MARKS = '""""““””„„«»‹›‚‘’「」『』〝〟＂‟(.,;:—-'
SPACES = (" ", " ", " ", "", "\n", "\u00a0", "\u3000", "\t", "  ")
TITLES = ("Topic", 'Who\'s "it"?', "Größe", "$& {value}", "𝒜")
NAMES = (
    "The Post",
    "the post",
    "Straße",
    "STRASSE",
    "strasse",
    "ΣΑΣ",
    "σας",
    "Port",
    " The Post",
    "İzmir",
    "i̇zmir",
    "",
)
LEMMAS = (
    "say",
    "claim",
    "deny",
    "point_out",
    "know",
    "see_as",
    "recognize",
    "stop",
    "so-called",
    "rock'n'roll",
)
SPANS, SOURCES = ("cue", "mention"), ("source", "relays")


def random_codebook(random: Random) -> Codebook:
    """A sound codebook with layers of every measurement and up to seven constraints of any rule."""
    target = random.choice(("claim", "claim", "claim", "sentence"))
    choices = {
        "topic": ("nominal", random.randint(1, 4)),
        "voice": ("nominal", random.randint(1, 3)),
        "alarm": ("ordinal", random.randint(1, 4)),
        "tags": ("set", random.randint(1, 4)),
    }
    layers = [
        {
            "id": name,
            "title": random.choice(TITLES),
            "measurement": measurement,
            "required": random.random() < 0.4,
            "value": [{"id": f"{name}{n}", "title": random.choice(TITLES)} for n in range(count)],
        }
        for name, (measurement, count) in choices.items()
    ]
    if random.random() < 0.5:
        layers[0]["empty"] = "topic0"
    layers += [_plain(random, name, "span") for name in SPANS]
    layers += [_plain(random, "source", "entity"), _plain(random, "relays", "list")]
    layers += [_plain(random, "remark", "text")]
    if random.random() < 0.8:
        layers.append(_quote_mode(random, layers))
    if has_stance := random.random() < 0.8:
        layers.append(_stance(random, layers))
    random.shuffle(layers)
    data = {
        "id": "random",
        "version": "1",
        "title": "Random",
        "language": random.choice(("en", "en-GB", "de")),
        "target": target,
        "layer": layers,
        "constraint": [_constraint(random, layers, n) for n in range(random.randint(0, 7))],
    }
    presets = [one for one in data["constraint"] if one["rule"] == "preset"]
    left_out = {"elsewhere", "distinct"} if target == "sentence" else set()
    data["constraint"] = [
        one
        for one in data["constraint"]
        if one["rule"] not in left_out and (one["rule"] != "preset" or one is presets[0])
    ]
    if has_stance:
        lemmas = random.sample(LEMMAS, 6)
        data["cue_lexicon"] = {f"stance{n}": lemmas[2 * n : 2 * n + 2] for n in range(3)}
        data["irregular_forms"] = {"say": ["said"], "see": ["seen"], "know": ["known"]}
    return Codebook.from_data(data)


def _plain(random: Random, name: str, measurement: str) -> dict[str, object]:
    return {
        "id": name,
        "title": random.choice(TITLES),
        "measurement": measurement,
        "required": random.random() < 0.1,
    }


def _quote_mode(random: Random, layers: list[dict]) -> dict[str, object]:
    values = [{"id": one, "title": one.title()} for one in ("direct", "mixed", "indirect")]
    rule = {"unless": _condition(random, layers)} if random.random() < 0.5 else {}
    return {
        "id": "mode",
        "title": "Mode",
        "measurement": "nominal",
        "derived": "quote_mode",
        "derivation": rule,
        "value": values,
    }


def _stance(random: Random, layers: list[dict]) -> dict[str, object]:
    ids = [f"stance{n}" for n in range(3)]
    rule: dict[str, object] = {"cue": "cue", "negations": random.choice(([], ["not", "n't"], ["no", "not"]))}
    if random.random() < 0.6:
        rule["default"] = random.choice(ids)
    if random.random() < 0.4:
        rule["fixed"] = {**_condition(random, layers), "value": random.choice(ids)}
    if random.random() < 0.3:
        rule["unless"] = _condition(random, layers)
    if random.random() < 0.5:
        rule["precedence"] = random.sample(ids, random.randint(1, 3))
    return {
        "id": "stance",
        "title": "Stance",
        "measurement": "ordinal",
        "derived": "cue_stance",
        "derivation": rule,
        "value": [{"id": one, "title": one} for one in ids],
    }


def _condition(random: Random, layers: list[dict]) -> dict[str, object]:
    layer = random.choice([one for one in layers if one.get("value")])
    ids = [value["id"] for value in layer["value"]]
    return {"layer": layer["id"], "values": random.sample(ids, random.randint(1, len(ids)))}


def _some(random: Random, layers: list[dict]) -> list[str]:
    return random.sample([layer["id"] for layer in layers], random.randint(1, 3))


def _constraint(random: Random, layers: list[dict], number: int) -> dict[str, object]:
    when = random.choice(("always", "done", "advise"))
    rule = random.choice(
        ("alone", "together", "needs", "required", "only_with", "elsewhere", "quotes", "distinct", "preset")
    )
    here = _condition(random, layers)
    one = {"layer": here["layer"], "value": here["values"][0]}
    unless = {"unless": _condition(random, layers)} if random.random() < 0.3 else {}
    members = [_condition(random, layers) for _ in range(random.randint(1, 3))]
    fields = {
        "alone": one,
        "together": {
            "members": [{"layer": each["layer"], "value": each["values"][0]} for each in members],
            "without": random.choice(([], _some(random, layers))),
        },
        "needs": {"if": here, "any_of": _some(random, layers), **unless},
        "required": {"layers": _some(random, layers), **unless},
        "only_with": {
            "layer": random.choice(layers)["id"],
            "if": here,
            **random.choice(({}, {"max": random.randint(1, 2)}, {"not_among": ["source"]})),
        },
        "elsewhere": {"if": here, "layer": _some(random, layers)[0], "where": _condition(random, layers)},
        "quotes": {"if": here},
        "distinct": {
            "layers": random.choice((["content"], [*_some(random, layers), "content"], _some(random, layers)))
        },
        "preset": {"kinds": [random.choice(KINDS)], **one},
    }
    message = {"message": "Our own words: {value} $&."} if random.random() < 0.2 else {}
    strict = {"when": "done" if rule == "required" and when == "always" else when}
    return {"id": f"C{number}", "rule": rule, **strict, **fields[rule], **message}


def random_text(random: Random) -> str:
    """Words, marks and white space that news, hostile texts and other scripts mix."""
    parts = []
    share = random.choice((0.3, 0.7, 0.95))
    for _ in range(random.randint(1, 24)):
        parts.append(random.choice(WORDS) if random.random() < share else random.choice(MARKS))
        parts.append(random.choice(SPACES) if random.random() < 0.7 else "")
    return "".join(parts)


def random_frame(random: Random, codebook: Codebook) -> SentenceLabels:
    """A sentence with up to three claims, others elsewhere, sources, and labels in random layers."""
    text = random_text(random)
    names = {f"s{n}": random.choice(NAMES) for n in range(random.randint(0, 3))}
    starts = sorted(random.sample(range(len(text)), min(len(text), 3))) if random.random() < 0.5 else []
    sentence = Sentence("x", "A", 0, 0, random.choice(KINDS), Span(0, len(text)))
    make = lambda name, n: _claim(random, codebook, f"{name}.{n}", text, list(names))  # noqa: E731 - short-lived
    values = {}
    if codebook.target == "sentence":
        claims, others = (), ()
        values = dict(make("x", 0).values) if random.random() < 0.8 else {}
    else:
        claims = tuple(make("x", n + 1) for n in range(random.choice((0, 1, 1, 2, 3))))
        others = tuple(make("y", n + 1) for n in range(random.choice((0, 0, 1, 2))))
        for layer in codebook.layers:
            if layer.values and random.random() < 0.2:
                values[layer.id] = random.choice(layer.value_ids)
    return SentenceLabels(sentence, text, random.choice(NAMES), values, claims, others, names, tuple(starts))


def _claim(random: Random, codebook: Codebook, name: str, text: str, sources: list[str]) -> Claim:
    values = {}
    for layer in codebook.layers:
        if random.random() < 0.55:
            values[layer.id] = _value(random, layer, text, sources)
    content = tuple(Span(*one) for one in random_ranges(random, text))
    return Claim(name, name.partition(".")[0], content, values)


def _value(random: Random, layer, text: str, sources: list[str]) -> object:
    match layer.measurement:
        case "set":
            chosen = random.sample(layer.value_ids, random.randint(1, len(layer.values)))
            return [one for one in layer.value_ids if one in chosen]
        case "span":
            return random_ranges(random, text)
        case "entity":
            return random.choice(sources) if sources else None
        case "list":
            return random.sample(sources, random.randint(1, len(sources))) if sources else None
        case "text":
            return random.choice(WORDS)
        case _:
            return random.choice(layer.value_ids)


def random_ranges(random: Random, text: str) -> list[list[int]]:
    """One or two ranges of the text, apart from each other and in order."""
    count = random.choice((1, 1, 2))
    cuts = sorted(random.sample(range(len(text) + 1), min(2 * count, len(text) + 1) // 2 * 2))
    return [[cuts[n], cuts[n + 1]] for n in range(0, len(cuts), 2)]


def decided(random: Random, frame: SentenceLabels, codebook: Codebook) -> SentenceLabels:
    """The frame after one more decision: a layer of one claim set or cleared."""
    if not frame.claims:
        return frame
    place = random.randrange(len(frame.claims))
    claim = frame.claims[place]
    layer = random.choice(codebook.layers)
    value = None if random.random() < 0.3 else _value(random, layer, frame.text, list(frame.source_names))
    changed = Claim(claim.id, claim.sentence, claim.content, {**claim.values, layer.id: value})
    claims = (*frame.claims[:place], changed, *frame.claims[place + 1 :])
    return SentenceLabels(
        frame.sentence,
        frame.text,
        frame.outlet,
        frame.values,
        claims,
        frame.elsewhere,
        frame.source_names,
        frame.paragraph_starts,
    )


def frame_json(frame: SentenceLabels) -> dict[str, object]:
    """The frame as the answering process reads it."""
    return {
        "text": frame.text,
        "kind": frame.sentence.kind,
        "outlet": frame.outlet,
        "values": frame.values,
        "claims": [_claim_json(claim) for claim in frame.claims],
        "elsewhere": [_claim_json(claim) for claim in frame.elsewhere],
        "source_names": frame.source_names,
        "quoted": [[one.start, one.end] for one in quoted_ranges(frame.text, frame.paragraph_starts)],
    }


def _claim_json(claim: Claim) -> dict[str, object]:
    content = [[span.start, span.end] for span in claim.content]
    return {"id": claim.id, "sentence": claim.sentence, "content": content, "values": claim.values}


def derived_of(frame: SentenceLabels, codebook: Codebook) -> list[dict[str, object]]:
    """Every claim's labels, set and computed."""
    return [
        with_derived(claim, codebook, frame.text, starts=frame.paragraph_starts)
        for claim in (*frame.claims, *frame.elsewhere)
    ]
