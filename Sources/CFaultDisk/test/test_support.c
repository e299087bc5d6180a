// Checks, draws and SQLite shorthands for the tests of the fault-injecting disk.
#include "test_support.h"

int failures = 0;

// A generator of the test's own, apart from the disk's.
static uint64_t test_draws;

void seed_test(uint64_t seed) { test_draws = seed * 77 + 1; }

uint64_t draw(uint64_t bound) {
  test_draws += 0x9E3779B97F4A7C15u;
  uint64_t z = test_draws;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return (z ^ (z >> 31)) % bound;
}

sqlite3 *connect_to(const char *vfs) {
  char uri[64];
  sqlite3 *db = NULL;
  snprintf(uri, sizeof uri, "file:/node.db?vfs=%s", vfs);
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI;
  int result = sqlite3_open_v2(uri, &db, flags, NULL);
  CHECK(result == SQLITE_OK, "open: %s", sqlite3_errmsg(db));
  return db;
}

int run(sqlite3 *db, const char *sql) { return sqlite3_exec(db, sql, NULL, NULL, NULL); }

int run_number(sqlite3 *db, const char *format, uint64_t number) {
  char sql[512];
  snprintf(sql, sizeof sql, format, (unsigned long long)number);
  return run(db, sql);
}

// The first column of the first row as a number, or -1.
int64_t ask(sqlite3 *db, const char *sql) {
  sqlite3_stmt *statement = NULL;
  int64_t answer = -1;
  if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step(statement) == SQLITE_ROW) {
    answer = sqlite3_column_int64(statement, 0);
  }
  sqlite3_finalize(statement);
  return answer;
}

bool is_whole(sqlite3 *db, const char *check) {
  sqlite3_stmt *statement = NULL;
  bool ok = sqlite3_prepare_v2(db, check, -1, &statement, NULL) == SQLITE_OK &&
            sqlite3_step(statement) == SQLITE_ROW &&
            strcmp((const char *)sqlite3_column_text(statement, 0), "ok") == 0;
  sqlite3_finalize(statement);
  return ok;
}

store open_store(const char *name, uint64_t seed) {
  store s = {.disk = fault_disk_open(name, seed)};
  CHECK(s.disk, "open disk %s", name);
  fault_disk_seed_sqlite((uint32_t)seed);
  s.db = connect_to(name);
  run(s.db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t(x)");
  return s;
}

void close_store(store s) {
  sqlite3_close(s.db);
  CHECK(fault_disk_close(s.disk) == SQLITE_OK, "handles leaked");
}

void reopen(store *s, const char *name) {
  sqlite3_close(s->db);
  s->db = connect_to(name);
  run(s->db, "PRAGMA synchronous=FULL");
}
