// Noting what is under way, and leaving out what has ended the process before.
package import FlightRecorder
import Merge
import Store
import Trust
import Wire

extension Node {
  /// Carries something out on this thread, noted for the next process should this one end in it.
  /// - Throws: `shelved` when it has ended the process more than once.
  package func during<T>(_ undertaking: Undertaking, _ body: () throws -> T) throws -> T {
    try admit(undertaking)
    return try noting(undertaking, body)
  }

  /// Likewise, whatever it has done before.
  package func noting<T>(_ undertaking: Undertaking, _ body: () throws -> T) rethrows -> T {
    guard let recorder else { return try body() }
    return try recorder.during(undertaking, body)
  }

  /// - Throws: `shelved` when it has ended the process more than once.
  package func admit(_ undertaking: Undertaking) throws {
    guard store.shelf.holds(undertaking) else { return }
    throw StoreError(
      .shelved, "this has ended the node's process more than once: \(undertaking.text)",
      hint: "It is left out until another version of the program runs; `gridward status` names it.")
  }

  /// Taking in what a peer sends.
  static func takingIn(from hello: Hello) -> Undertaking {
    Undertaking(.batch, key: hello.node.raw, text: "commits from node \(hello.node) at \(hello.area.code)")
  }

  /// Whatever else a session with a peer takes.
  static func session(with hello: Hello) -> Undertaking {
    Undertaking(.session, key: hello.node.raw, text: "a session with node \(hello.node) at \(hello.area.code)")
  }

  /// A session with whoever answers at an address.
  static func session(at address: String) -> Undertaking {
    let digest = Hashing.sha256(Array("gridward session \(address)".utf8))
    return Undertaking(.session, key: digest.first16, text: "a session with the node at \(address)")
  }

  /// What the node does by itself from time to time, by its name.
  package static func duty(_ name: String) -> Undertaking {
    Undertaking(.duty, key: Hashing.sha256(Array("gridward duty \(name)".utf8)).first16, text: name)
  }

  /// What a client asks, by all that it says.
  package static func asked(_ kind: Undertaking.Kind, _ line: String, body: [UInt8] = []) -> Undertaking {
    let digest = Hashing.sha256(Array(line.utf8) + [0] + body)
    return Undertaking(kind, key: digest.first16, text: line)
  }
}
