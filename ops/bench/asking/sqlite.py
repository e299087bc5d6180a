"""SQLite's own time for the same rows as JSON: read by itself from the store's file, which a plain SQLite may read only."""
import sqlite3
import time


class Rows:
    """Rows of hazards made into JSON by SQLite, one statement for each page."""

    def __init__(self, store):
        self.db = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
        columns = [row[1] for row in self.db.execute("PRAGMA table_info(hazard)")]
        shown = [name for name in columns if name not in ("merge",)]
        # An id is sixteen bytes, which JSON has not.
        members = ", ".join(f"'{name}', " + ("lower(hex(id))" if name == "id" else f'"{name}"') for name in shown)
        self.head = f"SELECT json_object({members}) FROM hazard WHERE id IN "

    def page(self, ids):
        """The rows of these records."""
        raw = [bytes.fromhex(text.replace("-", "")) for text in ids]
        return self.db.execute(f"{self.head}({','.join('?' * len(raw))})", raw).fetchall()

    def cost(self, pages, repeats=3):
        """Seconds that pass and seconds of processor time for each page, in the middle of the repeats."""
        found = []
        for _ in range(repeats):
            begun, before = time.perf_counter(), time.process_time()
            for ids in pages:
                self.page(ids)
            found.append(((time.perf_counter() - begun) / len(pages), (time.process_time() - before) / len(pages)))
        return sorted(found)[len(found) // 2]

    def close(self):
        self.db.close()
