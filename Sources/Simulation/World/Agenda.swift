// What is going to happen, in the order of its time.

/// A queue of events by time; those of one moment come in the order in which they were put in.
struct Agenda<Item> {
  private struct Entry {
    let time: Int64
    let order: UInt64
    let event: Item

    func precedes(_ other: Entry) -> Bool { time == other.time ? order < other.order : time < other.time }
  }

  private var heap: [Entry] = []
  private var order: UInt64 = 0

  var isEmpty: Bool { heap.isEmpty }
  var nextTime: Int64? { heap.first?.time }

  mutating func add(_ event: Item, at time: Int64) {
    order += 1
    heap.append(Entry(time: time, order: order, event: event))
    var index = heap.count - 1
    while index > 0, heap[index].precedes(heap[(index - 1) / 2]) {
      heap.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  mutating func next() -> (time: Int64, event: Item)? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      sink()
    }
    return (first.time, first.event)
  }

  private mutating func sink() {
    var index = 0
    while true {
      var least = index
      for child in [2 * index + 1, 2 * index + 2] where child < heap.count && heap[child].precedes(heap[least]) {
        least = child
      }
      if least == index { return }
      heap.swapAt(index, least)
      index = least
    }
  }
}

extension Agenda where Item == Event {
  /// What waits on phones, in no particular order.
  var errands: [Errand] {
    heap.compactMap { if case .submit(let errand) = $0.event { errand } else { nil } }
  }
}

/// Something that happens at a moment. Nodes, people and exchanges go by their numbers.
enum Event {
  /// A node begins a session with its parent.
  case session(node: Int)
  /// The next piece of a request arrives at the parent.
  case request(Int)
  /// The parent makes the next frames of its answer.
  case answer(Int)
  /// A piece of an answer arrives at the child.
  case arrival(Int, bytes: [UInt8], isLast: Bool)
  /// The child learns that an exchange has come to nothing.
  case broken(Int)
  /// A held answer has been held long enough.
  case unpark(Int)
  /// A node tells those who wait that something was written.
  case news(node: Int)
  /// Somebody does something.
  case work(person: Int)
  /// A phone hands its queue to the node.
  case submit(Errand)
  /// Entry of the fault plan.
  case fault(Int)
  case mend(Int)
  case restart(node: Int)
}
