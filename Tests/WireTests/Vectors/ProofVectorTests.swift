// The vectors of receipts and of chapter 11: what a proof file proves, and at what it fails.
import Merge
import Testing
import Trust
import Wire

@Suite struct `Proof vectors` {
  @Test(arguments: Vector.topic("receipts")) func `every case of receipts`(vector: Vector) {
    vector.check { (input) throws(WireError) in
      try ReceiptReport(Frame(.receipts, input["body"].bytes))
    } _: {
      $0.receipts
    }
    vector.checkWriting({ hex($0.receipts.frame.body) }, vector.input["body"].string)
  }

  @Test(arguments: Vector.topic("proof")) func `every case of proof`(vector: Vector) throws {
    let expected = try #require(vector.expected)
    let root = try #require(PublicKey(hex: vector.input["root"].string))
    do throws(ProofFault) {
      let finding = try ProofFile.check(vector.input["file"].bytes, root: root)
      let proved = expected["proved"].array
      #expect(finding.commits.map(\.user) == proved.map(\.[0].string))
      #expect(finding.commits.map(\.dot.seq) == proved.map(\.[1].natural))
      #expect(finding.commits.map(\.isEffective) == proved.map(\.[2].bool))
      #expect(finding.commits.map { $0.holders.map(\.area.tier.name) } == proved.map { $0[3].array.map(\.string) })
      #expect(Int64(finding.digestsOnly) == expected["digests"].int)
      #expect(finding.notShown == expected["not_shown"].array.map { Dot(feed: $0[0].feed, seq: $0[1].natural) })
    } catch {
      #expect(error.name == expected["fault"].optional(\.string))
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

extension JSON {
  fileprivate var receipts: ReceiptReport {
    let receipts = self["receipts"].array.map { json in
      let path = json["path"].bytes
      let hashes = stride(from: 0, to: path.count, by: 32).map { Digest(path[$0..<$0 + 32]) }
      let seal = Seal(
        feed: json["feed"].feed, seq: json["seq"].natural, time: json["time"].time, count: Int(json["count"].int),
        index: Int(json["index"].int), path: hashes, signature: json["signature"].bytes)
      return Receipt(signer: NodeID(json["signer"].id), seal: seal)
    }
    return ReceiptReport(
      upTo: ReceiptCursor(taken: self["taken"].natural, passed: self["passed"].natural), receipts: receipts)
  }
}
