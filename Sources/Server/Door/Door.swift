// Under which names a listener is asked: a page of another site knows none of them.
import Glibc

/// The names and addresses under which a node's listeners answer.
///
/// A page of another site can make a browser ask a listener on the same machine or network in two ways: under a name of the site's
/// own that it lets point here (DNS rebinding; `Host` tells), or across sites (`Origin` tells). Addresses in figures, `localhost` and
/// the names listed here cannot be made to point elsewhere by a stranger.
/// - Source: RFC 9110 §7.2, RFC 6454; RFC 6761 §6.3 for `localhost`.
package struct Door: Sendable {
  private let names: Set<String>
  private let hosts: Set<String>

  /// Case and a final dot do not matter.
  /// - Parameters:
  ///   - names: names of this node alone, whose pages may ask: those that the operator has listed.
  ///   - hosts: names it answers under and shares with other programs of its machine, whose pages may not.
  package init(names: some Sequence<String> = [], hosts: some Sequence<String> = []) {
    (self.names, self.hosts) = (Set(names.map(Self.folded)), Set(hosts.map(Self.folded)))
  }

  /// Whether a `Host` is one of this node's.
  /// - Parameter host: name or address, with or without a port.
  func isOwn(_ host: String) -> Bool {
    // What stands before an @ is no host.
    guard !host.contains("@") else { return false }
    let name = Self.name(of: host)
    return Self.isAddress(name) || name == "localhost" || name.hasSuffix(".localhost") || names.contains(name)
      || hosts.contains(name)
  }

  /// Whether a page of an `Origin` may ask under a `Host`: it comes from there itself, or from a listed name, which a proxy
  /// serves. Another port of the same machine is another program's.
  func admits(origin: String, at host: String?) -> Bool {
    guard let scheme = origin.firstRange(of: "://") else { return false }
    let authority = origin[scheme.upperBound...]
    if let host, authority.lowercased() == host.lowercased() { return true }
    return names.contains(Self.name(of: String(authority)))
  }

  private static func folded(_ name: String) -> String {
    let name = name.lowercased()
    return name.hasSuffix(".") ? String(name.dropLast()) : name
  }

  /// The name without its port, an address of version 6 without its brackets.
  private static func name(of host: String) -> String {
    if host.hasPrefix("["), let end = host.firstIndex(of: "]") {
      return String(host[host.index(after: host.startIndex)..<end])
    }
    let parts = host.split(separator: ":", omittingEmptySubsequences: false)
    return folded(parts.count == 2 ? String(parts[0]) : host)
  }

  private static func isAddress(_ name: String) -> Bool {
    var bytes = in6_addr()
    return inet_pton(AF_INET, name, &bytes) == 1 || inet_pton(AF_INET6, name, &bytes) == 1
  }
}
