// The Prometheus text format, version 0.0.4.

/// Metric families as text; each is announced once, and its samples follow.
package struct PrometheusText: Sendable {
  package enum Kind: String, Sendable { case counter, gauge, histogram }

  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func family(_ name: String, _ kind: Kind, help: String) {
    bytes += "# HELP \(name) \(Self.escaped(help, quotes: false))\n# TYPE \(name) \(kind.rawValue)\n".utf8
  }

  package mutating func sample(_ name: String, _ labels: [(String, String)] = [], _ value: Double) {
    bytes += name.utf8
    if !labels.isEmpty {
      let pairs = labels.map { "\($0.0)=\"\(Self.escaped($0.1, quotes: true))\"" }
      bytes += "{\(pairs.joined(separator: ","))}".utf8
    }
    bytes += " \(Self.number(value))\n".utf8
  }

  static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
    return value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
  }

  private static func escaped(_ text: String, quotes: Bool) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\"" where quotes: escaped += "\\\""
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// A name of the characters the format allows.
  static func name(_ text: String) -> String {
    var name = String(text.unicodeScalars.map { isNameScalar($0) ? Character($0) : "_" })
    if name.isEmpty || name.first?.isNumber == true { name = "_" + name }
    return name
  }

  private static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", ":": true
    default: false
    }
  }
}
