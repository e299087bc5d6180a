// Log lines on standard error: text for a person, or one JSON object a line for a collector.
import Foundation
import Logging

/// A log handler that writes each event as one line.
struct LineLog: LogHandler {
  enum Form: String, CaseIterable { case text, json }

  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level
  private let form: Form

  init(form: Form, level: Logger.Level) {
    self.form = form
    logLevel = level
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var fields = metadata.merging(event.metadata ?? [:]) { _, new in new }
    if let error = event.error { fields["error"] = "\(error)" }
    let time = Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    Terminal.note(form == .text ? text(time, event, fields) : json(time, event, fields))
  }

  private func text(_ time: String, _ event: LogEvent, _ fields: Logger.Metadata) -> String {
    let tail = fields.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
    return Terminal.harmless("\(time) \(event.level) \(event.message)\(tail)")
  }

  private func json(_ time: String, _ event: LogEvent, _ fields: Logger.Metadata) -> String {
    var object: [String: JSON] = [
      "time": .text(time), "level": .text("\(event.level)"), "message": .text("\(event.message)"),
    ]
    for (key, value) in fields where object[key] == nil { object[key] = .text("\(value)") }
    return JSON.object(object).string
  }
}
