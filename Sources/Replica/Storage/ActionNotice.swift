// What judging signed actions has shown that somebody above should hear of.
package import Merge
package import Trust

/// Something noticed of a person's device or of whoever withdrew it.
package enum ActionNotice: Hashable, Sendable {
  /// Two different actions stand under one number of a device, and each would count alone.
  case fork(device: DeviceID, number: UInt64, first: Dot, other: Dot)
  /// Actions that are held have no effect, because of a withdrawal.
  case undone(PassEnd, dots: [Dot])

  /// How many are told of one transaction, and how many actions one withdrawal is told to have undone.
  package static let countMax = 64
  package static let dotsMax = 1_024
}
