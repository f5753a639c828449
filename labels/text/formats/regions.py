"""Where the article of a page is: the page's own elements decide, its words only where it has none.

A page may hold several articles (endless scrolling), a live blog whose entries look like articles, or only an
index of teasers, which is no article at all.
"""

import re
from collections.abc import Sequence
from typing import Any

from labels.text.formats.tree import HEADINGS, MarkedLine

# Parts of a page that are menus, links, advertisements or readers' comments, by element and by name.
_CHROME_TAGS = frozenset({"nav", "form", "dialog", "menu"})
_CHROME_ROLES = frozenset(
    {"navigation", "search", "dialog", "menu", "menubar", "toolbar", "contentinfo", "banner"}
)
_CHROME_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|share|sharing|social|related|recirc|recommend\w*"
    r"|newsletter|subscribe|subscription|sign-?up|promo|advert\w*|ads?|sponsor\w*|comments?|cookies?|consent|banner"
    r"|popup|modal|paywall|toolbar|tag-?list|taboola|outbrain|most-read|trending|read-?more|see-?also|more-stories"
    r"|teasers?|skip-?link|pagination|footer|site-header)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ENTRY_NAMES = re.compile(
    r"(?:^|[\s_-])(?:live\w*|entry|entries|post|update|blog\w*|block|ticker)(?:$|[\s_-])", re.IGNORECASE
)
_END = re.compile(r"[.!?…。！？؟۔।:][\"”’'」』)\]»\s]*$")
# Characters of a passage that reads on, of the text that makes an element an article, and of a whole article.
PASSAGE, ARTICLE = 40, 90
MIN_TEASERS, TEASER_SHARE = 3, 0.6
_MOSTLY = 0.9
_LINK_WORDS = 3


def is_passage(line: MarkedLine) -> bool:
    """Whether a line reads as text: a finished sentence of some length, not a link."""
    return len(line.text) >= PASSAGE and bool(_END.search(line.text)) and line.linked < _MOSTLY


def in_chrome(line: MarkedLine, within: Any) -> bool:
    """Whether a line belongs to a menu, to links, advertisements or comments inside an element.

    within: the article's element; its own name and those of the elements around it don't count.
    """
    element = line.element
    while element is not None and element is not within:
        if _is_chrome(element):
            return True
        element = element.getparent()
    return False


def outside_text(line: MarkedLine, scope: Any) -> bool:
    """Whether a line of the page is none of its text: the site's head and foot, menus, lists of links."""
    element = line.element
    if line.linked >= _MOSTLY:
        return True
    while element is not None and element is not scope:
        if _is_chrome(element) or (element.tag in {"header", "footer"} and not _inside_article(element)):
            return True
        element = element.getparent()
    return False


def scope_of(tree: Any) -> Any:
    """The element that holds the page's content: ``main``, else the body."""
    mains = tree.xpath("//main | //*[@role='main']")
    bodies = tree.xpath("//body")
    return mains[0] if len(mains) == 1 else bodies[0] if bodies else tree


def articles(scope: Any, page: Sequence[MarkedLine], *, live: bool) -> list[Any]:
    """The elements that each hold one article; empty if the page marks none.

    page: the lines of the scope.  live: whether the page says that it is a live blog.
    """
    marked = [
        element
        for element in scope.iter("article")
        if not any(parent.tag == "article" for parent in element.iterancestors())
        and not _in_chrome(element, scope)
    ]
    full = [element for element in marked if _is_full(element, page)]
    if not full:
        return _by_property(scope)
    if len(full) > 1 and (live or _are_entries(full, page)):
        return [common_ancestor(full)]
    return full


def common_ancestor(elements: Sequence[Any]) -> Any:
    """The smallest element that holds all of these."""
    chains = [[element, *element.iterancestors()] for element in elements]
    shared = set(chains[0]).intersection(*chains[1:])
    return next(element for element in chains[0] if element in shared)


def lines_of(element: Any, page: Sequence[MarkedLine]) -> list[MarkedLine]:
    """The lines of a page that an element holds."""
    return [line for line in page if _holds(element, line.element)]


def is_index(page: Sequence[MarkedLine]) -> bool:
    """Whether most of the lines are teasers: a linked heading and a few lines that go with it."""
    heads = [index for index, line in enumerate(page) if _leads_elsewhere(line)]
    if len(heads) < MIN_TEASERS:
        return False
    teasers = sum(_teaser_size(page, heads, index) for index in heads)
    own = [index for index in heads if _teaser_size(page, heads, index)]
    whole = sum(len(line.text) for line in page)
    return len(own) >= MIN_TEASERS and teasers >= TEASER_SHARE * whole


def _leads_elsewhere(line: MarkedLine) -> bool:
    return line.linked >= _MOSTLY and len(line.text.split()) >= _LINK_WORDS


def _teaser_size(page: Sequence[MarkedLine], heads: Sequence[int], index: int) -> int:
    """Characters of a linked heading and the lines that go with it; 0 if it is a link inside a text."""
    line = page[index]
    heading = line.kind in {"runin_heading", "headline"} or line.element.tag in HEADINGS
    unit = line.element
    while unit.getparent() is not None and not _has_other(unit.getparent(), page, heads, index):
        unit = unit.getparent()
    following = page[index + 1 : next((other for other in heads if other > index), len(page))]
    own = [other for other in following if _holds(unit, other.element)]
    if heading and not own:
        own = list(following[:2])
    return len(line.text) + sum(len(other.text) for other in own) if heading or own else 0


def _has_other(unit: Any, page: Sequence[MarkedLine], heads: Sequence[int], index: int) -> bool:
    return any(other != index and _holds(unit, page[other].element) for other in heads)


def _by_property(scope: Any) -> list[Any]:
    """The element that the page calls the article's text, with the head of its article."""
    bodies = scope.xpath(".//*[contains(concat(' ', @itemprop, ' '), ' articleBody ')]")
    if not bodies:
        return []
    around = next(
        (each for each in bodies[0].iterancestors() if "Article" in (each.get("itemtype") or "")), None
    )
    return [around if around is not None else bodies[0]]


def _is_full(element: Any, page: Sequence[MarkedLine]) -> bool:
    own = lines_of(element, page)
    heading = next((line for line in own if line.kind in {"headline", "runin_heading"}), None)
    if heading is not None and _leads_elsewhere(heading):
        return False
    return sum(len(line.text) for line in own if is_passage(line) and not in_chrome(line, element)) >= ARTICLE


def _are_entries(full: Sequence[Any], page: Sequence[MarkedLine]) -> bool:
    """Whether articles beside each other are entries of one live blog: one headline above them all."""
    heads = [line for line in page if line.kind == "headline"]
    if len(heads) != 1 or any(_holds(element, heads[0].element) for element in full):
        return False
    named = sum(
        bool(_ENTRY_NAMES.search(f"{each.get('class') or ''} {each.get('id') or ''}")) for each in full
    )
    timed = sum(any(line.kind == "dateline" for line in lines_of(element, page)) for element in full)
    return named == len(full) or timed == len(full)


def _is_chrome(element: Any) -> bool:
    if element.tag in _CHROME_TAGS or element.get("role") in _CHROME_ROLES:
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(names.strip() and _CHROME_NAMES.search(names))


def _in_chrome(element: Any, scope: Any) -> bool:
    around = {scope, *scope.iterancestors()}
    inner = [each for each in (element, *element.iterancestors()) if each not in around]
    return any(_is_chrome(each) or each.tag == "aside" for each in inner)


def _inside_article(element: Any) -> bool:
    return any(parent.tag in {"article", "main"} for parent in element.iterancestors())


def _holds(element: Any, inner: Any) -> bool:
    return inner is element or any(parent is element for parent in inner.iterancestors())
