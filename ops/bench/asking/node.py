"""The shipped program: a node that serves a store on a free port of 127.0.0.1, and its other commands."""
import ctypes
import os
import pathlib
import signal
import subprocess
import sys
import time

ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith("GRIDWARD_")}
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


def end_with_this_process():
    """Run in what is started: it ends when whoever started it is gone, however that ended."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def say(text):
    print(f"desk: {text}", file=sys.stderr, flush=True)


def command(binary, *arguments, expect=0):
    """Runs a command to its end; what it printed, and how many seconds it took."""
    begun = time.perf_counter()
    done = subprocess.run([str(part) for part in (binary, *arguments)], capture_output=True, text=True, env=ENVIRONMENT)
    taken = time.perf_counter() - begun
    if expect is not None and done.returncode != expect:
        raise RuntimeError(f"gridward {' '.join(map(str, arguments))} ended with {done.returncode}: {done.stderr.strip()[-500:]}")
    return done.stdout, taken


class Node:
    """`gridward serve` over a store, from entering the block to leaving it.

    With `texts` it keeps an index of texts; a version that knows no such setting does not mind it.
    """

    def __init__(self, binary, store, texts=False):
        self.binary, self.store, self.process, self.port = str(binary), str(store), None, 0
        self.environment = {**ENVIRONMENT, "GRIDWARD_TEXT_SEARCH": "true"} if texts else ENVIRONMENT

    @property
    def token(self):
        """What the node asks of whoever writes; None of a version that asks nothing."""
        path = pathlib.Path(self.store).with_suffix(".token")
        return path.read_text(encoding="ascii").strip() if path.exists() else None

    def __enter__(self):
        with open(f"{self.store}.log", "ab") as log:
            self.process = subprocess.Popen(
                [self.binary, "serve", "--store", self.store, "--port", "0", "--link-port", "0", "--parent", "",
                 "--log-level", "warning"],
                stdout=subprocess.PIPE, stderr=log, env=self.environment, preexec_fn=end_with_this_process)
        # Where its views were folded by another version it folds them anew first, for minutes.
        line = self.process.stdout.readline().decode()
        if "http://" not in line:
            self.stop()
            with open(f"{self.store}.log", encoding="utf-8", errors="replace") as log:
                raise RuntimeError(f"the node did not start: {log.read()[-500:]}")
        self.port = int(line.rsplit(":", 1)[1])
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        if not self.process:
            return
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
        self.process.stdout.close()
        self.process = None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def processor(self):
        """The processor time it has taken in all its threads, in seconds: the kernel's clock of that process."""
        return time.clock_gettime((~self.process.pid << 3) | 2)

    def rest(self, patience=3_600):
        """Waits until it does nothing more by itself: an index of texts is made while it serves."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            before = self.processor
            time.sleep(3)
            if self.processor - before < 0.1:
                return
        raise RuntimeError(f"the node is still at work after {patience} s")

    @property
    def peak(self):
        """The most memory it has held, in MiB."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmHWM:")) / 1024
