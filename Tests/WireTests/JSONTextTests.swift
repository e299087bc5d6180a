// Values as JSON text, one spelling for each.
import Merge
import TestSupport
import Testing
import Wire

@Suite struct `JSON text` {
  @Test(arguments: [
    (Value.null, "null"), (.bool(true), "true"), (.bool(false), "false"), (.int(.min), "-9223372036854775808"),
    (.text(""), "\"\""), (.text("消防\"\\/\n\u{1F}\u{7F}"), "\"消防\\\"\\\\/\\u000a\\u001f\u{7F}\""),
    (.bytes([0, 255]), "\"00ff\""), (.list([]), "[]"), (.list([.int(1), .list([.null])]), "[1,[null]]"),
    (.map([]), "{}"), (.map([.init("b", .int(1)), .init("aa", .map([]))]), "{\"b\":1,\"aa\":{}}"),
  ])
  func `a value has one spelling`(value: Value, text: String) { #expect(JSONText.string(value) == text) }

  @Test func `whatever is escaped is found wherever it stands among other bytes`() {
    func escaped(_ text: String) -> [UInt8] {
      var bytes = Array("\"".utf8)
      for byte in text.utf8 {
        switch byte {
        case 0..<16: bytes += "\\u000\(String(byte, radix: 16))".utf8
        case 16..<32: bytes += "\\u00\(String(byte, radix: 16))".utf8
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
        default: bytes.append(byte)
        }
      }
      return bytes + "\"".utf8
    }
    let parts = ["\"", "\\", "\u{0}", "\u{1F}", " ", "!", "#", "[", "]", "\u{7F}", "火", "é", "🚒"]
    for part in parts {
      for before in 0..<18 {
        for behind in 0..<10 {
          for filler in ["a", "\u{80}"] {
            let text = String(repeating: filler, count: before) + part + String(repeating: filler, count: behind) + part
            #expect(Array(JSONText.string(.text(text)).utf8) == escaped(text))
          }
        }
      }
    }
  }

  @Test(arguments: Int64.extremes + [9, 10, 99, 100, -9, -10, 1_234_567_890])
  func `a number is written with its digits`(number: Int64) { #expect(JSONText.string(.int(number)) == "\(number)") }
}
