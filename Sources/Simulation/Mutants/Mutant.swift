// Planted bugs: what a node could do wrong, put between the shipped parts so that the simulator can show that it notices.
import Replica
import Store

/// A planted bug.
package enum Mutant: String, CaseIterable, Sendable {
  case keepsNothing

  func storage(over writer: StoreWriter, of node: SimulatedNode) -> any LinkStorage { writer }
  func reader(over reader: StoreReader, of node: SimulatedNode) -> any BranchReader { reader }
}
