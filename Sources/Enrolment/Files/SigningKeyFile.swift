// The file of a node's signing key, beside its store.
package import Foundation
package import Trust

/// `node.key` for `node.db`: the seed of the key the node signs with, in hexadecimal, mode 0600.
package struct SigningKeyFile: Sendable {
  package let url: URL

  package init(_ url: URL) { self.url = url }

  package init(store path: String) { url = URL(filePath: path).deletingPathExtension().appendingPathExtension("key") }

  package var exists: Bool { FileManager.default.fileExists(atPath: url.path) }

  package func read() throws(EnrolmentError) -> SigningKey {
    let text = String(decoding: try SecretFile.read(url), as: UTF8.self)
    let digits = text.prefix { !$0.isWhitespace }
    guard let seed = [UInt8](hexadecimal: digits), let key = SigningKey(seed: seed) else {
      throw EnrolmentError(.damagedFile, "\(url.path) is no signing key", hint: "Restore it, or make the node anew.")
    }
    return key
  }

  /// Keeps a new key; one that is there already is never written over.
  package func make(seed: [UInt8]) throws(EnrolmentError) -> SigningKey {
    guard !exists, let key = SigningKey(seed: seed) else {
      throw EnrolmentError(.alreadyEnrolled, "there is a key at \(url.path)", hint: "Move it away first.")
    }
    try SecretFile.write("\(seed.hexadecimal)\n".utf8, to: url)
    return key
  }
}
