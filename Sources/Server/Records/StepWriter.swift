// Steps as they are taken: in the open round, and only when they count.
import Catalog
import Merge
import Node
import Replica
import Store

/// Who takes steps, with what authority, and whether even one without effect is wanted.
struct StepWriter: Sendable {
  let user: String
  let tier: Tier
  /// - Units: milliseconds.
  let now: Int64
  let isForced: Bool
  /// By what the request is known again; nil where nothing tells it from another.
  var mark: RequestMark?

  /// The steps to be written to a record that stands at `state` once `fields` are changed. One whose id is there
  /// already has been taken before and is left out.
  /// - Throws: `stepWithoutEffect` for the first that would count for nothing.
  func steps(
    _ inputs: [StepInput], on state: RecordState, changing fields: [FieldChange], type: RecordType
  ) throws(Problem) -> [Step] {
    guard let lifecycle = type.lifecycle, !inputs.isEmpty else { return [] }
    var taken: [Step] = []
    var scratch = Scratch(state: state, type: type, user: user, tier: tier, now: now)
    scratch.apply(fields)
    for (index, input) in inputs.enumerated() {
      let id = input.id ?? mark?.step(input, at: index)
      if let id, scratch.has(id, in: lifecycle) { continue }
      let standing = scratch.standing
      let step = Step(
        id: id ?? Node.newStepID(), kind: input.kind, round: input.round ?? standing?.openRound ?? 1,
        details: input.details)
      scratch.apply([FieldChange(lifecycle.fieldNumber, .steps([step]))])
      if case .ineffective(let reason)? = scratch.standing?.outcome(of: step.id), !isForced {
        throw Self.refusal(of: step, reason, standing: standing)
      }
      taken.append(step)
    }
    return taken
  }

  private static func refusal(of step: Step, _ reason: Standing.Reason, standing: Standing?) -> Problem {
    Problem(
      .stepWithoutEffect,
      "'\(step.kind)' in round \(step.round) would count for nothing: \(explanation(reason)) ?force=true writes it all the same.",
      members: [
        ("step", .text(step.kind)), ("round", .int(step.round)), ("reason", .text(reason.rawValue)),
        ("record_status", .text(standing?.status)), ("open_round", .int(standing?.openRound)),
      ])
  }

  private static func explanation(_ reason: Standing.Reason) -> String {
    switch reason {
    case .unknownStep: "the lifecycle has no such step."
    case .roundNotOpen: "the round before has not ended."
    case .noAuthority: "this tier may not take it."
    case .missingPredecessor: "a step it requires has not been taken in this round."
    case .missingEvidence: "evidence or a detail it needs is not there."
    case .sameUser: "the user took the step that this one must be independent of."
    case .sameTier: "nobody of a lower tier took the step that this one must be above."
    }
  }
}
