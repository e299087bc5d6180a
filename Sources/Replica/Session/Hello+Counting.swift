// What whoever hears a hello must look at before anything else: the version, and which store the other end has met.
import Wire

extension Hello {
  /// - Throws: `unsupportedVersion` when the other end does not speak this one's.
  func expectVersion() throws(WireError) {
    guard versions.contains(Hello.protocolVersion) else {
      throw WireError(.unsupportedVersion, "version \(Hello.protocolVersion)")
    }
  }
}

extension Batch.Span {
  /// The span as it counts: one that was made for another store of this node moves no cursor, since its maker has not met
  /// this one.
  func counted(if isForThisStore: Bool) -> Batch.Span { isForThisStore ? self : Batch.Span(from: to, to: to) }
}

extension Batch {
  /// The batch with its span as it counts.
  func counted(if isForThisStore: Bool) -> Batch {
    Batch(span: span?.counted(if: isForThisStore), commits: commits)
  }
}
