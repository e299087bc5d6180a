// The project's own files, as text, for the rules that hold for all of them.
import Foundation

/// A text file of the project.
struct TextFile: CustomStringConvertible, Sendable {
  /// Relative to the project's folder.
  let path: String
  let text: String

  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
  var description: String { path }

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
  static let documents =
    ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"].compactMap(file)
    + files(in: "protocol", endings: [".md", ".yaml", ".cddl"])
}
