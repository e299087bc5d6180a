// A log's header that is not what was written. SQLite takes a log without one for empty, and says nothing.
//
// SQLite flushes a header before the first frame behind it: where frames go on from each other, theirs was on disk. Which one it was
// they say themselves: their salts are its salts, and the sum of the first goes back to the header's sum, from which follows the one
// number that no frame has. A header that was torn when the log began anew has the old log's frames behind it: they lead to the
// old header, and all that they hold stands in the database.
#include <stdlib.h>

#include "page_guard_log.h"

static const uint32_t MAGIC = 0x377F0682u;
static const uint32_t VERSION = 3007000;

/// How often a log has begun anew, at most: more is no number of a header's.
static const uint32_t SEQUENCE_MAX = 1 << 24;

enum { PL_SIZE_AT = 8, PL_SEQUENCE_AT = 12, PL_SALTS_AT = 16, PL_SUM_AT = 24 };

bool pl_header_fits(const pl_log *log) {
  uint32_t size = pl_number(log->header + PL_SIZE_AT);
  if ((pl_number(log->header) & ~1u) != MAGIC || pl_number(log->header + 4) != VERSION) return false;
  if (size < PG_MIN_PAGE || size > PG_MAX_PAGE || (size & (size - 1)) != 0) return false;
  pl_sum sum = pl_sum_over(log, (pl_sum){0, 0}, log->header, PL_SUM_AT), kept = pl_header_sum(log);
  return sum.first == kept.first && sum.second == kept.second;
}

// A header is right if the first frame goes on from it, which has its salts as well.
static bool turn_bit(pl_log *log, pl_frame *frame) {
  for (int bit = PL_HEADER * 8; bit-- > 0;) {
    log->header[bit / 8] ^= (uint8_t)(1 << bit % 8);
    if (pl_header_fits(log)) {
      log->page_size = pl_number(log->header + PL_SIZE_AT);
      if (pl_read(log, 0, frame) && pl_fits(log, pl_header_sum(log), frame)) return true;
    }
    log->header[bit / 8] ^= (uint8_t)(1 << bit % 8);
  }
  return false;
}

// Of a log with pages of this size whose words are in this order, what its header says but for the sum and the number.
static void suppose(pl_log *log, uint32_t size, bool is_big) {
  memset(log->header, 0, PL_HEADER);
  pl_put_number(log->header, MAGIC | is_big);
  pl_put_number(log->header + 4, VERSION);
  pl_put_number(log->header + PL_SIZE_AT, size);
  log->page_size = size;
}

// A number more in the sequence's place makes the sum's first half one more and the second two.
static bool follow_back(pl_log *log, pl_frame *frame) {
  if (!pl_read(log, 0, frame) || frame->page == 0) return false;
  memcpy(log->header + PL_SALTS_AT, frame->bytes + 8, 8);
  pl_sum wanted = pl_sum_before(log, frame);
  pl_sum without = pl_sum_over(log, (pl_sum){0, 0}, log->header, PL_SUM_AT);
  uint32_t number = wanted.first - without.first;
  if (wanted.second - without.second != 2 * number) return false;
  bool is_big = log->header[3] & 1;
  uint32_t sequence = is_big ? number : __builtin_bswap32(number);
  if (sequence > SEQUENCE_MAX) return false;
  pl_put_number(log->header + PL_SEQUENCE_AT, sequence);
  pl_put_number(log->header + PL_SUM_AT, wanted.first);
  pl_put_number(log->header + PL_SUM_AT + 4, wanted.second);
  return pl_header_fits(log);
}

// The first two frames that go on from each other: they are of this log, since what is left of an earlier one lies behind it.
static bool find_chain(pl_log *log, pl_frame *frame) {
  bool is_read = pl_read(log, 0, frame);
  for (uint32_t i = 1; is_read; i++) {
    bool was_one = frame->page != 0;
    pl_sum kept = frame->kept;
    memcpy(log->header + PL_SALTS_AT, frame->bytes + 8, 8);
    is_read = pl_read(log, i, frame);
    if (is_read && was_one && pl_fits(log, kept, frame)) return true;
  }
  return false;
}

static bool try_each(pl_log *log, pl_frame *frame, bool (*is_so)(pl_log *, pl_frame *)) {
  for (uint32_t size = PG_MIN_PAGE; size <= PG_MAX_PAGE; size *= 2) {
    for (int is_big = 0; is_big < 2; is_big++) {
      suppose(log, size, is_big);
      if (is_so(log, frame)) return true;
    }
  }
  return false;
}

bool pl_mend_header(pl_log *log) {
  pl_frame frame = {.bytes = malloc(PL_FRAME_MAX)};
  if (!frame.bytes) abort();
  bool is_mended = turn_bit(log, &frame) || try_each(log, &frame, follow_back);
  if (is_mended) {
    sqlite3_log(SQLITE_WARNING, "the header of the log was put right");
  } else {
    log->is_headless = try_each(log, &frame, find_chain);
  }
  free(frame.bytes);
  return is_mended;
}
