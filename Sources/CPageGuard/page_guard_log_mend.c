// Walking through a log before SQLite does, which ends it at the first frame that does not fit and says nothing of what follows.
//
// What tells damage from a tail that was torn when the power failed: frames of one transaction may reach the disk in any order, so that
// one missing among them says nothing, even where the commit frame is there. The first frame of the next transaction is written
// after the last one has been flushed. So work that was acknowledged stands behind a hole where a commit frame and the one after it
// both fit on the ones before them. Frames left over from a torn tail that was partly written over are such a tail still: they
// hold no more transactions than it did, and the sums do not go on over where the new ones end.
// Where the header is damaged, work was acknowledged if there is a commit frame that fits: the header was flushed before it.
// A frame that one bit makes fit is damaged too: no torn write is one bit away from what was written.
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "page_guard_log.h"

/// More bits than this, and the disk is past putting right one by one.
enum { MENDED_MAX = 64 };

pl_rest pl_look_behind(const pl_log *log, uint32_t index, pl_sum kept, uint32_t page, bool *is_written_again) {
  pl_rest rest = {.last = index};
  pl_frame frame = {.bytes = malloc(PL_FRAME_MAX)};
  if (!frame.bytes) abort();
  // Of the frames that go on from each other: whether one was a commit, the last of those, and whether one has the page.
  bool has_commit = false, has_page = false, is_proven = false;
  for (uint32_t i = index + 1; pl_read(log, i, &frame); i++) {
    bool fits = pl_fits(log, kept, &frame);
    kept = frame.kept;
    if (!fits) {
      has_commit = has_page = is_proven = false;
      continue;
    }
    if (has_commit) rest.proven = is_proven = true;
    has_page |= frame.page == page;
    if (frame.pages_after == 0) continue;
    has_commit = rest.committed = true;
    *is_written_again |= has_page;
    if (is_proven || !rest.proven) rest.last = i;
  }
  free(frame.bytes);
  return rest;
}

typedef struct {
  page_guard_log found;
  uint32_t last;
} outcome;

static void look_for_hole(const pl_log *log, const pl_frame *frame, uint32_t index, pl_verdict verdict, outcome *outcome) {
  bool is_written_again = false;
  pl_rest rest = pl_look_behind(log, index, frame->kept, frame->page, &is_written_again);
  bool is_committed = rest.committed || frame->pages_after != 0;
  bool is_told = rest.proven || (log->is_headless && rest.committed) || (verdict == PL_DOUBTFUL && is_committed);
  if (!is_told) return;
  outcome->found.hole = index + 1;
  outcome->last = rest.last;
}

static int walk(const pl_log *log, outcome *outcome) {
  pl_frame frame = {.bytes = malloc(PL_FRAME_MAX)};
  if (!frame.bytes) abort();
  int code = SQLITE_OK;
  pl_sum sum = pl_header_sum(log);
  for (uint32_t i = 0; code == SQLITE_OK && pl_read(log, i, &frame); i++) {
    if (!pl_fits(log, sum, &frame)) {
      bool may_mend = outcome->found.mended < MENDED_MAX && !log->is_headless;
      pl_verdict verdict = may_mend ? pl_mend_frame(log, i, sum, &frame) : PL_TORN;
      if (verdict != PL_MENDED) {
        look_for_hole(log, &frame, i, verdict, outcome);
        break;
      }
      if (!pl_write(log, i, &frame) || !pl_read(log, i, &frame)) code = SQLITE_IOERR_WRITE;
      outcome->found.mended++;
      sqlite3_log(SQLITE_WARNING, "frame %u of the log: one bit was put right", i + 1);
    }
    sum = frame.kept;
  }
  free(frame.bytes);
  return code;
}

int page_guard_mend_log(const char *database, page_guard_log *found) {
  outcome outcome = {0};
  pl_log log;
  int code = pl_open(&log, database, &outcome.found.mended);
  if (code == SQLITE_OK) {
    code = walk(&log, &outcome);
    pl_close(&log);
  }
  *found = outcome.found;
  return code == SQLITE_NOTFOUND ? SQLITE_OK : code;
}

static bool put_page(const pl_log *log, int copy, pl_frame *frame, bool fits, bool has_sums) {
  uint8_t *page = frame->bytes + PL_FRAME_HEADER;
  if (has_sums) {
    page_guard_put_sum(page, log->page_size, frame->page);
    for (int i = 1; !fits && i <= PAGE_GUARD_RESERVE; i++) page[log->page_size - i] ^= 0xFF;
  }
  off_t offset = (off_t)(frame->page - 1) * log->page_size;
  return pwrite(copy, page, log->page_size, offset) == (ssize_t)log->page_size;
}

static int replay(const pl_log *log, int copy, uint32_t last) {
  uint8_t reserve = 0;
  if (pread(copy, &reserve, 1, PG_RESERVE_AT) != 1) return SQLITE_IOERR_READ;
  bool has_sums = reserve == PAGE_GUARD_RESERVE;
  pl_frame frame = {.bytes = malloc(PL_FRAME_MAX)};
  if (!frame.bytes) abort();
  uint32_t pages = pl_read(log, last, &frame) ? frame.pages_after : 0;
  int code = SQLITE_OK;
  pl_sum sum = pl_header_sum(log);
  for (uint32_t i = 0; i <= last && code == SQLITE_OK && pl_read(log, i, &frame); i++) {
    bool fits = pl_fits(log, sum, &frame);
    sum = frame.kept;
    bool is_ours = frame.wrong_salt_bits == 0 && frame.page != 0 && frame.page <= pages;
    if (!is_ours || (!fits && !has_sums)) continue;
    if (!put_page(log, copy, &frame, fits, has_sums)) code = SQLITE_IOERR_WRITE;
  }
  free(frame.bytes);
  return code;
}

int page_guard_replay_log(const char *database, const char *copy) {
  outcome outcome = {0};
  pl_log log;
  int code = pl_open(&log, database, &outcome.found.mended);
  if (code != SQLITE_OK) return code == SQLITE_NOTFOUND ? SQLITE_OK : code;
  code = walk(&log, &outcome);
  if (code == SQLITE_OK && outcome.found.hole != 0) {
    int descriptor = open(copy, O_RDWR | O_CLOEXEC);
    code = descriptor < 0 ? SQLITE_CANTOPEN : replay(&log, descriptor, outcome.last);
    if (descriptor >= 0) close(descriptor);
  }
  pl_close(&log);
  return code;
}
