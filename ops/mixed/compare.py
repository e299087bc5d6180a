"""What the nodes of a branch hold and make of it, compared from their files: bytes, statements, seals, rows, verdicts."""
from day import proof
from day.promise import promise

# Of class work, internal, people and control: all of them are at every tier of a branch from the community up.
TYPES = ["hazard", "post", "pass", "withdrawal", "grant"]
# Beside their rows, the values that no column shows.
CONCURRENT = "concurrent"
PASS, WITHDRAWAL = b"\x04", b"\x05"


def branch(nodes):
    return ", ".join(node.name for node in nodes)


def is_shared(feed, nodes):
    return all(proof.is_held(feed, node.area) for node in nodes)


def commits(node, nodes):
    """Of every feed that all the nodes are to hold: what stands under each number, as its author encoded it."""
    rows = proof.query(
        node, 'SELECT f.id, f.area, f.class, f.rises, f.falls, c.seq, c.hash, c.body FROM "commit" c JOIN feed f ON f.ref = c.feed')
    return {(row["id"], row["seq"]): (row["class"], row["hash"], row["body"]) for row in rows if is_shared(row, nodes)}


def seals(node, nodes):
    rows = proof.query(
        node, "SELECT f.id, f.area, f.class, f.rises, f.falls, s.seq, s.body FROM seal s JOIN feed f ON f.ref = s.feed")
    return {row["id"]: (row["seq"], row["body"]) for row in rows if is_shared(row, nodes)}


def statements(node, kind):
    return {row["body"] for row in proof.query(node, "SELECT body FROM statement") if row["body"][1:2] == kind}


def actions(node):
    """What a node makes of each signed commit."""
    rows = proof.query(node, "SELECT feed, seq, number, verdict, counts FROM action")
    return {(row["feed"], row["seq"]): (row["number"], row["verdict"], row["counts"]) for row in rows}


def rows(node, kind):
    """The rows of a table, what merging needs among them, without what tells only in which order this store came to be."""
    own = {"change", "_division", "_standing"}
    order = "type, record, area, field, feed, seq" if kind == CONCURRENT else "id, area"
    found = proof.query(node, f'SELECT * FROM "{kind}" ORDER BY {order}')
    return [tuple((key, row[key]) for key in row.keys() if key not in own) for row in found]


def held(node):
    """The actions that wait, and where: one row for each, at the node that holds it and at those above."""
    return {(row["id"], row["area"]) for row in proof.query(node, "SELECT id, area FROM held_action")}


def difference(values):
    """The first thing that is not the same everywhere, in a few words."""
    first = values[0]
    for place, other in enumerate(values[1:], 1):
        if other != first:
            keys = sorted(set(first) ^ set(other), key=repr) or [key for key in first if first[key] != other[key]]
            return f"the one numbered {place} has {len(other)}, the first {len(first)}; first difference {keys[:1]!r}"[:400]
    return ""


def same_bytes(nodes):
    """Commits, and the seals on them, are the same bytes at every one of the nodes."""
    found = [commits(node, nodes) for node in nodes]
    people = sum(1 for name, _, _ in found[0].values() if name == "people")
    promise(f"{len(found[0])} commits, {people} of class people, are the same bytes at {branch(nodes)}",
            len(found[0]) > 0 and all(each == found[0] for each in found), difference(found))
    found = [seals(node, nodes) for node in nodes]
    promise(f"and so are the seals on their {len(found[0])} feeds",
            len(found[0]) > 0 and all(each == found[0] for each in found), difference(found))


def same_word(nodes):
    """The nodes know the same passes and withdrawals, and say the same of what was signed under them."""
    for kind, name in [(PASS, "passes"), (WITHDRAWAL, "withdrawals")]:
        found = [statements(node, kind) for node in nodes]
        promise(f"{branch(nodes)} know the same {len(found[0])} {name}, byte for byte",
                len(found[0]) > 0 and all(each == found[0] for each in found), str([len(each) for each in found]))
    found = [actions(node) for node in nodes]
    effective = sum(1 for _, _, counts in found[0].values() if counts)
    promise(f"and say the same of {len(found[0])} signed commits, of which {effective} count",
            0 < effective < len(found[0]) and all(each == found[0] for each in found), difference(found))


def same_rows(nodes):
    """The nodes make the same of it: every row, and every record as it is told over HTTP."""
    for kind in TYPES + [CONCURRENT]:
        found = [rows(node, kind) for node in nodes]
        promise(f"{kind}: the same {len(found[0])} rows", len(found[0]) > 0 and all(each == found[0] for each in found),
                str([len(each) for each in found]))
    waiting = [held(node) for node in nodes]
    once = {identifier for identifier, _ in waiting[0]}
    promise(f"each of {len(once)} held actions is held once", 0 < len(once) == len(waiting[0]) and all(
        each <= waiting[0] for each in waiting), str([len(each) for each in waiting]))
    told = [{record["id"]: record for record in node.every("hazard")} for node in nodes]
    versions = all("version" in record for record in told[0].values())
    promise(f"and /records tells the same of {len(told[0])} hazards, versions among it",
            versions and len(told[0]) > 0 and all(each == told[0] for each in told), difference(told))
