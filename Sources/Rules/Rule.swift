// A rule that proposes, and the list of all.
package import Catalog
import Merge

/// A pure function from a branch to proposals, with the phrase of the source it comes from.
package struct Rule: Sendable {
  package let name: String
  package let title: Title
  /// The phrase, in Chinese.
  package let source: String
  /// The types of records it reads.
  package let reads: [String]
  package let parameters: [RuleParameter]
  private let body: @Sendable (ExaminedBranch, (String) -> Int64) -> [Proposal]

  /// - Parameter body: the branch, and the value in force of each of `parameters` by name.
  init(
    _ name: String, _ title: Title, source: String, reads: [String], parameters: [RuleParameter] = [],
    body: @escaping @Sendable (ExaminedBranch, (String) -> Int64) -> [Proposal]
  ) {
    self.name = name
    self.title = title
    self.source = source
    self.reads = reads
    self.parameters = parameters
    self.body = body
  }

  /// What it proposes; what has been made already is left out. In the order of areas, then ids.
  ///
  /// This is what a rule means. Whoever does not have all records at hand looks at them by its `reading`.
  package func proposals(in branch: ExaminedBranch) -> [Proposal] {
    let found = found(in: branch)
    let types = Set(found.map(\.type))
    let made = Dictionary(uniqueKeysWithValues: types.map { ($0, branch.ids($0)) })
    return found.filter { made[$0.type]?.contains($0.id) != true }
  }

  /// The same with what has been made already.
  package func found(in branch: ExaminedBranch) -> [Proposal] {
    body(branch) { value($0, in: branch) }.sorted { $0.area == $1.area ? $0.id < $1.id : $0.area < $1.area }
  }

  /// The value in force of one of its parameters.
  package func value(_ name: String, in branch: ExaminedBranch) -> Int64 {
    guard let parameter = parameters.first(where: { $0.name == name }) else {
      preconditionFailure("the rule \(self.name) has no parameter \(name)")
    }
    return branch.parameters.value(of: parameter, in: self.name)
  }

  /// Every rule, in the order people are shown them.
  package static let all: [Rule] = accidents + principals + units + hazards + offices

  /// The types that must be read to ask the rules.
  package static func types(read rules: [Rule]) -> [String] {
    let types = rules.flatMap(\.reads) + [RuleParameters.recordType]
    return types.enumerated().filter { types.firstIndex(of: $0.element) == $0.offset }.map(\.element)
  }
}
