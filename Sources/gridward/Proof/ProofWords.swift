// What a proof proves, for the people of an inquiry.
import Catalog
import Merge
import Trust

struct ProofWords {
  private let finding: ProofFinding
  private let type: RecordType?

  init(_ finding: ProofFinding) {
    self.finding = finding
    type = Catalog.builtIn.type(named: finding.type)
  }

  var lines: [String] {
    let title = type.map { "\($0.title.zh) \(finding.type)" } ?? finding.type
    let head = "验证通过 · proved: \(title) \(finding.record), \(Words.count(finding.commits.count, "commit"))"
    return [Terminal.harmless(head)] + finding.commits.flatMap { [""] + commit($0) } + [""] + remarks
  }

  private func commit(_ commit: ProvedCommit) -> [String] {
    let home = commit.key.home
    var lines = [
      "\(Words.zoned(commit.time.milliseconds))  \(commit.user) · \(home.code) (\(home.tier.name)) · \(commit.key.class.name)",
      "  提交 commit  \(commit.dot.feed) \(commit.dot.seq), \(commit.hash)",
      "  作者 author  node \(commit.key.node)",
    ]
    if let time = commit.deviceTime { lines.append("  设备时间 device clock  \(Words.zoned(time))") }
    lines += commit.change.fields.map { "  \(field($0))" }
    if let signer = commit.signer { lines += words(of: signer) }
    lines.append("  授权 granted  \(grants(commit.grants))")
    if !commit.isEffective, commit.signer?.authority != nil || commit.signer == nil {
      lines.append("  无效力 without effect: the grants do not cover it, or a revocation does not list it")
    }
    lines.append("  签收 held by  \(holders(commit))")
    return lines.map { Terminal.harmless($0) }
  }

  /// Whose device signed it, and what that is worth.
  private func words(of signer: ProvedSigner) -> [String] {
    let number = "number \(signer.number), pass \(signer.pass)"
    guard let pass = signer.statement else {
      return ["  无签名人 nobody proved: its pass is not in the file (\(number))"]
    }
    let post = "\(pass.role) · \(pass.area.code) (\(pass.area.tier.name)), post \(pass.post)"
    let issued = ([pass.issuer.node.description] + signer.grants.reversed().map(\.area.code)).joined(separator: " ← ")
    var lines = ["  设备 device  \(pass.device), \(number)", "  岗位 post  \(post)", "  发证 issued by  \(issued)"]
    switch signer.verdict {
    case .counts(let authority), .repeats(_, let authority):
      lines.insert("  签名人 signed by  account \(authority.account)", at: 0)
      if let other = authority.actingFor { lines.insert("  代 acting for  account \(other)", at: 1) }
    case .hasNoEffect(let fault):
      lines.insert("  签名无效力 the signature has no effect: \(fault.name)", at: 0)
    }
    return lines
  }

  private func grants(_ grants: [Grant]) -> String {
    let places = grants.map { "\($0.area.code) (\($0.area.tier.name), \(Words.zoned($0.issuedAt)))" }
    return places.isEmpty ? "nobody covers this commit" : (["root"] + places).joined(separator: " → ")
  }

  private func holders(_ commit: ProvedCommit) -> String {
    let holders = commit.holders.map { holder in
      "\(holder.area.code) (\(holder.area.tier.name)), signed \(Words.zoned(holder.time.milliseconds))"
    }
    return holders.isEmpty ? "no tier above has signed for it in this file" : holders.joined(separator: "; ")
  }

  private func field(_ change: FieldChange) -> String {
    let field = type?.field(numbered: change.field)
    let name = field.map { "\($0.title.zh) \($0.name)" } ?? "field \(change.field)"
    return "\(name) = \(Self.edit(change.edit))"
  }

  private static func edit(_ edit: FieldEdit) -> String {
    switch edit {
    case .write(let value): text(value)
    case .elements(let add, let remove): (add.map { "+\($0.key)" } + remove.map { "-\($0)" }).joined(separator: ", ")
    case .steps(let steps): steps.map { "\($0.kind) (round \($0.round)) \(text($0.details))" }.joined(separator: ", ")
    case .increment(let amount): signed(amount)
    case .increments(let increments): increments.map { "\(signed($0.amount)) (\($0.id))" }.joined(separator: ", ")
    }
  }

  private static func signed(_ amount: Int64) -> String { "\(amount >= 0 ? "+" : "")\(amount)" }

  private static func text(_ value: Value) -> String {
    switch value {
    case .null: "–"
    case .bool(let flag): flag ? "true" : "false"
    case .int(let number): String(number)
    case .text(let text): text
    case .bytes(let bytes): Bytes16.hexadecimal(bytes.prefix(32)) + (bytes.count > 32 ? "…" : "")
    case .list(let items): "[\(items.map(text).joined(separator: ", "))]"
    case .map(let entries): "{\(entries.map { "\($0.key): \(text($0.value))" }.joined(separator: ", "))}"
    }
  }

  private var remarks: [String] {
    var lines = [
      "同流其他提交 other commits of the same feeds: \(finding.digestsOnly), as digests alone",
      "撤销 revocations that are not in the file are not known here · 文件之外的撤销未知",
    ]
    if !finding.notShown.isEmpty {
      let places = finding.notShown.map { "\($0.feed) \($0.seq)" }.joined(separator: ", ")
      lines.insert("未出示 seen by the authors but not shown: \(places)", at: 1)
    }
    return lines
  }
}
