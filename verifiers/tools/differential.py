#!/usr/bin/env python3
"""Looks for bundles that the Python and the Node verifier judge differently.

    python3 verifiers/tools/differential.py [--count 2000] [--seed 1] [--node node] [--keep folder]

Half of the bundles are made new, rightly signed but with odd histories; half are changed bundles of the corpus. Both
verifiers have to give the same verdict, findings (seq and kind) and counts. Exit code 1 when they differ.
"""

from __future__ import annotations

import argparse
import base64
import copy
import io
import json
import random
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any, Dict, List, Tuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "verifiers" / "python"))

import test_verify_bundle as maker  # noqa: E402 - the folder is no package
import verify_bundle as verifier  # noqa: E402

Job = Tuple[bytes, List[bytes], List[str]]
SIGNERS = [maker.Signer(byte) for byte in (1, 2, 3, 4)]
ODD = [None, True, 0, 1, -1, 2**53 - 1, 2**53, "", "x", "0", "\u0000", "\ue000", "\U0001f600", [], {}, [""], {"a": "b"}]
LINES = ("bundle.json", "rows.jsonl", "history.jsonl", "consistency.jsonl")
EVENTS = ["key_rotation", "key_replacement", "erasure", "erasure", "key_compromised", "rollback_accepted"]
SETS = ["1", "1-3", "2,4", "1-2,3", "3-3", "4-2", "0", "", "1,", "01", "1-9007199254740991", "2,2", " 1", "5-8,10"]


# --- bundles made new ------------------------------------------------------------------------------------------------


def add_statement(chance: random.Random, chain: maker.Chain, signer: maker.Signer) -> maker.Signer:
    """Appends one administrative row, mostly right, and returns who signs from then on."""
    old, new = (signer if chance.random() < 0.85 else chance.choice(SIGNERS)), chance.choice(SIGNERS)
    event = chance.choice(EVENTS)
    fields: Dict[str, Any] = {"actor": "cli"}
    if event.startswith("key_r"):
        fields.update(old_key=maker.b64(old.public), new_key=maker.b64(new.public))
    if event == "erasure":
        fields.update(rows=chance.choice(SETS), selector="user")
    if event == "key_compromised":
        fields.update(key_id=chance.choice(SIGNERS).key_id, since=1000 + chance.randrange(12))
    if chance.random() < 0.1:
        fields[chance.choice(sorted(fields))] = chance.choice([value for value in ODD if value != 2**53])
    attributes = verifier.canonical_json(fields)
    if chance.random() < 0.04:
        attributes = chance.choice([attributes + " ", attributes.replace(":", ": ", 1), "[]", "null", "{", ""])
    signs = new if event == "key_replacement" and chance.random() < 0.9 else signer
    plane = "agent" if chance.random() < 0.93 else "claude_code"
    chain.append(signs, event=event, plane=plane, attributes=attributes)
    return new if event.startswith("key_r") and chance.random() < 0.93 else signer


def add_row(chance: random.Random, chain: maker.Chain, signer: maker.Signer) -> None:
    """Appends one row of telemetry, at times of an odd body."""
    columns: Dict[str, Any] = {"session_id": chance.choice([None, "s", "s", "t", ""])}
    if chance.random() < 0.08:
        columns[chance.choice(sorted(verifier.BODY_KEYS - {"session_id"}))] = chance.choice(ODD[:6] + ODD[7:13])
    content = chance.choice([None, "{}", '{"prompt":"h\u00e9"}', ""])
    if chance.random() < 0.03:
        signer = chance.choice(SIGNERS)
    chain.append(signer, content, **columns)


def selection_of(chance: random.Random, chain: maker.Chain) -> Tuple[List[int], Dict[str, Any]]:
    """Rows and what bundle.json says of them, mostly right."""
    size = len(chain.rows)
    kind = chance.choice(["session", "range", "filter"])
    if kind == "session":
        seqs = [index + 1 for index, row in enumerate(chain.rows) if row["session"] == "s"]
        selection: Dict[str, Any] = {"kind": kind, "session_id": "s"}
    elif kind == "range":
        first = chance.randrange(1, size + 1)
        through = chance.randrange(first, size + 1)
        seqs, selection = list(range(first, through + 1)), {"from": first, "kind": kind, "through": through}
    else:
        seqs = sorted(chance.sample(range(1, size + 1), chance.randrange(size + 1)))
        selection = {"kind": kind, "filters": {}}
    if seqs and chance.random() < 0.15:
        seqs.remove(chance.choice(seqs))
    if chance.random() < 0.1:
        seqs = sorted({*seqs, chance.randrange(1, size + 1)})
    return seqs, selection


def heads_of(chance: random.Random, chain: maker.Chain, signer: maker.Signer) -> List[str]:
    """Checkpoints held from elsewhere."""
    notes = []
    for _ in range(chance.choice([0, 0, 1, 2])):
        size = chance.randrange(0, len(chain.rows) + 2)
        root = maker.tree_root(chain.hashes[:size]) if chance.random() < 0.85 else bytes(32)
        notes.append((signer if chance.random() < 0.6 else chance.choice(SIGNERS)).note(size, root))
    return notes


def made(chance: random.Random) -> Tuple[Dict[str, Any], List[bytes], List[str]]:
    """Parts of a new bundle, pins and held notes."""
    chain, signer = maker.Chain(), chance.choice(SIGNERS[:2])
    add_row(chance, chain, signer)
    for _ in range(chance.randrange(14)):
        if chance.random() < 0.3:
            signer = add_statement(chance, chain, signer)
        else:
            add_row(chance, chain, signer)
    seqs, selection = selection_of(chance, chain)
    events = [json.loads(row["line"]["body"])["event"] for row in chain.rows]
    history = [index + 1 for index, event in enumerate(events) if event and chance.random() < 0.96]
    notary = signer if chance.random() < 0.93 else chance.choice(SIGNERS)
    parts = chain.parts(notary, seqs, history, selection=selection)
    for line in parts["rows.jsonl"]:
        if chance.random() < 0.3:
            line.update(content=None, salt=None)
            if chance.random() < 0.3:
                line["body"] = None
    pins = [pin.public for pin in chance.sample(SIGNERS, chance.choice([0, 1, 1, 1, 2, 3]))]
    return parts, pins, heads_of(chance, chain, signer)


# --- changes ---------------------------------------------------------------------------------------------------------


def change_text(chance: random.Random, text: str) -> str:
    """A text with one small change."""
    if not text:
        return "0"
    at = chance.randrange(len(text))
    letter = chance.choice('0123456789AZaz+/=-\n "\\{}\u0000\u00e9\u2014\ufeff')
    behind = text[at + 1 :]
    return text[:at] + chance.choice([letter + behind, letter + text[at:], behind])


def change_value(chance: random.Random, value: Any, pool: List[Any]) -> Any:
    """Another value of the same or another type; `pool` holds what stands at the same place elsewhere."""
    kind = chance.random()
    if kind < 0.5 and pool:
        return copy.deepcopy(chance.choice(pool))
    if kind < 0.6:
        return copy.deepcopy(chance.choice(ODD))
    if isinstance(value, bool) or value is None:
        return chance.choice(ODD)
    if isinstance(value, int):
        return value + chance.choice([-1, 1, 2])
    if isinstance(value, list) and value:
        at = chance.randrange(len(value))
        changed = change_value(chance, value[at], value)
        before, behind = value[:at], value[at + 1 :]
        return chance.choice([before + behind, value + [value[at]], before + [changed] + behind])
    if isinstance(value, dict) and value:
        key = chance.choice(sorted(value))
        return {**value, key: change_value(chance, value[key], [])}
    return change_text(chance, value) if isinstance(value, str) else chance.choice(ODD)


def change_lines(chance: random.Random, lines: List[Dict[str, Any]]) -> None:
    """Changes one line, or the list of lines, in place."""
    at = chance.randrange(len(lines))
    kind = chance.random()
    if kind < 0.08:
        lines.pop(at)
    elif kind < 0.12:
        lines.insert(at, dict(lines[at]))
    elif kind < 0.18:
        other = chance.randrange(len(lines))
        lines[at], lines[other] = lines[other], lines[at]
    elif kind < 0.22:
        lines[at].pop(chance.choice(sorted(lines[at])))
    elif kind < 0.25:
        lines[at][chance.choice(["a", "z", "\ue000", "\U0001f600"])] = 1
    else:
        key = chance.choice(sorted(lines[at]))
        pool = [line[key] for line in lines if key in line and line[key] != lines[at][key]]
        lines[at][key] = change_value(chance, lines[at][key], pool)


def change_parts(chance: random.Random, parts: Dict[str, Any]) -> None:
    """Changes one part of a bundle in place."""
    name = chance.choice([*LINES, "rows.jsonl", "rows.jsonl", "history.jsonl", "checkpoint.txt"])
    part = parts.get(name)
    if isinstance(part, str):
        parts[name] = change_text(chance, part)
    elif part and chance.random() < 0.12:
        parts[name] = change_text(chance, spell(part))
    elif part:
        change_lines(chance, part)
    if chance.random() < 0.9 and isinstance(parts.get("bundle.json"), list) and isinstance(parts["rows.jsonl"], list):
        for header in parts["bundle.json"]:
            header["rows"] = len(parts["rows.jsonl"])


def spell(part: Any) -> str:
    """The text of a part; canonical where its values have a canonical form."""
    if isinstance(part, str):
        return part
    dump = lambda line: json.dumps(line, separators=(",", ":"), sort_keys=True, ensure_ascii=False)  # noqa: E731
    return "".join(dump(line) + "\n" for line in part)


def pack(chance: random.Random, parts: Dict[str, Any]) -> bytes:
    """The ZIP file, at times with its container changed."""
    out = io.BytesIO()
    names = list(parts) if chance.random() < 0.9 else chance.sample(list(parts), len(parts))
    with zipfile.ZipFile(out, "w", chance.choice([zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])) as archive:
        for name in names:
            archive.writestr(name, spell(parts[name]).encode("utf-8", "surrogatepass"))
    data = bytearray(out.getvalue())
    if chance.random() < 0.12:
        start = int.from_bytes(data[-6:-2], "little")
        region = range(start, len(data)) if chance.random() < 0.7 else range(len(data))
        for _ in range(chance.choice([1, 1, 2])):
            at = chance.choice(region)
            data[at] = chance.choice([0, 1, 8, 0xFF, data[at] ^ 1 << chance.randrange(8)])
    return bytes(data)


def read_parts(data: bytes) -> Dict[str, Any]:
    """The parts of a bundle of the corpus."""
    texts = {name: content.decode("utf-8") for name, content in verifier.read_container(data).items()}
    texts["README.md"] = "words"
    for name in LINES:
        if name in texts:
            texts[name] = [json.loads(line) for line in texts[name].split("\n")[:-1]]  # type: ignore[assignment]
    return dict(texts)


def corpus() -> List[Tuple[Dict[str, Any], List[bytes], List[str]]]:
    """The accepted bundles of the corpus, taken apart."""
    folder = ROOT / "verifiers" / "corpus"
    cases = json.loads((folder / "cases.json").read_text("utf-8"))["cases"]
    accepted = [case for case in cases if case["file"].startswith("accept/")]
    keys = [[base64.b64decode(key) for key in case["keys"]] for case in accepted]
    parts = [read_parts((folder / case["file"]).read_bytes()) for case in accepted]
    return [(part, pins, case["checkpoints"]) for part, pins, case in zip(parts, keys, accepted)]


def jobs(count: int, seed: int) -> List[Job]:
    """Bundles to judge, the same for the same seed."""
    accepted, found = corpus(), []
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")
        parts, pins, notes = made(chance) if number % 2 else copy.deepcopy(chance.choice(accepted))
        for _ in range(chance.choice([0, 0, 0, 1]) if number % 2 else chance.choice([1, 1, 1, 2, 3])):
            change_parts(chance, parts)
        if chance.random() < 0.05:
            notes = [change_text(chance, note) for note in notes]
        if number % 2 == 0 and chance.random() < 0.1:
            pins = [signer.public for signer in chance.sample(SIGNERS, 2)]
        found.append((pack(chance, parts), pins, notes))
    return found


# --- both verifiers --------------------------------------------------------------------------------------------------


def comparable(result: Dict[str, Any]) -> Dict[str, Any]:
    """What has to be equal: everything but the details."""
    findings = [(item["seq"], item["kind"]) for item in result.get("findings", [])]
    if findings == [(0, "bundle")] or "rows" not in result:
        return {"verdict": result["verdict"], "findings": findings}
    return {**{key: result[key] for key in result if key != "findings"}, "findings": findings}


def judge_with_python(job: Job) -> Dict[str, Any]:
    """The verdict of the Python verifier."""
    try:
        return comparable(verifier.verify_bundle(*job))
    except verifier.UsageError:
        return {"verdict": "usage", "findings": []}


def judge_with_node(node: str, found: List[Job]) -> List[Dict[str, Any]]:
    """The verdicts of the Node verifier, asked as a program of its own."""
    lines = [
        json.dumps({"bundle": maker.b64(data), "keys": [maker.b64(key) for key in keys], "checkpoints": notes})
        for data, keys, notes in found
    ]
    script = str(ROOT / "verifiers" / "tools" / "judge-with-node.mjs")
    jobs_text = "".join(line + "\n" for line in lines)
    done = subprocess.run([*node.split(), script], input=jobs_text, capture_output=True, text=True, check=True)
    return [comparable({"findings": [], **json.loads(line)}) for line in done.stdout.splitlines()]


def main() -> int:
    """Runs the comparison and prints every difference."""
    parser = argparse.ArgumentParser(description="Compares the Python with the Node verifier over changed bundles.")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--node", default="node", help="the command that runs Node")
    parser.add_argument("--keep", help="a folder for the bundles that are judged differently")
    options = parser.parse_args()
    found = jobs(options.count, options.seed)
    ours, theirs = [judge_with_python(job) for job in found], judge_with_node(options.node, found)
    different = [number for number in range(options.count) if ours[number] != theirs[number]]
    for number in different:
        print(f"{options.seed}/{number}\n  python {ours[number]}\n  node   {theirs[number]}")
        if options.keep:
            Path(options.keep, f"{options.seed}-{number}.zip").write_bytes(found[number][0])
    counts = dict(Counter(answer["verdict"] for answer in ours))
    malformed = sum(1 for answer in ours if answer["findings"] == [(0, "bundle")])
    print(f"{options.count} bundles, {len(different)} judged differently; {counts}, {malformed} of them malformed")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
