"""A working day of a small 青岛市, played with real processes; ends with 0 only when every promise was kept."""
import argparse
import os
import shutil
import signal
import sys
import tempfile
import time

from . import evening, gate, midday, morning, promise, rules, signing, tell
from .city import City


def arguments():
    parser = argparse.ArgumentParser(prog="ops/demo", description=__doc__)
    parser.add_argument("binary", help=argparse.SUPPRESS)
    parser.add_argument("--keep", action="store_true", help="leave the city running, and print its addresses")
    return parser.parse_args()


def play(city):
    morning.wake(city)
    morning.name(city)
    morning.patrol(city)
    morning.confide(city)
    midday.cut_off(city)
    midday.take_through(city)
    midday.reopen(city)
    signing.sign(city)
    rules.propose(city)
    evening.broadcast(city)
    evening.total(city)
    evening.kill(city)
    evening.reckon(city)
    gate.strangers(city)
    gate.thief(city)


def stay(city):
    """Leaves the city running, and says how to visit and how to end it."""
    tell.scene("The city stays")
    tell.table(["node", "address", "links", "process"], [[node.name, node.url, node.link if node.link_port else "", node.process.pid] for node in city])
    tell.say(f"Their files and logs: {city.folder}")
    tell.say(f"Look: {city.binary} status --server {city.city.url}")
    tell.say(f"      {city.binary} record list hazard --server {city.city.url}")
    tell.say("End it: kill " + " ".join(str(node.process.pid) for node in city) + f"; rm -r {city.folder}")


def verdict(seconds):
    print()
    if promise.broken:
        tell.say(tell.colour("1;31", f"{len(promise.broken)} promises were broken, {promise.kept} kept:"))
        for text in promise.broken:
            tell.say(f"✗ {text}")
        return 1
    tell.say(tell.colour("1;32", f"All {promise.kept} promises were kept, in {seconds:.0f} seconds."))
    return 0


def main():
    given = arguments()
    tree = os.path.normpath(os.path.join(os.path.dirname(__file__), "..", "data", "qingdao_tree.tsv"))
    start = time.monotonic()
    city = City(given.binary, tempfile.mkdtemp(prefix="gridward-demo-"), tree)
    is_kept = False
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        play(city)
        status = verdict(time.monotonic() - start)
        if given.keep and status == 0:
            stay(city)
            is_kept = True
        return status
    finally:
        if not is_kept:
            city.end()
            if promise.broken or sys.exc_info()[0]:
                tell.say(f"What the nodes logged is in {city.folder}")
            else:
                shutil.rmtree(city.folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
