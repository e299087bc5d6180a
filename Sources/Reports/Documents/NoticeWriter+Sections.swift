// The later sections of a notice: ranking, corrections, and what the figures were compared with.
import Catalog
import Merge
import Totals

extension NoticeWriter {
  var rankingBlocks: [NoticeBlock] {
    guard figures.ranking.count > 1 else { return [] }
    let counts = ScoreColour.allCases.map { colour in
      "\(colour.title)色\(figures.ranking.count { $0.colour == colour })个"
    }
    let rule = ColourRule()
    let words =
      "按隐患整改率排名，\(Ratio.percent(rule.blueFrom))及以上为蓝色，\(Ratio.percent(rule.yellowFrom))及以上为黄色，"
      + "低于\(Ratio.percent(rule.yellowFrom))或没有开展检查的为红色。\(figures.ranking.count)个镇街中，"
      + "\(counts.joined(separator: "、"))。名次见附件。"
    return [.paragraph(words)] + (rateNote.map { [.paragraph($0)] } ?? [])
  }

  /// How a rate beyond the whole comes about; nil where none is.
  var rateNote: String? {
    guard figures.ranking.contains(where: { $0.counts.rectified > $0.counts.found }) else { return nil }
    return "整改率为本期整改数与本期排查数之比，整改了往期排查的隐患时可超过100%。"
  }

  /// Every township with its place.
  var rankingTables: [NoticeTable] {
    guard figures.ranking.count > 1 else { return [] }
    let rows = figures.ranking.map { item -> [CellContent] in
      [
        .number(Int64(item.place)), .text(above(item.counts.area)), .text(name(item.counts.area)),
        .number(item.counts.visits), .number(item.counts.found), .number(item.counts.rectified),
        item.permille.map { .permille($0) } ?? .text("—"), .colour(item.colour),
      ]
    }
    return [
      NoticeTable(
        "\(figures.period.title)镇街隐患整改排名", columns: ["名次", "上级", "镇街", "检查（家次）", "排查（处）", "整改（处）", "整改率", "颜色"],
        rows: rows)
    ]
  }

  private func above(_ code: String) -> String {
    Area(code)?.abovePlace.map { name($0.code) } ?? ""
  }

  var correctionBlocks: [NoticeBlock] {
    guard !figures.corrections.isEmpty else { return [] }
    let rows = figures.corrections.map { item -> [CellContent] in
      let correction = item.correction
      let indicator = figures.main(correction.indicator)?.indicator.title.zh ?? title(correction.indicator)
      let isMoved = value(correction.was, correction) != value(correction.now, correction)
      return [
        .text(correction.notice), .text(correction.period.title), .text(indicator),
        .text(correction.area == figures.area.code ? "合计" : name(correction.area)),
        .text(value(correction.was, correction)), .text(value(correction.now, correction)),
        .text(isMoved ? item.reason : "总数不变，所计对象有变：\(item.reason)"),
        .text(item.since.map { Day(milliseconds: $0).description } ?? ""),
      ]
    }
    return [
      .paragraph("前期通报发出后，下列数字有变化。原通报保持原样，以本次更正为准。"),
      .table(NoticeTable("更正", columns: ["原通报", "统计期", "指标", "区域", "原数", "现数", "原因", "变化起始"], rows: rows)),
    ]
  }

  private func value(_ sum: CountSum, _ correction: Correction) -> String {
    guard let indicator = indicators[correction.indicator] else { return String(sum.count) }
    return format.text(indicator.sum == nil ? sum.count : sum.amount, of: indicator.name)
  }

  private func title(_ indicator: String) -> String { indicators[indicator]?.title.zh ?? indicator }

  var agreementBlocks: [NoticeBlock] {
    let agreements = figures.agreements.filter { !$0.lines.isEmpty }
    guard !agreements.isEmpty else { return [] }
    let lines = agreements.flatMap(\.lines)
    var words = "全部\(agreements.count)项指标与下级汇总数据逐项核对（数量、金额及所计内容的摘要）："
    let verdicts: [(AgreementLine.Verdict, String)] = [
      (.equal, "一致"), (.carried, "以下级汇总为准"), (.silent, "下级未报送"), (.anotherCatalog, "口径不同"), (.differs, "不一致"),
    ]
    words +=
      verdicts.compactMap { verdict, text in
        let count = lines.count { $0.verdict == verdict }
        return count > 0 ? "\(text)\(count)项" : nil
      }.joined(separator: "，") + "。"
    let rows = lines.filter { [.differs, .silent, .anotherCatalog].contains($0.verdict) }.prefix(Self.differencesMax)
      .map { line -> [CellContent] in
        [
          .text(title(line.indicator)), .text(name(line.area)), .number(line.own.count),
          line.stated.map { .number($0.count) } ?? .text("未报送"),
          .text(verdicts.first { $0.0 == line.verdict }?.1 ?? ""),
        ]
      }
    var blocks: [NoticeBlock] = [.paragraph(words)]
    if figures.rollUpCount > 0 {
      blocks.append(.paragraph("原始记录不上报本级的指标，由\(figures.rollUpCount)份下级汇总数据相加得出。"))
    }
    if !rows.isEmpty {
      blocks.append(.table(NoticeTable("核对差异", columns: ["指标", "区域", "本级统计", "下级报送", "结论"], rows: Array(rows))))
    }
    return blocks
  }

  /// The most differences a notice lists; `gridward totals check` lists them all.
  private static var differencesMax: Int { 60 }
}

extension Area {
  /// The district a township is ranked under, or the city where there is none.
  var abovePlace: Area? { ancestor(at: .district) ?? ancestor(at: .city) }
}
