// Commits: what is encoded is what is scanned, and what is not a commit is refused.
import Conformance
import Merge
import SeededNumbers
import TestSupport
import Testing
import Wire

@Suite struct `Commits` {
  @Test(arguments: 0..<4) func `random commits come back equal and are encoded once for all`(group: UInt64) throws {
    for seed in (group * 50)..<(group * 50 + 50) {
      var sample = Sample(seed: seed)
      let commit = sample.commit()
      let back = try ReadCommit(scanning: commit.encoded)
      if back != commit || back.encoded != commit.encoded { Issue.record("seed \(seed)") }
    }
  }

  @Test func `one scanner reads many commits, and none leaves a trace in the next`() throws {
    var sample = Sample(seed: 5)
    var scanner = CommitScanner()
    for _ in 0..<50 {
      var commit = sample.commit()
      if sample.numbers.chance(1, in: 4) { commit = ReadCommit(header: commit.header, redacted: sample.digest()) }
      let back = try ReadCommit(scanning: commit.encoded, with: &scanner)
      #expect(back == commit)
    }
  }

  @Test func `a commit cut off anywhere is truncated`() {
    for seed in UInt64(0)..<12 {
      var sample = Sample(seed: seed)
      var commit = sample.commit()
      if seed % 4 == 0 { commit = ReadCommit(header: commit.header, redacted: sample.digest()) }
      let bytes = commit.encoded
      for end in bytes.indices {
        let code = failure { () throws(WireError) in try ReadCommit(scanning: Array(bytes[..<end])) }
        if code != .truncated { Issue.record("seed \(seed) cut at \(end): \(code as Any)") }
      }
    }
  }

  @Test func `a commit with any byte changed is refused or reads without a trap`() {
    var sample = Sample(seed: 6)
    for _ in 0..<6 {
      let commit = sample.commit().encoded
      for index in commit.indices {
        for mask: UInt8 in [0x01, 0x20, 0x80, 0xFF] {
          var changed = commit
          changed[index] ^= mask
          guard let back = try? ReadCommit(scanning: changed) else { continue }
          if back.encoded.count > changed.count { Issue.record("\(hex(changed)) is not the shortest form") }
        }
      }
    }
  }

  @Test func `changes are encoded by record id, whatever their order`() throws {
    var sample = Sample(seed: 7)
    let header = sample.header()
    let changes = (0..<5).map { _ in sample.change(feed: header.feed, seq: header.seq) }
    let sorted = CommitEncoder.payload(changes.sorted { $0.record < $1.record }, feed: header.feed)
    #expect(CommitEncoder.payload(changes, feed: header.feed) == sorted)
    #expect(CommitEncoder.payload(changes.reversed(), feed: header.feed) == sorted)
  }

  @Test func `a refused commit still names itself when its bytes told, and is zero otherwise`() {
    var sample = Sample(seed: 8)
    var header = sample.header()
    header.seq = 77
    header.key = nil
    let good = ReadCommit(header: header, changes: [sample.change(feed: header.feed, seq: 77)]).encoded
    var scanner = CommitScanner()
    var reader = CBORReader(Array(good.dropLast()))
    #expect(failure { () throws(WireError) in try scanner.scan(&reader) } == .truncated)
    #expect(scanner.feed == header.feed)
    #expect(scanner.seq == 77)
    reader = CBORReader([0x82])
    #expect(failure { () throws(WireError) in try scanner.scan(&reader) } == .truncated)
    #expect(scanner.feed.raw == .zero)
    #expect(scanner.seq == 0)
  }

  @Test func `a commit of another version is refused by its name`() {
    var sample = Sample(seed: 10)
    let commit = sample.commit()
    var bytes = commit.encoded
    bytes[3] = 2
    var scanner = CommitScanner()
    var reader = CBORReader(bytes)
    #expect(failure { () throws(WireError) in try scanner.scan(&reader) } == .unsupportedVersion)
    #expect(scanner.feed == commit.header.feed)
    #expect(scanner.seq == commit.header.seq)
  }

  @Test func `a number that is none is never told, so that a refusal can always be sent`() {
    let head = "82a60001015011111111111111111111111111111111021b"
    for number in ["8000000000000000", "ffffffffffffffff"] {
      var scanner = CommitScanner()
      var reader = CBORReader(bytes(head + number))
      #expect(failure { () throws(WireError) in try scanner.scan(&reader) } == .malformed)
      #expect(scanner.seq == 0)
    }
  }

  @Test func `commits in a sequence stand behind their lengths`() throws {
    var sample = Sample(seed: 9)
    let commits = (0..<5).map { _ in sample.commit().encoded }
    var sequence: [UInt8] = []
    for (index, commit) in commits.enumerated() {
      if index % 2 == 0 {
        CommitSequence.append(commit, to: &sequence)
      } else {
        commit.withUnsafeBytes { CommitSequence.append($0, to: &sequence) }
      }
    }
    var reader = CBORReader(sequence)
    for commit in commits { #expect(try Array(sequence[reader.byteRange(max: Limits.commitBytesMax)]) == commit) }
    #expect(reader.isAtEnd)
  }

  /// The first commit of a feed with one field, whose edit is these bytes.
  private func commit(edit: String) -> [UInt8] {
    var sample = Sample(seed: 11)
    var header = sample.header()
    (header.seq, header.key) = (77, nil)
    let change = Change(type: "t", record: RecordID(.zero), seen: .empty, fields: [FieldChange(1, .increment(1))])
    let encoded = CommitEncoder.commit(header, payload: CommitEncoder.payload([change], feed: header.feed))
    return Array(encoded.bytes.dropLast(3)) + bytes(edit)
  }

  /// Earlier versions took them for edits of a later one: what they hold is not refused by those that know the form.
  @Test(
    arguments: [
      "8204f6", "820403", "82048101", "8204818150", "8204818250000000000000000000000000000000", "83048000", "8104",
      "8204818250" + String(repeating: "00", count: 16) + "1b8000000000000000",
      "820481824f" + String(repeating: "00", count: 15) + "01",
      "8204818350" + String(repeating: "00", count: 16) + "0101", "8205810a", "8218ff00",
    ])
  func `an edit of increments in another shape, or of a form that is not known, is kept without effect`(edit: String) {
    let commit = commit(edit: edit)
    let isCut = ["8204818150", "8204818250000000000000000000000000000000"].contains(edit)
    if isCut {
      #expect(failure { () throws(WireError) in try ReadCommit(scanning: commit) } == .truncated)
    } else {
      let read = try? ReadCommit(scanning: commit)
      #expect(read?.changes.map(\.fields) == [[]], "\(edit)")
    }
  }

  @Test func `an edit of increments is read as it was written, up to its limit`() throws {
    var sample = Sample(seed: 12)
    for count in [0, 1, 23, 24, Limits.editElementsMax, Limits.editElementsMax + 1] {
      let increments = (0..<count).map { _ in sample.increment() }
      var header = sample.header()
      (header.seq, header.key) = (2, nil)
      let change = Change(
        type: "t", record: RecordID(.zero), seen: .empty, fields: [FieldChange(1, .increments(increments))])
      let read = try ReadCommit(scanning: ReadCommit(header: header, changes: [change]).encoded)
      #expect(read.changes == [count > Limits.editElementsMax ? change.without : change], "\(count)")
    }
  }
}

extension Change {
  /// The same with what cannot be read left out.
  fileprivate var without: Change { Change(type: type, record: record, seen: seen, fields: []) }
}
