// The fuzz target of a commit's whole way: arrival, fold, totals, rules, notices, lists, proof, rebuild.
//
// The bytes choose types, fields, values, times, steps, what was seen, and two orders of arrival. Whatever they choose is
// taken, folds to the same tables in either order, and verifies. Built and run by ops/fuzz, outside the Swift package.
import Catalog
import Replica
import Store

/// A catalog of what is counted, watched and stated: of all types there are, a store would take too long to make.
private let catalog: Catalog = {
  let names = [
    "classes", "hazard", "penalty", "inspection", "roll_up", "notice", "baseline", "accident", "obligation", "supply",
    "enterprise", "rule_setting", "interview", "suspension", "injury",
  ]
  let files = Catalog.builtInFiles.filter { file in names.contains { file.name == "\($0).yaml" } }
  do { return try Catalog(files: files.map { ($0.name, Array($0.text.utf8)) }) } catch {
    fatalError("the catalog of the fuzz target: \(error)")
  }
}()

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var choices = Choices(Array(UnsafeBufferPointer(start: start, count: count)))
  do { try walk(&choices) } catch { fatalError("what arrives ends in no failure: \(error)") }
  return 0
}

private func walk(_ choices: inout Choices) throws {
  let reads = choices.below(4)
  var order = choices
  let history = History(&choices, catalog: catalog, commitsMax: 24)
  if history.commits.isEmpty { return }
  let (one, other) = (try Holder(catalog), try Holder(catalog))
  let taken = try one.receive(history.commits.map(\.body))
  demand(taken.refusals.isEmpty && taken.unreadable == 0, "nothing is refused for a value: \(taken)")
  demand(taken.accepted == history.commits.count, "everything is taken: \(taken)")
  let again = try other.receive(history.shuffled(&order))
  demand(again.accepted == history.commits.count && again.refusals.isEmpty, "in any order: \(again)")
  let dump = try one.dump()
  demandSame(dump, try other.dump(), "commits fold to the same tables in any order")
  if reads == 0 { try one.readAll(history.records) }
  let faults = try one.store.verify().faults
  demand(faults.isEmpty, "what was folded verifies: \(faults)")
  try other.store.rebuild()
  demandSame(dump, try other.dump(), "a rebuild folds to the same tables")
}

/// Ends the run, saying why: optimised code would drop the text of a precondition.
private func demand(_ holds: Bool, _ claim: @autoclosure () -> String) {
  if !holds { fatalError(claim()) }
}

private func demandSame(_ left: [[String]], _ right: [[String]], _ claim: String) {
  if left == right { return }
  let rows = right.joined().filter { !left.joined().contains($0) }
  fatalError("\(claim): \(left.joined().filter { !right.joined().contains($0) }) became \(rows)")
}
