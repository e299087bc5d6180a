// Whether a page can be one of a table or an index as SQLite writes them, as far as the page alone tells.
// Source: https://www.sqlite.org/fileformat.html#b_tree_pages
#include "page_guard_internal.h"

enum { INDEX_INNER = 2, TABLE_INNER = 5, INDEX_LEAF = 10, TABLE_LEAF = 13 };

static uint32_t short_at(const uint8_t *bytes) { return (uint32_t)bytes[0] << 8 | bytes[1]; }

// Reads a variable-length number; returns its length, 0 where the page ends in it.
static uint32_t number_at(const uint8_t *page, uint32_t at, uint32_t end, uint64_t *number) {
  *number = 0;
  for (uint32_t i = 0; i < 9 && at + i < end; i++) {
    *number = i == 8 ? *number << 8 | page[at + i] : *number << 7 | (page[at + i] & 0x7F);
    if (i == 8 || page[at + i] < 0x80) return i + 1;
  }
  return 0;
}

static bool is_child(const uint8_t *bytes) { return bytes[0] == 0 && (bytes[1] | bytes[2] | bytes[3]) != 0; }

// What a cell is ordered by: `last` is that of the one before.
static bool is_cell(const uint8_t *page, uint32_t at, uint32_t end, uint8_t kind, bool is_first, int64_t *last) {
  uint64_t payload = 0, row = 0;
  bool is_inner = kind == TABLE_INNER || kind == INDEX_INNER;
  if (at + 4 > end || (is_inner && !is_child(page + at))) return false;
  if (is_inner) at += 4;
  if (kind != TABLE_INNER) {
    uint32_t length = number_at(page, at, end, &payload);
    if (length == 0 || payload > INT32_MAX) return false;
    at += length;
  }
  if (kind == INDEX_INNER || kind == INDEX_LEAF) return payload >= end || at + payload <= end;
  if (number_at(page, at, end, &row) == 0 || (!is_first && (int64_t)row <= *last)) return false;
  *last = (int64_t)row;
  return true;
}

bool pg_is_tree_page(const uint8_t *page, uint32_t size, uint32_t number) {
  const uint32_t start = number == 1 ? PG_HEADER : 0, end = size - PAGE_GUARD_RESERVE;
  const uint8_t kind = page[start];
  const bool is_inner = kind == TABLE_INNER || kind == INDEX_INNER;
  if (!is_inner && kind != TABLE_LEAF && kind != INDEX_LEAF) return false;
  const uint32_t cells = short_at(page + start + 3), first = start + (is_inner ? 12 : 8);
  const uint32_t told = short_at(page + start + 5), content = told == 0 ? PG_MAX_PAGE : told;
  if (content > end || first + 2 * cells > content || page[start + 7] > 60) return false;
  if (is_inner && !is_child(page + start + 8)) return false;
  // Nothing stands between the cells' places and the cells.
  for (uint32_t at = first + 2 * cells; at < content; at++) {
    if (page[at] != 0) return false;
  }
  int64_t last = 0;
  for (uint32_t i = 0; i < cells; i++) {
    uint32_t at = short_at(page + first + 2 * i);
    if (at < content || !is_cell(page, at, end, kind, i == 0, &last)) return false;
  }
  return true;
}
