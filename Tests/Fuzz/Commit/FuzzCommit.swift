// The fuzz target of a commit's whole way: arrival, fold, totals, rules, notices, lists, proof, rebuild.
//
// The bytes choose types, fields, values, times, steps, what was seen, and two orders of arrival. Whatever they choose is
// taken, folds to the same tables in either order, and verifies. Built and run by ops/fuzz, outside the Swift package.
import Catalog
import Store

/// A catalog of what is counted, watched and stated: of all types there are, a store would take too long to make.
private let catalog: Catalog = {
  let names = [
    "classes", "hazard", "penalty", "inspection", "roll_up", "notice", "baseline", "accident", "obligation", "supply",
    "enterprise", "rule_setting", "interview", "suspension", "injury",
  ]
  let files = Catalog.builtInFiles.filter { file in names.contains { file.name == "\($0).yaml" } }
  do { return try Catalog(files: files.map { ($0.name, Array($0.text.utf8)) }) } catch {
    preconditionFailure("the catalog of the fuzz target: \(error)")
  }
}()

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var choices = Choices(Array(UnsafeBufferPointer(start: start, count: count)))
  do { try walk(&choices) } catch { preconditionFailure("what arrives ends in no failure: \(error)") }
  return 0
}

private func walk(_ choices: inout Choices) throws {
  let reads = choices.below(4)
  var order = choices
  let history = History(&choices, catalog: catalog, commitsMax: 24)
  if history.commits.isEmpty { return }
  let (one, other) = (try Holder(catalog), try Holder(catalog))
  let taken = try one.receive(history.commits.map(\.body))
  precondition(taken.refusals.isEmpty && taken.unreadable == 0, "nothing is refused for a value: \(taken)")
  precondition(taken.accepted == history.commits.count, "everything is taken: \(taken)")
  let again = try other.receive(history.shuffled(&order))
  precondition(again.accepted == history.commits.count && again.refusals.isEmpty, "in any order: \(again)")
  let dump = try one.dump()
  precondition(dump == (try other.dump()), "commits fold to the same tables in any order")
  if reads == 0 { try one.readAll(history.records) }
  precondition(try one.store.verify().faults.isEmpty, "what was folded verifies")
  try other.store.rebuild()
  precondition(dump == (try other.dump()), "a rebuild folds to the same tables")
}
