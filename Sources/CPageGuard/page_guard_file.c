// The methods of a guarded database file: sums are written with each page and compared at each read.
#include <string.h>

#include "page_guard_internal.h"

sqlite3_file *pg_base(sqlite3_file *file) { return (sqlite3_file *)((pg_file *)file + 1); }

static const char MAGIC[16] = "SQLite format 3";

static bool is_page(int amount, sqlite3_int64 offset) {
  return amount >= PG_MIN_PAGE && (amount & (amount - 1)) == 0 && offset % amount == 0;
}

// Page 1 tells; a file that has once had sums has them, whatever its header says later.
static void learn(pg_file *file, const uint8_t *bytes, int amount, sqlite3_int64 offset) {
  if (offset != 0 || amount < PG_HEADER || memcmp(bytes, MAGIC, sizeof MAGIC) != 0) return;
  if (bytes[PG_RESERVE_AT] == PAGE_GUARD_RESERVE) file->guarded = true;
}

static int guard_close(sqlite3_file *file) {
  sqlite3_file *base = pg_base(file);
  int code = base->pMethods->xClose(base);
  if (code == SQLITE_OK) file->pMethods = NULL;
  return code;
}

// What lies in the first page is read out of it as it was written. Returns whether it had a bit to put right.
static bool read_first_page(pg_file *file, void *into, int amount, sqlite3_int64 offset) {
  if (!file->mending || offset + amount > PG_MAX_PAGE) return false;
  uint8_t page[PG_MAX_PAGE];
  uint32_t size = pg_mended_first_page(pg_base(&file->file), page);
  if (size == 0 || offset + amount > size) return false;
  memcpy(into, page + offset, (size_t)amount);
  file->guarded = true;
  return true;
}

static int guard_read(sqlite3_file *file, void *into, int amount, sqlite3_int64 offset) {
  pg_file *mine = (pg_file *)file;
  sqlite3_file *base = pg_base(file);
  int code = base->pMethods->xRead(base, into, amount, offset);
  if (code == SQLITE_OK && read_first_page(mine, into, amount, offset)) return SQLITE_OK;
  if (code == SQLITE_OK) learn(mine, into, amount, offset);
  if (!mine->guarded || (mine->lenient && !mine->mending) || !is_page(amount, offset)) return code;
  // A page that SQLite expects and the file has lost would be taken for one of zeros.
  if (code == SQLITE_IOERR_SHORT_READ) return mine->lenient ? code : SQLITE_IOERR_DATA;
  if (code != SQLITE_OK) return code;
  const uint8_t *page = into;
  uint32_t number = (uint32_t)(offset / amount) + 1;
  bool fits = pg_sum(page, (uint32_t)amount, number) == pg_kept_sum(page, (uint32_t)amount);
  if (fits || (mine->mending && page_guard_mend(into, (uint32_t)amount, number)) || mine->lenient) return SQLITE_OK;
  sqlite3_log(SQLITE_IOERR_DATA, "page %u is not what was written", number);
  return SQLITE_IOERR_DATA;
}

// The bytes are SQLite's own copy of the page, and their last eight are nobody else's.
static int guard_write(sqlite3_file *file, const void *from, int amount, sqlite3_int64 offset) {
  pg_file *mine = (pg_file *)file;
  sqlite3_file *base = pg_base(file);
  learn(mine, from, amount, offset);
  if (mine->guarded && is_page(amount, offset)) {
    page_guard_put_sum((uint8_t *)from, (uint32_t)amount, (uint32_t)(offset / amount) + 1);
  }
  return base->pMethods->xWrite(base, from, amount, offset);
}

static int guard_truncate(sqlite3_file *file, sqlite3_int64 size) {
  return pg_base(file)->pMethods->xTruncate(pg_base(file), size);
}

static int guard_sync(sqlite3_file *file, int flags) { return pg_base(file)->pMethods->xSync(pg_base(file), flags); }

// How long the header says the database is; SQLite takes one that is shorter for damaged as a whole.
static sqlite3_int64 size_told(sqlite3_file *file) {
  uint8_t header[PG_HEADER];
  if (guard_read(file, header, PG_HEADER, 0) != SQLITE_OK) return 0;
  if (memcmp(header, MAGIC, sizeof MAGIC) != 0) return 0;
  return (sqlite3_int64)pg_told_pages(header) * pg_told_size(header);
}

static int guard_size(sqlite3_file *file, sqlite3_int64 *size) {
  sqlite3_file *base = pg_base(file);
  int code = base->pMethods->xFileSize(base, size);
  if (code != SQLITE_OK || !((pg_file *)file)->padded || *size < PG_HEADER) return code;
  sqlite3_int64 told = size_told(file);
  if (told > *size) *size = told;
  return SQLITE_OK;
}

static int guard_lock(sqlite3_file *file, int level) { return pg_base(file)->pMethods->xLock(pg_base(file), level); }

static int guard_unlock(sqlite3_file *file, int level) {
  return pg_base(file)->pMethods->xUnlock(pg_base(file), level);
}

static int guard_check_reserved(sqlite3_file *file, int *result) {
  return pg_base(file)->pMethods->xCheckReservedLock(pg_base(file), result);
}

static int guard_control(sqlite3_file *file, int operation, void *argument) {
  return pg_base(file)->pMethods->xFileControl(pg_base(file), operation, argument);
}

static int guard_sector_size(sqlite3_file *file) { return pg_base(file)->pMethods->xSectorSize(pg_base(file)); }

// Parts of pages are never written, so what a base says of pages holds for guarded ones too.
static int guard_characteristics(sqlite3_file *file) {
  return pg_base(file)->pMethods->xDeviceCharacteristics(pg_base(file));
}

static int guard_shm_map(sqlite3_file *file, int region, int size, int extend, void volatile **result) {
  return pg_base(file)->pMethods->xShmMap(pg_base(file), region, size, extend, result);
}

static int guard_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
  return pg_base(file)->pMethods->xShmLock(pg_base(file), offset, count, flags);
}

static void guard_shm_barrier(sqlite3_file *file) { pg_base(file)->pMethods->xShmBarrier(pg_base(file)); }

static int guard_shm_unmap(sqlite3_file *file, int delete_it) {
  return pg_base(file)->pMethods->xShmUnmap(pg_base(file), delete_it);
}

// Version 2: pages are read, never mapped, so that each is looked at.
static const sqlite3_io_methods METHODS = {
  .iVersion = 2,
  .xClose = guard_close,
  .xRead = guard_read,
  .xWrite = guard_write,
  .xTruncate = guard_truncate,
  .xSync = guard_sync,
  .xFileSize = guard_size,
  .xLock = guard_lock,
  .xUnlock = guard_unlock,
  .xCheckReservedLock = guard_check_reserved,
  .xFileControl = guard_control,
  .xSectorSize = guard_sector_size,
  .xDeviceCharacteristics = guard_characteristics,
  .xShmMap = guard_shm_map,
  .xShmLock = guard_shm_lock,
  .xShmBarrier = guard_shm_barrier,
  .xShmUnmap = guard_shm_unmap,
};

bool pg_is_ours(const sqlite3_file *file) { return file->pMethods == &METHODS; }

void pg_file_opened(pg_file *file, bool lenient, bool mending) {
  file->guarded = false;
  file->lenient = file->padded = lenient;
  file->mending = mending;
  file->file.pMethods = &METHODS;
}
