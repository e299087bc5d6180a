// Images, determinism, several connections, time and temporary files.
#include "test_support.h"

// The files after a varied history with a crash.
static uint8_t *history_image(uint64_t seed, size_t *size) {
  store s = open_store("history", seed);
  for (uint64_t i = 0; i < 20; i++) {
    run_number(s.db, "INSERT INTO t VALUES(random()), (randomblob(%llu))", i * 50);
  }
  fault_disk_crash_after(s.disk, 5);
  for (uint64_t i = 0; i < 9; i++) {
    run_number(s.db, "INSERT INTO t VALUES(zeroblob(%llu))", i * 999);
  }
  fault_disk_power_loss(s.disk, FAULT_DISK_DRAW);
  reopen(&s, "history");
  run(s.db, "PRAGMA synchronous=OFF; INSERT INTO t VALUES(datetime('now'))");
  uint8_t *image = fault_disk_image(s.disk, size);
  close_store(s);
  return image;
}

static void test_determinism(void) {
  size_t size = 0, again_size = 0;
  int different = 0;
  uint64_t digest = 0;
  uint8_t *previous = NULL;
  size_t previous_size = 0;
  for (uint64_t seed = 1; seed <= 50; seed++) {
    uint8_t *image = history_image(seed, &size), *again = history_image(seed, &again_size);
    CHECK(size == again_size && memcmp(image, again, size) == 0, "seed %llu differs from itself",
          (unsigned long long)seed);
    different += !previous || size != previous_size || memcmp(image, previous, size) != 0;
    for (size_t i = 0; i < size; i++) digest = (digest ^ image[i]) * 0x100000001B3u;
    fault_disk_image_free(again);
    fault_disk_image_free(previous);
    previous = image;
    previous_size = size;
  }
  fault_disk_image_free(previous);
  CHECK(different == 50, "seeds look alike");
  printf("determinism: 50 seeds gave identical images twice; digest %016llx (the same in every "
         "process)\n", (unsigned long long)digest);
}

static void test_image_round_trip(void) {
  size_t size = 0, copy_size = 0;
  store s = open_store("image", 11);
  run(s.db, "INSERT INTO t VALUES(1)");
  run(s.db, "PRAGMA synchronous=OFF; INSERT INTO t VALUES(2)");  // leaves unsynced writes
  uint8_t *image = fault_disk_image(s.disk, &size);
  run(s.db, "DELETE FROM t");
  fault_disk *clone = fault_disk_open("clone", 12);
  CHECK(fault_disk_restore(clone, image, size) == SQLITE_OK, "restore");
  uint8_t *copy = fault_disk_image(clone, &copy_size);
  CHECK(size == copy_size && memcmp(image, copy, size) == 0, "image of the clone differs");
  store c = {.disk = clone, .db = connect_to("clone")};
  CHECK(ask(c.db, "SELECT sum(x) FROM t") == 3, "clone content");
  fault_disk_power_loss(clone, FAULT_DISK_KEEP_ALL);
  CHECK(fault_disk_restore(s.disk, image, size) == SQLITE_OK, "restore in place");
  CHECK(run(s.db, "SELECT * FROM t") != SQLITE_OK, "old handles are dead");
  fault_disk_power_loss(s.disk, FAULT_DISK_DROP_ALL);
  reopen(&s, "image");
  CHECK(ask(s.db, "SELECT sum(x) FROM t") == 1, "the unsynced row is gone, the synced one is not");
  for (size_t cut = 0; cut < size; cut += 97) {
    CHECK(fault_disk_restore(s.disk, image, cut) == SQLITE_CORRUPT, "cut at %zu", cut);
  }
  CHECK(ask(s.db, "SELECT sum(x) FROM t") == 1, "a refused image changed the disk");
  fault_disk_image_free(image);
  fault_disk_image_free(copy);
  close_store(c);
  close_store(s);
}

static void test_connections(void) {
  store s = open_store("many", 8);
  sqlite3 *other = connect_to("many");
  run(other, "PRAGMA synchronous=FULL");
  run(s.db, "INSERT INTO t VALUES(1)");
  CHECK(run(other, "BEGIN; SELECT * FROM t") == SQLITE_OK, "reader");
  CHECK(run(s.db, "BEGIN IMMEDIATE; INSERT INTO t VALUES(2)") == SQLITE_OK, "writer");
  CHECK(ask(other, "SELECT count(*) FROM t") == 1, "the reader's snapshot moved");
  sqlite3 *third = connect_to("many");
  CHECK(run(third, "BEGIN IMMEDIATE") == SQLITE_BUSY, "two writers");
  CHECK(run(s.db, "COMMIT") == SQLITE_OK, "commit beside a reader");
  CHECK(ask(other, "SELECT count(*) FROM t") == 1, "snapshot");
  run(other, "COMMIT");
  CHECK(ask(other, "SELECT count(*) FROM t") == 2, "after the snapshot");
  CHECK(run(third, "INSERT INTO t VALUES(3)") == SQLITE_OK, "third");
  CHECK(ask(third, "PRAGMA wal_checkpoint(TRUNCATE)") == 0, "checkpoint beside idle connections");
  CHECK(fault_disk_close(s.disk) == SQLITE_BUSY, "closed under open files");
  sqlite3_close(third);
  sqlite3_close(other);
  CHECK(ask(s.db, "SELECT sum(x) FROM t") == 6, "sum");
  sqlite3_close(s.db);
  CHECK(fault_disk_file_size(s.disk, "/node.db-wal") == -1, "the WAL outlived its connections");
  CHECK(fault_disk_close(s.disk) == SQLITE_OK, "handles leaked");
}

// A server may open anew before the handles of its dead process are closed.
static void test_reopening_beside_dead_handles(void) {
  store s = open_store("beside", 8);
  run(s.db, "INSERT INTO t VALUES(1); PRAGMA synchronous=OFF; INSERT INTO t VALUES(2);"
            "BEGIN IMMEDIATE; INSERT INTO t VALUES(4)");
  fault_disk_power_loss(s.disk, FAULT_DISK_DROP_ALL);
  sqlite3 *fresh = connect_to("beside");
  CHECK(ask(fresh, "SELECT sum(x) FROM t") == 1, "the dead WAL index is still in use");
  CHECK(run(fresh, "INSERT INTO t VALUES(8)") == SQLITE_OK, "a dead handle holds a lock");
  CHECK(run(s.db, "COMMIT") != SQLITE_OK, "a dead handle committed");
  sqlite3_close(s.db);
  CHECK(ask(fresh, "SELECT sum(x) FROM t") == 9 && is_whole(fresh, "PRAGMA integrity_check"),
        "closing a dead handle did harm");
  s.db = fresh;
  close_store(s);
}

static void test_rollback_journal_locks(void) {
  store s = {.disk = fault_disk_open("locks", 8), .db = connect_to("locks")};
  sqlite3 *other = connect_to("locks");
  run(s.db, "CREATE TABLE t(x); INSERT INTO t VALUES(1)");
  run(other, "BEGIN; SELECT * FROM t");
  CHECK(run(s.db, "BEGIN IMMEDIATE; INSERT INTO t VALUES(2)") == SQLITE_OK, "reserved");
  CHECK(run(other, "INSERT INTO t VALUES(3)") == SQLITE_BUSY, "two reserved");
  CHECK(run(s.db, "COMMIT") == SQLITE_BUSY, "exclusive beside a reader");
  sqlite3 *third = connect_to("locks");
  CHECK(run(third, "SELECT * FROM t") == SQLITE_BUSY, "a reader passed a pending writer");
  run(other, "COMMIT");
  CHECK(run(s.db, "COMMIT") == SQLITE_OK, "the writer at last");
  CHECK(ask(third, "SELECT sum(x) FROM t") == 3, "sum");
  run(s.db, "BEGIN EXCLUSIVE");
  fault_disk_power_loss(s.disk, FAULT_DISK_KEEP_ALL);
  sqlite3_close(third);
  third = connect_to("locks");
  CHECK(run(third, "INSERT INTO t VALUES(4)") == SQLITE_OK, "a dead handle holds a lock");
  sqlite3_close(third);
  sqlite3_close(other);
  close_store(s);
}

static void test_surroundings(void) {
  store s = open_store("around", 8);
  fault_disk_set_time(s.disk, 1700000000000);
  CHECK(ask(s.db, "SELECT unixepoch('now')") == 1700000000, "time");
  CHECK(!fault_disk_open("around", 1), "two disks of one name");
  run(s.db, "PRAGMA temp_store=FILE; PRAGMA cache_size=4; CREATE TEMP TABLE big(x);"
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<3000)"
            "INSERT INTO big SELECT randomblob(400) FROM n;");
  CHECK(ask(s.db, "SELECT count(DISTINCT x) FROM big ORDER BY x") == 3000, "temp files");
  close_store(s);
}

void test_state(void) {
  test_determinism();
  test_image_round_trip();
  test_connections();
  test_reopening_beside_dead_handles();
  test_rollback_journal_locks();
  test_surroundings();
}
