"""How a command stops early: one clear sentence and an exit code."""


class Stop(Exception):
    """The command cannot go on; str() is the Chinese sentence for the person at the terminal."""

    def __init__(self, sentence: str, code: int = 2) -> None:
        super().__init__(sentence)
        self.code = code
