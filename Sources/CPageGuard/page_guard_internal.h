// Structures and functions shared by the parts of the page guard; not public. Sizes and offsets are bytes.
#ifndef GRIDWARD_PAGE_GUARD_INTERNAL_H
#define GRIDWARD_PAGE_GUARD_INTERNAL_H

#include "page_guard.h"

/// Where a database's header says how many bytes of each page are reserved, and what it has before everything else.
enum { PG_RESERVE_AT = 20, PG_HEADER = 100, PG_MIN_PAGE = 512, PG_MAX_PAGE = 65536 };

/// A database file as SQLite holds it; the base's own file stands behind it.
typedef struct {
  sqlite3_file file;
  bool guarded;  // it has been seen to have sums
  bool lenient;  // they are not compared
  bool padded;   // where the file's end is missing, there are zeros
} pg_file;

// page_guard_sum.c
uint64_t pg_sum(const uint8_t *page, uint32_t size, uint32_t number);
/// What the page says its sum is.
uint64_t pg_kept_sum(const uint8_t *page, uint32_t size);
void pg_put_sum(uint8_t *page, uint32_t size, uint32_t number);
bool pg_is_zero(const uint8_t *page, uint32_t size);

// page_guard_file.c
sqlite3_file *pg_base(sqlite3_file *file);
bool pg_is_ours(const sqlite3_file *file);
void pg_file_opened(pg_file *file, bool lenient);

#endif
