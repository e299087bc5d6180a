// The task that most rules propose: somebody is to look after one matter.
import Catalog
import Merge

extension Rule {
  /// A supervision task about one record.
  ///
  /// It belongs to the community of the record, since a task is for offices and never for the enterprise itself.
  /// - Parameters:
  ///   - subject: who is to act; the record's department, or its area.
  ///   - part: which of several matters of the record it is about.
  ///   - moment: the time of what calls for it: a later one makes another task.
  static func task(
    _ rule: String, about record: ExaminedRecord, subject: String? = nil, because why: Title, part: String = "",
    at moment: Int64? = nil, due: Day? = nil, _ branch: ExaminedBranch
  ) -> Proposal {
    let area = record.area.ancestor(at: .community) ?? record.area
    let moment = moment ?? record.created
    return Proposal(
      rule, type: "supervision_task", area: area, key: [record.id.description, part, String(moment)], at: moment,
      fields: [
        ("title", .text(String(why.zh.unicodeScalars.prefix(200)))),
        ("subject", .text(subject ?? record.text("department") ?? area.code)), ("demand", .text(why.zh)),
        ("issued_at", .int(branch.day.start)), ("due_at", due.map { .int($0.end) }), ("rule", .text(rule)),
        ("facts", Proposal.facts([record])),
      ], grounds: [record], why: why)
  }
}
