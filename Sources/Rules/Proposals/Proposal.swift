// What a rule proposes: a record that a person may make, or leave.
package import Catalog
package import Merge

/// A record that a rule proposes to make, with the reason.
///
/// Nothing is made without a person: confirming enters the record under `id`, which is the same at every node that proposes it
/// and on every day, so that it is made once.
package struct Proposal: Hashable, Sendable {
  /// A record that speaks for it.
  package struct Ground: Hashable, Sendable {
    package let type: String
    package let id: RecordID
  }

  package let rule: String
  /// The type of the record.
  package let type: String
  package let id: RecordID
  package let area: Area
  package let fields: [Value.Entry]
  package let grounds: [Ground]
  package let why: Title

  /// - Parameters:
  ///   - key: what makes it another proposal than those of the rule before: the subject, and the fact that calls for it.
  ///   - at: the time of that fact, in milliseconds since 1970; part of the id.
  init(
    _ rule: String, type: String, area: Area, key: [String], at: Int64, fields: [(String, Value?)],
    grounds: [ExaminedRecord] = [], why: Title
  ) {
    self.rule = rule
    self.type = type
    self.area = area
    self.why = why
    self.grounds = grounds.map { Ground(type: $0.type, id: $0.id) }
    id = Self.id([rule, type, area.code] + key, at: at)
    self.fields = fields.compactMap { name, value in value.map { Value.Entry(name, $0) } }
  }

  /// An id from texts: the time, and a digest of the texts (FNV-1a, twice 64 bits). It names, and protects nothing.
  private static func id(_ texts: [String], at milliseconds: Int64) -> RecordID {
    var low: UInt64 = 0xcbf2_9ce4_8422_2325
    var high: UInt64 = 0x8422_2325_cbf2_9ce4
    for byte in texts.joined(separator: "\u{1F}").utf8 {
      low = (low ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
      high = (high ^ UInt64(byte) ^ low >> 56) &* 0x0000_0100_0000_01b3
    }
    return RecordID(milliseconds: max(0, milliseconds), random: (high, low))
  }
}

extension Proposal {
  /// The set of records that speak for it, as the field `facts` of the types that are proposed takes it.
  static func facts(_ grounds: [ExaminedRecord]) -> Value {
    .sorted(grounds.map { ($0.id.description, .sorted([("type", .text($0.type))])) })
  }
}
