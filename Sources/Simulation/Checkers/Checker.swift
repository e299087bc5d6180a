// What a checker sees of the world, and the list of those that look.
import Merge
import Records
import Replica
import Store

/// Watches the world and says when something is as it must not be, through `World.violate`.
///
/// `Always…` holds at every moment; `Eventually…` once the world has been healed and has come to rest.
protocol Checker {
  init()
  /// Somebody hands an errand to a node for the first time.
  mutating func handed(_ errand: Errand, in world: World)
  /// The rules of entry have made of an errand what is to be committed; whether it then is safe is another matter.
  mutating func planned(_ intents: [Intent], of errand: Errand, at node: SimulatedNode, in world: World)
  /// A person was answered: with a refusal, or that it is done.
  mutating func answered(_ errand: Errand, _ refusal: EntryRefusal?, at node: SimulatedNode, in world: World)
  /// A person's device has signed what is to be handed in.
  mutating func signed(_ errand: Errand, in world: World)
  /// A node has said what has become of an action that was handed in.
  mutating func concluded(_ errand: Errand, _ entered: EnteredAction, at node: SimulatedNode, in world: World)
  /// A hostile node has said that an action is entered, and has not entered it.
  mutating func keptBack(_ errand: Errand, at node: SimulatedNode, in world: World)
  /// A person was told that commits are safe.
  mutating func committed(_ commits: [Committed], errand: Errand, at node: SimulatedNode, in world: World)
  /// A node took a batch from another.
  mutating func took(_ result: Ingested, at node: SimulatedNode, from other: SimulatedNode, in world: World)
  /// A child has sent its parent a request.
  mutating func asked(_ node: SimulatedNode, _ conversation: Conversation, in world: World)
  /// A child was proved equal to its parent.
  mutating func proved(child: SimulatedNode, parent: SimulatedNode, exchange: Exchange, in world: World)
  /// A child and its parent sent everything and still differ.
  mutating func unequal(at node: SimulatedNode, in world: World)
  /// A node was started again.
  mutating func started(_ node: SimulatedNode, in world: World)
  /// Every so often, and at the end of both phases.
  mutating func checkpoint(_ world: World)
  /// The healed world has come to rest.
  mutating func ended(_ world: World)
}

extension Checker {
  func handed(_: Errand, in _: World) {}
  func planned(_: [Intent], of _: Errand, at _: SimulatedNode, in _: World) {}
  func signed(_: Errand, in _: World) {}
  func concluded(_: Errand, _: EnteredAction, at _: SimulatedNode, in _: World) {}
  func keptBack(_: Errand, at _: SimulatedNode, in _: World) {}
  func answered(_: Errand, _: EntryRefusal?, at _: SimulatedNode, in _: World) {}
  func committed(_: [Committed], errand _: Errand, at _: SimulatedNode, in _: World) {}
  func took(_: Ingested, at _: SimulatedNode, from _: SimulatedNode, in _: World) {}
  func asked(_: SimulatedNode, _: Conversation, in _: World) {}
  func proved(child _: SimulatedNode, parent _: SimulatedNode, exchange _: Exchange, in _: World) {}
  func unequal(at _: SimulatedNode, in _: World) {}
  func started(_: SimulatedNode, in _: World) {}
  func checkpoint(_: World) {}
  func ended(_: World) {}

  static var name: String { "\(Self.self)" }
}

enum Checkers {
  /// In the order in which they look. `AlwaysHeld` is first: at the end it reads every disk again for all others.
  /// The last two write: `EventuallyFollowed` folds views anew.
  static var types: [any Checker.Type] {
    [
      AlwaysHeld.self, AlwaysInBranch.self, AlwaysGapless.self, AlwaysCustody.self, AlwaysBehindData.self,
      AlwaysRemembered.self, AlwaysBlameless.self, AlwaysInnocent.self, AlwaysGenuine.self, AlwaysInformed.self,
      AlwaysSteady.self, AlwaysPermitted.self, AlwaysEntitled.self,
      EventuallyEffective.self, EventuallyKept.self, EventuallyFolded.self, EventuallySameView.self,
      EventuallyDirectiveReceipts.self,
      EventuallyCalm.self, EventuallyDone.self, EventuallyEntered.self, EventuallyDated.self, EventuallyPrompt.self,
      EventuallyFrugal.self,
      EventuallyFollowed.self, EventuallyProvedCheaply.self,
    ]
  }

  static func all() -> [any Checker] { types.map { $0.init() } }
}
