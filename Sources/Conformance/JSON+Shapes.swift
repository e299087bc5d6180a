// The shapes of vectors that stand for values, ids, times, keys and edits, read.
package import Merge

extension JSON {
  /// Bytes written as hexadecimal digits of lower case.
  package var bytes: [UInt8] {
    get throws {
      let digits = try string.utf8.map { digit -> UInt8 in
        switch digit {
        case 48...57: digit - 48
        case 97...102: digit - 87
        default: throw fault("hexadecimal digits of lower case")
        }
      }
      guard digits.count % 2 == 0 else { throw fault("an even number of hexadecimal digits") }
      return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
  }

  /// So many bytes, and no other number.
  func bytes(_ count: Int) throws -> [UInt8] {
    let bytes = try bytes
    guard bytes.count == count else { throw fault("\(count) bytes") }
    return bytes
  }

  package var id: Bytes16 { get throws { Bytes16(try bytes(16)) } }
  package var feed: FeedID { get throws { FeedID(try id) } }
  package var digest: Digest { get throws { Digest(try bytes(32)) } }

  /// Hashes written one after another.
  package var path: [Digest] {
    get throws {
      let bytes = try bytes
      guard bytes.count % 32 == 0 else { throw fault("hashes of 32 bytes") }
      return stride(from: 0, to: bytes.count, by: 32).map { Digest(bytes[$0..<$0 + 32]) }
    }
  }

  /// An integer of `range`.
  package func int(in range: ClosedRange<Int64>) throws -> Int64 {
    let int = try int
    guard range.contains(int) else { throw fault("an integer from \(range.lowerBound) to \(range.upperBound)") }
    return int
  }

  package var time: HybridTime {
    get throws {
      let milliseconds = try self[0].int(in: 0...HybridTime.millisecondsMax)
      return HybridTime(milliseconds: milliseconds, counter: UInt16(try self[1].int(in: 0...65_535)))
    }
  }

  package var tier: Tier {
    get throws {
      guard let tier = Tier(name: try string) else { throw fault("a tier") }
      return tier
    }
  }

  package var area: Area {
    get throws {
      guard let area = Area(try string) else { throw fault("an area") }
      return area
    }
  }

  package var dot: Dot { get throws { Dot(feed: try self["feed"].feed, seq: try self["seq"].natural) } }
  /// A dot as a pair.
  package var place: Dot { get throws { Dot(feed: try self[0].feed, seq: try self[1].natural) } }
  package var seen: SeenVector { get throws { SeenVector(try array.map { try $0.place }) } }

  package var feedClass: FeedClass {
    get throws {
      let name = try self["priority"].string
      guard let priority = Priority.allCases.first(where: { $0.name == name }) else {
        throw try self["priority"].fault("urgent, normal or bulk")
      }
      return FeedClass(
        name: try self["name"].string, rises: try self["rises"].optional { try $0.tier },
        falls: try self["falls"].optional { try $0.tier }, priority: priority)
    }
  }

  package var feedKey: FeedKey {
    get throws {
      FeedKey(
        node: NodeID(try self["node"].id), incarnation: try self["incarnation"].natural, home: try self["home"].area,
        area: try self["area"].area, class: try self["class"].feedClass)
    }
  }
}

extension JSON {
  package var value: Value {
    get throws {
      switch self {
      case .null: return .null
      case .bool(let bool): return .bool(bool)
      case .int(let int): return .int(int)
      case .string(let string): return .text(string)
      case .array(let items): return .list(try items.map { try $0.value })
      case .object(let object):
        if object["int"] != nil { return .int(try int) }
        if let bytes = object["bytes"] { return .bytes(try bytes.bytes) }
        return .sorted(try self["map"].entries.map { ($0.key, $0.value) })
      }
    }
  }

  /// Keys with their values, as a list of pairs.
  package var entries: [Value.Entry] {
    get throws { try array.map { Value.Entry(try $0[0].string, try $0[1].value) } }
  }

  /// Where an edit comes from; what a topic leaves out plays no part in it.
  package var origin: Origin {
    get throws {
      let tier = try self["tier"].optional { try $0.tier } ?? .community
      let time = try self["time"].optional { try $0.time } ?? .zero
      let role = try self["signed_as"].optional { try $0.string }
      return Origin(
        dot: try dot, time: time, tier: tier, user: try self["user"].optional { try $0.string } ?? "",
        actor: role.map { Actor(role: $0, isIssuedAbove: false) })
    }
  }

  package var steps: [Step] { get throws { try array.map { try $0.step } } }

  package var step: Step {
    get throws {
      Step(
        id: StepID(try self["id"].id), kind: try self["kind"].string, round: try self["round"].int,
        details: try self["details"].value)
    }
  }

  package var edit: FieldEdit {
    get throws {
      let object = try object
      if let value = object["write"] { return .write(try value.value) }
      if object["add"] != nil {
        return .elements(add: try self["add"].entries, remove: try self["remove"].array.map { try $0.string })
      }
      if let steps = object["steps"] { return .steps(try steps.steps) }
      if let increments = object["increments"] {
        return .increments(
          try increments.array.map { Increment(id: IncrementID(try $0[0].id), amount: try $0[1].int) })
      }
      return .increment(try self["increment"].int)
    }
  }
}
