// Standard forms that an entered text can be asked to have, named by the catalog.
import Merge

/// A form of text that some standard or this protocol defines.
/// - Source: catalog README §4.8.
package enum FieldCheck: String, Sendable, CaseIterable {
  /// Unified social credit code with its check character: GB 32100-2015.
  case uscc
  /// Division code of twelve digits: GB/T 2260, GB/T 10114.
  case division
  /// Area of the protocol: a division code, or an enterprise's.
  case area
  /// Grid code of fifteen digits: a community and a cell of it.
  case grid
  /// A unit: its credit code or, where it has none, the id of its file.
  case unit
  /// Id of a record.
  case record
  /// A day, `2026-03-01`.
  case date
  /// A reporting period, `2026-03`, `2026-Q1`, `2026-H1` or `2026`.
  case period
  /// SHA-256 in 64 hexadecimal digits of lower case.
  case sha256
  /// A name of `a-z`, `0-9` and `_`, beginning with a letter.
  case name

  package func passes(_ text: String) -> Bool {
    switch self {
    case .uscc: CreditCode.isValid(text)
    case .division: Area(text).map { $0.tier != .terminal } ?? false
    case .area: Area(text) != nil
    case .grid: Self.isGrid(text)
    case .unit: CreditCode.isValid(text) || RecordID(hex: text) != nil
    case .record: RecordID(hex: text) != nil
    case .date: Day(text) != nil
    case .period: Period(reported: text) != nil
    case .sha256: text.utf8.count == 64 && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    case .name: Self.isName(text)
    }
  }

  private static func isGrid(_ text: String) -> Bool {
    guard text.utf8.count == 15, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return false }
    return Area(text.prefix(12))?.tier == .community && !text.hasSuffix("000")
  }

  private static func isName(_ text: String) -> Bool {
    let isNameLike = text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
    return isNameLike && (1...63).contains(text.utf8.count) && text.utf8.first.map { (97...122).contains($0) } == true
  }

  /// What is right, for a person.
  package var form: Title {
    switch self {
    case .uscc:
      Title(
        zh: "18 位统一社会信用代码（GB 32100-2015，含校验码）",
        en: "a credit code of GB 32100-2015 with its check character: 18 digits and capital letters, no blanks")
    case .division: Title(zh: "12 位区划代码", en: "a division code of 12 digits")
    case .area: Title(zh: "区划代码，或社区代码/统一社会信用代码", en: "a division code, or a community's, / and a credit code")
    case .grid: Title(zh: "12 位社区代码加 3 位网格号", en: "a community's 12 digits and 3 more")
    case .unit: Title(zh: "统一社会信用代码，没有的用档案编号", en: "a credit code, or the id of a record")
    case .record: Title(zh: "记录编号（UUID）", en: "the id of a record")
    case .date: Title(zh: "日期，如 2026-03-01", en: "a day such as 2026-03-01")
    case .period: Title(zh: "2026-03、2026-Q1、2026-H1 或 2026", en: "2026-03, 2026-Q1, 2026-H1 or 2026")
    case .sha256: Title(zh: "64 位小写十六进制", en: "64 hexadecimal digits of lower case")
    case .name: Title(zh: "小写字母、数字和下划线", en: "a-z, 0-9 and _, beginning with a letter")
    }
  }
}
