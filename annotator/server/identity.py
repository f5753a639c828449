"""Who asks: the session cookie, and on a private machine the guest."""

from dataclasses import dataclass
from datetime import timedelta

from starlette.datastructures import Headers
from starlette.responses import Response

from annotator.server.served_project import ServedProject, SignedIn
from labels.role import Role
from labels.store.queries import Annotator

# the longest that browsers keep a cookie; the session behind it ends long before, and says so in words
COOKIE_AGE = int(timedelta(days=400).total_seconds())


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whom a request speaks for.

    annotator: None for nobody.  role: None where roles decide nothing.
    token: of the session; "" for the guest and for a browser without a cookie.
    has_ended: the browser was signed in, and its session has ended.  is_due: the session should be extended.
    """

    annotator: Annotator | None
    token: str = ""
    has_ended: bool = False
    is_due: bool = False
    role: Role | None = None


def visitor(project: ServedProject, headers: Headers) -> Visitor:
    """Reads only: a request without a session speaks for the guest where there is one, else for nobody."""
    token = cookie_value(headers, project.cookie)
    if not token:
        return Visitor(project.guest)
    session = project.store.session(token)
    if session is None or (project.has_accounts and session.proof != "password"):
        return Visitor(None, has_ended=True)
    role = session.role if project.has_accounts else None
    return Visitor(Annotator(session.annotator, session.name), token, is_due=session.is_due, role=role)


def cookie_value(headers: Headers, name: str) -> str:
    """The value of a cookie, "" without it; what other programs of the machine have set does not matter."""
    for header in headers.getlist("cookie"):
        for pair in header.split(";"):
            key, _, value = pair.partition("=")
            if key.strip() == name:
                return value.strip()
    return ""


def set_cookies(answer: Response, project: ServedProject, session: SignedIn) -> None:
    """Hand the browser its session, and the page a way to see for whom the browser is signed in.

    The second cookie proves nothing: it tells a page that somebody else has opened not to send.
    """
    address = project.site.address
    rest = f"; Path={address.prefix}/; Max-Age={COOKIE_AGE}"
    if address.framed_by:
        rest += "; SameSite=None; Secure; Partitioned"
    else:
        rest += "; SameSite=Lax" + ("; Secure" if address.is_secure else "")
    answer.headers.append("set-cookie", f"{project.cookie}={session.token}; HttpOnly{rest}")
    answer.headers.append("set-cookie", f"{project.cookie}_as={session.annotator}{rest}")
