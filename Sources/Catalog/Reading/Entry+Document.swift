// Bytes to the root of a YAML document: the one place where the parser is called.
import Yams

extension Catalog {
  /// The largest catalog file.
  package static let fileBytesMax = 256 << 10
  /// The longest text anywhere in a catalog file, in bytes of UTF-8.
  package static let textBytesMax = 4_096
}

extension Entry {
  /// Reads one document, refusing anchors, aliases, tags and repeated keys.
  static func document(file: String, bytes: [UInt8]) throws(CatalogError) -> Entry {
    guard bytes.count <= Catalog.fileBytesMax else {
      let (problem, allowed) = ("a file of \(bytes.count) bytes", "at most \(Catalog.fileBytesMax)")
      throw CatalogError(.tooLarge, file: file, place: "top level", problem: problem, allowed: allowed)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CatalogError(.notYAML, file: file, place: "top level", problem: "not UTF-8", allowed: "UTF-8")
    }
    do {
      return try root(file: file, text: text)
    } catch let error as CatalogError {
      throw error
    } catch {
      let (place, problem) = fault(in: error)
      let allowed = "one YAML document in which no key is repeated"
      throw CatalogError(.notYAML, file: file, place: place, problem: problem, allowed: allowed)
    }
  }

  private static func root(file: String, text: String) throws -> Entry {
    // Only the basic resolver leaves every scalar as it is written, so that `no` is a word and not a truth value.
    let parser = try Parser(yaml: text, resolver: .basic)
    guard let node = try parser.singleRoot() else {
      let problem = "the file is empty"
      throw CatalogError(.notYAML, file: file, place: "top level", problem: problem, allowed: "one YAML document")
    }
    let root = Entry(file: file, path: "", node: node)
    // Nodes hold their anchors weakly: the parser must still be there when they are looked for.
    try withExtendedLifetime(parser) { try root.refuseIndirection() }
    return root
  }

  private static func fault(in error: any Error) -> (place: String, problem: String) {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      ("line \(mark.line)", problem)
    case .duplicatedKeysInMapping(let keys, let context):
      ("line \(context.mark.line)", "repeated keys: \(keys.joined(separator: ", "))")
    case .reader(let problem, _, _, _): ("top level", problem)
    default: ("top level", "the YAML parser failed")
    }
  }

  /// Throws at the first anchor or tag, which stands before any alias to it.
  private func refuseIndirection() throws(CatalogError) {
    if node.anchor != nil || node.isTagged {
      throw fail(.notYAML, "an anchor or a tag", allowed: "plain mappings, lists and scalars")
    }
    switch node {
    case .mapping(let mapping):
      for (key, value) in mapping {
        try Entry(file: file, path: path, node: key).refuseIndirection()
        try Entry(file: file, path: path, node: value).refuseIndirection()
      }
    case .sequence(let sequence):
      for item in sequence { try Entry(file: file, path: path, node: item).refuseIndirection() }
    case .scalar, .alias: break
    }
  }
}

extension Node {
  /// Whether it has a tag other than the one its form has anyway; the parser fills that one in where it compares keys.
  fileprivate var isTagged: Bool {
    switch self {
    case .scalar(let scalar): !scalar.tag.isOne(of: .str)
    case .mapping(let mapping): !mapping.tag.isOne(of: .map)
    case .sequence(let sequence): !sequence.tag.isOne(of: .seq)
    case .alias: true
    }
  }
}

extension Tag {
  fileprivate func isOne(of name: Tag.Name) -> Bool {
    description == name.rawValue || description == Tag.Name.implicit.rawValue
  }
}
