// How much memory this process occupies.
import Foundation

enum ResidentMemory {
  /// The resident bytes of this process; zero where the system does not say.
  static var bytes: Int { field("VmRSS:") }
  static var peakBytes: Int { field("VmHWM:") }

  private static func field(_ name: String) -> Int {
    guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return 0 }
    let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
    let kibibytes = line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) }
    return (kibibytes ?? 0) << 10
  }
}
