// What an answer calls the places that it speaks of.

/// The member `places` of an answer; an answer without it knows no names.
struct PlacesAnswer {
  private let names: JSON

  init(_ answer: JSON) { names = answer["places"] }

  /// Whether a name is known of any place.
  var isEmpty: Bool { names.isNull }

  /// The name of a place, an enterprise's being that of its community; nothing where none is known.
  func title(of code: String) -> String { names[String(code.prefix(12))].shown }

  /// The name of a place, or its code where none is known.
  func name(of code: String) -> String {
    let title = title(of: code)
    return title.isEmpty ? code : title
  }

  /// The code with the name behind it where one is known.
  func both(of code: String) -> String {
    let title = title(of: code)
    return title.isEmpty ? code : "\(code) \(title)"
  }
}
