"""What a run has shown, as a table with the marks."""
import json


def line(what, *cells):
    print(f"{what:<52}" + "".join(f"{cell:>12}" for cell in cells[:-1]) + f"  {cells[-1]}")


def verdict(reached):
    return "reached" if reached else "MISSED"


def alone(found, costs, missing):
    """Each question by itself, and lists against SQLite's own time for the same rows."""
    print("\nEach question by itself, in milliseconds; processor time of the node for one answer")
    line("question", "p50", "p95", "p99", "processor", "rows", "bytes", "")
    for name, times, processor, count, size in found:
        p95 = times.at(0.95)
        mark = f"<= 50: {verdict(p95 <= 50)}" if p95 is not None else ""
        line(name, *times.words(), f"{processor * 1000:,.2f}", f"{count:,.0f}", f"{size:,.0f}", " ".join(filter(None, (mark, times.refusals()))))
    for name in missing:
        line(name, "not there", "")
    print("\nLists of 50 beside SQLite's own time for the same rows as JSON, milliseconds of processor time for a page")
    line("list", "rows", "node", "sqlite", "ratio", "")
    for cost in costs:
        line(cost["name"], f"{cost['rows']:.0f}", f"{cost['node']:.2f}", f"{cost['sqlite']:.2f}", f"{cost['ratio']:.2f}", f"<= 4: {verdict(cost['ratio'] <= 4)}")


def compared(title, before, now):
    """Health, entering and sessions beside others, against the same alone."""
    print(f"\n{title}")
    line("", "alone p50", "p99", "beside p50", "p99", "ratio", "")
    for key, name, share, factor in (
            ("healthz", "/healthz", 0.99, None), ("post", "a hazard entered", 0.95, 3),
            ("besides", "the same while a child's sessions run too", 0.95, None),
            ("session", "a session of a child that lacks 20 records", 0.5, 2), ("first", "a first session of a child", 0.5, 2)):
        own, beside = before[key], now[key]
        middle, other = own.at(share), beside.at(share)
        if middle is None or other is None:
            line(name, "no answer", f"{own.refusals()} {beside.refusals()}")
            continue
        mark = f"p{share * 100:.0f} <= {factor} x: {verdict(other <= factor * middle)}" if factor else ""
        if key == "healthz":
            mark = f"p99 <= 100 ms: {verdict(other <= 100)}"
        line(name, own.words()[0], own.words()[2], beside.words()[0], beside.words()[2], f"{other / middle:.2f}",
             " ".join(filter(None, (mark, beside.refusals()))))
    mix = now["mix"]
    line("what the others asked, a second", f"{mix['perSecond']:,.0f}", f"p50 {mix['p50'] / 1000:,.1f} ms, p99 {mix['p99'] / 1000:,.1f} ms, "
         f"{mix['refused']:,} refused, {mix['broken']:,} without an answer")
    slow = now["slow"]
    if slow.seconds or slow.others:
        line("the slowest", f"{len(slow.seconds)}", f"answered, p50 {slow.words()[0]} ms; {slow.refusals()}")


def memory(peaks):
    print("\nThe most memory the node had held, in MiB")
    for name, peak in peaks:
        line(name, f"{peak:,.0f}", f"<= 300: {verdict(peak <= 300)}")


def figures(city, found, costs, peaks):
    """The same as one line of JSON."""
    print("\n" + json.dumps({
        "city": city.figures, "peaks": dict(peaks), "lists": costs,
        "alone": [{"name": name, "p50": times.at(0.5), "p95": times.at(0.95), "p99": times.at(0.99), "processor": processor * 1000,
                   "rows": count, "bytes": size, "others": times.others} for name, times, processor, count, size in found]},
        ensure_ascii=False))
