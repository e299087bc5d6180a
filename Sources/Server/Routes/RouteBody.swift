// What a request carries in its body.
import HTTPTypes

/// The kind of body that a route takes.
package enum RouteBody: String, Sendable, CaseIterable {
  case none
  case json
  /// A JSON document that may be left out.
  case optionalJSON = "json-or-nothing"
  /// Actions that devices have signed, with passes; the same as JSON is taken, too.
  /// - Source: protocol §16.6.
  case cbor
  /// The frames of a session.
  /// - Source: protocol §5.
  case frames

  /// The statuses of a body that cannot be read: malformed, too large, or of another type.
  var refusals: [HTTPResponse.Status] {
    self == .none ? [] : [.badRequest, .contentTooLarge, .unsupportedMediaType]
  }
}
