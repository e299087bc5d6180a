// Style as a test: what every file of the project keeps.
import Testing

@Suite struct StyleTests {
  /// A file above this is split by concept.
  static let linesMax = 400

  @Test(arguments: Tree.sources + Tree.tests)
  func `a file opens with a sentence of purpose`(file: TextFile) {
    let first = file.lines.first ?? ""
    #expect(first.hasPrefix("// ") && first.count > 12, "\(file) begins with `\(first)`")
  }

  @Test(arguments: Tree.sources + Tree.tests)
  func `a file has one heading, before its imports`(file: TextFile) {
    let lines = file.lines
    let imports = lines.indices.filter { TextFile.imported(by: lines[$0]) != nil }
    guard let first = imports.first, let last = imports.last else { return }
    for line in lines[first...last] { #expect(!line.hasPrefix("//"), "\(file): \(line)") }
  }

  @Test(arguments: Tree.sources + Tree.tests)
  func `a file is short enough to read`(file: TextFile) {
    #expect(file.lines.count <= Self.linesMax, "\(file)")
  }

  @Test(arguments: Tree.sources + Tree.tests + Tree.documents)
  func `nothing is left to do in a comment`(file: TextFile) {
    for mark in ["TO" + "DO", "FIX" + "ME", "XX" + "X:"] {
      #expect(!file.text.contains(mark), "\(file) has a \(mark)")
    }
  }

  @Test(arguments: Tree.sources + Tree.documents)
  func `no path of one machine is written down`(file: TextFile) {
    for path in ["/wo" + "rk/", "/ho" + "me/", "/ro" + "ot/", "/tm" + "p/"] {
      #expect(!file.text.contains(path), "\(file) names \(path)")
    }
  }

  @Test(arguments: Tree.sources)
  func `no time is read or written by the zone, calendar or language of a machine`(file: TextFile) {
    for line in file.code {
      let asks = /\b(TimeZone|DateFormatter|localtime|localtime_r|mktime|strftime|Locale)\b|\bCalendar[.(]|dateTime\b/
      #expect(line.firstMatch(of: asks) == nil, "\(file): \(line)")
    }
  }

  /// So that a table can be given another column while programs that do not know it write to it.
  @Test(arguments: Tree.sources.filter { $0.path.hasPrefix("Sources/Store/") })
  func `a row that is kept is written with its columns named`(file: TextFile) {
    let views: Set = ["tally", "tally_changed", "concurrent"]
    for match in file.text.matches(of: /INSERT[A-Z ]* INTO \\?"?([a-z_]+)\\?"?\s+(VALUES|SELECT)/) {
      #expect(views.contains(String(match.1)), "\(file): \(match.0)")
    }
  }

  /// What a module of C declares belongs to it, so another library's declarations would belong to two: which of them Swift asks
  /// to be imported hangs on the order in which a compiler reads the files.
  @Test(arguments: Tree.cSources.filter { $0.path.contains("/include/") && $0.path.hasSuffix(".h") })
  func `a header that Swift imports reads no other library's`(file: TextFile) {
    for match in file.text.matches(of: /#include <([^>]+)>/) {
      #expect(["stdbool.h", "stddef.h", "stdint.h"].contains(match.1), "\(file) reads \(match.1)")
    }
  }

  @Test func `the tree was found`() {
    #expect(Tree.sources.count > 50)
    #expect(Tree.exists("Package.swift"))
  }
}
