// The districts, townships and communities that take part, and the enterprises made up for them.
import Catalog
import Merge
import SeededNumbers

extension District {
  /// The districts of the real tree with made-up enterprises.
  static func qingdao(_ settings: QingdaoSettings) -> [District] {
    let divisions = Divisions.qingdao
    guard let city = divisions.places.first?.area else { preconditionFailure("the tree has no root") }
    let districts = divisions.places(of: .district, in: city)
    let communities = divisions.places.filter { $0.area.tier == .community }
    var byTownship: [String: [Divisions.Place]] = [:]
    for place in communities { byTownship[String(place.area.code.prefix(9)), default: []].append(place) }
    let townships = divisions.places(of: .township, in: city).map { township -> (Divisions.Place, [Divisions.Place]) in
      let all = byTownship[String(township.area.code.prefix(9))] ?? []
      return (township, settings.communitiesPerTownship.map { Array(all.prefix($0)) } ?? all)
    }
    let count = townships.reduce(0) { $0 + $1.1.count }
    var shares = Spread.evenly(settings.enterprises, over: count)[...]
    var draw = Draw(seed: settings.seed, stream: "enterprises")
    var number = 0
    return districts.map { district in
      var hasTerminal = false
      let below = townships.filter { district.area.contains($0.0.area) }.map { township, places in
        var isFirst = true
        let communities = places.map { place -> Community in
          let enterprises = (0..<(shares.popFirst() ?? 0)).map { _ -> Enterprise in
            number += 1
            return Enterprise.made(number, in: place, &draw)
          }
          let wantsTerminal = isFirst && (settings.hasTerminalInEveryTownship || !hasTerminal)
          if wantsTerminal, !enterprises.isEmpty { (isFirst, hasTerminal) = (false, true) }
          return Community(
            area: place.area, enterprises: enterprises, terminal: wantsTerminal ? enterprises.first : nil)
        }
        return Township(area: township.area, communities: communities)
      }
      return District(area: district.area, name: district.name, townships: below)
    }
  }
}

extension Enterprise {
  static func made(_ number: Int, in place: Divisions.Place, _ draw: inout Draw) -> Enterprise {
    let code = "\(place.area.code)/\(CreditCode.made(district: place.area.code, number: number))"
    guard let area = Area(code) else { preconditionFailure("an enterprise's area: \(code)") }
    return Enterprise(
      area: area, name: "\(place.name)第\(number)\(draw.pick(Vocabulary.trades))厂",
      sector: draw.pick(Vocabulary.sectors),
      record: RecordID(milliseconds: 1_380_000_000_000 + Int64(number), random: (draw.next(), draw.next())))
  }
}
