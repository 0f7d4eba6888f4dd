"""Tests of verify_bundle.py: published vectors, the shared corpus, and bundles made here. Run: python3 -m unittest."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import random
import struct
import sys
import unittest
import zipfile
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

sys.path.insert(0, str(Path(__file__).resolve().parent))

import verify_bundle as subject  # noqa: E402 - the folder is no package

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "verifiers" / "corpus"
EDGE_VECTORS = ROOT / "packages" / "audit-core" / "test" / "vectors" / "ed25519.json"
ORIGIN = "test-agent/t/000102030405060708090a0b0c0d0e0f"


def b64(data: bytes) -> str:
    """Base64 with padding."""
    return base64.b64encode(data).decode("ascii")


# --- a small exporter, so that a test can change one thing of a bundle that is right ---------------------------------


class Signer:
    """An Ed25519 key made from one repeated byte."""

    def __init__(self, byte: int) -> None:
        digest = hashlib.sha512(bytes([byte]) * 32).digest()
        self.scalar = int.from_bytes(digest[:32], "little") & ((1 << 254) - 8) | (1 << 254)
        self.prefix = digest[32:]
        self.public = subject.encode_point(subject.combine([(self.scalar, subject.BASE_TABLE)]))
        self.key_id = hashlib.sha256(self.public).hexdigest()[:32]

    def sign(self, message: bytes) -> bytes:
        """The signature of RFC 8032, section 5.1.6."""
        nonce = int.from_bytes(hashlib.sha512(self.prefix + message).digest(), "little") % subject.L
        point = subject.encode_point(subject.combine([(nonce, subject.BASE_TABLE)]))
        challenge = int.from_bytes(hashlib.sha512(point + self.public + message).digest(), "little")
        return point + ((nonce + challenge * self.scalar) % subject.L).to_bytes(32, "little")

    def note(self, size: int, root: bytes, origin: str = ORIGIN) -> str:
        """A checkpoint."""
        text = f"{origin}\n{size}\n{b64(root)}\n"
        key_hash = hashlib.sha256(origin.encode() + b"\n\x01" + self.public).digest()[:4]
        return f"{text}\n\u2014 {origin} {b64(key_hash + self.sign(text.encode()))}\n"


FIRST, SECOND, THIRD = Signer(1), Signer(2), Signer(3)


def tree_root(leaves: List[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, over leaf hashes."""
    if len(leaves) <= 1:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return subject.node_hash(tree_root(leaves[:split]), tree_root(leaves[split:]))


def inclusion_path(index: int, leaves: List[bytes]) -> List[bytes]:
    """PATH of RFC 6962, section 2.1.1."""
    if len(leaves) <= 1:
        return []
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    if index < split:
        return inclusion_path(index, leaves[:split]) + [tree_root(leaves[split:])]
    return inclusion_path(index - split, leaves[split:]) + [tree_root(leaves[:split])]


def consistency_path(first: int, leaves: List[bytes], whole: bool = True) -> List[bytes]:
    """PROOF and SUBPROOF of RFC 6962, section 2.1.2."""
    if first == len(leaves):
        return [] if whole else [tree_root(leaves)]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    if first <= split:
        return consistency_path(first, leaves[:split], whole) + [tree_root(leaves[split:])]
    return consistency_path(first - split, leaves[split:], False) + [tree_root(leaves[:split])]


class Chain:
    """Rows of one chain, in the making."""

    def __init__(self) -> None:
        self.rows: List[Dict[str, Any]] = []
        self.hashes: List[bytes] = []

    def append(self, signer: Signer, content: Optional[str] = None, **columns: Any) -> int:
        """Appends a row and returns its seq."""
        body: Dict[str, Any] = {key: None for key in subject.BODY_KEYS}
        body.update({key: "" for key in subject.TEXTS}, attributes="{}", tenant="acme", plane="claude_code")
        salt = bytes([len(self.rows)]) * 16
        if content is not None:
            body["content_commit"] = b64(hashlib.sha256(salt + content.encode()).digest())
        body.update(columns)
        seq, text, session = len(self.rows) + 1, subject.canonical_json(body), body["session_id"]
        count = 0 if session is None else 1 + sum(1 for row in self.rows if row["session"] == session)
        lines = ["audit-row/v1", ORIGIN, str(seq), str(1000 + seq), subject.session_line(session), str(count)]
        lines += [b64(self.hashes[-1] if self.hashes else bytes(32)), b64(hashlib.sha256(text.encode()).digest()), ""]
        envelope = "\n".join(lines)
        line = {"body": text, "content": content, "envelope": envelope, "key_id": signer.key_id, "proof": None}
        line.update(salt=None if content is None else b64(salt), seq=seq, signature=b64(signer.sign(envelope.encode())))
        self.rows.append({"session": session, "line": line})
        self.hashes.append(subject.leaf_hash(envelope.encode()))
        return seq

    def state(self, signer: Signer, event: str, **fields: Any) -> int:
        """Appends an administrative row."""
        attributes = subject.canonical_json({"actor": "cli", **fields})
        return self.append(signer, event=event, plane="agent", attributes=attributes)

    def lines(self, seqs: List[int]) -> List[Dict[str, Any]]:
        """Lines of a file with these rows, each with its proof where the next row is not there."""
        lines = []
        for seq in seqs:
            path = None if seq + 1 in seqs else [b64(item) for item in inclusion_path(seq - 1, self.hashes)]
            lines.append({**self.rows[seq - 1]["line"], "proof": path})
        return lines

    def parts(self, signer: Signer, seqs: List[int], history: List[int], **header: Any) -> Dict[str, Any]:
        """The parts of a bundle, before they are written."""
        size = len(self.rows)
        named = {"created_at": 1, "format": "audit-bundle/v1", "origin": ORIGIN, "rows": len(seqs), "size": size}
        named.update(selection={"filters": {}, "kind": "filter"}, tenant="acme")
        named.update(header)
        proofs = [{"from": n, "path": [b64(p) for p in consistency_path(n, self.hashes)]} for n in range(1, size)]
        return {
            "bundle.json": [named],
            "checkpoint.txt": signer.note(size, tree_root(self.hashes)),
            "rows.jsonl": self.lines(seqs),
            "history.jsonl": [{**line, "content": None, "salt": None} for line in self.lines(history)],
            "consistency.jsonl": proofs,
        }


def write(parts: Dict[str, Any]) -> bytes:
    """The ZIP file of the parts: texts as they are, lists as canonical lines."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            text = part if isinstance(part, str) else "".join(subject.canonical_json(line) + "\n" for line in part)
            archive.writestr(name, text)
    return out.getvalue()


def brief(result: Dict[str, Any]) -> Tuple[str, List[Tuple[int, str]]]:
    """Verdict and findings without their details."""
    return result["verdict"], [(item["seq"], item["kind"]) for item in result["findings"]]


def sample() -> Chain:
    """Six rows under one key; row 2 has content, rows 1, 2 and 4 are a session."""
    chain = Chain()
    chain.append(FIRST, session_id="s")
    chain.append(FIRST, session_id="s", content='{"prompt":"hello"}')
    chain.append(FIRST)
    chain.append(FIRST, session_id="s")
    chain.append(FIRST)
    chain.append(FIRST)
    return chain


def rotated(signer_of_rotation: Signer = FIRST) -> Chain:
    """Row 2 rotates from the first key to the second, row 4 replaces the second by the third."""
    chain = Chain()
    chain.append(FIRST)
    chain.state(signer_of_rotation, "key_rotation", old_key=b64(FIRST.public), new_key=b64(SECOND.public))
    chain.append(SECOND)
    chain.state(THIRD, "key_replacement", old_key=b64(SECOND.public), new_key=b64(THIRD.public))
    chain.append(THIRD)
    return chain


# --- published vectors -----------------------------------------------------------------------------------------------


class Ed25519(unittest.TestCase):
    """The one rule of decision-chain.md."""

    def test_edge_vectors(self) -> None:
        vectors = json.loads(EDGE_VECTORS.read_text("utf-8"))
        cases = vectors["published"] + vectors["crafted"]
        self.assertGreater(len(cases), 80)
        for case in cases:
            with self.subTest(case["name"]):
                parts = [bytes.fromhex(case[name]) for name in ("publicKey", "signature", "message")]
                self.assertEqual(subject.verify_ed25519(*parts), case["valid"])

    def test_base64_vectors(self) -> None:
        for case in json.loads(EDGE_VECTORS.read_text("utf-8"))["base64"]:
            with self.subTest(case["name"]):
                self.assertEqual(subject.decode_base64(case["text"], 64) is not None, case["valid"])

    def test_a_changed_bit_never_holds(self) -> None:
        message, key = b"a message", subject.PublicKey(FIRST.public)
        signature = FIRST.sign(message)
        self.assertTrue(key.verify(signature, message))
        for bit in range(0, 512, 7):
            changed = bytearray(signature)
            changed[bit // 8] ^= 1 << bit % 8
            self.assertFalse(key.verify(bytes(changed), message))


class Merkle(unittest.TestCase):
    """RFC 6962: published leaves, and every proof of the trees of 1 to 20 leaves."""

    LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    ROOT_OF_EIGHT = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"

    def test_published_root(self) -> None:
        hashes = [subject.leaf_hash(bytes.fromhex(leaf)) for leaf in self.LEAVES]
        self.assertEqual(tree_root(hashes).hex(), self.ROOT_OF_EIGHT)

    def test_inclusion(self) -> None:
        hashes = [subject.leaf_hash(bytes([n])) for n in range(20)]
        for size in range(1, 21):
            root = tree_root(hashes[:size])
            for index in range(size):
                path = inclusion_path(index, hashes[:size])
                self.assertTrue(subject.inclusion_holds(index, size, hashes[index], path, root))
                self.assertFalse(subject.inclusion_holds(index, size, hashes[index], [*path, root], root))
                self.assertFalse(subject.inclusion_holds(index, size, bytes(32), path, root))
                self.assertFalse(subject.inclusion_holds(index + size, size, hashes[index], path, root))

    def test_consistency(self) -> None:
        hashes = [subject.leaf_hash(bytes([n])) for n in range(20)]
        for size in range(2, 21):
            root = tree_root(hashes[:size])
            for first in range(1, size):
                path, earlier = consistency_path(first, hashes[:size]), tree_root(hashes[:first])
                self.assertTrue(subject.consistency_holds(first, size, path, earlier, root))
                self.assertFalse(subject.consistency_holds(first, size, path, bytes(32), root))
                self.assertFalse(subject.consistency_holds(first, size, path[:-1], earlier, root))
                self.assertFalse(subject.consistency_holds(first, size, [*path, root], earlier, root))


class Canonical(unittest.TestCase):
    """RFC 8785 without floats."""

    def test_refused(self) -> None:
        texts = ['{"a":1.0}', '{"a":1e3}', '{"a":-0}', '{"a":01}', '{"a":NaN}', '{"a":1,"a":1}', '{"b":1,"a":1}']
        texts += ['{"a": 1}', '{"a":"\\u0041"}', '{"a":"\\ud800"}', '{"a":"\\/"}', '{"a":9007199254740992}', "[]", ""]
        texts += ["[" * 100_000, '{"a":' + "9" * 5000 + "}", '{"a":"\\u001F"}', '{"a":"\n"}', "\ufeff{}", "{}\r"]
        for text in texts:
            with self.subTest(text[:30]):
                self.assertIsNone(subject.parse_canonical(text))

    def test_accepted(self) -> None:
        for text in ["{}", '{"a":-1}', '{"a":"\\u001f\\n\\"/\u007f\u2028"}', '{"\U0001f600":1,"\uffff":2}']:
            with self.subTest(text):
                self.assertIsNotNone(subject.parse_canonical(text))


# --- bundles made here -----------------------------------------------------------------------------------------------


class Bundles(unittest.TestCase):
    """One change each to bundles that are right."""

    def check(self, parts: Dict[str, Any], keys: List[Signer], expected: Any, notes: Tuple[str, ...] = ()) -> Any:
        """Verifies the parts and compares verdict and findings."""
        result = subject.verify_bundle(write(parts), [key.public for key in keys], list(notes))
        self.assertEqual(brief(result), expected, result["findings"])
        return result

    def test_whole(self) -> None:
        selections = [
            ([1, 2, 4], {"kind": "session", "session_id": "s"}),
            ([2, 3, 4], {"from": 2, "kind": "range", "through": 4}),
            ([1, 6], {"filters": {"model": "m"}, "kind": "filter"}),
        ]
        for seqs, selection in selections:
            parts = sample().parts(FIRST, seqs, [], selection=selection)
            self.check(parts, [FIRST], ("verified", []))
            self.check(parts, [], ("unverifiable", []))
            found = [(6, "signature"), *((seq, "signature") for seq in seqs)]
            self.check(parts, [SECOND], ("broken", sorted(set(found))))

    def test_selection_gaps(self) -> None:
        chain = sample()
        parts = chain.parts(FIRST, [1, 4, 5], [], selection={"kind": "session", "session_id": "s"})
        self.check(parts, [FIRST], ("broken", [(4, "seq"), (5, "column"), (5, "seq")]))
        parts = chain.parts(FIRST, [1, 4, 6], [], selection={"from": 2, "kind": "range", "through": 5})
        self.check(parts, [FIRST], ("broken", [(1, "seq"), (2, "seq"), (6, "seq")]))

    def test_content_cannot_move_into_the_salt(self) -> None:
        parts = sample().parts(FIRST, [2], [])
        line = parts["rows.jsonl"][0]
        whole = base64.b64decode(line["salt"]) + line["content"].encode()
        line.update(salt=b64(whole[:17]), content=whole[17:].decode())
        self.check(parts, [FIRST], ("broken", [(2, "content")]))

    def test_a_row_of_another_body_link_and_proof(self) -> None:
        parts = sample().parts(FIRST, [1, 2, 3], [])
        parts["rows.jsonl"][1]["body"] = parts["rows.jsonl"][0]["body"]
        self.check(parts, [FIRST], ("broken", [(2, "column")]))
        parts = sample().parts(FIRST, [1, 2, 3], [])
        other = Chain()
        other.append(FIRST, session_id="other")
        parts["rows.jsonl"][0] = {**other.lines([1])[0], "proof": None}
        self.check(parts, [FIRST], ("broken", [(2, "link")]))

    def test_keys_forward_and_backward(self) -> None:
        parts = rotated().parts(THIRD, [1, 2, 3, 4, 5], [2, 4])
        self.check(parts, [THIRD], ("verified", []))
        self.check(parts, [FIRST, THIRD], ("verified", []))
        # A replacement hands no trust on, so the pin of the first key reaches the third row and no further.
        self.check(parts, [FIRST], ("broken", [(4, "signature"), (5, "signature")]))

    def test_a_rotation_signed_by_its_own_new_key_hands_nothing_on(self) -> None:
        chain = rotated(signer_of_rotation=SECOND)
        parts = chain.parts(THIRD, [3], [2, 4])
        found = [(seq, "signature") for seq in (2, 3, 4, 5)]
        self.check(parts, [FIRST], ("broken", found))

    def test_a_statement_of_another_plane_states_nothing(self) -> None:
        chain = Chain()
        chain.append(FIRST)
        attributes = subject.canonical_json({"new_key": b64(SECOND.public), "old_key": b64(FIRST.public)})
        chain.append(FIRST, event="key_rotation", attributes=attributes)
        chain.append(SECOND)
        # Without a change the checkpoint's key is that of every row, and the note names no pin.
        self.check(chain.parts(SECOND, [3], [2]), [FIRST], ("broken", [(2, "signature"), (3, "signature")]))

    def test_erasure(self) -> None:
        chain = sample()
        erasure = chain.state(FIRST, "erasure", rows="1-2,5", selector="user")
        parts = chain.parts(FIRST, [2], [erasure])
        self.check(parts, [FIRST], ("broken", [(2, "content")]))
        parts["rows.jsonl"][0].update(content=None, salt=None)
        self.assertEqual(self.check(parts, [FIRST], ("verified", []))["erased"], 1)
        parts["history.jsonl"] = []
        self.check(parts, [FIRST], ("broken", [(2, "content")]))

    def test_heads_from_elsewhere(self) -> None:
        chain = sample()
        parts = chain.parts(FIRST, [1], [])
        right, wrong = FIRST.note(3, tree_root(chain.hashes[:3])), FIRST.note(3, bytes(32))
        self.assertEqual(self.check(parts, [FIRST], ("verified", []), (right,))["layer"], "anchored")
        self.check(parts, [FIRST], ("broken", [(3, "root")]), (wrong,))
        self.check(parts, [FIRST], ("broken", [(3, "signature")]), (SECOND.note(3, tree_root(chain.hashes[:3])),))
        self.check(parts, [FIRST], ("verified", []), (SECOND.note(9, bytes(32)),))
        parts["consistency.jsonl"] = []
        self.check(parts, [FIRST], ("broken", [(3, "root")]), (right,))

    def test_the_new_key_signs_a_head_although_the_next_row_replaces_it(self) -> None:
        chain = Chain()
        chain.append(FIRST)
        chain.state(FIRST, "key_rotation", old_key=b64(FIRST.public), new_key=b64(SECOND.public))
        chain.state(THIRD, "key_replacement", old_key=b64(SECOND.public), new_key=b64(THIRD.public))
        parts, head = chain.parts(THIRD, [1], [2, 3]), SECOND.note(2, tree_root(chain.hashes[:2]))
        self.assertEqual(self.check(parts, [THIRD], ("verified", []), (head,))["layer"], "anchored")

    def test_compromised(self) -> None:
        chain = sample()
        statement = chain.state(FIRST, "key_compromised", key_id=FIRST.key_id, since=1003)
        parts = chain.parts(FIRST, [1, 2, 3, 4], [statement])
        self.assertEqual(self.check(parts, [FIRST], ("unverifiable", []))["compromised"], [3, 4])
        head = FIRST.note(3, tree_root(chain.hashes[:3]))
        self.assertEqual(self.check(parts, [FIRST], ("unverifiable", []), (head,))["compromised"], [4])

    def test_usage(self) -> None:
        data = write(sample().parts(FIRST, [1], []))
        for keys, notes in [([bytes(32)], []), ([b"\x01" + bytes(31)], []), ([b"short"], []), ([], ["no note"])]:
            with self.assertRaises(subject.UsageError):
                subject.verify_bundle(data, keys, notes)


def answer(case: Dict[str, Any]) -> Dict[str, Any]:
    """What the verifier says of a case of the corpus."""
    data = (CORPUS / case["file"]).read_bytes()
    try:
        return subject.verify_bundle(data, [base64.b64decode(key) for key in case["keys"]], case["checkpoints"])
    except subject.UsageError:
        return {"verdict": "usage"}


class Corpus(unittest.TestCase):
    """The cases that every verifier has to judge alike."""

    def test_every_case(self) -> None:
        cases = json.loads((CORPUS / "cases.json").read_text("utf-8"))["cases"]
        self.assertGreater(len(cases), 40)
        for case in cases:
            with self.subTest(case["name"]):
                result = answer(case)
                if "findings" in result:
                    result["findings"] = [{"seq": item["seq"], "kind": item["kind"]} for item in result["findings"]]
                self.assertEqual({key: result.get(key) for key in case["expected"]}, case["expected"])


class Hostile(unittest.TestCase):
    """Nothing that a file holds raises, and no change of a byte that is looked at passes."""

    def test_containers(self) -> None:
        data = write(sample().parts(FIRST, [1, 2], []))
        end = len(data) - 22
        start = struct.unpack_from("<L", data, end + 16)[0]
        encrypted = bytearray(data)
        encrypted[start + 8] |= 1
        cases = [b"", b"PK", data[:-1], data + b"\x00", data[:end], data[:start] + data[end:], bytes(encrypted)]
        cases.append(data[: end + 20] + b"\x01\x00x")
        for case in cases:
            self.assertEqual(brief(subject.verify_bundle(case, [FIRST.public], [])), ("broken", [(0, "bundle")]))

    def test_a_bomb_is_refused_before_it_is_inflated(self) -> None:
        parts = sample().parts(FIRST, [1], [])
        parts["rows.jsonl"] = "\n" * 5_000_000
        data = bytearray(write(parts))
        name = data.rindex(b"rows.jsonl")
        for claimed in (100, 5_000_001, 2**32 - 2):
            struct.pack_into("<L", data, name - 22, claimed)
            self.assertEqual(brief(subject.verify_bundle(bytes(data), [], [])), ("broken", [(0, "bundle")]))

    def test_changed_bytes_never_raise(self) -> None:
        data = write(sample().parts(FIRST, [1, 2, 3, 5], []))
        chance = random.Random(1)
        for _ in range(300):
            changed = bytearray(data)
            for _ in range(chance.randrange(1, 4)):
                changed[chance.randrange(len(changed))] = chance.randrange(256)
            self.assertIn(subject.verify_bundle(bytes(changed), [FIRST.public], [])["verdict"], ("broken", "verified"))

    def test_changed_fields_never_raise(self) -> None:
        chance, values = random.Random(2), [None, True, 0, -1, 2**53, "", "x", [], {}, [1], "\u0000", [None]]
        for _ in range(300):
            parts = rotated().parts(THIRD, [1, 2, 3, 4, 5], [2, 4]) if chance.random() < 0.1 else self.parts
            name = chance.choice(["bundle.json", "rows.jsonl", "history.jsonl", "consistency.jsonl"])
            lines = [dict(line) for line in parts[name]]
            line = chance.choice(lines)
            key = chance.choice(sorted(line))
            line[key] = chance.choice([value for value in values if value != line[key]])
            result = subject.verify_bundle(self.unchecked({**parts, name: lines}), [THIRD.public], [])
            # Nothing claims a time of export or a filter, and no head is held that would ask for a consistency proof.
            # A body may be withheld from a reader.
            withheld = (name, key, line[key]) == ("rows.jsonl", "body", None)
            if key not in ("created_at", "path", "selection") and not withheld:
                self.assertEqual(result["verdict"], "broken", (name, key, line[key]))

    def setUp(self) -> None:
        self.parts = rotated().parts(THIRD, [1, 2, 3, 4, 5], [2, 4])

    def unchecked(self, parts: Dict[str, Any]) -> bytes:
        """Like write, for values that the canonical form does not know."""
        return write({name: part if isinstance(part, str) else self.spell(part) for name, part in parts.items()})

    def spell(self, part: List[Any]) -> str:
        """Lines of any values; the canonical form where there is one."""
        lines = (json.dumps(line, separators=(",", ":"), sort_keys=True, ensure_ascii=False) for line in part)
        return "".join(line + "\n" for line in lines)


if __name__ == "__main__":
    unittest.main()
