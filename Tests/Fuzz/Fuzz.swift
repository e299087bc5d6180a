// The fuzz target: whatever bytes a peer sends or a disk returns, the decoders answer and never trap.
//
// The first byte chooses the decoder, the rest is its input. Built and run by ops/fuzz, outside the Swift package.

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count > 0 else { return 0 }
  let bytes = Array(UnsafeBufferPointer(start: start + 1, count: count - 1))
  let decoders = Decoders.all
  decoders[Int(start.pointee) % decoders.count](bytes)
  return 0
}
