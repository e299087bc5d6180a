// The vectors of chapter 3: values, commits and the chain, read and written.
import Merge
import Testing
import Trust
import Wire

@Suite struct `Commit vectors` {
  @Test(arguments: Vector.topic("cbor")) func `every case of cbor`(vector: Vector) {
    vector.check { (input) throws(WireError) in
      var reader = CBORReader(input.bytes)
      let value = try reader.value()
      try reader.expectEnd()
      return value
    } _: {
      $0.value
    }
    vector.checkWriting(
      { expected in
        var writer = CBORWriter()
        writer.value(expected.value)
        return hex(writer.bytes)
      }, vector.input.string)
  }

  @Test(arguments: Vector.topic("commit")) func `every case of commit`(vector: Vector) {
    vector.check { (input) throws(WireError) in
      try ReadCommit(scanning: input.bytes)
    } _: {
      $0.commit
    }
    vector.checkWriting({ hex($0.commit.encoded) }, vector.input.string)
  }

  @Test(arguments: Vector.topic("chain-hash")) func `every case of chain-hash`(vector: Vector) throws {
    let expected = try #require(vector.expected)
    var scanner = CommitScanner()
    var previous = expected["key_digest"].digest
    for (commit, hash) in zip(vector.input["commits"].array.map(\.bytes), expected["hashes"].array) {
      var reader = CBORReader(commit)
      try scanner.scan(&reader)
      #expect(scanner.previous == previous)
      if scanner.seq == 1 { #expect(Hashing.sha256(commit[scanner.keyPlace]) == previous) }
      previous = Hashing.chain(commit, header: scanner.header, payload: scanner.payload, redacted: scanner.redacted)
      #expect(previous == hash.digest)
    }
  }

  @Test(arguments: Vector.topic("rejection")) func `every case of rejection`(vector: Vector) {
    let bytes = vector.input["bytes"].bytes
    vector.check { (input) throws(WireError) in
      if input["kind"].string == "batch" {
        _ = try Batch(Frame(.batch, bytes))
      } else {
        _ = try ReadCommit(scanning: bytes)
      }
      return true
    } _: { _ in
      false
    }
  }

  @Test(arguments: Vector.topic("limits")) func `every case of limits`(vector: Vector) {
    let limits = [
      "commitBytesMax": Limits.commitBytesMax, "changesPerCommitMax": Limits.changesPerCommitMax,
      "fieldsPerChangeMax": Limits.fieldsPerChangeMax, "seenFeedsMax": Limits.seenFeedsMax,
      "editElementsMax": Limits.editElementsMax, "nestingMax": Limits.nestingMax, "userBytesMax": Limits.userBytesMax,
      "nameBytesMax": Limits.nameBytesMax, "fieldNumberMax": Limits.fieldNumberMax,
      "frameBytesMax": Limits.frameBytesMax, "batchBytesMax": Limits.batchBytesMax, "rangesMax": Limits.rangesMax,
      "rangeHeadsMax": Limits.rangeHeadsMax, "wantsMax": Limits.wantsMax, "refusalsMax": Limits.refusalsMax,
      "custodyMarksMax": Limits.custodyMarksMax, "unsealedMax": Limits.unsealedMax, "receiptsMax": Limits.receiptsMax,
      "receiptHeadsMax": Limits.receiptHeadsMax, "receiptsPassedMax": Limits.receiptsPassedMax,
      "requestBytesMax": Limits.requestBytesMax, "responseBytesTarget": Limits.responseBytesTarget,
      "responseBytesMax": Limits.responseBytesMax,
    ]
    #expect(limits[vector.input.string].map(Int64.init) == vector.expected?.int)
  }
}
