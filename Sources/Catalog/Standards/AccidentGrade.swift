// The grade of a work-safety accident, from those killed and injured and the direct loss.

/// The four grades, from the least.
/// - Source: 《生产安全事故报告和调查处理条例》（国务院令第493号）第三条.
package enum AccidentGrade: Int64, CaseIterable, Sendable, Comparable {
  /// 一般事故
  case general = 1
  /// 较大事故
  case larger
  /// 重大事故
  case major
  /// 特别重大事故
  case particularlyMajor

  package static func < (left: AccidentGrade, right: AccidentGrade) -> Bool { left.rawValue < right.rawValue }

  /// From how many dead, seriously injured and fen of direct loss on a grade begins; “以上” includes the number itself.
  private static let thresholds: [(grade: AccidentGrade, dead: Int64, seriouslyInjured: Int64, lossFen: Int64)] = [
    (.particularlyMajor, 30, 100, 10_000_000_000),
    (.major, 10, 50, 5_000_000_000),
    (.larger, 3, 10, 1_000_000_000),
  ]

  /// The grade: any one of the three measures is enough.
  /// - Parameter lossFen: direct loss in fen (0.01 CNY).
  package init(dead: Int64, seriouslyInjured: Int64, lossFen: Int64) {
    let reached = Self.thresholds.first { threshold in
      dead >= threshold.dead || seriouslyInjured >= threshold.seriouslyInjured || lossFen >= threshold.lossFen
    }
    self = reached?.grade ?? .general
  }
}
