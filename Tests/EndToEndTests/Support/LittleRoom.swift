// A disk that has too little room for what a salvage writes.
import Foundation
import TestSupport

enum LittleRoom {
  /// The system says so before anything is written.
  case forCopy
  /// It shows when the new store is written.
  case forStore

  /// What a process is given that finds so little room.
  func environment(in folder: TemporaryFolder) throws -> [String: String] {
    let source = self == .forCopy ? Self.saysLittle : Self.isFull
    return ["LD_PRELOAD": try Preloaded.library("room-\(self)", source, in: folder).path]
  }

  private static let saysLittle = #"""
    #include <string.h>
    #include <sys/statvfs.h>

    int statvfs(const char *path, struct statvfs *found) {
      memset(found, 0, sizeof *found);
      found->f_bsize = found->f_frsize = 4096;
      found->f_bavail = 24;
      return 0;
    }
    """#

  private static let isFull = #"""
    #define _GNU_SOURCE
    #include <errno.h>
    #include <stdio.h>
    #include <string.h>
    #include <sys/syscall.h>
    #include <sys/types.h>
    #include <unistd.h>

    static int is_draft(int file) {
      char link[32], path[4096];
      snprintf(link, sizeof link, "/proc/self/fd/%d", file);
      ssize_t count = readlink(link, path, sizeof path - 1);
      if (count < 8) return 0;
      path[count] = 0;
      return strcmp(path + count - 8, ".salvage") == 0;
    }
    ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at) {
      if (is_draft(file)) {
        errno = ENOSPC;
        return -1;
      }
      return syscall(SYS_pwrite64, file, bytes, count, at);
    }
    ssize_t pwrite(int file, const void *bytes, size_t count, off_t at) { return pwrite64(file, bytes, count, at); }
    """#
}
