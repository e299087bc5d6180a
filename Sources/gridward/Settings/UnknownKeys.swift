// What a configuration says that nobody reads: a slip of the pen must not leave a key at its default in silence.
import Catalog
import Foundation

/// Keys that mean nothing are told. They do not end the command: an older program reads a newer one's configuration.
enum UnknownKeys {
  /// Tells of those in a file.
  static func tell(inFile path: String) {
    guard let bytes = try? Data(contentsOf: URL(filePath: path)) else { return }
    let known = Set(Settings.keyNames)
    tell(DocumentKeys.names(in: String(decoding: bytes, as: UTF8.self)).filter { !known.contains($0) }, in: path)
  }

  /// Tells of variables that are named like those of a node and are none: only capitals are read.
  static func tell(in environment: [String: String]) {
    let known = Set((Settings.keyNames + ["config"]).map(variable))
    let unknown = environment.keys.filter { $0.uppercased().hasPrefix(Self.prefix) && !known.contains($0) }
    let isCapital = unknown.allSatisfy { !known.contains($0.uppercased()) }
    tell(unknown.sorted(), in: "the environment", isCapital ? "" : " Variables are written in capitals.")
  }

  private static let prefix = "GRIDWARD_"

  /// The variable that stands for a key: `GRIDWARD_LISTEN_PORT` for `listen.port`.
  private static func variable(_ key: String) -> String {
    prefix + key.uppercased().replacing(".", with: "_")
  }

  private static func tell(_ unknown: [String], in place: String, _ remedy: String = "") {
    if unknown.isEmpty { return }
    let list = unknown.prefix(8).map { "`\(Terminal.harmless($0))`" }.joined(separator: ", ")
    let rest = unknown.count > 8 ? " and \(unknown.count - 8) more" : ""
    Terminal.note("\(place): \(list)\(rest): no such key, so it changes nothing; see `gridward --help`.\(remedy)")
  }
}
