// What the machine remembers of a damaged store, held against what is found in its file.
import Foundation
import GRDB
package import Merge
import Trust

extension Salvage {
  /// How far a store had come, as it was noted apart from its file.
  package struct Known: Sendable {
    package let store: StoreID
    package let arrival: UInt64
    package let hash: Digest

    /// - Parameters:
    ///   - arrival: the last commit's number of arrival.
    ///   - hash: likewise.
    package init(store: StoreID, arrival: UInt64, hash: Digest) {
      (self.store, self.arrival, self.hash) = (store, arrival, hash)
    }
  }

  /// What speaks for it that a file is an earlier copy, or that its log was taken from it.
  package enum SetBack: Sendable, Equatable {
    /// Of the numbers of arrival that were noted, the last are neither found nor named as missing.
    case unaccounted(UInt64, of: UInt64)
    /// The commit with the last number that was noted is another.
    case other(at: UInt64)

    package var sentence: String {
      switch self {
      case .unaccounted(let count, let noted):
        "it may have been set back; of \(noted) numbers that this machine had noted, the last \(count) are unaccounted for"
      case .other(let noted):
        "it may have been set back or copied; its commit \(noted) is not the one that this machine had noted"
      }
    }
  }

  /// Holds what was noted against what has been found.
  /// - Parameters:
  ///   - reached: the last number of arrival in the file.
  ///   - countsAll: whether what is stranded has had a number of arrival there.
  func setBack(_ known: Known, reached: UInt64, countsAll: Bool) -> SetBack? {
    let found = UInt64(commits) + UInt64(strandedCount)
    let named = missing.reduce(found) { sum, run in
      let (total, isOver) = sum.addingReportingOverflow(run.last - run.first + 1)
      return isOver ? .max : total
    }
    // What stands on pages that no table leads to has no number, but counts.
    let accounted = countsAll ? max(reached, named) : reached
    return known.arrival > accounted ? .unaccounted(known.arrival - accounted, of: known.arrival) : nil
  }
}

extension Salvage.Known {
  /// Whether the table of commits has another one in the place that was noted.
  func isContradicted(by source: DatabaseQueue) throws -> Bool {
    let found = try source.read { db in
      try Data.fetchOne(
        db, sql: "SELECT hash FROM \"commit\" WHERE arrival = ?", arguments: [Int64(clamping: arrival)])
    }
    return found.map { [UInt8]($0) != hash.bytes } ?? false
  }
}
