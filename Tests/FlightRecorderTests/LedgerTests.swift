// How incidents are counted, and from when on something is left out.
import FlightRecorder
import Foundation
import Merge
import Testing

@Suite struct LedgerTests {
  private let path = FileManager.default.temporaryDirectory.appending(path: "gridward-ledger-\(UUID().uuidString)").path
  private let feed = FeedID(Bytes16(high: 1, low: 2))
  private let record = RecordID(Bytes16(high: 3, low: 4))
  private let key = Bytes16(high: 5, low: 6)

  private func ledger(program: String = "1", now: Int64 = 0) -> IncidentLedger {
    IncidentLedger(path: path, program: program, now: now)
  }

  /// Notes an incident at each of so many starts.
  private func shelf(after times: Int, _ incident: Incident) throws -> Shelf {
    defer { try? FileManager.default.removeItem(atPath: path) }
    for start in 0..<times {
      var ledger = ledger(now: Int64(start))
      ledger.noteIncidents([incident], at: Int64(start))
      try ledger.save()
    }
    return ledger().shelf
  }

  private func incident(_ kind: Undertaking.Kind, _ subject: Subject? = nil, signal: Int32 = SIGILL) -> Incident {
    Incident(signal: signal, undertaking: Undertaking(kind, key: key, text: "what"), subject: subject)
  }

  @Test func `a commit is left out after the second fault, and its link is not`() throws {
    for kind in [Undertaking.Kind.batch, .rebuild] {
      let fault = incident(kind, .commit(feed: feed, seq: 7))
      #expect(try shelf(after: 1, fault) == Shelf())
      let shelf = try shelf(after: 2, fault)
      #expect(shelf.commits == [feed: [7]] && shelf.firstCommits == [feed: 7] && shelf.undertakings.isEmpty)
      #expect(try self.shelf(after: 9, fault).undertakings.isEmpty)
    }
  }

  @Test func `a commit in which the process was killed again and again is left out, anything else is not`() throws {
    #expect(try shelf(after: 3, incident(.batch, .commit(feed: feed, seq: 7), signal: 0)) == Shelf())
    #expect(try shelf(after: 4, incident(.batch, .commit(feed: feed, seq: 7), signal: 0)).commits == [feed: [7]])
    for kind in [Undertaking.Kind.question, .duty, .request] {
      #expect(try shelf(after: 9, incident(kind, .record(record), signal: 0)) == Shelf())
    }
  }

  @Test func `a record is left out after the second fault, and the question only when that did not help`() throws {
    let fault = incident(.question, .record(record))
    let second = try shelf(after: 2, fault)
    #expect(second.records == [record] && second.undertakings.isEmpty)
    #expect(try shelf(after: 4, fault).holds(Undertaking(.question, key: key, text: "")))
  }

  @Test func `what was at nothing in particular is left out as a whole after the second fault`() throws {
    for kind in Undertaking.Kind.allCases {
      let shelf = try shelf(after: 2, incident(kind))
      #expect(shelf.holds(Undertaking(kind, key: key, text: "")) && shelf.records.isEmpty && shelf.commits.isEmpty)
    }
  }

  @Test func `a client's write is left out by what it says, never by a number that the next one may get`() throws {
    let shelf = try shelf(after: 2, incident(.request, .commit(feed: feed, seq: 7)))
    #expect(shelf.commits.isEmpty && shelf.holds(Undertaking(.request, key: key, text: "")))
  }

  @Test func `another program forgets, and a week forgets what was seen once`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    var first = ledger()
    first.noteIncidents([incident(.batch, .commit(feed: feed, seq: 7))], at: 0)
    try first.save()
    #expect(ledger(now: IncidentLedger.memoryMilliseconds).entries.count == 1)
    #expect(ledger(now: IncidentLedger.memoryMilliseconds + 1).entries.isEmpty)
    first.noteIncidents([incident(.batch, .commit(feed: feed, seq: 7))], at: 0)
    try first.save()
    #expect(ledger(now: .max).shelved.count == 1)
    #expect(ledger(program: "2").entries.isEmpty)
  }

  @Test func `a ledger that cannot be read is empty, and is written anew`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data("{".utf8).write(to: URL(filePath: path))
    var ledger = ledger()
    #expect(ledger.entries.isEmpty)
    ledger.noteIncidents([incident(.duty)], at: 0)
    try ledger.save()
    #expect(self.ledger().entries.count == 1)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
    #expect(mode?.intValue == 0o600)
  }
}
