// What can be wrong with received bytes: the rejection codes of the protocol that concern encoding.

/// A fault in bytes received from a peer or read from a file; never a trap.
/// - Source: protocol §7.
package struct WireError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Code: String, Sendable, CaseIterable {
    /// The bytes end inside an item.
    case truncated
    /// Well-formed CBOR, but not in the deterministic encoding.
    case notDeterministic = "not-deterministic"
    /// Not what the grammar of the protocol asks for at this place.
    case malformed
    /// Text that is not UTF-8.
    case notText = "not-text"
    /// Larger, or more numerous, than the protocol's limit.
    case tooLarge = "too-large"
    /// Nested more deeply than the protocol's limit.
    case tooDeep = "too-deep"
    /// A version this node does not speak.
    case unsupportedVersion = "unsupported-version"
    /// A compressed block that does not inflate to what it announced.
    case notCompressed = "not-compressed"
  }

  package let code: Code
  /// What was expected, for a person; it holds nothing of the received bytes.
  package let detail: String
  /// The offset at which reading stopped.
  package let offset: Int

  package init(_ code: Code, _ detail: String, at offset: Int = 0) {
    self.code = code
    self.detail = detail
    self.offset = offset
  }

  package var description: String { "\(code.rawValue) at byte \(offset): \(detail)" }
}
