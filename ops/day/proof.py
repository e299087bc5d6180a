"""Proof from the files themselves: what every node's SQLite file holds, read by other code than that which wrote it."""
import sqlite3

TIERS = ["country", "province", "city", "district", "township", "community", "terminal"]
DIGITS = [0, 2, 4, 6, 9, 12]


def tier_of(area):
    """The tier's number, from the code alone."""
    if "/" in area:
        return 6
    used = len(area.rstrip("0"))
    return next(tier for tier, digits in enumerate(DIGITS) if used <= digits)


def contains(outer, inner):
    tier = tier_of(outer)
    return outer == inner if tier == 6 else tier_of(inner) >= tier and inner.startswith(outer[: DIGITS[tier]])


def is_held(feed, holder):
    """Whether a node at `holder` is to hold a feed: its own area, above while it rises, below while it falls."""
    area, rises, falls = feed["area"], feed["rises"], feed["falls"]
    if holder == area:
        return True
    if contains(holder, area):
        return rises is not None and tier_of(holder) >= rises
    if contains(area, holder):
        return falls is not None and tier_of(holder) <= falls
    return False


def query(node, sql):
    connection = sqlite3.connect(f"file:{node.store}?mode=ro", uri=True, timeout=10)
    connection.row_factory = sqlite3.Row
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def feeds(node):
    return query(node, "SELECT id, area, class, rises, falls, seq, hash FROM feed WHERE seq > 0")


def strangers(node):
    """Feeds that the node's file holds although it must not."""
    return [feed for feed in feeds(node) if not is_held(feed, node.area)]


def shared(node, other):
    """The heads of what the two ends of a link both are to hold, as one end has them."""
    return {
        (feed["id"], feed["seq"], feed["hash"])
        for feed in feeds(node)
        if is_held(feed, node.area) and is_held(feed, other.area)
    }


def is_equal(parent, child):
    return shared(parent, child) == shared(child, parent)


def commits(node):
    return query(node, 'SELECT count(*) AS n FROM "commit"')[0]["n"]


def gaps(node):
    """Feeds whose commits are not gapless up to their head."""
    return query(
        node,
        'SELECT f.id FROM feed f LEFT JOIN "commit" c ON c.feed = f.ref GROUP BY f.ref '
        "HAVING count(c.seq) <> f.seq OR ifnull(max(c.seq), 0) <> f.seq",
    )


def broken_custody(node):
    """What the node believes a tier above to hold, and the node of that tier does not."""
    marks = query(node, "SELECT f.id, c.tier, c.seq FROM custody c JOIN feed f ON f.ref = c.feed")
    heads = {}
    above = node.parent
    while above:
        heads[tier_of(above.area)] = {feed["id"]: feed["seq"] for feed in feeds(above)}
        above = above.parent
    return [mark for mark in marks if heads.get(mark["tier"], {}).get(mark["id"], 0) < mark["seq"]]
