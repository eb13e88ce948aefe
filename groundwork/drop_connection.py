"""How an app asks its server to drop the connection without an answer (ADR 0007)."""


class DropConnection(BaseException):
    """Raised by a response's body: nothing more is sent and the connection is closed.

    With `reset` the peer sees a reset instead of an orderly end. It is a BaseException so that no
    framework on the way turns it into an answer; `harness/serving.py` is the server that obeys it,
    and any other server aborts the connection when a body raises.
    """

    def __init__(self, *, reset: bool = False) -> None:
        super().__init__("the connection is dropped on purpose")
        self.reset = reset
