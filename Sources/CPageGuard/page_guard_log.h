// A write-ahead log as a file, read by ourselves; not public.
// Source: https://www.sqlite.org/fileformat2.html#the_write_ahead_log
#ifndef GRIDWARD_PAGE_GUARD_LOG_H
#define GRIDWARD_PAGE_GUARD_LOG_H

#include "page_guard_internal.h"

enum { PL_HEADER = 32, PL_FRAME_HEADER = 24, PL_FRAME_MAX = PL_FRAME_HEADER + PG_MAX_PAGE };

/// The two halves of SQLite's cumulative checksum.
typedef struct {
  uint32_t first, second;
} pl_sum;

typedef struct {
  int descriptor;
  uint8_t header[PL_HEADER];
  uint32_t page_size;
  /// How many whole frames there is room for in the file; whatever stands there.
  uint32_t frames;
  /// The header is not what was written, but for the salts and the page's size: frames that go on from each other say these.
  bool is_headless;
  const char *path;
} pl_log;

/// What a frame's own bytes say, read into memory that the log's user gives.
typedef struct {
  uint8_t *bytes;
  uint32_t page;
  /// The database's pages after the transaction that the frame ends; 0 where it ends none.
  uint32_t pages_after;
  /// How many bits of its two salts are not the log's.
  int wrong_salt_bits;
  /// What it says the sum is up to its end.
  pl_sum kept;
} pl_frame;

/// How a frame that does not fit is wrong.
typedef enum { PL_TORN, PL_MENDED, PL_DOUBTFUL } pl_verdict;

/// What stands behind the first frame that does not fit.
typedef struct {
  /// There are two whole transactions, the second of which was begun after the first was on disk.
  bool proven;
  /// There is a commit frame that is what was written.
  bool committed;
  /// The last frame whose transaction counts, from 0.
  uint32_t last;
} pl_rest;

// page_guard_log.c
uint32_t pl_number(const uint8_t *bytes);
void pl_put_number(uint8_t *bytes, uint32_t number);
/// Opens the log beside a database and puts its header right. Returns SQLITE_NOTFOUND where there is none that can be read, and what
/// the disk says where the header cannot be written.
int pl_open(pl_log *log, const char *database, uint32_t *mended);
void pl_close(pl_log *log);
bool pl_read(const pl_log *log, uint32_t index, pl_frame *frame);
/// The sum after bytes of a whole number of pairs of words.
pl_sum pl_sum_over(const pl_log *log, pl_sum sum, const uint8_t *bytes, uint32_t count);
/// The sum that a frame should have behind one that ends with `before`.
pl_sum pl_sum_of(const pl_log *log, pl_sum before, const pl_frame *frame);
/// The sum that this frame goes on from if it is what was written.
pl_sum pl_sum_before(const pl_log *log, const pl_frame *frame);
bool pl_fits(const pl_log *log, pl_sum before, const pl_frame *frame);
pl_sum pl_header_sum(const pl_log *log);
/// Writes bytes of a frame to the file and flushes.
bool pl_write(const pl_log *log, uint32_t index, const pl_frame *frame);

// page_guard_log_header.c
bool pl_header_fits(const pl_log *log);
/// Puts a header that does not fit right in memory: one bit of it, or all by the frames behind it. Where neither is possible and
/// there are frames, the log is headless.
bool pl_mend_header(pl_log *log);

// page_guard_log_bit.c
/// Finds the one bit that is wrong in a frame that does not fit, and puts it right in memory.
/// - PL_DOUBTFUL: one bit is wrong, and it cannot be told which.
pl_verdict pl_mend_frame(const pl_log *log, uint32_t index, pl_sum before, pl_frame *frame);

// page_guard_log_mend.c
/// Looks at the frames behind one that does not fit; of `page` it is noted whether a transaction writes it again.
pl_rest pl_look_behind(const pl_log *log, uint32_t index, pl_sum kept, uint32_t page, bool *is_written_again);

#endif
