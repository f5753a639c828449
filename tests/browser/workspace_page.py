"""A page with the workspace open, and what its annotator has in the project."""

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page

from tests.annotator.served import Server


@dataclass
class WorkspacePage:
    """A page with the workspace open, and what the project holds of its annotator."""

    server: Server
    context: BrowserContext
    page: Page
    name: str
    complaints: list[str] = field(default_factory=list)
    forgiven: tuple[str, ...] = ()

    def sign_in(self, name: str) -> None:
        """Label under a name from now on, in every tab of this browser."""
        headers = {"origin": self.server.url, "accept": "text/html"}
        answer = self.context.request.post(f"{self.server.url}/who", form={"name": name}, headers=headers)
        assert answer.ok, answer.text()

    def watch(self, page: Page) -> None:
        """Note every error that the page meets."""
        page.on("pageerror", self._error)
        page.on("console", self._console)

    def unwatch(self, page: Page) -> None:
        """What the page meets from now on is nothing to this test."""
        page.remove_listener("pageerror", self._error)
        page.remove_listener("console", self._console)

    def _error(self, error: Error) -> None:
        self.complaints.append(f"error: {error}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def ready(self, page: Page | None = None) -> None:
        """Wait until the workspace can be used."""
        (page or self.page).wait_for_selector(".cd[data-ready='1']", timeout=20_000)

    def open(self, path: str = "/") -> None:
        """Go to the workspace."""
        self.page.goto(self.server.url + path)
        self.ready()

    def keys(self, *keys: str) -> None:
        """Press keys one after another, without waiting in between."""
        for key in keys:
            self.page.keyboard.press(key)

    def saved(self, page: Page | None = None) -> None:
        """Wait until nothing waits to be sent."""
        # a page under load has keys before it that it has not met yet
        (page or self.page).wait_for_timeout(30)
        (page or self.page).wait_for_selector(
            ".cd-saved[data-status='saved'][data-waiting='0']", timeout=20_000
        )

    def focused(self) -> str:
        """The id of the focused sentence."""
        return str(self.page.get_attribute("[aria-selected=true]", "data-sentence"))

    def labels(self, sentence: str | None = None) -> dict[tuple[str, str], object]:
        """What is set now, by target kind and layer; of one sentence, or of all."""
        rows = self.server.rows(
            "select l.target_kind, l.layer, l.value from label l join annotator a on a.id = l.annotator "
            "where a.name = ? and l.value is not null and (? is null or l.sentence = ?)",
            self.name,
            sentence,
            sentence,
        )
        return {(str(kind), str(layer)): value for kind, layer, value in rows}

    def log(self) -> list[tuple[object, ...]]:
        """The annotator's decisions in order: target, layer, kind, value, base, revision."""
        return self.server.rows(
            "select target, layer, d.kind, d.value, d.base, d.revision from decision d "
            "join annotator a on a.id = d.annotator where a.name = ? order by seq",
            self.name,
        )
