// A machine's clock that a test sets while processes run.
import Foundation
import TestSupport
import Testing

/// A library, loaded before all others, that adds to the system's clock what a file says.
struct WrongClock {
  let environment: [String: String]
  private let file: URL

  /// - Parameter name: whose clock it is; each has one of its own.
  init(_ name: String, in folder: TemporaryFolder) throws {
    file = folder.url.appending(path: "\(name).clock")
    environment = [
      "LD_PRELOAD": try Preloaded.library("clock", Self.source, in: folder).path, "GRIDWARD_TEST_CLOCK": file.path,
    ]
    try set(seconds: 0)
  }

  /// Sets the clock ahead of the right time, or behind it.
  func set(seconds: Int64) throws {
    let bytes = withUnsafeBytes(of: seconds.littleEndian) { Data($0) }
    if FileManager.default.fileExists(atPath: file.path) {
      // In place: the processes look at this very file.
      let handle = try FileHandle(forWritingTo: file)
      try handle.write(contentsOf: bytes)
      try handle.close()
    } else {
      try bytes.write(to: file)
    }
  }

  private static let source = #"""
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <fcntl.h>
    #include <stdlib.h>
    #include <sys/mman.h>
    #include <sys/time.h>
    #include <time.h>
    #include <unistd.h>

    static volatile long *lead;
    __attribute__((constructor)) static void open_clock(void) {
      const char *path = getenv("GRIDWARD_TEST_CLOCK");
      int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
      if (file < 0) return;
      void *page = mmap(0, 4096, PROT_READ, MAP_SHARED, file, 0);
      if (page != MAP_FAILED) lead = page;
      close(file);
    }
    int clock_gettime(clockid_t clock, struct timespec *time) {
      static int (*real)(clockid_t, struct timespec *);
      if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
      int result = real(clock, time);
      if (result == 0 && lead && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) time->tv_sec += *lead;
      return result;
    }
    int gettimeofday(struct timeval *time, void *zone) {
      struct timespec now;
      if (clock_gettime(CLOCK_REALTIME, &now)) return -1;
      time->tv_sec = now.tv_sec;
      time->tv_usec = now.tv_nsec / 1000;
      return 0;
    }
    time_t time(time_t *out) {
      struct timespec now;
      clock_gettime(CLOCK_REALTIME, &now);
      if (out) *out = now.tv_sec;
      return now.tv_sec;
    }
    """#
}

/// A library of the test's own between a program and those it calls.
enum Preloaded {
  /// Makes it, unless it has been made in this folder.
  static func library(_ name: String, _ source: String, in folder: TemporaryFolder) throws -> URL {
    let library = folder.url.appending(path: "\(name).so")
    if FileManager.default.fileExists(atPath: library.path) { return library }
    try folder.write(Data(source.utf8), to: "\(name).c")
    let compiler = Process()
    compiler.executableURL = URL(filePath: "/usr/bin/env")
    compiler.arguments = ["clang", "-shared", "-fPIC", "-O1", "-o", library.path, "\(name).c", "-ldl"]
    compiler.currentDirectoryURL = folder.url
    try compiler.run()
    compiler.waitUntilExit()
    try #require(compiler.terminationStatus == 0, "the library cannot be made")
    return library
  }
}
