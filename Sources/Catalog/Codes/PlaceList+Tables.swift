// The code tables that a list of places becomes: one for each area that needs to know them.
package import Merge

extension CodeTable {
  /// The table whose codes are areas: what places are called.
  package static let places = "division"
}

extension PlaceList {
  /// A table and the area it is issued for.
  package struct Issue: Hashable, Sendable {
    package let area: Area
    package let table: CodeTable
  }

  /// The tables of the list, by the areas they are issued for: what lies below a district stands in the district's table,
  /// everything else in that of the node's own area.
  /// - Parameters:
  ///   - day: whose divisions they are; it is the tables' version.
  ///   - home: the area of the node that issues them.
  package func tables(asOf day: Day, source: String, at home: Area) throws(PlaceListFault) -> [Issue] {
    var entries: [Area: [CodeEntry]] = [:]
    for place in places {
      guard home.contains(place.area) else {
        throw .outside(line: place.line, code: place.area.code, home: home)
      }
      let meaning = Value.sorted([("zh", .text(place.name))])
      entries[Self.carrier(of: place.area, at: home), default: []].append(
        CodeEntry(code: place.area.code, meaning: meaning))
    }
    return entries.sorted { $0.key < $1.key }.map { area, entries in
      let table = CodeTable(
        name: CodeTable.places, version: day.description, title: Title(zh: "行政区划", en: "Divisions"), source: source,
        validFrom: nil, validTo: nil, entries: entries)
      return Issue(area: area, table: table)
    }
  }

  private static func carrier(of area: Area, at home: Area) -> Area {
    guard let district = area.ancestor(at: .district), district != area, home.contains(district) else { return home }
    return district
  }

  /// Entries in pieces, each of which fits one commit with room for the rest of a record.
  package static func pieces(_ entries: [CodeEntry]) -> [[CodeEntry]] {
    var pieces: [[CodeEntry]] = []
    var room = 0
    for entry in entries {
      let bytes = entry.code.utf8.count + entry.title.zh.utf8.count + entryBytes
      if bytes > room {
        pieces.append([])
        room = pieceBytesMax
      }
      pieces[pieces.count - 1].append(entry)
      room -= bytes
    }
    return pieces
  }

  /// What an entry takes besides its code and name.
  /// - Units: bytes, more than there are.
  private static let entryBytes = 32
  private static let pieceBytesMax = 96 << 10
}
