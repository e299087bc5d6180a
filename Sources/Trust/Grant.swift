// A grant: a parent lets a key write as the node of an area.
package import Merge
import Wire

/// What a key may do, by the word of a key above it.
/// - Source: protocol §10.3.
package struct Grant: Hashable, Sendable {
  package let issuer: PublicKey
  package let subject: PublicKey
  /// The home of the feeds the subject may write; its tier is the subject's authority.
  package let area: Area
  /// The classes it may write, ascending; nil for all.
  package let classes: [String]?
  /// When it was issued, and the last moment whose commits it covers, in milliseconds; nil until it is revoked.
  package let issuedAt: Int64
  package let notAfter: Int64?
  /// The area the subject stood at before: the grant is an assignment to another place.
  package let formerArea: Area?

  package static let classesMax = 64

  package init(
    issuer: PublicKey, subject: PublicKey, area: Area, classes: [String]? = nil, issuedAt: Int64,
    notAfter: Int64? = nil,
    formerArea: Area? = nil
  ) {
    self.issuer = issuer
    self.subject = subject
    self.area = area
    self.classes = classes?.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    self.issuedAt = issuedAt
    self.notAfter = notAfter
    self.formerArea = formerArea
  }

  /// Whether it lets its subject write a commit of this time in a feed of this home and class. Who issued it, and whether
  /// that counts, is not looked at here.
  package func covers(home: Area, class name: String, time: HybridTime) -> Bool {
    home == area && classes?.contains(name) ?? true && notAfter.map { time.milliseconds <= $0 } ?? true
  }

  var encoded: [UInt8] {
    var writer = CBORWriter(capacity: 192)
    writer.array(7)
    writer.digest(issuer.raw)
    writer.digest(subject.raw)
    writer.text(area.code)
    if let classes {
      writer.array(classes.count)
      for name in classes { writer.text(name) }
    } else {
      writer.null()
    }
    writer.int(issuedAt)
    if let notAfter { writer.int(notAfter) } else { writer.null() }
    if let formerArea { writer.text(formerArea.code) } else { writer.null() }
    return writer.bytes
  }

  init(_ reader: inout CBORReader) throws(WireError) {
    guard try reader.array(max: 7, "parts of a grant") == 7 else { throw reader.fail(.malformed, "seven parts") }
    issuer = PublicKey(try reader.digest())
    subject = PublicKey(try reader.digest())
    area = try reader.area()
    classes = try Self.classes(&reader)
    issuedAt = try reader.int()
    notAfter = reader.skipNull() ? nil : try reader.int()
    formerArea = reader.skipNull() ? nil : try reader.area()
  }

  private static func classes(_ reader: inout CBORReader) throws(WireError) -> [String]? {
    if reader.skipNull() { return nil }
    var names: [String] = []
    for _ in 0..<(try reader.array(max: classesMax, "classes")) {
      let name = try reader.text(max: 32)
      guard FeedClass.isName(name),
        names.last.map({ Array($0.utf8).lexicographicallyPrecedes(Array(name.utf8)) }) ?? true
      else { throw reader.fail(.malformed, "names of classes, ascending") }
      names.append(name)
    }
    return names
  }
}
