// Counts from columns: how many of the rows that are meant show each value.
import Catalog
import Merge

extension ColumnQuestion {
  /// How many rows show each value of some columns, nothing as null, those of no row left out.
  /// - Returns: nil where one of them is not kept, or not by codes.
  func counts(of names: [String]) -> [[(value: ColumnValue?, count: Int)]]? {
    let counted = names.compactMap { columns.column($0)?.coded }
    guard counted.count == names.count else { return nil }
    var counts = counted.map { [Int](repeating: 0, count: $0.values.count + 1) }
    var mask = RowMask()
    for chunk in 0..<chunkCount {
      select(chunk, in: &mask)
      if mask.isEmpty { continue }
      for (index, column) in counted.enumerated() { column.chunks[chunk].count(mask, into: &counts[index]) }
    }
    return zip(counted, counts).map { column, counts in
      zip([nil] + column.values.map(Optional.some), counts).filter { $0.1 > 0 }.map { ($0.0, $0.1) }
    }
  }
}
