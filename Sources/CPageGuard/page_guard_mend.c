// Putting one wrong bit of a page right. The sum's steps can be taken backwards, so the bit is found in one pass. Where several bits
// may be the one and the page's form does not tell which, it stays as it is.
#include "page_guard_internal.h"

// FACTOR * INVERSE is 1 modulo 2^64.
static const uint64_t INVERSE = 0xF1DE83E19937733Du;

static bool is_one_bit(uint64_t bits) { return bits != 0 && (bits & (bits - 1)) == 0; }

static uint64_t fold(uint64_t sum, uint64_t lane) {
  sum = (sum ^ lane) * PG_FACTOR;
  return sum ^ sum >> 29;
}

static uint64_t unfold(uint64_t sum) { return (sum ^ sum >> 29 ^ sum >> 58) * INVERSE; }

// What the lane must end with for the page to have this sum.
static uint64_t wanted_end(const uint64_t lanes[PG_LANES], int lane, uint64_t sum) {
  uint64_t before = PG_SEED;
  for (int i = 0; i < lane; i++) before = fold(before, lanes[i]);
  for (int i = PG_LANES - 1; i > lane; i--) sum = unfold(sum) ^ lanes[i];
  return unfold(sum) ^ before;
}

/// The words that may have the wrong bit, and those of them that leave a page of a table or an index: a word's highest bits move
/// the sum hardly otherwise than those of other words of its lane.
typedef struct {
  int count, fitting;
  uint32_t at;
  uint64_t bit;
} found_bits;

static void turn(uint8_t *page, uint32_t at, uint64_t bit) {
  uint64_t word = htole64(pg_word_at(page + at) ^ bit);
  memcpy(page + at, &word, sizeof word);
}

static void take(uint8_t *page, uint32_t size, uint32_t number, uint32_t at, uint64_t bit, found_bits *found) {
  turn(page, at, bit);
  bool fits = pg_is_tree_page(page, size, number);
  turn(page, at, bit);
  if (found->count++ == 0 || (fits && found->fitting == 0)) {
    found->at = at;
    found->bit = bit;
  }
  found->fitting += fits;
}

// The lane is followed from its start, and the one that is wanted backwards from its end: where the two differ in one bit
// before a word, that bit of the word makes one of the other.
static void search(uint8_t *page, uint32_t size, uint32_t number, int lane, uint64_t end, found_bits *found) {
  const uint8_t *first = page + lane * PG_WORD;
  uint32_t words = size / PG_STRIPE - (lane == PG_LANES - 1);
  uint64_t wanted = end;
  for (uint32_t i = words; i-- > 0;) wanted = wanted * INVERSE ^ pg_word_at(first + i * PG_STRIPE);
  uint64_t have = pg_lane_start(lane, number);
  for (uint32_t i = 0; i < words; i++) {
    uint64_t word = pg_word_at(first + i * PG_STRIPE);
    uint32_t at = (uint32_t)lane * PG_WORD + i * PG_STRIPE;
    if (is_one_bit(have ^ wanted)) take(page, size, number, at, have ^ wanted, found);
    have = (have ^ word) * PG_FACTOR;
    wanted = (wanted ^ word) * PG_FACTOR;
  }
}

bool page_guard_mend(uint8_t *page, uint32_t size, uint32_t number) {
  uint64_t kept = pg_kept_sum(page, size);
  uint64_t sum = pg_sum(page, size, number);
  if (sum == kept) return false;
  uint64_t lanes[PG_LANES];
  pg_lanes(page, size, number, lanes);
  found_bits found = {0};
  for (int i = 0; i < PG_LANES; i++) search(page, size, number, i, wanted_end(lanes, i, kept), &found);
  bool is_in_sum = is_one_bit(sum ^ kept);
  if (found.count + is_in_sum != 1 && (is_in_sum || found.fitting != 1)) return false;
  if (is_in_sum) {
    page_guard_put_sum(page, size, number);
  } else {
    turn(page, found.at, found.bit);
  }
  sqlite3_log(SQLITE_WARNING, "page %u: one bit was put right", number);
  return true;
}

// The size of the page and whether it has a sum stand in the page itself: each that is at most one bit away is tried.
uint32_t pg_mended_first_page(sqlite3_file *base, uint8_t *page) {
  for (uint32_t size = PG_MIN_PAGE; size <= PG_MAX_PAGE; size *= 2) {
    if (base->pMethods->xRead(base, page, (int)size, 0) != SQLITE_OK) return 0;
    uint32_t told = (uint32_t)page[16] << 8 | page[17];
    uint32_t wrong = told ^ (size == PG_MAX_PAGE ? 1 : size);
    if (wrong != 0 && !is_one_bit(wrong)) continue;
    if (!page_guard_mend(page, size, 1)) continue;
    if (pg_told_size(page) == size && page[PG_RESERVE_AT] == PAGE_GUARD_RESERVE) return size;
  }
  return 0;
}
