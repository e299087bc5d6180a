// Structures and functions shared by the parts of the page guard; not public. Sizes and offsets are bytes.
#ifndef GRIDWARD_PAGE_GUARD_INTERNAL_H
#define GRIDWARD_PAGE_GUARD_INTERNAL_H

#include <endian.h>
#include <sqlite3.h>
#include <string.h>

#include "page_guard.h"

/// Where a database's header says how many bytes of each page are reserved, and what it has before everything else.
enum { PG_RESERVE_AT = 20, PG_HEADER = 100, PG_MIN_PAGE = 512, PG_MAX_PAGE = 65536 };

/// The sum takes a page's words in turns, in lanes that do not touch each other until its end. The factor is odd, so that multiplying
/// loses nothing: a change within one lane always changes the sum.
enum { PG_LANES = 4, PG_WORD = 8, PG_STRIPE = PG_LANES * PG_WORD };
static const uint64_t PG_FACTOR = 0x9E3779B97F4A7C15u;
static const uint64_t PG_SEED = 0x477269647761726Bu;

/// A database file as SQLite holds it; the base's own file stands behind it.
typedef struct {
  sqlite3_file file;
  bool guarded;  // it has been seen to have sums
  bool lenient;  // they are not compared
  bool padded;   // where the file's end is missing, there are zeros
  bool mending;  // a page with one wrong bit is read as it was written
} pg_file;

// page_guard_sum.c
/// What the lane begins with.
static inline uint64_t pg_lane_start(int lane, uint32_t number) { return lane ? PG_SEED + (uint64_t)lane : PG_SEED ^ number; }
void pg_lanes(const uint8_t *page, uint32_t size, uint32_t number, uint64_t lanes[PG_LANES]);
uint64_t pg_sum(const uint8_t *page, uint32_t size, uint32_t number);
/// What the page says its sum is.
uint64_t pg_kept_sum(const uint8_t *page, uint32_t size);
bool pg_is_zero(const uint8_t *page, uint32_t size);

static inline uint64_t pg_word_at(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, sizeof word);
  return le64toh(word);
}

/// How many bytes a page has, where the two bytes in the header may say so.
static inline uint32_t pg_told_size(const uint8_t *header) {
  uint32_t size = (uint32_t)header[16] << 8 | header[17];
  return size == 1 ? PG_MAX_PAGE : size;
}

/// How many pages the header says the database has.
static inline uint32_t pg_told_pages(const uint8_t *header) {
  return (uint32_t)header[28] << 24 | (uint32_t)header[29] << 16 | (uint32_t)header[30] << 8 | header[31];
}

// page_guard_mend.c
/// Reads the first page with its wrong bit put right, whichever it is; `page` has room for the largest. Returns the size
/// of the page, 0 where nothing is wrong with it or more than one bit.
uint32_t pg_mended_first_page(sqlite3_file *base, uint8_t *page);

// page_guard_tree.c
bool pg_is_tree_page(const uint8_t *page, uint32_t size, uint32_t number);

// page_guard_check.c
/// Opens a file as SQLite would, to read it; NULL when that fails. pg_close_file takes it and its name.
sqlite3_file *pg_open_file(const char *path, char **name);
void pg_close_file(sqlite3_file *file, char *name);

// page_guard_file.c
sqlite3_file *pg_base(sqlite3_file *file);
bool pg_is_ours(const sqlite3_file *file);
void pg_file_opened(pg_file *file, bool lenient, bool mending);

#endif
