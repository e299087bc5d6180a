// Another implementation as a process that answers line by line.
import Conformance
import Foundation

/// A program that is started when it is first asked, and again after it has not answered as it must.
final class OtherProgram {
  enum Failure: Error, CustomStringConvertible {
    case silent(Duration)
    case ended
    case tooLong

    var description: String {
      switch self {
      case .silent(let patience): "no answer within \(patience)"
      case .ended: "the program ended without an answer"
      case .tooLong: "an answer of more than \(LineBuffer.bytesMax) bytes"
      }
    }
  }

  /// After so many failures in a row nothing more is asked.
  static let failuresMax = 5

  private let command: String
  private let patience: Duration
  private var running: (process: pid_t, input: Int32, output: Int32)?
  private var lines = LineBuffer()
  /// What has gone wrong since the last answer.
  private var failures: [String] = []

  init(_ command: String, patience: Duration) { (self.command, self.patience) = (command, patience) }

  var isHopeless: Bool { failures.count >= Self.failuresMax }

  /// Each once, in words.
  var reasons: String { Set(failures).sorted().joined(separator: ", or ") }

  /// Gives the program a line and waits for its answer. One that came after its time would be taken for the next: the
  /// program is started anew then.
  func ask(_ line: String) throws -> [UInt8] {
    do {
      let answer = try exchange(Array(line.utf8) + [UInt8(ascii: "\n")])
      failures = []
      return answer
    } catch {
      failures.append("\(error)")
      end()
      throw error
    }
  }

  func end() {
    guard let running else { return }
    self.running = nil
    lines = LineBuffer()
    close(running.input)
    close(running.output)
    // With whatever it has started itself.
    kill(-running.process, SIGKILL)
    var status: Int32 = 0
    while waitpid(running.process, &status, 0) < 0, errno == EINTR {}
  }

  private func exchange(_ request: [UInt8]) throws -> [UInt8] {
    let (input, output) = try start()
    let end = ContinuousClock.now + patience
    var rest = request[...]
    while true {
      if let line = lines.next() {
        guard case .whole(let answer) = line else { throw Failure.tooLong }
        return answer
      }
      let left = (end - .now).components
      guard left.seconds >= 0, left.attoseconds >= 0 else { throw Failure.silent(patience) }
      // Both ways at once: a program may answer before it has read all of a line.
      var waits = [pollfd(fd: output, events: Int16(POLLIN), revents: 0)]
      if !rest.isEmpty { waits.append(pollfd(fd: input, events: Int16(POLLOUT), revents: 0)) }
      let milliseconds = left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000 + 1
      guard poll(&waits, nfds_t(waits.count), Int32(clamping: milliseconds)) >= 0 || errno == EINTR else {
        throw Failure.ended
      }
      if waits.count > 1, waits[1].revents != 0 { rest = rest.dropFirst(try Self.send(rest, to: input)) }
      if waits[0].revents != 0 { try take(output) }
    }
  }

  private static func send(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) throws -> Int {
    let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    if count >= 0 { return count }
    guard errno == EAGAIN || errno == EINTR else { throw Failure.ended }
    return 0
  }

  private func take(_ descriptor: Int32) throws {
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    let count = piece.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    guard count > 0 else {
      if count < 0, errno == EINTR { return }
      throw Failure.ended
    }
    lines.feed(piece[..<count])
  }

  private func start() throws -> (input: Int32, output: Int32) {
    if let running { return (running.input, running.output) }
    // A program that has ended must not end this one when it is written to.
    signal(SIGPIPE, SIG_IGN)
    let (theirInput, input) = try Self.newPipe()
    let (output, theirOutput) = try Self.newPipe()
    defer {
      close(theirInput)
      close(theirOutput)
    }
    let process = try Self.spawn(command, input: theirInput, output: theirOutput)
    _ = fcntl(input, F_SETFL, fcntl(input, F_GETFL) | O_NONBLOCK)
    running = (process, input, output)
    return (input, output)
  }

  /// A pipe that no other program inherits.
  private static func newPipe() throws -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw Failure.ended }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  /// Starts a command as a shell would, in a process group of its own. Foundation's `Process` is no help here: waiting for
  /// its end needs the run loop of the thread that has started it, which a task does not keep.
  private static func spawn(_ command: String, input: Int32, output: Int32) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    let words: [String] = ["sh", "-c", command]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var process: pid_t = 0
    guard posix_spawn(&process, "/bin/sh", &actions, &attributes, &arguments, environ) == 0 else {
      throw Failure.ended
    }
    return process
  }
}
