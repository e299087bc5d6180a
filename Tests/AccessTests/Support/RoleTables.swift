// The tables of docs/roles.md that are made of the catalog: whoever changes a role puts in what the test prints.
import Access
import Catalog
import Merge

/// A table as lines of Markdown.
struct RoleTables {
  let catalog: Catalog
  let permissions: Permissions

  /// The letters by which tiers are told, from the top.
  private static let letters = Array("NPCDTVE").map(String.init)

  private static func written(_ tiers: some Sequence<Tier>) -> String {
    tiers.map { letters[Int($0.rawValue)] }.joined()
  }

  private static func row(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }

  private static func table(_ head: [String], _ rows: [[String]]) -> [String] {
    [row(head), "|\(head.map { _ in "---|" }.joined())"] + rows.map { row($0) }
  }

  private static func code(_ names: [String]) -> String {
    names.isEmpty ? "–" : names.map { "`\($0)`" }.joined(separator: ", ")
  }

  /// The roles as they stand in the file.
  var roles: [String] {
    Self.table(
      ["role", "tiers", "appointed by", "appoints", "excludes", "reads", "besides", "hides"],
      catalog.roles.map { role in
        [
          "`\(role.name)` \(role.title.zh)", Self.written(Tier.allCases.filter(role.tiers.contains)),
          role.terms.appointed == .own ? "own or above" : "above", Self.code(role.appoints), Self.code(role.excludes),
          Self.code(role.reads), Self.code(role.readsTypes), Self.code(role.hides.map { "\($0.type).\($0.field)" }),
        ]
      })
  }

  /// How far a post reads in a class, as far as its role reads the class at all.
  var scope: [String] {
    Self.table(
      ["class"] + Tier.allCases.map(\.name),
      catalog.classes.map { recordClass in ["`\(recordClass.name)`"] + Tier.allCases.map { reach(recordClass.feed, $0) }
      }
    )
  }

  private func reach(_ feedClass: FeedClass, _ tier: Tier) -> String {
    let post = Sample.area(at: tier)
    let held = Sample.path.filter { feedClass.isHeld(about: $0, at: post) }
    return [
      held.contains { $0.tier < tier } ? "above" : nil, "own", held.contains { $0.tier > tier } ? "below" : nil,
    ].compactMap(\.self).joined(separator: ", ")
  }

  /// At which tiers a post of each role reads (r) and enters (e) records of a type and takes steps with `by` (s).
  var rights: [String] {
    Self.table(
      ["type"] + catalog.roles.map { "`\($0.name)`" },
      catalog.types.map { type in ["`\(type.name)`"] + catalog.roles.map { cell(type, $0) } })
  }

  private func cell(_ type: RecordType, _ role: Role) -> String {
    let steps = (type.lifecycle?.steps ?? []).filter { !$0.by.isEmpty }.map(\.name)
    let rights: [(String, (Tier) -> Bool)] = [
      ("r", { may(role, $0, .read, type) }), ("e", { may(role, $0, .enter, type) }),
      ("s", { tier in steps.contains { may(role, tier, act(type, $0, tier), type) } }),
    ]
    let parts = rights.compactMap { letter, holds -> String? in
      let tiers = Tier.allCases.filter(holds)
      return tiers.isEmpty ? nil : "\(letter)\u{A0}\(Self.written(tiers))"
    }
    return parts.isEmpty ? "–" : parts.joined(separator: " ")
  }

  /// A post begins by appointing somebody to a role.
  private func act(_ type: RecordType, _ step: String, _ tier: Tier) -> Act {
    if type.name != Post.recordType || step != Post.appointing { return .take(step: step) }
    let role = tier == .terminal ? "safety_manager" : "patroller"
    return .appoint(role: role, holder: Person(account: "li", posts: []))
  }

  /// Whether a post of the role at the tier may do it about some area that the type's records are entered for.
  private func may(_ role: Role, _ tier: Tier, _ act: Act, _ type: RecordType) -> Bool {
    let person = Sample.person(Sample.post(role.name, tier))
    return Sample.path.contains { area in
      type.areas.contains(area.tier)
        && permissions.may(person, act, type, about: area, at: act == .read ? Sample.area(at: tier) : area)
    }
  }
}
