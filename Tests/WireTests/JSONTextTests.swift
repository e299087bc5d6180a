// Values as JSON text, one spelling for each.
import Merge
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
}
