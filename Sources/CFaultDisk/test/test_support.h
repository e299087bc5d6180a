// What the tests of the fault-injecting disk share: checks, draws of their own, SQLite in short.
#ifndef TEST_SUPPORT_H
#define TEST_SUPPORT_H

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "fault_disk.h"

extern int failures;

#define CHECK(condition, ...)                                        \
  do {                                                               \
    if (!(condition) && ++failures <= 20) {                          \
      printf("FAILED %s:%d: %s: ", __FILE__, __LINE__, #condition);  \
      printf(__VA_ARGS__);                                           \
      printf("\n");                                                  \
    }                                                                \
  } while (0)

// Draws apart from the disk's.
void seed_test(uint64_t seed);
uint64_t draw(uint64_t bound);

sqlite3 *connect_to(const char *vfs);
int run(sqlite3 *db, const char *sql);
int run_number(sqlite3 *db, const char *format, uint64_t number);
int64_t ask(sqlite3 *db, const char *sql);
bool is_whole(sqlite3 *db, const char *check);

/// A disk with one open database: WAL, FULL, a table t(x).
typedef struct {
  fault_disk *disk;
  sqlite3 *db;
} store;

store open_store(const char *name, uint64_t seed);
void close_store(store s);
void reopen(store *s, const char *name);

void test_file_semantics(void);
void test_faults(void);
void test_state(void);
void test_crashes(uint64_t seeds);

#endif
