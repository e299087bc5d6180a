// The catalog that is part of the program, so that one binary is all an office needs.
import CEmbedded

extension Catalog {
  /// Name and text of each file of `protocol/catalog`, sorted by name.
  package static let builtInFiles: [(name: String, text: String)] = (0..<gridward_catalog_count()).map {
    Embedded.file(gridward_catalog_file($0))
  }

  /// The catalog that these files are, read when it is first asked for.
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

enum Embedded {
  /// The name and the text of a file that is part of the program.
  static func file(_ file: gridward_embedded_file) -> (name: String, text: String) {
    (String(cString: file.name), String(cString: file.text))
  }
}
