// Definitions that are looked at for every value that is merged, handed around without being copied.

/// A value behind a reference: to hand it around costs one count, however many texts and lists it is made of.
package final class Shared<Value: Hashable & Sendable>: Hashable, Sendable {
  package let value: Value

  package init(_ value: Value) { self.value = value }

  package static func == (left: Shared, right: Shared) -> Bool { left === right || left.value == right.value }
  package func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
