// Who has been struck off, known to a running node without reading the desk for every request.
import Foundation
package import Merge
import Synchronization

/// The desk's members, read again whenever the file has changed, by whatever process.
package final class MemberList: Sendable {
  private struct Stamp: Equatable {
    var inode: UInt64 = 0
    var size: Int = -1
    var seconds = 0
    var nanoseconds = 0
  }

  private let desk: EnrolmentDesk
  private let state = Mutex((stamp: Stamp(), revoked: Set<String>()))

  package init(_ desk: EnrolmentDesk) { self.desk = desk }

  /// - Throws: when the desk cannot be read: then nobody can say who was struck off, and nobody is let in.
  package func isRevoked(_ node: NodeID) throws -> Bool {
    let stamp = stamp()
    return try state.withLock { state in
      if state.stamp != stamp {
        let members = try desk.look().members
        state = (stamp, Set(members.filter { $0.revoked != nil }.map(\.node)))
      }
      return state.revoked.contains(node.description)
    }
  }

  private func stamp() -> Stamp {
    var status = stat()
    guard stat(desk.path, &status) == 0 else { return Stamp(size: 0) }
    return Stamp(
      inode: UInt64(status.st_ino), size: Int(status.st_size), seconds: status.st_mtim.tv_sec,
      nanoseconds: status.st_mtim.tv_nsec)
  }
}
