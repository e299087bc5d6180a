// What both ends of a link write, each as one piece of work for the group writer.
import Merge
package import Replica
import Store
package import Wire

/// Pieces of work on a link, addressed by the peer; each reads the link it changes inside its own transaction.
extension Node {
  /// Notes a peer's hello, making its link at a first meeting.
  /// - Parameter address: where a parent answered; nil for a child, and for a parent that spoke through a file.
  package func greet(_ hello: Hello, isParent: Bool, address: String? = nil) -> Ticket<StoredLink> {
    writer.submit { replica, storage in
      if let address { try storage.saveParentAddress(address) }
      let branch = try Self.branch(replica.identity, hello: hello, isParent: isParent)
      var link =
        try storage.link(hello.node) ?? storage.makeLink(peer: hello.node, area: hello.area, isParent: isParent)
      link.isParent = isParent
      try replica.note(hello, link: &link, branch: branch, now: Node.now, in: storage)
      return link
    }
  }

  /// Applies a batch and moves the link's cursor with it.
  package func apply(_ batch: Batch, from hello: Hello, isParent: Bool) -> Ticket<Ingested> {
    writer.submit { replica, storage in
      let branch = try Self.branch(replica.identity, hello: hello, isParent: isParent)
      guard var link = try storage.link(hello.node) else { throw SessionFault.cutOff }
      var refused = Refused(try storage.quarantines(link: link.reference))
      return try replica.apply(
        batch, link: &link, branch: branch, refused: &refused, now: Node.now, to: storage)
    }
  }

  package func note(_ close: CloseMessage, from hello: Hello) -> Ticket<StoredLink> {
    writer.submit { replica, storage in
      guard var link = try storage.link(hello.node) else { throw SessionFault.cutOff }
      try replica.note(close, link: &link, in: storage)
      return link
    }
  }

  package func note(_ report: CustodyReport, from hello: Hello) -> Ticket<StoredLink> {
    writer.submit { replica, storage in
      guard var link = try storage.link(hello.node) else { throw SessionFault.cutOff }
      try replica.note(report, link: &link, in: storage)
      return link
    }
  }

  /// Notes that the link was proved equal, and the cursor that reconciling reached.
  package func proved(_ hello: Hello, reconciled: Cursor?) -> Ticket<StoredLink> {
    writer.submit { replica, storage in
      guard var link = try storage.link(hello.node) else { throw SessionFault.cutOff }
      if let reconciled { link.received.advance(from: .zero, to: reconciled) }
      link.provedAt = Node.now
      try storage.saveLink(link)
      return link
    }
  }

  /// Moves the link's cursor to what reconciling reached.
  package func advance(_ hello: Hello, to reconciled: Cursor) -> Ticket<StoredLink> {
    writer.submit { replica, storage in
      guard var link = try storage.link(hello.node) else { throw SessionFault.cutOff }
      link.received.advance(from: .zero, to: reconciled)
      try storage.saveLink(link)
      return link
    }
  }

  /// Forgets what was refused on every link: what is still wrong is refused again, and what has been mended is accepted.
  /// A node does so at its start, since a new version of it may have learned.
  package func retryRefused() async throws {
    try await writer.run { _, storage in
      for link in try storage.links() { try storage.clearQuarantines(link: link.reference) }
    }
  }

  private static func branch(_ identity: Identity, hello: Hello, isParent: Bool) throws -> Branch {
    let branch =
      isParent
      ? Branch(parent: hello.area, child: identity.area) : Branch(parent: identity.area, child: hello.area)
    guard let branch else {
      throw SessionFault.wire(WireError(.malformed, "a peer that stands \(isParent ? "above" : "below") this node"))
    }
    return branch
  }
}
