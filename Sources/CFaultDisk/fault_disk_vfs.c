// The VFS methods of the fault-injecting disk: opening and deleting files, time, randomness.
#include <stdio.h>

#include "fault_disk_internal.h"

enum { MAX_PATH = 512 };
static const int64_t MILLISECONDS_FROM_JULIAN_EPOCH = 210866760000000;  // to 1970-01-01
static const double MILLISECONDS_PER_DAY = 86400000.0;

static fault_disk *disk_of(sqlite3_vfs *vfs) { return vfs->pAppData; }

static int find_or_create(fault_disk *disk, const char *path, int flags, fd_inode **inode) {
  fd_name *name = fd_name_find(disk, path);
  bool exists = name && name->live;
  if (exists && (flags & SQLITE_OPEN_CREATE) && (flags & SQLITE_OPEN_EXCLUSIVE)) {
    return SQLITE_CANTOPEN;
  }
  if (!exists && !(flags & SQLITE_OPEN_CREATE)) return SQLITE_CANTOPEN;
  *inode = exists ? name->live : fd_name_create(disk, path);
  return SQLITE_OK;
}

static int vfs_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out) {
  fault_disk *disk = disk_of(vfs);
  file->pMethods = NULL;
  if (disk->crashed) return SQLITE_IOERR;
  fd_inode *inode = NULL;
  if (!path || (flags & SQLITE_OPEN_DELETEONCLOSE)) {
    inode = fd_inode_new(false);
  } else {
    int result = find_or_create(disk, path, flags, &inode);
    if (result != SQLITE_OK) return result;
  }
  fd_handle_open((fd_handle *)file, disk, inode, flags);
  if (out) *out = flags;
  return SQLITE_OK;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *path, int sync_directory) {
  fault_disk *disk = disk_of(vfs);
  if (disk->crashed) return SQLITE_IOERR;
  fd_name *name = fd_name_find(disk, path);
  if (!name || !name->live) return SQLITE_IOERR_DELETE_NOENT;
  disk->counters.deletes++;
  bool in_flight = fd_step_crashes(disk);
  if (in_flight && fd_draw_below(disk, 2)) return SQLITE_IOERR;
  fd_name_set(&name->live, NULL);
  if (in_flight) return SQLITE_IOERR;
  if (sync_directory && !disk->lying) {
    fd_names_sync(disk);
  } else {
    fd_names_prune(&disk->names);
  }
  return SQLITE_OK;
}

// As in SQLite's unix VFS, an empty file counts as absent.
static int vfs_access(sqlite3_vfs *vfs, const char *path, int flags, int *result) {
  fault_disk *disk = disk_of(vfs);
  if (disk->crashed) return SQLITE_IOERR;
  int64_t size = fault_disk_file_size(disk, path);
  *result = flags == SQLITE_ACCESS_EXISTS ? size > 0 : size >= 0;
  return SQLITE_OK;
}

static int vfs_full_path(sqlite3_vfs *vfs, const char *path, int size, char *full) {
  (void)vfs;
  int length = snprintf(full, (size_t)size, "%s%s", path[0] == '/' ? "" : "/", path);
  return length < size ? SQLITE_OK : SQLITE_CANTOPEN;
}

static int vfs_randomness(sqlite3_vfs *vfs, int size, char *into) {
  fault_disk *disk = disk_of(vfs);
  for (int i = 0; i < size; i++) into[i] = (char)fd_draw(&disk->sqlite_draws);
  return size;
}

static int vfs_sleep(sqlite3_vfs *vfs, int microseconds) {
  (void)vfs;
  return microseconds;
}

static int vfs_time_int64(sqlite3_vfs *vfs, sqlite3_int64 *julian_milliseconds) {
  *julian_milliseconds = disk_of(vfs)->unix_milliseconds + MILLISECONDS_FROM_JULIAN_EPOCH;
  return SQLITE_OK;
}

static int vfs_time(sqlite3_vfs *vfs, double *julian_days) {
  sqlite3_int64 milliseconds = 0;
  vfs_time_int64(vfs, &milliseconds);
  *julian_days = (double)milliseconds / MILLISECONDS_PER_DAY;
  return SQLITE_OK;
}

static int vfs_last_error(sqlite3_vfs *vfs, int size, char *message) {
  (void)vfs;
  if (size > 0) message[0] = '\0';
  return 0;
}

void fd_vfs_describe(fault_disk *disk) {
  disk->vfs = (sqlite3_vfs){
    .iVersion = 2,
    .szOsFile = (int)sizeof(fd_handle),
    .mxPathname = MAX_PATH,
    .zName = disk->vfs_name,
    .pAppData = disk,
    .xOpen = vfs_open,
    .xDelete = vfs_delete,
    .xAccess = vfs_access,
    .xFullPathname = vfs_full_path,
    .xRandomness = vfs_randomness,
    .xSleep = vfs_sleep,
    .xCurrentTime = vfs_time,
    .xGetLastError = vfs_last_error,
    .xCurrentTimeInt64 = vfs_time_int64,
  };
}
