// The limits on a commit: reached, and passed by one.
import Conformance
import Merge
import Testing
import Wire

@Suite struct `Limits of a commit` {
  private let header = CommitHeader(
    feed: FeedID(.zero), seq: 2, previous: .zero, time: .zero, user: "li")

  private func id(_ number: Int) -> Bytes16 { Bytes16(high: 1, low: UInt64(number)) }

  private func change(_ number: Int = 0, seen: Int = 0, fields: [FieldChange] = []) -> Change {
    let seen = SeenVector((0..<seen).map { Dot(feed: FeedID(id($0)), seq: 1) })
    return Change(type: "t", record: RecordID(id(number)), seen: seen, fields: fields)
  }

  private func code(_ changes: [Change], user: String = "li") -> WireError.Code? {
    var header = header
    header.user = user
    let bytes = ReadCommit(header: header, changes: changes).encoded
    return failure { () throws(WireError) in try ReadCommit(scanning: bytes) }
  }

  private func write(_ field: Int, _ value: Value) -> FieldChange { FieldChange(field, .write(value)) }

  @Test func `a user name has at most 128 bytes`() {
    #expect(code([change()], user: String(repeating: "u", count: 128)) == nil)
    #expect(code([change()], user: String(repeating: "u", count: 129)) == .tooLarge)
    #expect(code([change()], user: String(repeating: "消", count: 43)) == .tooLarge)
  }

  @Test func `a commit has at most a thousand changes`() {
    #expect(code((0..<1_000).map { change($0) }) == nil)
    #expect(code((0..<1_001).map { change($0) }) == .tooLarge)
  }

  @Test func `a change has at most 256 fields`() {
    #expect(code([change(fields: (1...256).map { write($0, .null) })]) == nil)
    #expect(code([change(fields: (1...257).map { write($0, .null) })]) == .tooLarge)
  }

  @Test func `a change has seen at most 1,024 feeds`() {
    #expect(code([change(seen: 1_024)]) == nil)
    #expect(code([change(seen: 1_025)]) == .tooLarge)
  }

  @Test func `an edit has at most 4,096 elements or steps`() {
    for (count, expected) in [(4_096, WireError.Code?.none), (4_097, .tooLarge)] {
      let keys = Array(repeating: "k", count: count)
      let steps = (0..<count).map { Step(id: StepID(id($0)), kind: "k", round: 1) }
      let edits: [FieldEdit] = [
        .elements(add: keys.map { Value.Entry($0, .null) }, remove: []), .elements(add: [], remove: keys),
        .steps(steps),
      ]
      for edit in edits { #expect(code([change(fields: [FieldChange(1, edit)])]) == expected) }
    }
  }

  @Test func `a commit has at most 256 KiB`() {
    let empty = ReadCommit(
      header: header, changes: [change(fields: [write(1, .bytes(Array(repeating: 0, count: 65_536)))])])
    let room = 256 * 1_024 - empty.encoded.count + 65_536
    #expect(code([change(fields: [write(1, .bytes(Array(repeating: 7, count: room)))])]) == nil)
    #expect(code([change(fields: [write(1, .bytes(Array(repeating: 7, count: room + 1)))])]) == .tooLarge)
  }

  @Test func `names have at most 128 bytes`() {
    let (fits, long) = (String(repeating: "n", count: 128), String(repeating: "n", count: 129))
    for (name, expected) in [(fits, WireError.Code?.none), (long, .tooLarge)] {
      let step = Step(id: StepID(.zero), kind: name, round: 1, details: .map([.init(name, .null)]))
      let edits: [FieldEdit] = [
        .elements(add: [.init(name, .null)], remove: []), .elements(add: [], remove: [name]), .steps([step]),
        .write(.map([.init(name, .null)])),
      ]
      for edit in edits { #expect(code([change(fields: [FieldChange(1, edit)])]) == expected) }
    }
  }

  @Test func `the limits agree with one another`() { Limits.assertRelations() }
}
