"""What the day promises: each promise is checked, printed, and counted; one that fails makes the demo fail."""
import time

from . import tell

DEADLINE = 30.0
PAUSE = 0.03

kept = 0
broken = []


def promise(text, is_kept, detail=""):
    """Notes whether a promise is kept."""
    global kept
    mark = tell.colour("32", "✓") if is_kept else tell.colour("1;31", "✗")
    tell.say(f"{mark} {text}" + (f" — {detail}" if detail and not is_kept else ""))
    if is_kept:
        kept += 1
    else:
        broken.append(text)
    return is_kept


def until(condition, deadline=DEADLINE):
    """Asks again and again until the condition holds or time is up; returns its last answer."""
    end = time.monotonic() + deadline
    while True:
        try:
            answer = condition()
        except OSError:
            answer = None
        if answer or time.monotonic() > end:
            return answer
        time.sleep(PAUSE)


def eventually(text, condition, deadline=DEADLINE, detail=None):
    """A promise that is kept as soon as the condition holds; tells how long that took."""
    start = time.monotonic()
    answer = until(condition, deadline)
    took = time.monotonic() - start
    promise(f"{text} ({took:.1f} s)", bool(answer), "" if answer else str(detail() if detail else "time is up"))
    return answer
