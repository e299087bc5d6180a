// File contents of the fault-injecting disk: what reads see, what is durable, what is unsynced.
#include "fault_disk_internal.h"

enum { FIRST_CAPACITY = 4096 };

static uint64_t at_most(uint64_t value, uint64_t limit) { return value < limit ? value : limit; }

// Bytes gained are zero.
void fd_buffer_resize(fd_buffer *buffer, uint64_t size) {
  if (size > buffer->capacity) {
    uint64_t doubled = buffer->capacity ? buffer->capacity * 2 : FIRST_CAPACITY;
    buffer->capacity = size > doubled ? size : doubled;
    buffer->bytes = fd_allocate(buffer->bytes, buffer->capacity);
  }
  if (size > buffer->size) memset(buffer->bytes + buffer->size, 0, size - buffer->size);
  buffer->size = size;
}

void fd_buffer_write(fd_buffer *buffer, uint64_t offset, const void *data, uint64_t size) {
  if (size == 0) return;
  if (offset + size > buffer->size) fd_buffer_resize(buffer, offset + size);
  memcpy(buffer->bytes + offset, data, size);
}

void fd_buffer_copy(fd_buffer *to, const fd_buffer *from) {
  to->size = 0;
  fd_buffer_write(to, 0, from->bytes, from->size);
}

fd_inode *fd_inode_new(bool tracked) {
  fd_inode *inode = fd_allocate(NULL, sizeof *inode);
  memset(inode, 0, sizeof *inode);
  inode->tracked = tracked;
  return inode;
}

void fd_inode_release(fd_inode *inode) {
  if (--inode->references > 0) return;
  free(inode->visible.bytes);
  free(inode->durable.bytes);
  free(inode->log_data.bytes);
  free(inode->log);
  free(inode);
}

// The OS writes the oldest half back by itself, so that the log stays bounded without syncs.
static void write_back_oldest(fd_inode *inode) {
  uint64_t count = (inode->log_count + 1) / 2;
  for (uint64_t i = 0; i < count; i++) fd_inode_apply(inode, &inode->log[i]);
  uint64_t left = inode->log_count - count;
  uint64_t cut = left ? inode->log[count].data_at : inode->log_data.size;
  memmove(inode->log, inode->log + count, left * sizeof *inode->log);
  for (uint64_t i = 0; i < left; i++) inode->log[i].data_at -= cut;
  memmove(inode->log_data.bytes, inode->log_data.bytes + cut, inode->log_data.size - cut);
  inode->log_data.size -= cut;
  inode->log_count = left;
}

static void append(fd_inode *inode, fd_pending pending) {
  if (inode->log_data.size > FAULT_DISK_WRITEBACK_LIMIT) write_back_oldest(inode);
  if (inode->log_count == inode->log_capacity) {
    inode->log_capacity = inode->log_capacity ? inode->log_capacity * 2 : 16;
    inode->log = fd_allocate(inode->log, inode->log_capacity * sizeof *inode->log);
  }
  pending.data_at = inode->log_data.size;
  if (!pending.is_truncation) {
    const uint8_t *bytes = inode->visible.bytes + pending.start;
    fd_buffer_write(&inode->log_data, pending.data_at, bytes, pending.length);
  }
  inode->log[inode->log_count++] = pending;
}

void fd_inode_write(fd_inode *inode, uint64_t offset, const void *data, uint64_t size) {
  if (size == 0) return;
  fd_buffer_write(&inode->visible, offset, data, size);
  if (!inode->tracked) return;
  const uint64_t sector = FAULT_DISK_SECTOR_SIZE;
  uint64_t start = offset / sector * sector;
  uint64_t end = (offset + size + sector - 1) / sector * sector;
  uint64_t length = at_most(end, inode->visible.size) - start;
  append(inode, (fd_pending){.start = start, .length = length,
                             .written_from = offset, .written_to = offset + size});
}

void fd_inode_truncate(fd_inode *inode, uint64_t size) {
  if (size == inode->visible.size) return;
  fd_buffer_resize(&inode->visible, size);
  if (inode->tracked) append(inode, (fd_pending){.is_truncation = 1, .start = size});
}

void fd_inode_forget_log(fd_inode *inode) {
  inode->log_count = 0;
  inode->log_data.size = 0;
}

// Makes one pending operation durable.
void fd_inode_apply(fd_inode *inode, const fd_pending *pending) {
  if (pending->is_truncation) {
    fd_buffer_resize(&inode->durable, pending->start);
  } else {
    const uint8_t *bytes = inode->log_data.bytes + pending->data_at;
    fd_buffer_write(&inode->durable, pending->start, bytes, pending->length);
  }
}

void fd_inode_sync(fd_inode *inode) {
  for (uint64_t i = 0; i < inode->log_count; i++) fd_inode_apply(inode, &inode->log[i]);
  fd_inode_forget_log(inode);
}

// True if an unsynced write covers any of the bytes from `from` up to `to`.
bool fd_inode_is_dirty(const fd_inode *inode, uint64_t from, uint64_t to) {
  for (uint64_t i = 0; i < inode->log_count; i++) {
    const fd_pending *pending = &inode->log[i];
    if (pending->is_truncation) continue;
    if (pending->start < to && from < pending->start + pending->length) return true;
  }
  return false;
}
