// What each item of an edit takes of the share that its feed has in a field.

/// The share that one feed has in one field of a record, in units.
///
/// Each item weighs one unit for each begun 64 bytes of its encoding as it stands in the edit. Of all that a feed names in a
/// field the longest first part counts whose items together weigh no more than the share.
/// - Source: protocol §4.2.
package enum FeedShare {
  package static let max = 65_536
  package static let unitBytes = 64
  /// What a step weighs at least. No honest record has thousands of them, and every change to a record is merged into all
  /// that it has.
  package static let stepMin = 16

  /// An added element: the array of its key and its value.
  static func weight(of element: Value.Entry) -> Int { weight(ofElement: element.key, element.value) }

  static func weight(ofElement key: String, _ value: Value) -> Int {
    units(1 + Value.encodedLength(of: key) + value.encodedLength)
  }

  /// A removed element: its key.
  static func weight(ofRemoved key: String) -> Int { units(Value.encodedLength(of: key)) }

  /// A step: the array of its id, kind, round and details.
  static func weight(of step: Step) -> Int {
    let text = Value.encodedLength(of: step.kind) + Value.encodedLength(of: step.round)
    return Swift.max(stepMin, units(1 + idLength + text + step.details.encodedLength))
  }

  /// The array of an id and an amount has 27 bytes at most.
  static func weight(of increment: Increment) -> Int { 1 }

  private static let idLength = 17

  private static func units(_ bytes: Int) -> Int { (bytes + unitBytes - 1) / unitBytes }
}

extension FieldEdit {
  /// What the edit's items weigh together; nil for an edit that has no share.
  package var weight: Int? {
    switch self {
    case .write, .increment: nil
    case .elements(let add, let remove):
      add.reduce(0) { $0 + FeedShare.weight(of: $1) } + remove.reduce(0) { $0 + FeedShare.weight(ofRemoved: $1) }
    case .steps(let steps): steps.reduce(0) { $0 + FeedShare.weight(of: $1) }
    case .increments(let increments): increments.count
    }
  }

  /// The longest first part of the edit whose items weigh no more than `units`; of a set additions, then removals.
  package func first(within units: Int) -> FieldEdit {
    var left = units
    func fitting<Item>(_ items: [Item], _ weight: (Item) -> Int) -> [Item] {
      Array(
        items.prefix { item in
          let isFitting = weight(item) <= left
          // Behind the first that does not fit nothing does.
          left = isFitting ? left - weight(item) : 0
          return isFitting
        })
    }
    switch self {
    case .write, .increment: return self
    case .elements(let add, let remove):
      let added = fitting(add, FeedShare.weight(of:))
      return .elements(add: added, remove: fitting(remove, FeedShare.weight(ofRemoved:)))
    case .steps(let steps): return .steps(fitting(steps, FeedShare.weight(of:)))
    case .increments(let increments): return .increments(fitting(increments, FeedShare.weight(of:)))
    }
  }
}
