// The sum of a page.
#include "page_guard_internal.h"

// Page sizes are powers of two from 512 on: all stripes but the last are whole, and the last lacks the sum's own word.
void pg_lanes(const uint8_t *page, uint32_t size, uint32_t number, uint64_t lanes[PG_LANES]) {
  uint64_t lane[PG_LANES] = {PG_SEED ^ number, PG_SEED + 1, PG_SEED + 2, PG_SEED + 3};
  uint32_t at = 0;
  for (; at + PG_STRIPE < size; at += PG_STRIPE) {
    for (int i = 0; i < PG_LANES; i++) lane[i] = (lane[i] ^ pg_word_at(page + at + i * PG_WORD)) * PG_FACTOR;
  }
  for (int i = 0; i < PG_LANES - 1; i++) lane[i] = (lane[i] ^ pg_word_at(page + at + i * PG_WORD)) * PG_FACTOR;
  for (int i = 0; i < PG_LANES; i++) lanes[i] = lane[i];
}

uint64_t pg_sum(const uint8_t *page, uint32_t size, uint32_t number) {
  uint64_t lane[PG_LANES];
  pg_lanes(page, size, number, lane);
  uint64_t sum = PG_SEED;
  for (int i = 0; i < PG_LANES; i++) {
    sum = (sum ^ lane[i]) * PG_FACTOR;
    sum ^= sum >> 29;
  }
  return sum;
}

uint64_t pg_kept_sum(const uint8_t *page, uint32_t size) { return pg_word_at(page + size - PAGE_GUARD_RESERVE); }

void page_guard_put_sum(uint8_t *page, uint32_t size, uint32_t number) {
  uint64_t sum = htole64(pg_sum(page, size, number));
  memcpy(page + size - PAGE_GUARD_RESERVE, &sum, sizeof sum);
}

bool page_guard_fits(const uint8_t *page, uint32_t size, uint32_t number) {
  uint64_t kept = pg_kept_sum(page, size);
  if (number != 1 || page[PG_RESERVE_AT] == PAGE_GUARD_RESERVE) return pg_sum(page, size, number) == kept;
  uint8_t copy[PG_MAX_PAGE];
  memcpy(copy, page, size);
  copy[PG_RESERVE_AT] = PAGE_GUARD_RESERVE;
  return pg_sum(copy, size, number) == kept;
}

bool pg_is_zero(const uint8_t *page, uint32_t size) {
  return page[0] == 0 && memcmp(page, page + 1, size - 1) == 0;
}
