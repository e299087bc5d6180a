// Vectors: cases written down for every implementation, read from their folder.
package import Foundation
import Merge

/// One case: what goes in, and what must come out or must be refused.
/// - Source: protocol/vectors/README.md.
package struct VectorCase: Sendable, CustomStringConvertible {
  /// The name of its file without `.json`.
  package let file: String
  package let name: String
  /// The section of the specification it belongs to.
  package let section: String
  package let input: JSON
  /// What must come of it; nil where a file says neither or both.
  package let outcome: Answer?
  /// Whether the input can be read but would not be written so by this version.
  package let isDecodeOnly: Bool

  package var description: String { "\(file): \(name)" }

  init(_ json: JSON, file: String) throws {
    self.file = file
    name = try json["name"].string
    section = try json["section"].string
    input = try json["input"]
    isDecodeOnly = try json["decode_only"].optional { try $0.bool } ?? false
    switch (try json.object["expected"], try json.object["must_fail"]) {
    case (let expected?, nil): outcome = .expected(expected)
    case (nil, let code?): outcome = .refused(try code.string)
    default: outcome = nil
    }
  }

  /// The cases of every file of a folder, files in the order of their names.
  package static func all(in folder: URL) throws -> [VectorCase] {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }
    return try files.sorted().flatMap { file in
      let name = String(file.dropLast(".json".count))
      let json = try JSON(text: Array(Data(contentsOf: folder.appending(path: file))))
      return try json.array.map { try VectorCase($0, file: name) }
    }
  }

  /// The line by which the harness gives an input of the case to a program.
  package func line(_ input: JSON) -> String {
    JSON.object(["file": .string(file), "name": .string(name), "input": input]).text
  }
}

extension VectorCase {
  /// The inputs that must all have the outcome: where the order of a list must not matter, the orders it can come in.
  package var inputs: [JSON] {
    get throws {
      switch file {
      case "merge-register": try inputs(of: "writes") { try Self.arrivals($0) }
      case "merge-set", "merge-steps", "merge-counter": try inputs(of: "edits") { try Self.arrivals($0) }
      case "lifecycle", "deadline", "contribution": try inputs(of: "facts") { Self.turns($0) }
      case "people":
        try inputs(of: "statements") { Self.turns($0) } + inputs(of: "commits") { Self.turns($0) }
      default: [input]
      }
    }
  }

  private func inputs(of list: String, _ orders: ([JSON]) throws -> [[JSON]]) throws -> [JSON] {
    var object = try input.object
    return try orders(try input[list].array).map { order in
      object[list] = .array(order)
      return .object(object)
    }
  }

  /// Every order of the edits in which each feed keeps its own, each with its first edit repeated at the end.
  private static func arrivals(_ edits: [JSON]) throws -> [[JSON]] {
    let feeds = Dictionary(grouping: try edits.map { (dot: try $0.dot, edit: $0) }, by: \.dot.feed)
    let sorted = feeds.sorted { $0.key < $1.key }.map { feed in
      feed.value.sorted { $0.dot.seq < $1.dot.seq }.map(\.edit)
    }
    return interleavings(sorted).map { $0 + $0.prefix(1) }
  }

  /// The list as it stands, begun at each of its places, forward and back.
  private static func turns(_ items: [JSON]) -> [[JSON]] {
    if items.isEmpty { return [[]] }
    return items.indices.flatMap { place -> [[JSON]] in
      let turned = Array(items[place...] + items[..<place])
      return [turned, turned.reversed()]
    }
  }
}

/// Every order of the feeds' items in which each feed keeps its own.
private func interleavings<Item>(_ feeds: [[Item]]) -> [[Item]] {
  if feeds.allSatisfy(\.isEmpty) { return [[]] }
  return feeds.indices.filter { !feeds[$0].isEmpty }.flatMap { index in
    var rest = feeds
    let first = rest[index].removeFirst()
    return interleavings(rest).map { [first] + $0 }
  }
}
