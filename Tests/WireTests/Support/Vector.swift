// Conformance vectors: cases written down for every implementation, read from protocol/vectors.
import Foundation
import Testing
import Wire

/// One case: what goes in, and what must come out or must be refused.
struct Vector: Sendable, CustomTestStringConvertible {
  let name: String
  /// The section of the specification it belongs to.
  let section: String
  let input: JSON
  let expected: JSON?
  /// The rejection code with which the input is refused.
  let mustFail: String?
  /// Whether the input can be read but would not be written so by this version.
  let isDecodeOnly: Bool

  var testDescription: String { name }

  static let folder = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    .appending(path: "protocol/vectors")

  /// The cases of one file.
  static func topic(_ topic: String) -> [Vector] {
    guard let document = try? JSON.read(folder.appending(path: topic + ".json")) else {
      preconditionFailure("protocol/vectors/\(topic).json is a JSON array")
    }
    return document.array.map { json in
      Vector(
        name: json["name"].string, section: json["section"].string, input: json["input"],
        expected: json.object["expected"], mustFail: json["must_fail"].optional(\.string),
        isDecodeOnly: json["decode_only"].optional(\.bool) ?? false)
    }
  }

  static var topics: [String] {
    let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return (files ?? []).filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
  }

  /// Runs the case: the input reads as expected, or is refused with the code it must be refused with.
  func check<Thing: Equatable>(
    _ read: (JSON) throws(WireError) -> Thing, _ build: (JSON) -> Thing, location: SourceLocation = #_sourceLocation
  ) {
    do throws(WireError) {
      let thing = try read(input)
      #expect(expected.map(build) == thing, sourceLocation: location)
    } catch {
      #expect(mustFail == error.code.rawValue, sourceLocation: location)
    }
  }

  /// Runs the other direction: what is expected is written as the input.
  func checkWriting<Bytes: Equatable>(
    _ written: (JSON) -> Bytes, _ input: Bytes, location: SourceLocation = #_sourceLocation
  ) {
    guard let expected, !isDecodeOnly else { return }
    #expect(written(expected) == input, sourceLocation: location)
  }
}
