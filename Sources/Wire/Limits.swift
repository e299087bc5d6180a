// Every absolute limit on what is made, sent or accepted, in one place, with the relations between them.

/// Limits of the protocol and of this implementation.
///
/// A limit with a section number is part of the protocol: both ends know it. The rest guard this node alone.
/// - Source: protocol §8.
package enum Limits {
  /// The largest encoded commit; a larger one is refused where it is made.
  package static let commitBytesMax = 256 << 10
  /// The most changes in one commit.
  package static let changesPerCommitMax = 1_000
  /// The most fields in one change.
  package static let fieldsPerChangeMax = 256
  /// The most feeds in one seen vector.
  package static let seenFeedsMax = 1_024
  /// The most elements, steps or increments in one edit.
  package static let editElementsMax = 4_096
  /// How deeply lists and maps may nest, counted from the commit's outermost array.
  package static let nestingMax = 16
  /// The longest user name, in bytes of UTF-8.
  package static let userBytesMax = 128
  /// The longest name of a record type, class, step or set element, in bytes of UTF-8.
  package static let nameBytesMax = 128
  /// The largest field number.
  package static let fieldNumberMax = 65_535

  /// The largest body of a frame, as sent.
  package static let frameBytesMax = 1 << 20
  /// The size of the commits in a batch before compression: one is closed when it reaches the first figure.
  package static let batchBytesTarget = 192 << 10
  package static let batchBytesMax = batchBytesTarget + commitBytesMax
  /// The most commits in one batch.
  package static let batchCommitsMax = 2_000

  /// The most ranges in one ranges frame, heads in one list, feeds in one want frame, refusals in one hello.
  package static let rangesMax = 8_192
  package static let rangeHeadsMax = 64
  package static let wantsMax = 4_096
  package static let refusalsMax = 256
  /// The most heads in one hello whose seals are asked for.
  package static let unsealedMax = 64
  /// The most custody marks in one frame.
  package static let custodyMarksMax = 8_192
  /// The most receipts in one frame, and the most heads one answer's signature covers, or receipts of tiers above it passes on.
  package static let receiptsMax = 1_024
  package static let receiptHeadsMax = 16_384
  package static let receiptsPassedMax = 4_096

  /// The largest request body a parent accepts, and what a child aims at.
  package static let requestBytesMax = 8 << 20
  package static let requestBytesTarget = 3 << 20
  /// What a parent sends in one response before it closes the round.
  package static let responseBytesTarget = 48 << 20
  package static let responseBytesMax = 64 << 20

  package static func assertRelations() {
    precondition(commitBytesMax <= batchBytesMax && batchBytesTarget < frameBytesMax)
    precondition(batchBytesMax + 4_096 <= frameBytesMax, "an incompressible batch must fit a frame")
    // Signer, seal with the longest path, and their heads.
    precondition(receiptsMax * (160 + 16 * 32) <= frameBytesMax, "the longest receipts fit a frame")
    precondition(requestBytesTarget + frameBytesMax <= requestBytesMax)
    precondition(responseBytesTarget + frameBytesMax <= responseBytesMax)
  }
}
