// A township of a scenario with what stands below it.
import Merge

/// An enterprise that is visited.
struct Enterprise: Sendable {
  /// Its place: the community's code and its credit code.
  let area: Area
  let name: String
  let sector: String
  /// The id of its file.
  let record: RecordID

  /// Its credit code, by which units are told apart.
  var unit: String { String(area.code.suffix(18)) }
}

/// A community with its enterprises.
struct Community: Sendable {
  let area: Area
  let enterprises: [Enterprise]
  /// The enterprise that has a node of its own.
  let terminal: Enterprise?
}

struct Township: Sendable {
  let area: Area
  let communities: [Community]
}

struct District: Sendable {
  let area: Area
  let name: String
  let townships: [Township]

  var communities: [Community] { townships.flatMap(\.communities) }
}
