// The catalog: the record types, classes and roles, read from files that somebody else fetched.

/// The record types as data.
///
/// It is read from bytes and reads nothing itself. Two catalogs with the same `canonicalBytes` mean the same.
/// - Source: catalog README §2.
package struct Catalog: Sendable {
  /// The record types, sorted by name.
  package let types: [RecordType]
  /// The classes, sorted by name.
  package let classes: [RecordClass]
  /// The roles in the order of their file; none where there is no such file.
  package let roles: [Role]
  /// All files in the order of their names, each name and content after its length as eight bytes, most significant first:
  /// what a digest of the catalog is taken over.
  package let canonicalBytes: [UInt8]

  private let positions: [String: Int]

  /// The file of the classes.
  package static let classesFile = "classes.yaml"
  /// The file of the roles, which need not be there; every other file is a record type's.
  package static let rolesFile = "roles.yaml"
  private static let suffix = ".yaml"

  /// Reads a catalog. Names are those of files without folders; their order does not matter.
  /// - Throws: the first fault, files in the order of their names, the classes before all, then the roles' names.
  package init(files: [(name: String, bytes: [UInt8])]) throws(CatalogError) {
    let files = files.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    for (file, next) in zip(files, files.dropFirst()) where file.name == next.name {
      let problem = "two files of this name"
      throw CatalogError(.duplicate, file: file.name, place: "file name", problem: problem, allowed: "each name once")
    }
    guard let classesFile = files.first(where: { $0.name == Self.classesFile }) else {
      let problem = "the file is missing"
      throw CatalogError(
        .missingKey, file: Self.classesFile, place: "file name", problem: problem, allowed: "it must be there")
    }
    let classes = try RecordClass.classes(in: .document(file: classesFile.name, bytes: classesFile.bytes))
    let roles = try files.first { $0.name == Self.rolesFile }.map { file throws(CatalogError) in
      try Entry.document(file: file.name, bytes: file.bytes)
    }
    let terms = try roles.map { document throws(CatalogError) in try Role.terms(in: document) }
    let types = try Self.types(of: files, classes: classes, roles: terms)
    try Self.checkIndicators(types)
    self.classes = classes
    self.roles =
      try roles.map { document throws(CatalogError) in
        try Role.roles(in: document, terms: terms ?? [], types: types, classes: classes)
      } ?? []
    self.types = types.sorted { $0.name < $1.name }
    positions = Dictionary(uniqueKeysWithValues: self.types.enumerated().map { ($0.element.name, $0.offset) })
    canonicalBytes = Self.canonicalBytes(files)
  }

  /// - Parameter roles: nil where the catalog has none, so that its steps name roles of another.
  private static func types(
    of files: [(name: String, bytes: [UInt8])], classes: [RecordClass], roles: [RoleTerms]?
  ) throws(CatalogError) -> [RecordType] {
    var types: [RecordType] = []
    for file in files where file.name != classesFile && file.name != rolesFile {
      let name = try typeName(ofFile: file.name)
      let document = try Entry.document(file: file.name, bytes: file.bytes)
      types.append(try RecordType(document, name: name, classes: classes, roles: roles))
    }
    return types
  }

  /// Every indicator with its type, in the order of the types.
  package var indicators: [(type: RecordType, indicator: Indicator)] {
    types.flatMap { type in type.indicators.map { (type, $0) } }
  }

  private static func checkIndicators(_ types: [RecordType]) throws(CatalogError) {
    var owners: [String: String] = [:]
    for type in types {
      for indicator in type.indicators {
        if let owner = owners.updateValue(type.name, forKey: indicator.name) {
          let problem = "the indicator '\(indicator.name)' is \(owner)'s too"
          throw CatalogError(
            .duplicate, file: type.name + suffix, place: "totals", problem: problem, allowed: "each name once")
        }
      }
    }
  }

  package func type(named name: String) -> RecordType? { positions[name].map { types[$0] } }

  package func `class`(named name: String) -> RecordClass? { classes.first { $0.name == name } }

  package func role(named name: String) -> Role? { roles.first { $0.name == name } }

  private static func typeName(ofFile file: String) throws(CatalogError) -> String {
    guard file.hasSuffix(suffix), file.utf8.count > suffix.utf8.count else {
      let allowed = "\(classesFile), \(rolesFile), or the name of a record type and \(suffix)"
      throw CatalogError(.notAllowed, file: file, place: "file name", problem: "not a catalog file", allowed: allowed)
    }
    return String(file.dropLast(suffix.count))
  }

  private static func canonicalBytes(_ files: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    var result: [UInt8] = []
    for file in files {
      for part in [Array(file.name.utf8), file.bytes] {
        for shift in stride(from: 56, through: 0, by: -8) {
          result.append(UInt8(truncatingIfNeeded: UInt64(part.count) >> UInt64(shift)))
        }
        result += part
      }
    }
    return result
  }
}
