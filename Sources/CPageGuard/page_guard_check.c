// Looking at pages outside SQLite: a pass over the whole file, and the first bytes of one that may not be ours.
#include <stdlib.h>
#include <string.h>

#include "page_guard_internal.h"

enum { LOCK_BYTE = 0x40000000, PAGES_LOOKED_AT = 64 };

// A file that is yet to be made has sums from its first page on: what does not fit into the cache may be written before page 1.
int page_guard_reserve(sqlite3 *connection) {
  int bytes = PAGE_GUARD_RESERVE;
  int code = sqlite3_file_control(connection, "main", SQLITE_FCNTL_RESERVE_BYTES, &bytes);
  sqlite3_file *file = NULL;
  if (code == SQLITE_OK) code = sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (code != SQLITE_OK || !file || !file->pMethods || !pg_is_ours(file)) return code;
  sqlite3_int64 size = 0;
  code = pg_base(file)->pMethods->xFileSize(pg_base(file), &size);
  if (code == SQLITE_OK && size == 0) ((pg_file *)file)->guarded = true;
  return code;
}

int page_guard_be_strict(sqlite3 *connection) {
  sqlite3_file *file = NULL;
  int code = sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (code == SQLITE_OK && file && file->pMethods && pg_is_ours(file)) ((pg_file *)file)->lenient = false;
  return code;
}

// Every page of a database has been written, but for the one that SQLite keeps for its lock. The file may be longer than it.
static bool is_never_written(const uint8_t *header, uint32_t size, uint32_t number) {
  const uint32_t told = pg_told_pages(header);
  return number == LOCK_BYTE / size + 1 || (told > 0 && number > told);
}

static int check_page(sqlite3_file *base, const uint8_t *header, uint8_t *page, uint32_t size, uint32_t number, bool *fits) {
  int code = base->pMethods->xRead(base, page, (int)size, (sqlite3_int64)(number - 1) * size);
  if (code != SQLITE_OK) return code;
  *fits = page_guard_fits(page, size, number) || (pg_is_zero(page, size) && is_never_written(header, size, number));
  return SQLITE_OK;
}

int page_guard_check(sqlite3 *connection, uint32_t first, uint32_t count, uint32_t *checked, uint32_t *damaged) {
  *checked = *damaged = 0;
  sqlite3_file *file = NULL;
  int code = sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (code != SQLITE_OK || !file || !file->pMethods || !pg_is_ours(file)) return code;
  if (!((pg_file *)file)->guarded) return SQLITE_OK;
  sqlite3_file *base = pg_base(file);
  uint8_t header[PG_HEADER];
  sqlite3_int64 bytes = 0;
  code = base->pMethods->xFileSize(base, &bytes);
  if (code == SQLITE_OK && bytes >= PG_HEADER) code = base->pMethods->xRead(base, header, PG_HEADER, 0);
  if (code != SQLITE_OK || bytes < PG_HEADER) return code;
  uint32_t size = pg_told_size(header);
  if (size < PG_MIN_PAGE || (size & (size - 1)) != 0) {
    *damaged = 1;
    return SQLITE_OK;
  }
  uint8_t *page = malloc(size);
  if (!page) return SQLITE_NOMEM;
  uint32_t pages = (uint32_t)(bytes / size);
  for (uint32_t number = first; number <= pages && *checked < count && code == SQLITE_OK && !*damaged; number++) {
    bool fits = true;
    code = check_page(base, header, page, size, number, &fits);
    if (!fits) *damaged = number;
    ++*checked;
  }
  free(page);
  return code;
}

// Through SQLite's own file system: it knows which descriptors must stay open for the sake of locks.
sqlite3_file *pg_open_file(const char *path, char **name) {
  sqlite3_vfs *vfs = page_guard_install() == SQLITE_OK ? sqlite3_vfs_find(NULL) : NULL;
  if (!vfs) return NULL;
  // Names that SQLite opens end with more than one zero.
  size_t length = strlen(path);
  *name = calloc(1, length + 4);
  sqlite3_file *file = calloc(1, (size_t)vfs->szOsFile);
  if (!*name || !file) abort();
  memcpy(*name, path, length);
  int flags = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_READONLY;
  if (vfs->xOpen(vfs, *name, file, flags, &flags) == SQLITE_OK) {
    if (pg_is_ours(file)) ((pg_file *)file)->lenient = true;
    return file;
  }
  pg_close_file(file, *name);
  return NULL;
}

void pg_close_file(sqlite3_file *file, char *name) {
  if (!file) return;
  if (file->pMethods) file->pMethods->xClose(file);
  free(file);
  free(name);
}

int page_guard_peek(const char *path, uint8_t *into, int size, int *read) {
  *read = 0;
  char *name = NULL;
  sqlite3_file *file = pg_open_file(path, &name);
  if (!file) return SQLITE_CANTOPEN;
  sqlite3_int64 bytes = 0;
  int code = file->pMethods->xFileSize(file, &bytes);
  if (code == SQLITE_OK) {
    *read = bytes < size ? (int)bytes : size;
    if (*read > 0) code = file->pMethods->xRead(file, into, *read, 0);
  }
  pg_close_file(file, name);
  return code;
}

int page_guard_recognise(const char *path, uint32_t size, bool *is_ours) {
  *is_ours = false;
  char *name = NULL;
  sqlite3_file *file = pg_open_file(path, &name);
  if (!file) return SQLITE_CANTOPEN;
  uint8_t *page = malloc(size);
  if (!page) abort();
  sqlite3_int64 bytes = 0;
  int code = file->pMethods->xFileSize(file, &bytes);
  sqlite3_int64 behind = bytes / size - 1, step = behind / PAGES_LOOKED_AT + 1;
  for (sqlite3_int64 i = 1; code == SQLITE_OK && i <= behind && !*is_ours; i += step) {
    code = file->pMethods->xRead(file, page, (int)size, i * size);
    *is_ours = code == SQLITE_OK && page_guard_fits(page, size, (uint32_t)i + 1);
  }
  free(page);
  pg_close_file(file, name);
  return code;
}
