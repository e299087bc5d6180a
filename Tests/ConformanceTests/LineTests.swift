// The harness: lines in, lines out, and what is said of another program.
import Conformance
import Testing

@Suite struct `Lines of the harness` {
  private func answer(_ line: String) async -> JSON { await Answers.answer(line: Array(line.utf8)).json }

  @Test func `a case is answered in the shape of its expectation`() async throws {
    for (line, text) in [
      (#"{"file": "area", "input": "370202021001"}"#, #"{"expected":{"tier":"community","prefix":"370202021001"}}"#),
      (#"{"file": "area", "name": "eleven", "input": "37020202100"}"#, #"{"must_fail":"malformed"}"#),
      (#"{"file": "cbor", "section": "3.3", "input": "1bffffffffffffffff"}"#, #"{"must_fail":"too-large"}"#),
      (#"{"file": "cbor", "input": "f6"}"#, #"{"expected":null}"#),
    ] {
      #expect(await answer(line).text == text)
    }
  }

  @Test(arguments: [
    "", "{", "7", "[]", "{}", #"{"file": "area"}"#, #"{"input": 1}"#, #"{"file": 1, "input": 1}"#,
    #"{"file": "nowhere", "input": 1}"#, #"{"file": "area", "input": 1}"#, #"{"file": "cbor", "input": "F6"}"#,
    #"{"file": "cbor", "input": "f"}"#, #"{"file": "cursor", "input": {"cursor": [1], "from": [], "to": []}}"#,
    #"{"file": "cbor", "input": 1.5}"#, #"{"file": "fingerprint", "input": {"heads": ["00"]}}"#,
    #"{"file": "hybrid-clock", "input": {"last": [-1, 0], "events": []}}"#,
    #"{"file": "given-out", "input": {"mark": -1, "cursor": [0, 0, 0]}}"#,
    #"{"file": "lifecycle", "input": {"type": "nothing"}}"#, #"{"file": "lifecycle", "input": {"type": {}}}"#,
  ])
  func `a line that is none is answered with what is wrong`(line: String) async throws {
    #expect(try await !answer(line)["error"].isNull)
  }

  /// Every input in the place of every other, and cut short: none may end the process.
  @Test(arguments: Vectors.files) func `an input of another file is answered too`(file: String) async {
    for other in Vectors.files {
      guard let vector = Vectors.cases(other).first else { continue }
      let answers = [await Answers.answer(file, vector.input), await Answers.answer(file, .object([:]))]
      #expect(answers.allSatisfy { !$0.json.text.contains("\n") })
    }
  }

  @Test func `lines are cut at their ends, and one that is too long is told once`() {
    var lines = LineBuffer(limit: 5)
    var found: [LineBuffer.Line] = []
    for piece in ["on", "e\n\ntwo\r\nelev", "en letters", " and more\nsix", "th", "\nlast"] {
      lines.feed(piece.utf8)
      while let line = lines.next() { found.append(line) }
    }
    if let line = lines.last() { found.append(line) }
    let whole = ["one", "two", "sixth", "last"].map { LineBuffer.Line.whole(Array($0.utf8)) }
    #expect(found == Array(whole[..<2]) + [.tooLong] + Array(whole[2...]))
    #expect(lines.last() == nil)
  }

  @Test func `another program is told from ours by what it answers`() throws {
    let areas = Vectors.cases("area")
    var comparison = Comparison()
    let line = #"{"must_fail": "malformed", "note": "whatever else it says"}"#
    let found = areas.compactMap { comparison.take($0) { _ in Array(line.utf8) } }
    #expect(found.count == comparison.differing && comparison.count == areas.count)
    #expect(found.count == areas.count { if case .expected? = $0.outcome { true } else { false } })
    #expect(comparison.summary == "18 cases, 8 differ")
    let right = try #require(areas.first { if case .refused? = $0.outcome { true } else { false } })
    let both = #"{"must_fail": "malformed", "expected": {"tier": "city"}}"#
    #expect(comparison.take(right) { _ in Array(both.utf8) }?.got.contains("either") == true)
    #expect(comparison.take(right) { _ in Array(#"{"must_fail": "malformed", "expected": null}"#.utf8) } == nil)
    for answer in ["", "{}", "null", #"{"error": "no such file"}"#] {
      let difference = try #require(comparison.take(areas[0]) { _ in Array(answer.utf8) })
      #expect(difference.description.hasPrefix("area: \(areas[0].name)\n"))
    }
  }

  @Test func `an entry left out is null, and an integer may be written in two ways`() throws {
    let one = try JSON(text: Array(#"{"a": null, "b": {"int": "7"}, "c": [null]}"#.utf8))
    #expect(one.says(try JSON(text: Array(#"{"b": 7, "c": [null]}"#.utf8))))
    #expect(!one.says(try JSON(text: Array(#"{"b": 7, "c": []}"#.utf8))))
    #expect(!JSON.object(["write": .null]).says(.object([:])))
    #expect(!JSON.string("\u{e9}").says(.string("e\u{301}")))
  }
}
