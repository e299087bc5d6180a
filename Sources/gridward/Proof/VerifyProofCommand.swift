// `gridward verify-proof`: checks a proof file with nothing but the city's public key.
import ArgumentParser
import Catalog
import Foundation
import Merge
import Trust

struct VerifyProofCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify-proof",
    abstract: "Check a proof file offline, and say what it proves.",
    discussion: """
        gridward verify-proof hazard.proof --root 3b6a27bc…

      It reads the file and nothing else: no store, no network. The root key must come from a place that is trusted, such as \
      the city's website; the one in the file proves nothing. Ends with \(ExitStatus.unsound.rawValue) when anything fails.
      """)

  @Argument(help: "The file that `gridward proof` wrote.")
  var file: String
  @Option(help: ArgumentHelp("The city's public root key, 64 hexadecimal digits.", valueName: "key"))
  var root: String

  func run() async throws {
    guard let key = PublicKey(hex: root) else {
      throw Failure(.usage, "`\(root)` is no public key", hint: "A root key has 64 hexadecimal digits.")
    }
    guard let data = FileManager.default.contents(atPath: file) else {
      throw Failure(.notFound, "there is no file at \(file)", hint: "Give the file that `gridward proof` wrote.")
    }
    do throws(ProofFault) {
      for line in ProofWords(try ProofFile.check([UInt8](data), root: key)).lines { Terminal.line(line) }
    } catch {
      throw Failure(
        .unsound, "验证未通过 · the proof fails: \(error)",
        hint: "Nothing in the file counts. Ask for it anew at its source.")
    }
  }
}
