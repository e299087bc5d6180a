// The parent's end of a link: POST /sync/v1.
import Certificates
import Hummingbird
import Merge
import NIOCore
import Node
import Replica
import ServiceLifecycle
import Wire

/// Answers children: reads a request frame by frame, then streams the answer frame by frame.
///
/// A fault before the first byte of the answer is a problem document. A fault after it cuts the answer before its close
/// frame, so that the child knows and tries again.
struct SyncEndpoint: Sendable {
  /// The answer is sent in pieces of at most this size, so that a slow reader shows as one.
  private static let pieceBytesMax = 64 << 10
  /// How much of a request is kept to tell why it was refused.
  private static let headBytesMax = 4 << 10

  private let node: Node
  private let uploads: UploadGate
  /// Who may enter; nil where nobody is authenticated.
  private let gate: LinkGate?

  init(node: Node, uploadsMax: Int, gate: LinkGate? = nil) {
    self.node = node
    self.gate = gate
    uploads = UploadGate(max: uploadsMax)
  }

  var routes: [Route] {
    [
      Route(
        .post, SyncBinding.path, "One round of a session", access: gate == nil ? .anyChild : .enrolledChild,
        query: .ignored, body: .frames, answers: [.ok, .forbidden, .tooManyRequests]
      ) { try await answer($0, $1) }
    ]
  }

  private func answer(_ request: Request, _ context: GridwardContext) async throws -> Response {
    let peer = try await gate?.accepted(context)
    guard request.headers[.contentType] == SyncBinding.contentType else {
      throw Problem(.unsupportedMediaType, "A sync request is of type \(SyncBinding.contentType).")
    }
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > Limits.requestBytesMax {
      throw Self.tooLarge
    }
    let answering: Answering
    do { answering = try await read(request.body, from: peer) } catch let refusal as CertificateRefusal {
      throw gate?.refuse(refusal, peer, context) ?? refusal
    }
    let begun = try await begin(answering, unlessGone: PeerWatch.of(context.channel))
    return try await Self.response(from: begun)
  }

  private static var tooLarge: Problem {
    Problem(.tooLarge, "A sync request has at most \(Limits.requestBytesMax) bytes.")
  }

  /// Reads and applies the request. What was applied before a fault stays applied.
  private func read(_ body: RequestBody, from peer: PeerName?) async throws -> Answering {
    let permit = try uploads.enter()
    defer { withExtendedLifetime(permit) {} }
    var answering = Answering(node: node, peer: peer)
    var head: [UInt8] = []
    var count = 0
    for try await chunk in body {
      count += chunk.readableBytes
      guard count <= Limits.requestBytesMax else { throw Self.tooLarge }
      if head.count < Self.headBytesMax { head += chunk.readableBytesView.prefix(Self.headBytesMax - head.count) }
      do { try await answering.feed(chunk.readableBytesView) } catch let fault as SessionFault {
        throw refusal(fault, head: head)
      }
    }
    return answering
  }

  /// Begins the answer, which may wait for news; given up when the child has gone.
  private func begin(_ answering: Answering, unlessGone watch: PeerWatch?) async throws -> Answering {
    let (begun, generation) = try await Self.carryOut(unlessGone: watch) {
      var begun = answering
      let generation = try await begun.prepare()
      return (begun, generation)
    }
    guard let generation else { return begun }
    // A shutdown ends the waiting; then the answer still goes out, without having waited longer.
    try await cancelWhenGracefulShutdown {
      try await Self.carryOut(unlessGone: watch) { try await begun.hold(past: generation) }
    }
    return begun
  }

  /// Carries something out for whoever asked, and gives it up when the other end has gone.
  static func carryOut<T: Sendable>(
    unlessGone watch: PeerWatch?, _ body: @escaping @Sendable () async throws -> T
  ) async throws -> T {
    guard let watch else { return try await body() }
    return try await withThrowingTaskGroup(of: T?.self) { group in
      group.addTask { try await body() }
      group.addTask {
        await watch.waitUntilGone()
        return nil
      }
      defer { group.cancelAll() }
      // A shutdown ends both; what was to be done counts then.
      while let result = try await group.next() {
        if let result { return result }
        if !Task.isCancelled { break }
      }
      throw CancellationError()
    }
  }

  /// A child that speaks well but stands elsewhere is told so.
  private func refusal(_ fault: SessionFault, head: [UInt8]) -> any Error {
    var frames = FrameReader()
    frames.feed(head)
    guard case .wire(let error) = fault, error.code == .malformed, let first = try? frames.next(),
      let hello = try? Hello(first), Branch(parent: node.identity.area, child: hello.area) == nil
    else { return fault }
    return Problem(
      .outsideBranch, "A node at \(hello.area.code) is no child of one at \(node.identity.area.code).",
      members: [("code", .text(RejectionCode.outsideBranch.rawValue))])
  }
}

// MARK: The answer

extension SyncEndpoint {
  /// A short answer goes out whole; a long one as it is made.
  private static func response(from begun: Answering) async throws -> Response {
    var answering = begun
    var first = ByteBuffer()
    let headers: HTTPFields = [.contentType: SyncBinding.contentType]
    while first.readableBytes < pieceBytesMax {
      guard let frame = try await answering.next() else {
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: first))
      }
      first.writeBytes(frame)
    }
    let (rest, opening) = (answering, first)
    let body = ResponseBody { writer in
      var rest = rest
      try await write(opening, to: &writer)
      while let frame = try await rest.next() {
        if Task.isShuttingDownGracefully { throw CancellationError() }
        try await write(ByteBuffer(bytes: frame), to: &writer)
      }
      try await writer.finish(nil)
    }
    return Response(status: .ok, headers: headers, body: body)
  }

  private static func write(_ buffer: ByteBuffer, to writer: inout any ResponseBodyWriter) async throws {
    var buffer = buffer
    while let piece = buffer.readSlice(length: min(buffer.readableBytes, pieceBytesMax)), piece.readableBytes > 0 {
      try await writer.write(piece)
    }
  }
}
