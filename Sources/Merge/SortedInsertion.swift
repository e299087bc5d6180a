// Sorted arrays that grow by many elements at once, in place.

extension Array {
  /// In a sorted array, the first place that does not lie before what is looked for.
  /// - Complexity: O(log n).
  func place(_ isBefore: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = low + (high - low) / 2
      if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Takes in what is not here yet: sorted, as the array is.
  ///
  /// A record may have hundreds of thousands of facts or elements, and small changes come to it by the thousand. So what stands
  /// before the smallest new element is left alone, and what stands behind it is moved in runs, never copied.
  /// - Complexity: O(k log n) comparisons for k new elements; what stands behind the smallest of them is moved once.
  mutating func insert(sorted fresh: [Element], by precedes: (Element, Element) -> Bool) {
    var end = count
    append(contentsOf: fresh)
    withUnsafeMutableBufferPointer { all in
      guard let first = all.baseAddress else { return }
      (first + end).deinitialize(count: fresh.count)
      // Below `end` the old elements stand where they were; above the place of `index` everything stands where it belongs.
      for index in fresh.indices.reversed() {
        var (low, high) = (0, end)
        while low < high {
          let middle = low + (high - low) / 2
          if precedes(fresh[index], first[middle]) { high = middle } else { low = middle + 1 }
        }
        (first + low + index + 1).moveInitialize(from: first + low, count: end - low)
        (first + low + index).initialize(to: fresh[index])
        end = low
      }
    }
  }
}
