// What is wrong with a field as the API shows it, in `errors` and `marks` alike.
import Catalog
import Records

enum FaultJSON {
  static func object(_ fault: EntryFault) -> JSON {
    var members: [(String, JSON)] = [("field", .text(fault.field))]
    if let element = fault.element { members.append(("element", .text(element))) }
    members += [("code", .text(fault.code)), ("message", .text(fault.message))]
    return .object(members)
  }

  static func object(_ problem: FieldProblem) -> JSON { object(.problem(problem)) }
}
