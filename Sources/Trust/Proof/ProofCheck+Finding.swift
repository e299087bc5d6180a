// What a file that holds proves: who wrote each commit, and whose device had signed it.
import Merge
import Wire

extension ProofCheck {
  /// What all of it proves.
  mutating func finding() -> ProofFinding {
    let signers = signers()
    let commits = read.map { commit in
      let (scan, signer) = (commit.scan, signers[commit.dot])
      return ProvedCommit(
        dot: commit.dot, hash: commit.hash, key: commit.key, time: scan.time, deviceTime: scan.deviceTime,
        user: String(decoding: commit.bytes[scan.user], as: UTF8.self),
        change: scan.change(commit.change, in: commit.bytes), grants: commit.grants,
        isEffective: commit.isPermitted && (signer.map { $0.authority != nil } ?? true), signer: signer,
        holders: commit.holders)
    }
    let shown = Set(commits.map(\.dot))
    // Put in order once: a file's commits may have seen hundreds of thousands of feeds.
    let notShown = SeenVector(commits.flatMap { $0.change.seen.dots.filter { !shown.contains($0) } })
    return ProofFinding(
      type: file.type, record: file.record,
      commits: commits.sorted { $0.time == $1.time ? $0.dot < $1.dot : $0.time < $1.time }, digestsOnly: digestsOnly,
      notShown: notShown.dots)
  }

  /// Whose devices have signed commits. What its feed lets have no effect takes no number from what has.
  private mutating func signers() -> [Dot: ProvedSigner] {
    var (signed, others) = ([SignedAction](), [SignedAction]())
    for commit in read {
      guard let action = SignedAction(commit.scan, in: commit.bytes, feed: commit.key) else { continue }
      if commit.isPermitted { signed.append(action) } else { others.append(action) }
    }
    var judgement = ActionJudgement(root: file.root)
    // The statements of a file are always there, so that nothing is thrown.
    let verdicts = (try? judgement.verdicts(of: signed, in: statements)) ?? []
    var found: [Dot: ProvedSigner] = [:]
    for (action, verdict) in zip(signed, verdicts) { found[action.dot] = signer(action, verdict) }
    for action in others {
      switch try? judgement.finding(action, in: statements) {
      case .holds(let authority)?: found[action.dot] = signer(action, .counts(authority))
      case .fails(let fault)?: found[action.dot] = signer(action, .hasNoEffect(fault))
      case nil: break
      }
    }
    return found
  }

  private mutating func signer(_ action: SignedAction, _ verdict: ActionVerdict) -> ProvedSigner {
    let id = action.signature.pass
    let statement = statements.passes(id).first
    var pass: Pass?
    if case .pass(let content)? = statement?.content { pass = content }
    return ProvedSigner(
      pass: id, statement: pass, grants: statement.map { grants(behind: $0, for: pass) } ?? [],
      number: action.signature.number, verdict: verdict)
  }

  /// The grants on which a pass rests.
  private mutating func grants(behind statement: Statement, for pass: Pass?) -> [Grant] {
    guard let pass, pass.issuer != file.root else { return [] }
    let own = look {
      try $0.issuerGrants(of: statement, for: pass.area, at: pass.issuedAt, orThere: true, in: $1)
    }
    return (own?.min { $0.area.tier < $1.area.tier }).map { chain(to: $0) } ?? []
  }
}
