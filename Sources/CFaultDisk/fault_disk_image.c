// Byte-exact images of all files of a fault-injecting disk, and restoring them.
//
// Format, all numbers as 8 bytes little-endian: the magic; the count of names; per name its path
// (length, bytes), a state (NAME_* bits) and the files that state calls for; per file its visible
// bytes, 1 and its durable bytes (or 0 if they are the same), its log data and its log.
#include "fault_disk_internal.h"

static const uint64_t MAGIC = 0x31304B5349444C46;  // "FLDISK01"

// No file is larger; keeps a damaged image from asking for absurd memory.
static const uint64_t MAX_FILE_SIZE = (uint64_t)1 << 36;

enum { NAME_LIVE = 1, NAME_DURABLE = 2, NAME_SAME = 4 };

static void put_number(fd_buffer *image, uint64_t number) {
  uint8_t bytes[8];
  for (int i = 0; i < 8; i++) bytes[i] = (uint8_t)(number >> (8 * i));
  fd_buffer_write(image, image->size, bytes, sizeof bytes);
}

static void put_bytes(fd_buffer *image, const void *bytes, uint64_t size) {
  put_number(image, size);
  fd_buffer_write(image, image->size, bytes, size);
}

static bool same_content(const fd_buffer *one, const fd_buffer *other) {
  if (one->size != other->size) return false;
  return one->size == 0 || memcmp(one->bytes, other->bytes, one->size) == 0;
}

static void put_inode(fd_buffer *image, const fd_inode *inode) {
  bool same = same_content(&inode->visible, &inode->durable);
  put_bytes(image, inode->visible.bytes, inode->visible.size);
  put_number(image, !same);
  if (!same) put_bytes(image, inode->durable.bytes, inode->durable.size);
  put_bytes(image, inode->log_data.bytes, inode->log_data.size);
  put_number(image, inode->log_count);
  for (uint64_t i = 0; i < inode->log_count; i++) {
    const fd_pending *pending = &inode->log[i];
    const uint64_t fields[] = {pending->is_truncation, pending->start, pending->length,
                               pending->data_at, pending->written_from, pending->written_to};
    for (int field = 0; field < 6; field++) put_number(image, fields[field]);
  }
}

static void put_name(fd_buffer *image, const fd_name *name) {
  bool same = name->live == name->durable;
  put_bytes(image, name->path, strlen(name->path));
  put_number(image, (name->live ? NAME_LIVE : 0) | (name->durable ? NAME_DURABLE : 0) |
                        (same ? NAME_SAME : 0));
  if (name->live) put_inode(image, name->live);
  if (name->durable && !same) put_inode(image, name->durable);
}

uint8_t *fault_disk_image(const fault_disk *disk, size_t *size) {
  fd_buffer image = {0};
  uint64_t count = 0;
  for (fd_name *name = disk->names; name; name = name->next) count++;
  put_number(&image, MAGIC);
  put_number(&image, count);
  for (fd_name *name = disk->names; name; name = name->next) put_name(&image, name);
  *size = image.size;
  return image.bytes;
}

void fault_disk_image_free(uint8_t *image) { free(image); }

/// What is left to read; `failed` sticks once anything does not fit.
typedef struct {
  const uint8_t *bytes;
  uint64_t left;
  bool failed;
} reader;

static const uint8_t *take(reader *from, uint64_t size) {
  if (from->failed || size > from->left) {
    from->failed = true;
    return NULL;
  }
  const uint8_t *bytes = from->bytes;
  from->bytes += size;
  from->left -= size;
  return bytes;
}

static uint64_t take_number(reader *from) {
  const uint8_t *bytes = take(from, 8);
  uint64_t number = 0;
  for (int i = 7; bytes && i >= 0; i--) number = number << 8 | bytes[i];
  return number;
}

static void take_buffer(reader *from, fd_buffer *buffer) {
  uint64_t size = take_number(from);
  const uint8_t *bytes = take(from, size);
  if (bytes) fd_buffer_write(buffer, 0, bytes, size);
}

static void take_pending(reader *from, const fd_inode *inode, fd_pending *pending) {
  uint64_t *fields[] = {&pending->is_truncation, &pending->start, &pending->length,
                        &pending->data_at, &pending->written_from, &pending->written_to};
  for (int field = 0; field < 6; field++) *fields[field] = take_number(from);
  uint64_t held = inode->log_data.size;
  if (pending->data_at > held || pending->length > held - pending->data_at) from->failed = true;
  if (pending->start > MAX_FILE_SIZE) from->failed = true;
}

static void take_inode(reader *from, fd_inode *inode) {
  take_buffer(from, &inode->visible);
  if (take_number(from)) {
    take_buffer(from, &inode->durable);
  } else {
    fd_buffer_copy(&inode->durable, &inode->visible);
  }
  take_buffer(from, &inode->log_data);
  uint64_t count = take_number(from);
  if (count > from->left / sizeof(fd_pending)) from->failed = true;
  if (from->failed || count == 0) return;
  inode->log = fd_allocate(NULL, count * sizeof *inode->log);
  inode->log_count = inode->log_capacity = count;
  for (uint64_t i = 0; i < count; i++) take_pending(from, inode, &inode->log[i]);
}

static void take_name(reader *from, fd_name **names) {
  uint64_t length = take_number(from);
  const uint8_t *bytes = take(from, length);
  uint64_t state = take_number(from);
  if (from->failed) return;
  char *path = fd_allocate(NULL, length + 1);
  if (length) memcpy(path, bytes, length);
  path[length] = '\0';
  fd_name *name = fd_name_add(names, path);
  free(path);
  if (state & NAME_LIVE) fd_name_set(&name->live, fd_inode_new(true));
  if (name->live) take_inode(from, name->live);
  if (!(state & NAME_DURABLE)) return;
  bool same = state & NAME_SAME;
  fd_name_set(&name->durable, same ? name->live : fd_inode_new(true));
  if (!same) take_inode(from, name->durable);
}

int fault_disk_restore(fault_disk *disk, const uint8_t *image, size_t size) {
  reader from = {.bytes = image, .left = size};
  fd_name *names = NULL;
  if (take_number(&from) != MAGIC) return SQLITE_CORRUPT;
  uint64_t count = take_number(&from);
  for (uint64_t i = 0; i < count && !from.failed; i++) take_name(&from, &names);
  if (from.failed || from.left) {
    fd_names_free(&names);
    return SQLITE_CORRUPT;
  }
  fd_end_handles(disk);
  fd_names_free(&disk->names);
  disk->names = names;
  return SQLITE_OK;
}
