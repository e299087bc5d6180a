// All roles, tiers, types and acts: what the one function says is what the catalog's description says, said once more.
import Access
import Catalog
import Merge
import Testing

/// The rules of the catalog README once more, by the digits of areas and without the types of the product.
private struct NaivePermissions {
  let catalog: Catalog

  static func isInside(_ area: Area, _ outer: Area) -> Bool {
    if outer.tier == .terminal { return area.code == outer.code }
    return area.tier >= outer.tier && area.code.hasPrefix(outer.code.prefix(outer.tier.digitCount))
  }

  static func isHeld(_ feedClass: FeedClass, _ area: Area, at holder: Area) -> Bool {
    if area.code == holder.code { return true }
    if isInside(area, holder) {
      guard let rises = feedClass.rises else { return false }
      return holder.tier.rawValue >= rises.rawValue
    }
    guard isInside(holder, area), let falls = feedClass.falls else { return false }
    return holder.tier.rawValue <= falls.rawValue
  }

  func counts(_ post: Post) -> Role? {
    guard let role = catalog.roles.first(where: { $0.name == post.role }) else { return nil }
    let isHigh = post.area.tier < role.tiers.lowerBound
    let isLow = post.area.tier > role.tiers.upperBound
    return isHigh || isLow || (role.terms.appointed == .above && post.issuer == .own) ? nil : role
  }

  func may(_ post: Post, _ act: Act, _ type: RecordType, _ area: Area) -> Bool {
    guard let role = counts(post) else { return false }
    let readsAtAll = role.reads.contains(type.class.name) || role.readsTypes.contains(type.name)
    switch act {
    case .read: return readsAtAll && Self.isHeld(type.class, area, at: post.area)
    case .enter: return role.enters.contains(type.name) && Self.isInside(area, post.area)
    case .take(let name):
      guard let step = type.lifecycle?.steps.first(where: { $0.name == name }) else { return false }
      if type.name == "post" && name == "appointed" { return false }
      let isTaker = step.by.isEmpty ? readsAtAll : step.by.contains(role.name)
      return isTaker && step.tiers.contains(post.area.tier) && Self.isInside(area, post.area)
    case .appoint(let name, _):
      guard let given = catalog.roles.first(where: { $0.name == name }), type.name == "post" else { return false }
      let isStrict = given.terms.appointed == .own || post.area.code != area.code
      return role.appoints.contains(name) && given.tiers.contains(area.tier) && isStrict
        && Self.isInside(area, post.area)
    }
  }
}

@Suite struct `Laws of access` {
  private let naive = NaivePermissions(catalog: Sample.catalog)
  private let nobody = Person(account: "li", posts: [])

  private func acts(_ type: RecordType) -> [Act] {
    let steps = (type.lifecycle?.steps ?? []).map { Act.take(step: $0.name) }
    let appointing = Sample.catalog.roles.map { Act.appoint(role: $0.name, holder: nobody) }
    return [.read, .enter, .take(step: "celebrated")] + steps + (type.name == "post" ? appointing : [])
  }

  @Test(arguments: Sample.catalog.roles.map(\.name))
  func `every tier, type, act and area is decided as it is described`(role: String) {
    for tier in Tier.allCases {
      for issuer in [Issuer.own, .above] {
        let post = Sample.post(role, tier, issuer)
        for type in Sample.catalog.types {
          for act in acts(type) { check(post, act, type) }
        }
      }
    }
  }

  /// At the area's own node, which holds everything about it.
  private func check(_ post: Post, _ act: Act, _ type: RecordType) {
    for area in Sample.areas {
      let expected = naive.may(post, act, type, area)
      let found = Sample.permissions.may(Sample.person(post), act, type, about: area, at: area)
      if found != expected { Issue.record("\(post) \(act) \(type.name) about \(area.code): \(found)") }
    }
  }

  @Test func `a node that does not hold a record answers for nobody`() {
    let person = Person(
      account: "wang",
      posts: Sample.catalog.roles.flatMap { role in
        Tier.allCases.map { Sample.post(role.name, $0) }
      })
    for type in Sample.catalog.types {
      for area in Sample.areas {
        for node in Sample.areas where !NaivePermissions.isHeld(type.class, area, at: node) {
          let refusal = Sample.permissions.refusal(to: person, .read, type, about: area, at: node)
          #expect(refusal == .notHeldHere)
          #expect(Sample.permissions.view(of: type, about: area, for: person, at: node) == nil)
        }
      }
    }
  }

  @Test func `what no role names is read and entered by nobody, whatever they hold`() {
    let person = Person(
      account: "wang",
      posts: Sample.catalog.roles.flatMap { role in
        Tier.allCases.map { Sample.post(role.name, $0, .root) }
      })
    for type in Sample.catalog.types {
      let isRead = Sample.catalog.roles.contains { $0.reads(type) }
      let isEntered = Sample.catalog.roles.contains { $0.enters.contains(type.name) }
      for area in Sample.areas {
        let mayRead = Sample.permissions.may(person, .read, type, about: area, at: area)
        let mayEnter = Sample.permissions.may(person, .enter, type, about: area, at: area)
        #expect(isRead || !mayRead, "\(type.name)")
        #expect(isEntered || !mayEnter, "\(type.name)")
      }
    }
    #expect(!Sample.permissions.may(person, .read, Sample.type("grant"), about: Sample.path[2], at: Sample.path[2]))
  }

  @Test func `a person may what any post may, and no more`() {
    let posts = Sample.catalog.roles.flatMap { role in Tier.allCases.map { Sample.post(role.name, $0) } }
    let permissions = Sample.permissions
    for (one, other) in zip(posts, posts.dropFirst(5)) {
      for type in Sample.catalog.types {
        for act in [Act.read, .enter] {
          for area in Sample.path {
            let alone = [one, other].map { permissions.may(Sample.person($0), act, type, about: area, at: area) }
            let both = permissions.may(Sample.person(one, other), act, type, about: area, at: area)
            #expect(both == (alone[0] || alone[1]))
          }
        }
      }
    }
  }
}
