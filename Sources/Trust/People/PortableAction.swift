// A signed action outside any commit: as a device keeps it, hands it in, and carries it on a stick.
package import Merge
package import Wire

/// What a person does at one moment, before a device signs it.
package struct ActionDraft: Hashable, Sendable {
  /// When it is done by the device's own clock, in milliseconds.
  package let deviceTime: Int64?
  package let actingFor: AccountID?
  package let area: Area
  /// The name of the class.
  package let `class`: String
  /// Encoded like a payload, every feed by its id.
  package let changes: [UInt8]

  package init(deviceTime: Int64?, actingFor: AccountID? = nil, area: Area, class name: String, changes: [UInt8]) {
    (self.deviceTime, self.actingFor, self.area, self.class) = (deviceTime, actingFor, area, name)
    self.changes = changes
  }

  /// - Precondition: no two changes are of one record.
  package init(deviceTime: Int64?, actingFor: AccountID? = nil, area: Area, class name: String, changes: [Change]) {
    let encoded = CommitEncoder.payload(changes, feed: nil)
    self.init(deviceTime: deviceTime, actingFor: actingFor, area: area, class: name, changes: encoded)
  }
}

/// An action with its signature: all that a node needs to write the commit, and to check it before.
/// - Source: protocol §16.6.
package struct PortableAction: Hashable, Sendable {
  /// No signed seen vectors stand in it: whatever was seen stands in the changes.
  package let signature: ActionSignature
  package let draft: ActionDraft

  /// The most that the changes of one action have, in bytes: what a commit has room for.
  package static let changesBytesMax = Limits.commitBytesMax - 1_024

  /// Signs what is to be done.
  package init<Fault: Error>(
    _ draft: ActionDraft, pass: PassID, number: UInt64, sign: (_ message: [UInt8]) throws(Fault) -> [UInt8]
  ) throws(Fault) {
    let unsigned = ActionSignature(pass: pass, number: number, actingFor: draft.actingFor, signature: [])
    let content = Self.content(unsigned, draft)
    signature = ActionSignature(
      pass: pass, number: number, actingFor: draft.actingFor, signature: try sign(content.message))
    self.draft = draft
  }

  /// What is signed.
  package var content: ActionContent { Self.content(signature, draft) }

  private static func content(_ signature: ActionSignature, _ draft: ActionDraft) -> ActionContent {
    ActionContent(
      signature, deviceTime: draft.deviceTime, area: draft.area, class: draft.class, changes: draft.changes)
  }

  package var encoded: [UInt8] {
    var writer = CBORWriter(capacity: draft.changes.count + 192)
    write(to: &writer)
    return writer.bytes
  }

  func write(to writer: inout CBORWriter) {
    writer.array(5)
    writer.bytes(signature.encoded)
    if let time = draft.deviceTime { writer.int(time) } else { writer.null() }
    writer.text(draft.area.code)
    writer.text(draft.class)
    writer.bytes(draft.changes)
  }

  package init(encoded bytes: [UInt8]) throws(WireError) {
    var reader = CBORReader(bytes)
    try self.init(&reader)
    try reader.expectEnd()
  }

  init(_ reader: inout CBORReader) throws(WireError) {
    guard try reader.array(max: 5, "parts of an action") == 5 else { throw reader.fail(.malformed, "five parts") }
    let place = try reader.byteRange(max: Self.signatureBytesMax)
    signature = try ActionSignature(encoded: Array(reader.bytes[place]))
    guard signature.seen.isEmpty else { throw reader.fail(.malformed, "four parts of a signature") }
    let time: Int64? = reader.skipNull() ? nil : try reader.int()
    let area = try reader.area()
    let name = try reader.text(max: Limits.nameBytesMax)
    let changes = Array(reader.bytes[try reader.byteRange(max: Self.changesBytesMax)])
    draft = ActionDraft(
      deviceTime: time, actingFor: signature.actingFor, area: area, class: name, changes: changes)
  }

  private static let signatureBytesMax = 256
}

/// Actions on a stick, with the passes that they are under: a node that has not heard of those learns them.
/// - Source: protocol §16.6.
package struct ActionFile: Hashable, Sendable {
  package let passes: [Statement]
  /// In the order in which they were done.
  package let actions: [PortableAction]

  private static let name = "gridward actions 1"
  package static let passesMax = 100
  /// As many as a device's queue may have.
  package static let actionsMax = 5_000
  /// - Units: bytes.
  package static let bytesMax = 64 << 20

  /// - Precondition: there are no more of either than a file takes.
  package init(passes: [Statement], actions: [PortableAction]) {
    precondition(passes.count <= Self.passesMax && actions.count <= Self.actionsMax, "an action file is bounded")
    (self.passes, self.actions) = (passes, actions)
  }

  package var encoded: [UInt8] {
    var writer = CBORWriter(capacity: 1 << 16)
    writer.array(3)
    writer.text(Self.name)
    writer.array(passes.count)
    for pass in passes { writer.bytes(pass.encoded) }
    writer.array(actions.count)
    for action in actions { action.write(to: &writer) }
    return writer.bytes
  }

  /// Reads a file and checks the signatures of its passes' issuers. Whether they count, and whether the actions are the
  /// devices', is asked of each by itself: one that does not hold takes no other with it.
  package init(encoded bytes: [UInt8]) throws(WireError) {
    guard bytes.count <= Self.bytesMax else { throw WireError(.tooLarge, "an action file") }
    var reader = CBORReader(bytes)
    guard try reader.array(max: 3, "parts of an action file") == 3, try reader.text(max: 63) == Self.name else {
      throw reader.fail(.malformed, "an action file of version 1")
    }
    var passes: [Statement] = []
    for _ in 0..<(try reader.array(max: Self.passesMax, "passes")) {
      let statement = try Statement(encoded: Array(bytes[try reader.byteRange(max: Statement.bytesMax)]))
      guard case .pass = statement.content else { throw reader.fail(.malformed, "a pass") }
      passes.append(statement)
    }
    var actions: [PortableAction] = []
    for _ in 0..<(try reader.array(max: Self.actionsMax, "actions")) { actions.append(try PortableAction(&reader)) }
    try reader.expectEnd()
    (self.passes, self.actions) = (passes, actions)
  }
}
