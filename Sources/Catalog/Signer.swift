// Who signed the facts of a record, as far as that is proved: what `by` of a step asks.
package import Merge

/// Who signed a fact, by a pass that counts and a signature that holds.
package struct Signer: Hashable, Sendable {
  /// The role of the pass, which this catalog need not have.
  package let role: String
  /// The tier of the pass's area: the fact's authority.
  package let tier: Tier
  package let issuer: Issuer
  /// The account that the signer stands in for.
  package let actingFor: String?

  package init(role: String, tier: Tier, issuer: Issuer, actingFor: String? = nil) {
    self.role = role
    self.tier = tier
    self.issuer = issuer
    self.actingFor = actingFor
  }
}

/// What is known of who signed a record's facts.
package enum Signatures: Hashable, Sendable {
  /// Nothing is proved, in a store without a root key: `by` asks nothing.
  case unproved
  /// The signer of each fact that a person signed; the others are the word of nodes and programs.
  case proved([FactID: Signer])

  /// The signers that the facts themselves name.
  /// - Parameter isProved: whether the store has a root key; without one nothing is proved.
  package init(of steps: Steps, isProved: Bool) {
    guard isProved else {
      self = .unproved
      return
    }
    var signers: [FactID: Signer] = [:]
    for fact in steps.facts {
      guard let actor = fact.origin.actor else { continue }
      signers[fact.identity] = Signer(
        role: actor.role, tier: fact.origin.tier, issuer: actor.isIssuedAbove ? .above : .own,
        actingFor: actor.actingFor)
    }
    self = .proved(signers)
  }

  func signer(of fact: Fact) -> Signer? {
    guard case .proved(let signers) = self else { return nil }
    return signers[fact.identity]
  }

  /// Why a fact has no effect, as far as its signature is concerned.
  func objection(to fact: Fact, of kind: StepKind) -> Standing.Reason? {
    guard !kind.by.isEmpty, case .proved(let signers) = self else { return nil }
    guard let signer = signers[fact.identity] else { return .notSigned }
    return kind.admits(signer) ? nil : .roleMayNot
  }
}

extension StepKind {
  /// Whether a signature of this signer is one of those that `by` asks for.
  package func admits(_ signer: Signer) -> Bool {
    takers.contains { $0.name == signer.role && $0.admit(signer.tier, issuedBy: signer.issuer) }
  }
}
