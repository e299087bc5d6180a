// The fuzz target of a commit's whole way: arrival, fold, totals, rules, notices, lists, proof, rebuild.
//
// The bytes choose types, fields, values, times, steps, what was seen, and two orders of arrival. Whatever they choose is
// taken, folds to the same tables in either order, and verifies. Built and run by ops/fuzz, outside the Swift package.
import Catalog
import Replica
import Store
import Trust

/// Catalogs of what is counted, watched and stated, a few types each: making the tables of every type for each input would
/// take longer than all that follows.
private let catalogs: [Catalog] = [
  ["hazard", "penalty", "notice", "baseline"], ["inspection", "roll_up", "accident", "injury"],
  ["obligation", "supply", "enterprise", "rule_setting"], ["interview", "suspension", "hazard", "roll_up"],
].map { names in
  let wanted = (["classes"] + names).map { "\($0).yaml" }
  let files = Catalog.builtInFiles.filter { file in wanted.contains { file.name == $0 } }
  do { return try Catalog(files: files.map { ($0.name, Array($0.text.utf8)) }) } catch {
    fatalError("the catalog of the fuzz target: \(error)")
  }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var choices = Choices(Array(UnsafeBufferPointer(start: start, count: count)))
  do { try walk(&choices) } catch { fatalError("what arrives ends in no failure: \(error)") }
  return 0
}

/// What is done with what was folded: the first byte chooses one, so that each run is short.
private enum Way: CaseIterable {
  case read, verify, rebuild, prove
}

private func walk(_ choices: inout Choices) throws {
  let way = choices.pick(Way.allCases)
  let catalog = choices.pick(catalogs)
  var order = choices
  let history = History(&choices, catalog: catalog, commitsMax: 16)
  if history.commits.isEmpty { return }
  // Both with a root key or neither: with one, steps are asked who signed them.
  let (isEnrolled, seals) = (way == .prove, way == .prove ? history.seals() : [])
  let (one, other) = (try Holder(catalog, isEnrolled: isEnrolled), try Holder(catalog, isEnrolled: isEnrolled))
  let taken = try one.receive(history.commits.map(\.body) + seals)
  demand(taken.refusals.isEmpty && taken.unreadable == 0, "nothing is refused for a value: \(taken)")
  demand(taken.accepted == history.commits.count, "everything is taken: \(taken)")
  let again = try other.receive(history.shuffled(&order) + seals)
  demand(again.accepted == history.commits.count && again.refusals.isEmpty, "in any order: \(again)")
  let rows = try one.rows()
  demandSame(rows, try other.rows(), "commits fold to the same tables in any order")
  switch way {
  case .prove:
    for proof in try one.proofs(history.records) {
      let shown = try ProofFile.check(proof.file.encoded, root: City.root.publicKey).commits.count
      demand(shown == proof.commits && proof.unsealed == 0, "a proof shows \(shown) commits, not \(proof.commits)")
    }
  case .read: try one.readAll(history.records)
  case .verify:
    let faults = try one.store.verify().faults
    demand(faults.isEmpty, "what was folded verifies: \(faults)")
  case .rebuild:
    try other.store.rebuild()
    demandSame(rows, try other.rows(), "a rebuild folds to the same tables")
  }
}

/// Ends the run, saying why: optimised code would drop the text of a precondition.
private func demand(_ holds: Bool, _ claim: @autoclosure () -> String) {
  if !holds { fatalError(claim()) }
}

private func demandSame(_ left: [Holder.Table], _ right: [Holder.Table], _ claim: String) {
  if left == right { return }
  let (before, after) = (left.flatMap(\.lines), right.flatMap(\.lines))
  fatalError("\(claim): \(before.filter { !after.contains($0) }) became \(after.filter { !before.contains($0) })")
}
