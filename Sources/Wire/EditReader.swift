// Checks and decodes the edits that are not plain writes: elements, steps, increments.
package import Merge

extension CBORReader {
  /// Steps over an edit written as an array, checking its shape. An edit of a kind this version does not know is only
  /// checked as CBOR: it is kept for a version that does. So is one of kind 4 in another shape: versions that did not know the kind
  /// have taken such commits in, and what is held once is never refused.
  mutating func skipEdit() throws(WireError) {
    let start = offset
    let count = try array(max: 16, "parts of an edit")
    guard count > 0 else { throw fail(.malformed, "the kind of edit") }
    let kind = try unsigned()
    if kind <= 4 {
      offset = start
      _ = try edit()
    } else {
      for _ in 1..<count { try skip(depth: 6) }
    }
  }

  /// Decodes an edit written as an array; nil when its kind is unknown.
  mutating func edit() throws(WireError) -> FieldEdit? {
    let count = try array(max: 16, "parts of an edit")
    let kind = try unsigned()
    switch (kind, count) {
    case (0, 2):
      let value = try value(depth: 6)
      switch value {
      case .list, .map: return .write(value)
      default: throw fail(.notDeterministic, "a scalar without a wrapper")
      }
    case (1, 3): return try elements()
    case (2, 2):
      var steps: [Step] = []
      for _ in 0..<(try array(max: Limits.editElementsMax, "steps")) { steps.append(try step()) }
      return .steps(steps)
    case (3, 2): return .increment(try int())
    case (4, 2):
      let start = offset
      do { return .increments(try increments()) } catch { offset = start }
      try skip(depth: 6)
      return nil
    case (4..., _):
      for _ in 1..<count { try skip(depth: 6) }
      return nil
    default: throw fail(.malformed, "an edit with its parts")
    }
  }

  private mutating func elements() throws(WireError) -> FieldEdit {
    var add: [Value.Entry] = []
    for _ in 0..<(try array(max: Limits.editElementsMax, "elements")) {
      guard try array(max: 2, "key and value") == 2 else { throw fail(.malformed, "key and value") }
      let key = try text(max: Limits.nameBytesMax)
      add.append(Value.Entry(key, try value(depth: 7)))
    }
    var remove: [String] = []
    for _ in 0..<(try array(max: Limits.editElementsMax, "keys")) { remove.append(try text(max: Limits.nameBytesMax)) }
    return .elements(add: add, remove: remove)
  }

  private mutating func increments() throws(WireError) -> [Increment] {
    var increments: [Increment] = []
    for _ in 0..<(try array(max: Limits.editElementsMax, "increments")) {
      guard try array(max: 2, "id and amount") == 2 else { throw fail(.malformed, "id and amount") }
      let id = IncrementID(try bytes16())
      increments.append(Increment(id: id, amount: try int()))
    }
    return increments
  }

  mutating func step() throws(WireError) -> Step {
    guard try array(max: 4, "parts of a step") == 4 else { throw fail(.malformed, "id, kind, round and details") }
    let id = StepID(try bytes16())
    let kind = try text(max: Limits.nameBytesMax)
    let round = try int()
    guard round > 0 else { throw fail(.malformed, "a round from 1") }
    let details = try value(depth: 7)
    switch details {
    case .map, .null: return Step(id: id, kind: kind, round: round, details: details)
    default: throw fail(.malformed, "details as a map, or null")
    }
  }

  /// Decodes a seen vector, 0 standing for `own`.
  package mutating func seen(own: FeedID) throws(WireError) -> SeenVector {
    var dots: [Dot] = []
    for _ in 0..<(try array(max: Limits.seenFeedsMax, "seen feeds")) {
      guard try array(max: 2, "feed and number") == 2 else { throw fail(.malformed, "feed and number") }
      var feed = own
      if try peek() == .unsigned { offset += 1 } else { feed = FeedID(try bytes16()) }
      dots.append(Dot(feed: feed, seq: try unsigned()))
    }
    guard let seen = SeenVector(sorted: dots) else { throw fail(.notDeterministic, "seen feeds in order, each once") }
    return seen
  }
}

extension CommitScanner {
  /// Decodes one change of the commit just scanned.
  /// - Precondition: `bytes` are those that were scanned.
  package func change(_ index: Int, in bytes: [UInt8]) -> Change {
    let scanned = changes[index]
    do {
      var seen = SeenVector.empty
      if let place = scanned.seen {
        var reader = CBORReader(bytes, from: place.lowerBound, to: place.upperBound)
        seen = try reader.seen(own: feed)
      }
      var decoded: [FieldChange] = []
      for field in fields[scanned.fields] {
        if let edit = try Self.edit(of: field, in: bytes) { decoded.append(FieldChange(field.number, edit)) }
      }
      let type = String(decoding: bytes[scanned.type], as: UTF8.self)
      return Change(type: type, record: scanned.record, seen: seen, fields: decoded)
    } catch { preconditionFailure("a scanned change decodes: \(error)") }
  }

  private static func edit(of field: ScannedField, in bytes: [UInt8]) throws(WireError) -> FieldEdit? {
    switch field.kind {
    case .null: return .write(.null)
    case .bool: return .write(.bool(field.int == 1))
    case .int: return .write(.int(field.int))
    case .text: return .write(.text(String(decoding: bytes[field.place], as: UTF8.self)))
    case .bytes: return .write(.bytes(Array(bytes[field.place])))
    case .edit:
      var reader = CBORReader(bytes, from: field.place.lowerBound, to: field.place.upperBound)
      return try reader.edit()
    }
  }
}
