"""What the writing connection remembers from one decision to the next, so that each costs few statements.

Numbers of people, codebook versions and words, and the texts of articles, which are frozen. All of it is
forgotten when another program writes to the file, when a change is recorded, and when something is rolled
back.
"""

from dataclasses import dataclass, field

from labels.article import Sentence

MOST_NUMBERS = 20_000
MOST_CHARACTERS = 4_000_000  # of the remembered articles


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """An article as decisions need it.  starts: where its paragraphs begin, in code points."""

    number: int
    id: str
    text: str
    outlet: str
    starts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class KnownSentence:
    """A sentence with its number and its article."""

    number: int
    sentence: Sentence
    article: KnownArticle


@dataclass(slots=True)
class Memory:
    """numbers: by table and readable id.  terms: the words behind their numbers."""

    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    terms: dict[int, str] = field(default_factory=dict)
    articles: dict[str, KnownArticle] = field(default_factory=dict)
    sentences: dict[str, KnownSentence] = field(default_factory=dict)
    characters: int = 0

    def add_number(self, table: str, name: str, number: int) -> int:
        """Remember the number of a row."""
        if len(self.numbers) >= MOST_NUMBERS:
            self.numbers.clear()
        self.numbers[table, name] = number
        return number

    def add_term(self, number: int, text: str) -> str:
        """Remember the word behind a number."""
        if len(self.terms) >= MOST_NUMBERS:
            self.terms.clear()
        self.terms[number] = text
        return text

    def add_article(self, article: KnownArticle) -> None:
        """Remember an article; make room for it first."""
        if self.characters + len(article.text) > MOST_CHARACTERS:
            self.forget_corpus()
        self.articles[article.id] = article
        self.characters += len(article.text)

    def forget_corpus(self) -> None:
        """Forget articles and sentences."""
        self.articles.clear()
        self.sentences.clear()
        self.characters = 0

    def forget_numbers(self) -> None:
        """Forget numbers; those of words that were just added may be rolled back."""
        self.numbers.clear()
        self.terms.clear()

    def forget(self) -> None:
        """Forget everything."""
        self.forget_corpus()
        self.forget_numbers()
