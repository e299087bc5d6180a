// What became of a device's actions, in pages by their numbers.
import Catalog
import Merge
import Store
import Trust

/// What a node knows of the actions of a device: commits that bring them, and those that are held.
struct DeviceActions {
  /// A number of the device, with what is told of it.
  private typealias Told = (number: UInt64, json: JSON)

  /// Told numbers, ascending.
  private struct Part {
    var told: [Told]
    /// All numbers up to here are among them; nil where there are no further ones.
    let through: UInt64?
  }

  private let device: DeviceID
  private let catalog: Catalog
  private let reader: StoreReader

  init(_ device: DeviceID, catalog: Catalog, in reader: StoreReader) {
    (self.device, self.catalog, self.reader) = (device, catalog, reader)
  }

  /// The numbers behind one, ascending.
  func page(after last: UInt64, count: Int) throws -> JSON {
    let entered = try entered(after: last, count: count)
    let numbers = Set(entered.told.map(\.number))
    var held = try ["held_action", "held_confidential"].map { try self.held($0, after: last, count: count) }
    // What has been entered after all is told as that.
    for index in held.indices { held[index].told.removeAll { numbers.contains($0.number) } }
    let parts = [entered] + held
    // Behind the number up to which the shortest part tells all, another part's would hide what is between.
    let through = parts.compactMap(\.through).min() ?? .max
    let told = parts.flatMap(\.told).filter { $0.number <= through }.sorted { $0.number < $1.number }
    let page = told.prefix(count)
    let isLast = through == .max && told.count <= count
    let next = isLast ? nil : told.count > count ? page.last?.number : through
    return [
      "device": .text(device.description), "actions": .list(page.map(\.json)),
      "next": .text(next.map { String($0) }),
    ]
  }

  private func entered(after last: UInt64, count: Int) throws -> Part {
    let known = try reader.actions(of: device, after: last, count: count + 1)
    return Part(
      told: known.map { ($0.number, ActionJSON.object($0)) }, through: known.count > count ? known.last?.number : nil)
  }

  /// Of each only what is told: the signed bytes may be large, and a page of them ends early.
  private func held(_ name: String, after last: UInt64, count: Int) throws -> Part {
    guard let type = catalog.type(named: name), let device = type.field(named: "device"),
      let number = type.field(named: "number")
    else { return Part(told: [], through: nil) }
    var list = RecordList()
    list.fields = [
      .init(device, .any([.text(self.device.description)])),
      .init(number, .range(.int(Int64(clamping: last) + 1), nil)),
    ]
    (list.order, list.count) = (ListOrder(.field(number.name)), count + 1)
    let page = try reader.page(list, type: type)
    let told = page.records.compactMap { record -> Told? in
      let shown = record.values.first { $0.field.number == number.number }?.value.int.flatMap { UInt64(exactly: $0) }
      return shown.map { ($0, ActionJSON.object(held: record)) }
    }
    guard page.next != nil || told.count > count, let cut = told.last?.number else {
      return Part(told: told, through: nil)
    }
    // Further ones may be held under the last number.
    return Part(told: told, through: told[0].number < cut ? cut - 1 : cut)
  }
}
