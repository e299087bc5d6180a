"""Clients that keep their connection, and what they were told in which time."""
import http.client
import json
import math
import threading
import time


class Asker:
    """A client with an address of its own on this machine, so that the node takes each for another caller."""

    def __init__(self, port, number, patience=180, token=None):
        self.token = token
        self.port, self.source, self.patience = port, (f"127.0.{number // 250}.{number % 250 + 2}", 0), patience
        self.connection = None

    def ask(self, path, method="GET", body=None, headers=None):
        """The status, the seconds it took, and the body."""
        headers = {**(headers or {}), **({"Content-Type": "application/json"} if body is not None else {})}
        if self.token and method != "GET":
            headers["Authorization"] = f"Bearer {self.token}"
        begun = time.perf_counter()
        for attempt in range(2):
            if self.connection is None:
                self.connection = http.client.HTTPConnection(
                    "127.0.0.1", self.port, timeout=self.patience, source_address=self.source)
            try:
                self.connection.request(method, path, body, headers)
                response = self.connection.getresponse()
                return response.status, time.perf_counter() - begun, response.read()
            except (http.client.HTTPException, OSError):
                # An idle connection may be closed by the node just as the next question goes out.
                self.close()
                if attempt:
                    return 0, time.perf_counter() - begun, b""

    def json(self, path):
        status, _, body = self.ask(path)
        if status != 200:
            raise RuntimeError(f"{path} was answered with {status}: {body[:300]!r}")
        return json.loads(body)

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None


class Times:
    """How long answers took, and what other answers there were."""

    def __init__(self):
        self.seconds, self.others = [], {}

    def note(self, status, seconds):
        if 200 <= status < 300:
            self.seconds.append(seconds)
        else:
            self.others[status] = self.others.get(status, 0) + 1

    def at(self, share):
        """The time within which this share of the answers came, in milliseconds; None where there was no answer."""
        if not self.seconds:
            return None
        return sorted(self.seconds)[max(0, math.ceil(share * len(self.seconds)) - 1)] * 1000

    def words(self):
        """p50, p95 and p99 for a table."""
        return [f"{value:,.1f}" if (value := self.at(share)) is not None else "–" for share in (0.5, 0.95, 0.99)]

    def refusals(self):
        return ", ".join(f"{count} × {status or 'no answer'}" for status, count in sorted(self.others.items()))


def repeat(body, count, seconds, least=3):
    """Calls `body`, which gives a status and a time, so many times, and no longer than so many seconds unless it is the
    first few times."""
    times, end = Times(), time.perf_counter() + seconds
    while len(times.seconds) + sum(times.others.values()) < count:
        if time.perf_counter() > end and len(times.seconds) + sum(times.others.values()) >= least:
            break
        times.note(*body())
    return times


class Probe(threading.Thread):
    """Asks on and on in a thread of its own until it is told to stop."""

    def __init__(self, body, pause=0.0):
        super().__init__(daemon=True)
        self.body, self.pause, self.times, self.ending = body, pause, Times(), threading.Event()
        self.fault = None

    def run(self):
        try:
            while not self.ending.is_set():
                self.times.note(*self.body())
                self.ending.wait(self.pause)
        except Exception as fault:  # It is told by whoever stops it.
            self.fault = fault

    def stop(self):
        self.ending.set()
        self.join()
        if self.fault:
            raise self.fault
        return self.times
