// Action signatures checked before the writer has a batch in hand, so that it need not wait for them.
import Merge

/// Which action signatures were found to hold.
///
/// That a device signed a message is the same wherever it is found out; whether its pass counts is another question, and is
/// asked in the transaction alone.
package struct CheckedActions: Sendable {
  /// By the digest of device, message and signature.
  private var names: Set<Digest> = []

  /// How many were found to hold.
  package var count: Int { names.count }

  package static let none = CheckedActions()

  package init() {}

  package mutating func formUnion(_ others: CheckedActions) { names.formUnion(others.names) }

  func holds(_ signature: [UInt8], of message: [UInt8], by key: DeviceKey) -> Bool {
    !names.isEmpty && names.contains(Self.name(signature, message, key))
  }

  /// Verifies the signature of an action under the pass that it names.
  /// - Returns: whether it holds.
  package mutating func check(_ action: SignedAction, under pass: Pass) -> Bool {
    guard let message = action.content?.message, pass.key.verifies(action.signature.signature, of: message) else {
      return false
    }
    names.insert(Self.name(action.signature.signature, message, pass.key))
    return true
  }

  private static func name(_ signature: [UInt8], _ message: [UInt8], _ key: DeviceKey) -> Digest {
    Hashing.sha256(key.device.raw.bytes + signature + Hashing.sha256(message).bytes)
  }
}
