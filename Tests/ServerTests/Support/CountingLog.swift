// A log that a test counts the lines of.
import Logging

/// Counts what is worth a warning or more.
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
