// Files that nobody but their owner may read, replaced as a whole or not at all.
package import Foundation

/// Reads and writes small files of mode 0600.
package enum SecretFile {
  /// - Units: bytes.
  package static let bytesMax = 16 << 20

  /// Reads a file that must be its owner's alone.
  /// - Throws: `openKeyFile` when others could read or write it, `notEnrolled` when there is none.
  package static func read(_ url: URL, max: Int = bytesMax) throws(EnrolmentError) -> [UInt8] {
    var status = stat()
    guard lstat(url.path, &status) == 0 else {
      throw EnrolmentError(.notEnrolled, "there is no \(url.path)", hint: "Enrol the node with `gridward enroll`.")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw EnrolmentError(
        .openKeyFile, "\(url.path) is a symbolic link or a folder, and must be the file itself",
        hint: "Put the file there, and `chmod 600 \(url.path)`.")
    }
    guard status.st_uid == geteuid(), status.st_mode & 0o077 == 0 else {
      let mode = String(status.st_mode & 0o777, radix: 8)
      throw EnrolmentError(
        .openKeyFile, "\(url.path) is not its owner's alone (mode \(mode), owner \(status.st_uid))",
        hint: "Others may have read it. Make it yours and `chmod 600 \(url.path)`; if in doubt, enrol anew.")
    }
    return try contents(url, max: max)
  }

  /// Reads a file that is not secret; nil when there is none.
  package static func readOpen(_ url: URL) throws(EnrolmentError) -> [UInt8]? {
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    return try contents(url)
  }

  private static func contents(_ url: URL, max: Int = bytesMax) throws(EnrolmentError) -> [UInt8] {
    do {
      let data = try Data(contentsOf: url)
      guard data.count <= max else { throw EnrolmentError(.damagedFile, "\(url.path) is too large") }
      return Array(data)
    } catch let error as EnrolmentError { throw error } catch {
      throw EnrolmentError(.inputOutput, "\(url.path) cannot be read: \(error.localizedDescription)")
    }
  }

  /// Writes a file whole: it is on disk, with mode 0600, before the old one is gone.
  package static func write(_ bytes: some Collection<UInt8>, to url: URL) throws(EnrolmentError) {
    let temporary = url.path + ".new"
    unlink(temporary)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure("cannot be made", temporary) }
    let copy = Array(bytes)
    let isWritten = copy.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) } == copy.count
    let isFlushed = isWritten && fsync(descriptor) == 0
    close(descriptor)
    guard isFlushed, rename(temporary, url.path) == 0 else { throw failure("cannot be written", url.path) }
    flushFolder(of: url)
  }

  static func flushFolder(of url: URL) {
    let folder = open(url.deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }

  private static func failure(_ what: String, _ path: String) -> EnrolmentError {
    EnrolmentError(
      .inputOutput, "\(path) \(what): \(String(cString: strerror(errno)))",
      hint: "Check the disk and the folder's owner.")
  }
}
