// The half-year that a report of the city describes, in figures.

/// What the report says of the half-year; the scenario enters exactly this.
///
/// The report is dated 2023 and tells of the first half of 2014; its tree then had nine districts and three zones, the one
/// here has the ten districts of 2025.
package enum QingdaoFigures {
  /// 检查生产经营单位37266家(次)，排查隐患35097处，整改隐患31459处
  package static let visits = 37_266
  package static let hazardsFound = 35_097
  package static let hazardsRectified = 31_459
  /// 打击非法违法生产经营行为17567起
  package static let violations = 17_567
  /// 市级挂牌督办重大隐患267处
  package static let cityListings = 267
  /// 事故168起，死亡91人，同比分别上升47.4%和85.7%
  package static let accidents = 168
  package static let deaths = 91
  package static let accidentsBefore = 114
  package static let deathsBefore = 49
  /// 关停企业454家，停产整顿243家
  package static let closures = 454
  package static let suspensions = 243
  /// 17个督查组共检查各类生产经营单位170家
  package static let supervisionTeams = 17
  package static let supervisionVisits = 170
  /// 36名国内专家，对40家…发现问题和隐患2152项
  package static let experts = 36
  package static let diagnoses = 40
  package static let diagnosisProblems = 2_152
  /// 51处…公开曝光
  package static let publications = 51

  package static let period = "2014-H1"
  package static let months = 6
}
