// Where a node is reached, as people write it.

enum NodeAddress {
  /// An address over HTTP: scheme in small letters, host and port. Without a scheme it is over plain HTTP.
  /// - Parameter field: what the address was given as.
  /// - Throws: `Failure` for any other: libcurl would guess what is meant, or try in vain for as long as the node runs.
  static func checked(_ text: String, as field: String) throws -> String {
    var parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 1 { parts.insert("http", at: 0) }
    let scheme = parts[0].lowercased()
    guard ["http", "https"].contains(scheme), let place = place(parts[1]), !text.contains(where: \.isWhitespace) else {
      throw Failure(
        .settings, "\(field) is `\(Terminal.harmless(text))`",
        hint: """
          It must be an address such as https://10.2.0.1:8470; without enrolment http://127.0.0.1:8370: a host, a port from 1 to \
          65535 if one is given, and nothing before or behind them.
          """)
    }
    return "\(scheme)://\(place)"
  }

  /// Host and port; nil where that is not all there is, but for a slash at its end.
  private static func place(_ text: Substring) -> Substring? {
    let place = text.hasSuffix("/") ? text.dropLast() : text
    guard !place.contains(where: { "/\\?#@".contains($0) }) else { return nil }
    // Colons of an address in figures stand in brackets.
    let hostEnd = place.first == "[" ? place.firstIndex(of: "]").map(place.index(after:)) : place.firstIndex(of: ":")
    guard let hostEnd else { return place.isEmpty || place.first == "[" ? nil : place }
    let port = place[hostEnd...].dropFirst()
    let isPort = port.utf8.allSatisfy { (0x30...0x39).contains($0) } && (1...65_535).contains(Int(port) ?? 0)
    guard hostEnd > place.startIndex, hostEnd == place.endIndex || place[hostEnd] == ":" && isPort else { return nil }
    return place
  }
}
