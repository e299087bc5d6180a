// The ledger of incidents: a small file beside the store that counts them from one start to the next.
import Foundation
import Merge

/// How often each suspect was there when a process ended, by the present program.
///
/// After the second fault at the same place the suspect is shelved: left out, so that everything else goes on. Another
/// program forgets all of it, since it may do better.
package struct IncidentLedger: Sendable {
  package struct Entry: Codable, Hashable, Sendable {
    /// What is suspected, as text: the kind, and what names it.
    package let name: String
    /// What it was at, for people.
    package var text: String
    package var points: Int
    package var times: Int
    /// - Units: milliseconds since 1970.
    package var lastAt: Int64
    package var signal: Int32
  }

  private struct Document: Codable {
    var program: String
    var entries: [Entry]
  }

  package private(set) var entries: [Entry] = []
  private let url: URL
  private let program: String

  /// From so many points on a suspect is shelved: two faults.
  package static let pointsMin = 4
  /// What was not shelved within so long is forgotten: a week.
  package static let memoryMilliseconds: Int64 = 7 * 86_400_000
  private static let entriesMax = 1_000
  private static let fileBytesMax = 4 << 20

  /// Reads the ledger; one that is not there, cannot be read or is of another program is empty.
  package init(path: String, program: String, now: Int64) {
    url = URL(filePath: path)
    self.program = program
    guard let size = (try? url.resourceValues(forKeys: [.fileSizeKey]))?.fileSize, size <= Self.fileBytesMax,
      let data = try? Data(contentsOf: url), let document = try? JSONDecoder().decode(Document.self, from: data),
      document.program == program
    else { return }
    entries = document.entries.filter { entry in
      entry.points >= Self.pointsMin || (0...Self.memoryMilliseconds).contains(now.subtractingClamped(entry.lastAt))
    }
  }

  /// Takes note of how the process before ended.
  package mutating func noteIncidents(_ incidents: [Incident], at now: Int64) {
    for incident in incidents {
      for (suspect, points) in incident.suspicions {
        let name = suspect.name
        if !entries.contains(where: { $0.name == name }), entries.count < Self.entriesMax {
          entries.append(Entry(name: name, text: "", points: 0, times: 0, lastAt: now, signal: 0))
        }
        guard let place = entries.firstIndex(where: { $0.name == name }) else { continue }
        entries[place].text = incident.undertaking?.text ?? ""
        entries[place].points = min(entries[place].points + points, 1 << 20)
        entries[place].times = min(entries[place].times + 1, 1 << 20)
        entries[place].lastAt = now
        entries[place].signal = incident.signal
      }
    }
  }

  /// Writes the ledger in one piece; where it cannot be written it counts from the start before.
  package func save() throws {
    if entries.isEmpty && !FileManager.default.fileExists(atPath: url.path) { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    let data = try encoder.encode(Document(program: program, entries: entries))
    // What was asked may name people: for the node's own user alone, from its first byte on.
    let draft = url.path + ".part"
    guard FileManager.default.createFile(atPath: draft, contents: data, attributes: [.posixPermissions: 0o600]),
      rename(draft, url.path) == 0
    else {
      try? FileManager.default.removeItem(atPath: draft)
      throw Unwritable(path: url.path)
    }
  }

  /// The ledger's file cannot be written.
  package struct Unwritable: Error, CustomStringConvertible {
    package let path: String
    package var description: String { "\(path) cannot be written" }
  }

  /// What is left out now.
  package var shelf: Shelf {
    var shelf = Shelf()
    for suspect in shelved.compactMap({ Suspect(name: $0.name) }) { shelf.add(suspect) }
    return shelf
  }

  /// The entries of what is left out.
  package var shelved: [Entry] { entries.filter { $0.points >= Self.pointsMin } }
}

extension Suspect {
  /// As the ledger names it.
  package var name: String {
    switch self {
    case .commit(let feed, let seq): "commit \(feed) \(seq)"
    case .record(let record): "record \(record)"
    case .undertaking(let kind, let key): "\(kind) \(key.hex)"
    }
  }

  package init?(name: String) {
    let words = name.split(separator: " ")
    guard words.count >= 2 else { return nil }
    switch words[0] {
    case "commit":
      guard words.count == 3, let feed = FeedID(hex: words[1]), let seq = UInt64(words[2]) else { return nil }
      self = .commit(feed: feed, seq: seq)
    case "record":
      guard let record = RecordID(hex: words[1]) else { return nil }
      self = .record(record)
    default:
      guard let kind = Undertaking.Kind.allCases.first(where: { "\($0)" == words[0] }), let key = Bytes16(hex: words[1])
      else { return nil }
      self = .undertaking(kind, key: key)
    }
  }
}

extension Int64 {
  fileprivate func subtractingClamped(_ other: Int64) -> Int64 {
    let (difference, isOver) = subtractingReportingOverflow(other)
    return isOver ? .max : difference
  }
}
