// Runs the tests of the fault-injecting disk and measures its speed.
//
// Usage: test [seeds]; prints figures and exits 1 on any failed check.
#include "test_support.h"

static double seconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void measure_speed(void) {
  const int transactions = 100000;
  store s = open_store("speed", 1);
  run(s.db, "CREATE TABLE entry(id INTEGER PRIMARY KEY, txn INT, body BLOB)");
  static const char *const sqls[] = {
    "BEGIN IMMEDIATE", "INSERT INTO entry(txn, body) VALUES(?1, zeroblob(120))",
    "INSERT INTO entry(txn, body) VALUES(?1, zeroblob(60))", "COMMIT"};
  sqlite3_stmt *statements[4];
  for (int i = 0; i < 4; i++) sqlite3_prepare_v2(s.db, sqls[i], -1, &statements[i], NULL);
  double start = seconds_now();
  for (int txn = 0; txn < transactions; txn++) {
    for (int i = 0; i < 4; i++) {
      if (i == 1 || i == 2) sqlite3_bind_int(statements[i], 1, txn);
      CHECK(sqlite3_step(statements[i]) == SQLITE_DONE, "%s", sqlite3_errmsg(s.db));
      sqlite3_reset(statements[i]);
    }
  }
  double elapsed = seconds_now() - start;
  for (int i = 0; i < 4; i++) sqlite3_finalize(statements[i]);
  fault_disk_counters counters = fault_disk_get_counters(s.disk);
  printf("speed: %.0f transactions/s (two inserts each, WAL, FULL), %llu syncs, %llu writes\n",
         transactions / elapsed, (unsigned long long)counters.syncs,
         (unsigned long long)counters.writes);
  close_store(s);
}

static void measure_opening(void) {
  const int disks = 2000;
  double start = seconds_now();
  for (int i = 0; i < disks; i++) close_store(open_store("brief", (uint64_t)i));
  printf("opening: %.0f disks/s (open, create WAL database and table, close)\n",
         disks / (seconds_now() - start));
}

static void measure(void) {
  measure_opening();
  measure_speed();
}

int main(int count, char **arguments) {
  uint64_t seeds = count > 1 ? strtoull(arguments[1], NULL, 10) : 2000;
  test_file_semantics();
  test_faults();
  test_state();
  test_crashes(seeds);
  measure();
  printf("%s: %d failed checks\n", failures ? "FAILED" : "ok", failures);
  return failures ? 1 : 0;
}
