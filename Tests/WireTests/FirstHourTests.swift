// The page of a child's first hour: its listings are messages and commits, read here as a node reads them.
import Foundation
import Merge
import TestSupport
import Testing
import Wire

@Suite struct FirstHourTests {
  /// The listings of the page as bytes: lines set in by four spaces, without the remarks behind a semicolon.
  private static func listings() throws -> [[UInt8]] {
    let page = Repository.root.appending(path: "protocol/first-hour.md")
    let lines = try String(contentsOf: page, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
    var listings: [[UInt8]] = []
    var digits = ""
    var isFenced = false
    for line in lines {
      if line.hasPrefix("```") { isFenced.toggle() }
      if line.hasPrefix("    "), !isFenced {
        digits += line.prefix { $0 != ";" }.split(separator: " ").joined(separator: "")
      } else if !digits.isEmpty {
        listings.append(bytes(digits))
        digits = ""
      }
    }
    return listings
  }

  @Test func `every message of the page is whole, and both ends close with one fingerprint`() throws {
    let messages = try Self.listings().filter { $0.first == Frame.Kind.hello.rawValue }
    var closes: [CloseMessage] = []
    for message in messages {
      var reader = FrameReader()
      reader.feed(message)
      var kinds: [UInt8] = []
      while let frame = try reader.next() {
        kinds.append(frame.kind)
        switch Frame.Kind(rawValue: frame.kind) {
        case .hello: _ = try Hello(frame)
        case .batch: _ = try Batch(frame)
        case .close: closes.append(try CloseMessage(frame))
        default: Issue.record("a frame of kind \(frame.kind)")
        }
      }
      #expect(!reader.isInsideFrame)
      #expect(kinds.first == Frame.Kind.hello.rawValue && kinds.last == Frame.Kind.close.rawValue)
    }
    try #require(closes.count == 8)
    for place in stride(from: 0, to: closes.count, by: 2) {
      #expect(closes[place].fingerprint == closes[place + 1].fingerprint, "messages \(place) and \(place + 1)")
    }
  }

  @Test func `the commit of the page can be read`() throws {
    let commits = try Self.listings().filter { $0.first == 0x82 }
    #expect(commits.count == 1)
    for commit in commits {
      var scanner = CommitScanner()
      var reader = CBORReader(commit)
      try scanner.scan(&reader)
      try reader.expectEnd()
      #expect(scanner.seq == 1 && scanner.changes.count == 1)
    }
  }
}
