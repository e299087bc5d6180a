// Issuing a notice: the record that keeps what it said.
package import Catalog
package import Merge
package import Replica
import Totals

package enum NoticeIssue {
  /// The record of a notice that goes out now.
  /// - Parameters:
  ///   - record: the new record's id.
  ///   - body: the notice as Markdown; left out where it is longer than the field.
  ///   - now: in milliseconds.
  package static func intent(
    _ figures: NoticeFigures, head: NoticeHead, title: String, body: String, record: RecordID, now: Int64,
    catalog: Catalog
  ) -> Intent? {
    guard let type = catalog.type(named: NoticeHistory.type) else { return nil }
    var values: [(String, Value)] = [
      ("title", .text(title)), ("number", .text(head.number)), ("period", .text(figures.period.description)),
      ("issued_by", .text(head.organisation)), ("issued_at", .int(now)),
      ("figures", figures.keptValue), ("corrections", figures.correctionsValue),
      ("arrival", .int(Int64(clamping: figures.arrival))),
    ]
    if body.unicodeScalars.count <= type.field(named: "body")?.limits.lengthMax ?? 0, body.utf8.count <= bodyBytesMax {
      values.append(("body", .text(body)))
    }
    let fields = values.compactMap { name, value in
      type.field(named: name).map { FieldChange($0.number, .write(value)) }
    }
    return Intent(type: type.name, record: record, area: figures.area, seen: .empty, fields: fields)
  }

  /// So that the text, the figures and the rest fit one commit.
  private static let bodyBytesMax = 96 << 10
}

extension NoticeFigures {
  /// What the record of the notice says.
  package var keptValue: Value { .list(kept.map(\.value)) }
  package var correctionsValue: Value { .list(corrections.map(\.value)) }
}

extension ExplainedCorrection {
  /// As the record of a notice keeps it.
  var value: Value {
    func figure(_ sum: CountSum) -> Value {
      Figure(indicator: correction.indicator, area: correction.area, sum: sum).value
    }
    var entries: [(String, Value)] = [
      ("notice", .text(correction.notice)), ("period", .text(correction.period.description)),
      ("indicator", .text(correction.indicator)), ("area", .text(correction.area)),
      ("was", figure(correction.was)), ("is", figure(correction.now)), ("why", .text(reason)),
    ]
    if let since { entries.append(("since", .int(since))) }
    return .sorted(entries)
  }
}
