// The set: elements with identity, add-wins, or grow-only.
//
// Why it converges. Each element is a register of its own, in which an addition is a write and a removal brings only its
// seen vector; so the register's proof carries over. A removal takes away just the additions it had seen: a concurrent
// addition stays.

/// The merged state of a set field.
/// - Invariant: `elements` is sorted by key in the order of deterministic CBOR, each key once.
package struct ElementSet: Hashable, Sendable {
  package struct Element: Hashable, Sendable {
    package let key: String
    package var register: Register

    package init(key: String, register: Register) {
      self.key = key
      self.register = register
    }
  }

  package internal(set) var elements: [Element] = []

  package init(elements: [Element] = []) { self.elements = elements }

  static let rule = RegisterRule()

  /// Merges additions and removals of one change. In a grow-only set removals have no effect.
  /// - Complexity: O(k log (n + k)) for k keys into n, beside what the registers take, and what of the n stands behind the first
  ///   new one is moved.
  package mutating func applyElements(
    add: [Value.Entry], remove: [String], origin: Origin, seen: SeenVector, isGrowOnly: Bool
  ) {
    var arriving = ArrivingVector(seen)
    applyElements(add: add, remove: remove, origin: origin, seen: &arriving, isGrowOnly: isGrowOnly)
  }

  mutating func applyElements(
    add: [Value.Entry], remove: [String], origin: Origin, seen: inout ArrivingVector, isGrowOnly: Bool
  ) {
    var fresh: [Element] = []
    for entry in add {
      update(entry.key, or: &fresh) {
        $0.applyWrite(Write(origin: origin, value: entry.value), seen: &seen, rule: Self.rule)
      }
    }
    // A key both added and removed stays: the removal had not seen the addition beside it.
    for key in isGrowOnly ? [] : remove {
      update(key, or: &fresh) { $0.supersede(&seen, by: origin.tier, rule: Self.rule) }
    }
    include(fresh)
  }

  /// The elements that are present, by key, each with the value shown.
  package var present: [Value.Entry] {
    elements.compactMap { element in
      element.register.shown(rule: Self.rule).map { Value.Entry(element.key, $0.value) }
    }
  }

  /// Where the key stands or would stand.
  private func place(of key: String) -> Int { elements.place { Value.precedes($0.key, key) } }

  /// Changes the register of a key; that of a key which is not here goes to `fresh`.
  private mutating func update(_ key: String, or fresh: inout [Element], _ body: (inout Register) -> Void) {
    let index = place(of: key)
    if index < elements.count, Value.isSame(elements[index].key, key) {
      body(&elements[index].register)
      return
    }
    var register = Register()
    body(&register)
    // A removal that had seen nothing leaves no trace.
    if register != Register() { fresh.append(Element(key: key, register: register)) }
  }

  /// Takes in the elements that were not here. Those of one key are of one change, so that the first says it all: a second
  /// addition has its dot, and a removal had seen what the addition had.
  private mutating func include(_ fresh: [Element]) {
    if fresh.isEmpty { return }
    let order = fresh.indices.sorted { left, right in
      let (key, other) = (fresh[left].key, fresh[right].key)
      return Value.precedes(key, other) || (Value.isSame(key, other) && left < right)
    }
    var sorted: [Element] = []
    sorted.reserveCapacity(order.count)
    for element in order.lazy.map({ fresh[$0] }) {
      if let last = sorted.last, Value.isSame(last.key, element.key) { continue }
      sorted.append(element)
    }
    elements.insert(sorted: sorted) { Value.precedes($0.key, $1.key) }
  }
}
