// Moving: a node takes another place, and still writes and passes on what belongs to the place it stood at.
package import Merge
package import Trust
import Wire

extension Identity {
  /// The same node as it stands, or stood, at another place.
  package func at(_ place: Area) -> Identity {
    Identity(node: node, incarnation: incarnation, store: store, area: place)
  }
}

extension FeedClass {
  /// The place from which a node writes about an area in the class: the first of its places that holds what is written so.
  /// - Parameter places: where the node stands, then where it stood before.
  /// - Returns: nil when none of them does.
  package func home(of area: Area, among places: [Area]) -> Area? {
    places.first { home in
      FeedKey(node: NodeID(.zero), incarnation: 0, home: home, area: area, class: self).isHeld(at: home)
    }
  }
}

extension Replica {
  /// The place where the node writes about an area in a class: where it stands, or where it stood before.
  ///
  /// A phone brings what was entered while the node stood elsewhere; the grant for that place has not ended.
  func home(of area: Area, in feedClass: FeedClass) -> Area? {
    feedClass.home(of: area, among: [identity.area] + formerAreas)
  }

  /// The latest assignment that counts and leads away from where the node stands; nil when there is none.
  package func assignment(in storage: some Storage) throws -> Grant? {
    guard let root else { return nil }
    var authority = Authority(root: root)
    var latest: Grant?
    for statement in try storage.statements(about: identity.node) {
      guard case .grant(let grant) = statement.content, grant.formerArea == identity.area, grant.area != identity.area,
        grant.subject.node == identity.node, try authority.permitsAssignment(grant, by: statement, in: storage),
        grant.issuedAt > latest?.issuedAt ?? .min
      else { continue }
      latest = grant
    }
    return latest
  }

  /// Takes the place an assignment gives. Feeds and grants of the old place stay as they are; its links are met anew, since
  /// they share another branch from now on.
  package mutating func move(by assignment: Grant, in storage: some Storage) throws {
    formerAreas.removeAll { $0 == assignment.area }
    if !formerAreas.contains(identity.area) { formerAreas.append(identity.area) }
    identity = identity.at(assignment.area)
    try storage.savePlace(of: identity, former: formerAreas)
    for link in try storage.links() {
      var link = link
      link.forget()
      try storage.saveLink(link)
    }
  }
}

extension StoredLink {
  /// Forgets how far the two ends were: the next session compares.
  mutating func forget() {
    (store, received, acknowledged, custody, witness) = (nil, .zero, .zero, 0, nil)
    receipts = .zero
  }
}
