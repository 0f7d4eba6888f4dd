#!/usr/bin/env python3
"""Verifies an evidence bundle: one ZIP file that proves rows of one decision chain.

Written from docs/formats/{bundle,decision-chain,audit-row,administration}.md alone and sharing no code with the
agent, so that a mistake of one implementation does not pass for the truth in both. Needs Python 3.9 and nothing else.

    python3 verify_bundle.py bundle.zip --key pub.pem [--key ...] [--checkpoint note.txt ...] [--json]

A key is an SPKI PEM file or the base64 of its 32 raw bytes. Exit codes: 0 verified, 1 broken or unverifiable, 2 usage.

A bundle proves that its records were not altered after the agent stored them. It does not prove that the client told
the truth.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import re
import struct
import sys
import zlib
from dataclasses import dataclass
from typing import Any, Dict, List, NamedTuple, NoReturn, Optional, Sequence, Set, Tuple, TypeVar

MAX_INTEGER = 2**53 - 1
MAX_INFLATED = 1024 * 1024 * 1024
"""Bytes that all entries may inflate to together; a file that claims more is refused before anything is inflated."""
MAX_LINE = 128 * 1024 * 1024
MAX_CHECKPOINT = 100_000


class Malformed(Exception):
    """The file is not a bundle. Its message is for people and never carries what the file says."""


class UsageError(Exception):
    """What the caller handed over beside the bundle (a key, a checkpoint note) cannot be used."""


# ---------------------------------------------------------------------------------------------------------------------
# Ed25519 (RFC 8032) under the rule of decision-chain.md: canonical key, S < L, no cofactor, no small order
# ---------------------------------------------------------------------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
D2 = 2 * D % P
SQRT_MINUS_ONE = pow(2, (P - 1) // 4, P)
WINDOW = 5

Point = Tuple[int, int, int, int]
"""Extended coordinates (X, Y, Z, T) with x = X/Z, y = Y/Z and XY = ZT."""

Cached = Tuple[int, int, int, int]
"""A point prepared for being added: (Y+X, Y-X, 2Z, 2dT)."""

IDENTITY: Point = (0, 1, 1, 0)


def cache_point(point: Point) -> Cached:
    """The form of a point that `add` takes as its second operand."""
    x, y, z, t = point
    return ((y + x) % P, (y - x) % P, 2 * z % P, t * D2 % P)


def negate_cached(cached: Cached) -> Cached:
    """The prepared form of the opposite point."""
    plus, minus, z2, t2d = cached
    return (minus, plus, z2, -t2d % P)


def add(point: Point, other: Cached) -> Point:
    """The unified addition of RFC 8032, section 5.1.4; complete, so it needs no special cases."""
    x, y, z, t = point
    plus, minus, z2, t2d = other
    a = (y - x) * minus % P
    b = (y + x) * plus % P
    c = t * t2d % P
    d = z * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def double(point: Point) -> Point:
    """Twice the point (RFC 8032, section 5.1.4)."""
    x, y, z, _ = point
    a = x * x % P
    b = y * y % P
    h = a + b
    e = h - (x + y) * (x + y) % P
    g = a - b
    f = 2 * z * z % P + g
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def decode_point(data: bytes) -> Optional[Point]:
    """The point of a canonical encoding (RFC 8032, section 5.1.3), or None: y >= P and a negative zero are refused."""
    if len(data) != 32:
        return None
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if y >= P:
        return None
    u = (y * y - 1) % P
    v = (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P != u:
        x = x * SQRT_MINUS_ONE % P
        if v * x * x % P != u:
            return None
    if x == 0 and sign == 1:
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


def encode_point(point: Point) -> bytes:
    """The 32 bytes of a point (RFC 8032, section 5.1.2)."""
    x, y, z, _ = point
    inverse = pow(z, P - 2, P)
    return ((y * inverse % P) | ((x * inverse % P & 1) << 255)).to_bytes(32, "little")


def has_small_order(point: Point) -> bool:
    """Whether eight times the point is the identity."""
    x, y, z, _ = double(double(double(point)))
    return x == 0 and (y - z) % P == 0


def odd_multiples(point: Point) -> List[Cached]:
    """1, 3, 5, ... times the point, as many as the window needs."""
    twice = cache_point(double(point))
    multiples = [point]
    while len(multiples) < 1 << (WINDOW - 2):
        multiples.append(add(multiples[-1], twice))
    return [cache_point(multiple) for multiple in multiples]


def signed_digits(scalar: int) -> List[int]:
    """The non-adjacent form of a scalar, lowest digit first; each digit is zero or odd and below half the window."""
    digits: List[int] = []
    while scalar:
        digit = 0
        if scalar & 1:
            digit = scalar & ((1 << WINDOW) - 1)
            if digit >> (WINDOW - 1):
                digit -= 1 << WINDOW
            scalar -= digit
        digits.append(digit)
        scalar >>= 1
    return digits


def add_digit(point: Point, table: Sequence[Cached], digit: int) -> Point:
    """Adds digit times the table's base to the point."""
    if digit > 0:
        return add(point, table[digit >> 1])
    return add(point, negate_cached(table[-digit >> 1]))


def combine(pairs: Sequence[Tuple[int, Sequence[Cached]]]) -> Point:
    """The sum of scalar times point, all points doubled together. Not constant time: nothing here is secret."""
    forms = [(signed_digits(scalar), table) for scalar, table in pairs]
    total = IDENTITY
    for position in range(max(len(digits) for digits, _ in forms) - 1, -1, -1):
        total = double(total)
        for digits, table in forms:
            if position < len(digits) and digits[position]:
                total = add_digit(total, table, digits[position])
    return total


BASE_POINT = decode_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
BASE_TABLE = odd_multiples(BASE_POINT) if BASE_POINT else []


class PublicKey:
    """One Ed25519 public key, with the table of its opposite point where the rule accepts the key at all."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.key_id = hashlib.sha256(raw).hexdigest()[:32]
        point = decode_point(raw)
        usable = point is not None and not has_small_order(point)
        self.table = [negate_cached(entry) for entry in odd_multiples(point)] if point and usable else None

    def verify(self, signature: bytes, message: bytes) -> bool:
        """Whether the signature holds by the rule of decision-chain.md, "Verifying one signature"."""
        if self.table is None or len(signature) != 64:
            return False
        scalar = int.from_bytes(signature[32:], "little")
        if scalar >= L:
            return False
        digest = hashlib.sha512(signature[:32] + self.raw + message).digest()
        challenge = int.from_bytes(digest, "little") % L
        commitment = combine([(scalar, BASE_TABLE), (challenge, self.table)])
        return encode_point(commitment) == signature[:32] and not has_small_order(commitment)


def verify_ed25519(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """One signature by a key of 32 raw bytes; False for anything that is not exactly right."""
    return PublicKey(public_key).verify(signature, message)


# ---------------------------------------------------------------------------------------------------------------------
# Merkle tree (RFC 6962, section 2.1; proofs of RFC 9162, sections 2.1.3.2 and 2.1.4.2)
# ---------------------------------------------------------------------------------------------------------------------


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf; of an envelope it is the row hash."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def inclusion_holds(index: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the path leads from leaf `index` (from 0) of a tree of `size` leaves to its root."""
    if not 0 <= index < size:
        return False
    node, last, value = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if node & 1 or node == last:
            value = node_hash(sibling, value)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            value = node_hash(value, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and value == root


def consistency_holds(first: int, second: int, path: Sequence[bytes], first_root: bytes, second_root: bytes) -> bool:
    """Whether the path proves that the tree of `first` leaves begins the tree of `second`; 0 < first < second."""
    if not 0 < first < second or not path:
        return False
    steps = list(path) if first & (first - 1) else [first_root, *path]
    node, last = first - 1, second - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    earlier = later = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            earlier, later = node_hash(step, earlier), node_hash(step, later)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            later = node_hash(later, step)
        node, last = node >> 1, last >> 1
    return last == 0 and earlier == first_root and later == second_root


# ---------------------------------------------------------------------------------------------------------------------
# Canonical forms: base64, decimal numbers, JSON of RFC 8785 without floats
# ---------------------------------------------------------------------------------------------------------------------

DECIMAL = re.compile(r"(?:0|[1-9][0-9]{0,15})\Z")
KEY_ID = re.compile(r"[0-9a-f]{32}\Z")
NESTING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
MAX_DEPTH = 64
ESCAPED = re.compile(r'["\\\x00-\x1f]')
SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def decode_base64(text: Any, length: Optional[int] = None) -> Optional[bytes]:
    """The bytes of the one canonical encoding with padding, of the given length where one is given; else None."""
    if not isinstance(text, str):
        return None
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (ValueError, binascii.Error):
        return None
    if base64.b64encode(data).decode("ascii") != text:
        return None
    return data if length is None or len(data) == length else None


def decode_decimal(text: str) -> Optional[int]:
    """A number from 0 to 2^53-1 in ASCII digits without leading zeros, or None."""
    if not DECIMAL.match(text):
        return None
    number = int(text)
    return number if number <= MAX_INTEGER else None


def quote(text: str) -> str:
    """A JSON text as RFC 8785, section 3.2.2.2 writes it."""
    return '"' + ESCAPED.sub(lambda hit: SHORT_ESCAPES.get(hit[0]) or f"\\u{ord(hit[0]):04x}", text) + '"'


def canonical_json(value: Any) -> str:
    """The canonical form of a parsed value; raises ValueError for numbers that the profile does not know."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, int) and abs(value) <= MAX_INTEGER:
        return str(value)
    if isinstance(value, list):
        return "[" + ",".join(map(canonical_json, value)) + "]"
    if isinstance(value, dict):
        # RFC 8785 sorts by UTF-16 code units, which is not the order of code points beyond the basic plane.
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{quote(key)}:{canonical_json(value[key])}" for key in keys) + "}"
    raise ValueError("not a value of the profile")


def nests_too_deep(text: str) -> bool:
    """Whether brackets outside of texts nest deeper than anything the formats know.

    Asked before the parser runs: not every Python refuses a deep nest before its stack is gone.
    """
    depth = 0
    for token in NESTING.finditer(text):
        if token[0] in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                return True
        elif token[0] in "]}":
            depth -= 1
    return False


def refuse_number(_: str) -> NoReturn:
    """Stands in for the parser's floats and constants."""
    raise ValueError("not a number of the profile")


def parse_canonical(text: str) -> Optional[Dict[str, Any]]:
    """The object that a canonical text says, or None where it is anything else. Doubled keys do not survive."""
    if nests_too_deep(text):
        return None
    try:
        value = json.loads(text, parse_float=refuse_number, parse_constant=refuse_number)
        if not isinstance(value, dict) or canonical_json(value).encode("utf-8") != text.encode("utf-8"):
            return None
    except ValueError:
        return None
    return value


# ---------------------------------------------------------------------------------------------------------------------
# Container (APPNOTE 6.3, as bundle.md narrows it)
# ---------------------------------------------------------------------------------------------------------------------

END_RECORD = struct.Struct("<4s4H2LH")
CENTRAL_HEADER = struct.Struct("<4s6H3L5H2L")
LOCAL_HEADER = struct.Struct("<4s5H3L2H")
KNOWN_FLAGS = 1 << 1 | 1 << 2 | 1 << 3 | 1 << 11
"""General purpose bits that an entry may have: the deflate level, a data descriptor, UTF-8."""
REQUIRED = ("bundle.json", "checkpoint.txt", "rows.jsonl", "history.jsonl")
IGNORED = "README.md"
OPTIONAL = (IGNORED, "consistency.jsonl")


class Entry(NamedTuple):
    """What the central directory says about one entry."""

    name: str
    method: int
    crc: int
    packed: int
    inflated: int
    offset: int


def read_end_record(data: bytes) -> Tuple[int, int]:
    """Count of entries and start of the central directory, which ends where the end record starts."""
    start = len(data) - END_RECORD.size
    if start < 0:
        raise Malformed("the file is too short for a ZIP file")
    magic, disk, first_disk, here, total, length, offset, comment = END_RECORD.unpack_from(data, start)
    if magic != b"PK\x05\x06" or comment != 0:
        raise Malformed("the file does not end with an end-of-central-directory record without a comment")
    if disk != 0 or first_disk != 0 or here != total:
        raise Malformed("the ZIP file is spread over several disks")
    if total == 0xFFFF or length == 0xFFFFFFFF or offset == 0xFFFFFFFF:
        raise Malformed("the ZIP file is a ZIP64 file")
    if offset + length != start:
        raise Malformed("the central directory does not end at its end record")
    return total, offset


def read_central_header(data: bytes, position: int, end: int) -> Tuple[Entry, int]:
    """One header of the central directory and the position behind it."""
    if position + CENTRAL_HEADER.size > end:
        raise Malformed("the central directory is cut short")
    fields = CENTRAL_HEADER.unpack_from(data, position)
    magic, flags, method, crc, packed, inflated = fields[0], fields[3], fields[4], fields[7], fields[8], fields[9]
    name_length, extra_length, comment_length, disk, offset = *fields[10:14], fields[16]
    name_at = position + CENTRAL_HEADER.size
    behind = name_at + name_length + extra_length + comment_length
    if magic != b"PK\x01\x02" or behind > end:
        raise Malformed("the central directory is damaged")
    if flags & ~KNOWN_FLAGS or method not in (0, 8) or disk != 0:
        raise Malformed("an entry is encrypted or flagged, packed by an unknown method or on another disk")
    if 0xFFFFFFFF in (packed, inflated, offset):
        raise Malformed("an entry uses ZIP64")
    if method == 0 and packed != inflated:
        raise Malformed("a stored entry has two sizes")
    name = data[name_at : name_at + name_length].decode("latin-1")
    return Entry(name, method, crc, packed, inflated, offset), behind


def read_directory(data: bytes) -> Tuple[List[Entry], int]:
    """Every entry of the central directory, and where the directory starts."""
    total, start = read_end_record(data)
    end = len(data) - END_RECORD.size
    position, entries = start, []
    if total > len(REQUIRED) + len(OPTIONAL):
        raise Malformed("the ZIP file holds too many entries")
    for _ in range(total):
        entry, position = read_central_header(data, position, end)
        entries.append(entry)
    if position != end:
        raise Malformed("the central directory is longer than its entries")
    return entries, start


def packed_bytes(data: bytes, entry: Entry, limit: int) -> bytes:
    """The bytes of an entry as they are stored; its local header has to be whole and name it the same way."""
    if entry.offset + LOCAL_HEADER.size > limit:
        raise Malformed("a local header lies outside the file")
    fields = LOCAL_HEADER.unpack_from(data, entry.offset)
    name_at = entry.offset + LOCAL_HEADER.size
    start = name_at + fields[9] + fields[10]
    name = data[name_at : name_at + fields[9]].decode("latin-1")
    if fields[0] != b"PK\x03\x04" or name != entry.name or fields[2] & ~KNOWN_FLAGS or start + entry.packed > limit:
        raise Malformed("a local header does not match the central directory")
    return data[start : start + entry.packed]


def inflate(packed: bytes, size: int) -> bytes:
    """Inflates a whole raw deflate stream to exactly `size` bytes; never makes more than one byte beyond it."""
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        data = stream.decompress(packed, size + 1)
    except zlib.error:
        raise Malformed("an entry cannot be inflated") from None
    if not stream.eof or stream.unused_data or stream.unconsumed_tail or len(data) != size:
        raise Malformed("an entry is not the deflate stream that the central directory announces")
    return data


def entry_bytes(data: bytes, entry: Entry, limit: int) -> bytes:
    """The content of one entry, checked against the size and CRC-32 of the central directory."""
    packed = packed_bytes(data, entry, limit)
    content = inflate(packed, entry.inflated) if entry.method == 8 else packed
    if len(content) != entry.inflated or zlib.crc32(content) != entry.crc:
        raise Malformed("an entry does not match the size or checksum of the central directory")
    return content


def read_container(data: bytes) -> Dict[str, bytes]:
    """The entries of the ZIP file by name, without README.md, which is not unpacked."""
    entries, limit = read_directory(data)
    names = [entry.name for entry in entries]
    if len(set(names)) != len(names) or not set(names) <= set(REQUIRED + OPTIONAL) or not set(REQUIRED) <= set(names):
        raise Malformed("the ZIP file does not hold exactly the entries of a bundle")
    if sum(entry.inflated for entry in entries if entry.name != IGNORED) > MAX_INFLATED:
        raise Malformed("the entries are larger than this verifier inflates")
    contents = {}
    for entry in entries:
        if entry.name == IGNORED:
            packed_bytes(data, entry, limit)
        else:
            contents[entry.name] = entry_bytes(data, entry, limit)
    return contents


# ---------------------------------------------------------------------------------------------------------------------
# Lines: bundle.json, rows, consistency proofs, envelopes
# ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Envelope:
    """The eight signed lines of decision-chain.md."""

    data: bytes
    row_hash: bytes
    origin: str
    seq: int
    received_at: int
    session: str
    session_seq: int
    prev_hash: bytes
    body_hash: bytes


@dataclass(frozen=True)
class Row:
    """One line of rows.jsonl or history.jsonl. `fields` is the body where it is whole, else None."""

    seq: int
    envelope: Envelope
    body: Optional[str]
    fields: Optional[Dict[str, Any]]
    content: Optional[str]
    salt: Optional[bytes]
    key_id: str
    proof: Optional[List[bytes]]
    signature: bytes


@dataclass(frozen=True)
class Note:
    """A checkpoint: a signed note of three lines. `signatures` are those under its own name: (key hash, signature)."""

    text: bytes
    origin: str
    size: int
    root: bytes
    signatures: List[Tuple[bytes, bytes]]


@dataclass(frozen=True)
class Bundle:
    """A bundle whose form is right. Nothing of it is trusted yet."""

    origin: str
    tenant: str
    size: int
    selection: Dict[str, Any]
    checkpoint: Note
    rows: List[Row]
    history: List[Row]
    consistency: Dict[int, List[bytes]]


HEADER_KEYS = {"created_at", "format", "origin", "rows", "selection", "size", "tenant"}
ROW_KEYS = {"body", "content", "envelope", "key_id", "proof", "salt", "seq", "signature"}
CONSISTENCY_KEYS = {"from", "path"}
TEXTS = """attributes content_state dataset decision event id idempotency_key occurred_at org plane policy_version
    redactions resource tenant""".split()
TEXTS_OR_NULL = """correlation_id model session_id surface tool_name tool_use_id user_account_uuid user_email
    user_id""".split()
INTEGERS_OR_NULL = """client_sequence cost_nano_usd duration_ms tokens_cache_creation tokens_cache_read tokens_input
    tokens_output tokens_used""".split()
DIGESTS_OR_NULL = ["content_commit"]
BODY_KEYS = {*TEXTS, *TEXTS_OR_NULL, *INTEGERS_OR_NULL, *DIGESTS_OR_NULL}
ORIGIN = re.compile(r"[!-*,-~]{3,255}\Z")
FORMAT = "audit-bundle/v1"
ENVELOPE_FORMAT = "audit-row/v1"
SALT_BYTES = 16
KEY_ACTS = ("key_rotation", "key_replacement", "key_compromised", "rollback_accepted")
"""Events of administrative rows that history.jsonl holds whatever the selection is."""


def decode_text(data: bytes, name: str) -> str:
    """The text of an entry."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed(f"{name} is not UTF-8") from None
    if text.startswith("\ufeff"):
        raise Malformed(f"{name} begins with a byte order mark")
    return text


def longest_line(data: bytes) -> int:
    """Bytes of the longest line without its newline."""
    return 0 if len(data) <= MAX_LINE else max(len(line) for line in data.split(b"\n"))


def parse_lines(data: bytes, name: str, keys: Set[str]) -> List[Dict[str, Any]]:
    """The objects of a file of canonical lines, each with exactly the given keys."""
    text = decode_text(data, name)
    if text and not text.endswith("\n"):
        raise Malformed(f"{name} does not end with a newline")
    lines = []
    if longest_line(data) > MAX_LINE:
        raise Malformed(f"a line of {name} is too long")
    for number, line in enumerate(text.split("\n")[:-1], 1):
        value = parse_canonical(line)
        if value is None or set(value) != keys:
            raise Malformed(f"line {number} of {name} is not a canonical object with its keys")
        lines.append(value)
    return lines


def is_count(value: Any) -> bool:
    """Whether a value is an integer from 0 to 2^53-1 (a boolean is none)."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_INTEGER


def parse_hashes(value: Any) -> Optional[List[bytes]]:
    """A list of base64 digests, or None."""
    if not isinstance(value, list):
        return None
    hashes = [decode_base64(item, 32) for item in value]
    found = [item for item in hashes if item is not None]
    return found if len(found) == len(value) else None


def parse_selection(value: Any) -> Dict[str, Any]:
    """The selection of bundle.json: one of three shapes."""
    if isinstance(value, dict):
        kind, keys = value.get("kind"), set(value)
        if kind == "session" and keys == {"kind", "session_id"} and isinstance(value["session_id"], str):
            return value
        if kind == "range" and keys == {"kind", "from", "through"}:
            if is_count(value["from"]) and is_count(value["through"]) and 1 <= value["from"] <= value["through"]:
                return value
        if kind == "filter" and keys == {"kind", "filters"} and isinstance(value["filters"], dict):
            if all(isinstance(item, str) for item in value["filters"].values()):
                return value
    raise Malformed("bundle.json's selection is none of those that there are")


def parse_envelope(text: Any) -> Envelope:
    """The eight lines, with numbers and digests in their one form."""
    lines = text.split("\n") if isinstance(text, str) else []
    if len(lines) != 9 or lines[0] != ENVELOPE_FORMAT or lines[8] != "" or lines[1] == "":
        raise Malformed("an envelope is not the eight lines of a row")
    numbers = [decode_decimal(lines[at]) for at in (2, 3, 5)]
    digests = [decode_base64(lines[at], 32) for at in (6, 7)]
    session_is_digest = decode_base64(lines[4], 32) is not None
    seq, received_at, session_seq = numbers
    prev_hash, body_hash = digests
    if seq is None or received_at is None or session_seq is None or prev_hash is None or body_hash is None:
        raise Malformed("an envelope holds a number or digest that is not in its one form")
    if lines[4] != "-" and not session_is_digest:
        raise Malformed("an envelope's session is neither a digest nor a dash")
    data = text.encode("utf-8")
    return Envelope(
        data, leaf_hash(data), lines[1], seq, received_at, lines[4], session_seq, prev_hash, body_hash
    )


def is_text_or_null(value: Any) -> bool:
    """Whether a value is a text or null."""
    return value is None or isinstance(value, str)


def has_body_types(fields: Dict[str, Any]) -> bool:
    """Whether every value of a body with the right keys has the type that audit-row.md gives it."""
    return (
        all(isinstance(fields[key], str) for key in TEXTS)
        and all(is_text_or_null(fields[key]) for key in TEXTS_OR_NULL)
        and all(fields[key] is None or type(fields[key]) is int for key in INTEGERS_OR_NULL)
        and all(fields[key] is None or decode_base64(fields[key], 32) is not None for key in DIGESTS_OR_NULL)
    )


def parse_body(text: Optional[str], body_hash: bytes) -> Optional[Dict[str, Any]]:
    """The fields of a body that is whole (bundle.md): signed, canonical, with its keys and types; else None."""
    if text is None or hashlib.sha256(text.encode("utf-8")).digest() != body_hash:
        return None
    fields = parse_canonical(text)
    return fields if fields is not None and set(fields) == BODY_KEYS and has_body_types(fields) else None


def parse_row(line: Dict[str, Any]) -> Row:
    """One row of either file."""
    envelope, body = parse_envelope(line["envelope"]), line["body"]
    content, key_id, proof = line["content"], line["key_id"], line["proof"]
    salt = None if line["salt"] is None else decode_base64(line["salt"])
    signature, path = decode_base64(line["signature"], 64), None if proof is None else parse_hashes(proof)
    if not is_count(line["seq"]) or not is_text_or_null(body) or not is_text_or_null(content):
        raise Malformed("a row's seq, body or content has another type than it may have")
    if (salt is None) != (line["salt"] is None) or (salt is None) != (content is None):
        raise Malformed("a row's salt is not base64 beside content, or null without it")
    if signature is None or not isinstance(key_id, str) or not KEY_ID.match(key_id):
        raise Malformed("a row's signature or key_id is not in its one form")
    if proof is not None and path is None:
        raise Malformed("a row's proof is no list of digests")
    if body is None and content is not None:
        raise Malformed("a row withholds its body but not its content")
    fields = parse_body(body, envelope.body_hash)
    return Row(line["seq"], envelope, body, fields, content, salt, key_id, path, signature)


def parse_rows(data: bytes, name: str) -> List[Row]:
    """The rows of one file, rising, with a proof exactly where the next line is not the next row."""
    rows = [parse_row(line) for line in parse_lines(data, name, ROW_KEYS)]
    for row, following in zip(rows, [*rows[1:], None]):
        if following is not None and following.seq <= row.seq:
            raise Malformed(f"the lines of {name} do not rise")
        linked = following is not None and following.seq == row.seq + 1
        if linked != (row.proof is None):
            raise Malformed(f"a row of {name} has a proof although the next row is there, or none although it is not")
    return rows


def parse_consistency(data: bytes, size: int) -> Dict[int, List[bytes]]:
    """The proofs of consistency.jsonl by the size of the earlier tree."""
    proofs: Dict[int, List[bytes]] = {}
    last = 0
    for line in parse_lines(data, "consistency.jsonl", CONSISTENCY_KEYS):
        start, path = line["from"], parse_hashes(line["path"])
        if not is_count(start) or path is None or not last < start < size:
            raise Malformed("a line of consistency.jsonl does not rise, or is no proof")
        proofs[start] = path
        last = start
    return proofs


def parse_header(data: bytes) -> Dict[str, Any]:
    """bundle.json: one line."""
    lines = parse_lines(data, "bundle.json", HEADER_KEYS)
    if len(lines) != 1:
        raise Malformed("bundle.json is not one line")
    header = lines[0]
    if header["format"] != FORMAT:
        raise Malformed("bundle.json names another format")
    if not all(isinstance(header[key], str) for key in ("origin", "tenant")):
        raise Malformed("bundle.json's origin or tenant is no text")
    if not all(is_count(header[key]) for key in ("created_at", "rows", "size")) or header["size"] < 1:
        raise Malformed("bundle.json holds a number that is none")
    if not ORIGIN.match(header["origin"]) or header["origin"] == ENVELOPE_FORMAT:
        raise Malformed("bundle.json's origin is no name of a chain")
    parse_selection(header["selection"])
    return header


def parse_bundle(data: bytes) -> Bundle:
    """Step 1 of bundle.md, "Form": raises Malformed for anything that is not a bundle."""
    entries = read_container(data)
    header = parse_header(entries["bundle.json"])
    rows = parse_rows(entries["rows.jsonl"], "rows.jsonl")
    history = parse_rows(entries["history.jsonl"], "history.jsonl")
    if len(rows) != header["rows"]:
        raise Malformed("bundle.json's rows is not the number of lines of rows.jsonl")
    if any(row.body is None or row.content is not None for row in history):
        raise Malformed("a row of history.jsonl withholds its body or carries content")
    checkpoint = parse_note(decode_text(entries["checkpoint.txt"], "checkpoint.txt"))
    if checkpoint is None:
        raise Malformed("checkpoint.txt is no checkpoint")
    consistency = parse_consistency(entries.get("consistency.jsonl", b""), header["size"])
    origin, tenant, size, selection = (header[key] for key in ("origin", "tenant", "size", "selection"))
    return Bundle(origin, tenant, size, selection, checkpoint, rows, history, consistency)


# ---------------------------------------------------------------------------------------------------------------------
# Checkpoints (C2SP tlog-checkpoint in a C2SP signed-note)
# ---------------------------------------------------------------------------------------------------------------------

CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
# Not \s: what that holds differs between languages. These are the characters of Unicode's White_Space, and the plus.
NOTE_NAME = re.compile(r"[^\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000+]+\Z")
SIGNATURE_PREFIX = "\u2014 "


def parse_signature_line(line: str) -> Optional[Tuple[str, bytes]]:
    """Name and bytes (key hash, then signature) of one signature line of a note."""
    if not line.startswith(SIGNATURE_PREFIX):
        return None
    name, space, encoded = line[len(SIGNATURE_PREFIX) :].partition(" ")
    blob = decode_base64(encoded)
    if not space or not NOTE_NAME.match(name) or blob is None or len(blob) < 5:
        return None
    return name, blob


def parse_note(text: str) -> Optional[Note]:
    """A checkpoint of exactly three lines with at least one signature line, or None."""
    if len(text.encode("utf-8", "surrogatepass")) > MAX_CHECKPOINT:
        return None
    body, gap, tail = text.rpartition("\n\n")
    lines = body.split("\n")
    if not gap or not tail.endswith("\n") or CONTROL.search(text) or len(lines) != 3 or not lines[0]:
        return None
    signatures = [parse_signature_line(line) for line in tail[:-1].split("\n")]
    known = [signature for signature in signatures if signature is not None]
    size, root = decode_decimal(lines[1]), decode_base64(lines[2], 32)
    if size is None or root is None or len(known) != len(signatures):
        return None
    own = [(blob[:4], blob[4:]) for name, blob in known if name == lines[0]]
    try:
        return Note(f"{body}\n".encode("utf-8"), lines[0], size, root, own)
    except UnicodeEncodeError:
        return None


def note_key_hash(origin: str, key: PublicKey) -> bytes:
    """The four bytes by which a note names the key that signed it."""
    return hashlib.sha256(origin.encode("utf-8") + b"\n\x01" + key.raw).digest()[:4]


def note_names(note: Note, key: PublicKey) -> bool:
    """Whether the note carries a signature line of this key."""
    expected = note_key_hash(note.origin, key)
    return any(key_hash == expected for key_hash, _ in note.signatures)


def note_holds(note: Note, key: PublicKey) -> bool:
    """Whether the note is signed by this key: it has a line of it, and every such line holds."""
    expected = note_key_hash(note.origin, key)
    lines = [data for key_hash, data in note.signatures if key_hash == expected]
    return bool(lines) and all(key.verify(data, note.text) for data in lines)


# ---------------------------------------------------------------------------------------------------------------------
# Statements of history.jsonl (administration.md)
# ---------------------------------------------------------------------------------------------------------------------


T = TypeVar("T")


def present(items: Sequence[Optional[T]]) -> List[T]:
    """The items that are there."""
    return [item for item in items if item is not None]


@dataclass(frozen=True)
class Change:
    """A key_rotation or key_replacement."""

    row: Row
    rotation: bool
    old_key: PublicKey
    new_key: PublicKey


@dataclass(frozen=True)
class Erasure:
    """An erasure and the ranges (both ends included) of the rows it names."""

    seq: int
    ranges: List[Tuple[int, int]]

    def names(self, seq: int) -> bool:
        """Whether the row is one of those whose content went; the erasure counts for rows in front of it only."""
        return seq < self.seq and any(first <= seq <= last for first, last in self.ranges)


@dataclass(frozen=True)
class Compromise:
    """A key_compromised."""

    seq: int
    key_id: str
    since: int


@dataclass(frozen=True)
class Statements:
    """What the rows of history.jsonl state, in order."""

    changes: List[Change]
    erasures: List[Erasure]
    compromises: List[Compromise]


def parse_row_set(text: Any) -> Optional[List[Tuple[int, int]]]:
    """A set of row numbers such as `3-5,9`: rising and not touching."""
    if not isinstance(text, str):
        return None
    ranges: List[Tuple[int, int]] = []
    for part in text.split(","):
        first_text, dash, last_text = part.partition("-")
        first = decode_decimal(first_text)
        last = decode_decimal(last_text) if dash else first
        if first is None or last is None or first < 1 or (dash and last <= first):
            return None
        if ranges and first <= ranges[-1][1] + 1:
            return None
        ranges.append((first, last))
    return ranges


def parse_change(row: Row, event: str, attributes: Dict[str, Any]) -> Optional[Change]:
    """The keys that a change names."""
    old_key, new_key = (decode_base64(attributes.get(name), 32) for name in ("old_key", "new_key"))
    if old_key is None or new_key is None:
        return None
    return Change(row, event == "key_rotation", PublicKey(old_key), PublicKey(new_key))


def parse_compromise(seq: int, attributes: Dict[str, Any]) -> Optional[Compromise]:
    """The key and time that a key_compromised names."""
    key_id, since = attributes.get("key_id"), attributes.get("since")
    if not isinstance(key_id, str) or not KEY_ID.match(key_id) or not is_count(since):
        return None
    return Compromise(seq, key_id, since)


def parse_erasure(seq: int, attributes: Dict[str, Any]) -> Optional[Erasure]:
    """The rows that an erasure names."""
    ranges = parse_row_set(attributes.get("rows"))
    return None if ranges is None else Erasure(seq, ranges)


def read_statements(history: Sequence[Row]) -> Statements:
    """What history.jsonl states: whole bodies of the reserved plane with well-formed fields. Others state nothing."""
    changes, erasures, compromises = [], [], []
    for row in history:
        if row.fields is None or row.fields["plane"] != "agent":
            continue
        event, attributes = row.fields["event"], parse_canonical(row.fields["attributes"])
        if attributes is None:
            continue
        if event in ("key_rotation", "key_replacement"):
            changes.append(parse_change(row, event, attributes))
        elif event == "key_compromised":
            compromises.append(parse_compromise(row.seq, attributes))
        elif event == "erasure":
            erasures.append(parse_erasure(row.seq, attributes))
    return Statements(present(changes), present(erasures), present(compromises))


# ---------------------------------------------------------------------------------------------------------------------
# Keys (step 2): the changes cut the chain into spans, each with one key that is trusted or not
# ---------------------------------------------------------------------------------------------------------------------


class Schedule:
    """Which key signs which row, and whether it is trusted there. Span i lies behind change i; span 0 before all."""

    def __init__(self, changes: Sequence[Change], pins: Sequence[PublicKey], checkpoint: Note) -> None:
        self.changes = changes
        self.pinned = {pin.raw for pin in pins}
        if changes:
            self.keys: List[Optional[PublicKey]] = [changes[0].old_key, *(change.new_key for change in changes)]
        else:
            self.keys = [next((pin for pin in pins if note_names(checkpoint, pin)), None)]
        self.trusted = [key is not None and key.raw in self.pinned for key in self.keys]

    def span_of(self, seq: int) -> int:
        """The span of a row: a rotation still belongs to the old key, a replacement already to the new one."""
        return sum(1 for change in self.changes if change.row.seq + (1 if change.rotation else 0) <= seq)

    def trusted_key(self, seq: int) -> Optional[PublicKey]:
        """The key of a row where it is trusted for that row."""
        span = self.span_of(seq)
        return self.keys[span] if self.trusted[span] else None

    def note_is_signed(self, note: Note, size: int) -> bool:
        """Whether a checkpoint is signed by the trusted key of row `size`, or by the one this row rotates to.

        The size of the bundle's own checkpoint is the one that bundle.json states, whatever the note says.
        """
        span = self.span_of(size)
        spans = (span, span + 1) if self.rotates_at(size) else (span,)
        keys = [self.keys[span] for span in spans if self.trusted[span]]
        return any(key is not None and note_holds(note, key) for key in keys)

    def rotates_at(self, seq: int) -> bool:
        """Whether a row is a key_rotation."""
        return any(change.rotation and change.row.seq == seq for change in self.changes)

    def continues(self, index: int) -> bool:
        """Whether change `index` takes over from the key that its span before has."""
        before = self.keys[index]
        return before is not None and before.raw == self.changes[index].old_key.raw

    def trust_forward(self) -> None:
        """A trusted key that signs its own rotation hands its trust on to the key it names."""
        for index, change in enumerate(self.changes):
            old, row = change.old_key, change.row
            vouched = change.rotation and self.trusted[index] and self.continues(index)
            if vouched and row.key_id == old.key_id and old.verify(row.signature, row.envelope.data):
                self.trusted[index + 1] = True

    def trust_backward(self, members: Set[int]) -> None:
        """Under a checkpoint that holds, a trusted key vouches for the one before, where the change is in the tree."""
        for index in range(len(self.changes) - 1, -1, -1):
            if self.trusted[index + 1] and self.changes[index].row.seq in members and self.continues(index):
                self.trusted[index] = True


# ---------------------------------------------------------------------------------------------------------------------
# Verifying (steps 3 to 7)
# ---------------------------------------------------------------------------------------------------------------------


class Findings:
    """What was found, once for each kind at each seq."""

    def __init__(self) -> None:
        self.details: Dict[Tuple[int, str], str] = {}

    def add(self, seq: int, kind: str, detail: str) -> None:
        """Notes a finding; the first detail of a kind at a seq stays."""
        self.details.setdefault((seq, kind), detail)

    def sorted(self) -> List[Dict[str, Any]]:
        """All findings by seq, then by kind."""
        return [{"seq": seq, "kind": kind, "detail": text} for (seq, kind), text in sorted(self.details.items())]


def session_line(session_id: Optional[str]) -> str:
    """The envelope's session line for a body's session_id."""
    if session_id is None:
        return "-"
    return base64.b64encode(hashlib.sha256(session_id.encode("utf-8")).digest()).decode("ascii")


def check_checkpoint(bundle: Bundle, found: Findings) -> None:
    """Step 3 without the signature: the checkpoint is of the chain and size that bundle.json claims."""
    if bundle.checkpoint.origin != bundle.origin or bundle.checkpoint.size != bundle.size:
        found.add(bundle.size, "root", "the checkpoint is of another origin or size than bundle.json says")


def check_position(bundle: Bundle, rows: Sequence[Row], found: Findings) -> None:
    """Each row's place: its number, its chain and its time."""
    last = 0
    for row in rows:
        if row.seq != row.envelope.seq or not 1 <= row.seq <= bundle.size:
            found.add(row.seq, "seq", "the row's number is not the signed one, or lies outside the checkpoint")
        if row.envelope.origin != bundle.origin:
            found.add(row.seq, "origin", "the row is of another chain")
        if row.envelope.received_at < last:
            found.add(row.seq, "seq", "the row was received before the row in front of it")
        last = row.envelope.received_at


def check_body(bundle: Bundle, row: Row, found: Findings) -> None:
    """The body is whole, of the tenant, and of the session that the envelope hides."""
    if row.body is None:
        return
    if row.fields is None:
        found.add(row.seq, "column", "the body is not the one that was signed, or is no body of an audit row")
        return
    if row.fields["tenant"] != bundle.tenant:
        found.add(row.seq, "origin", "the row is of another tenant")
    if row.envelope.session != session_line(row.fields["session_id"]):
        found.add(row.seq, "column", "the envelope's session is not that of the body")
    if row.fields["plane"] == "agent" and parse_canonical(row.fields["attributes"]) is None:
        found.add(row.seq, "column", "the attributes of an administrative row are not canonical")


def check_membership(bundle: Bundle, rows: Sequence[Row], found: Findings) -> Set[int]:
    """Finds the rows that are in the checkpoint's tree: by their proof, or linked to a next line that is."""
    members: Set[int] = set()
    following: Optional[Row] = None
    for row in reversed(rows):
        if row.proof is not None:
            if inclusion_holds(row.seq - 1, bundle.size, row.envelope.row_hash, row.proof, bundle.checkpoint.root):
                members.add(row.seq)
            else:
                found.add(row.seq, "root", "the row's proof does not lead to the checkpoint's root")
        elif following is None or following.envelope.prev_hash != row.envelope.row_hash:
            found.add(row.seq + 1, "link", "the row does not name the row in front of it")
        elif following.seq in members:
            members.add(row.seq)
        following = row
    return members


def check_signatures(schedule: Schedule, rows: Sequence[Row], found: Findings) -> None:
    """Each row's signature, by the trusted key of its span."""
    for row in rows:
        key = schedule.trusted_key(row.seq)
        if key is None:
            found.add(row.seq, "signature", "the key of this row is not trusted")
        elif row.key_id != key.key_id:
            found.add(row.seq, "signature", "the row names another key than that of its place in the chain")
        elif not key.verify(row.signature, row.envelope.data):
            found.add(row.seq, "signature", "the signature does not hold")


def commitment_holds(salt: bytes, content: str, commit: Optional[str]) -> bool:
    """Whether the content is what the row committed to.

    The salt has 16 bytes. Nothing parts it from the content in the hash, so a salt of another length would let the
    first bytes of the content pass for salt, and a shorter content for the whole.
    """
    digest = hashlib.sha256(salt + content.encode("utf-8")).digest()
    return len(salt) == SALT_BYTES and base64.b64encode(digest).decode("ascii") == commit


def check_content(rows: Sequence[Row], erasures: Sequence[Erasure], found: Findings) -> int:
    """Content against its commitment and the erasures; the count of rows whose content was erased."""
    erased = 0
    for row in rows:
        if row.fields is None:
            continue
        commit = row.fields["content_commit"]
        erasure_names_it = any(erasure.names(row.seq) for erasure in erasures)
        if row.content is not None and row.salt is not None:
            if not commitment_holds(row.salt, row.content, commit):
                found.add(row.seq, "content", "the content is not the one that was committed to")
            if erasure_names_it:
                found.add(row.seq, "content", "the content is there although an erasure names the row")
        elif commit is not None:
            if erasure_names_it:
                erased += 1
            else:
                found.add(row.seq, "content", "the content is gone and no erasure names the row")
    return erased


def check_history(rows: Sequence[Row], history: Sequence[Row], found: Findings) -> None:
    """Administrative rows that are shown and bear on keys, or on content of rows shown, stand in the history as well."""
    listed, shown = {row.seq for row in history}, [row.seq for row in rows]
    for row in rows:
        if row.seq in listed or row.fields is None or row.fields["plane"] != "agent":
            continue
        event = row.fields["event"]
        attributes = parse_canonical(row.fields["attributes"]) if event == "erasure" else None
        erasure = None if attributes is None else parse_erasure(row.seq, attributes)
        if event in KEY_ACTS or (erasure is not None and any(map(erasure.names, shown))):
            found.add(row.seq, "seq", "left out of the history")


def check_session(rows: Sequence[Row], session_id: str, found: Findings) -> None:
    """A session is complete from its first row to the last one shown."""
    expected, last = session_line(session_id), 0
    for row in rows:
        if row.envelope.session != expected:
            found.add(row.seq, "column", "the row is of another session than the one selected")
        if row.envelope.session_seq != last + 1:
            found.add(row.seq, "seq", "rows of the session are missing before this one")
        last = row.envelope.session_seq


def check_range(rows: Sequence[Row], first: int, through: int, found: Findings) -> None:
    """A range holds every row from `first` to `through` and no other."""
    expected = first
    for row in rows:
        if not first <= row.seq <= through:
            found.add(row.seq, "seq", "the row lies outside the range")
        elif row.seq == expected:
            expected += 1
    if expected <= through:
        found.add(expected, "seq", "the range lacks this row")


def check_selection(bundle: Bundle, found: Findings) -> None:
    """Step 5: what the selection claims about the rows. A filter claims nothing."""
    selection = bundle.selection
    if selection["kind"] == "session":
        check_session(bundle.rows, selection["session_id"], found)
    if selection["kind"] == "range":
        check_range(bundle.rows, selection["from"], selection["through"], found)


def head_agrees(bundle: Bundle, head: Note) -> bool:
    """Whether a head from elsewhere, not larger than the bundle's checkpoint, is of the same history."""
    root = bundle.checkpoint.root
    if head.size == bundle.size:
        return head.root == root
    path = bundle.consistency.get(head.size)
    return path is not None and consistency_holds(head.size, bundle.size, path, head.root, root)


def compare_heads(
    bundle: Bundle, heads: Sequence[Note], schedule: Optional[Schedule], found: Findings
) -> Optional[int]:
    """Step 6: the size of the largest head that was compared without a finding, or None. No schedule: no pin."""
    agreed: List[int] = []
    for head in heads:
        if head.origin != bundle.origin or not 1 <= head.size <= bundle.size:
            continue
        signed = schedule is None or schedule.note_is_signed(head, head.size)
        same = head_agrees(bundle, head)
        if not signed:
            found.add(head.size, "signature", "a checkpoint from elsewhere is not signed by a trusted key")
        if not same:
            found.add(head.size, "root", "a checkpoint from elsewhere states another history")
        if signed and same:
            agreed.append(head.size)
    return max(agreed, default=None)


def compromised_rows(bundle: Bundle, compromises: Sequence[Compromise], covered: Optional[int]) -> List[int]:
    """Step 7: rows that a compromised key may have signed later than they claim."""
    listed: Set[int] = set()
    for row in [*bundle.rows, *bundle.history]:
        for statement in compromises:
            signed = row.key_id == statement.key_id and row.envelope.received_at >= statement.since
            if signed and row.seq < statement.seq and (covered is None or row.seq > covered):
                listed.add(row.seq)
    return sorted(listed)


def judge_keys(
    bundle: Bundle, changes: Sequence[Change], pins: Sequence[PublicKey], members: Set[int], found: Findings
) -> Schedule:
    """Steps 2 and 3: which key is trusted where, whether it signed the checkpoint, and every row's signature."""
    schedule = Schedule(changes, pins, bundle.checkpoint)
    for index, change in enumerate(changes):
        if not schedule.continues(index):
            found.add(change.row.seq, "signature", "the change replaces another key than the one in use")
    schedule.trust_forward()
    if schedule.note_is_signed(bundle.checkpoint, bundle.size):
        schedule.trust_backward(members)
    else:
        found.add(bundle.size, "signature", "the checkpoint is not signed by a trusted key")
    check_signatures(schedule, bundle.rows, found)
    check_signatures(schedule, bundle.history, found)
    return schedule


def judge(bundle: Bundle, pins: Sequence[PublicKey], heads: Sequence[Note]) -> Dict[str, Any]:
    """Steps 2 to 7 over a bundle whose form is right."""
    found = Findings()
    statements = read_statements(bundle.history)
    check_checkpoint(bundle, found)
    for rows in (bundle.rows, bundle.history):
        check_position(bundle, rows, found)
        for row in rows:
            check_body(bundle, row, found)
    check_membership(bundle, bundle.rows, found)
    members = check_membership(bundle, bundle.history, found)
    schedule = judge_keys(bundle, statements.changes, pins, members, found) if pins else None
    erased = check_content(bundle.rows, statements.erasures, found)
    check_history(bundle.rows, bundle.history, found)
    check_selection(bundle, found)
    covered = compare_heads(bundle, heads, schedule, found)
    compromised = compromised_rows(bundle, statements.compromises, covered)
    findings = found.sorted()
    return {
        "verdict": "broken" if findings else "verified" if pins and not compromised else "unverifiable",
        "origin": bundle.origin,
        "tenant": bundle.tenant,
        "size": bundle.size,
        "rows": len(bundle.rows),
        "erased": erased,
        "withheld": sum(1 for row in bundle.rows if row.body is None),
        "layer": "internal" if covered is None else "anchored",
        "compromised": compromised,
        "findings": findings,
    }


def verify_bundle(data: bytes, keys: List[bytes], checkpoints: List[str]) -> Dict[str, Any]:
    """Verifies a bundle.

    `data` is the ZIP file, `keys` are raw public keys of 32 bytes that the caller trusts, `checkpoints` are signed
    notes that the caller holds from elsewhere. The answer has the shape of bundle.md, "Verifying". Nothing that the
    file holds raises; a weak key or a note that is no checkpoint is the caller's mistake and raises UsageError.
    """
    pins, heads = [parse_pin(key) for key in dict.fromkeys(keys)], [parse_head(text) for text in checkpoints]
    try:
        bundle = parse_bundle(data)
    except Malformed as error:
        return {"verdict": "broken", "findings": [{"seq": 0, "kind": "bundle", "detail": str(error)}]}
    return judge(bundle, pins, heads)


def parse_pin(raw: bytes) -> PublicKey:
    """A key that the caller trusts; refuses one that nothing can be verified by."""
    pin = PublicKey(raw)
    if pin.table is None:
        raise UsageError("a key is no point of the curve in its canonical form, or of small order")
    return pin


def parse_head(text: str) -> Note:
    """A checkpoint that the caller holds."""
    note = parse_note(text)
    if note is None:
        raise UsageError("a note is no checkpoint")
    return note


# ---------------------------------------------------------------------------------------------------------------------
# Command line
# ---------------------------------------------------------------------------------------------------------------------

PEM = re.compile(r"\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----\s*\Z")
SPKI_PREFIX = bytes.fromhex("302a300506032b6570032100")


def parse_key(text: str) -> bytes:
    """The 32 raw bytes of a key in SPKI PEM or base64; raises UsageError for anything else."""
    pem = PEM.match(text)
    if pem is None:
        raw = decode_base64(text.strip(), 32)
    else:
        der = decode_base64("".join(pem[1].split()), len(SPKI_PREFIX) + 32) or b""
        raw = der[len(SPKI_PREFIX) :] if der.startswith(SPKI_PREFIX) else None
    if raw is None:
        raise UsageError("a key is neither an Ed25519 public key in PEM nor the base64 of its 32 bytes")
    return raw


def read_file(path: str) -> bytes:
    """The bytes of a file that was named on the command line."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from None


def read_text(path: str) -> str:
    """The text of a file that was named on the command line."""
    try:
        return read_file(path).decode("utf-8")
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8") from None


def read_key(argument: str) -> bytes:
    """A key from the command line: the base64 itself, or the file that holds it."""
    return decode_base64(argument, 32) or parse_key(read_text(argument))


def describe(result: Dict[str, Any]) -> str:
    """The result for people."""
    lines = [result["verdict"]]
    if "origin" in result:
        lines.append(f"chain {result['origin']} of tenant {json.dumps(result['tenant'])}, {result['size']} rows")
        lines.append(f"{result['rows']} rows shown, {result['erased']} erased, {result['withheld']} withheld")
        lines.append(f"layer {result['layer']}")
        lines.extend(f"row {seq}: signed by a key that is stated to be compromised" for seq in result["compromised"])
    lines.extend(f"row {item['seq']}: {item['kind']}: {item['detail']}" for item in result["findings"])
    return "\n".join(lines)


def main(arguments: Optional[List[str]] = None) -> int:
    """Runs the verifier and returns its exit code."""
    parser = argparse.ArgumentParser(description="Verifies an evidence bundle.")
    parser.add_argument("bundle", help="the ZIP file")
    parser.add_argument("--key", action="append", default=[], help="trusted key: PEM file, base64 file or base64")
    parser.add_argument("--checkpoint", action="append", default=[], help="file with a checkpoint held from elsewhere")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    options = parser.parse_args(arguments)
    try:
        data, keys = read_file(options.bundle), [read_key(key) for key in options.key]
        result = verify_bundle(data, keys, [read_text(path) for path in options.checkpoint])
    except UsageError as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(result, ensure_ascii=True) if options.json else describe(result))
    return 0 if result["verdict"] == "verified" else 1


if __name__ == "__main__":
    sys.exit(main())
