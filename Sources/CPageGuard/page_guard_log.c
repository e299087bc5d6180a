// The log's file: its header, its frames, and the sum that goes on from each to the next.
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "page_guard_log.h"

uint32_t pl_number(const uint8_t *bytes) {
  return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

void pl_put_number(uint8_t *bytes, uint32_t number) {
  for (int i = 0; i < 4; i++) bytes[i] = (uint8_t)(number >> (24 - 8 * i));
}

static uint32_t word(const pl_log *log, const uint8_t *bytes) {
  bool is_big = log->header[3] & 1;
  return is_big ? pl_number(bytes) : __builtin_bswap32(pl_number(bytes));
}

pl_sum pl_sum_over(const pl_log *log, pl_sum sum, const uint8_t *bytes, uint32_t count) {
  for (uint32_t at = 0; at + 8 <= count; at += 8) {
    sum.first += word(log, bytes + at) + sum.second;
    sum.second += word(log, bytes + at + 4) + sum.first;
  }
  return sum;
}

pl_sum pl_sum_of(const pl_log *log, pl_sum before, const pl_frame *frame) {
  pl_sum sum = pl_sum_over(log, before, frame->bytes, 8);
  return pl_sum_over(log, sum, frame->bytes + PL_FRAME_HEADER, log->page_size);
}

static pl_sum step_back(const pl_log *log, pl_sum sum, const uint8_t *pair) {
  sum.second -= word(log, pair + 4) + sum.first;
  sum.first -= word(log, pair) + sum.second;
  return sum;
}

pl_sum pl_sum_before(const pl_log *log, const pl_frame *frame) {
  pl_sum sum = frame->kept;
  for (uint32_t at = log->page_size; at > 0; at -= 8) sum = step_back(log, sum, frame->bytes + PL_FRAME_HEADER + at - 8);
  return step_back(log, sum, frame->bytes);
}

bool pl_fits(const pl_log *log, pl_sum before, const pl_frame *frame) {
  if (frame->wrong_salt_bits != 0 || frame->page == 0) return false;
  pl_sum sum = pl_sum_of(log, before, frame);
  return sum.first == frame->kept.first && sum.second == frame->kept.second;
}

pl_sum pl_header_sum(const pl_log *log) { return (pl_sum){pl_number(log->header + 24), pl_number(log->header + 28)}; }

static bool write_at(const pl_log *log, const uint8_t *bytes, uint32_t count, off_t offset) {
  int descriptor = open(log->path, O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  bool done = pwrite(descriptor, bytes, count, offset) == (ssize_t)count && fsync(descriptor) == 0;
  return close(descriptor) == 0 && done;
}

static char *path_beside(const char *database) {
  size_t length = strlen(database);
  char *path = calloc(1, length + sizeof "-wal");
  if (!path) abort();
  memcpy(path, database, length);
  memcpy(path + length, "-wal", sizeof "-wal");
  return path;
}

int pl_open(pl_log *log, const char *database, uint32_t *mended) {
  *log = (pl_log){.path = path_beside(database)};
  // A pipe must not keep anybody waiting.
  log->descriptor = open(log->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat about;
  bool is_file = log->descriptor >= 0 && fstat(log->descriptor, &about) == 0 && S_ISREG(about.st_mode);
  int code = SQLITE_NOTFOUND;
  if (is_file && pread(log->descriptor, log->header, PL_HEADER, 0) == PL_HEADER) {
    bool fits = pl_header_fits(log);
    if (!fits && pl_mend_header(log)) {
      fits = write_at(log, log->header, PL_HEADER, 0);
      if (!fits) code = SQLITE_IOERR_WRITE;
      ++*mended;
    }
    if (fits || log->is_headless) {
      log->page_size = pl_number(log->header + 8);
      off_t frames = (about.st_size - PL_HEADER) / (off_t)(PL_FRAME_HEADER + log->page_size);
      log->frames = frames > INT32_MAX ? INT32_MAX : (uint32_t)frames;
      return SQLITE_OK;
    }
  }
  pl_close(log);
  return code;
}

void pl_close(pl_log *log) {
  if (log->descriptor >= 0) close(log->descriptor);
  free((char *)log->path);
}

static off_t place(const pl_log *log, uint32_t index) {
  return PL_HEADER + (off_t)index * (off_t)(PL_FRAME_HEADER + log->page_size);
}

bool pl_read(const pl_log *log, uint32_t index, pl_frame *frame) {
  size_t count = PL_FRAME_HEADER + log->page_size;
  if (pread(log->descriptor, frame->bytes, count, place(log, index)) != (ssize_t)count) {
    return false;
  }
  const uint8_t *bytes = frame->bytes;
  frame->page = pl_number(bytes);
  frame->pages_after = pl_number(bytes + 4);
  frame->wrong_salt_bits = __builtin_popcountll(pg_word_at(bytes + 8) ^ pg_word_at(log->header + 16));
  frame->kept = (pl_sum){pl_number(bytes + 16), pl_number(bytes + 20)};
  return true;
}

bool pl_write(const pl_log *log, uint32_t index, const pl_frame *frame) {
  return write_at(log, frame->bytes, PL_FRAME_HEADER + log->page_size, place(log, index));
}
