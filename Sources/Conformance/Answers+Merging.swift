// Merging: chapter 4.
import Catalog
import Merge

extension Answers {
  static let merging: [String: Reading] = [
    "merge-register": register, "merge-set": set, "merge-steps": steps, "merge-counter": counter, "share": share,
    "own-word": ownWord, "writers": writers,
  ]

  private static func register(_ input: JSON) throws -> JSON {
    let json = try input["rule"]
    guard let preference = RegisterRule.Preference(rawValue: try json["preference"].string) else {
      throw try json["preference"].fault("latest, highest or lowest")
    }
    let rule = RegisterRule(isGuarded: try json["guarded"].bool, preference: preference)
    var register = Register()
    for write in try input["writes"].array {
      register.applyWrite(
        Write(origin: try write.origin, value: try write["value"].value), seen: try write["seen"].seen, rule: rule)
    }
    let shown = JSON(optional: register.shown(rule: rule)) { write in
      .object([
        "feed": JSON(write.origin.dot.feed), "seq": JSON(write.origin.dot.seq), "value": JSON(write.value),
      ])
    }
    let concurrent = register.concurrent(rule: rule).map { JSON($0.origin.dot) }
    return .object(["shown": shown, "concurrent": .array(concurrent)])
  }

  private static func set(_ input: JSON) throws -> JSON {
    var set = ElementSet()
    let isGrowOnly = try input["grow_only"].bool
    for edit in try input["edits"].array {
      set.applyElements(
        add: try edit["add"].entries, remove: try edit["remove"].array.map { try $0.string }, origin: try edit.origin,
        seen: try edit["seen"].seen, isGrowOnly: isGrowOnly)
    }
    return .object(["present": .array(set.present.map { JSON($0) })])
  }

  private static func steps(_ input: JSON) throws -> JSON {
    var steps = Steps()
    for edit in try input["edits"].array {
      let origin = try edit.origin
      for step in try edit["steps"].steps { steps.applyStep(step, origin: origin) }
    }
    let facts = steps.chronological.map { fact -> JSON in
      .object([
        "id": JSON(fact.step.id), "kind": .string(fact.step.kind), "round": .int(fact.step.round),
        "details": JSON(fact.step.details), "feed": JSON(fact.origin.dot.feed), "seq": JSON(fact.origin.dot.seq),
        "tier": JSON(fact.origin.tier), "time": JSON(fact.origin.time), "user": .string(fact.origin.user),
      ])
    }
    return .object(["facts": .array(facts)])
  }

  private static func counter(_ input: JSON) throws -> JSON {
    var counter = Counter()
    for edit in try input["edits"].array {
      switch try edit.edit {
      case .increment(let amount): counter.applyAmount(amount, at: try edit.dot)
      case .increments(let increments): counter.applyIncrements(increments)
      default: throw edit.fault("an edit of a counter")
      }
    }
    return .object(["total": JSON(Value.int(counter.total))])
  }

  private static func share(_ input: JSON) throws -> JSON {
    let (edit, feed) = (try input["edit"].edit, FeedID(.zero))
    var counts = FeedCounts()
    let used = try input["used"].int
    guard (0...Int64(FeedShare.max)).contains(used) else { throw try input["used"].fault("a part of the share") }
    _ = counts.take(Int(used), of: feed)
    let taken = edit.weight.map { counts.take($0, of: feed) } ?? 0
    let counted =
      switch edit.first(within: taken) {
      case .write, .increment: 1
      case .elements(let add, let remove): add.count + remove.count
      case .steps(let steps): steps.count
      case .increments(let increments): increments.count
      }
    return .object(["weight": JSON(edit.weight ?? 0), "count": JSON(counted), "used": JSON(counts[feed])])
  }

  private static func ownWord(_ input: JSON) throws -> JSON {
    try hasEffect(input, type(["origin": input["origin"]]))
  }

  private static func writers(_ input: JSON) throws -> JSON {
    try hasEffect(input, type(["writers": input["writers"]]))
  }

  private static func hasEffect(_ input: JSON, _ type: RecordType) throws -> JSON {
    let fields = try input["edits"].array.map { try fieldChange($0) }
    return .bool(type.admits(fields, from: try input["home"].area, about: try input["area"].area))
  }

  /// A type with a field of each kind, numbered from 1.
  /// - Parameter keys: further keys of its file.
  private static func type(_ keys: [String: JSON]) throws -> RecordType {
    let kinds = ["register", "set", "steps", "counter"]
    let fields = kinds.enumerated().map { index, kind -> JSON in
      var field: [String: JSON] = [
        "number": JSON(index + 1), "name": .string("f\(index + 1)"), "kind": .string(kind),
        "title": .object(["zh": .string("字段"), "en": .string("Field")]),
      ]
      if index < 2 { field["value"] = .string("text") }
      return .object(field)
    }
    let file: [String: JSON] = [
      "type": .string("thing"), "fields": .array(fields),
      "title": .object(["zh": .string("物"), "en": .string("Thing")]),
    ]
    return try recordType(.object(file.merging(keys) { _, given in given }))
  }

  private static func fieldChange(_ form: JSON) throws -> FieldChange {
    switch try form.string {
    case "write": FieldChange(1, .write(.text("x")))
    case "add": FieldChange(2, .elements(add: [Value.Entry("k", .text("x"))], remove: []))
    case "steps": FieldChange(3, .steps([Step(id: StepID(.zero), kind: "x", round: 1, details: .null)]))
    case "increments": FieldChange(4, .increments([Increment(id: IncrementID(.zero), amount: 1)]))
    case "increment": FieldChange(4, .increment(1))
    default: throw form.fault("the form of an edit")
    }
  }
}
