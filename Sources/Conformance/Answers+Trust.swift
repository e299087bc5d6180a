// Seals, statements, what counts, and proof files: chapters 10 and 12.
import Merge
import Trust
import Wire

extension Answers {
  static let trust: [String: Reading] = [
    "seal": sealHolding, "statement": statement, "authority": authority, "proof": proof,
  ]

  static func seal(_ seal: Seal) -> [String: JSON] {
    [
      "feed": JSON(seal.feed), "seq": JSON(seal.seq), "time": JSON(seal.time), "count": JSON(seal.count),
      "index": JSON(seal.index), "path": JSON(seal.path.flatMap(\.bytes)), "signature": JSON(seal.signature),
    ]
  }

  private static func sealHolding(_ input: JSON) throws -> JSON {
    let (seal, key) = (try Seal(encoded: try input["seal"].bytes), PublicKey(try input["key"].digest))
    let purpose: Seal.Purpose
    switch try input["purpose"].string {
    case "seal": purpose = .authorship
    case "receipt": purpose = .custody
    default: throw try input["purpose"].fault("seal or receipt")
    }
    var json = Self.seal(seal)
    json["signer"] = JSON(key.node)
    json["holds"] = .bool(seal.holds(for: try input["hash"].digest, by: key, purpose))
    return .object(json)
  }

  private static func statement(_ input: JSON) throws -> JSON {
    let statement = try Statement(encoded: try input.bytes)
    let content: (String, JSON) =
      switch statement.content {
      case .grant(let grant): ("grant", json(grant))
      case .revocation(let revocation): ("revocation", json(revocation))
      case .redaction(let redaction): ("redaction", json(redaction))
      case .pass(let pass): ("pass", json(pass))
      case .withdrawal(let withdrawal): ("withdrawal", json(withdrawal))
      }
    return .object([content.0: content.1, "digest": JSON(statement.digest)])
  }

  private static func json(_ grant: Grant) -> JSON {
    .object([
      "issuer": JSON(grant.issuer.raw), "subject": JSON(grant.subject.raw), "area": JSON(grant.area),
      "classes": JSON(optional: grant.classes) { .array($0.map { .string($0) }) }, "issued_at": .int(grant.issuedAt),
      "not_after": JSON(optional: grant.notAfter) { .int($0) },
      "former_area": JSON(optional: grant.formerArea) { JSON($0) },
    ])
  }

  private static func json(_ revocation: Revocation) -> JSON {
    .object([
      "issuer": JSON(revocation.issuer.raw), "subject": JSON(revocation.subject.raw), "area": JSON(revocation.area),
      "at": .int(revocation.at), "reason": .string(revocation.reason),
      "heads": .array(revocation.heads.map { JSON($0) }),
      "statements": .array(revocation.statements.map { JSON($0) }),
    ])
  }

  private static func json(_ redaction: Redaction) -> JSON {
    .object([
      "issuer": JSON(redaction.issuer.raw), "area": JSON(redaction.area), "feed": JSON(redaction.commit.feed),
      "seq": JSON(redaction.commit.seq), "payload": JSON(redaction.payload), "at": .int(redaction.at),
      "reason": .string(redaction.reason),
    ])
  }

  private static func authority(_ input: JSON) throws -> JSON {
    let known = Known(statements: try input["statements"].array.map { try Statement(encoded: try $0.bytes) })
    var authority = Authority(root: PublicKey(try input["root"].digest))
    let home = try input["home"].area
    let key = FeedKey(
      node: NodeID(try input["author"].id), incarnation: 1, home: home, area: home,
      class: FeedClass(name: try input["class"].string, rises: .city, falls: nil, priority: .normal))
    let time = HybridTime(milliseconds: try input["at"].int, counter: 0)
    let limit = try authority.limit(of: try input["feed"].feed, author: key.node, in: known)
    return .object([
      "permits": .bool(try authority.permits(key, time: time, in: known)),
      "limit": limit == .max ? .null : JSON(limit),
    ])
  }

  private static func proof(_ input: JSON) throws -> JSON {
    let (file, root) = (try input["file"].bytes, PublicKey(try input["root"].digest))
    do throws(ProofFault) {
      let finding = try ProofFile.check(file, root: root)
      let proved = finding.commits.map { commit -> JSON in
        let tiers = commit.holders.map { JSON($0.area.tier) }
        let parts = [JSON.string(commit.user), JSON(commit.dot.seq), .bool(commit.isEffective), .array(tiers)]
        return .array(parts + (commit.signer.map { [json($0)] } ?? []))
      }
      return .object([
        "proved": .array(proved), "digests": JSON(finding.digestsOnly),
        "not_shown": .array(finding.notShown.map { JSON($0) }),
      ])
    } catch {
      return .object(["fault": .string(error.name)])
    }
  }
}

/// The statements of one case.
struct Known: StatementReader {
  let statements: [Statement]

  func statements(about subject: NodeID) -> [Statement] {
    statements.filter { statement in
      switch statement.content {
      case .grant(let grant): grant.subject.node == subject
      case .revocation(let revocation): revocation.subject.node == subject
      case .redaction, .pass, .withdrawal: false
      }
    }
  }
}

extension ProofFault {
  /// The name a vector has for it.
  fileprivate var name: String {
    switch self {
    case .unreadable: "unreadable"
    case .otherRoot: "other-root"
    case .outOfOrder: "out-of-order"
    case .brokenChain: "broken-chain"
    case .badSeal: "bad-seal"
    case .noGrant: "no-grant"
    case .badReceipt: "bad-receipt"
    case .foreignPayload: "foreign-payload"
    case .nothingShown: "nothing-shown"
    }
  }
}
