// The vectors as the tests read them.
import Conformance
import Foundation

enum Vectors {
  static let folder = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    .appending(path: "protocol/vectors")

  static let all: [VectorCase] = {
    do { return try VectorCase.all(in: folder) } catch { preconditionFailure("protocol/vectors: \(error)") }
  }()

  static let files = Set(all.map(\.file)).sorted()

  static func cases(_ file: String) -> [VectorCase] { all.filter { $0.file == file } }
}
