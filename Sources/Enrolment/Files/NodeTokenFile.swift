// The token by which programs on a node's own machine say who they are, in a file beside the store.
import Crypto
package import Foundation

/// What a program shows to write at a node: 32 random bytes, as hexadecimal text.
package struct NodeToken: Sendable {
  package let text: String

  package static let bytes = 32

  /// - Precondition: `secret` has `bytes` bytes that nobody can guess.
  package init(secret: [UInt8]) {
    precondition(secret.count == Self.bytes, "a token has \(Self.bytes) bytes")
    text = secret.hexadecimal
  }

  /// - Returns: nil for what is none.
  package init?(text: some StringProtocol) {
    guard let secret = [UInt8](hexadecimal: text), secret.count == Self.bytes else { return nil }
    self.init(secret: secret)
  }

  /// Whether somebody has shown this one. How long it takes says nothing about it: what is compared are the digests, whole.
  package func isSame(as shown: String) -> Bool {
    SHA256.hash(data: Data(shown.utf8)) == SHA256.hash(data: Data(text.utf8))
  }
}

/// `node.token` for `node.db`: the token in hexadecimal, mode 0600.
///
/// Whoever can read it can read the store's file, and it is worth as much.
package struct NodeTokenFile: Sendable {
  package let url: URL

  package init(_ url: URL) { self.url = url }

  package init(store path: String) { url = URL(filePath: path).deletingPathExtension().appendingPathExtension("token") }

  package var exists: Bool { FileManager.default.fileExists(atPath: url.path) }

  /// - Throws: `EnrolmentError`; a file that others could read is refused.
  package func read() throws(EnrolmentError) -> NodeToken {
    let text = String(decoding: try SecretFile.read(url), as: UTF8.self)
    guard let token = NodeToken(text: text.prefix { !$0.isWhitespace }) else {
      throw EnrolmentError(
        .damagedFile, "\(url.path) is no token", hint: "Remove it: the node makes another when it is started.")
    }
    return token
  }

  /// Reads the token; keeps a new one where there is none.
  /// - Parameter secret: what a new one is made of, drawn for it.
  package func readOrMake(secret: [UInt8]) throws(EnrolmentError) -> NodeToken {
    if exists { return try read() }
    let token = NodeToken(secret: secret)
    try SecretFile.write("\(token.text)\n".utf8, to: url)
    return token
  }
}
