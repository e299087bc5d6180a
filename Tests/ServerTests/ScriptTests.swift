// Texts of any script and none: what was typed arrives as it was typed, here and at the node above.
import Foundation
import HTTPTypes
import Merge
import Node
import Server
import TestSupport
import Testing
import Transport

@Suite struct `Texts of any script` {
  /// Han beyond the first plane, joined pictures, both ways of writing é, marks of direction, private use, a terminal's orders.
  private static let texts = [
    "𡐤村", "\u{30000}\u{2A6DF}", "👩🏽‍🚒🇨🇳", "e\u{301}\u{E9}", "\u{202E}abc\u{202C}\u{2066}ב\u{2069}",
    "\u{E000}\u{F8FF}\u{10FFFD}",
    "\u{1B}[31m红\u{1B}]0;x\u{7}", "一\n二\t三\r\n", "\u{7F}\u{85}\u{2028}", "a\u{FEFF}b\u{200B}c\u{FFFD}",
    #"\u0041\\"'</script>"#,
  ]

  private static func bytes(_ text: String?) -> [UInt8] { Array((text ?? "").utf8) }

  /// A text as a JSON string, either as it is or with every unit escaped, as some programs send it.
  private static func quoted(_ text: String, isEscaped: Bool) throws -> String {
    guard isEscaped else { return String(decoding: try JSONEncoder().encode(text), as: UTF8.self) }
    let units = text.utf16.map { unit in
      "\\u" + String(repeating: "0", count: 4 - String(unit, radix: 16).count) + String(unit, radix: 16)
    }
    return "\"\(units.joined())\""
  }

  @Test(arguments: [false, true]) func `arrive whole, and go up whole`(isEscaped: Bool) async throws {
    try await withNodes([Place.township, Place.community]) { nodes in
      let (parent, child) = (nodes[0], nodes[1])
      try await withAPI(of: child) { (api) async throws in
        for text in Self.texts {
          let description = try Self.quoted(text, isEscaped: isEscaped)
          let fields =
            #"{"category": "消防安全", "description": \#(description), "severity": 0, "found_at": 1767225600000}"#
          let made = try await api.post(
            "/records/hazard", #"{"area": "\#(Place.community.code)", "user": "甲", "fields": \#(fields)}"#)
          #expect(made.status == .created, "\(made.text)")
          #expect(Self.bytes(made["fields"]?["description"]?.text) == Self.bytes(text))
        }
      }
      let client = try newClient()
      try await withServer(parent) { port, _ in _ = try await sync(child, port: port, client: client) }
      await client.shutdown()
      try await withAPI(of: parent) { (api) async throws in
        let records = try await api.get("/records/hazard")["records"]?.items ?? []
        let above = records.map { Self.bytes($0["fields"]?["description"]?.text) }
        #expect(Set(above) == Set(Self.texts.map(Self.bytes)))
      }
    }
  }

  @Test func `make names as long as a commit holds, and longer ones are refused`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { (api) async throws in
      #expect(try await api.hazard(user: String(repeating: "张", count: 42)).status == .created)
      let long = try await api.hazard(user: String(repeating: "张", count: 43))
      #expect(long.problem == "invalid-content" && long.text.contains("128"), "\(long.text)")
    }
  }
}
