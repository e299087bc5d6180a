// Following what changes: one question for whoever keeps a copy of what this node holds.
import HTTPTypes
import Hummingbird
import Merge
import NIOCore
import Node
import ServiceLifecycle
import Store
import Synchronization

/// The route `/changes`.
struct ChangeRoutes: Sendable {
  let node: Node
  let users: UserSource
  private let followers: FollowerGate
  /// A quarter of what a caller may have in line, since a proxy that names nobody is one caller.
  private let turns = UploadGate(max: 8)

  /// - Parameter followers: bounds how many answers may be held or open at one time.
  init(node: Node, users: UserSource, followers: FollowerGate) {
    (self.node, self.users, self.followers) = (node, users, followers)
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
    let follower = Follower(
      node: node, caller: caller, line: request.line, asked: query.asked,
      bytesMax: query.isStream ? ChangePage.eventBytesMax : ChangePage.bytesMax, turns: turns)
    let generation = node.changes.generation
    let first = try await Follower.persisting(query.isStream) {
      try await node.answer(request, context, to: caller, orNarrower: Self.hint) {
        try node.checkHeld(query.asked.area, in: $0)
        return try follower.page(after: query.cursor, in: $0)
      }
    }
    if query.isStream { return try stream(first, follower, past: generation) }
    guard query.wait > .zero, !first.isWorthTelling else { return first.response }
    let permit = try followers.enter(caller)
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
    let permit = try followers.enter(follower.caller)
    let begun = FirstPage(first)
    let body = ResponseBody { writer in
      defer { withExtendedLifetime(permit) {} }
      guard let first = begun.take() else { return try await writer.finish(nil) }
      try await writer.write(ByteBuffer(bytes: first.event))
      // What has been told is not kept while there is nothing to tell: thousands wait.
      var (last, seen) = (first.told, generation)
      while !Task.isShuttingDownGracefully {
        let (before, known) = (last, seen)
        let next = try await cancelWhenGracefulShutdown { try await follower.next(after: before, past: known) }
        guard let next else { break }
        try await writer.write(ByteBuffer(bytes: next.0.event))
        (last, seen) = (next.0.told, next.1)
      }
      try await writer.finish(nil)
    }
    var headers: HTTPFields = [.contentType: ChangeQuery.eventStream]
    // A proxy that gathers an answer until there is enough of it would keep events from whoever waits for them.
    if let name = Self.buffering { headers[name] = "no" }
    return Response(status: .ok, headers: headers, body: body)
  }

  private static let buffering = HTTPField.Name("X-Accel-Buffering")
}

/// The page that a stream begins with, until it has been taken: the body of an answer lives as long as the stream.
private final class FirstPage: Sendable {
  private let page: Mutex<ChangePage?>

  init(_ page: ChangePage) { self.page = Mutex(page) }

  func take() -> ChangePage? {
    page.withLock { page in
      defer { page = nil }
      return page
    }
  }
}
