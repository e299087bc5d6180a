// A plain POSIX thread, because libcurl's poll blocks and must not hold one of Swift's few task threads.
import Glibc

/// Runs `body` on a new detached thread that receives no signals.
///
/// - Throws: `internalFailure` with the system's error number.
func startThread(_ body: @escaping @Sendable () -> Void) throws(TransportError) {
  let box = Unmanaged.passRetained(ThreadBody(run: body))
  var thread = pthread_t()
  let status = pthread_create(&thread, nil, threadMain, box.toOpaque())
  guard status == 0 else {
    box.release()
    throw TransportError(.internalFailure, cause: .init(text: "pthread_create failed with \(status)"))
  }
  pthread_detach(thread)
}

private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void

  init(run: @escaping @Sendable () -> Void) {
    self.run = run
  }
}

private func threadMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  var signals = sigset_t()
  sigfillset(&signals)
  pthread_sigmask(SIG_BLOCK, &signals, nil)
  if let argument {
    Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().run()
  }
  return nil
}
