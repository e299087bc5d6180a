// What a power loss leaves of unsynced operations, and damage to what is durable.
#include "fault_disk_internal.h"

// How likely an operation is kept, in eighths; drawn anew for each power loss, so that
// "nearly everything arrived" and "nearly nothing did" are both common.
static const uint64_t KEEP_EIGHTHS[] = {1, 4, 7};

static bool is_partly_covered(const fd_pending *pending, uint64_t from, uint64_t to) {
  return pending->written_from > from || pending->written_to < to;
}

static void garble(fault_disk *disk, fd_inode *inode, uint64_t from, uint64_t to) {
  if (to > inode->durable.size) fd_buffer_resize(&inode->durable, to);
  for (uint64_t at = from; at < to; at++) {
    inode->durable.bytes[at] = (uint8_t)fd_draw(&disk->fault_draws);
  }
}

static void apply_sector(fault_disk *disk, fd_inode *inode, const fd_pending *pending,
                         uint64_t sector) {
  uint64_t skip = sector * FAULT_DISK_SECTOR_SIZE;
  uint64_t size = pending->length - skip;
  if (size > FAULT_DISK_SECTOR_SIZE) size = FAULT_DISK_SECTOR_SIZE;
  uint64_t from = pending->start + skip;
  if (!disk->powersafe && is_partly_covered(pending, from, from + size) &&
      fd_draw_below(disk, 2)) {
    garble(disk, inode, from, from + size);
    return;
  }
  const uint8_t *bytes = inode->log_data.bytes + pending->data_at + skip;
  fd_buffer_write(&inode->durable, from, bytes, size);
}

// Keeps a prefix or an arbitrary subset of the write's sectors.
static void tear(fault_disk *disk, fd_inode *inode, const fd_pending *pending) {
  uint64_t sectors = (pending->length + FAULT_DISK_SECTOR_SIZE - 1) / FAULT_DISK_SECTOR_SIZE;
  bool is_prefix = fd_draw_below(disk, 2);
  uint64_t prefix = fd_draw_below(disk, sectors + 1);
  for (uint64_t sector = 0; sector < sectors; sector++) {
    bool kept = is_prefix ? sector < prefix : fd_draw_below(disk, 2);
    if (kept) apply_sector(disk, inode, pending, sector);
  }
}

static void draw_write(fault_disk *disk, fd_inode *inode, const fd_pending *pending,
                       uint64_t keep_eighths) {
  if (fd_draw_below(disk, 8) < keep_eighths) {
    fd_inode_apply(inode, pending);
    disk->counters.kept_writes++;
  } else if (fd_draw_below(disk, 2)) {
    tear(disk, inode, pending);
    disk->counters.torn_writes++;
  } else {
    disk->counters.dropped_writes++;
  }
}

static bool keeps_truncation(fault_disk *disk, uint64_t keep_eighths) {
  bool kept = fd_draw_below(disk, 8) < keep_eighths;
  if (kept) disk->counters.kept_writes++;
  return kept;
}

// A truncation that is dropped takes the file's later operations with it: a file system
// never lays new data over blocks whose release it has not recorded.
static uint64_t draw_log(fault_disk *disk, fd_inode *inode, uint64_t keep_eighths) {
  for (uint64_t i = 0; i < inode->log_count; i++) {
    const fd_pending *pending = &inode->log[i];
    if (!pending->is_truncation) {
      draw_write(disk, inode, pending, keep_eighths);
    } else if (keeps_truncation(disk, keep_eighths)) {
      fd_inode_apply(inode, pending);
    } else {
      return i;
    }
  }
  return inode->log_count;
}

static void settle_content(fault_disk *disk, fd_inode *inode, uint64_t keep_eighths) {
  uint64_t settled = keep_eighths ? draw_log(disk, inode, keep_eighths) : 0;
  disk->counters.dropped_writes += inode->log_count - settled;
  fd_inode_forget_log(inode);
  fd_buffer_copy(&inode->visible, &inode->durable);
}

static void settle_name(fault_disk *disk, fd_name *name, uint64_t keep_eighths) {
  bool kept = false;
  if (name->live != name->durable && keep_eighths) {
    kept = fd_draw_below(disk, 8) < keep_eighths;
  }
  if (kept) {
    fd_name_set(&name->durable, name->live);
  } else {
    fd_name_set(&name->live, name->durable);
  }
  if (name->live) settle_content(disk, name->live, keep_eighths);
}

void fault_disk_power_loss(fault_disk *disk, fault_disk_mode mode) {
  disk->counters.power_losses++;
  fd_end_handles(disk);
  if (mode == FAULT_DISK_KEEP_ALL) return;
  uint64_t keep_eighths = mode == FAULT_DISK_DRAW ? KEEP_EIGHTHS[fd_draw_below(disk, 3)] : 0;
  for (fd_name *name = disk->names; name; name = name->next) {
    settle_name(disk, name, keep_eighths);
  }
  fd_names_prune(&disk->names);
}

// Changes durable bytes to `bytes`, and the visible ones where no unsynced write shadows them.
static void damage(fd_inode *inode, uint64_t from, const uint8_t *bytes, uint64_t size) {
  fd_buffer_write(&inode->durable, from, bytes, size);
  for (uint64_t at = from; at < from + size && at < inode->visible.size; at++) {
    if (!fd_inode_is_dirty(inode, at, at + 1)) inode->visible.bytes[at] = bytes[at - from];
  }
}

static fd_inode *find_durable(const fault_disk *disk, const char *path) {
  fd_name *name = fd_name_find(disk, path);
  return name ? name->durable : NULL;
}

int64_t fault_disk_flip_bit(fault_disk *disk, const char *path, int64_t offset) {
  fd_inode *inode = find_durable(disk, path);
  if (!inode || inode->durable.size == 0) return -1;
  uint64_t at = (uint64_t)offset;
  if (offset == FAULT_DISK_DRAWN) at = fd_draw_below(disk, inode->durable.size);
  if (at >= inode->durable.size) return -1;
  uint8_t flipped = inode->durable.bytes[at] ^ (uint8_t)(1u << fd_draw_below(disk, 8));
  damage(inode, at, &flipped, 1);
  disk->counters.flipped_bits++;
  return (int64_t)at;
}

int64_t fault_disk_zero_page(fault_disk *disk, const char *path, uint32_t page_size, int64_t page) {
  fd_inode *inode = find_durable(disk, path);
  uint64_t pages = inode && page_size ? inode->durable.size / page_size : 0;
  if (pages == 0) return -1;
  uint64_t chosen = page == FAULT_DISK_DRAWN ? fd_draw_below(disk, pages) : (uint64_t)page;
  if (chosen >= pages) return -1;
  uint8_t *zeros = fd_allocate(NULL, page_size);
  memset(zeros, 0, page_size);
  damage(inode, chosen * page_size, zeros, page_size);
  free(zeros);
  disk->counters.zeroed_pages++;
  return (int64_t)(chosen * page_size);
}
