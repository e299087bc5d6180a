// The catalog that is part of the program, so that one binary is all an office needs.

extension Catalog {
  /// The catalog of `protocol/catalog`, as embedded when the program was built.
  ///
  /// The files are tested against the folder byte for byte, so a fault in them is a fault of the program.
  package static let builtIn: Catalog = {
    do {
      return try Catalog(files: builtInFiles.map { (name: $0.name, bytes: Array($0.text.utf8)) })
    } catch {
      preconditionFailure("the built-in catalog: \(error)")
    }
  }()
}
