// Structures and functions shared by the parts of the fault-injecting disk; not public.
//
// Sizes and offsets are bytes. Ownership: a name entry and a handle each hold one reference on
// an inode; handles hold the references on shared memory.
#ifndef FAULT_DISK_INTERNAL_H
#define FAULT_DISK_INTERNAL_H

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "fault_disk.h"

/// A growable block; bytes at and after `size` are undefined.
typedef struct {
  uint8_t *bytes;
  uint64_t size, capacity;
} fd_buffer;

/// One unsynced operation on a file.
/// A write holds whole sectors as they stood after it, clipped to the file's end at that time:
/// the OS writes back sectors, not byte ranges. A truncation has `start` as the new size.
typedef struct {
  uint64_t is_truncation;
  uint64_t start, length;            // sector-aligned start, bytes held
  uint64_t data_at;                  // where the bytes are in the inode's `log_data`
  uint64_t written_from, written_to; // what the call itself covered
} fd_pending;

/// WAL-index memory of one database; regions stay put until the last handle lets go.
typedef struct {
  void **regions;
  int region_count;
  int references;
  int shared_holders[SQLITE_SHM_NLOCK];
  bool exclusive[SQLITE_SHM_NLOCK];
} fd_shm;

typedef struct fd_handle fd_handle;

/// A file's content, whatever its name. `visible` is what reads see; `durable` survives DROP_ALL.
typedef struct {
  fd_buffer visible, durable;
  fd_buffer log_data;  // bytes of pending writes
  fd_pending *log;     // oldest first
  uint64_t log_count, log_capacity;
  bool tracked;        // false for temporary files: no log, no faults
  int references;
  fd_handle *handles;
  fd_shm *shm;
} fd_inode;

/// A path, with what it names now and what it would name after DROP_ALL; either may be NULL.
typedef struct fd_name {
  struct fd_name *next;
  char *path;
  fd_inode *live, *durable;
} fd_name;

typedef struct {
  uint64_t countdown, times;
  unsigned files;
} fd_fault;

struct fault_disk {
  sqlite3_vfs vfs;
  char *vfs_name;
  uint64_t fault_draws, sqlite_draws;  // generator states
  fd_name *names;
  uint64_t generation;                 // handles of an older one are dead
  size_t open_handles;
  fd_fault faults[3];
  bool crash_armed, crashed, lying, powersafe;
  uint64_t crash_countdown;
  uint64_t capacity;
  int64_t unix_milliseconds;
  fault_disk_counters counters;
};

/// What SQLite holds as an open file.
struct fd_handle {
  sqlite3_file base;
  fault_disk *disk;
  fd_inode *inode;
  fd_handle *next;  // of the same inode
  uint64_t generation;
  unsigned files;   // which fault_disk_files it is; 0 for others
  int lock;         // SQLITE_LOCK_*
  fd_shm *shm;
  unsigned shm_shared, shm_exclusive;  // lock slots held, as bit masks
  bool read_only, persist_wal;
  bool owes_directory_sync;  // its first honoured sync makes all names durable
};

// fault_disk.c
void *fd_allocate(void *old, uint64_t size);
uint64_t fd_draw(uint64_t *state);
uint64_t fd_draw_below(fault_disk *disk, uint64_t bound);
bool fd_fault_fires(fault_disk *disk, fault_disk_operation operation, unsigned files);
bool fd_step_crashes(fault_disk *disk);
void fd_end_handles(fault_disk *disk);

// fault_disk_inode.c
void fd_buffer_resize(fd_buffer *buffer, uint64_t size);
void fd_buffer_write(fd_buffer *buffer, uint64_t offset, const void *data, uint64_t size);
void fd_buffer_copy(fd_buffer *to, const fd_buffer *from);
fd_inode *fd_inode_new(bool tracked);
void fd_inode_release(fd_inode *inode);
void fd_inode_write(fd_inode *inode, uint64_t offset, const void *data, uint64_t size);
void fd_inode_truncate(fd_inode *inode, uint64_t size);
void fd_inode_forget_log(fd_inode *inode);
void fd_inode_apply(fd_inode *inode, const fd_pending *pending);
void fd_inode_sync(fd_inode *inode);
bool fd_inode_is_dirty(const fd_inode *inode, uint64_t from, uint64_t to);

// fault_disk_names.c
fd_name *fd_name_find(const fault_disk *disk, const char *path);
fd_name *fd_name_add(fd_name **names, const char *path);
void fd_name_set(fd_inode **slot, fd_inode *inode);
fd_inode *fd_name_create(fault_disk *disk, const char *path);
void fd_names_sync(fault_disk *disk);
void fd_names_prune(fd_name **names);
void fd_names_free(fd_name **names);
bool fd_names_is_unsynced(const fault_disk *disk, const fd_inode *inode);

// fault_disk_io.c
bool fd_handle_alive(const fd_handle *handle);
void fd_handle_open(fd_handle *handle, fault_disk *disk, fd_inode *inode, int flags);

// fault_disk_locks.c
int fd_lock(sqlite3_file *file, int level);
int fd_unlock(sqlite3_file *file, int level);
int fd_check_reserved(sqlite3_file *file, int *result);
int fd_shm_map(sqlite3_file *file, int region, int size, int extend, void volatile **result);
int fd_shm_lock(sqlite3_file *file, int offset, int count, int flags);
void fd_shm_barrier(sqlite3_file *file);
int fd_shm_unmap(sqlite3_file *file, int delete_it);
void fd_shm_release(fd_handle *handle);

// fault_disk_vfs.c
void fd_vfs_describe(fault_disk *disk);

#endif
