// What judging actions has shown in one transaction, each once and not without end.
import Merge
import Replica
import Trust

/// Collects notices.
struct ActionNotices {
  private struct Fork: Hashable {
    let slot: ActionSlot
    let first: Dot
    let other: Dot
  }

  private var forks: [Fork] = []
  private var undone: [(end: PassEnd, dots: [Dot])] = []

  mutating func noteFork(_ slot: ActionSlot, _ first: Dot, _ other: Dot) {
    // One for each number.
    guard forks.count < ActionNotice.countMax, !forks.contains(where: { $0.slot == slot }) else { return }
    forks.append(Fork(slot: slot, first: first, other: other))
  }

  mutating func noteUndone(_ dot: Dot, by end: PassEnd) {
    if let index = undone.firstIndex(where: { $0.end == end }) {
      if undone[index].dots.count < ActionNotice.dotsMax { undone[index].dots.append(dot) }
    } else if undone.count < ActionNotice.countMax {
      undone.append((end, [dot]))
    }
  }

  var all: [ActionNotice] {
    let forked = forks.map { fork in
      ActionNotice.fork(device: fork.slot.device, number: fork.slot.number, first: fork.first, other: fork.other)
    }
    return forked + undone.map { ActionNotice.undone($0.end, dots: $0.dots) }
  }
}
