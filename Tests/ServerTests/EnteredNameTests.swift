// Names as they are written down: the usual characters of whatever was typed.
import Foundation
import Server
import Testing

@Suite struct `A name that is entered` {
  private static func written(_ text: String) -> String? { try? EnteredName.checked(text, "the name") }

  @Test func `of plain letters and characters is what Unicode's NFKC makes of it, each of them`() {
    for value in Array(UInt32(0x20)...0x7E) + Array(0x4E00...0x9FFF) {
      let text = "甲\(Unicode.Scalar(value).map(String.init) ?? "")b"
      #expect(Self.written(text) == text && text.precomposedStringWithCompatibilityMapping == text)
    }
  }

  @Test(arguments: [
    ("张伟", "张伟"), ("Zhang Wei", "Zhang Wei"), (" 张伟", "张伟"), ("张伟 ", "张伟"), ("　张伟　", "张伟"), ("ＺＷ１", "ZW1"),
    ("e\u{301}", "\u{E9}"), ("\u{FA0A}", "見"), ("", nil), (" ", nil), ("a\u{7F}", nil), ("a\tb", nil),
    ("a\u{200B}", nil),
  ])
  func `is written in its usual characters or not at all`(text: String, name: String?) {
    let written = Self.written(text)
    #expect(written.map { Array($0.unicodeScalars) } == name.map { Array($0.unicodeScalars) })
  }

  @Test func `is as long as the limit allows, and no longer`() {
    let count = (1...1_000).last { Self.written(String(repeating: "a", count: $0)) != nil }
    #expect(count == 128)
    #expect(Self.written(String(repeating: "张", count: 42)) != nil)
    #expect(Self.written(String(repeating: "张", count: 43)) == nil)
  }
}
