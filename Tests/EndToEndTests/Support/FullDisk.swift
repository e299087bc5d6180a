// A disk that has no room left for whatever a store writes.
import Foundation
import TestSupport

enum FullDisk {
  /// What a process is given whose store finds no room.
  static func environment(in folder: TemporaryFolder) throws -> [String: String] {
    ["LD_PRELOAD": try Preloaded.library("full", source, in: folder).path]
  }

  private static let source = #"""
    #define _GNU_SOURCE
    #include <errno.h>
    #include <stdio.h>
    #include <string.h>
    #include <sys/syscall.h>
    #include <sys/types.h>
    #include <unistd.h>

    static int is_log(int file) {
      char link[32], path[4096];
      snprintf(link, sizeof link, "/proc/self/fd/%d", file);
      ssize_t count = readlink(link, path, sizeof path - 1);
      if (count < 4) return 0;
      path[count] = 0;
      return strcmp(path + count - 4, "-wal") == 0;
    }
    ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at) {
      if (is_log(file)) {
        errno = ENOSPC;
        return -1;
      }
      return syscall(SYS_pwrite64, file, bytes, count, at);
    }
    ssize_t pwrite(int file, const void *bytes, size_t count, off_t at) { return pwrite64(file, bytes, count, at); }
    """#
}
