// A node's disk: files in memory behind SQLite, which fail as the run decides.
import CFaultDisk
import CPageGuard

/// A disk that keeps, drops and tears what was not flushed, fills up, and fails when told to.
///
/// SQLite sees it as a file system of its own. Everything it does follows from its seed.
final class Disk {
  /// What becomes of what was written and not flushed.
  enum Loss {
    /// The process ends and the system lives: nothing is lost.
    case process
    /// The power fails, and nothing that was not flushed had reached the disk.
    case everything
    /// The power fails while the system writes back: each write is kept, dropped or torn.
    case drawn
  }

  let name: String
  /// The file system through which a store is opened: the disk behind the sums of pages.
  var guardedName: String { name + "-pages" }
  private let disk: OpaquePointer
  private var blank: [UInt8] = []

  init(name: String, seed: UInt64) {
    guard let disk = fault_disk_open(name, seed) else { preconditionFailure("a disk named \(name) exists already") }
    self.name = name
    self.disk = disk
    precondition(page_guard_over(name + "-pages", name) == 0, "a file system of a new name")
    blank = image()
  }

  deinit {
    page_guard_remove(guardedName)
    fault_disk_close(disk)
  }

  /// Whether the machine has stopped in the middle of something.
  var isDead: Bool { fault_disk_crashed(disk) }
  var usedBytes: Int { Int(fault_disk_used_bytes(disk)) }

  /// The machine stops; open files end.
  func lose(_ loss: Loss) {
    let mode =
      switch loss {
      case .process: FAULT_DISK_KEEP_ALL
      case .everything: FAULT_DISK_DROP_ALL
      case .drawn: FAULT_DISK_DRAW
      }
    fault_disk_power_loss(disk, mode)
  }

  /// Lets so many more writes and flushes succeed; then the machine stops.
  func stop(after operations: Int) { fault_disk_crash_after(disk, UInt64(operations)) }

  /// Makes the next flush but `skipped` of the log fail; what it should have made durable never will be by itself.
  func failFlush(skipping skipped: Int) {
    fault_disk_fail(disk, FAULT_DISK_SYNC, UInt64(skipped + 1), 1, FAULT_DISK_ANY_FILE.rawValue)
  }

  /// Whether flushes claim to have done what they have not.
  private(set) var isLying = false

  func setLying(_ isLying: Bool) {
    self.isLying = isLying
    fault_disk_set_lying_syncs(disk, isLying)
  }

  /// Leaves room for so many more bytes; nil for no bound.
  func limit(to bytes: Int?) { fault_disk_set_capacity(disk, bytes.map { UInt64(usedBytes + $0) } ?? .max) }

  /// Turns one bit of the database file over, or makes a page of it zeros.
  func rot(isWholePage: Bool) {
    if isWholePage {
      fault_disk_zero_page(disk, "/node.db", 8_192, Int64(FAULT_DISK_DRAWN))
    } else {
      fault_disk_flip_bit(disk, "/node.db", Int64(FAULT_DISK_DRAWN))
    }
  }

  /// Ends what can be ended: the room is enough again, flushes are honest, nothing more fails.
  func heal() {
    limit(to: nil)
    setLying(false)
    fault_disk_cancel_crash(disk)
    fault_disk_fail(disk, FAULT_DISK_SYNC, 1, 0, FAULT_DISK_ANY_FILE.rawValue)
  }

  /// Makes a stopped machine usable again; what it held is as the stop left it.
  func revive() { if isDead { lose(.process) } }

  /// Removes everything.
  func wipe() { restore(blank) }

  /// Everything on the disk, as it stands.
  func image() -> [UInt8] {
    var size = 0
    guard let bytes = fault_disk_image(disk, &size) else { return [] }
    defer { fault_disk_image_free(bytes) }
    return Array(UnsafeBufferPointer(start: bytes, count: size))
  }

  /// Puts an image in place of everything on the disk.
  func restore(_ image: [UInt8]) {
    let result = image.withUnsafeBufferPointer { fault_disk_restore(disk, $0.baseAddress, $0.count) }
    precondition(result == 0, "an image of this program's own making")
  }
}
