// Which bit of a log's frame is wrong.
//
// SQLite's sum is linear: a bit that turns over moves it by a power of two times a number that only the word's place decides.
// In the upper bits of words many places move it equally: those lie where the page has changed since it was written last, or where it
// has not. One that has turned over makes the page differ from what it was before, so that where all other places are as they were it
// is known; else it is doubtful, and told as damage.
#include <stdlib.h>

#include "page_guard_log.h"

/// A word of a frame that may have the wrong bit: those of the header come first.
typedef struct {
  uint32_t word;
  uint32_t bit;
} place;

typedef struct {
  uint32_t count;
  place first;
  /// Places where the page differs from what it was before, and whether one of them is in the frame's header.
  uint32_t likely;
  place likeliest;
  bool may_be_header;
} places;

static uint8_t *at(pl_frame *frame, uint32_t word) { return frame->bytes + (word < 2 ? 0 : PL_FRAME_HEADER - 8) + word * 4; }

// The byte of a word, from its first in the file, and the bit of that.
static void turn(const pl_log *log, pl_frame *frame, place place) {
  bool is_big = log->header[3] & 1;
  at(frame, place.word)[is_big ? 3 - place.bit / 8 : place.bit / 8] ^= (uint8_t)(1 << place.bit % 8);
}

static bool is_set(const pl_log *log, pl_frame *frame, place place) {
  bool is_big = log->header[3] & 1;
  return at(frame, place.word)[is_big ? 3 - place.bit / 8 : place.bit / 8] >> place.bit % 8 & 1;
}

// A page or a size that no frame of this log can have is none.
static bool is_possible(const pl_log *log, pl_frame *frame, place place, uint32_t pages) {
  if (place.word >= 2) return true;
  turn(log, frame, place);
  uint32_t page = pl_number(frame->bytes), after = pl_number(frame->bytes + 4);
  turn(log, frame, place);
  uint64_t most = (uint64_t)pages + log->frames;
  if (page == 0 || (pages != 0 && page > most)) return false;
  return after == 0 || (after >= pages && after >= page && (pages == 0 || after <= most));
}

static void take(pl_frame *frame, const uint8_t *former, place place, places *found) {
  if (found->count++ == 0) found->first = place;
  bool is_header = place.word < 2;
  bool is_likely = is_header || !former || memcmp(at(frame, place.word), former + (place.word - 2) * 4, 4) != 0;
  if (!is_likely) return;
  found->likely++;
  found->likeliest = place;
  found->may_be_header |= is_header;
}

// `difference` is what the sum should be more than it is.
static places search(const pl_log *log, pl_frame *frame, const uint8_t *former, pl_sum difference, uint32_t pages) {
  places found = {0};
  // How a word moves the sum at the frame's end: those of a pair's first word, then of its second.
  pl_sum moves[2] = {{1, 1}, {0, 1}};
  for (uint32_t word = 2 + log->page_size / 4; word-- > 0;) {
    pl_sum *move = &moves[word % 2];
    for (uint32_t bit = 0; bit < 32; bit++) {
      place place = {word, bit};
      bool set = is_set(log, frame, place);
      uint32_t first = move->first << bit, second = move->second << bit;
      if ((set ? -first : first) != difference.first || (set ? -second : second) != difference.second) continue;
      if (is_possible(log, frame, place, pages)) take(frame, former, place, &found);
    }
    *move = (pl_sum){move->first + move->second, move->first + 2 * move->second};
  }
  return found;
}

// The page before this frame: of the last frame that has it, else of the database. `pages` is how many there were.
static bool read_former(const pl_log *log, uint32_t index, uint32_t page, uint8_t *into, uint32_t *pages) {
  bool is_found = false;
  pl_frame frame = {.bytes = malloc(PL_FRAME_MAX)};
  if (!frame.bytes) abort();
  for (uint32_t i = 0; i < index && pl_read(log, i, &frame); i++) {
    if (frame.pages_after != 0) *pages = frame.pages_after;
    if (frame.page != page) continue;
    memcpy(into, frame.bytes + PL_FRAME_HEADER, log->page_size);
    is_found = true;
  }
  free(frame.bytes);
  if (is_found || page == 0) return is_found;
  char *name = NULL;
  char *database = calloc(1, strlen(log->path) + 1);
  if (!database) abort();
  memcpy(database, log->path, strlen(log->path) - strlen("-wal"));
  sqlite3_file *file = pg_open_file(database, &name);
  free(database);
  sqlite3_int64 offset = (sqlite3_int64)(page - 1) * log->page_size, size = 0;
  if (file && file->pMethods->xFileSize(file, &size) == SQLITE_OK && offset + log->page_size <= size) {
    is_found = file->pMethods->xRead(file, into, (int)log->page_size, offset) == SQLITE_OK;
  }
  pg_close_file(file, name);
  return is_found;
}

// One place alone, or the only one where the page has changed; where the page is written again, its bytes count no more.
static bool choose(const places *found, bool is_written_again, place *chosen) {
  *chosen = found->likely == 1 ? found->likeliest : found->first;
  if (found->count == 1 || found->likely == 1) return true;
  return is_written_again && !found->may_be_header;
}

static pl_verdict mend_content(const pl_log *log, uint32_t index, pl_frame *frame, pl_sum difference, bool may_be_sum) {
  uint32_t pages = 0;
  if (search(log, frame, NULL, difference, pages).count == 0) return PL_TORN;
  uint8_t *former = malloc(log->page_size);
  if (!former) abort();
  bool has_former = read_former(log, index, frame->page, former, &pages);
  places found = search(log, frame, has_former ? former : NULL, difference, pages);
  free(former);
  if (found.count == 0) return PL_TORN;
  if (may_be_sum) return found.likely == 0 ? PL_TORN : PL_DOUBTFUL;
  bool is_written_again = false;
  pl_look_behind(log, index, frame->kept, frame->page, &is_written_again);
  place chosen;
  if (!choose(&found, is_written_again, &chosen)) return PL_DOUBTFUL;
  turn(log, frame, chosen);
  return PL_MENDED;
}

// The next frame tells which of the two is right: its own sum goes on from there.
static bool next_fits(const pl_log *log, uint32_t index, pl_sum before) {
  pl_frame next = {.bytes = malloc(PL_FRAME_MAX)};
  if (!next.bytes) abort();
  bool fits = pl_read(log, index + 1, &next) && pl_fits(log, before, &next);
  free(next.bytes);
  return fits;
}

pl_verdict pl_mend_frame(const pl_log *log, uint32_t index, pl_sum before, pl_frame *frame) {
  pl_sum sum = pl_sum_of(log, before, frame);
  pl_sum difference = {frame->kept.first - sum.first, frame->kept.second - sum.second};
  bool fits = difference.first == 0 && difference.second == 0;
  if (frame->wrong_salt_bits != 0) {
    if (!fits || frame->wrong_salt_bits != 1) return PL_TORN;
    memcpy(frame->bytes + 8, log->header + 16, 8);
    return PL_MENDED;
  }
  if (fits) return PL_TORN;
  int wrong = __builtin_popcount(frame->kept.first ^ sum.first) + __builtin_popcount(frame->kept.second ^ sum.second);
  bool is_kept_right = next_fits(log, index, frame->kept);
  bool may_be_sum = wrong == 1 && !is_kept_right;
  pl_verdict verdict = PL_TORN;
  if (!may_be_sum || !next_fits(log, index, sum)) verdict = mend_content(log, index, frame, difference, may_be_sum);
  if (verdict == PL_TORN && may_be_sum) {
    pl_put_number(frame->bytes + 16, sum.first);
    pl_put_number(frame->bytes + 20, sum.second);
    verdict = PL_MENDED;
  }
  return verdict;
}
