// Failed syncs and torn writes, seen directly on a file below SQLite.
#include "test_support.h"

/// One raw file, below SQLite's pager.
typedef struct {
  fault_disk *disk;
  sqlite3_file *file;
} raw;

static void raw_open(raw *r) {
  sqlite3_vfs *vfs = sqlite3_vfs_find("raw");
  r->file = calloc(1, (size_t)vfs->szOsFile);
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MAIN_DB;
  CHECK(vfs->xOpen(vfs, "/raw", r->file, flags, NULL) == SQLITE_OK, "raw open");
}

static void raw_close(raw *r) {
  r->file->pMethods->xClose(r->file);
  free(r->file);
}

static int raw_write(raw *r, char letter, int size, int64_t at) {
  char bytes[8192];
  memset(bytes, letter, sizeof bytes);
  return r->file->pMethods->xWrite(r->file, bytes, size, at);
}

static char raw_letter(raw *r, int64_t at) {
  char letter = '?';
  r->file->pMethods->xRead(r->file, &letter, 1, at);
  return letter;
}

static int raw_sync(raw *r) { return r->file->pMethods->xSync(r->file, SQLITE_SYNC_NORMAL); }

static void raw_lose_power(raw *r, fault_disk_mode mode) {
  fault_disk_power_loss(r->disk, mode);
  CHECK(raw_write(r, 'x', 1, 0) == SQLITE_IOERR, "a dead handle wrote");
  raw_close(r);
  raw_open(r);
}

static void test_failed_sync_below_sqlite(void) {
  raw r = {.disk = fault_disk_open("raw", 5)};
  raw_open(&r);
  raw_write(&r, 'a', 4096, 0);
  CHECK(raw_sync(&r) == SQLITE_OK, "sync");
  raw_write(&r, 'b', 4096, 0);
  fault_disk_fail(r.disk, FAULT_DISK_SYNC, 1, 1, FAULT_DISK_DATABASE);
  CHECK(raw_sync(&r) == SQLITE_IOERR_FSYNC, "failing sync");
  CHECK(raw_sync(&r) == SQLITE_OK, "second sync");
  CHECK(raw_letter(&r, 0) == 'b', "reads see the cached page");
  raw_lose_power(&r, FAULT_DISK_KEEP_ALL);
  CHECK(raw_letter(&r, 0) == 'b', "the page cache outlives the process");
  raw_lose_power(&r, FAULT_DISK_DROP_ALL);
  CHECK(raw_letter(&r, 0) == 'a', "clean but not durable");
  raw_write(&r, 'c', 4096, 0);
  raw_sync(&r);
  raw_lose_power(&r, FAULT_DISK_DROP_ALL);
  CHECK(raw_letter(&r, 0) == 'c', "written again, durable");
  raw_close(&r);
  fault_disk_close(r.disk);
}

// The OS writes whole sectors back: a new write takes lost neighbours in its sector with it.
static void test_lost_neighbours_in_a_sector(void) {
  raw r = {.disk = fault_disk_open("raw", 6)};
  raw_open(&r);
  raw_write(&r, 'a', 2048, 0);
  fault_disk_fail(r.disk, FAULT_DISK_SYNC, 1, 1, FAULT_DISK_DATABASE);
  CHECK(raw_sync(&r) == SQLITE_IOERR_FSYNC, "failing sync");
  raw_write(&r, 'b', 10, 1000);
  CHECK(raw_sync(&r) == SQLITE_OK, "second sync");
  raw_lose_power(&r, FAULT_DISK_DROP_ALL);
  CHECK(raw_letter(&r, 511) == 0, "an untouched sector is not durable");
  CHECK(raw_letter(&r, 512) == 'a' && raw_letter(&r, 1000) == 'b', "a touched one is, whole");
  CHECK(fault_disk_file_size(r.disk, "/raw") == 1024, "nothing past the last sector synced");
  raw_close(&r);
  fault_disk_close(r.disk);
}

// Powersafe: bytes outside the written range never change, at any tear.
static void test_tears_keep_neighbours(void) {
  uint64_t torn = 0;
  for (uint64_t seed = 0; seed < 500; seed++) {
    raw r = {.disk = fault_disk_open("raw", seed)};
    raw_open(&r);
    raw_write(&r, 'a', 8192, 0);
    raw_sync(&r);
    raw_write(&r, 'b', 3000, 700);
    raw_lose_power(&r, FAULT_DISK_DRAW);
    for (int at = 0; at < 8192; at++) {
      bool inside = at >= 700 && at < 3700;
      char letter = raw_letter(&r, at);
      CHECK(letter == 'a' || (inside && letter == 'b'), "byte %d is %c", at, letter);
    }
    torn += raw_letter(&r, 700) != raw_letter(&r, 3699);
    raw_close(&r);
    fault_disk_close(r.disk);
  }
  CHECK(torn > 20, "only %llu torn", (unsigned long long)torn);
  printf("tears: %llu of 500 differed at their ends, no neighbour was touched\n",
         (unsigned long long)torn);
}

void test_file_semantics(void) {
  test_failed_sync_below_sqlite();
  test_lost_neighbours_in_a_sector();
  test_tears_keep_neighbours();
}
