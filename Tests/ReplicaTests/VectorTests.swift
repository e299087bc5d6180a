// The vectors of rules that need a catalog or the replica: whose word counts, and the ids of alarms and checkpoints.
import Catalog
import Foundation
import Merge
import Replica
import Testing

@Suite struct `Vectors of whose word counts, and of alarms` {
  private struct Case: Decodable {
    let name: String
    let input: Input
    let expected: Expected
  }

  private struct Input: Decodable {
    var origin: String?
    var home: String?
    var area: String?
    var edits: [String]?
    var kind: String?
    var node: String?
    var cause: String?
  }

  private enum Expected: Decodable {
    case bool(Bool)
    case text(String)

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let bool = try? value.decode(Bool.self) {
        self = .bool(bool)
      } else {
        self = .text(try value.decode(String.self))
      }
    }
  }

  private func cases(_ topic: String) throws -> [Case] {
    let root = (0..<3).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    return try JSONDecoder().decode(
      [Case].self, from: Data(contentsOf: root.appending(path: "protocol/vectors/\(topic).json")))
  }

  private func type(_ origin: String) throws -> RecordType {
    let fields = ["register, value: text", "set, value: text", "steps", "counter"].enumerated().map { index, kind in
      "  - { number: \(index + 1), name: f\(index + 1), title: { zh: 甲, en: A }, kind: \(kind) }\n"
    }
    let yaml =
      "type: thing\nclass: work\norigin: \(origin)\ntitle: { zh: 物, en: Thing }\nfields:\n" + fields.joined()
    let classes =
      "classes:\n  - { name: work, title: { zh: 业务, en: Work }, rises: city, falls: terminal, priority: normal }\n"
    let catalog = try Catalog(files: [("thing.yaml", Array(yaml.utf8)), ("classes.yaml", Array(classes.utf8))])
    return try #require(catalog.type(named: "thing"))
  }

  private func change(_ form: String) -> FieldChange {
    switch form {
    case "write": FieldChange(1, .write(.text("x")))
    case "add": FieldChange(2, .elements(add: [Value.Entry("k", .text("x"))], remove: []))
    case "steps": FieldChange(3, .steps([Step(id: StepID(.zero), kind: "x", round: 1, details: .null)]))
    case "increments": FieldChange(4, .increments([Increment(id: IncrementID(.zero), amount: 1)]))
    default: FieldChange(4, .increment(1))
    }
  }

  @Test func `every case of own-word`() throws {
    for vector in try cases("own-word") {
      let type = try type(#require(vector.input.origin))
      let home = try #require(Area(vector.input.home ?? ""))
      let area = try #require(Area(vector.input.area ?? ""))
      let fields = try #require(vector.input.edits).map { change($0) }
      guard case .bool(let expected) = vector.expected else { preconditionFailure("true or false") }
      #expect(type.admits(fields, from: home, about: area) == expected, "\(vector.name)")
    }
  }

  @Test func `every case of checkpoint-id`() throws {
    for vector in try cases("checkpoint-id") {
      let node = try #require(NodeID(hex: vector.input.node ?? ""))
      guard case .text(let expected) = vector.expected else { preconditionFailure("an id") }
      #expect(Checkpoint.record(of: node) == RecordID(hex: expected), "\(vector.name)")
    }
  }

  @Test func `every case of alarm-id`() throws {
    for vector in try cases("alarm-id") {
      let kind = try #require(Alarm.Kind(rawValue: vector.input.kind ?? ""))
      let node = try #require(NodeID(hex: vector.input.node ?? ""))
      let hex = Array(try #require(vector.input.cause).utf8)
      let cause = stride(from: 0, to: hex.count, by: 2).compactMap {
        UInt8(String(decoding: hex[$0..<($0 + 2)], as: UTF8.self), radix: 16)
      }
      guard case .text(let expected) = vector.expected else { preconditionFailure("an id") }
      let alarm = Alarm(kind, node: node, cause: cause, noticedAt: 0)
      #expect(alarm.id == RecordID(hex: expected), "\(vector.name)")
    }
  }
}
