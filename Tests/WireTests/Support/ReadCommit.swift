// A commit as the scanner tells it, in one value to compare.
import Merge
import Wire

struct ReadCommit: Equatable {
  var header: CommitHeader
  var changes: [Change] = []
  var redacted: Digest?

  init(header: CommitHeader, changes: [Change] = [], redacted: Digest? = nil) {
    self.header = header
    self.changes = changes
    self.redacted = redacted
  }

  /// Scans bytes that hold one commit and nothing else, and checks that the places told are where they say.
  init(scanning bytes: [UInt8]) throws(WireError) {
    var scanner = CommitScanner()
    try self.init(scanning: bytes, with: &scanner)
  }

  init(scanning bytes: [UInt8], with scanner: inout CommitScanner) throws(WireError) {
    var reader = CBORReader(bytes)
    try scanner.scan(&reader)
    try reader.expectEnd()
    precondition(scanner.whole == 0..<bytes.count && scanner.payload.upperBound == bytes.count)
    precondition(scanner.header.upperBound == scanner.payload.lowerBound && scanner.header.lowerBound == 1)
    header = CommitHeader(
      feed: scanner.feed, seq: scanner.seq, previous: scanner.previous, time: scanner.time,
      deviceTime: scanner.deviceTime, user: String(decoding: bytes[scanner.user], as: UTF8.self), key: scanner.key)
    for index in scanner.changes.indices { changes.append(scanner.change(index, in: bytes)) }
    redacted = scanner.redacted
  }

  var payload: [UInt8] {
    guard let redacted else { return CommitEncoder.payload(changes, feed: header.feed) }
    var writer = CBORWriter()
    writer.digest(redacted)
    return writer.bytes
  }

  var encoded: [UInt8] { CommitEncoder.commit(header, payload: payload).bytes }
}
