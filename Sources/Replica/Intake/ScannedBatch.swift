// A batch read through before the writer has it in hand: what can be found out from its bytes alone needs no transaction.
import Merge
import Trust
package import Wire

/// One item of a batch.
enum BatchItem: Sendable {
  /// A well-formed commit and its chain hash.
  case commit(CommitScanner, hash: Digest)
  case seal(Range<Int>)
  /// A commit that is not well-formed, with its feed and number where they could be read.
  case faulty(Dot?, RejectionCode)
  /// Where the item ends cannot be told, so nothing after it can be read either.
  case unreadable
}

/// A batch with its commits scanned and hashed, which is a tenth of the work of taking them in.
package struct ScannedBatch: Sendable {
  package let span: Batch.Span?
  /// The commit sequence.
  package let bytes: [UInt8]
  let items: [BatchItem]
  /// Where the first item lies that has not been scanned yet: a scan takes more room than what was scanned, and nobody who
  /// sends small commits must be able to fill the memory.
  private let end: Int

  /// How many fields, changes and commits are scanned ahead, a commit counting for ten: less than 512 KiB.
  private static let scanMax = 8_192

  package init(_ batch: Batch) {
    span = batch.span
    bytes = batch.commits
    var items: [BatchItem] = []
    var (offset, size) = (0, 0)
    while size < Self.scanMax, let item = Self.item(in: bytes, at: &offset) {
      if case .commit(let scan, _) = item { size += scan.fields.count + scan.changes.count }
      size += 10
      items.append(item)
    }
    (self.items, end) = (items, offset)
  }

  /// Commits that move no cursor.
  package init(commits: [UInt8]) { self.init(Batch(span: nil, commits: commits)) }

  /// Runs `body` for each item in order, scanning those that have not been.
  func forEachItem(_ body: (BatchItem) throws -> Void) rethrows {
    for item in items { try body(item) }
    var offset = end
    while let item = Self.item(in: bytes, at: &offset) { try body(item) }
  }

  /// The item at an offset, which is moved behind it; nil at the end.
  private static func item(in bytes: [UInt8], at offset: inout Int) -> BatchItem? {
    guard offset < bytes.count else { return nil }
    var sequence = CBORReader(bytes, from: offset, to: bytes.count)
    guard let place = try? sequence.byteRange(max: Limits.batchBytesMax) else {
      offset = bytes.count
      return .unreadable
    }
    offset = sequence.offset
    if bytes[place].first == Seal.firstByte { return .seal(place) }
    var scanner = CommitScanner()
    do throws(WireError) {
      var reader = CBORReader(bytes, from: place.lowerBound, to: place.upperBound)
      try scanner.scan(&reader)
      try reader.expectEnd()
    } catch {
      let name = scanner.seq > 0 ? Dot(feed: scanner.feed, seq: scanner.seq) : nil
      return .faulty(name, RejectionCode(error.code))
    }
    let hash = Hashing.chain(bytes, header: scanner.header, payload: scanner.payload, redacted: scanner.redacted)
    return .commit(scanner, hash: hash)
  }
}
