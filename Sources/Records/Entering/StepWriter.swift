// Steps as they are taken: in the open round, and only when they count.
import Catalog
import Merge

/// Takes steps for whoever enters something.
struct StepWriter {
  let context: EntryContext
  /// By what the request is known again; nil where nothing tells it from another.
  let mark: RequestMark?

  /// The steps to be written to a record that stands at `state` once `fields` are changed. One whose id is there
  /// already has been taken before and is left out.
  /// - Parameter isProved: whether the store has a root key, so that a step with `by` wants a person's signature.
  /// - Throws: `stepWithoutEffect` for the first that would count for nothing.
  func steps(
    _ inputs: [StepInput], on state: RecordState, changing fields: [FieldChange], type: RecordType,
    isProved: Bool
  ) throws(EntryRefusal) -> [Step] {
    guard let lifecycle = type.lifecycle, !inputs.isEmpty else { return [] }
    var taken: [Step] = []
    var scratch = Scratch(
      state: state, type: type, user: context.user, tier: context.home.tier, now: context.now, isProved: isProved,
      actor: context.actor)
    scratch.applyFields(fields)
    for (index, input) in inputs.enumerated() {
      let id = input.id ?? mark?.step(input, at: index)
      if let id, scratch.has(id, in: lifecycle) { continue }
      let standing = scratch.standing
      let step = Step(
        id: id ?? context.newStepID(), kind: input.kind, round: input.round ?? standing?.openRound ?? 1,
        details: input.details)
      scratch.applyFields([FieldChange(lifecycle.fieldNumber, .steps([step]))])
      if case .ineffective(let reason)? = scratch.standing?.outcome(of: step), !context.isForced {
        throw .stepWithoutEffect(step, reason, standing: standing)
      }
      taken.append(step)
    }
    return taken
  }
}
