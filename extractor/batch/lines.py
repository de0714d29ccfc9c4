"""Bytes to lines: which encoding a file has, and where its lines end, without ever holding a long one.

UTF-8 is assumed unless a byte order mark or the NULs of its beginning show UTF-16 or UTF-32, or its beginning holds
signs of Windows-1252 and none of UTF-8.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO, NamedTuple

from extractor.batch.records import LONGEST, Problem

_SAMPLE = 262_144
_BLOCK = 65_536
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY = (b"\x89PNG", b"PK\x03\x04", b"%PDF-", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"PAR1", b"SQLite format 3")
_LOOKS_UTF16 = 0.4
_HARDLY_1252 = re.compile(
    rb"[\x81\x8d\x8f\x90\x9d\xd0\xde\xf0\xfe\xff]"  # undefined, or letters of Iceland alone
    rb"|[\xc2-\xf4][\x80-\xbf]"  # a sign in UTF-8
    rb"|(?<![A-Za-z\xc0-\xff])[\xc0-\xff](?![A-Za-z\xc0-\xff])"  # a letter by itself
)


class Line(NamedTuple):
    """A line without its end; `raw` is None if it is too long."""

    number: int
    raw: bytes | None


class Lines(NamedTuple):
    """The lines of a file and the encoding in which to decode them."""

    encoding: str
    lines: Iterator[Line]


def read_lines(path: Path, file: BinaryIO, encoding: str | None) -> Lines | Problem:
    """Return the lines of `file`, or a problem if it clearly holds something other than text."""
    head = file.read(_SAMPLE)
    if head.startswith(_BINARY):
        return Problem("not_text", {"path": path, "line": 1, "byte": 1})
    name = codecs.lookup(encoding).name if encoding else detect(head)
    blocks = chain([head], iter(lambda: file.read(_BLOCK), b""))
    if name.startswith(("utf-16", "utf-32")):
        blocks, name = chain(_as_utf8(blocks, name)), "utf-8"
    return Lines(name if name != "utf-8-sig" else "utf-8", split_lines(blocks))


def is_usable(encoding: str) -> bool:
    """Tell whether `encoding` exists and lines can be told apart in it."""
    try:
        return codecs.lookup(encoding).name.startswith(("utf-16", "utf-32")) or "a\n".encode(encoding).endswith(b"a\n")
    except (LookupError, UnicodeError):
        return False


def detect(head: bytes) -> str:
    """Return the encoding of a file that begins with `head`: of those that Indonesian exports come in, UTF-8, UTF-16 and Windows-1252.

    charset-normalizer judges a sample as a whole: it takes UTF-8 with one broken line for ``mac_iceland`` and Windows-1252 for ``cp1250``.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if head.isascii() and b"\0" not in head:
        return "utf-8"
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) / 2
    if max(even, odd) > _LOOKS_UTF16 * half and min(even, odd) < max(even, odd) / 10:
        return "utf-16-le" if odd > even else "utf-16-be"
    lines = [line for line in head.split(b"\n") if not line.isascii()]
    if len(head) == _SAMPLE:
        lines = lines[:-1] or [head[:-3]]  # the last line may be cut inside a sign
    foreign = [line for line in lines if not _is_utf8(line)]
    latin = sum(_HARDLY_1252.search(line) is None for line in foreign)
    return "cp1252" if latin > len(foreign) / 2 and latin > len(lines) - len(foreign) else "utf-8"


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _as_utf8(blocks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Yield `blocks` in UTF-8; what is broken becomes bytes that UTF-8 does not know."""
    decoder = codecs.getincrementaldecoder(encoding)("surrogatepass")
    try:
        for block in blocks:
            yield decoder.decode(block).encode("utf-8", "surrogatepass")
        yield decoder.decode(b"", final=True).encode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        yield b"\xff"


def split_lines(blocks: Iterable[bytes]) -> Iterator[Line]:
    """Yield the lines of what `blocks` hold together, without a byte order mark."""
    number, rest, too_long, first = 1, b"", False, True
    for block in blocks:
        *lines, last = block.split(b"\n")
        for line in lines:
            raw = rest + line if rest else line
            if first:
                raw, first = raw.removeprefix(codecs.BOM_UTF8), False
            yield Line(number, None if too_long or len(raw) > LONGEST else raw)
            number, rest, too_long = number + 1, b"", False
        rest += last
        if len(rest) > LONGEST:
            rest, too_long = b"", True
    if first:
        rest = rest.removeprefix(codecs.BOM_UTF8)
    if rest or too_long:
        yield Line(number, None if too_long else rest)


def decode(path: Path, line: Line, encoding: str) -> str | Problem:
    """Return the text of a line, or why it has none."""
    where: dict[str, object] = {"path": path, "line": line.number}
    if line.raw is None:
        return Problem("too_long", {**where, "most": LONGEST})
    nul = line.raw.find(b"\0")
    if nul >= 0:
        return Problem("not_text", {**where, "byte": nul + 1})
    try:
        return line.raw.decode(encoding)
    except UnicodeDecodeError as error:
        return Problem("not_text", {**where, "byte": error.start + 1})
