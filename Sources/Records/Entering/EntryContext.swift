// By whom, where and when something is entered.
package import Catalog
package import Merge

/// What a plan is told of the moment in which something is entered: it has neither a clock nor chance of its own.
package struct EntryContext: Sendable {
  let user: String
  let catalog: Catalog
  /// Of the node that writes: its tier is the authority of what is written.
  let home: Area
  /// - Units: milliseconds since 1970, by the node's clock.
  let now: Int64
  /// Whether even a step without effect is wanted.
  let isForced: Bool
  /// In what post whoever enters it signs it; nil where nobody does.
  let actor: Actor?
  let newStepID: @Sendable () -> StepID

  /// - Parameters:
  ///   - user: who enters it.
  ///   - home: the area of the node that writes.
  ///   - now: the node's clock, in milliseconds since 1970.
  ///   - isForced: whether even a step without effect is wanted.
  ///   - actor: in what post whoever enters it signs it; `home` is the pass's area then.
  ///   - newStepID: an id that nothing has, for a step that neither brings one nor can be known again by its request.
  package init(
    user: String, catalog: Catalog, home: Area, now: Int64, isForced: Bool = false, actor: Actor? = nil,
    newStepID: @escaping @Sendable () -> StepID
  ) {
    self.user = user
    self.catalog = catalog
    self.home = home
    self.now = now
    self.isForced = isForced
    self.actor = actor
    self.newStepID = newStepID
  }
}
