// The year that a report of a county of five townships describes, in figures.

package enum ZhengxiangbaiFigures {
  /// 检查组522组次，检查生产经营单位1498家次
  package static let outings = 522
  package static let visits = 1_498
  /// 排查隐患1163条，整改率100%
  package static let hazards = 1_163
  /// 第三方评估378条，已整改336条，正在推进整改42条
  package static let diagnosed = 378
  package static let diagnosedRectified = 336
  package static let diagnosedPending = 42
  /// 24户次，19.52万元 = 6.3 + 12.72 + 0.5; the report itself rounds the sum to 19.5.
  package static let penalties = 24
  /// In fen, by agency.
  package static let fines: [(agency: String, sector: String, count: Int, fen: Int)] = [
    ("旗应急管理局", "metals", 8, 6_300_000), ("旗交通运输局", "road", 13, 12_720_000), ("旗消防救援大队", "fire", 3, 500_000),
  ]
  package static let fineSum = 19_520_000

  package static let period = "2023"
  package static let county = "152529000000"
}
