// What both ends of a link write, each as one piece of work for the group writer.
import Merge
package import Replica
import Store
package import Wire

/// Pieces of work on a link, addressed by the peer; each reads the link it changes inside its own transaction. They are held
/// until the session starts the writer, so that those of a short exchange share a transaction.
extension Node {
  /// Notes a peer's hello, making its link at a first meeting.
  /// - Parameter address: where a parent answered; nil for a child, and for a parent that spoke through a file.
  package func greet(_ hello: Hello, isParent: Bool, address: String? = nil) -> Ticket<StoredLink> {
    writer.hold { replica, storage in
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
    writer.hold { replica, storage in
      let branch = try Self.branch(replica.identity, hello: hello, isParent: isParent)
      var link = try Self.link(hello, in: storage)
      var refused = Refused(try storage.quarantines(link: link.reference))
      return try replica.apply(
        batch, link: &link, branch: branch, refused: &refused, now: Node.now, to: storage)
    }
  }

  package func note(_ close: CloseMessage, from hello: Hello) -> Ticket<StoredLink> {
    writer.hold { replica, storage in
      var link = try Self.link(hello, in: storage)
      try replica.note(close, link: &link, in: storage)
      return link
    }
  }

  package func note(_ report: CustodyReport, from hello: Hello) -> Ticket<StoredLink> {
    writer.hold { replica, storage in
      var link = try Self.link(hello, in: storage)
      try replica.note(report, link: &link, in: storage)
      return link
    }
  }

  /// Ends a child's round: decides whether equality is proved and notes it, with the cursor that reconciling reached.
  /// Whatever else of the round is still held goes into the same transaction.
  package func finish(_ session: Uplink) async throws -> (outcome: UplinkOutcome, session: Uplink) {
    try await writer.run { replica, storage in
      guard let hello = session.parent, let branch = Branch(parent: hello.area, child: replica.identity.area) else {
        throw SessionFault.cutOff
      }
      var (link, finished) = (try Self.link(hello, in: storage), session)
      let outcome = try finished.finishRound(link: link, branch: branch, in: storage)
      let reconciled = finished.takeReconciledCursor()
      if outcome == .unequal { return (outcome, finished) }
      if let reconciled { link.received.advance(from: .zero, to: reconciled) }
      if outcome == .proved { link.provedAt = Node.now }
      if reconciled != nil || outcome == .proved { try storage.saveLink(link) }
      return (outcome, finished)
    }
  }

  /// The link to a peer whose hello has been noted: its cursors speak of the store that said hello.
  private static func link(_ hello: Hello, in storage: StoreWriter) throws -> StoredLink {
    guard let link = try storage.link(hello.node), link.store == hello.store else { throw SessionFault.cutOff }
    return link
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
