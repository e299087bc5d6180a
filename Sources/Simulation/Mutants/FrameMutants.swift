// Mutants in what is said: frames altered where they are sent.
import Merge
import Replica
import Wire

extension Mutant {
  /// A request as the mutant sends it.
  func request(_ bytes: [UInt8]) -> [UInt8] {
    guard [.dropsLastRange, .neverReconciles, .givesNothing, .cursorBeyondSent].contains(self) else { return bytes }
    var altered: [UInt8] = []
    for frame in Self.frames(bytes) { said(frame)?.append(to: &altered) }
    return altered
  }

  /// A frame of an answer as the mutant sends it.
  func answer(_ frame: Frame, in exchange: Exchange) -> Frame {
    guard self == .acknowledgesUnsent, frame.kind == Frame.Kind.hello.rawValue else { return said(frame) ?? frame }
    let close = Self.frames(exchange.request).last { $0.kind == Frame.Kind.close.rawValue }
    guard let close, let mark = try? CloseMessage(close).mark, var hello = try? Hello(frame) else { return frame }
    hello.received = mark
    return hello.frame
  }

  /// What becomes of a frame; nil when it is left out.
  private func said(_ frame: Frame) -> Frame? {
    switch (self, Frame.Kind(rawValue: frame.kind)) {
    case (.givesNothing, .batch):
      guard let batch = try? Batch(frame) else { return frame }
      return batch.span == nil ? nil : frame
    case (.cursorBeyondSent, .close):
      guard var close = try? CloseMessage(frame) else { return frame }
      close.span = Batch.Span(from: .zero, to: close.mark)
      return close.frame
    case (.neverReconciles, .ranges): return settled(frame) { _, _ in true }
    case (.dropsLastRange, .ranges): return settled(frame) { place, count in count > 1 && place == count - 1 }
    default: return frame
    }
  }

  /// A frame of ranges in which some say that there is nothing to say.
  private func settled(_ frame: Frame, where isSettled: (_ place: Int, _ count: Int) -> Bool) -> Frame {
    guard let ranges = try? RangesMessage(frame).ranges else { return frame }
    let altered = ranges.enumerated().map { place, range in
      isSettled(place, ranges.count) ? HeadRange(bound: range.bound, content: .settled) : range
    }
    return RangesMessage(ranges: altered).frame
  }

  private static func frames(_ bytes: [UInt8]) -> [Frame] {
    var reader = FrameReader()
    reader.feed(bytes)
    var frames: [Frame] = []
    while let frame = try? reader.next() { frames.append(frame) }
    return frames
  }
}
