// Everything that reads records, asked of a node that holds extremes.
import Catalog
import HTTPTypes
import Merge
import Node
import Replica
import Reports
import Server
import Store
import TestSupport
import Testing
import Totals

/// How much a walk went through.
struct WalkCounts {
  var entries = 0
  var records = 0
  var reads = 0
}

struct ExtremeReads {
  let node: Node
  let api: API

  static let days = ["0001-01-01", "2026-01-01", "9999-12-31"]
  static let periods = [
    "0001", "0001-01", "0001-W01", "0001-01-01", "2026", "2026-01", "2026-W01", "2026-01-01", "2026-Q1", "2026-H1",
    "1970", "9999", "9999-12", "9999-W52", "9999-12-31", "9999-Q4", "9999-H2", "0001-01-01..0002-06-30",
    "9998-01-15..9999-12-31",
  ]

  /// Asks, and holds that the answer is none of a server that failed.
  private func ask(_ path: String, _ counts: inout WalkCounts, expects status: HTTPResponse.Status = .ok) async throws {
    counts.reads += 1
    let answer = try await api.get(path)
    #expect(answer.status == status, "\(path): \(answer.text.prefix(300))")
  }

  func lists(_ type: RecordType, _ counts: inout WalkCounts) async throws {
    let base = "/records/\(type.name)?limit=1000"
    var filters = [
      "", "&conflicts=true", "&conflicts=false", "&area=\(Place.community.code)", "&after=\(Int64.max)",
      "&changed_from=0&changed_before=\(Int64.max)", "&changed_from=\(Int64.max)",
    ]
    filters += (type.lifecycle?.statuses ?? []).map { "&status=\($0.name)" }
    for filter in filters { try await ask(base + filter, &counts) }
    try await ask("\(base)&after=\(UInt64.max)", &counts, expects: .badRequest)
    try await ask("\(base)&changed_from=\(Int64.min)", &counts, expects: .badRequest)
    try await ask("/records/\(type.name)?limit=\(Int64.max)", &counts, expects: .badRequest)
  }

  func record(_ intent: (type: String, id: RecordID), isWhole: Bool, _ counts: inout WalkCounts) async throws {
    let path = "/records/\(intent.type)/\(intent.id)"
    try await ask(path, &counts)
    if !isWhole { return }
    try await ask("\(path)/history", &counts)
    try await ask("\(path)/deadlines", &counts)
  }

  func totals(_ counts: inout WalkCounts) async throws {
    for period in Self.periods {
      for axis in ["", "&by=area", "&by=community", "&by=sector", "&by=campaign", "&by=day"] {
        try await ask("/totals?period=\(period)\(axis)", &counts)
      }
      guard let read = Period(period), [.day, .week, .month].contains(read.kind) else { continue }
      try await ask("/totals/check?period=\(period)", &counts)
    }
    for period in ["0000", "0001-01-01..9999-12-31", "10000", "-0001", "\(Int64.max)"] {
      try await ask("/totals?period=\(period)", &counts, expects: .badRequest)
    }
  }

  func rules(_ counts: inout WalkCounts) async throws {
    try await ask("/rules", &counts)
    for day in Self.days {
      try await ask("/proposals?on=\(day)", &counts)
      try await ask("/deadlines?on=\(day)", &counts)
    }
  }

  func operations(_ counts: inout WalkCounts) async throws {
    for path in ["/status", "/metrics", "/catalog"] { try await ask(path, &counts) }
  }

  /// Notices and the scoreboard, of periods at both ends and in between.
  func notices(_ counts: inout WalkCounts) throws {
    for text in ["0001", "2026-01", "2026", "9999-12", "9999"] {
      let period = try #require(Period(text))
      let figures = try node.read { reader in
        try NoticeReader(catalog: node.catalog, home: node.identity.area, reader: reader, period: period).figures()
      }
      let head = NoticeHead(organisation: "安委办", number: "", date: .last)
      let writer = NoticeWriter(figures, head: head, catalog: node.catalog)
      let document = writer.document()
      #expect(!MarkdownText.text(document).isEmpty && !HTMLPage.text(document).isEmpty)
      #expect(!Scoreboard.page(writer, title: "公示").isEmpty)
      counts.reads += 3
    }
  }
}
