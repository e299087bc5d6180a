// A mutant that is deaf to what its parent says of the time.
import Wire

extension Mutant {
  /// A frame of an answer as the mutant hears it.
  func hearing(_ frame: Frame) throws(WireError) -> Frame {
    guard self == .datesByKeptTime, Frame.Kind(rawValue: frame.kind) == .hello else { return frame }
    var hello = try Hello(frame)
    hello.now = 0
    return hello.frame
  }
}
