// Texts as keys: by their bytes, as everything but Swift compares them.

/// A text that equals another one when their bytes do, and stands in the order of the bytes.
///
/// What people and programs enter names rows of tables and groups of figures, and two spellings of one letter are two names there
/// (`Value.isSame`).
package struct ExactText: Hashable, Comparable, Sendable {
  package let text: String

  package init(_ text: String) { self.text = text }

  package static func == (left: ExactText, right: ExactText) -> Bool { Value.isSame(left.text, right.text) }

  package static func < (left: ExactText, right: ExactText) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}
