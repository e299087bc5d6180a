// Values, commits and the chain: chapter 3, with the limits.
package import Merge
import Trust
package import Wire

extension Answers {
  static let commits: [String: Reading] = [
    "cbor": cbor, "commit": commit, "chain-hash": chainHash, "rejection": rejection, "limits": limit,
  ]

  private static func cbor(_ input: JSON) throws -> JSON {
    var reader = CBORReader(try input.bytes)
    let value = try reader.value()
    try reader.expectEnd()
    return JSON(value)
  }

  private static func commit(_ input: JSON) throws -> JSON {
    let commit = try ReadCommit(scanning: try input.bytes)
    var json: [String: JSON] = [
      "feed": JSON(commit.header.feed), "seq": JSON(commit.header.seq), "previous": JSON(commit.header.previous),
      "time": JSON(commit.header.time), "user": .string(commit.header.user),
      "device_time": JSON(optional: commit.header.deviceTime) { .int($0) },
      "key": JSON(optional: commit.header.key) { JSON($0) },
    ]
    if let redacted = commit.redacted {
      json["redacted"] = JSON(redacted)
    } else {
      json["changes"] = .array(commit.changes.map { JSON($0) })
    }
    return .object(json)
  }

  private static func chainHash(_ input: JSON) throws -> JSON {
    var scanner = CommitScanner()
    var keyDigest = Digest.zero
    var hashes: [Digest] = []
    for commit in try input["commits"].array.map({ try $0.bytes }) {
      var reader = CBORReader(commit)
      try scanner.scan(&reader)
      try reader.expectEnd()
      if scanner.seq == 1 { keyDigest = Hashing.sha256(commit[scanner.keyPlace]) }
      guard scanner.previous == hashes.last ?? keyDigest else { throw CaseFault("the commits are no chain") }
      hashes.append(
        Hashing.chain(commit, header: scanner.header, payload: scanner.payload, redacted: scanner.redacted))
    }
    return .object(["key_digest": JSON(keyDigest), "hashes": .array(hashes.map { JSON($0) })])
  }

  private static func rejection(_ input: JSON) throws -> JSON {
    let bytes = try input["bytes"].bytes
    switch try input["kind"].string {
    case "batch": _ = try Batch(frame(.batch, bytes))
    case "commit": _ = try ReadCommit(scanning: bytes)
    default: throw try input["kind"].fault("commit or batch")
    }
    return .null
  }

  private static func limit(_ input: JSON) throws -> JSON {
    guard let limit = limits[try input.string] else { throw input.fault("the name of a limit") }
    return JSON(limit)
  }

  private static let limits = [
    "commitBytesMax": Limits.commitBytesMax, "changesPerCommitMax": Limits.changesPerCommitMax,
    "fieldsPerChangeMax": Limits.fieldsPerChangeMax, "seenFeedsMax": Limits.seenFeedsMax,
    "editElementsMax": Limits.editElementsMax, "nestingMax": Limits.nestingMax, "userBytesMax": Limits.userBytesMax,
    "nameBytesMax": Limits.nameBytesMax, "fieldNumberMax": Limits.fieldNumberMax,
    "frameBytesMax": Limits.frameBytesMax, "batchBytesMax": Limits.batchBytesMax, "rangesMax": Limits.rangesMax,
    "rangeHeadsMax": Limits.rangeHeadsMax, "wantsMax": Limits.wantsMax, "refusalsMax": Limits.refusalsMax,
    "custodyMarksMax": Limits.custodyMarksMax, "unsealedMax": Limits.unsealedMax, "receiptsMax": Limits.receiptsMax,
    "receiptHeadsMax": Limits.receiptHeadsMax, "receiptsPassedMax": Limits.receiptsPassedMax,
    "requestBytesMax": Limits.requestBytesMax, "responseBytesTarget": Limits.responseBytesTarget,
    "responseBytesMax": Limits.responseBytesMax, "writesPerFeedMax": Register.writesPerFeedMax,
    "unitsPerFeedMax": FeedShare.max, "bytesPerUnit": FeedShare.unitBytes, "unitsPerStepMin": FeedShare.stepMin,
  ]
}

/// A commit as the scanner tells it, in one value.
package struct ReadCommit: Hashable, Sendable {
  package var header: CommitHeader
  package var changes: [Change]
  /// What stands for a payload removed by law.
  package var redacted: Digest?

  package init(header: CommitHeader, changes: [Change] = [], redacted: Digest? = nil) {
    (self.header, self.changes, self.redacted) = (header, changes, redacted)
  }

  /// Scans bytes that hold one commit and nothing else, and checks that the places told are where they say.
  package init(scanning bytes: [UInt8]) throws(WireError) {
    var scanner = CommitScanner()
    try self.init(scanning: bytes, with: &scanner)
  }

  package init(scanning bytes: [UInt8], with scanner: inout CommitScanner) throws(WireError) {
    var reader = CBORReader(bytes)
    try scanner.scan(&reader)
    try reader.expectEnd()
    precondition(scanner.whole == 0..<bytes.count && scanner.payload.upperBound == bytes.count)
    precondition(scanner.header.upperBound == scanner.payload.lowerBound && scanner.header.lowerBound == 1)
    header = CommitHeader(
      feed: scanner.feed, seq: scanner.seq, previous: scanner.previous, time: scanner.time,
      deviceTime: scanner.deviceTime, user: String(decoding: bytes[scanner.user], as: UTF8.self), key: scanner.key,
      action: scanner.actionPlace.map { Array(bytes[$0]) })
    var changes: [Change] = []
    for index in scanner.changes.indices { changes.append(scanner.change(index, in: bytes)) }
    self.changes = changes
    redacted = scanner.redacted
  }

  package var payload: [UInt8] {
    guard let redacted else { return CommitEncoder.payload(changes, feed: header.feed) }
    var writer = CBORWriter()
    writer.digest(redacted)
    return writer.bytes
  }

  package var encoded: [UInt8] { CommitEncoder.commit(header, payload: payload).bytes }
}
