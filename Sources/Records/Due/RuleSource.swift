// Reads for the rules what they name: records gone through a few at a time, and what is looked up beside them.
import Catalog
import Merge
import Rules
import Store

/// The records of a node's branch as the rules' readings name them.
struct RuleSource {
  private let reader: StoreReader
  private let catalog: Catalog
  private let home: Area
  private let kinds: [MomentKind]

  init(_ reader: StoreReader, catalog: Catalog, home: Area) {
    (self.reader, self.catalog, self.home) = (reader, catalog, home)
    kinds = MomentKind.all(of: catalog).filter { $0.view == .proposal }
  }

  /// What is looked up, of this branch alone.
  func records(_ lookup: RuleReading.Lookup) throws -> [ExaminedRecord] {
    guard let type = catalog.type(named: lookup.type) else { return [] }
    let found =
      if let id = lookup.id { try reader.records(of: type, with: id, in: home) } else {
        try reader.records(
          of: type, showing: lookup.fields.map { ($0.field, $0.text) }, in: home, latest: lookup.latest)
      }
    return found.map { ExaminedRecord($0) }
  }

  // MARK: Going through

  /// The next few records of a source that is gone through.
  /// - Parameters:
  ///   - position: where a batch before ended; empty for the beginning.
  ///   - count: how many records or places are looked at.
  /// - Returns: the records, and where the batch ended; nil at the source's end.
  func batch(
    of source: RuleReading.Source, after position: [Int64], count: Int
  ) throws -> (records: [ExaminedRecord], next: [Int64]?) {
    switch source {
    case .all(let name):
      guard let type = catalog.type(named: name) else { return ([], nil) }
      let page = try reader.records(of: type, after: position.first ?? 0, count: count)
      return (page.records.map { ExaminedRecord($0) }, page.next.map { [$0] })
    case .kept(let name, let type, let range): return try kept(name, type, in: range, after: position, count: count)
    case .silent(let silence): return try silent(silence, after: position.first, count: count)
    case .earliest, .oneInEach: return (try all(of: source), nil)
    }
  }

  private func kept(
    _ name: String, _ typeName: String, in range: ClosedRange<Int64>, after position: [Int64], count: Int
  ) throws -> (records: [ExaminedRecord], next: [Int64]?) {
    guard let kind = kinds.first(where: { $0.kept.name == name && $0.kept.type == typeName }),
      let type = catalog.type(named: typeName)
    else { return ([], nil) }
    var wanted = MomentRange(
      in: home, from: range.lowerBound, before: range.upperBound == .max ? nil : range.upperBound + 1)
    if position.count == 4 {
      wanted.after = MomentKey(day: position[0], division: position[1], moment: position[2], row: position[3])
    }
    let rows = try reader.keptRows(kind, in: wanted, count: count)
    let records = try rows.compactMap { try reader.record(of: type, at: $0.key.row) }
    let last = rows.count < count ? nil : rows.last?.key
    return (records.map { ExaminedRecord($0) }, last.map { [$0.day, $0.division, $0.moment, $0.row] })
  }

  /// Of the next few divisions those communities that have been silent.
  private func silent(
    _ silence: RuleReading.Silence, after position: Int64?, count: Int
  ) throws -> (records: [ExaminedRecord], next: [Int64]?) {
    let signs = silence.signs.compactMap { catalog.type(named: $0) }
    let foundations = silence.foundations.compactMap { catalog.type(named: $0) }
    var division = position.map { Self.code($0) }
    var records: [ExaminedRecord] = []
    for _ in 0..<count {
      guard let next = try reader.nextDivision(after: division, of: signs + foundations, in: home) else {
        return (records, nil)
      }
      division = next
      guard Area(next)?.tier == .community else { continue }
      if try signs.contains(where: { try reader.hasChanged($0, in: next, of: home, during: silence.heard) }) {
        continue
      }
      let last = silence.heard.upperBound
      let heard = try signs.compactMap { try reader.edge(of: $0, in: next, of: home, changedThrough: last) }
      let there = try foundations.compactMap { try reader.edge(of: $0, in: next, of: home, changedThrough: nil) }
      records += (heard + there).map { ExaminedRecord($0) }
    }
    return (records, division.flatMap { Int64($0) }.map { [$0] })
  }

  /// Twelve digits of a number; of one that has more its last ones.
  private static func code(_ division: Int64) -> String {
    let digits = String(division.magnitude)
    return String((String(repeating: "0", count: 12) + digits).suffix(12))
  }

  // MARK: All at once

  /// Every record of a source.
  func all(of source: RuleReading.Source) throws -> [ExaminedRecord] {
    switch source {
    case .earliest(let name, let type):
      return try kept(name, type, in: .min ... .max, after: [], count: 1).records
    case .oneInEach(let tier, let name): return try oneInEach(tier, name)
    case .all, .kept, .silent: break
    }
    var (records, position) = ([ExaminedRecord](), [Int64]?.some([]))
    while let from = position {
      try reader.checkDeadline()
      let batch = try batch(of: source, after: from, count: 500)
      records += batch.records
      position = batch.next
    }
    return records
  }

  private func oneInEach(_ tier: Tier, _ name: String) throws -> [ExaminedRecord] {
    guard let type = catalog.type(named: name) else { return [] }
    var records: [ExaminedRecord] = []
    var division: String?
    while let next = try reader.nextDivision(after: division, of: [type], in: home) {
      division = next
      guard let subject = Area(next)?.ancestor(at: tier) else { continue }
      if let record = try reader.anyRecord(of: type, in: subject) { records.append(ExaminedRecord(record)) }
      // Behind all that is in the subject.
      division = String((subject.prefix + String(repeating: "9", count: 12)).prefix(12))
    }
    return records
  }
}
