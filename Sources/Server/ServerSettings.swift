// What an operator can set about the HTTP server, and the limits it keeps whatever is set.
package import Enrolment
import Merge
import Node
import Wire

/// Where the server listens and what it allows.
package struct ServerSettings: Sendable {
  package var host: String
  /// 0 takes a free port; `GridwardServer` tells which.
  package var port: Int
  /// Whether children are served here, without TLS and without knowing who they are: in development.
  package var servesLinks = true
  /// The names that are this node's alone; pages served under them may ask.
  package var names: Set<String> = []
  /// Further names it may be asked under, besides addresses in figures and `localhost`.
  package var hosts: Set<String> = []
  /// What programs show to write. As long as nobody sets one it is one that nobody knows.
  package var token = NodeToken(secret: Node.random16().bytes + Node.random16().bytes)
  /// Where the name of whoever writes comes from.
  package var users = UserSource.body
  package var security = SecurityReport(nil)
  package var limits = ServerLimits()
  package var build = BuildInfo()

  package init(host: String = "127.0.0.1", port: Int = 8370) {
    self.host = host
    self.port = port
  }
}

/// The program's own identity, as `/version` and the metrics tell it.
package struct BuildInfo: Sendable {
  package var version: String
  package var revision: String

  package init(version: String = "unknown", revision: String = "unknown") {
    self.version = version
    self.revision = revision
  }
}

/// The limits on every input that arrives over HTTP.
package struct ServerLimits: Sendable {
  /// The largest body of a records request. A sync request has `Limits.requestBytesMax`.
  package var bodyBytesMax = 1 << 20
  /// Request line and header fields together.
  package var headBytesMax = 64 << 10
  /// How much is read before a TLS handshake is over; a handshake itself has a few thousand bytes.
  package var handshakeBytesMax = 64 << 10
  package var headerFieldsMax = 100
  package var connectionsMax = 4_096
  /// How many sync requests may be read at one time; each holds at most a few batches in memory.
  package var syncUploadsMax = 64
  /// How many answers may be held for changes at one time, and be open as streams of events; of one caller half of them.
  package var followersMax = 2_000
  package var pace = PaceLimits()
  /// How often actions may be handed in.
  package var actions = ActionPace()
  /// How often peers may ask on the link listener.
  package var rates = RateLimits()

  package init() {}
}

/// How slow a client may be.
package struct PaceLimits: Sendable {
  /// From the first byte of a request, or from a new connection, to the end of its head.
  package var head: Duration = .seconds(10)
  /// How long a connection may stay open between requests.
  package var idle: Duration = .seconds(75)
  /// The slowest body: fewer bytes in a window in which the server was waiting for them end the connection.
  package var bodyBytesPerSecondMin = 1_024
  package var bodyWindow: Duration = .seconds(30)
  /// How long an answer may wait for its reader without any of it being taken.
  package var stalledAnswer: Duration = .seconds(60)
  /// How long a request in progress may go on once the server is shutting down.
  package var shutdown: Duration = .seconds(5)
  /// How long a refused body is thrown away, so that its sender can read the refusal.
  package var linger: Duration = .seconds(1)
  /// How often all of this is looked at.
  package var tick: Duration = .seconds(2)

  package init() {}
}
