"""What the peers share: the records file, the fan-in shares, timing and the shape of a result."""
import argparse
import concurrent.futures
import contextlib
import json
import os
import shutil
import signal
import statistics
import sys
import tempfile
import time
import zlib

TEXT, INTEGER = "TEXT", "INTEGER"
COLUMNS = {
    "id": TEXT, "area": TEXT, "enterprise": TEXT, "category": TEXT, "description": TEXT, "place": TEXT,
    "severity": INTEGER, "found_at": INTEGER, "deadline": INTEGER, "found_by": TEXT, "measure": TEXT,
    "longitude": INTEGER, "latitude": INTEGER, "code": TEXT,
}
FAN_IN_CHILDREN = 50
FAN_IN_ROWS = 1_000
BATCH = 100
SINGLES = 1_000

# Durable, and otherwise SQLite's own settings: a longer log and a larger cache made no peer faster here.
SQLITE_SETTINGS = ("journal_mode=WAL", "synchronous=FULL")
SQLITE_TABLE = "CREATE TABLE hazard(id BLOB PRIMARY KEY NOT NULL, " + ", ".join(
    f"{name} {kind} NOT NULL" for name, kind in COLUMNS.items() if name != "id") + ")"
SQLITE_INSERT = f"INSERT INTO hazard VALUES({','.join('?' * len(COLUMNS))})"
SQLITE_EDIT = "UPDATE hazard SET deadline=?, measure=? WHERE id=?"


def options(description):
    """The arguments that every peer's script takes."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--records", required=True, help="JSON lines written by records.py")
    parser.add_argument("--edits", help="JSON lines written by records.py --edits")
    parser.add_argument("--count", type=int, help="use only the first so many records")
    parser.add_argument("--rounds", type=int, default=3, help="repeat short measurements and take the median")
    # Whoever stops a script stops what it started and removes its files, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    return parser.parse_args()


def read(path, count=None):
    """The lines of a records file, as objects."""
    rows = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            if count is not None and len(rows) == count:
                break
            rows.append(json.loads(line))
    return rows


def row(record):
    """A record as a tuple in column order, its id as 16 bytes."""
    return (bytes.fromhex(record["id"].replace("-", "")), *(record[name] for name in list(COLUMNS)[1:]))


def batches(items, size):
    return (items[start:start + size] for start in range(0, len(items), size))


def shares(lines):
    """The records of 50 children: each author's first 1,000, or what the author with fewest has."""
    by_author = {}
    for line in lines:
        by_author.setdefault(line["author"], []).append(line["record"])
    size = min(FAN_IN_ROWS, *(len(records) for records in by_author.values()))
    return [records[:size] for _, records in sorted(by_author.items())][:FAN_IN_CHILDREN]


def edits_of(options, lines):
    """The edited records whose originals are among `lines`."""
    if not options.edits:
        return []
    known = {line["record"]["id"] for line in lines}
    return [line["record"] for line in read(options.edits) if line["record"]["id"] in known]


def seconds(action):
    """Wall seconds of one call."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def median(durations):
    return round(statistics.median(durations), 4) if durations else None


def rate(rows, durations):
    """Rows a second of the median duration."""
    return round(rows / statistics.median(durations), 1)


def deflated(data):
    return len(zlib.compress(data, 6))


def disk_bytes(*paths):
    """Bytes of the files, with a SQLite database's log."""
    return sum(os.path.getsize(path + end) for path in paths for end in ("", "-wal") if os.path.exists(path + end))


@contextlib.contextmanager
def workspace():
    """A directory that is removed when the block ends."""
    folder = tempfile.mkdtemp(prefix="gridward-peer-")
    try:
        yield folder
    finally:
        # Many at a time: a disk that discards each freed block makes one after another slow.
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            for place, _, names in os.walk(folder):
                pool.map(os.unlink, [os.path.join(place, name) for name in names])
        shutil.rmtree(folder)


def check(actual, expected, what):
    """A peer that lost rows has no figures."""
    if actual != expected:
        raise SystemExit(f"{what}: {actual} rows, expected {expected}")


def report(**result):
    print(json.dumps(result, ensure_ascii=False), flush=True)
