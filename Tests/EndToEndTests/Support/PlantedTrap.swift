// A trap planted into a node's process from outside: the program itself has no switch for one.
import Foundation
import TestSupport
import Testing

/// A library, loaded before all others, that stands between the program and SQLite and traps at a word.
///
/// What a node folds it binds as text, what it takes in it binds as bytes, and what it shows it reads as text: so one word in
/// a record is a trap in just that place.
struct PlantedTrap {
  enum Place: String {
    case bindText = "TEXT_BOUND"
    case bindBytes = "BYTES_BOUND"
    case readText = "TEXT_READ"
  }

  let environment: [String: String]

  /// - Parameters:
  ///   - word: at which it traps.
  ///   - folder: where the library is made.
  init(_ place: Place, at word: String, in folder: TemporaryFolder) throws {
    let library = try Preloaded.library("trap", Self.source, in: folder)
    environment = [
      "LD_PRELOAD": library.path, "GRIDWARD_TEST_TRAP": place.rawValue, "GRIDWARD_TEST_TRAP_WORD": word,
      "SWIFT_BACKTRACE": "enable=no",
    ]
  }

  private static let source = #"""
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <stdlib.h>
    #include <string.h>

    static int is_planted(const char *place, const void *bytes, long count) {
      const char *where = getenv("GRIDWARD_TEST_TRAP"), *word = getenv("GRIDWARD_TEST_TRAP_WORD");
      if (!bytes || !where || !word || strcmp(where, place) != 0) return 0;
      if (count < 0) count = strlen(bytes);
      return memmem(bytes, count, word, strlen(word)) != NULL;
    }
    static void spring(const char *place, const void *bytes, long count) {
      if (is_planted(place, bytes, count)) __builtin_trap();
    }
    int sqlite3_bind_text(void *statement, int index, const char *text, int count, void (*done)(void *)) {
      spring("TEXT_BOUND", text, count);
      int (*real)(void *, int, const char *, int, void (*)(void *)) = dlsym(RTLD_NEXT, "sqlite3_bind_text");
      return real(statement, index, text, count, done);
    }
    int sqlite3_bind_blob(void *statement, int index, const void *bytes, int count, void (*done)(void *)) {
      spring("BYTES_BOUND", bytes, count);
      int (*real)(void *, int, const void *, int, void (*)(void *)) = dlsym(RTLD_NEXT, "sqlite3_bind_blob");
      return real(statement, index, bytes, count, done);
    }
    const void *sqlite3_column_blob(void *statement, int column) {
      int (*type)(void *, int) = dlsym(RTLD_NEXT, "sqlite3_column_type");
      int (*size)(void *, int) = dlsym(RTLD_NEXT, "sqlite3_column_bytes");
      const void *(*real)(void *, int) = dlsym(RTLD_NEXT, "sqlite3_column_blob");
      int is_text = type(statement, column) == 3;
      const void *bytes = real(statement, column);
      if (is_text) spring("TEXT_READ", bytes, size(statement, column));
      return bytes;
    }
    """#
}
