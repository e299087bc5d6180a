// Windows and thresholds of the rules: data that an office can change without a new program.
package import Merge

/// One window or threshold with the value the program ships.
package struct RuleParameter: Hashable, Sendable {
  package let name: String
  package let value: Int64
  /// Such as `days` or `accidents`.
  package let unit: String

  init(_ name: String, _ value: Int64, _ unit: String) {
    self.name = name
    self.value = value
    self.unit = unit
  }
}

/// The values in force at a node.
package struct RuleParameters: Sendable {
  /// The record type whose records change values.
  package static let recordType = "rule_setting"

  private let values: [String: Int64]

  /// What the records at hand set; of several for one parameter that of the highest tier stands, then the latest.
  /// - Parameter home: settings of areas that do not contain it are another's.
  package init(_ settings: [ExaminedRecord], home: Area) {
    let own = settings.filter { !$0.isWithdrawn && $0.area.contains(home) }
    let order = own.sorted { left, right in
      if left.area.tier != right.area.tier { return left.area.tier > right.area.tier }
      return left.changed == right.changed ? left.id < right.id : left.changed < right.changed
    }
    var values: [String: Int64] = [:]
    for setting in order {
      guard let rule = setting.text("rule"), let parameter = setting.text("parameter") else { continue }
      values["\(rule) \(parameter)"] = setting.int("value")
    }
    self.values = values
  }

  package func value(of parameter: RuleParameter, in rule: String) -> Int64 {
    values["\(rule) \(parameter.name)"] ?? parameter.value
  }
}
