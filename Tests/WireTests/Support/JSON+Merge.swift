// The shapes of vectors that stand for values, ids, times, keys and edits.
import Merge

extension JSON {
  var value: Value {
    switch self {
    case .null: return .null
    case .bool(let bool): return .bool(bool)
    case .int(let int): return .int(int)
    case .string(let string): return .text(string)
    case .array(let items): return .list(items.map(\.value))
    case .object(let object):
      if let digits = object["int"] { return .int(Int64(digits.string)!) }
      if let bytes = object["bytes"] { return .bytes(bytes.bytes) }
      return .map(self["map"].entries)
    }
  }

  /// Keys with their values, as a list of pairs.
  var entries: [Value.Entry] { array.map { Value.Entry($0[0].string, $0[1].value) } }

  var id: Bytes16 { Bytes16(bytes) }
  var feed: FeedID { FeedID(id) }
  var digest: Digest { Digest(bytes) }
  var time: HybridTime { HybridTime(milliseconds: self[0].int, counter: UInt16(self[1].int)) }
  var tier: Tier { Tier(name: string)! }
  var area: Area { Area(string)! }
  var seen: SeenVector { SeenVector(array.map { Dot(feed: $0[0].feed, seq: $0[1].natural) }) }
  var dot: Dot { Dot(feed: self["feed"].feed, seq: self["seq"].natural) }

  /// Where an edit comes from; what a topic leaves out plays no part in it.
  var origin: Origin {
    let tier = self["tier"].optional(\.tier) ?? .community
    let time = self["time"].optional(\.time) ?? .zero
    return Origin(dot: dot, time: time, tier: tier, user: self["user"].optional(\.string) ?? "")
  }

  var feedClass: FeedClass {
    let priority = Priority.allCases.first { $0.name == self["priority"].string }!
    return FeedClass(
      name: self["name"].string, rises: self["rises"].optional(\.tier), falls: self["falls"].optional(\.tier),
      priority: priority)
  }

  var feedKey: FeedKey {
    FeedKey(
      node: NodeID(self["node"].id), incarnation: self["incarnation"].natural, home: self["home"].area,
      area: self["area"].area, class: self["class"].feedClass)
  }

  var steps: [Step] {
    array.map { step in
      Step(
        id: StepID(step["id"].id), kind: step["kind"].string, round: step["round"].int, details: step["details"].value)
    }
  }

  var edit: FieldEdit {
    if object["write"] != nil { return .write(self["write"].value) }
    if object["add"] != nil { return .elements(add: self["add"].entries, remove: self["remove"].array.map(\.string)) }
    if object["steps"] != nil { return .steps(self["steps"].steps) }
    if object["increments"] != nil {
      return .increments(
        self["increments"].array.map { pair in
          guard case .int(let amount) = pair[1].value else { preconditionFailure("no amount: \(pair)") }
          return Increment(id: IncrementID(pair[0].id), amount: amount)
        })
    }
    guard case .int(let amount) = self["increment"].value else { preconditionFailure("no edit: \(self)") }
    return .increment(amount)
  }
}
