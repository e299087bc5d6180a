// Where a node is reached, as people write it.

enum NodeAddress {
  /// An address over HTTP with a host in it, its scheme in small letters. Without a scheme it is over plain HTTP.
  /// - Parameter field: what the address was given as.
  /// - Throws: `Failure` for any other: libcurl would guess what is meant, or try in vain for as long as the node runs.
  static func checked(_ text: String, as field: String) throws -> String {
    var parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 1 { parts.insert("http", at: 0) }
    let scheme = parts[0].lowercased()
    guard ["http", "https"].contains(scheme), let first = parts[1].first, !"/:?#".contains(first),
      !text.contains(where: \.isWhitespace)
    else {
      throw Failure(
        .settings, "\(field) is `\(Terminal.harmless(text))`",
        hint: "It must be an address such as https://10.2.0.1:8470; without enrolment http://127.0.0.1:8370.")
    }
    return "\(scheme)://\(parts[1])"
  }
}
