// The directory of the fault-injecting disk: which path names which file, now and durably.
#include "fault_disk_internal.h"

fd_name *fd_name_find(const fault_disk *disk, const char *path) {
  for (fd_name *name = disk->names; name; name = name->next) {
    if (strcmp(name->path, path) == 0) return name;
  }
  return NULL;
}

// Appends, so that the order of names follows from the history alone.
fd_name *fd_name_add(fd_name **names, const char *path) {
  while (*names) names = &(*names)->next;
  fd_name *name = fd_allocate(NULL, sizeof *name);
  *name = (fd_name){.path = fd_allocate(NULL, strlen(path) + 1)};
  strcpy(name->path, path);
  *names = name;
  return name;
}

void fd_name_set(fd_inode **slot, fd_inode *inode) {
  fd_inode *before = *slot;
  if (inode) inode->references++;
  *slot = inode;
  if (before) fd_inode_release(before);
}

fd_inode *fd_name_create(fault_disk *disk, const char *path) {
  fd_name *name = fd_name_find(disk, path);
  if (!name) name = fd_name_add(&disk->names, path);
  fd_name_set(&name->live, fd_inode_new(true));
  return name->live;
}

// Creations and deletions become durable together, as one journal of the file system holds them.
void fd_names_sync(fault_disk *disk) {
  for (fd_name *name = disk->names; name; name = name->next) {
    fd_name_set(&name->durable, name->live);
  }
  fd_names_prune(&disk->names);
}

static void free_name(fd_name *name) {
  fd_name_set(&name->live, NULL);
  fd_name_set(&name->durable, NULL);
  free(name->path);
  free(name);
}

void fd_names_prune(fd_name **names) {
  while (*names) {
    fd_name *name = *names;
    if (name->live || name->durable) {
      names = &name->next;
    } else {
      *names = name->next;
      free_name(name);
    }
  }
}

void fd_names_free(fd_name **names) {
  while (*names) {
    fd_name *name = *names;
    *names = name->next;
    free_name(name);
  }
}

// True if the file was created but its name would not survive DROP_ALL.
bool fd_names_is_unsynced(const fault_disk *disk, const fd_inode *inode) {
  for (fd_name *name = disk->names; name; name = name->next) {
    if (name->live == inode) return name->durable != inode;
  }
  return false;
}

int64_t fault_disk_file_size(const fault_disk *disk, const char *path) {
  fd_name *name = fd_name_find(disk, path);
  return name && name->live ? (int64_t)name->live->visible.size : -1;
}

uint64_t fault_disk_used_bytes(const fault_disk *disk) {
  uint64_t used = 0;
  for (fd_name *name = disk->names; name; name = name->next) {
    if (name->live) used += name->live->visible.size;
  }
  return used;
}
