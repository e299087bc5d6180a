// What Package.swift says of the project's own modules, read from its text.

enum Manifest {
  private static let text = Tree.file("Package.swift")?.text ?? ""

  /// For each target that is no test, nor lies among the tests, those of the project it may import.
  static let modules: [String: Set<String>] = {
    let heads = text.matches(of: /\.(target|executableTarget|systemLibrary|testTarget)\(\s*name: "([^"]+)"/)
    var modules: [String: Set<String>] = [:]
    for (index, head) in heads.enumerated() where head.1 != "testTarget" {
      let end = index + 1 < heads.count ? heads[index + 1].range.lowerBound : text.endIndex
      let target = text[head.range.upperBound..<end]
      if target.contains("path: \"Tests/") { continue }
      modules[String(head.2)] = dependencies(in: target)
    }
    return modules
  }()

  private static func dependencies(in target: Substring) -> Set<String> {
    let own = target.replacing(/\.product\([^)]*\)/, with: "")
    guard let list = own.firstMatch(of: /dependencies: \[([^\]]*)\]/) else { return [] }
    return Set(list.1.matches(of: /"([^"]+)"/).map { String($0.1) })
  }

  /// The targets whose folder has a DESIGN.md that the build leaves alone.
  static let explained: Set<String> = {
    let loop = #/where \[([^\]]*)\]\.contains\(target\.name\) \{\s*target\.exclude\.append\("DESIGN\.md"\)/#
    guard let list = text.firstMatch(of: loop) else { return [] }
    return Set(list.1.matches(of: /"([^"]+)"/).map { String($0.1) })
  }()
}
