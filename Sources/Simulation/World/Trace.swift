// The run's trace: one line for each event, and one hash over all lines.
package import Merge

/// What happened, in order. Two runs of the same settings have the same hash.
package struct Trace: Sendable {
  package struct Line: Sendable {
    /// Milliseconds since the run began.
    package let time: Int64
    package let node: Int?
    package let text: String
    /// What the line says, for those who read the trace rather than print it.
    package let entry: Entry?
  }

  /// What happened to a node.
  package enum Entry: Sendable {
    case committed(Dot, records: [RecordID])
    case took([Dot], from: Int)
    case stopped
    case started
    case struck(FaultKind)
    case mended(FaultKind)
  }

  package private(set) var lines: [Line] = []
  /// FNV-1a over everything noted.
  package private(set) var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  /// Called with each line as it is noted.
  package var sink: (@Sendable (Line) -> Void)?

  mutating func note(_ time: Int64, node: Int?, _ text: String, _ entry: Entry? = nil) {
    let line = Line(time: time, node: node, text: text, entry: entry)
    lines.append(line)
    mix(UInt64(bitPattern: time))
    mix(UInt64(bitPattern: Int64(node ?? -1)))
    for byte in text.utf8 { mix(byte) }
    sink?(line)
  }

  mutating func mix(_ bytes: [UInt8]) { for byte in bytes { mix(byte) } }

  private mutating func mix(_ word: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) { mix(UInt8(truncatingIfNeeded: word >> UInt64(shift))) }
  }

  private mutating func mix(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
}

extension Trace.Line: CustomStringConvertible {
  package var description: String {
    "\(Words.moment(time)) \(node.map { "n\($0)" } ?? "world")  \(text)"
  }
}

extension World {
  /// Prints each line of the trace as it is noted.
  package func printTrace() { trace.sink = { print($0) } }
}
