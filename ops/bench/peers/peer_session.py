"""Measures SQLite session changesets: changes recorded, handed over in memory and applied, with no network and no merge rule."""
import os

import apsw

import common


def database(path):
    """A new database with the table and the durable settings."""
    connection = apsw.Connection(path)
    for setting in common.SQLITE_SETTINGS:
        connection.execute(f"PRAGMA {setting}").fetchall()
    connection.execute(common.SQLITE_TABLE)
    return connection


def watched(connection):
    """A session that records the table's changes from now on."""
    session = apsw.Session(connection, "main")
    session.attach("hazard")
    return session


def write(connection, statement, rows):
    for batch in common.batches(rows, common.BATCH):
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(statement, batch)
        connection.execute("COMMIT")


def recorded(path, rows):
    """The changeset of a child that wrote `rows`, and how many seconds it took to make."""
    connection = database(path)
    session = watched(connection)
    write(connection, common.SQLITE_INSERT, rows)
    changeset = b""

    def make():
        nonlocal changeset
        changeset = session.changeset()

    taken = common.seconds(make)
    session.close()
    connection.close()
    return changeset, taken


def applied(path, changesets):
    """Seconds to apply the changesets, each in a durable transaction, to a new database; and that database."""
    connection = database(path)

    def apply():
        for changeset in changesets:
            apsw.Changeset.apply(changeset, connection)

    return common.seconds(apply), connection


def count_of(connection):
    return connection.execute("SELECT count(*) FROM hazard").fetchall()[0][0]


def main():
    options = common.options(__doc__)
    lines = common.read(options.records, options.count)
    rows = [common.row(line["record"]) for line in lines]
    children = [[common.row(record) for record in share] for share in common.shares(lines)]
    edits = [(edit["deadline"], edit["measure"], common.row(edit)[0]) for edit in common.edits_of(options, lines)]
    local, make, first, fan, edit_seconds = [], [], [], [], []
    edit_changeset = b""
    with common.workspace() as folder:
        path = lambda name: os.path.join(folder, name)
        made = [recorded(path(f"child-{i}.db"), share) for i, share in enumerate(children)]
        shares, making = [changeset for changeset, _ in made], sum(taken for _, taken in made)
        for round_number in range(options.rounds):
            source = database(path(f"source-{round_number}.db"))
            session = watched(source)
            local.append(common.seconds(lambda: write(source, common.SQLITE_INSERT, rows)))
            changeset = b""

            def take():
                nonlocal changeset
                changeset = session.changeset()

            make.append(common.seconds(take))
            session.close()
            taken, replica = applied(path(f"replica-{round_number}.db"), [changeset])
            first.append(taken)
            common.check(count_of(replica), len(rows), "first sync")
            taken, parent = applied(path(f"parent-{round_number}.db"), shares)
            fan.append(taken)
            common.check(count_of(parent), sum(map(len, children)), "fan-in")
            if edits:
                session = watched(source)
                write(source, common.SQLITE_EDIT, edits)
                edit_changeset = session.changeset()
                session.close()
                edit_seconds.append(common.seconds(lambda: apsw.Changeset.apply(edit_changeset, replica)))
            for connection in (source, replica, parent):
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                connection.close()
            disk = common.disk_bytes(path(f"source-{round_number}.db"))
            for name in ("source", "replica", "parent"):
                os.remove(path(f"{name}-{round_number}.db"))
    count, fan_in_rows = len(rows), sum(map(len, children))
    common.report(
        peer="sqlite-session", version=f"apsw {apsw.apsw_version()}, SQLite {apsw.sqlite_lib_version()}", durable=True,
        settings=common.SQLITE_SETTINGS, rows=count,
        local_batch100_per_s=common.rate(count, local),
        first_sync_per_s=common.rate(count, first), first_sync_rows=count,
        first_sync_with_making_per_s=common.rate(count, [a + b for a, b in zip(make, first)]),
        fan_in_per_s=common.rate(fan_in_rows, fan),
        fan_in_with_making_per_s=common.rate(fan_in_rows, [making + taken for taken in fan]), fan_in_rows=fan_in_rows, fan_in_children=len(children),
        wire_bytes_per_record=round(len(changeset) / count, 1),
        wire_deflated_bytes_per_record=round(common.deflated(changeset) / count, 1),
        disk_bytes_per_record=round(disk / count, 1),
        edit_rows=len(edits), edit_seconds=common.median(edit_seconds),
        edit_bytes=len(edit_changeset) if edits else None,
        edit_deflated_bytes=common.deflated(edit_changeset) if edits else None,
        notes=["first sync and fan-in apply changesets that are already in memory: no network, no history, no merge rule",
               "edits are applied only, their changeset carries old and new values"] + ([] if edits else ["no edits file given"]),
    )


if __name__ == "__main__":
    main()
