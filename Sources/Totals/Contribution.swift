// What one record adds to the totals: a pure function of its shown values, its steps and its place.
package import Catalog
package import Merge
import Trust

/// One record's part in one indicator.
package struct Contribution: Hashable, Sendable {
  package let indicator: String
  package let day: Day
  /// The division the record lies in: twelve digits, an enterprise's without its credit code.
  package let area: String
  package let sector: String
  package let campaign: String
  /// What tells one unit from another; empty where the indicator has none or the record names none.
  package let unit: String
  /// What the indicator adds up; 0 where it counts records.
  package let amount: Int64
  package let record: RecordID

  /// The first sixteen bytes of the SHA-256 over the record's id, the day's number and the amount as eight bytes each,
  /// most significant first, and each text after its length as four bytes. Computed when asked for: most changes of a
  /// record leave what it adds as it was.
  package var digest: Bytes16 {
    let count = indicator.utf8.count + area.utf8.count + sector.utf8.count + campaign.utf8.count + unit.utf8.count
    return withUnsafeTemporaryAllocation(byteCount: 52 + count, alignment: 8) { bytes in
      var writer = DigestInput(bytes: bytes)
      writer.append(record.raw.high)
      writer.append(record.raw.low)
      writer.append(UInt64(bitPattern: day.number))
      writer.append(UInt64(bitPattern: amount))
      writer.append(indicator.utf8)
      writer.append(area.utf8)
      writer.append(sector.utf8)
      writer.append(campaign.utf8)
      writer.append(unit.utf8)
      return Hashing.sha256(UnsafeRawBufferPointer(bytes)).first16
    }
  }
}

extension Contribution {
  /// Texts by their bytes, as the table of totals has them.
  package static func == (left: Contribution, right: Contribution) -> Bool {
    left.record == right.record && left.day == right.day && left.amount == right.amount
      && Value.isSame(left.indicator, right.indicator) && Value.isSame(left.area, right.area)
      && Value.isSame(left.sector, right.sector) && Value.isSame(left.campaign, right.campaign)
      && Value.isSame(left.unit, right.unit)
  }
}

/// Fills the bytes that a contribution's digest is taken of.
private struct DigestInput {
  let bytes: UnsafeMutableRawBufferPointer
  private var end = 0

  init(bytes: UnsafeMutableRawBufferPointer) { self.bytes = bytes }

  mutating func append(_ number: some FixedWidthInteger) {
    bytes.storeBytes(of: number.bigEndian, toByteOffset: end, as: type(of: number))
    end += number.bitWidth / 8
  }

  mutating func append(_ text: String.UTF8View) {
    append(UInt32(truncatingIfNeeded: text.count))
    let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[end...])
    if text.withContiguousStorageIfAvailable({ rest.copyMemory(from: UnsafeRawBufferPointer($0)) }) == nil {
      rest.copyBytes(from: text)
    }
    end += text.count
  }
}

/// What a record shows, as far as counting asks.
package protocol CountedRecord {
  var record: RecordID { get }
  var area: Area { get }
  /// The twelve digits of the division it lies in.
  var division: String { get }
  /// Where it stands; nil for a type without a lifecycle.
  var status: String? { get }
  /// The shown value of a register or counter.
  func value(of field: Int) -> Value
  /// When a kind of step was taken with effect, in milliseconds; nil when none has been.
  func moment(of step: String) -> Int64?
}

extension CountedRecord {
  package var division: String { area.division }
}

extension Area {
  /// The twelve digits of a division's own code, or of an enterprise's division.
  package var division: String { tier == .terminal ? String(code.prefix(12)) : code }
}

extension RecordType {
  /// What a record of this type adds to each of the type's indicators.
  package func contributions(of record: some CountedRecord) -> [Contribution] {
    indicators.compactMap { $0.contribution(of: record) }
  }
}

extension [Shared<Indicator>] {
  /// What a record adds to each of these.
  package func contributions(of record: some CountedRecord) -> [Contribution] {
    compactMap { $0.value.contribution(of: record) }
  }
}

extension Indicator {
  /// What a record adds to this indicator; nil when it does not count.
  package func contribution(of record: some CountedRecord) -> Contribution? {
    if let status = record.status, except.contains(status) { return nil }
    if let step, record.moment(of: step) == nil { return nil }
    // The conditions first: of most indicators a record has none of what they ask for, and a day costs a division.
    guard conditions.allSatisfy({ $0.admits(record.value(of: $0.field)) }) else { return nil }
    guard let day = day(of: record) else { return nil }
    let amount = sum.map { record.value(of: $0).int ?? 0 } ?? 0
    return Contribution(
      indicator: name, day: day, area: record.division, sector: sector.map { record.value(of: $0).text ?? "" } ?? "",
      campaign: campaign.map { record.value(of: $0).text ?? "" } ?? "", unit: unit(of: record), amount: amount,
      record: record.record)
  }

  /// Whether a record can count that has just been entered, before any step.
  /// - Parameter status: where it stands then; nil for a type without a lifecycle.
  package func counts(enteredAs status: String?) -> Bool {
    if let status, except.contains(status) { return false }
    if case .step = moment { return false }
    return step == nil
  }

  private func day(of record: some CountedRecord) -> Day? {
    switch moment {
    case .field(let number): record.value(of: number).int.map(Day.init(milliseconds:))
    case .step(let kind): record.moment(of: kind).map(Day.init(milliseconds:))
    }
  }

  private func unit(of record: some CountedRecord) -> String {
    switch units {
    case nil: ""
    case .field(let number): record.value(of: number).text ?? ""
    case .area: record.area.tier == .terminal ? record.area.code : ""
    }
  }
}

extension Standing {
  /// When a kind of step was first taken with effect in the last round that has it, in milliseconds: the `at` among its
  /// details where it was entered later than it was done, else the time of its commit.
  package func moment(of kind: String, in steps: Steps) -> Int64? {
    var found: (round: Int64, moment: Int64)?
    for fact in steps.facts where fact.step.kind == kind && outcome(of: fact) == .effective {
      let moment = fact.step.details["at"]?.int ?? fact.origin.time.milliseconds
      if let last = found, last.round > fact.step.round || (last.round == fact.step.round && last.moment <= moment) {
        continue
      }
      found = (fact.step.round, moment)
    }
    return found?.moment
  }
}
