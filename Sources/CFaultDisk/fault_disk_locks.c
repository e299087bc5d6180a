// File locks and WAL-index shared memory between the handles of one fault-injecting disk.
#include "fault_disk_internal.h"

static int strongest_other_lock(const fd_handle *handle) {
  int strongest = SQLITE_LOCK_NONE;
  for (const fd_handle *other = handle->inode->handles; other; other = other->next) {
    if (other == handle || other->generation != handle->generation) continue;
    if (other->lock > strongest) strongest = other->lock;
  }
  return strongest;
}

int fd_lock(sqlite3_file *file, int level) {
  fd_handle *handle = (fd_handle *)file;
  if (!fd_handle_alive(handle)) return SQLITE_IOERR;
  if (handle->lock >= level) return SQLITE_OK;
  int other = strongest_other_lock(handle);
  int limit = level == SQLITE_LOCK_SHARED ? SQLITE_LOCK_PENDING : SQLITE_LOCK_RESERVED;
  if (other >= limit) return SQLITE_BUSY;
  if (level == SQLITE_LOCK_EXCLUSIVE && other >= SQLITE_LOCK_SHARED) {
    handle->lock = SQLITE_LOCK_PENDING;  // no new readers; the present ones run out
    return SQLITE_BUSY;
  }
  handle->lock = level;
  return SQLITE_OK;
}

int fd_unlock(sqlite3_file *file, int level) {
  fd_handle *handle = (fd_handle *)file;
  if (!fd_handle_alive(handle)) return SQLITE_IOERR;
  if (handle->lock > level) handle->lock = level;
  return SQLITE_OK;
}

int fd_check_reserved(sqlite3_file *file, int *result) {
  fd_handle *handle = (fd_handle *)file;
  if (!fd_handle_alive(handle)) return SQLITE_IOERR;
  int other = strongest_other_lock(handle);
  *result = handle->lock >= SQLITE_LOCK_RESERVED || other >= SQLITE_LOCK_RESERVED;
  return SQLITE_OK;
}

static void attach_shm(fd_handle *handle) {
  if (handle->shm) return;
  fd_inode *inode = handle->inode;
  if (!inode->shm) {
    inode->shm = fd_allocate(NULL, sizeof *inode->shm);
    memset(inode->shm, 0, sizeof *inode->shm);
  }
  handle->shm = inode->shm;
  handle->shm->references++;
}

static void add_region(fd_shm *shm, int size) {
  uint64_t pointers = (uint64_t)(shm->region_count + 1) * sizeof *shm->regions;
  shm->regions = fd_allocate(shm->regions, pointers);
  void *region = fd_allocate(NULL, (uint64_t)size);
  memset(region, 0, (size_t)size);
  shm->regions[shm->region_count++] = region;
}

int fd_shm_map(sqlite3_file *file, int region, int size, int extend, void volatile **result) {
  fd_handle *handle = (fd_handle *)file;
  *result = NULL;
  if (!fd_handle_alive(handle)) return SQLITE_IOERR;
  attach_shm(handle);
  while (extend && handle->shm->region_count <= region) add_region(handle->shm, size);
  if (region < handle->shm->region_count) *result = handle->shm->regions[region];
  return SQLITE_OK;
}

static void shm_unlock_slot(fd_handle *handle, int slot) {
  unsigned bit = 1u << slot;
  if (handle->shm_shared & bit) handle->shm->shared_holders[slot]--;
  if (handle->shm_exclusive & bit) handle->shm->exclusive[slot] = false;
  handle->shm_shared &= ~bit;
  handle->shm_exclusive &= ~bit;
}

static bool shm_slot_is_free(const fd_handle *handle, int slot, bool exclusive) {
  unsigned bit = 1u << slot;
  if (handle->shm->exclusive[slot] && !(handle->shm_exclusive & bit)) return false;
  int own = handle->shm_shared & bit ? 1 : 0;
  return !exclusive || handle->shm->shared_holders[slot] == own;
}

static void shm_lock_slot(fd_handle *handle, int slot, bool exclusive) {
  unsigned bit = 1u << slot;
  if (exclusive) {
    handle->shm->exclusive[slot] = true;
    handle->shm_exclusive |= bit;
  } else if (!(handle->shm_shared & bit)) {
    handle->shm->shared_holders[slot]++;
    handle->shm_shared |= bit;
  }
}

int fd_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
  fd_handle *handle = (fd_handle *)file;
  if (!fd_handle_alive(handle) || !handle->shm) return SQLITE_IOERR;
  bool exclusive = flags & SQLITE_SHM_EXCLUSIVE;
  for (int slot = offset; slot < offset + count; slot++) {
    if (flags & SQLITE_SHM_UNLOCK) {
      shm_unlock_slot(handle, slot);
    } else if (!shm_slot_is_free(handle, slot, exclusive)) {
      return SQLITE_BUSY;
    }
  }
  if (flags & SQLITE_SHM_UNLOCK) return SQLITE_OK;
  for (int slot = offset; slot < offset + count; slot++) shm_lock_slot(handle, slot, exclusive);
  return SQLITE_OK;
}

// One thread at a time uses a disk, so there is nothing to order.
void fd_shm_barrier(sqlite3_file *file) { (void)file; }

// A dead handle keeps its regions until it lets go: SQLite may still read them.
void fd_shm_release(fd_handle *handle) {
  fd_shm *shm = handle->shm;
  if (!shm) return;
  for (int slot = 0; slot < SQLITE_SHM_NLOCK; slot++) shm_unlock_slot(handle, slot);
  handle->shm = NULL;
  if (--shm->references > 0) return;
  if (handle->inode->shm == shm) handle->inode->shm = NULL;
  for (int i = 0; i < shm->region_count; i++) free(shm->regions[i]);
  free(shm->regions);
  free(shm);
}

int fd_shm_unmap(sqlite3_file *file, int delete_it) {
  (void)delete_it;  // the memory goes with its last handle in any case
  fd_handle *handle = (fd_handle *)file;
  bool alive = fd_handle_alive(handle);
  fd_shm_release(handle);
  return alive ? SQLITE_OK : SQLITE_IOERR;
}
