// A log that a test counts the lines of.
import Logging

/// Counts lines from a level on, warnings unless another one is set.
struct CountingLog: LogHandler {
  let count: @Sendable () -> Void
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.warning

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) { count() }
}
