// Asking the parent: one round at the child's end, over the transport.
import Logging
package import Merge
package import Replica
import Store
package import Transport
import Wire

/// A session with the parent: rounds until both ends are proved equal.
package struct Asking: Sendable {
  private let node: Node
  private let client: HTTPClient
  private let address: String
  private let parentArea: Area?
  /// The place this node stood at before, when the session is about that.
  private let place: Area?
  /// Who answered last, in a session about a former place.
  private var formerParent: NodeID?
  private let url: String
  private var session: Uplink
  private var met = MetKeys()
  package private(set) var rounds = 0
  package private(set) var sentBytes = 0
  package private(set) var receivedBytes = 0

  /// - Parameters:
  ///   - parent: the parent's address, such as `http://127.0.0.1:8370`.
  ///   - parentArea: where the parent's certificate says it stands; nil where nobody is authenticated.
  ///   - place: the place this node stood at before, to pass on what belongs there; nil for where it stands.
  package init(node: Node, client: HTTPClient, parent: String, parentArea: Area? = nil, place: Area? = nil) {
    self.node = node
    self.place = place
    self.parentArea = parentArea
    self.client = client
    address = parent
    url = parent + (parent.hasSuffix("/") ? "sync/v1" : "/sync/v1")
    session = Uplink(
      identity: node.identity.at(place ?? node.identity.area), catalog: node.catalogDigest,
      takesCustodyReceipts: node.store.root != nil)
  }

  /// Makes one round.
  /// - Parameters:
  ///   - wait: how long the parent may hold its answer when there is nothing to say.
  ///   - began: called when the answer begins: from then on it is worth reading to its end.
  /// - Throws: `LinkFailure`, or `StoreError` when nothing can be written here.
  package mutating func round(wait: Duration, began: @Sendable () -> Void = {}) async throws -> UplinkOutcome {
    let milliseconds = UInt64(
      max(0, wait.components.seconds * 1000 + wait.components.attoseconds / 1_000_000_000_000_000))
    let undertaking = Node.session(at: address)
    try node.admit(undertaking)
    let asking = self
    let (body, asked) = try await node.read(on: .links, by: Node.itself, noting: undertaking) {
      try asking.request(wait: milliseconds, in: $0)
    }
    session = asked
    rounds += 1
    do {
      let response = try await client.send(request(body, wait: wait))
      began()
      guard response.status == 200 else {
        throw LinkFailure.refused(
          response, body: (try? await response.collect(limit: ProblemType.documentBytesMax)) ?? [])
      }
      if let type = response.header("Content-Type"), !type.lowercased().hasPrefix(SyncBinding.contentType) {
        throw LinkFailure.otherContent(type)
      }
      let pending = try await takeAnswer(response)
      count(response, sent: body.count)
      return try await finish(pending)
    } catch let error as TransportError { throw LinkFailure.transport(error) } catch let fault as SessionFault {
      throw LinkFailure.session(fault)
    }
  }

  private func request(wait milliseconds: UInt64, in reader: StoreReader) throws -> (body: [UInt8], asked: Uplink) {
    var asked = session
    asked.identity = node.identity.at(place ?? node.identity.area)
    // At another address another parent may answer: nothing cut for the old one's branch is sent to it.
    let link = try self.link(in: reader)
    return (try asked.request(link: link, in: reader, now: Node.now, wait: milliseconds), asked)
  }

  private func link(in reader: StoreReader) throws -> StoredLink? {
    if place != nil { return try formerParent.flatMap { try reader.link($0) } }
    return try reader.parentAddress() == address ? reader.parentLink() : nil
  }

  private func request(_ body: [UInt8], wait: Duration) -> HTTPRequest {
    var request = HTTPRequest(
      url: url, method: .post, headers: [("Content-Type", SyncBinding.contentType)], body: body,
      maxBodyBytes: Limits.responseBytesMax)
    // While the parent may hold its answer, silence is no fault; its own limit ends the wait.
    request.timeouts.lowSpeed = .init(bytesPerSecond: 64, window: wait + .seconds(30))
    return request
  }

  /// Reads the answer, applying each batch while the next arrives.
  /// - Returns: what is not known to be on disk yet. What came before a fault is applied all the same.
  private mutating func takeAnswer(_ response: HTTPResponse) async throws -> PendingWork {
    var frames = FrameReader()
    var pending = PendingWork(node: node)
    var cut: TransportError?
    var body = response.body.makeAsyncIterator()
    reading: while true {
      do throws(TransportError) {
        guard let chunk = try await body.next(isolation: #isolation) else { break reading }
        receivedBytes += chunk.count
        frames.feed(chunk)
      } catch {
        cut = error
        break reading
      }
      do {
        while let frame = try Self.next(&frames) { try await carryOut(frame, &pending) }
      } catch {
        node.writer.start()
        throw error
      }
      // What the close brings waits for the round's last piece of work.
      if session.isOpen { pending.start() }
    }
    guard let cut else { return pending }
    try await pending.settle()
    throw cut
  }

  private static func next(_ frames: inout FrameReader) throws(SessionFault) -> Frame? {
    do throws(WireError) { return try frames.next() } catch { throw .wire(error) }
  }

  private mutating func carryOut(_ frame: Frame, _ pending: inout PendingWork) async throws {
    guard let action = try session.receive(frame), let hello = session.parent else { return }
    if case .greet = action {
      if let parentArea, hello.area != parentArea { throw LinkFailure.otherParent(hello.area) }
      try node.admit(Node.takingIn(from: hello))
      try node.admit(Node.session(with: hello))
      formerParent = hello.node
    }
    let end = LinkEnd.child(address: address, place: place)
    let work = node.carryOut(action, met: &met, from: hello, as: end, in: pending.sequence)
    try await pending.add(work, isBatch: action.isBatch)
  }

  private mutating func count(_ response: HTTPResponse, sent: Int) {
    let transferred = response.transferred
    sentBytes += transferred?.sent ?? sent
    node.figures.roundUp(sent: transferred?.sent ?? sent, received: transferred?.received ?? 0)
  }

  /// Ends the round with one more piece of work, which takes what is pending to the disk with it.
  private mutating func finish(_ pending: PendingWork) async throws -> UplinkOutcome {
    var pending = pending
    let ended: Result<(outcome: UplinkOutcome, session: Uplink), any Error>
    do { ended = .success(try await node.finish(session, in: pending.sequence)) } catch { ended = .failure(error) }
    // When an earlier piece failed, that is the reason for whatever failed after it.
    try await pending.settle()
    let (outcome, finished) = try ended.get()
    session = finished
    if outcome == .unequal { throw LinkFailure.unequal }
    return outcome
  }
}

/// How sessions are bound to HTTP.
/// - Source: protocol §5.8.
package enum SyncBinding {
  package static let path = "/sync/v1"
  package static let contentType = "application/vnd.gridward.frames"
}
