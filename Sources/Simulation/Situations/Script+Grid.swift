// A grid that is drawn anew: a node takes another place, and goes on with what belongs to the one it stood at.
import Catalog
import Merge
import Replica
import Store
import Trust

extension Script {
  /// An office above both assigns a node another place.
  /// - Returns: where it stands now.
  @discardableResult
  func assign(_ code: String, to node: SimulatedNode, by office: SimulatedNode) -> Area {
    guard let area = Area(code) else { preconditionFailure("\(code) is no area") }
    if world.violation != nil { return area }
    let grant = Grant(
      issuer: office.signer.publicKey, subject: node.signer.publicKey, area: area, issuedAt: world.trueTime,
      formerArea: node.area)
    let statement = Statement(.grant(grant), key: office.signer)
    do {
      try office.write { replica, storage in
        for place in [node.area, area] {
          guard let intent = SignedRecord.intent(carrying: statement, about: place, catalog: office.catalog) else {
            continue
          }
          _ = try replica.commit([intent], user: "gridward", now: world.time(office), into: storage)
        }
      }
      world.tell(office)
    } catch { world.refuse(office, error) }
    return area
  }

  /// A node takes the place that it has been assigned, below another parent.
  func takePlace(_ node: SimulatedNode, below parent: SimulatedNode) {
    if world.violation != nil { return }
    do {
      let former = node.area
      try node.write { replica, storage in
        guard let assignment = try replica.assignment(in: storage) else { return }
        try replica.move(by: assignment, in: storage)
      }
      expect(node.area != former, "has heard of no other place", at: node)
      move(node, below: parent)
      // It is started again as what it is now.
      kill(node)
      pass(minutes: 10)
    } catch { world.refuse(node, error) }
  }

  /// One session about the place where a node stood before, with somebody above that.
  func passOn(_ node: SimulatedNode, from place: Area, to parent: SimulatedNode) {
    if world.violation != nil { return }
    do {
      let session = try Probe(node, below: parent, trueTime: world.trueTime, place: place)
      expect(session.outcome == .proved, "does not agree about \(place) with n\(parent.number)", at: node)
      for end in [node, parent] { world.tell(end) }
    } catch { world.refuse(node, error) }
  }
}
