// Sets of numbers that are asked a million times for one answer: two open tables, without a hash that is drawn at random.

/// Numbers in the order in which they first came: each has its place.
struct NumberIndex {
  private(set) var numbers: [UInt64] = []
  /// A place and one more; 0 where the slot is free.
  private var slots = [UInt32](repeating: 0, count: 64)

  /// The place of a number, which it is given unless it has one.
  mutating func place(of number: UInt64) -> Int {
    var slot = slot(of: number)
    while slots[slot] != 0 {
      let place = Int(slots[slot]) - 1
      if numbers[place] == number { return place }
      slot = (slot + 1) & (slots.count - 1)
    }
    numbers.append(number)
    slots[slot] = UInt32(numbers.count)
    if numbers.count * 2 > slots.count { grow() }
    return numbers.count - 1
  }

  mutating func removeAll() {
    numbers.removeAll(keepingCapacity: true)
    for slot in slots.indices { slots[slot] = 0 }
  }

  private func slot(of number: UInt64) -> Int { NumberSet.mixed(number) & (slots.count - 1) }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    for (place, number) in numbers.enumerated() {
      var slot = slot(of: number)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(place + 1)
    }
  }
}

/// Numbers of which it is asked whether they have come before.
struct NumberSet {
  /// No number that is inserted.
  private static let free = UInt64.max
  private var slots = [UInt64](repeating: free, count: 1_024)
  private var count = 0

  /// - Precondition: the number is not the largest there is.
  /// - Returns: whether it was not there.
  mutating func insert(_ number: UInt64) -> Bool {
    var slot = Self.mixed(number) & (slots.count - 1)
    while slots[slot] != Self.free {
      if slots[slot] == number { return false }
      slot = (slot &+ 1) & (slots.count - 1)
    }
    slots[slot] = number
    count += 1
    if count * 2 > slots.count { grow() }
    return true
  }

  mutating func removeAll() {
    if count == 0 { return }
    for slot in slots.indices { slots[slot] = Self.free }
    count = 0
  }

  private mutating func grow() {
    let held = slots
    slots = [UInt64](repeating: Self.free, count: held.count * 2)
    for number in held where number != Self.free {
      var slot = Self.mixed(number) & (slots.count - 1)
      while slots[slot] != Self.free { slot = (slot &+ 1) & (slots.count - 1) }
      slots[slot] = number
    }
  }

  /// Numbers here are counted up and set beside one another, by this program: mixing need not be secret.
  @inline(__always) static func mixed(_ number: UInt64) -> Int {
    let product = (number ^ (number >> 29)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: product >> 32)
  }
}
