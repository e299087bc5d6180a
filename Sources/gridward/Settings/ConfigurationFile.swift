// What a configuration file says that nobody reads: a slip of the pen must not leave a key at its default in silence.
import Catalog
import Foundation

enum ConfigurationFile {
  /// Tells of keys that mean nothing. They do not end the command: an older program reads a newer one's file.
  static func tellUnknownKeys(at path: String) {
    guard let bytes = try? Data(contentsOf: URL(filePath: path)) else { return }
    let known = Set(Settings.keyNames)
    let unknown = DocumentKeys.names(in: String(decoding: bytes, as: UTF8.self)).filter { !known.contains($0) }
    if unknown.isEmpty { return }
    let list = unknown.prefix(8).map { "`\(Terminal.harmless($0))`" }.joined(separator: ", ")
    let rest = unknown.count > 8 ? " and \(unknown.count - 8) more" : ""
    Terminal.note("\(path): \(list)\(rest): no such key, so it changes nothing; see `gridward --help`.")
  }
}
