// What a mutant keeps between two transactions of one node.
import Catalog
import Merge
import Replica
import Store
import Wire

/// A mutant's own variables. Those of the process end with it.
final class MutantMemory {
  // As if on disk.
  var records: [RecordID: Known] = [:]
  var duplicates: UInt64 = 0
  var writes = 0
  /// The catalog the store was made with.
  var firstCatalog: Catalog?

  // Of the process.
  var heads: [FeedID: StoredFeed] = [:]
  var unfolded: [(scan: CommitScanner, bytes: [UInt8], feed: StoredFeed)] = []
  var isFilling = false

  /// What has been folded into one record.
  struct Known {
    var latest = HybridTime.zero
    var version = SeenVector.empty
  }

  func endProcess() {
    heads.removeAll()
    unfolded.removeAll()
    isFilling = false
  }
}
