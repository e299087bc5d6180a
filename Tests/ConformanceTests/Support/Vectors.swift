// The vectors as the tests read them.
import Conformance
import Foundation
import TestSupport

enum Vectors {
  static let folder = Repository.root.appending(path: "protocol/vectors")

  static let all: [VectorCase] = {
    do { return try VectorCase.all(in: folder) } catch { preconditionFailure("protocol/vectors: \(error)") }
  }()

  static let files = Set(all.map(\.file)).sorted()

  static func cases(_ file: String) -> [VectorCase] { all.filter { $0.file == file } }
}
