// Following what changes: one question for whoever keeps a copy of what this node holds.
import HTTPTypes
import Hummingbird
import Merge
import NIOCore
import Node
import ServiceLifecycle
import Store

/// The route `/changes`.
struct ChangeRoutes: Sendable {
  let node: Node
  let users: UserSource
  private let gate: FollowerGate
  /// A quarter of what a caller may have in line, since a proxy that names nobody is one caller.
  private let turns = UploadGate(max: 8)

  /// - Parameter followersMax: how many answers may be held or open at one time.
  init(node: Node, users: UserSource, followersMax: Int) {
    (self.node, self.users) = (node, users)
    gate = FollowerGate(max: followersMax)
  }

  var routes: [Route] {
    [
      Route(
        .get, "/changes", "Records that have changed since a cursor, each once; held until there are some",
        access: .people, query: .only(["since", "wait", "limit", "type", "area", "ids"]),
        answers: [.ok, .gone, .tooManyRequests]
      ) { try await changes($0, $1) }
    ]
  }

  private static let hint = "Ask for fewer at a time, with a smaller 'limit'."

  private func changes(_ request: Request, _ context: GridwardContext) async throws -> Response {
    let query = try ChangeQuery(request, catalog: node.catalog)
    let caller = users.caller(of: request, context)
    let follower = Follower(node: node, caller: caller, line: request.line, asked: query.asked, turns: turns)
    let generation = node.changes.generation
    let first = try await node.answer(request, context, to: caller, orNarrower: Self.hint) {
      try follower.page(after: query.cursor, in: $0)
    }
    if query.isStream { return try stream(first, follower, past: generation) }
    guard query.wait > .zero, !first.isWorthTelling else { return first.response }
    let permit = try gate.enter(caller)
    defer { withExtendedLifetime(permit) {} }
    let watch = await PeerWatch.of(context.channel)
    // A shutdown ends the waiting; then the answer still goes out, without having waited longer.
    return try await cancelWhenGracefulShutdown {
      try await SyncEndpoint.carryOut(unlessGone: watch) {
        try await follower.held(first, past: generation, for: query.wait)
      }
    }.response
  }

  /// The same as server-sent events, one for each page.
  /// - Source: https://html.spec.whatwg.org/multipage/server-sent-events.html
  private func stream(_ first: ChangePage, _ follower: Follower, past generation: UInt64) throws -> Response {
    let permit = try gate.enter(follower.caller)
    let body = ResponseBody { writer in
      defer { withExtendedLifetime(permit) {} }
      var (page, seen) = (first, generation)
      try await writer.write(ByteBuffer(bytes: page.event))
      while !Task.isShuttingDownGracefully {
        let (last, known) = (page, seen)
        let next = try await cancelWhenGracefulShutdown { try await follower.next(after: last, past: known) }
        guard let next else { break }
        (page, seen) = next
        try await writer.write(ByteBuffer(bytes: page.event))
      }
      try await writer.finish(nil)
    }
    return Response(status: .ok, headers: [.contentType: ChangeQuery.eventStream], body: body)
  }
}
