// What wants a person's signature counts only where an entitled person's device has made it.
import Catalog
import Merge
import Replica
import Store
import Trust

/// At no honest node a step with `by` is in effect that no device has signed in one of its roles. What devices have signed is known
/// from the devices, not from any node.
///
/// One node, drawn anew, at every checkpoint; at rest all.
/// - Source: catalog README §5.5; protocol §16.4.
struct AlwaysEntitled: Checker {
  private var draw: Draw?
  /// The digests of everything that a device has signed.
  private var signed: Set<Digest> = []

  mutating func signed(_ errand: Errand, in world: World) {
    if let action = errand.signed?.action { signed.insert(action.content.digest) }
  }

  mutating func checkpoint(_ world: World) {
    var draw = draw ?? Draw(seed: world.settings.seed, stream: Self.name)
    if !world.nodes.isEmpty { look(at: world.nodes[draw.below(world.nodes.count)], in: world) }
    self.draw = draw
  }

  mutating func ended(_ world: World) {
    for node in world.nodes where world.violation == nil { look(at: node, in: world) }
  }

  private func look(at node: SimulatedNode, in world: World) {
    guard node.isUp, world.isTrusted(node.number) else { return }
    do {
      let statements = try world.statements(of: node)
      for type in node.catalog.types where type.lifecycle?.steps.contains(where: NextSteps.isSigned) ?? false {
        for view in try node.read({ _, store in try ShownRecord.views(of: type, in: store) }) {
          guard let dot = oddity(in: view, statements, at: node, in: world) else { continue }
          let text = "lets a step of \(type.name) count that nobody has signed who may"
          return world.violate(Self.name, node: node.number, text, record: view.id, dot: dot)
        }
      }
    } catch { world.refuse(node, error) }
  }

  /// Whether who made somebody up could have certified somebody who exists: within its own place, and no role that is given above.
  private func isCertifiable(_ pass: Pass, _ statements: KnownStatements, _ node: SimulatedNode) -> Bool {
    guard statements.place(of: pass.issuer, about: pass.area) != nil, let role = node.catalog.role(named: pass.role)
    else { return false }
    return role.terms.appointed != .above || statements.isAbove(pass)
  }

  /// The commit of a step that is in effect without the signature that it wants.
  private func oddity(
    in view: RecordView, _ statements: KnownStatements, at node: SimulatedNode, in world: World
  ) -> Dot? {
    guard let lifecycle = view.type.lifecycle, case .steps(let steps)? = view.state[lifecycle.fieldNumber] else {
      return nil
    }
    let holding = world.ledger.holding(of: node.number)
    for fact in steps.facts where view.standing?.outcome(of: fact) == .effective {
      guard let kind = node.catalog.type(named: view.type.name)?.lifecycle?.step(named: fact.step.kind),
        NextSteps.isSigned(kind)
      else { continue }
      let commit = holding?[fact.origin.dot]?.commit
      let pass = commit?.signature.flatMap { statements.passes[$0.pass] }
      guard let pass, let digest = commit?.message.map({ Hashing.sha256($0) }), kind.by.contains(pass.role),
        signed.contains(digest) || world.atlas.invented.contains(digest) && isCertifiable(pass, statements, node)
      else { return fact.origin.dot }
    }
    return nil
  }
}
