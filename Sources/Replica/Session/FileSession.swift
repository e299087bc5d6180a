// A session through files, for two ends that no network joins: each makes a file for the other and takes the other's in.
import Merge

/// Both ends of a file: `Sender` makes it, `Receiver` takes it in. Neither reads nor writes one itself.
///
/// A file is one direction of a session: the same frames, the same pieces of work and the same cursors. So a file may be
/// lost, carried late or taken in twice, and an old one behind a newer one does nothing.
/// - Source: protocol §5.9.
package enum FileSession {
  /// The branch two ends share; nil when the other stands neither above nor below.
  static func branch(of area: Area, with peer: Area) -> Branch? {
    Branch(parent: peer, child: area) ?? Branch(parent: area, child: peer)
  }
}
