// Crashes at random points in random modes: what was committed stays, what was not does not.
#include "test_support.h"

enum { MAX_TRANSACTIONS = 256, ROUNDS = 3, TRANSACTIONS_PER_ROUND = 30 };

typedef enum { ABSENT, IN_DOUBT, COMMITTED } fate;

typedef struct {
  const char *journal, *synchronous;
  bool lying, powersafe, strict_loss, strict_integrity, failing_syncs, restarts, reader;
} setup;

typedef struct {
  fault_disk *disk;
  sqlite3 *db, *reader;
  const setup *how;
  uint64_t seed;
  uint64_t count;
  fate fates[MAX_TRANSACTIONS];
  uint64_t rows[MAX_TRANSACTIONS];
} trial;

typedef struct {
  uint64_t seeds, crashes, committed, lost, broken, resolved_in, resolved_out, torn, dropped, kept;
  uint64_t failed_syncs;
} tally;

static int configure(trial *t) {
  char sql[256];
  static const unsigned page_sizes[] = {512, 1024, 4096, 4096, 8192};
  snprintf(sql, sizeof sql,
           "PRAGMA page_size=%u; PRAGMA journal_mode=%s; PRAGMA synchronous=%s;"
           "PRAGMA wal_autocheckpoint=%u; PRAGMA cache_size=%d;",
           page_sizes[t->seed % 5], t->how->journal, t->how->synchronous,
           (unsigned)(t->seed % 3 ? 5 + t->seed % 40 : 1000), t->seed % 2 ? 8 : 1000);
  int result = run(t->db, sql);
  if (result != SQLITE_OK) return result;
  return run(t->db, "CREATE TABLE IF NOT EXISTS entry(id INTEGER PRIMARY KEY, txn INT, body BLOB);"
                    "CREATE INDEX IF NOT EXISTS by_txn ON entry(txn);");
}

static int insert_rows(trial *t, uint64_t txn) {
  for (uint64_t i = 0; i < t->rows[txn]; i++) {
    char sql[160];
    snprintf(sql, sizeof sql, "INSERT INTO entry(txn, body) VALUES(%llu, zeroblob(%llu))",
             (unsigned long long)txn, (unsigned long long)draw(draw(10) ? 200 : 6000));
    int result = run(t->db, sql);
    if (result != SQLITE_OK) return result;
  }
  return SQLITE_OK;
}

// A commit that is known durable makes every earlier visible transaction durable too.
static void settle_doubts(trial *t) {
  for (uint64_t i = 0; i < t->count; i++) {
    if (t->fates[i] == IN_DOUBT) {
      char sql[80];
      snprintf(sql, sizeof sql, "SELECT count(*) FROM entry WHERE txn=%llu", (unsigned long long)i);
      int64_t rows = ask(t->db, sql);
      if (rows >= 0) t->fates[i] = rows ? COMMITTED : ABSENT;
    }
  }
}

// A second connection that now and then holds a snapshot, so that checkpoints stay partial.
static void move_reader(trial *t) {
  if (!t->how->reader) return;
  if (!t->reader) t->reader = connect_to("trial");
  if (draw(4) == 0) run(t->reader, "COMMIT");
  if (draw(4) == 0) run(t->reader, "BEGIN; SELECT count(*) FROM entry");
  if (draw(8) == 0) run(t->reader, "PRAGMA wal_checkpoint(PASSIVE)");
}

static int one_transaction(trial *t) {
  move_reader(t);
  uint64_t txn = t->count++;
  t->rows[txn] = 1 + draw(6);
  t->fates[txn] = ABSENT;
  bool wants_rollback = draw(6) == 0;
  int result = run(t->db, "BEGIN IMMEDIATE");
  if (result == SQLITE_OK) result = insert_rows(t, txn);
  if (result != SQLITE_OK || wants_rollback) {
    run(t->db, "ROLLBACK");
    return result;
  }
  result = run(t->db, "COMMIT");
  t->fates[txn] = result == SQLITE_OK ? COMMITTED : IN_DOUBT;
  if (result == SQLITE_OK) return result;
  run(t->db, "ROLLBACK");
  return result;
}

static void verify_transaction(trial *t, uint64_t txn, tally *sum) {
  char sql[80];
  snprintf(sql, sizeof sql, "SELECT count(*) FROM entry WHERE txn=%llu", (unsigned long long)txn);
  int64_t rows = ask(t->db, sql);
  if (rows < 0) rows = 0;  // the table itself was never committed
  bool all = (uint64_t)rows == t->rows[txn];
  if (t->fates[txn] == COMMITTED) {
    sum->committed++;
    if (!all) sum->lost++;
    CHECK(all || !t->how->strict_loss, "seed %llu: committed %llu has %lld of %llu rows",
          (unsigned long long)t->seed, (unsigned long long)txn, (long long)rows,
          (unsigned long long)t->rows[txn]);
    if (!all) t->fates[txn] = ABSENT;
  } else if (t->fates[txn] == ABSENT) {
    CHECK(rows == 0 || !t->how->strict_integrity, "seed %llu: rolled back %llu is there",
          (unsigned long long)t->seed, (unsigned long long)txn);
  } else {
    CHECK(all || rows == 0 || !t->how->strict_integrity, "seed %llu: half of %llu",
          (unsigned long long)t->seed, (unsigned long long)txn);
    if (rows) sum->resolved_in++; else sum->resolved_out++;
  }
}

// False if the database is beyond use.
static bool verify(trial *t, tally *sum, bool doubts_end) {
  bool whole = is_whole(t->db, "PRAGMA integrity_check");
  if (!whole) sum->broken++;
  CHECK(whole || !t->how->strict_integrity, "seed %llu: integrity_check: %s",
        (unsigned long long)t->seed, sqlite3_errmsg(t->db));
  if (!whole) return false;
  for (uint64_t i = 0; i < t->count; i++) verify_transaction(t, i, sum);
  if (doubts_end) settle_doubts(t);
  return true;
}

static void work_until_crash(trial *t) {
  if (configure(t) != SQLITE_OK) return;
  for (int i = 0; i < TRANSACTIONS_PER_ROUND; i++) {
    if (one_transaction(t) == SQLITE_OK) continue;
    if (fault_disk_crashed(t->disk) || !t->how->failing_syncs) return;
    if (!t->how->restarts) continue;
    sqlite3_close(t->db);
    t->db = NULL;
    if (fault_disk_crashed(t->disk)) return;  // closing checkpoints
    t->db = connect_to("trial");
    if (configure(t) != SQLITE_OK) return;
  }
}

static bool one_round(trial *t, tally *sum) {
  fault_disk_crash_after(t->disk, draw(draw(2) ? 60 : 400));
  if (t->how->failing_syncs) {
    uint64_t nth = 1 + draw(20), times = 1 + draw(2);
    fault_disk_fail(t->disk, FAULT_DISK_SYNC, nth, times, FAULT_DISK_ANY_FILE);
  }
  work_until_crash(t);
  fault_disk_fail(t->disk, FAULT_DISK_SYNC, 0, 0, 0);
  bool has_process_crashes = !t->how->failing_syncs || t->how->restarts;
  fault_disk_mode mode = (fault_disk_mode)(has_process_crashes ? draw(3) : 1 + draw(2));
  fault_disk_power_loss(t->disk, mode);
  CHECK(run(t->db, "SELECT count(*) FROM entry") != SQLITE_OK, "a dead handle answered");
  sqlite3_close(t->reader);
  t->reader = NULL;
  sqlite3_close(t->db);
  t->db = connect_to("trial");
  sum->crashes++;
  return verify(t, sum, mode != FAULT_DISK_KEEP_ALL);
}

static void one_trial(const setup *how, uint64_t seed, tally *sum) {
  static trial t;
  memset(&t, 0, sizeof t);
  seed_test(seed);
  t.how = how;
  t.seed = seed;
  t.disk = fault_disk_open("trial", seed);
  fault_disk_seed_sqlite((uint32_t)seed + 1);
  fault_disk_set_lying_syncs(t.disk, how->lying);
  fault_disk_set_powersafe_overwrite(t.disk, how->powersafe);
  t.db = connect_to("trial");
  for (int round = 0; round < ROUNDS; round++) {
    if (!one_round(&t, sum)) break;
  }
  sqlite3_close(t.db);
  fault_disk_counters counters = fault_disk_get_counters(t.disk);
  sum->seeds++;
  sum->torn += counters.torn_writes;
  sum->dropped += counters.dropped_writes;
  sum->kept += counters.kept_writes;
  sum->failed_syncs += counters.failed_syncs;
  CHECK(fault_disk_close(t.disk) == SQLITE_OK, "handles leaked");
}

static tally trials(const char *title, setup how, uint64_t seeds) {
  tally sum = {0};
  for (uint64_t seed = 1; seed <= seeds; seed++) one_trial(&how, seed, &sum);
  printf("%-34s seeds %llu crashes %llu commits checked %llu lost %llu broken %llu "
         "in doubt: present %llu absent %llu; writes kept %llu dropped %llu torn %llu; "
         "failed syncs %llu\n",
         title, (unsigned long long)sum.seeds, (unsigned long long)sum.crashes,
         (unsigned long long)sum.committed, (unsigned long long)sum.lost,
         (unsigned long long)sum.broken, (unsigned long long)sum.resolved_in,
         (unsigned long long)sum.resolved_out, (unsigned long long)sum.kept,
         (unsigned long long)sum.dropped, (unsigned long long)sum.torn,
         (unsigned long long)sum.failed_syncs);
  return sum;
}

static const setup SAFE = {.journal = "WAL", .synchronous = "FULL", .powersafe = true,
                           .strict_loss = true, .strict_integrity = true};

// Everything here must hold at every seed.
static void test_safe_setups(uint64_t seeds) {
  tally sum = trials("WAL FULL", SAFE, seeds);
  CHECK(sum.torn && sum.dropped && sum.kept && sum.resolved_in && sum.resolved_out, "no variety");
  setup how = SAFE;
  how.reader = true;
  trials("WAL FULL, with a reader", how, seeds / 4);
  how = SAFE;
  how.powersafe = false;
  trials("WAL FULL, not powersafe", how, seeds / 4);
  how.journal = "TRUNCATE";
  trials("truncated journal, not powersafe", how, seeds / 4);
  how = SAFE;
  how.journal = "DELETE";
  how.synchronous = "EXTRA";
  trials("rollback journal EXTRA", how, seeds / 4);
  how = SAFE;
  how.failing_syncs = true;
  sum = trials("WAL FULL, failing syncs, goes on", how, seeds / 4);
  CHECK(sum.failed_syncs > 0, "no sync failed");
}

static void expect_loss(const char *title, setup how, uint64_t seeds) {
  how.strict_loss = false;
  CHECK(trials(title, how, seeds).lost > 0, "nothing was lost");
}

// Each of these must lose something at some seed, or the faults do not bite.
static void test_unsafe_setups(uint64_t seeds) {
  setup how = SAFE;
  how.synchronous = "NORMAL";
  expect_loss("WAL NORMAL", how, seeds);
  how = SAFE;
  how.journal = "DELETE";  // FULL does not sync the directory after deleting the journal
  expect_loss("rollback journal FULL", how, seeds);
  how = SAFE;
  how.strict_integrity = false;
  how.synchronous = "OFF";
  expect_loss("WAL OFF", how, seeds);
  how.synchronous = "FULL";
  how.lying = true;
  expect_loss("WAL FULL, lying syncs", how, seeds);
  how.lying = false;
  // A restarted SQLite recovers the WAL from the page cache, with frames whose sync had failed;
  // what it commits after them is lost with them.
  how.failing_syncs = how.restarts = true;
  expect_loss("WAL FULL, failing syncs, restarts", how, seeds);
}

void test_crashes(uint64_t seeds) {
  test_safe_setups(seeds);
  test_unsafe_setups(seeds / 4);
}
