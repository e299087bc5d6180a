// The project's own files, as text, for the rules that hold for all of them.
import Foundation

/// A text file of the project.
struct TextFile: CustomStringConvertible, Sendable {
  /// Relative to the project's folder.
  let path: String
  let text: String

  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
  var description: String { path }
  /// The folder it lies in, with a slash at its end; empty at the top.
  var folder: String { String(path.prefix(upTo: path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)) }

  /// The module or test target the file belongs to.
  var module: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

  /// The file's lines without comments, so that a rule about code does not read prose.
  var code: [Substring] { lines.map { $0.prefix(upTo: $0.firstRange(of: "//")?.lowerBound ?? $0.endIndex) } }
}

enum Tree {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The files below `folder` with one of the endings, sorted by path; what a build made is left out.
  static func files(in folder: String, endings: [String]) -> [TextFile] {
    let base = root.appending(path: folder)
    let paths = FileManager.default.enumerator(atPath: base.path)?.allObjects as? [String] ?? []
    return paths.sorted().filter { path in
      endings.contains { path.hasSuffix($0) } && !path.split(separator: "/").contains { $0.hasPrefix(".build") }
    }.compactMap { file("\(folder)/\($0)") }
  }

  static func file(_ path: String) -> TextFile? {
    guard let data = try? Data(contentsOf: root.appending(path: path)) else { return nil }
    return TextFile(path: path, text: String(decoding: data, as: UTF8.self))
  }

  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: root.appending(path: path).path) }

  static let sources = files(in: "Sources", endings: [".swift"])
  static let tests = files(in: "Tests", endings: [".swift"])
  static let cSources = files(in: "Sources", endings: [".c", ".h"])
  /// What is not obvious about a module, in its folder.
  static let designs = files(in: "Sources", endings: ["/DESIGN.md"])
  /// What is written to be read from its beginning to its end.
  static let prose =
    ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"].compactMap(file) + designs + files(in: "docs", endings: [".md"])
  static let documents =
    prose + ["README.zh-CN.md", "CHANGELOG.md"].compactMap(file) + files(in: "ops", endings: [".md"])
    + files(in: "protocol", endings: [".md", ".yaml", ".cddl"])
}
