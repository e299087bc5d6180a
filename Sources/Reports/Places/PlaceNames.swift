// What the places are called that one answer or notice speaks of.
package import Catalog
package import Merge
package import Store
import Totals

/// Names of places by their codes.
///
/// They are looked up once for all that is said together, in the code table of places (`CodeTable.places`), which replicates
/// like every other: a node knows the names of its own branch and of what stands above it.
package struct PlaceNames: Sendable {
  private let names: [String: String]

  /// Names that are known from elsewhere, by codes of twelve digits.
  package init(_ names: [String: String] = [:]) { self.names = names }

  /// What a store calls the places of `codes`, each by the tables of those that stand above it, and only where these have no
  /// name for it by its own: whatever else is asked for beside it.
  /// - Complexity: reads the tables issued for the districts of the places and for what stands above them.
  /// - Source: catalog README §9.4.
  package init(of codes: some Sequence<String>, in reader: StoreReader, catalog: Catalog) throws {
    let wanted = Set(codes.map { String($0.prefix(12)) })
    var issuers: Set<String> = []
    for area in wanted.compactMap({ Area($0) }) {
      for tier in [Tier.country, .province, .city, .district] {
        if let above = area.ancestor(at: tier) { issuers.insert(above.code) }
      }
    }
    var (named, own): ([String: String], [String: String]) = ([:], [:])
    try reader.forEachName(of: wanted, in: CodeTable.places, issuedFor: issuers, catalog: catalog) {
      issuer, code, name in
      guard let area = Area(issuer), let place = Area(code), area.contains(place) else { return }
      if area == place { own[code] = name } else { named[code] = name }
    }
    names = own.merging(named) { $1 }
  }

  /// What a store calls one place. The writer, which tells of a place with each entry, keeps it until a code table changes.
  package init(of area: Area, in reader: StoreReader, catalog: Catalog) throws {
    let code = String(area.code.prefix(12))
    self = try reader.ofCodes("place \(code)") { try PlaceNames(of: [code], in: reader, catalog: catalog) }
  }

  package var isEmpty: Bool { names.isEmpty }

  /// The name of a place, an enterprise's being that of its community; nil where none is known.
  package subscript(code: String) -> String? { names[String(code.prefix(12))] }

  /// The name of a place, or its code where none is known.
  package func name(of code: String) -> String { self[code] ?? code }

  /// What an answer says of the places in it: a map of codes to names, left out where no name is known.
  package var members: [(String, Value)] {
    // All keys are as long as one another: their order is that of the bytes.
    let entries = names.sorted { $0.key < $1.key }.map { Value.Entry($0.key, .text($0.value)) }
    return isEmpty ? [] : [("places", .map(entries))]
  }
}

extension TotalsReader {
  /// What the places are called that an answer about totals speaks of.
  func places(_ codes: Set<String>) throws -> PlaceNames { try PlaceNames(of: codes, in: reader, catalog: catalog) }
}

extension NoticeFigures {
  /// What the area of the notice is called.
  package var place: String { places.name(of: area.code) }

  /// The codes of all places that a notice may name.
  var codes: Set<String> {
    var codes = Set(
      byArea.map(\.key) + ranking.map(\.counts.area) + agreements.flatMap(\.lines).map(\.area)
        + corrections.map(\.correction.area) + [area.code])
    for ranked in ranking {
      if let above = Area(ranked.counts.area)?.abovePlace { codes.insert(above.code) }
    }
    return codes
  }
}
