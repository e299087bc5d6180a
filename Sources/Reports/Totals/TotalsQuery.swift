// What people ask of totals, and the answer as a value that reads the same over HTTP and at a terminal.
package import Catalog
package import Merge
import Store
import Totals

/// Why a question about totals cannot be answered.
package enum TotalsQuestionFault: Error, Hashable, Sendable, CustomStringConvertible {
  case period(String)
  case area(String)
  /// Totals are kept for divisions, and this is an enterprise.
  case enterprise(Area)
  case axis(String)
  case indicator(String)
  /// Only days, weeks and months are stated.
  case notStated(String)
  /// What is split by is called in longer words than an answer takes.
  case longGroups(String)

  /// Periods of every kind, for people.
  package static let periods =
    "2014-06-30, 2014-W26, 2014-06, 2014-Q2, 2014-H1, 2014, 2014-01-01..2014-06-30"

  package var description: String {
    switch self {
    case .period(let text): "'\(text)' is no period; such are \(Self.periods)"
    case .area(let text): "'\(text)' is no area. \(Area.form.dropLast())"
    case .enterprise(let area):
      "totals are kept for divisions, a community and above, and \(area) is an enterprise, counted under"
        + " \(area.code.prefix(12)); for how many records are about it ask /counts/TYPE?area=\(area), for which"
        + " /records/TYPE?area=\(area)"
    case .axis(let text): "totals are not split by '\(text)'; they are by \(TotalsQuery.axes.joined(separator: ", "))"
    case .indicator(let text): "no indicator is called '\(text)'; /totals/indicators lists them"
    case .notStated(let text): "'\(text)' is no day, week or month: only these are stated"
    case .longGroups(let axis):
      "by '\(axis)' the names of the groups have more than \(TotalsQuery.groupBytesMax) bytes;"
        + " ask for a shorter period, an 'area' below, or fewer of 'indicator'"
    }
  }
}

/// A question about totals.
package struct TotalsQuery: Sendable {
  package let period: Period
  package let area: Area?
  /// All where none is named.
  package let indicators: [Indicator]
  package let by: String?

  /// How long the sectors or campaigns of an answer may be together: some of them would not be the totals.
  package static let groupBytesMax = 4 << 20

  static let axes = ["area", "district", "township", "community", "sector", "campaign", "day"]

  /// - Parameter indicators: names, separated by commas; nil for all.
  package init(
    period: String, area: String?, indicators: String?, by: String?, catalog: Catalog
  ) throws(TotalsQuestionFault) {
    guard let found = Period(period) else { throw .period(period) }
    self.period = found
    if let area {
      guard let place = Area(area) else { throw .area(area) }
      self.area = place
    } else {
      self.area = nil
    }
    if let by, !Self.axes.contains(by) { throw .axis(by) }
    self.by = by
    self.indicators = try Self.indicators(indicators, catalog)
  }

  package static func indicators(_ names: String?, _ catalog: Catalog) throws(TotalsQuestionFault) -> [Indicator] {
    let all = catalog.indicators.map(\.indicator)
    guard let names else { return all }
    var found: [Indicator] = []
    for name in names.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
      guard let indicator = all.first(where: { $0.name == name }) else { throw .indicator(name) }
      found.append(indicator)
    }
    return found
  }

  /// The answer: the period, the area, a line for each total that is not a sum of nothing, and the names of the places.
  /// - Throws: `TotalsQuestionFault.longGroups`, `.enterprise` also where a node asks of its own area; `StoreError`.
  package func answer(_ reader: TotalsReader, groupBytesMax: Int = groupBytesMax) throws -> Value {
    let place = area ?? reader.home
    // No cell is an enterprise's: a sum of nothing would be told where there may be records.
    if place.tier == .terminal { throw TotalsQuestionFault.enterprise(place) }
    var room = groupBytesMax
    let format = FigureFormat(catalog: reader.catalog)
    let whole = place.code
    var lines: [Value] = []
    var codes: Set<String> = [whole]
    for indicator in indicators {
      for line in try self.lines(of: indicator, reader, bytesMax: room) where !line.sum.isEmpty {
        room -= (line.sector?.utf8.count ?? 0) + (line.campaign?.utf8.count ?? 0)
        if room < 0 { throw TotalsQuestionFault.longGroups(by ?? "") }
        codes.insert(line.area)
        lines.append(line.value(indicator, format, before: try before(indicator, line, reader)))
      }
    }
    let members: [(String, Value)] = [
      ("period", .text(period.description)), ("area", .text(whole)),
      ("first", .text(period.first.description)), ("last", .text(period.last.description)), ("totals", .list(lines)),
    ]
    return .sorted(members + (try reader.places(codes).members))
  }

  private func lines(of indicator: Indicator, _ reader: TotalsReader, bytesMax: Int) throws -> [TotalLine] {
    func split(by axis: TotalsReader.Axis) throws -> [TotalLine] {
      do { return try reader.split(indicator, by: axis, in: period, of: area, bytesMax: bytesMax) } catch is LongGroups
      {
        throw TotalsQuestionFault.longGroups(axis.rawValue)
      }
    }
    switch by {
    case nil: return [try reader.total(indicator, in: period, of: area)]
    case "area": return try reader.children(indicator, in: period, of: area)
    case "sector": return try split(by: .sector)
    case "campaign": return try split(by: .campaign)
    case "day": return try split(by: .day)
    case let name?:
      return try Tier(name: name).map { try reader.divisions(indicator, at: $0, in: period, of: area) } ?? []
    }
  }

  private func before(_ indicator: Indicator, _ line: TotalLine, _ reader: TotalsReader) throws -> Int64? {
    guard indicator.isComparedByYear, by == nil || by == "area" else { return nil }
    return try reader.yearBefore(indicator, in: period, of: Area(line.area))
  }
}

extension TotalLine {
  fileprivate func value(_ indicator: Indicator, _ format: FigureFormat, before: Int64?) -> Value {
    let figure = indicator.figure(self)
    var entries: [(String, Value)] = [
      ("indicator", .text(self.indicator)), ("title", .text(indicator.title.zh)), ("area", .text(area)),
      ("figure", .int(figure)), ("text", .text(format.text(figure, of: self.indicator))), ("count", .int(sum.count)),
      ("digest", .text(sum.digest.hex)),
    ]
    if let unit = indicator.unit { entries.append(("unit", .text(unit.zh))) }
    if indicator.sum != nil { entries.append(("amount", .int(sum.amount))) }
    if units > 0 { entries.append((isUnitsExact ? "units" : "units_at_most", .int(units))) }
    if let sector { entries.append(("sector", .text(sector))) }
    if let campaign { entries.append(("campaign", .text(campaign))) }
    if let day { entries.append(("day", .text(day))) }
    if let before {
      entries += [("year_before", .int(before)), ("change", .text(Movement(now: figure, before: before).text))]
    }
    if case .rollUps(let records) = source {
      entries.append(("roll_ups", .list(records.map { .text($0.description) })))
    }
    return .sorted(entries)
  }
}

/// A question whether totals are what the areas below have stated.
package struct TotalsCheck: Sendable {
  package let period: Period
  package let indicators: [Indicator]

  package init(period: String, indicators: String?, catalog: Catalog) throws(TotalsQuestionFault) {
    guard let found = Period(period) else { throw .period(period) }
    guard [.day, .week, .month].contains(found.kind) else { throw .notStated(period) }
    self.period = found
    self.indicators = try TotalsQuery.indicators(indicators, catalog)
  }

  /// The answer: whether everything holds, each area's line, those that differ first, and the names of the places.
  package func answer(_ reader: TotalsReader) throws -> Value {
    let agreements = try indicators.map { try reader.agreement(on: $0, in: period) }.filter {
      !$0.total.isEmpty || !$0.lines.isEmpty
    }
    let lines = agreements.flatMap(\.lines)
    let bad = lines.filter { $0.verdict != .equal && $0.verdict != .carried }
    let good = lines.filter { $0.verdict == .equal || $0.verdict == .carried }
    let places = try reader.places(Set(lines.map(\.area) + [reader.home.code]))
    let members: [(String, Value)] = [
      ("period", .text(period.description)), ("area", .text(reader.home.code)),
      ("holds", .bool(agreements.allSatisfy(\.holds))), ("lines", .list((bad + good).map(\.value))),
      (
        "indicators",
        .list(
          agreements.map { agreement in
            .sorted([
              ("indicator", .text(agreement.indicator)), ("holds", .bool(agreement.holds)),
              ("count", .int(agreement.total.count)), ("amount", .int(agreement.total.amount)),
              ("at_this_level", .int(agreement.atThisLevel.count)), ("digest", .text(agreement.total.digest.hex)),
            ])
          })
      ),
    ]
    return .sorted(members + places.members)
  }
}

extension AgreementLine {
  fileprivate var value: Value {
    var entries: [(String, Value)] = [
      ("indicator", .text(indicator)), ("area", .text(area)), ("verdict", .text(verdict.rawValue)),
      ("count", .int(own.count)), ("digest", .text(own.digest.hex)),
    ]
    if let stated {
      entries += [
        ("stated_count", .int(stated.count)), ("stated_amount", .int(stated.amount)),
        ("stated_digest", .text(stated.digest.hex)),
      ]
    }
    return .sorted(entries)
  }
}

/// The indicators of a catalog, for whoever asks what can be counted.
package enum IndicatorList {
  package static func value(_ catalog: Catalog) -> Value {
    .list(
      catalog.indicators.map { type, indicator in
        var entries: [(String, Value)] = [
          ("name", .text(indicator.name)), ("type", .text(type.name)), ("title", .text(indicator.title.zh)),
          ("title_en", .text(indicator.title.en)),
        ]
        if let unit = indicator.unit { entries.append(("unit", .text(unit.zh))) }
        return .sorted(entries)
      })
  }
}
