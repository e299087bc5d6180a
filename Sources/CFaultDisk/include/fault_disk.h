// Public interface of the fault-injecting, in-memory disk: a SQLite VFS driven by one seed.
//
// Use: open a disk, then open a database through it, for example with the URI
// `file:/node.db?vfs=NAME`. Arm faults, run transactions, lose power, reopen.
//
// Units: sizes, offsets and capacities are bytes; a sector is 512 bytes; times are
// milliseconds since 1970-01-01 UTC; countdowns are numbers of calls, 1 being the next.
//
// Invariants:
// - One seed and one sequence of calls give byte-identical files. SQLite draws its WAL
//   salts and SQL random() from a process-wide generator that asks only the *default*
//   VFS, so call fault_disk_seed_sqlite at the start of every simulated run as well.
// - Nothing here uses sockets, threads, the clock, files of the host, or rand().
// - Not thread-safe: all calls on one disk, including SQLite's, must be serialised by
//   the caller. Different disks are independent of each other.
// - Temporary files (opened by SQLite without a name) are neither counted nor faulted,
//   nor do they survive their handle.
//
// Errors: functions that can fail say how; result codes are SQLite's (0 is SQLITE_OK).
// Running out of host memory aborts the process.
#ifndef FAULT_DISK_H
#define FAULT_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// One simulated disk, with its own files, locks, shared memory and generators.
typedef struct fault_disk fault_disk;

/// The unit in which a write is torn; a single sector is written whole or not at all.
#define FAULT_DISK_SECTOR_SIZE 512

/// Unsynced bytes per file above which the simulated OS writes the oldest half back by itself.
#define FAULT_DISK_WRITEBACK_LIMIT (16u << 20)

/// Passed for an offset or page number that the disk shall draw from its seed.
#define FAULT_DISK_DRAWN ((int64_t)-1)

/// What becomes of writes, truncations, creations and deletions that were never synced.
typedef enum {
  /// The process dies but the OS lives: files stay as they are, unsynced writes stay unsynced
  /// (a later power loss can still take them).
  FAULT_DISK_KEEP_ALL = 0,
  /// Power loss with an empty write-back: only what was synced remains.
  FAULT_DISK_DROP_ALL = 1,
  /// Power loss at any moment of the write-back: each unsynced operation, in order, is kept,
  /// dropped or torn (a prefix or an arbitrary subset of its sectors).
  FAULT_DISK_DRAW = 2,
} fault_disk_mode;

/// The calls that can be made to fail.
typedef enum {
  FAULT_DISK_READ = 0,   ///< fails with SQLITE_IOERR_READ
  FAULT_DISK_WRITE = 1,  ///< fails with SQLITE_IOERR_WRITE and changes nothing
  /// Fails with SQLITE_IOERR_FSYNC. As on ext4, the file's unsynced writes are then clean but
  /// not durable: reads see them, later syncs succeed without them, and they become durable
  /// only if their sectors are written and synced again.
  FAULT_DISK_SYNC = 2,
} fault_disk_operation;

/// Which files an armed fault counts and hits; combine with |.
typedef enum {
  FAULT_DISK_DATABASE = 1,
  FAULT_DISK_WAL = 2,
  FAULT_DISK_JOURNAL = 4,  ///< rollback and super-journals
  FAULT_DISK_ANY_FILE = 7,
} fault_disk_files;

/// What happened on a disk since it was opened.
typedef struct {
  uint64_t reads, writes, syncs, truncates, deletes;  ///< calls that reached a live file
  uint64_t bytes_written;                             ///< bytes of successful writes
  uint64_t failed_reads, failed_writes, failed_syncs; ///< armed faults that fired
  uint64_t lied_syncs;                                ///< syncs answered OK without effect
  uint64_t full_errors;                               ///< writes refused with SQLITE_FULL
  uint64_t crash_points;                              ///< crash points reached
  uint64_t power_losses;                              ///< in any mode
  uint64_t kept_writes, dropped_writes, torn_writes;  ///< unsynced operations at power losses
  uint64_t flipped_bits, zeroed_pages;
} fault_disk_counters;

// Life

/// Creates an empty disk and registers it as the non-default VFS `vfs_name` (copied).
/// Returns NULL if a VFS of that name exists already or SQLite cannot be initialised.
fault_disk *fault_disk_open(const char *vfs_name, uint64_t seed);

/// Unregisters the VFS and frees the disk. With any file still open, even a dead one, it does
/// nothing and returns SQLITE_BUSY: close the connections first. NULL is allowed.
int fault_disk_close(fault_disk *disk);

/// Reseeds SQLite's process-wide generator (WAL salts, random()), in place of the host's entropy.
/// A seed of 0 is taken as 1, as 0 would mean the host's entropy. Returns SQLITE_OK, or
/// SQLITE_ERROR where the linked SQLite was built without test controls.
int fault_disk_seed_sqlite(uint32_t seed);

// Crashes

/// Ends every open handle (each later call on it returns SQLITE_IOERR; closing works and is still
/// due), drops all locks and shared memory, settles unsynced operations by `mode`, and clears
/// a reached or armed crash point. Other armed faults, lying and capacity stay as they are.
void fault_disk_power_loss(fault_disk *disk, fault_disk_mode mode);

/// Lets `operations` more writes, syncs, truncations and deletions succeed. The one after is cut
/// off in flight (a drawn part of it may have happened) and it and every later call return
/// SQLITE_IOERR until fault_disk_power_loss.
void fault_disk_crash_after(fault_disk *disk, uint64_t operations);

/// Disarms a crash point that was not reached yet.
void fault_disk_cancel_crash(fault_disk *disk);

/// True from the moment a crash point is reached until fault_disk_power_loss.
bool fault_disk_crashed(const fault_disk *disk);

// Faults

/// Makes the `nth` next call (from 1) of `operation` on `files` (fault_disk_files, combined) fail,
/// and the `times - 1` after it; replaces what was armed for that operation. `times` 0 disarms,
/// UINT64_MAX fails on until disarmed.
void fault_disk_fail(fault_disk *disk, fault_disk_operation operation, uint64_t nth,
                     uint64_t times, unsigned files);

/// While on, syncs (and the directory sync of a deletion) return SQLITE_OK without any effect;
/// the writes stay unsynced, and an honest sync later makes them durable.
void fault_disk_set_lying_syncs(fault_disk *disk, bool lying);

/// Bounds the total size of all files. A write beyond it stores what fits and returns SQLITE_FULL;
/// overwriting in place always succeeds. UINT64_MAX (the default) is unbounded.
void fault_disk_set_capacity(fault_disk *disk, uint64_t bytes);

/// True (the default, as in SQLite's unix VFS): SQLITE_IOCAP_POWERSAFE_OVERWRITE is claimed and
/// kept. False: it is not claimed, and a torn write may garble the sectors it covers only in part.
/// Set it before opening databases.
void fault_disk_set_powersafe_overwrite(fault_disk *disk, bool powersafe);

/// Flips one bit (drawn) of the byte at `offset` (or FAULT_DISK_DRAWN) of the durable content of
/// `path`; reads see it too unless the sector has unsynced writes. SQLite's own page cache may
/// hide it until the database is reopened. Returns the offset, or -1 if there is no such byte.
int64_t fault_disk_flip_bit(fault_disk *disk, const char *path, int64_t offset);

/// Zeroes page `page` (from 0, or FAULT_DISK_DRAWN) of `page_size` bytes, under the rules of
/// fault_disk_flip_bit. Returns the page's offset, or -1 if there is no such page.
int64_t fault_disk_zero_page(fault_disk *disk, const char *path, uint32_t page_size, int64_t page);

// Images

/// Copies all named files (visible content, durable content, unsynced operations) into a new block;
/// generators, faults and counters are not part of it. Release it with fault_disk_image_free.
uint8_t *fault_disk_image(const fault_disk *disk, size_t *size);

void fault_disk_image_free(uint8_t *image);

/// Replaces all files by those of `image`, ending open handles and crash points as
/// fault_disk_power_loss does. Returns SQLITE_OK, or SQLITE_CORRUPT with the disk unchanged.
int fault_disk_restore(fault_disk *disk, const uint8_t *image, size_t size);

// Surroundings

/// Sets what SQLite takes for the current time; 2000-01-01T00:00Z at first, and never moving by
/// itself.
void fault_disk_set_time(fault_disk *disk, int64_t unix_milliseconds);

/// Visible size of the file at `path`, or -1 if there is none.
int64_t fault_disk_file_size(const fault_disk *disk, const char *path);

/// Sum of the visible sizes of all named files.
uint64_t fault_disk_used_bytes(const fault_disk *disk);

/// Handles SQLite has not closed yet, dead ones included.
size_t fault_disk_open_handles(const fault_disk *disk);

fault_disk_counters fault_disk_get_counters(const fault_disk *disk);

#ifdef __cplusplus
}
#endif

#endif
