// Reads the Prometheus text format strictly: what a scraper would refuse fails a test.

struct MetricsText {
  /// Samples by name and labels as written.
  private(set) var values: [String: Double] = [:]

  struct Fault: Error {
    let line: String
  }

  init(_ text: String) throws {
    var announced: Set<Substring> = []
    guard text.hasSuffix("\n") else { throw Fault(line: "the end") }
    for line in text.split(separator: "\n") {
      if line.hasPrefix("# ") {
        let words = line.split(separator: " ", maxSplits: 3)
        guard words.count == 4, ["HELP", "TYPE"].contains(words[1]) else { throw Fault(line: String(line)) }
        if words[1] == "TYPE", !announced.insert(words[2]).inserted { throw Fault(line: String(line)) }
        continue
      }
      guard let space = line.lastIndex(of: " "), let value = Self.number(line[line.index(after: space)...]) else {
        throw Fault(line: String(line))
      }
      let key = String(line[..<space])
      let name = key.prefix { $0 != "{" }
      let family = ["_bucket", "_sum", "_count"].reduce(name) { $0.hasSuffix($1) ? $0.dropLast($1.count) : $0 }
      guard announced.contains(name) || announced.contains(family), values[key] == nil else {
        throw Fault(line: String(line))
      }
      values[key] = value
    }
  }

  private static func number(_ text: Substring) -> Double? { text == "+Inf" ? .infinity : Double(text) }

  subscript(key: String) -> Double? { values[key] }
}
