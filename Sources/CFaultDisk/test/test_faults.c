// Single faults under SQLite: failing calls, a full disk, rot.
#include "test_support.h"

static void test_failed_sync_in_sqlite(void) {
  store s = open_store("gate", 9);
  fault_disk_fail(s.disk, FAULT_DISK_SYNC, 1, 1, FAULT_DISK_WAL);
  CHECK(run(s.db, "INSERT INTO t VALUES(1)") != SQLITE_OK, "the failed sync was not reported");
  CHECK(run(s.db, "INSERT INTO t VALUES(2)") == SQLITE_OK, "next: %s", sqlite3_errmsg(s.db));
  fault_disk_power_loss(s.disk, FAULT_DISK_DROP_ALL);
  reopen(&s, "gate");
  CHECK(ask(s.db, "SELECT count(*) FROM t WHERE x=2") == 1, "committed after the failure, lost");
  CHECK(ask(s.db, "SELECT count(*) FROM t WHERE x=1") == 0, "refused, yet there");
  close_store(s);
}

static void test_read_and_write_faults(void) {
  store s = open_store("faults", 3);
  fault_disk_fail(s.disk, FAULT_DISK_WRITE, 2, 1, FAULT_DISK_WAL);
  CHECK(run(s.db, "INSERT INTO t VALUES(1)") == SQLITE_IOERR, "write fault");
  CHECK(sqlite3_extended_errcode(s.db) == SQLITE_IOERR_WRITE, "extended code");
  CHECK(run(s.db, "INSERT INTO t VALUES(2)") == SQLITE_OK, "%s", sqlite3_errmsg(s.db));
  reopen(&s, "faults");
  fault_disk_fail(s.disk, FAULT_DISK_READ, 1, 1, FAULT_DISK_ANY_FILE);
  CHECK(run(s.db, "SELECT * FROM t") != SQLITE_OK, "read fault");
  CHECK(ask(s.db, "SELECT sum(x) FROM t") == 2, "after the faults");
  fault_disk_counters counters = fault_disk_get_counters(s.disk);
  CHECK(counters.failed_reads == 1 && counters.failed_writes == 1, "counters");
  close_store(s);
}

static void test_full_disk(void) {
  store s = open_store("full", 4);
  fault_disk_set_capacity(s.disk, 200000);
  int result = SQLITE_OK;
  int64_t stored = 0;
  while (result == SQLITE_OK && stored < 1000) {
    result = run(s.db, "INSERT INTO t VALUES(zeroblob(5000))");
    stored += result == SQLITE_OK;
  }
  CHECK(result == SQLITE_FULL, "code %d after %lld", result, (long long)stored);
  CHECK(fault_disk_used_bytes(s.disk) <= 200000, "used %llu",
        (unsigned long long)fault_disk_used_bytes(s.disk));
  CHECK(ask(s.db, "SELECT count(*) FROM t") == stored, "rows while full");
  fault_disk_set_capacity(s.disk, UINT64_MAX);
  CHECK(run(s.db, "INSERT INTO t VALUES(1)") == SQLITE_OK, "freed: %s", sqlite3_errmsg(s.db));
  fault_disk_power_loss(s.disk, FAULT_DISK_DROP_ALL);
  reopen(&s, "full");
  CHECK(ask(s.db, "SELECT count(*) FROM t") == stored + 1, "rows after");
  CHECK(is_whole(s.db, "PRAGMA integrity_check"), "integrity");
  printf("full disk: refused after %lld rows of 5000 bytes within 200000, then worked on\n",
         (long long)stored);
  close_store(s);
}

static void test_bit_rot(void) {
  int quick = 0, thorough = 0, zeroed = 0;
  for (uint64_t seed = 0; seed < 200; seed++) {
    store s = open_store("rot", seed);
    run(s.db, "CREATE INDEX i ON t(x)");
    for (uint64_t i = 0; i < 60; i++) run_number(s.db, "INSERT INTO t VALUES('row %llu')", i);
    run(s.db, "PRAGMA wal_checkpoint(TRUNCATE)");
    bool zero = seed % 4 == 0;
    int64_t at = zero ? fault_disk_zero_page(s.disk, "/node.db", 4096, FAULT_DISK_DRAWN)
                      : fault_disk_flip_bit(s.disk, "/node.db", FAULT_DISK_DRAWN);
    CHECK(at >= 0, "no damage done");
    reopen(&s, "rot");
    bool found = !is_whole(s.db, "PRAGMA integrity_check");
    if (zero) zeroed += found; else thorough += found;
    if (!zero) quick += !is_whole(s.db, "PRAGMA quick_check");
    close_store(s);
  }
  CHECK(quick > 0 && thorough > 0 && zeroed > 0, "%d %d %d", quick, thorough, zeroed);
  printf("bit rot: of 150 flipped bits quick_check found %d, integrity_check %d; "
         "of 50 zeroed pages %d\n", quick, thorough, zeroed);
}

static void test_wal_rot(void) {
  store s = open_store("walrot", 6);
  for (uint64_t i = 0; i < 20; i++) run_number(s.db, "INSERT INTO t VALUES(%llu)", i);
  CHECK(fault_disk_flip_bit(s.disk, "/node.db-wal", 4152 * 3) >= 0, "no WAL");
  fault_disk_power_loss(s.disk, FAULT_DISK_DROP_ALL);
  reopen(&s, "walrot");
  int64_t rows = ask(s.db, "SELECT count(*) FROM t");
  CHECK(rows < 20 && is_whole(s.db, "PRAGMA integrity_check"), "%lld rows", (long long)rows);
  printf("WAL rot: a flipped bit left %lld of 20 commits, integrity ok\n", (long long)rows);
  close_store(s);
}

void test_faults(void) {
  test_failed_sync_in_sqlite();
  test_read_and_write_faults();
  test_full_disk();
  test_bit_rot();
  test_wal_rot();
}
