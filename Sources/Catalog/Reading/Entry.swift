// A YAML node and where it stands, so that every fault found in it can say file, place, problem and what is allowed.
import Yams

/// One node of a catalog file.
struct Entry {
  let file: String
  /// The keys and positions that lead here from the root, such as `fields[3].codes`.
  let path: String
  let node: Node

  /// Where it stands, for a person.
  var place: String {
    let path = path.isEmpty ? "top level" : path
    return node.mark.map { "\(path) (line \($0.line))" } ?? path
  }

  func fail(_ code: CatalogError.Code, _ problem: String, allowed: String) -> CatalogError {
    CatalogError(code, file: file, place: place, problem: problem, allowed: allowed)
  }

  /// Any non-empty scalar, as it is written.
  func text() throws(CatalogError) -> String {
    guard case .scalar(let scalar) = node, !scalar.string.isEmpty else {
      throw fail(.wrongForm, "not a text", allowed: "a text that is not empty")
    }
    guard scalar.string.utf8.count <= Catalog.textBytesMax else {
      throw fail(.tooLarge, "a text of \(scalar.string.utf8.count) bytes", allowed: "at most \(Catalog.textBytesMax)")
    }
    return scalar.string
  }

  /// An unquoted decimal integer within `range`.
  func integer(in range: ClosedRange<Int64>) throws(CatalogError) -> Int64 {
    let allowed = "a whole number from \(range.lowerBound) to \(range.upperBound), without quotes"
    guard case .scalar(let scalar) = node, scalar.style == .plain, scalar.string.utf8.first != UInt8(ascii: "+"),
      let number = Int64(scalar.string)
    else { throw fail(.wrongForm, "not a whole number", allowed: allowed) }
    guard range.contains(number) else { throw fail(.notAllowed, "\(number) is out of range", allowed: allowed) }
    return number
  }

  /// An unquoted `true` or `false`.
  func boolean() throws(CatalogError) -> Bool {
    guard case .scalar(let scalar) = node, scalar.style == .plain, let value = Bool(scalar.string) else {
      throw fail(.wrongForm, "not a truth value", allowed: "true, false")
    }
    return value
  }

  /// A name of lower-case ASCII letters, digits and `separator`, beginning with a letter.
  func name(separator: Character = "_", lengthMax: Int = 63) throws(CatalogError) -> String {
    let text = try text()
    let isNameLike = text.allSatisfy { $0 == separator || ("a"..."z").contains($0) || ("0"..."9").contains($0) }
    guard isNameLike, let first = text.first, ("a"..."z").contains(first), text.utf8.count <= lengthMax else {
      let allowed = "at most \(lengthMax) of a-z, 0-9 and \(separator), beginning with a letter"
      throw fail(.wrongForm, "'\(text)' is not a name", allowed: allowed)
    }
    return text
  }

  /// One of the words of a closed set.
  func choice<Choice>(_ choices: [(String, Choice)]) throws(CatalogError) -> Choice {
    let text = try text()
    guard let choice = choices.first(where: { $0.0 == text }) else {
      let allowed = choices.isEmpty ? "nothing" : choices.map(\.0).joined(separator: ", ")
      throw fail(.notAllowed, "'\(text)' is unknown", allowed: allowed)
    }
    return choice.1
  }

  /// The items of a sequence.
  func items(countMax: Int = 1_024) throws(CatalogError) -> [Entry] {
    guard case .sequence(let sequence) = node else {
      throw fail(.wrongForm, "not a list", allowed: "a list")
    }
    guard sequence.count <= countMax else {
      throw fail(.tooLarge, "a list of \(sequence.count)", allowed: "at most \(countMax) items")
    }
    return sequence.enumerated().map { Entry(file: file, path: "\(path)[\($0.offset + 1)]", node: $0.element) }
  }

  /// The names in a sequence, each once.
  func names() throws(CatalogError) -> [String] {
    var names: [String] = []
    for item in try items() {
      let name = try item.name()
      if names.contains(name) { throw item.fail(.duplicate, "'\(name)' is given twice", allowed: "each name once") }
      names.append(name)
    }
    return names
  }
}
