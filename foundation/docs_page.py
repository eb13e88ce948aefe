"""`/docs` and every `openapi.json`: a service's APIs to read and try, for people at this machine.

The page and all it loads come from the package flask-swagger-ui, which the extra `lab` installs; no other
host is asked, and the page's content security policy sees to it.
"""

import base64
import hashlib
import re
from collections.abc import Collection, Mapping
from functools import partial
from importlib.util import find_spec

from flask import Blueprint, Response, abort, request

from foundation.guard import is_own_request

DOCS_PREFIX = "/docs"
_INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


def has_docs_page() -> bool:
    return find_spec("flask_swagger_ui") is not None


def docs_page(title: str, descriptions: Mapping[str, str], allowed_hosts: Collection[str] = ()) -> Blueprint:
    """The page as a blueprint; `descriptions` are the paths of the service's APIs by their titles."""
    from flask_swagger_ui import get_swaggerui_blueprint

    page: Blueprint = get_swaggerui_blueprint(
        DOCS_PREFIX,
        None,
        config={
            "app_name": title,
            "urls": [{"name": name, "url": path} for name, path in descriptions.items()],
            "validatorUrl": None,  # the page's own default would show every description to an outside host
            "persistAuthorization": False,
        },
        blueprint_name="docs",
    )

    page.before_request(partial(refuse_foreigners, allowed_hosts))

    @page.after_request
    def keep_to_itself(response: Response) -> Response:
        scripts = _INLINE_SCRIPT.findall(response.get_data()) if response.mimetype == "text/html" else []
        response.headers["Content-Security-Policy"] = _policy(scripts)
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return page


def refuse_foreigners(allowed_hosts: Collection[str] = ()) -> None:
    """Lets the request that is being handled pass if it names this machine and comes from no other site.

    Raises:
        Forbidden: it does not.
    """
    if not is_own_request(request.host, request.headers.get("Origin"), allowed_hosts):
        abort(403, "this page answers its own machine only")


def _policy(scripts: Collection[bytes]) -> str:
    """Nothing but this service's own, and of scripts inside the page exactly these."""
    digests = [base64.b64encode(hashlib.sha256(script).digest()).decode() for script in scripts]
    allowed = " ".join(["'self'", *(f"'sha256-{digest}'" for digest in digests)])
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )
