// The methods SQLite calls on an open file of the fault-injecting disk.
#include "fault_disk_internal.h"

bool fd_handle_alive(const fd_handle *handle) {
  return handle->generation == handle->disk->generation && !handle->disk->crashed;
}

static int io_close(sqlite3_file *file) {
  fd_handle *handle = (fd_handle *)file;
  fd_shm_release(handle);
  fd_handle **link = &handle->inode->handles;
  while (*link != handle) link = &(*link)->next;
  *link = handle->next;
  fd_inode_release(handle->inode);
  handle->disk->open_handles--;
  handle->base.pMethods = NULL;
  return SQLITE_OK;
}

static int io_read(sqlite3_file *file, void *into, int amount, sqlite3_int64 offset) {
  fd_handle *handle = (fd_handle *)file;
  if (!fd_handle_alive(handle)) return SQLITE_IOERR;
  if (handle->inode->tracked) {
    handle->disk->counters.reads++;
    if (fd_fault_fires(handle->disk, FAULT_DISK_READ, handle->files)) return SQLITE_IOERR_READ;
  }
  const fd_buffer *content = &handle->inode->visible;
  uint64_t from = (uint64_t)offset, wanted = (uint64_t)amount;
  uint64_t there = from < content->size ? content->size - from : 0;
  uint64_t got = wanted < there ? wanted : there;
  if (got) memcpy(into, content->bytes + from, got);
  if (got == wanted) return SQLITE_OK;
  memset((uint8_t *)into + got, 0, wanted - got);
  return SQLITE_IOERR_SHORT_READ;
}

// How much of a write fits: overwriting always does, growing only up to the capacity.
static uint64_t fitting(const fd_handle *handle, uint64_t offset, uint64_t amount) {
  fault_disk *disk = handle->disk;
  uint64_t size = handle->inode->visible.size;
  if (disk->capacity == UINT64_MAX || offset + amount <= size) return amount;
  uint64_t used = fault_disk_used_bytes(disk);
  uint64_t left = disk->capacity > used ? disk->capacity - used : 0;
  if (offset + amount - size <= left) return amount;
  return size + left > offset ? size + left - offset : 0;
}

static int write_what_fits(fd_handle *handle, const void *data, uint64_t amount, uint64_t offset) {
  uint64_t fits = fitting(handle, offset, amount);
  fd_inode_write(handle->inode, offset, data, fits);
  handle->disk->counters.bytes_written += fits;
  if (fits == amount) return SQLITE_OK;
  handle->disk->counters.full_errors++;
  return SQLITE_FULL;
}

// The write during which the crash comes: nothing, all, or the sectors up to a drawn one arrive.
static int write_in_flight(fd_handle *handle, const void *data, uint64_t amount, uint64_t offset) {
  uint64_t first = offset / FAULT_DISK_SECTOR_SIZE;
  uint64_t sectors = (offset + amount - 1) / FAULT_DISK_SECTOR_SIZE - first + 1;
  uint64_t arrived = fd_draw_below(handle->disk, sectors + 1);
  uint64_t end = (first + arrived) * FAULT_DISK_SECTOR_SIZE;
  if (end > offset + amount) end = offset + amount;
  if (end > offset) write_what_fits(handle, data, end - offset, offset);
  return SQLITE_IOERR;
}

static int io_write(sqlite3_file *file, const void *data, int amount, sqlite3_int64 offset) {
  fd_handle *handle = (fd_handle *)file;
  if (!fd_handle_alive(handle)) return SQLITE_IOERR;
  if (handle->read_only) return SQLITE_READONLY;
  uint64_t size = (uint64_t)amount, at = (uint64_t)offset;
  if (size == 0) return SQLITE_OK;
  if (!handle->inode->tracked) {
    fd_inode_write(handle->inode, at, data, size);
    return SQLITE_OK;
  }
  handle->disk->counters.writes++;
  if (fd_step_crashes(handle->disk)) return write_in_flight(handle, data, size, at);
  if (fd_fault_fires(handle->disk, FAULT_DISK_WRITE, handle->files)) return SQLITE_IOERR_WRITE;
  return write_what_fits(handle, data, size, at);
}

static int io_truncate(sqlite3_file *file, sqlite3_int64 size) {
  fd_handle *handle = (fd_handle *)file;
  if (!fd_handle_alive(handle)) return SQLITE_IOERR;
  if (handle->read_only) return SQLITE_READONLY;
  if (handle->inode->tracked) {
    handle->disk->counters.truncates++;
    if (fd_step_crashes(handle->disk)) return SQLITE_IOERR;
  }
  fd_inode_truncate(handle->inode, (uint64_t)size);
  return SQLITE_OK;
}

static void make_durable(fd_handle *handle) {
  fd_inode_sync(handle->inode);
  if (handle->owes_directory_sync || fd_names_is_unsynced(handle->disk, handle->inode)) {
    fd_names_sync(handle->disk);
  }
  handle->owes_directory_sync = false;
}

// The sync during which the crash comes: it may have finished without anybody hearing of it.
static int sync_in_flight(fd_handle *handle) {
  bool finished = fd_draw_below(handle->disk, 2);
  if (finished && !handle->disk->lying) make_durable(handle);
  return SQLITE_IOERR;
}

static int io_sync(sqlite3_file *file, int flags) {
  (void)flags;
  fd_handle *handle = (fd_handle *)file;
  fault_disk *disk = handle->disk;
  if (!fd_handle_alive(handle)) return SQLITE_IOERR;
  if (!handle->inode->tracked) return SQLITE_OK;
  disk->counters.syncs++;
  if (fd_step_crashes(disk)) return sync_in_flight(handle);
  if (fd_fault_fires(disk, FAULT_DISK_SYNC, handle->files)) {
    fd_inode_forget_log(handle->inode);
    return SQLITE_IOERR_FSYNC;
  }
  if (disk->lying) {
    disk->counters.lied_syncs++;
    return SQLITE_OK;
  }
  make_durable(handle);
  return SQLITE_OK;
}

static int io_size(sqlite3_file *file, sqlite3_int64 *size) {
  fd_handle *handle = (fd_handle *)file;
  if (!fd_handle_alive(handle)) return SQLITE_IOERR;
  *size = (sqlite3_int64)handle->inode->visible.size;
  return SQLITE_OK;
}

// SQLite's convention for switches: a negative value asks, any other sets.
static int ask_or_set(bool *setting, int *value) {
  if (*value >= 0) *setting = *value != 0;
  *value = *setting;
  return SQLITE_OK;
}

static int io_control(sqlite3_file *file, int operation, void *argument) {
  fd_handle *handle = (fd_handle *)file;
  if (!fd_handle_alive(handle)) return SQLITE_IOERR;
  switch (operation) {
    case SQLITE_FCNTL_LOCKSTATE:
      *(int *)argument = handle->lock;
      return SQLITE_OK;
    case SQLITE_FCNTL_PERSIST_WAL:
      return ask_or_set(&handle->persist_wal, argument);
    case SQLITE_FCNTL_VFSNAME:
      *(char **)argument = sqlite3_mprintf("%s", handle->disk->vfs_name);
      return SQLITE_OK;
    default:
      return SQLITE_NOTFOUND;
  }
}

// The unit in which writes are torn. Claiming 4096 would let SQLite pad for tears that
// this disk makes smaller; 512 also is the harder case.
static int io_sector_size(sqlite3_file *file) {
  (void)file;
  return FAULT_DISK_SECTOR_SIZE;
}

static int io_characteristics(sqlite3_file *file) {
  const fault_disk *disk = ((fd_handle *)file)->disk;
  return disk->powersafe ? SQLITE_IOCAP_POWERSAFE_OVERWRITE : 0;
}

static const sqlite3_io_methods METHODS = {
  .iVersion = 2,
  .xClose = io_close,
  .xRead = io_read,
  .xWrite = io_write,
  .xTruncate = io_truncate,
  .xSync = io_sync,
  .xFileSize = io_size,
  .xLock = fd_lock,
  .xUnlock = fd_unlock,
  .xCheckReservedLock = fd_check_reserved,
  .xFileControl = io_control,
  .xSectorSize = io_sector_size,
  .xDeviceCharacteristics = io_characteristics,
  .xShmMap = fd_shm_map,
  .xShmLock = fd_shm_lock,
  .xShmBarrier = fd_shm_barrier,
  .xShmUnmap = fd_shm_unmap,
};

static unsigned files_of(int flags) {
  if (flags & SQLITE_OPEN_MAIN_DB) return FAULT_DISK_DATABASE;
  if (flags & SQLITE_OPEN_WAL) return FAULT_DISK_WAL;
  if (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL)) return FAULT_DISK_JOURNAL;
  return 0;
}

void fd_handle_open(fd_handle *handle, fault_disk *disk, fd_inode *inode, int flags) {
  memset(handle, 0, sizeof *handle);
  handle->base.pMethods = &METHODS;
  handle->disk = disk;
  handle->inode = inode;
  handle->generation = disk->generation;
  handle->files = files_of(flags);
  handle->lock = SQLITE_LOCK_NONE;
  handle->read_only = flags & SQLITE_OPEN_READONLY;
  // As the unix VFS: whatever existed before, a journal opened for creation syncs its directory.
  bool is_journal = handle->files & (FAULT_DISK_WAL | FAULT_DISK_JOURNAL);
  handle->owes_directory_sync = is_journal && (flags & SQLITE_OPEN_CREATE);
  handle->next = inode->handles;
  inode->handles = handle;
  inode->references++;
  disk->open_handles++;
}
