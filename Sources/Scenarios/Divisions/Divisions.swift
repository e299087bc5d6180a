// The divisions that scenarios play in: one city and one county.
import CDivisions
import Catalog
import Merge
import Reports

/// A tree of divisions with their names, in the order of their codes.
///
/// Codes down to the township are official; the last three digits of communities are made up (ops/data/README.md).
struct Divisions: Sendable {
  typealias Place = PlaceList.Place

  /// Sorted by code.
  let places: [Place]
  /// What a notice calls them.
  let names: PlaceNames

  /// 青岛市 with its districts, townships and villages.
  static let qingdao = Divisions(gridward_qingdao_tree())
  /// 正镶白旗 with its five townships and their villages.
  static let zhengxiangbai = Divisions(gridward_zhengxiangbai_tree())

  private init(_ file: gridward_division_list) {
    do throws(PlaceListFault) {
      places = try PlaceList(text: UnsafeBufferPointer(start: file.bytes, count: file.count)).places
    } catch {
      preconditionFailure("an embedded list of places: \(error)")
    }
    names = PlaceNames(Dictionary(uniqueKeysWithValues: places.map { ($0.area.code, $0.name) }))
  }

  /// The divisions of a tier inside an area.
  func places(of tier: Tier, in area: Area) -> [Place] {
    places.filter { $0.area.tier == tier && area.contains($0.area) }
  }
}
