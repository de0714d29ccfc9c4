"""What can go wrong, said so that the reader knows what, where and what to do."""

from collections.abc import Sequence


class ExtractorError(Exception):
    """Base of every error that this library raises on purpose."""


class LexiconError(ExtractorError):
    """The lexicon has problems; `problems` lists all of them as ``file:line: what. fix.``"""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class ModelError(ExtractorError):
    """The model of causes is missing, damaged or does not fit this version."""


class InputError(ExtractorError):
    """An input cannot be read; the message names it and says what to do."""


class WorkerError(ExtractorError):
    """Workers cannot be started or reached, or a complaint kills them."""


class BatchError(ExtractorError):
    """A batch cannot begin or go on; `key` and `fields` make the message of the command.

    `refused` tells that nothing was begun, because it was asked for in a way that cannot work.
    """

    def __init__(self, key: str, *, refused: bool = False, **fields: object) -> None:
        self.key = key
        self.fields = fields
        self.refused = refused
        super().__init__(", ".join([key, *map(str, fields.values())]))
