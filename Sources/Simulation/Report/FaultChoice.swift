// Which kinds of fault a run may have, as a person names them.

/// A list such as `default`, `none`, `all`, `crash,powerLoss` or `default,-crash`.
package struct FaultChoice: Sendable {
  /// The kinds the seed draws from.
  private var allowed: Set<FaultKind> = []
  /// The kinds that occur whatever the seed draws.
  private var certain: Set<FaultKind> = []

  package init() { allowed = Set(FaultKind.defended) }

  /// - Throws: `Unknown` for a word that is no kind.
  package init(_ text: String) throws {
    for (place, word) in text.split(separator: ",").map(String.init).enumerated() {
      switch word {
      case "none": break
      case "default": allowed.formUnion(FaultKind.defended)
      case "all": allowed.formUnion(FaultKind.allCases)
      case _ where word.hasPrefix("-"):
        if place == 0 { allowed = Set(FaultKind.defended) }
        let kind = try Self.kind(String(word.dropFirst()))
        allowed.remove(kind)
        certain.remove(kind)
      default: certain.insert(try Self.kind(word))
      }
    }
  }

  /// A word that is no kind of fault.
  package struct Unknown: Error {
    package let word: String
  }

  private static func kind(_ word: String) throws -> FaultKind {
    guard let kind = FaultKind(rawValue: word) else { throw Unknown(word: word) }
    return kind
  }

  /// The settings a seed stands for with this choice.
  package func settings(seed: UInt64) -> Settings {
    var settings = Settings(seed: seed, from: FaultKind.allCases.filter { allowed.contains($0) })
    settings.faults.formUnion(certain)
    return settings
  }
}
