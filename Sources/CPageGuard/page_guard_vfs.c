// The file system of the page guard: database files are opened through it, everything else is the base's.
#include <stdlib.h>
#include <string.h>

#include "page_guard_internal.h"

typedef struct {
  sqlite3_vfs vfs;
  char *name;
  char *base_name;
} pg_layer;

// Looked up each time: under the base's name there may be another one by now.
static sqlite3_vfs *base_of(sqlite3_vfs *vfs) { return sqlite3_vfs_find(((pg_layer *)vfs->pAppData)->base_name); }

static int layer_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out) {
  sqlite3_vfs *base = base_of(vfs);
  file->pMethods = NULL;
  if (!base || base->szOsFile > vfs->szOsFile - (int)sizeof(pg_file)) return SQLITE_CANTOPEN;
  if (!(flags & SQLITE_OPEN_MAIN_DB)) return base->xOpen(base, path, file, flags, out);
  sqlite3_file *inner = pg_base(file);
  memset(file, 0, sizeof(pg_file));
  int code = base->xOpen(base, path, inner, flags, out);
  // SQLite closes what has methods, even after a failure.
  if (inner->pMethods) {
    bool lenient = path && sqlite3_uri_boolean(path, "lenient", 0);
    pg_file_opened((pg_file *)file, lenient, path && sqlite3_uri_boolean(path, "mend", 0));
    ((pg_file *)file)->guarded = path && sqlite3_uri_boolean(path, "sums", 0);
  }
  return code;
}

static int layer_delete(sqlite3_vfs *vfs, const char *path, int sync_directory) {
  sqlite3_vfs *base = base_of(vfs);
  return base ? base->xDelete(base, path, sync_directory) : SQLITE_IOERR_DELETE;
}

static int layer_access(sqlite3_vfs *vfs, const char *path, int flags, int *result) {
  sqlite3_vfs *base = base_of(vfs);
  return base ? base->xAccess(base, path, flags, result) : SQLITE_IOERR_ACCESS;
}

static int layer_full_path(sqlite3_vfs *vfs, const char *path, int size, char *full) {
  sqlite3_vfs *base = base_of(vfs);
  return base ? base->xFullPathname(base, path, size, full) : SQLITE_CANTOPEN;
}

static int layer_randomness(sqlite3_vfs *vfs, int size, char *into) {
  sqlite3_vfs *base = base_of(vfs);
  return base ? base->xRandomness(base, size, into) : 0;
}

static int layer_sleep(sqlite3_vfs *vfs, int microseconds) {
  sqlite3_vfs *base = base_of(vfs);
  return base ? base->xSleep(base, microseconds) : 0;
}

static int layer_time(sqlite3_vfs *vfs, double *julian_days) {
  sqlite3_vfs *base = base_of(vfs);
  return base ? base->xCurrentTime(base, julian_days) : SQLITE_ERROR;
}

static int layer_time_int64(sqlite3_vfs *vfs, sqlite3_int64 *julian_milliseconds) {
  sqlite3_vfs *base = base_of(vfs);
  return base ? base->xCurrentTimeInt64(base, julian_milliseconds) : SQLITE_ERROR;
}

static int layer_last_error(sqlite3_vfs *vfs, int size, char *message) {
  sqlite3_vfs *base = base_of(vfs);
  return base && base->xGetLastError ? base->xGetLastError(base, size, message) : 0;
}

static char *copy_of(const char *text) {
  char *copy = malloc(strlen(text) + 1);
  if (!copy) abort();
  return strcpy(copy, text);
}

static int add_layer(const char *name, const char *base_name, bool is_default) {
  if (sqlite3_vfs_find(name)) return SQLITE_OK;
  sqlite3_vfs *base = sqlite3_vfs_find(base_name);
  if (!base || base->iVersion < 2) return SQLITE_ERROR;
  pg_layer *layer = calloc(1, sizeof *layer);
  if (!layer) abort();
  layer->name = copy_of(name);
  layer->base_name = copy_of(base->zName);
  layer->vfs = (sqlite3_vfs){
    .iVersion = 2,
    .szOsFile = base->szOsFile + (int)sizeof(pg_file),
    .mxPathname = base->mxPathname,
    .zName = layer->name,
    .pAppData = layer,
    .xOpen = layer_open,
    .xDelete = layer_delete,
    .xAccess = layer_access,
    .xFullPathname = layer_full_path,
    .xRandomness = layer_randomness,
    .xSleep = layer_sleep,
    .xCurrentTime = layer_time,
    .xGetLastError = layer_last_error,
    .xCurrentTimeInt64 = layer_time_int64,
  };
  return sqlite3_vfs_register(&layer->vfs, is_default);
}

int page_guard_install(void) {
  int code = sqlite3_initialize();
  return code == SQLITE_OK ? add_layer("gridward-pages", NULL, true) : code;
}

int page_guard_over(const char *name, const char *base) {
  int code = sqlite3_initialize();
  return code == SQLITE_OK ? add_layer(name, base, false) : code;
}

void page_guard_remove(const char *name) {
  sqlite3_vfs *vfs = sqlite3_vfs_find(name);
  if (!vfs || vfs->xOpen != layer_open) return;
  pg_layer *layer = vfs->pAppData;
  sqlite3_vfs_unregister(vfs);
  free(layer->name);
  free(layer->base_name);
  free(layer);
}
