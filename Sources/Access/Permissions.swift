// What a person may do: one pure function of posts, roles, areas and the node that is asked.
package import Catalog
package import Merge

/// What the roles of a catalog permit, in one tree.
///
/// It is asked where people enter and read, never of what arrives from a node.
/// - Source: catalog README §11.4.
package struct Permissions: Sendable {
  package let catalog: Catalog
  /// The area of the tree's top node, above which nobody stands.
  package let top: Area

  package init(catalog: Catalog, top: Area) {
    self.catalog = catalog
    self.top = top
  }

  /// Whether a person may do something with records of a type about an area, at the node of another.
  package func may(_ person: Person, _ act: Act, _ type: RecordType, about area: Area, at node: Area) -> Bool {
    refusal(to: person, act, type, about: area, at: node) == nil
  }

  /// Why a person may not; nil where they may.
  package func refusal(
    to person: Person, _ act: Act, _ type: RecordType, about area: Area, at node: Area
  ) -> AccessRefusal? {
    guard type.class.isHeld(about: area, at: node) else { return .notHeldHere }
    var nearest = AccessRefusal.noPost
    for holding in holdings(of: person) {
      guard let refusal = refusal(to: person, by: holding, act, type, about: area) else { return nil }
      nearest = max(nearest, refusal)
    }
    return nearest
  }

  /// The posts that count, each with its role: a role has tiers of its own, and some are certified from above alone.
  func holdings(of person: Person) -> [Holding] {
    person.posts.compactMap { post in
      guard let role = catalog.role(named: post.role), role.terms.admit(post.area.tier, issuedBy: post.issuer) else {
        return nil
      }
      return Holding(post: post, role: role)
    }
  }

  private func refusal(
    to person: Person, by holding: Holding, _ act: Act, _ type: RecordType, about area: Area
  ) -> AccessRefusal? {
    if case .read = act { return holding.refusalToRead(type, about: area) }
    guard holding.post.area.contains(area) else { return .outsidePost }
    switch act {
    case .read, .enter: return holding.role.enters.contains(type.name) ? nil : .roleMayNot
    case .take(let step):
      // To whom a post is given is asked with its role and its holder.
      if type.name == Post.recordType, step == Post.appointing { return .roleMayNot }
      return holding.refusal(toTake: step, of: type)
    case .appoint(let role, let holder):
      return holding.refusal(toTake: Post.appointing, of: type)
        ?? refusal(toAppoint: holder, to: role, at: area, by: holding, of: person)
    }
  }

  private func refusal(
    toAppoint holder: Person, to name: String, at area: Area, by holding: Holding, of person: Person
  ) -> AccessRefusal? {
    guard holding.role.appoints.contains(name), let role = catalog.role(named: name), role.tiers.contains(area.tier)
    else { return .roleMayNot }
    let isAbove = holding.post.area != area || (area == top && holding.post.issuer == .root)
    if role.terms.appointed == .above, !isAbove { return .appointedAbove }
    if UserName(holder.account) == UserName(person.account) { return .ownAppointment }
    return holder.posts.contains { role.excludes.contains($0.role) } ? .excluded : nil
  }
}

/// A post that counts, with its role.
struct Holding {
  let post: Post
  let role: Role

  /// A post reads what a node at its area would hold.
  func refusalToRead(_ type: RecordType, about area: Area) -> AccessRefusal? {
    guard type.class.isHeld(about: area, at: post.area) else { return .outsidePost }
    return role.reads(type) ? nil : .roleMayNot
  }

  /// A step that names no roles is taken by whoever reads the type.
  func refusal(toTake name: String, of type: RecordType) -> AccessRefusal? {
    guard let step = type.lifecycle?.step(named: name) else { return .roleMayNot }
    let signer = Signer(role: role.name, tier: post.area.tier, issuer: post.issuer)
    guard step.by.isEmpty ? role.reads(type) : step.admits(signer) else { return .roleMayNot }
    return step.tiers.contains(post.area.tier) ? nil : .tierMayNot
  }
}
