// A log that a test reads.
import Logging

/// Keeps each line with what is told beside it.
struct KeepingLog: LogHandler {
  let keep: @Sendable (String, Logger.Metadata) -> Void
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.notice

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) { keep("\(event.message)", event.metadata ?? [:]) }
}
