// What became of a device's actions, in pages by their numbers.
package import Catalog
import Merge
package import Store
package import Trust

/// What a node knows of the actions of a device: commits that bring them, and those that are held.
package struct DeviceActions {
  /// What is told of one action.
  package enum Told {
    /// In a commit: the one that counts under the number, or else one that does not.
    case entered(KnownAction)
    /// In a record, which keeps it with the reason.
    case held(RecordView)
  }

  /// A number of the device, with what is told of it.
  package typealias Line = (number: UInt64, told: Told)

  /// Some numbers, ascending.
  package struct Page {
    package let lines: [Line]
    /// The number to go on after; nil at the end.
    package let next: UInt64?
  }

  /// Told numbers, ascending.
  private struct Part {
    var lines: [Line]
    /// All numbers up to here are among them; nil where there are no further ones.
    let through: UInt64?
  }

  private let device: DeviceID
  private let catalog: Catalog
  private let reader: StoreReader

  package init(_ device: DeviceID, catalog: Catalog, in reader: StoreReader) {
    (self.device, self.catalog, self.reader) = (device, catalog, reader)
  }

  /// The numbers behind one, ascending.
  /// - Parameter count: how many at most.
  package func page(after last: UInt64, count: Int) throws -> Page {
    let entered = try entered(after: last, count: count)
    let numbers = Set(entered.lines.map(\.number))
    var held = try HeldActions.types.map { try self.held($0, after: last, count: count) }
    // What has been entered after all is told as that.
    for index in held.indices { held[index].lines.removeAll { numbers.contains($0.number) } }
    let parts = [entered] + held
    // Behind the number up to which the shortest part tells all, another part's would hide what is between.
    let through = parts.compactMap(\.through).min() ?? .max
    let lines = parts.flatMap(\.lines).filter { $0.number <= through }.sorted { $0.number < $1.number }
    let page = Array(lines.prefix(count))
    let isLast = through == .max && lines.count <= count
    return Page(lines: page, next: isLast ? nil : lines.count > count ? page.last?.number : through)
  }

  private func entered(after last: UInt64, count: Int) throws -> Part {
    let known = try reader.actions(of: device, after: last, count: count + 1)
    return Part(
      lines: known.map { ($0.number, .entered($0)) }, through: known.count > count ? known.last?.number : nil)
  }

  /// Of each only what is told: the signed bytes may be large, and a page of them ends early.
  private func held(_ name: String, after last: UInt64, count: Int) throws -> Part {
    guard let type = catalog.type(named: name), let device = type.field(named: "device"),
      let number = type.field(named: "number")
    else { return Part(lines: [], through: nil) }
    var list = RecordList()
    list.fields = [
      .init(device, .any([.text(self.device.description)])),
      .init(number, .range(.int(Int64(clamping: last) + 1), nil)),
    ]
    (list.order, list.count) = (ListOrder(.field(number.name)), count + 1)
    let page = try reader.page(list, type: type)
    let lines = page.records.compactMap { record -> Line? in
      let shown = record.values.first { $0.field.number == number.number }?.value.int.flatMap { UInt64(exactly: $0) }
      return shown.map { ($0, .held(record)) }
    }
    guard page.next != nil || lines.count > count, let cut = lines.last?.number else {
      return Part(lines: lines, through: nil)
    }
    // Further ones may be held under the last number.
    return Part(lines: lines, through: lines[0].number < cut ? cut - 1 : cut)
  }
}
