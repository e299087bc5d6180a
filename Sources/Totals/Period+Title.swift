// Periods as a Chinese sentence names them.
package import Merge

extension Period {
  /// Such as `2014年上半年`.
  package var title: String {
    let (year, month, day) = first.parts
    switch kind {
    case .day: return "\(year)年\(month)月\(day)日"
    case .week: return "\(first.week.year)年第\(first.week.week)周"
    case .month: return "\(year)年\(month)月"
    case .quarter: return "\(year)年第\((month + 2) / 3)季度"
    case .half: return "\(year)年\(month == 1 ? "上" : "下")半年"
    case .year: return "\(year)年"
    case .span:
      let end = last.parts
      return "\(year)年\(month)月\(day)日至\(end.year)年\(end.month)月\(end.day)日"
    }
  }
}
