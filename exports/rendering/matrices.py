"""Heat maps: which values are confused, how two annotators agree, what each outlet's labels are, and where
in an article annotators disagree.
"""

from collections.abc import Mapping, Sequence

from exports.rendering.layer_tables import WIDEST, confusion
from exports.rendering.svg import Picture
from exports.rendering.tables import Level, layer_title
from exports.rendering.text import shown
from exports.report.layer_shape import ValuedLayer
from exports.report.shape import ProjectReport

LEFT, CELL, TALL, TOP = 190, 50, 28, 24
# On a phone rows are numbered, too, and all names are below.
NARROW, NARROW_LEFT = 312, 26
MOST_PEOPLE = 16
# A cell is never so dark that its figure can't be read.
LIGHTEST, DARKEST = 0.04, 0.45
BOX, PER_ROW = 12, 52


def _matrix(
    name: str,
    title: str,
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Sequence[tuple[str, float] | None]],
    *,
    narrow: bool = False,
) -> Picture:
    """A heat map; columns are numbered where they are the rows, else named below.

    cells: text and shade from 0 to 1; None for an empty cell.  narrow: fits a phone.
    """
    if narrow:
        return _narrow_matrix(name, title, rows, columns, cells)
    same = list(rows) == list(columns)
    below = 0 if same else 20 * len(columns) + 6
    width = max(LEFT + CELL * len(columns) + 2, 340)
    picture = Picture(name, title, _words(rows, columns, cells), width, TOP + TALL * len(rows) + 4 + below)
    for number in range(len(columns)):
        picture.text(LEFT + CELL * (number + 0.5), 16, str(number + 1), "middle", "quiet")
    for row, words in enumerate(rows):
        y = TOP + TALL * row
        picture.fitted(0, y + 19, f"{row + 1}  {words}" if same else words, LEFT - 8)
        for column, cell in enumerate(cells[row]):
            if cell is None:
                continue
            _cell(picture, (LEFT + CELL * column, y), CELL, *cell)
    for number, words in enumerate(() if same else columns):
        y = TOP + TALL * len(rows) + 20 * (number + 1)
        picture.fitted(0, y, f"{number + 1}  {words}", width)
    return picture


def _narrow_matrix(
    name: str,
    title: str,
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Sequence[tuple[str, float] | None]],
) -> Picture:
    same = list(rows) == list(columns)
    texts = [[cell and cell[0].removesuffix(" %") for cell in line] for line in cells]
    longest = max((len(text) for line in texts for text in line if text), default=1)
    size = min(CELL, max((NARROW - NARROW_LEFT) // max(len(columns), 1), 8 * longest + 8))
    marks = [str(number + 1) if same else chr(ord("A") + number % 26) for number in range(len(rows))]
    below = [f"{mark}  {words}" for mark, words in zip(marks, rows, strict=True)]
    below += [] if same else [f"{number}  {words}" for number, words in enumerate(columns, start=1)]
    bottom = TOP + TALL * len(rows)
    width = max(NARROW_LEFT + size * len(columns) + 2, NARROW)
    described = _words(rows, columns, cells)
    picture = Picture(f"{name}_narrow", title, described, width, bottom + 20 * len(below) + 6)
    for number in range(len(columns)):
        picture.text(NARROW_LEFT + size * (number + 0.5), 16, str(number + 1), "middle", "quiet")
    for row, line in enumerate(cells):
        y = TOP + TALL * row
        picture.text(0, y + 19, marks[row])
        for column, cell in enumerate(line):
            if cell is not None:
                _cell(picture, (NARROW_LEFT + size * column, y), size, texts[row][column] or "", cell[1])
    for number, words in enumerate(below):
        picture.fitted(0, bottom + 20 * (number + 1), words, width)
    return picture


def _cell(picture: Picture, corner: tuple[float, float], size: float, text: str, shade: float) -> None:
    x, y = corner
    strength = LIGHTEST + (DARKEST - LIGHTEST) * min(1.0, max(0.0, shade))
    picture.box((x + 1, y + 1), (size - 2, TALL - 2), "cell", strength)
    picture.text(x + size / 2, y + 19, text, "middle")


def _words(
    rows: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[tuple[str, float] | None]]
) -> str:
    return "; ".join(
        f"{row}: "
        + ", ".join(f"{column} {cell[0]}" for column, cell in zip(columns, line, strict=True) if cell)
        for row, line in zip(rows, cells, strict=True)
    )


def confusion_map(level: Level, *, narrow: bool = False) -> Picture | None:
    """How often one annotator's value met another's: the share of each row, both ways."""
    counts = confusion(level)
    if len(counts) < 2 or len(counts) > WIDEST or not any(map(sum, counts)):  # noqa: PLR2004
        return None
    cells = [
        [(f"{100 * count / sum(row):.0f} %", count / sum(row)) if sum(row) else None for count in row]
        for row in counts
    ]
    title = (
        f"{level.title}: where one annotator gave the value of the row, how often another gave that of the "
        "column (% of the row; darker is more)"
    )
    return _matrix(f"confusion_{level.layer}", title, level.values, level.values, cells, narrow=narrow)


def pairs_map(level: Level, called: Mapping[str, str], *, narrow: bool = False) -> Picture | None:
    """Cohen's kappa of each two annotators; the table has the units they share."""
    pairs = level.figures["by_pair"]
    names = list(dict.fromkeys(name for pair in pairs for name in pair["annotators"]))
    if not 2 < len(names) <= MOST_PEOPLE:  # noqa: PLR2004 - two annotators are one number
        return None
    cells: list[list[tuple[str, float] | None]] = [[None] * len(names) for _ in names]
    for pair in pairs:
        one, other = (names.index(name) for name in pair["annotators"])
        kappa = pair["cohen_kappa"]
        cells[one][other] = cells[other][one] = (shown(kappa, "number"), kappa or 0.0)
    people = [called.get(name, name) for name in names]
    title = f"{level.title}: kappa of each two annotators"
    return _matrix(f"pairs_{level.layer}", title, people, people, cells, narrow=narrow)


def outlets_map(name: str, data: ValuedLayer, *, narrow: bool = False) -> Picture | None:
    """The share of each value among the labels of each outlet."""
    rows = {outlet: counts for outlet, counts in data["by_outlet"].items() if sum(counts)}
    if not rows or len(data["categories"]) > WIDEST:
        return None
    cells = [
        [(f"{100 * n / sum(counts):.0f} %", n / sum(counts)) for n in counts] for counts in rows.values()
    ]
    titles = [data["value_titles"][value] for value in data["categories"]]
    labels = [f"{outlet} (n {sum(counts):,})" for outlet, counts in rows.items()]
    title = f"{layer_title(name, data)}: labels by outlet"
    return _matrix(f"outlets_{name}", title, labels, titles, cells, narrow=narrow)


def text_map(report: ProjectReport) -> Picture | None:
    """A box for each sentence of the most disputed articles, darker the more annotators disagree."""
    articles = report["disputed_articles"]
    if not articles:
        return None
    most = max(bits for article in articles for bits in article["entropies"] if bits is not None)
    width = PER_ROW * (BOX + 1) + 2
    lines = [-(-len(article["entropies"]) // PER_ROW) for article in articles]
    height = sum(24 + (BOX + 2) * size + 10 for size in lines)
    described = ", ".join(
        f"{article['outlet']} {sum(filter(None, article['entropies'])):.1f} bits" for article in articles
    )
    picture = Picture("inside_the_text", "Where in the text annotators disagree", described, width, height)
    y = 0.0
    for article, size in zip(articles, lines, strict=True):
        event = report["events"].get(article["event"], article["event"])
        picture.fitted(0, y + 16, f"{article['outlet']} · {event}", width)
        for number, bits in enumerate(article["entropies"]):
            corner = (BOX + 1) * (number % PER_ROW), y + 24 + (BOX + 2) * (number // PER_ROW)
            if bits is None:
                picture.box(corner, (BOX, BOX), "unseen")
            else:
                picture.box(corner, (BOX, BOX), "cell", 0.1 + 0.9 * bits / most if most else 0.1)
        y += 24 + (BOX + 2) * size + 10
    return picture
