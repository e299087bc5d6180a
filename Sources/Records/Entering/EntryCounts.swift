// What is added to counters: asked of each as it stands, before it is entered.
import Catalog
import Merge
import Store

/// Whether a counter stays within what people may enter.
///
/// What of a request has counted before is a repetition and no entry: it is left out before this is asked, and so is never
/// refused for its amount.
struct EntryCounts {
  let type: RecordType

  /// - Parameter changes: what will be written, without what has been done before.
  /// - Throws: `invalidFields` with each counter that would go too far.
  func check(_ changes: [FieldChange], on state: RecordState) throws(EntryRefusal) {
    let problems = changes.compactMap { change -> FieldProblem? in
      guard let field = type.field(numbered: change.field), let amounts = Self.amounts(change.edit) else { return nil }
      let shown = Shown.value(of: state[field.number], field: field, standing: nil)
      return field.problem(adding: amounts, to: shown.int ?? 0)
    }
    if !problems.isEmpty { throw .invalidFields(problems.map { .problem($0) }) }
  }

  /// What an edit adds, under each id once; nil for one of no counter.
  private static func amounts(_ edit: FieldEdit) -> [Int64]? {
    switch edit {
    case .increment(let amount): return [amount]
    case .increments(let increments):
      var added = Counter()
      added.applyIncrements(increments)
      return added.named.map(\.amount)
    case .write, .elements, .steps: return nil
    }
  }
}
