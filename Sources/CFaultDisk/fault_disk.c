// Opening, closing and arming a fault-injecting disk, and deciding when its faults fire.
#include "fault_disk_internal.h"

enum { MILLISECONDS_PER_SECOND = 1000 };
static const int64_t SECONDS_TO_YEAR_2000 = 946684800;

void *fd_allocate(void *old, uint64_t size) {
  void *block = realloc(old, size ? size : 1);
  if (!block) abort();
  return block;
}

// splitmix64
uint64_t fd_draw(uint64_t *state) {
  uint64_t mixed = (*state += 0x9E3779B97F4A7C15u);
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
  return mixed ^ (mixed >> 31);
}

// The bias of the remainder is below 2^-32 for every bound used here.
uint64_t fd_draw_below(fault_disk *disk, uint64_t bound) {
  return fd_draw(&disk->fault_draws) % bound;
}

fault_disk *fault_disk_open(const char *vfs_name, uint64_t seed) {
  // As the store does, before the first use: many worlds in one process would queue for one counter.
  (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  if (sqlite3_initialize() != SQLITE_OK || sqlite3_vfs_find(vfs_name)) return NULL;
  fault_disk *disk = fd_allocate(NULL, sizeof *disk);
  memset(disk, 0, sizeof *disk);
  disk->vfs_name = fd_allocate(NULL, strlen(vfs_name) + 1);
  strcpy(disk->vfs_name, vfs_name);
  uint64_t root = seed;
  disk->fault_draws = fd_draw(&root);
  disk->sqlite_draws = fd_draw(&root);
  disk->capacity = UINT64_MAX;
  disk->powersafe = true;
  disk->unix_milliseconds = SECONDS_TO_YEAR_2000 * MILLISECONDS_PER_SECOND;
  fd_vfs_describe(disk);
  if (sqlite3_vfs_register(&disk->vfs, 0) == SQLITE_OK) return disk;
  free(disk->vfs_name);
  free(disk);
  return NULL;
}

int fault_disk_close(fault_disk *disk) {
  if (!disk) return SQLITE_OK;
  if (disk->open_handles) return SQLITE_BUSY;
  sqlite3_vfs_unregister(&disk->vfs);
  fd_names_free(&disk->names);
  free(disk->vfs_name);
  free(disk);
  return SQLITE_OK;
}

int fault_disk_seed_sqlite(uint32_t seed) {
  if (sqlite3_initialize() != SQLITE_OK) return SQLITE_ERROR;
  int value = (int)(seed ? seed : 1);
  return sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, value, (sqlite3 *)NULL);
}

void fault_disk_crash_after(fault_disk *disk, uint64_t operations) {
  disk->crash_armed = true;
  disk->crash_countdown = operations;
}

void fault_disk_cancel_crash(fault_disk *disk) { disk->crash_armed = false; }

bool fault_disk_crashed(const fault_disk *disk) { return disk->crashed; }

// Counts one operation that changes the disk; true if it is the one the crash cuts off.
bool fd_step_crashes(fault_disk *disk) {
  if (!disk->crash_armed) return false;
  if (disk->crash_countdown > 0) {
    disk->crash_countdown--;
    return false;
  }
  disk->crash_armed = false;
  disk->crashed = true;
  disk->counters.crash_points++;
  return true;
}

void fault_disk_fail(fault_disk *disk, fault_disk_operation operation, uint64_t nth,
                     uint64_t times, unsigned files) {
  disk->faults[operation] = (fd_fault){.countdown = nth, .times = times, .files = files};
}

bool fd_fault_fires(fault_disk *disk, fault_disk_operation operation, unsigned files) {
  fd_fault *fault = &disk->faults[operation];
  if (fault->times == 0 || !(fault->files & files)) return false;
  if (fault->countdown > 1) {
    fault->countdown--;
    return false;
  }
  if (fault->times != UINT64_MAX) fault->times--;
  switch (operation) {
    case FAULT_DISK_READ: disk->counters.failed_reads++; break;
    case FAULT_DISK_WRITE: disk->counters.failed_writes++; break;
    case FAULT_DISK_SYNC: disk->counters.failed_syncs++; break;
  }
  return true;
}

// Makes every open handle dead and lets their locks and shared memory go.
void fd_end_handles(fault_disk *disk) {
  disk->generation++;
  disk->crash_armed = false;
  disk->crashed = false;
  for (fd_name *name = disk->names; name; name = name->next) {
    if (name->live) name->live->shm = NULL;  // freed by the last of its dead handles
    if (name->durable) name->durable->shm = NULL;
  }
}

void fault_disk_set_lying_syncs(fault_disk *disk, bool lying) { disk->lying = lying; }

void fault_disk_set_capacity(fault_disk *disk, uint64_t bytes) { disk->capacity = bytes; }

void fault_disk_set_powersafe_overwrite(fault_disk *disk, bool powersafe) {
  disk->powersafe = powersafe;
}

void fault_disk_set_time(fault_disk *disk, int64_t unix_milliseconds) {
  disk->unix_milliseconds = unix_milliseconds;
}

size_t fault_disk_open_handles(const fault_disk *disk) { return disk->open_handles; }

fault_disk_counters fault_disk_get_counters(const fault_disk *disk) { return disk->counters; }
