// The one error of this module: what is wrong with a catalog file, where, and what would be right.

/// A fault in a catalog file, told to whoever edits it.
package struct CatalogError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Code: String, Sendable, CaseIterable {
    /// The bytes are not one YAML document of the permitted kind.
    case notYAML = "not-yaml"
    /// A key that the language does not have at this place.
    case unknownKey = "unknown-key"
    /// A key that must be there and is not.
    case missingKey = "missing-key"
    /// A value of another form than this place asks for.
    case wrongForm = "wrong-form"
    /// A value of the right form that is not permitted here.
    case notAllowed = "not-allowed"
    /// A name or number given twice.
    case duplicate
    /// A reference to something that is not defined.
    case undefined
    /// More bytes, items or characters than the language permits.
    case tooLarge = "too-large"
  }

  package let code: Code
  package let file: String
  /// The path of keys and positions inside the file and, where known, the line.
  package let place: String
  package let problem: String
  package let allowed: String

  package init(_ code: Code, file: String, place: String, problem: String, allowed: String) {
    self.code = code
    self.file = file
    self.place = place
    self.problem = problem
    self.allowed = allowed
  }

  package var description: String { "\(file): \(place): \(problem); allowed: \(allowed)" }
}
