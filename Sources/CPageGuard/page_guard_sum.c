// The sum of a page.
#include <endian.h>
#include <string.h>

#include "page_guard_internal.h"

enum { LANES = 4, WORD = 8, STRIPE = LANES * WORD };

// Odd, so that multiplying loses nothing: a change within one lane always changes the sum.
static const uint64_t FACTOR = 0x9E3779B97F4A7C15u;
static const uint64_t SEED = 0x477269647761726Bu;

static uint64_t word_at(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, WORD);
  return le64toh(word);
}

// Page sizes are powers of two from 512 on: all stripes but the last are whole, and the last lacks the sum's own word.
uint64_t pg_sum(const uint8_t *page, uint32_t size, uint32_t number) {
  uint64_t lane[LANES] = {SEED ^ number, SEED + 1, SEED + 2, SEED + 3};
  uint32_t at = 0;
  for (; at + STRIPE < size; at += STRIPE) {
    for (int i = 0; i < LANES; i++) lane[i] = (lane[i] ^ word_at(page + at + i * WORD)) * FACTOR;
  }
  for (int i = 0; i < LANES - 1; i++) lane[i] = (lane[i] ^ word_at(page + at + i * WORD)) * FACTOR;
  uint64_t sum = SEED;
  for (int i = 0; i < LANES; i++) {
    sum = (sum ^ lane[i]) * FACTOR;
    sum ^= sum >> 29;
  }
  return sum;
}

uint64_t pg_kept_sum(const uint8_t *page, uint32_t size) { return word_at(page + size - PAGE_GUARD_RESERVE); }

void pg_put_sum(uint8_t *page, uint32_t size, uint32_t number) {
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
