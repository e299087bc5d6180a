// Comparing another program with the vectors, case by case.

/// What another program makes of vectors.
///
/// Whoever asks it is the caller's: a process, or a function of a test.
package struct Comparison: Sendable {
  /// A case to whose input the program did not say what it must.
  package struct Difference: Hashable, Sendable, CustomStringConvertible {
    package let name: String
    package let expected: String
    package let got: String

    package var description: String { "\(name)\n  expected \(expected)\n  got      \(got)" }
  }

  package private(set) var count = 0
  package private(set) var differing = 0

  package init() {}

  /// Gives one case to the program, in every order of its input.
  /// - Parameter ask: takes a line and returns the program's answer to it; what it throws counts as a difference.
  package mutating func take(_ vector: VectorCase, ask: (String) throws -> [UInt8]) -> Difference? {
    count += 1
    guard let difference = Self.difference(vector, ask: ask) else { return nil }
    differing += 1
    return difference
  }

  private static func difference(_ vector: VectorCase, ask: (String) throws -> [UInt8]) -> Difference? {
    let expected = vector.outcome?.json.text ?? "one outcome"
    func difference(_ got: String) -> Difference {
      Difference(name: vector.description, expected: shortened(expected), got: shortened(got))
    }
    do {
      for input in try vector.inputs {
        let answer = try ask(vector.line(input))
        let got = try JSON(text: answer)
        guard let outcome = vector.outcome, outcome.says(try Answer(got)) else { return difference(got.text) }
      }
      return nil
    } catch {
      return difference("\(error)")
    }
  }

  private static func shortened(_ text: String) -> String {
    text.count > textMax ? text.prefix(textMax) + "…" : text
  }

  /// So much of an answer is shown.
  private static let textMax = 400

  /// The closing line.
  package var summary: String { "\(count) cases, \(differing == 0 ? "none differs" : "\(differing) differ")" }
}
