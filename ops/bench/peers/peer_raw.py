"""Measures raw SQLite through C: no history, no sync, only the rows on disk."""
import json
import os
import pathlib
import struct
import subprocess

import common


def packed(value):
    """A value as raw_sqlite.c reads it."""
    if isinstance(value, int):
        return b"i" + struct.pack("<q", value)
    data = value.encode() if isinstance(value, str) else value
    return (b"t" if isinstance(value, str) else b"b") + struct.pack("<I", len(data)) + data


def main():
    options = common.options(__doc__)
    lines = common.read(options.records, options.count)
    count, singles = len(lines), min(common.SINGLES, len(lines))
    with common.workspace() as folder:
        program, data = os.path.join(folder, "raw_sqlite"), os.path.join(folder, "records.bin")
        source = pathlib.Path(__file__).with_name("raw_sqlite.c")
        try:
            subprocess.run(["cc", "-O2", "-Wall", "-Wextra", "-o", program, source, "-lsqlite3"], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as error:
            why = getattr(error, "stderr", b"").decode(errors="replace").strip().splitlines()[:1] or [str(error)]
            common.report(peer="raw-sqlite", skipped=f"no C compiler with SQLite's header (Debian: gcc, libsqlite3-dev): {why[0]}")
            return
        with open(data, "wb") as file:
            for line in lines:
                file.write(b"".join(map(packed, common.row(line["record"]))))
        schema = ";".join(f"PRAGMA {setting}" for setting in common.SQLITE_SETTINGS) + ";" + common.SQLITE_TABLE

        def fill(rows, batch):
            command = [program, os.path.join(folder, "raw.db"), schema, common.SQLITE_INSERT, data, str(rows), str(batch)]
            return [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(options.rounds)]

        local, bulk, single = fill(count, common.BATCH), fill(count, 1_000), fill(singles, 1)
    common.report(
        peer="raw-sqlite", version=local[0]["version"], durable=True, settings=common.SQLITE_SETTINGS, rows=count,
        local_batch100_per_s=common.rate(count, [each["seconds"] for each in local]),
        local_bulk1000_per_s=common.rate(count, [each["seconds"] for each in bulk]),
        local_single_per_s=common.rate(singles, [each["seconds"] for each in single]), local_single_rows=singles,
        disk_bytes_per_record=round(local[0]["bytes"] / count, 1),
        notes=["a store only: no history, no sync"],
    )


if __name__ == "__main__":
    main()
