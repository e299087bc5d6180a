// What the rules propose, a page at a time: of each rule a few of the records that may call for something.
package import Catalog
package import Merge
package import Rules
package import Store

/// A page of proposals.
package struct ProposalPage: Sendable {
  package fileprivate(set) var rows: [(rule: Rule, proposal: Proposal)] = []
  /// The rules that are left out because looking has ended the process.
  package fileprivate(set) var leftOut: [String] = []
  /// Where the next page begins; nil after the last.
  package fileprivate(set) var next: String?
  /// How much its proposals keep.
  fileprivate var bytes = 0
}

/// What the rules propose about a node's branch on a day.
///
/// Each page is told as of the moment at which it is asked for: what becomes overdue meanwhile is on a later page, or met by
/// whoever begins anew.
///
/// What they mean is `Rule.proposals`, over all records. Pages go through what each rule's `reading` names, in its order, and
/// together have the same proposals; each looks at so many records and no more, so that one may be empty and not the last.
package struct ProposalPages {
  private let reader: StoreReader
  private let catalog: Catalog
  private let source: RuleSource
  private let branch: ExaminedBranch

  /// How many records or places one page looks at, beside what it looks up for them.
  package static let lookedAtMax = 250
  /// How many are examined together.
  private static let batchMax = 32

  /// - Throws: `StoreError`.
  package init(_ reader: StoreReader, catalog: Catalog, home: Area, asked: AskedDay) throws {
    self.reader = reader
    self.catalog = catalog
    source = RuleSource(reader, catalog: catalog, home: home)
    branch = ExaminedBranch(
      home: home, asked: asked, catalog: catalog, tables: try reader.codeTables(ExaminedBranch.codeTables, catalog),
      records: try reader.examinedRecords([RuleParameters.recordType], catalog: catalog))
  }

  /// A page.
  /// - Parameters:
  ///   - rules: those that are asked, in the order of the pages.
  ///   - after: `next` of the page before.
  ///   - count: how many proposals a page has at most.
  ///   - bytesMax: how much they may keep; with the one that reaches it the page is full.
  ///   - looking: carries out what looks by a rule; false where the rule is left out and nothing was carried out.
  /// - Returns: nil where `after` is no place.
  /// - Throws: `StoreError`, `ReadingStop`.
  package func page(
    of rules: [Rule], after: String?, count: Int, bytesMax: Int = ListPage.bytesMax,
    looking: (Rule, () throws -> Void) throws -> Bool = {
      try $1()
      return true
    }
  ) throws -> ProposalPage? {
    let question = QuestionMark(rules.map(\.name))
    guard var place = after == nil ? Place() : after.flatMap({ Place($0, of: question) }) else { return nil }
    guard rules.indices.contains(place.rule) else { return nil }
    var (page, left) = (ProposalPage(), Self.lookedAtMax)
    let bounds = (rows: count, bytes: bytesMax)
    while place.rule < rules.count, left > 0, page.hasRoom(bounds) {
      let rule = rules[place.rule]
      let from = place
      let isAsked = try looking(rule) {
        place = try lookOn(rule, from: from, within: bounds, left: &left, into: &page)
      }
      if isAsked { continue }
      page.leftOut.append(rule.name)
      place = Place(rule: from.rule + 1)
    }
    if place.rule < rules.count { page.next = place.text(of: question) }
    return page
  }

  /// Looks at what comes next by a rule.
  /// - Returns: where to look on.
  private func lookOn(
    _ rule: Rule, from place: Place, within bounds: ProposalPage.Bounds, left: inout Int, into page: inout ProposalPage
  ) throws -> Place {
    try reader.checkDeadline()
    let before = page
    let reading = rule.reading
    let sources = reading.sources(of: rule, in: branch)
    let end = Place(rule: place.rule + 1)
    if reading.isTogether {
      let records = try sources.flatMap { try source.all(of: $0) }
      left -= records.count
      let given = try give(try examine(records, rule), from: place.skip, within: bounds, rule, into: &page)
      return given.map { Place(rule: place.rule, skip: $0) } ?? end
    }
    guard sources.indices.contains(place.source) else { return end }
    let count = place.skip > 0 ? 1 : max(1, min(Self.batchMax, bounds.rows - page.rows.count, left))
    var batch = try source.batch(of: sources[place.source], after: place.position, count: count)
    left -= batch.next == nil ? batch.records.count : count
    var given = try give(try examine(batch.records, rule), from: place.skip, within: bounds, rule, into: &page)
    if given != nil, count > 1 {
      // The page is full before all are given, of which some have several: the first is looked at by itself.
      batch = try source.batch(of: sources[place.source], after: place.position, count: 1)
      page = before
      given = try give(try examine(batch.records, rule), from: 0, within: bounds, rule, into: &page)
    }
    if let given {
      return Place(rule: place.rule, source: place.source, skip: given, position: place.position)
    }
    if let next = batch.next { return Place(rule: place.rule, source: place.source, position: next) }
    return place.source + 1 < sources.count ? Place(rule: place.rule, source: place.source + 1) : end
  }

  /// What a rule finds about records, with what has been made already.
  private func examine(_ records: [ExaminedRecord], _ rule: Rule) throws -> [Proposal] {
    if records.isEmpty { return [] }
    var known: Set<RecordKey> = []
    // Two sources may name the same one, and nothing is to count twice.
    let records = records.filter { known.insert(RecordKey($0)).inserted }
    var asked: Set<RuleReading.Lookup> = []
    var others: [ExaminedRecord] = []
    for record in records {
      for lookup in rule.reading.lookups(for: record, of: rule, in: branch) where asked.insert(lookup).inserted {
        for found in try source.records(lookup) where known.insert(RecordKey(found)).inserted { others.append(found) }
      }
    }
    return rule.found(in: ExaminedBranch(branch, subjects: records, beside: others))
  }

  /// Gives what has not been made yet.
  /// - Returns: how many have been gone through, where there was no room for the rest.
  private func give(
    _ found: [Proposal], from first: Int, within bounds: ProposalPage.Bounds, _ rule: Rule,
    into page: inout ProposalPage
  ) throws -> Int? {
    for (place, proposal) in found.enumerated().dropFirst(first) {
      if let type = catalog.type(named: proposal.type), try reader.holds(proposal.id, of: type) { continue }
      guard page.hasRoom(bounds) else { return place }
      page.rows.append((rule, proposal))
      page.bytes += proposal.byteCount
    }
    return nil
  }

  /// A record as one of many.
  private struct RecordKey: Hashable {
    let type: String
    let id: RecordID
    let area: Area

    init(_ record: ExaminedRecord) { (type, id, area) = (record.type, record.id, record.area) }
  }

  /// Where a page begins: at a rule, in one of its sources, behind a position there, and behind some proposals about what comes
  /// next.
  private struct Place {
    var rule = 0
    var source = 0
    var skip = 0
    var position: [Int64] = []

    init(rule: Int = 0, source: Int = 0, skip: Int = 0, position: [Int64] = []) {
      (self.rule, self.source, self.skip, self.position) = (rule, source, skip, position)
    }

    /// Reads what `text` says; nil for anything else, and for a place in the answers to another question.
    init?(_ text: String, of question: QuestionMark) {
      guard let text = question.taken(from: text) else { return nil }
      let parts = text.split(separator: ".", omittingEmptySubsequences: false)
      let numbers = parts.compactMap { Int64($0) }
      guard numbers.count == parts.count, (3...7).contains(numbers.count) else { return nil }
      guard numbers[..<3].allSatisfy({ (0...Int64(Int32.max)).contains($0) }) else { return nil }
      self.init(
        rule: Int(numbers[0]), source: Int(numbers[1]), skip: Int(numbers[2]), position: Array(numbers[3...]))
    }

    func text(of question: QuestionMark) -> String {
      question.put(on: ([Int64(rule), Int64(source), Int64(skip)] + position).map(String.init).joined(separator: "."))
    }
  }
}

extension ProposalPage {
  /// How many proposals a page has at most, and how much they keep.
  fileprivate typealias Bounds = (rows: Int, bytes: Int)

  fileprivate func hasRoom(_ bounds: Bounds) -> Bool { rows.count < bounds.rows && bytes < bounds.bytes }
}
