"""Measures PostgreSQL logical replication between two clusters of its own on Unix sockets: rows move, and nothing is merged."""
import concurrent.futures
import glob
import os
import pwd
import shutil
import signal
import subprocess
import time

import common

KINDS = {common.TEXT: "text", common.INTEGER: "bigint"}
TABLE = "CREATE TABLE hazard(id uuid PRIMARY KEY, " + ", ".join(
    f"{name} {KINDS[kind]} NOT NULL" for name, kind in common.COLUMNS.items() if name != "id") + ")"
SETTINGS = {
    "listen_addresses": "", "wal_level": "logical", "fsync": "on", "synchronous_commit": "on", "full_page_writes": "on",
    "shared_buffers": "256MB", "max_wal_size": "4GB", "max_connections": "200", "max_wal_senders": "120",
    "max_replication_slots": "120", "max_worker_processes": "160", "max_logical_replication_workers": "120",
}
# As it comes, a worker started within five seconds of another one waits for the rest of them.
HASTE = "wal_retrieve_retry_interval"
WAIT_SECONDS = 120


def programs():
    """The directory of PostgreSQL's own programs, version 15 before any other."""
    found = glob.glob("/usr/lib/postgresql/15/bin/initdb") or sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    on_path = shutil.which("initdb")
    return os.path.dirname(found[-1] if found else on_path) if found or on_path else None


def account():
    """The user that runs the servers: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    entry = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


class Cluster:
    """One PostgreSQL server with its data under `folder`, reached only through a Unix socket there."""

    def __init__(self, binaries, folder, who):
        self.binaries, self.folder, self.who = binaries, folder, who
        self.log = open(os.path.join(folder, "log"), "w+", encoding="utf-8")
        data = os.path.join(folder, "data")
        subprocess.run([self.program("initdb"), "-D", data, "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C"],
                       check=True, stdout=self.log, stderr=self.log, cwd=folder, **who)
        command = [self.program("postgres"), "-D", data, "-k", folder]
        for name, value in SETTINGS.items():
            command += ["-c", f"{name}={value}"]
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, cwd=folder, **who)
        deadline = time.monotonic() + 30
        while subprocess.run([self.program("pg_isready"), "-q", "-h", folder]).returncode:
            if time.monotonic() > deadline or self.process.poll() is not None:
                self.log.seek(0)
                raise SystemExit("PostgreSQL did not start: " + self.log.read()[-2_000:])
            time.sleep(0.05)

    def program(self, name):
        return os.path.join(self.binaries, name)

    def sql(self, text, database="postgres"):
        """Runs SQL, each statement in a transaction of its own, and gives what it printed."""
        command = [self.program("psql"), "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-U", "bench", "-d", database]
        result = subprocess.run(command, input=text, capture_output=True, text=True)
        if result.returncode:
            raise SystemExit(f"psql in {database}: {result.stderr[-2_000:]}")
        return result.stdout.strip()

    def until(self, condition, database):
        """Waits inside one connection until the condition holds."""
        self.sql(f"""SET statement_timeout = '{WAIT_SECONDS}s';
            DO $$ BEGIN WHILE NOT ({condition}) LOOP PERFORM pg_sleep(0.01); END LOOP; END $$;""", database)

    def hasten(self, is_hasty):
        """Lets workers start one right after another, or leaves their pauses as they come."""
        self.sql((f"ALTER SYSTEM SET {HASTE} = '50ms'" if is_hasty else f"ALTER SYSTEM RESET {HASTE}") + ";\nSELECT pg_reload_conf();")

    def address(self, database):
        return f"host={self.folder} user=bench dbname={database}"

    def stop(self):
        """Ends the server at once: its data is thrown away, so it need not be tidied first."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()


def literal(value):
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def inserts(records, batch):
    """One INSERT, so one durable transaction, for each batch."""
    rows = ["(" + ",".join(literal(record[name]) for name in common.COLUMNS) + ")" for record in records]
    return "\n".join(f"INSERT INTO hazard VALUES {','.join(part)};" for part in common.batches(rows, batch))


def subscription(publisher, name, source, options):
    return (f"CREATE SUBSCRIPTION {name} CONNECTION '{publisher.address(source)}' PUBLICATION hazards "
            f"WITH (synchronous_commit = on, {options});\n")


def with_table(cluster, *databases):
    """Makes the databases, several at a time, each with the table and its publication."""
    def make(name):
        cluster.sql(f"CREATE DATABASE {name}")
        cluster.sql(TABLE + "; CREATE PUBLICATION hazards FOR TABLE hazard", name)

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(make, databases))


def measure_pair(publisher, subscriber, records, edits):
    """Local writes, the first copy and the edits between two databases."""
    with_table(publisher, "source", "singles")
    with_table(subscriber, "replica")
    result = {}
    singles = inserts(records[:common.SINGLES], 1)
    result["local_single_per_s"] = common.rate(min(common.SINGLES, len(records)),
                                               [common.seconds(lambda: publisher.sql(singles, "singles"))])
    writes = inserts(records, common.BATCH)
    result["local_batch100_per_s"] = common.rate(len(records), [common.seconds(lambda: publisher.sql(writes, "source"))])
    size = int(publisher.sql("SELECT pg_total_relation_size('hazard')", "source"))
    result["disk_bytes_per_record"] = round(size / len(records), 1)

    def copy():
        subscriber.sql(subscription(publisher, "first", "source", "copy_data = true"), "replica")
        subscriber.until("SELECT bool_and(srsubstate = 'r') FROM pg_subscription_rel", "replica")

    result["first_sync_per_s"] = common.rate(len(records), [common.seconds(copy)])
    result["first_sync_rows"] = len(records)
    common.check(int(subscriber.sql("SELECT count(*) FROM hazard", "replica")), len(records), "first copy")
    if edits:
        subscriber.sql("ALTER SUBSCRIPTION first DISABLE", "replica")
        subscriber.until("NOT EXISTS (SELECT FROM pg_stat_subscription WHERE pid IS NOT NULL)", "replica")
        publisher.sql("BEGIN;" + "".join(
            f"UPDATE hazard SET deadline = {edit['deadline']}, measure = {literal(edit['measure'])} "
            f"WHERE id = '{edit['id']}';\n" for edit in edits) + "COMMIT;", "source")
        last = edits[-1]

        def catch_up():
            subscriber.sql("ALTER SUBSCRIPTION first ENABLE", "replica")
            subscriber.until(f"SELECT measure = {literal(last['measure'])} FROM hazard WHERE id = '{last['id']}'",
                             "replica")

        result["edit_seconds"] = round(common.seconds(catch_up), 4)
    result["edit_rows"] = len(edits)
    subscriber.sql("DROP SUBSCRIPTION first", "replica")
    return result


def catching_up(publisher, subscriber, parent, names, rows):
    """Rows a second while one table takes what its children wrote, once all subscriptions to them are enabled."""
    def catch_up():
        subscriber.sql("BEGIN;" + "".join(f"ALTER SUBSCRIPTION {name} ENABLE;" for name in names) + "COMMIT;", parent)
        subscriber.until(f"SELECT count(*) = {rows} FROM hazard", parent)

    rate = common.rate(rows, [common.seconds(catch_up)])
    subscriber.sql("".join(f"DROP SUBSCRIPTION {name};\n" for name in names), parent)
    return rate


def measure_fan_in(publisher, subscriber, shares):
    """50 databases into one table: what they wrote while cut off, and their first copies."""
    children = [f"child{number}" for number in range(len(shares))]
    rows = sum(map(len, shares))
    with_table(publisher, *children)
    with_table(subscriber, "parent", "patient", "copies")
    for parent in ("parent", "patient"):
        subscriber.sql("".join(subscription(publisher, f"{parent}_{child}", child, "copy_data = false, enabled = false")
                               for child in children), parent)
    for child, share in zip(children, shares):
        publisher.sql(inserts(share, common.BATCH), child)

    def copy():
        subscriber.sql("".join(subscription(publisher, child + "_copy", child, "copy_data = true") for child in children), "copies")
        subscriber.until(f"SELECT count(*) = {rows} FROM hazard", "copies")

    def names(parent):
        return [f"{parent}_{child}" for child in children]

    result = {"fan_in_per_s": catching_up(publisher, subscriber, "parent", names("parent"), rows)}
    subscriber.hasten(False)
    result["fan_in_as_it_comes_per_s"] = catching_up(publisher, subscriber, "patient", names("patient"), rows)
    subscriber.hasten(True)
    result["fan_in_first_copies_per_s"] = common.rate(rows, [common.seconds(copy)])
    return result | {"fan_in_rows": rows, "fan_in_children": len(children)}


def main():
    options = common.options(__doc__)
    binaries = programs()
    if not binaries:
        common.report(peer="postgresql", skipped="PostgreSQL's initdb is not installed (Debian: postgresql-15)")
        return
    lines = common.read(options.records, options.count)
    records, edits = [line["record"] for line in lines], common.edits_of(options, lines)
    who, clusters = account(), []
    with common.workspace() as folder:
        os.chmod(folder, 0o755)
        try:
            for name in ("pub", "sub"):
                place = os.path.join(folder, name)
                os.mkdir(place)
                if who:
                    os.chown(place, who["user"], who["group"])
                clusters.append(Cluster(binaries, place, who))
                clusters[-1].hasten(True)
            result = measure_pair(*clusters, records, edits)
            result |= measure_fan_in(*clusters, common.shares(lines))
            version = clusters[0].sql("SHOW server_version")
        finally:
            for cluster in clusters:
                cluster.stop()
    common.report(
        peer="postgresql", version=version, durable=True, settings=SETTINGS, rows=len(records),
        local_single_rows=min(common.SINGLES, len(records)), **result, wire_bytes_per_record=None, edit_bytes=None,
        notes=["no merge: the last writer of a row wins, or the subscription stops",
               "local writes: one INSERT of 100 rows is one transaction, sent by psql",
               f"{HASTE} is 50ms, but for fan_in_as_it_comes",
               "fan_in: 50 databases of one cluster wrote while their subscriptions were disabled, then all are enabled",
               "fan_in_first_copies: 50 subscriptions made one after another, each copying its table",
               "bytes on the wire are not measured",
               "disk counts the table and its index, not the log"],
    )


if __name__ == "__main__":
    main()
