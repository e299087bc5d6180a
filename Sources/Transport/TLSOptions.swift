// How a client recognises a server over TLS, and what it shows of itself.

/// TLS for every request of a client: version 1.2 or later, and no authority but the ones named here.
package struct TLSOptions: Sendable {
  package enum Trust: Sendable {
    /// PEM of the authorities a server's certificate must go back to.
    case authorities(pem: String)
    /// The SHA-256 of the server's SubjectPublicKeyInfo, 32 bytes: that key, whatever its certificate says.
    case pinned(sha256: [UInt8])
  }

  package struct Identity: Sendable {
    /// PEM, the own certificate first.
    package var chain: String
    package var key: String

    package init(chain: String, key: String) { (self.chain, self.key) = (chain, key) }
  }

  package var trust: Trust
  /// What a server may ask to see.
  package var identity: Identity?
  /// The name the server's certificate must have, instead of the one in the URL.
  package var serverName: String?
  /// The time to check certificates by, in seconds since 1970; nil does not look at their dates.
  package var time: (@Sendable () -> Int64)?

  package init(
    trust: Trust, identity: Identity? = nil, serverName: String? = nil, time: (@Sendable () -> Int64)? = nil
  ) {
    (self.trust, self.identity, self.serverName, self.time) = (trust, identity, serverName, time)
  }
}

/// Where a request goes, taken from its URL.
struct ServerAddress {
  var url: String

  /// Puts another name into the URL.
  /// - Returns: what makes libcurl connect to the old one all the same; nil, with the URL unchanged, unless it is `https`.
  mutating func rename(to name: String) -> String? {
    let scheme = "https://"
    guard url.lowercased().hasPrefix(scheme) else { return nil }
    let rest = url.dropFirst(scheme.count)
    let authority = rest.prefix { !"/?#".contains($0) }
    let (host, port) = Self.parts(authority)
    url = "\(scheme)\(name):\(port)\(rest[authority.endIndex...])"
    return "\(name):\(port):\(host):\(port)"
  }

  /// Host and port; an IPv6 address keeps its brackets.
  private static func parts(_ authority: Substring) -> (host: Substring, port: Substring) {
    let afterBracket = authority.lastIndex(of: "]").map { authority.index(after: $0) } ?? authority.startIndex
    guard let colon = authority[afterBracket...].lastIndex(of: ":") else { return (authority, "443") }
    return (authority[..<colon], authority[authority.index(after: colon)...])
  }
}

/// - Source: RFC 4648 §4.
func base64(_ bytes: [UInt8]) -> String {
  let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
  var text = ""
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let piece = bytes[start..<min(start + 3, bytes.count)]
    let word = piece.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - piece.count))
    for place in 0..<4 { text.append(place <= piece.count ? letters[word >> (18 - 6 * place) & 63] : "=") }
  }
  return text
}
