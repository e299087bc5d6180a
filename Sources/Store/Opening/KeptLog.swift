// What a write-ahead log holds that was left behind, looked through before SQLite does.
import CPageGuard
import Foundation

/// Puts single wrong bits of the log beside a store right, and its header, and finds out whether acknowledged work stands
/// behind what is damaged.
///
/// SQLite ends a log at the first frame that does not fit and says nothing of those behind it. The store's lock must be held.
/// Stores in memory or on a disk of the caller's have no log that this could read.
enum KeptLog {
  /// - Returns: the number of the first frame that is damaged while whole transactions stand behind it.
  /// - Throws: `inputOutput` when a bit cannot be put right.
  static func mend(beside path: String) throws -> UInt32? {
    _ = Defence.prepared
    var found = page_guard_log()
    guard page_guard_mend_log(path, &found) == 0 else {
      throw StoreError(.inputOutput, "\(path)-wal cannot be written", hint: "Check the disk.")
    }
    return found.hole == 0 ? nil : found.hole
  }

  /// - Throws: `damaged` when SQLite would drop acknowledged work without a word.
  static func checkWhole(beside path: String) throws {
    guard let hole = try mend(beside: path) else { return }
    throw StoreError(
      .damaged, "frame \(hole) of the log \(path)-wal is damaged, and whole work stands behind it",
      hint: StoreError.salvageHint)
  }

  /// Makes a copy of a damaged database in which the pages of its log stand, those behind the hole as well.
  ///
  /// A page that is damaged gets a sum that does not fit: nothing of it counts but what proves itself.
  /// - Returns: whether there is one; for lack of room, say, the log is read as far as SQLite reads it.
  static func replay(beside path: String, into copy: String) -> Bool {
    do { try FileManager.default.copyItem(atPath: path, toPath: copy) } catch { return false }
    return page_guard_replay_log(path, copy) == 0
  }
}
