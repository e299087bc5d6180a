// Putting a notice's figures into sentences and tables.
package import Catalog
package import Merge
import Totals

/// Who issues a notice, and when.
package struct NoticeHead: Sendable {
  package var organisation: String
  package var number: String
  package var title: String?
  package var date: Day
  package var addressees: String?
  package var copies: String?

  package init(organisation: String, number: String, date: Day) {
    self.organisation = organisation
    self.number = number
    self.date = date
  }
}

/// Writes the document of a notice.
package struct NoticeWriter: Sendable {
  let figures: NoticeFigures
  package let head: NoticeHead
  let format: FigureFormat
  let indicators: [String: Indicator]

  package init(_ figures: NoticeFigures, head: NoticeHead, catalog: Catalog) {
    self.figures = figures
    self.head = head
    format = FigureFormat(catalog: catalog)
    indicators = Dictionary(
      catalog.indicators.map { ($0.indicator.name, $0.indicator) }, uniquingKeysWith: { first, _ in first })
  }

  /// The name of a division; its code where no name is known.
  func name(_ code: String) -> String { figures.places.name(of: code) }

  /// 日调度, 周报告, 月通报 and their like.
  private var kind: String {
    switch figures.period.kind {
    case .day: "调度"
    case .week: "报告"
    case .month, .quarter, .half, .year, .span: "通报"
    }
  }

  private var place: String { figures.place }
  /// How a sentence names the area as a whole: 全市, 全旗.
  private var whole: String {
    switch figures.area.tier {
    case .country: "全国"
    case .province: "全省"
    case .city: "全市"
    case .district: place.hasSuffix("旗") ? "全旗" : place.hasSuffix("县") ? "全县" : place.hasSuffix("市") ? "全市" : "全区"
    case .township, .community, .terminal: "全辖区"
    }
  }

  package var title: String {
    head.title ?? "关于\(figures.period.title)\(place)安全生产网格化监管情况的\(kind)"
  }

  package func document() -> NoticeDocument {
    var blocks: [NoticeBlock] = [
      .paragraph("现将\(figures.period.title)\(whole)安全生产网格化监管情况通报如下。"), .heading("一、总体情况"),
    ]
    blocks += opening.map { .paragraph($0) }
    blocks.append(.table(mainTable))
    var numbers = ["二", "三", "四", "五", "六", "七"][...]
    func section(_ title: String, _ content: [NoticeBlock]) {
      guard !content.isEmpty, let number = numbers.popFirst() else { return }
      blocks.append(.heading("\(number)、\(title)"))
      blocks += content
    }
    section("各地情况", areaBlocks)
    section("行业领域和专项行动情况", splitBlocks)
    section("整改进度排名", rankingBlocks)
    section("对前期通报的更正", correctionBlocks)
    section("数据核对", agreementBlocks)
    let (year, month, day) = head.date.parts
    return NoticeDocument(
      organisation: head.organisation, number: head.number, title: title,
      addressees: head.addressees ?? "各级安全生产委员会，有关部门和单位：", blocks: blocks,
      date: "\(year)年\(month)月\(day)日", annexes: rankingTables, copies: head.copies ?? "抄送：上级安全生产委员会办公室，本级党委、政府领导。")
  }

  // MARK: Sentences

  /// What the headlines' phrases say, then the rate, then what moved since the year before.
  var opening: [String] {
    let phrases = figures.main.compactMap { item -> String? in
      guard item.indicator.headline != nil, let phrase = item.indicator.phrase?.zh else { return nil }
      let text = phrase.replacing("{value}", with: format.text(item.figure, of: item.indicator.name))
      guard item.indicator.isComparedByYear, let movement = item.movement else { return text }
      return "\(text)（同比\(movement.text)）"
    }
    var sentences: [String] = []
    if !phrases.isEmpty { sentences.append("\(figures.period.title)，\(whole)\(phrases.joined(separator: "，"))。") }
    if let found = figures.main("hazards_found")?.figure, found > 0 {
      let rectified = figures.main("hazards_rectified")?.figure ?? 0
      sentences.append("隐患整改率\(Ratio.text(rectified, of: found))。")
    }
    if let visits = figures.main("visits"), visits.line.units > 0 {
      sentences.append("检查家（次）按次累计；同一单位只计一次时，共涉及\(visits.line.units)家。")
    }
    return sentences.isEmpty ? ["本期没有数据。"] : [sentences.joined()]
  }

  // MARK: Tables

  var mainTable: NoticeTable {
    let rows = figures.main.map { item -> [CellContent] in
      [
        .text(item.indicator.title.zh), content(item.figure, of: item.indicator),
        .text(item.indicator.unit?.zh ?? ""),
        item.line.units > 0 && !item.indicator.isDistinct
          ? (item.line.isUnitsExact ? .number(item.line.units) : .text("≤\(item.line.units)")) : .blank,
        item.before.map { content($0, of: item.indicator) } ?? .blank,
        item.movement.map { .text($0.text) } ?? .blank,
      ]
    }
    return NoticeTable("主要指标", columns: ["指标", "本期", "单位", "涉及家数", "上年同期", "同比"], rows: rows)
  }

  private func content(_ figure: Int64, of indicator: Indicator) -> CellContent {
    format.isMoney(indicator.name) ? .millionths(figure) : .number(figure)
  }

  private func heading(_ indicator: Indicator) -> String {
    indicator.title.zh + (indicator.unit.map { "（\($0.zh)）" } ?? "")
  }

  private func table(_ title: String, of key: String, _ rows: [FigureRow], named: (String) -> String, sums: Bool)
    -> NoticeTable
  {
    let headlines = figures.headlines
    var lines = rows.map { row in
      [.text(named(row.key))]
        + zip(headlines, row.figures).map { pair in
          pair.1.map { content($0, of: pair.0) } ?? .blank
        }
    }
    if sums {
      let totals = headlines.map { indicator in
        figures.main(indicator.name).map { content($0.figure, of: indicator) } ?? .number(0)
      }
      lines.append([.text("合计")] + totals)
    }
    return NoticeTable(title, columns: [key] + headlines.map(heading), rows: lines, hasTotal: sums)
  }

  private var areaBlocks: [NoticeBlock] {
    let own = figures.area.code
    let rows = figures.byArea.filter { $0.key != own } + figures.byArea.filter { $0.key == own }
    guard !rows.isEmpty, !figures.headlines.isEmpty else { return [] }
    return [.table(table("分区域情况", of: "区域", rows, named: { $0 == own ? "本级" : name($0) }, sums: true))]
  }

  private var splitBlocks: [NoticeBlock] {
    var blocks: [NoticeBlock] = []
    for (title, key, rows) in [
      ("分行业领域情况", "行业领域", figures.bySector), ("专项行动情况", "专项行动", figures.byCampaign),
    ] where !rows.isEmpty {
      blocks.append(.table(table(title, of: key, rows, named: { figures.sectorNames[$0] ?? $0 }, sums: false)))
    }
    return blocks
  }
}
