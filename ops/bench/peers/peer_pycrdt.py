"""Measures pycrdt (Yjs in Rust): one map of fields for each record, merged per field, in memory."""
import importlib.metadata

import pycrdt

import common

# Its document keeps every field as an item of its own, so larger rounds only take longer.
ROWS_MAX = 10_000


def document():
    """A document whose root map holds the records by id."""
    doc = pycrdt.Doc()
    return doc, doc.get("hazards", type=pycrdt.Map)


def write(doc, hazards, records):
    for batch in common.batches(records, common.BATCH):
        with doc.transaction():
            for record in batch:
                hazards[record["id"]] = pycrdt.Map({name: record[name] for name in common.COLUMNS if name != "id"})


def merged(updates):
    """A new document's map after all updates."""
    doc, hazards = document()
    for update in updates:
        doc.apply_update(update)
    return doc, hazards


def main():
    options = common.options(__doc__)
    lines = common.read(options.records, options.count)
    records = [line["record"] for line in lines][:ROWS_MAX]
    shares, edits = [], common.edits_of(options, lines[:ROWS_MAX])
    for share in common.shares(lines):
        doc, hazards = document()
        write(doc, hazards, share)
        shares.append((len(share), doc.get_update()))
    fan_in_rows = sum(size for size, _ in shares)
    local, make, first, fan, edit_seconds = [], [], [], [], []
    edit_update = b""
    for _ in range(options.rounds):
        source, hazards = document()
        local.append(common.seconds(lambda: write(source, hazards, records)))
        results = {}
        make.append(common.seconds(lambda: results.update(update=source.get_update())))
        first.append(common.seconds(lambda: results.update(replica=merged([results["update"]]))))
        replica, copy = results["replica"]
        common.check(len(copy), len(records), "first sync")
        fan.append(common.seconds(lambda: results.update(parent=merged(update for _, update in shares))))
        common.check(len(results["parent"][1]), fan_in_rows, "fan-in")
        if edits:
            state = replica.get_state()
            with source.transaction():
                for edit in edits:
                    hazards[edit["id"]]["deadline"] = edit["deadline"]
                    hazards[edit["id"]]["measure"] = edit["measure"]

            def catch_up():
                nonlocal edit_update
                edit_update = source.get_update(state)
                replica.apply_update(edit_update)

            edit_seconds.append(common.seconds(catch_up))
            common.check(copy[edits[-1]["id"]]["measure"] == edits[-1]["measure"], True, "edits")
    count, update = len(records), results["update"]
    common.report(
        peer="pycrdt", version=importlib.metadata.version("pycrdt"), durable=False, rows=count,
        local_batch100_per_s=common.rate(count, local),
        first_sync_per_s=common.rate(count, first), first_sync_rows=count,
        first_sync_with_making_per_s=common.rate(count, [a + b for a, b in zip(make, first)]),
        fan_in_per_s=common.rate(fan_in_rows, fan), fan_in_rows=fan_in_rows, fan_in_children=len(shares),
        wire_bytes_per_record=round(len(update) / count, 1),
        wire_deflated_bytes_per_record=round(common.deflated(update) / count, 1),
        disk_bytes_per_record=None,
        edit_rows=len(edits), edit_seconds=common.median(edit_seconds),
        edit_bytes=len(edit_update) if edits else None,
        edit_deflated_bytes=common.deflated(edit_update) if edits else None,
        notes=["in memory only: nothing is durable, so there is no figure for durable single writes or for the disk",
               f"first sync and local writes with at most {ROWS_MAX} records"] + ([] if edits else ["no edits among these records"]),
    )


if __name__ == "__main__":
    main()
