"""Measures doltlite (SQLite's interface over Dolt's versioned storage): commits, clones over loopback HTTP and merges."""
import ctypes
import os

import doltlite  # must come before sqlite3: it puts its engine in that module's place
import sqlite3

import common

# Every batch is a commit in Dolt's history, so larger rounds only take longer.
ROWS_MAX = 10_000


class Server:
    """doltlite's own HTTP server for a folder of databases, on a free loopback port."""

    def __init__(self, folder):
        self.library = ctypes.CDLL(doltlite.libdoltlite_path())
        self.library.doltliteServeAsync.restype = ctypes.c_void_p
        self.library.doltliteServeAsync.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p]
        self.library.doltliteServerPort.argtypes = [ctypes.c_void_p]
        self.library.doltliteServerStop.argtypes = [ctypes.c_void_p]
        self.handle = self.library.doltliteServeAsync(os.fsencode(folder), 0, b"127.0.0.1")
        self.port = self.library.doltliteServerPort(self.handle)

    def address(self, name):
        return f"http://127.0.0.1:{self.port}/{name}"

    def stop(self):
        self.library.doltliteServerStop(self.handle)


def opened(path):
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    return connection


def call(connection, function, *arguments):
    return connection.execute(f"SELECT {function}({','.join('?' * len(arguments))})", arguments).fetchall()


def created(path):
    connection = opened(path)
    connection.execute(common.SQLITE_TABLE)
    call(connection, "dolt_commit", "-A", "-m", "table")
    return connection


def cloned(path, address):
    connection = opened(path)
    call(connection, "dolt_clone", address)
    return connection


def write(connection, statement, rows, batch=common.BATCH):
    """Each batch is a transaction that ends in a Dolt commit, durable when it returns."""
    for part in common.batches(rows, batch):
        connection.execute("BEGIN")
        connection.executemany(statement, part)
        call(connection, "dolt_commit", "-A", "-m", "batch")


def count_of(connection):
    return connection.execute("SELECT count(*) FROM hazard").fetchall()[0][0]


def main():
    options = common.options(__doc__)
    lines = common.read(options.records, options.count)
    rows = [common.row(line["record"]) for line in lines[:ROWS_MAX]]
    shares = [[common.row(record) for record in share] for share in common.shares(lines)]
    edits = [(edit["deadline"], edit["measure"], common.row(edit)[0]) for edit in common.edits_of(options, lines[:ROWS_MAX])]
    singles = rows[:common.SINGLES]
    with common.workspace() as folder:
        path = lambda name: os.path.join(folder, name)
        server = Server(folder)
        local, first = [], []
        for number in range(options.rounds):
            source = created(path(f"source{number}.db"))
            local.append(common.seconds(lambda: write(source, common.SQLITE_INSERT, rows)))
            source.close()
            results = {}
            first.append(common.seconds(lambda: results.update(
                replica=cloned(path(f"replica{number}.db"), server.address(f"source{number}.db")))))
            replica = results["replica"]
            common.check(count_of(replica), len(rows), "clone")
            if number < options.rounds - 1:
                replica.close()
        disk = common.disk_bytes(path("source0.db"))
        arrived = common.disk_bytes(path(f"replica{options.rounds - 1}.db"))
        alone = created(path("alone.db"))
        single = common.seconds(lambda: write(alone, common.SQLITE_INSERT, singles, 1))
        alone.close()
        edit_seconds = edit_bytes = None
        if edits:
            source = opened(path(f"source{options.rounds - 1}.db"))
            write(source, common.SQLITE_EDIT, edits, len(edits))
            source.close()
            edit_seconds = round(common.seconds(lambda: call(replica, "dolt_pull", "origin", "main")), 4)
            edit_bytes = common.disk_bytes(path(f"replica{options.rounds - 1}.db")) - arrived
            found = replica.execute("SELECT measure FROM hazard WHERE id=?", (edits[-1][2],)).fetchall()[0][0]
            common.check(found == edits[-1][1], True, "edits")
        replica.close()

        parent = created(path("parent.db"))
        parent.close()
        for number, share in enumerate(shares):
            child = cloned(path(f"child{number}.db"), server.address("parent.db"))
            write(child, common.SQLITE_INSERT, share)
            child.close()
        parent = opened(path("parent.db"))

        def gather():
            for number in range(len(shares)):
                call(parent, "dolt_remote", "add", f"child{number}", server.address(f"child{number}.db"))
                call(parent, "dolt_fetch", f"child{number}", "main")
                call(parent, "dolt_merge", f"child{number}/main")

        fan = common.seconds(gather)
        fan_in_rows = sum(map(len, shares))
        common.check(count_of(parent), fan_in_rows, "fan-in")
        parent.close()
        server.stop()
    count = len(rows)
    common.report(
        peer="doltlite", version=doltlite.__version__, durable=True, settings=["synchronous=FULL"], rows=count,
        local_batch100_per_s=common.rate(count, local),
        local_single_per_s=common.rate(len(singles), [single]), local_single_rows=len(singles),
        first_sync_per_s=common.rate(count, first), first_sync_rows=count,
        fan_in_per_s=common.rate(fan_in_rows, [fan]), fan_in_rows=fan_in_rows, fan_in_children=len(shares),
        wire_bytes_per_record=round(arrived / count, 1), disk_bytes_per_record=round(disk / count, 1),
        edit_rows=len(edits), edit_seconds=edit_seconds, edit_bytes=edit_bytes,
        notes=["each batch ends in a Dolt commit; first sync is a clone and fan-in a fetch and merge of each child, over loopback HTTP",
               f"first sync and local writes with at most {ROWS_MAX} records", "bytes on the wire are judged by what arrived: how much the clone's file grew",
               "a merge that meets a conflict waits for a person"] + ([] if edits else ["no edits among these records"]),
    )


if __name__ == "__main__":
    main()
