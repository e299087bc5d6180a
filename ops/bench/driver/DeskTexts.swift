// What a city's store is made of: enterprises that are visited, and the texts of what is found there.
import Foundation
import Merge

/// An enterprise that is visited.
struct DeskUnit: Sendable {
  private struct Line: Decodable {
    let area: String
    let name: String
    let longitude: Int64
    let latitude: Int64
  }

  let area: Area
  let name: String
  let code: String
  let township: Area
  let district: Area
  let sector: String
  let longitude: Int64
  let latitude: Int64

  static func read(_ path: String) throws -> [DeskUnit] {
    let decoder = JSONDecoder()
    return try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: 10).enumerated().map { number, line in
      try DeskUnit(decoder.decode(Line.self, from: line), number: number)
    }
  }

  private init(_ line: Line, number: Int) throws {
    guard let area = Area(line.area), let township = area.ancestor(at: .township),
      let district = area.ancestor(at: .district)
    else { throw CocoaError(.fileReadCorruptFile) }
    (self.area, self.township, self.district) = (area, township, district)
    (name, longitude, latitude) = (line.name, line.longitude, line.latitude)
    code = String(area.code.dropFirst(13))
    sector = DeskTexts.sectors[number % DeskTexts.sectors.count]
  }
}

/// What hazards say: descriptions with what goes with them, places and measures, put together anew for each.
struct DeskTexts {
  /// - Source: protocol/catalog/codes/sector.yaml
  static let sectors = [
    "hazchem", "construction", "fire", "gas", "special_equipment", "power", "road", "port", "fishery", "school",
    "tourism", "mine",
  ]
  static let campaigns = ["", "", "", "", "打非治违专项行动", "汛期安全检查", "燃气安全专项整治", "有限空间专项检查"]

  /// The code of each kind of trouble that `vocabulary.txt` calls otherwise than the table of categories.
  /// - Source: protocol/catalog/codes/hazard-category.yaml
  private static let categories = [
    "机械防护": "机械设备", "粉尘防爆": "粉尘涉爆", "涉氨制冷": "危险化学品", "仓储物流": "消防安全", "渔港码头": "交通运输", "九小场所": "消防安全",
  ]

  let records: [BenchRecord.Fields]

  init(_ records: [BenchRecord.Fields]) { self.records = records }

  static func category(_ name: String) -> String { categories[name] ?? name }
}
