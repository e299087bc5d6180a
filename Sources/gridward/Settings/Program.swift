// Which program this is: what one build of it could not do, another may.
import Foundation

extension Help {
  /// The version, and the size and time of the file that runs.
  static let program: String = {
    let path = "/proc/self/exe"
    let file = (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) ?? CommandLine.arguments[0]
    let attributes = try? FileManager.default.attributesOfItem(atPath: file)
    let size = (attributes?[.size] as? NSNumber)?.int64Value ?? 0
    let time = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
    return "\(version) \(size) \(Int64(time))"
  }()
}
