// Everything a notice says, gathered from one snapshot of a store.
package import Catalog
package import Merge
package import Store
package import Totals

/// An indicator's figure for the whole area, beside the year before.
package struct MainFigure: Sendable {
  package let indicator: Indicator
  package let line: TotalLine
  package let before: Int64?

  package var figure: Int64 { indicator.figure(line) }
  package var movement: Movement? { before.map { Movement(now: figure, before: $0) } }
}

/// A row of a table by area, sector or campaign: one figure for each headline.
package struct FigureRow: Sendable {
  package let key: String
  /// Nil where the indicator knows no such key.
  package let figures: [Int64?]
}

/// A correction with its reason.
package struct ExplainedCorrection: Sendable {
  package let correction: Correction
  package let reason: String
  /// In milliseconds; nil where nothing explains it.
  package let since: Int64?
}

/// What a notice of one area and period says.
package struct NoticeFigures: Sendable {
  package let area: Area
  package let period: Period
  /// Every indicator that has a figure, or had one the year before; headlines first.
  package let main: [MainFigure]
  /// The headlines that have figures: the columns of the tables.
  package let headlines: [Indicator]
  package let byArea: [FigureRow]
  package let bySector: [FigureRow]
  package let byCampaign: [FigureRow]
  package let ranking: [RankedArea]
  package let agreements: [Agreement]
  package let corrections: [ExplainedCorrection]
  /// The notice that stands of this very period; nil when none has been issued.
  package let standing: IssuedNotice?
  /// What the record of the notice keeps: totals of the area and of those just below.
  package let kept: [Figure]
  /// How many roll-ups the totals of records that stop below are made of.
  package let rollUpCount: Int
  package let arrival: UInt64
  /// What the codes of sectors stand for.
  package let sectorNames: [String: String]
  /// What the places in it are called; set by whoever knows them from elsewhere than the store.
  package var places: PlaceNames

  package func main(_ indicator: String) -> MainFigure? { main.first { $0.indicator.name == indicator } }

  /// Whether the notice that stands of this period says all of this already.
  package func areSaid(under number: String) -> Bool {
    standing.map { $0.number == number && $0.figures == kept && corrections.isEmpty } ?? false
  }
}

/// Gathers a notice's figures.
package struct NoticeReader {
  let totals: TotalsReader
  let store: StoreReader
  let period: Period

  package init(catalog: Catalog, home: Area, reader: StoreReader, period: Period) {
    totals = TotalsReader(catalog: catalog, home: home, reader: reader)
    store = reader
    self.period = period
  }

  private var indicators: [Indicator] {
    let all = totals.catalog.indicators.map(\.indicator)
    let headlines = all.filter { $0.headline != nil }.sorted {
      ($0.headline ?? 0, $0.name) < ($1.headline ?? 0, $1.name)
    }
    return headlines + all.filter { $0.headline == nil }
  }

  package func figures() throws -> NoticeFigures {
    let main = try indicators.compactMap { indicator -> MainFigure? in
      let line = try totals.total(indicator, in: period)
      let before = indicator.isComparedByYear ? try totals.yearBefore(indicator, in: period) : nil
      if line.sum.isEmpty, before == nil { return nil }
      return MainFigure(indicator: indicator, line: line, before: before)
    }
    let headlines = main.map(\.indicator).filter { $0.headline != nil }
    let rollUps = main.flatMap { figure -> [RecordID] in
      if case .rollUps(let records) = figure.line.source { records } else { [] }
    }
    let issued = try NoticeHistory.issued(for: totals.home, catalog: totals.catalog, in: store)
    var figures = NoticeFigures(
      area: totals.home, period: period, main: main, headlines: headlines,
      byArea: try byArea(headlines), bySector: try split(headlines, by: .sector),
      byCampaign: try split(headlines, by: .campaign), ranking: try ranking(), agreements: try agreements(main),
      corrections: try corrections(issued), standing: issued.last { $0.period == period }, kept: try kept(period),
      rollUpCount: Set(rollUps).count,
      arrival: try store.mark(), sectorNames: try CodeNames.names(in: "sector", catalog: totals.catalog, store),
      places: PlaceNames())
    figures.places = try PlaceNames(of: figures.codes, in: store, catalog: totals.catalog)
    return figures
  }

  private func byArea(_ headlines: [Indicator]) throws -> [FigureRow] {
    try rows(headlines) { indicator in try totals.children(indicator, in: period).map { ($0.area, $0) } }
  }

  private func split(_ headlines: [Indicator], by axis: TotalsReader.Axis) throws -> [FigureRow] {
    let isKnown = headlines.map { axis == .sector ? $0.sector != nil : $0.campaign != nil }
    return try rows(headlines, isKnown: isKnown) { indicator in
      try totals.split(indicator, by: axis, in: period).map { ((axis == .sector ? $0.sector : $0.campaign) ?? "", $0) }
    }.filter { !$0.key.isEmpty }
  }

  private func rows(
    _ headlines: [Indicator], isKnown: [Bool]? = nil, _ lines: (Indicator) throws -> [(key: String, line: TotalLine)]
  ) throws -> [FigureRow] {
    let empty = headlines.indices.map { isKnown?[$0] ?? true ? Int64?(0) : nil }
    var figures: [ExactText: [Int64?]] = [:]
    for (column, indicator) in headlines.enumerated() {
      for (key, line) in try lines(indicator) {
        figures[ExactText(key), default: empty][column] = indicator.figure(line)
      }
    }
    return figures.sorted { $0.key < $1.key }.map { FigureRow(key: $0.key.text, figures: $0.value) }
  }

  private func ranking() throws -> [RankedArea] {
    let names = ["hazards_found", "hazards_rectified", "visits"]
    let indicators = names.compactMap { name in totals.catalog.indicators.first { $0.indicator.name == name }?.indicator
    }
    guard indicators.count == names.count, totals.home.tier < .township else { return [] }
    var counts: [String: [Int64]] = [:]
    for (place, indicator) in indicators.enumerated() {
      for line in try totals.divisions(indicator, at: .township, in: period)
      where Area(line.area)?.tier == .township {
        counts[line.area, default: [0, 0, 0]][place] = indicator.figure(line)
      }
    }
    return RankedArea.ranked(
      counts.map { RankedArea.Counts(area: $0.key, found: $0.value[0], rectified: $0.value[1], visits: $0.value[2]) })
  }

  private func agreements(_ main: [MainFigure]) throws -> [Agreement] {
    guard [.day, .week, .month].contains(period.kind) else { return try longAgreements(main) }
    return try main.map { try totals.agreement(on: $0.indicator, in: period) }
  }

  /// Of a longer period, the months and days it is made of are compared one by one; the total holds when each part does.
  private func longAgreements(_ main: [MainFigure]) throws -> [Agreement] {
    try main.map { figure in
      let parts = try TotalsReader.parts(of: period).map { try totals.agreement(on: figure.indicator, in: $0) }
      return Agreement(joining: parts, of: figure.indicator.name)
    }
  }

  /// What is counted now of the areas a notice keeps figures of.
  private func kept(_ period: Period) throws -> [Figure] {
    try indicators.flatMap { indicator -> [Figure] in
      let whole = try totals.total(indicator, in: period)
      if whole.sum.isEmpty { return [] }
      let parts = try totals.children(indicator, in: period).filter { $0.area != totals.home.code }
      return ([whole] + parts).map {
        Figure(indicator: indicator.name, area: $0.area, sum: $0.sum, units: $0.units)
      }
    }
  }

  private func corrections(_ issued: [IssuedNotice]) throws -> [ExplainedCorrection] {
    guard let last = issued.last else { return [] }
    var found: [Correction] = []
    for said in NoticeHistory.standing(issued) where said.notice.period != period {
      found += Correction.corrections(
        of: said.notice.number.isEmpty ? said.notice.period.title : said.notice.number, period: said.notice.period,
        was: said.figures, now: try kept(said.notice.period))
    }
    if found.isEmpty { return [] }
    let late = try LateChanges(
      after: last.arrival, issuedAt: last.issuedAt, catalog: totals.catalog, in: store)
    return found.map { correction in
      let type = totals.catalog.indicators.first { $0.indicator.name == correction.indicator }?.type.name ?? ""
      let reason = late.reason(correction, type: type)
      return ExplainedCorrection(
        correction: correction, reason: reason?.text ?? "下级重新报送或口径变化", since: reason?.since)
    }
  }
}
