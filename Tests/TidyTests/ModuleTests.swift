// Imports point downward only, and the core knows neither clock nor chance.
import Testing

@Suite struct ModuleTests {
  /// For each module those of the project it may import: design, section 7.
  static let below: [String: Set<String>] = [
    "Merge": [],
    "Wire": ["Merge", "CZlib"],
    "Catalog": ["Merge"],
    "Rules": ["Merge", "Catalog"],
    "Trust": ["Merge", "Wire"],
    "Divisions": ["Merge"],
    "Totals": ["Merge", "Catalog", "Trust"],
    "Certificates": ["Merge"],
    "Enrolment": ["Merge", "Trust", "Certificates"],
    "Replica": ["Merge", "Wire", "Catalog", "Trust"],
    "CFlightRecorder": [],
    "FlightRecorder": ["Merge", "CFlightRecorder"],
    "Store": [
      "Merge", "Wire", "Catalog", "Trust", "Totals", "Replica", "FlightRecorder", "CSQLiteDefence", "CPageGuard",
    ],
    "CSQLiteDefence": [],
    "CPageGuard": [],
    "Reports": ["Merge", "Wire", "Catalog", "Trust", "Totals", "Replica", "Store"],
    "Scenarios": ["Merge", "Wire", "Catalog", "Trust", "Divisions", "Totals", "Replica", "Store", "Reports"],
    "CXLSXWriter": [],
    "Office": ["Totals", "Reports", "CXLSXWriter"],
    "CCurl": [],
    "CZlib": [],
    "Transport": ["CCurl"],
    "Node": [
      "Merge", "Wire", "Catalog", "Trust", "Totals", "Certificates", "Enrolment", "Replica", "FlightRecorder", "Store",
      "Reports", "Transport",
    ],
    "Server": [
      "Merge", "Wire", "Catalog", "Rules", "Totals", "Trust", "Certificates", "Enrolment", "Replica", "FlightRecorder",
      "Store", "Reports", "Transport", "Node",
    ],
    "CFaultDisk": [],
    "Simulation": ["Merge", "Wire", "Catalog", "Trust", "Replica", "Store", "Transport", "CFaultDisk", "CPageGuard"],
    "gridward-simulate": ["Simulation"],
    "gridward": [
      "Merge", "Wire", "Catalog", "Trust", "Divisions", "Totals", "Certificates", "Enrolment", "Replica",
      "FlightRecorder", "Store", "Reports", "Office", "Scenarios", "Transport", "Node", "Server",
    ],
  ]

  /// The modules that take time and chance as arguments.
  static let core: Set<String> = ["Merge", "Wire", "Catalog", "Rules", "Totals", "Replica"]
  static let coreSources = Tree.sources.filter { core.contains($0.module) }

  @Test(arguments: Tree.sources)
  func `imports point downward`(file: TextFile) throws {
    let allowed = try #require(Self.below[file.module], "a module the test does not know: \(file.module)")
    for name in file.imports where Self.below[name] != nil {
      #expect(allowed.contains(name), "\(file) imports \(name)")
    }
  }

  @Test(arguments: coreSources)
  func `the core imports no system`(file: TextFile) {
    for name in ["Foundation", "FoundationEssentials", "Dispatch", "Glibc", "Synchronization", "GRDB", "NIOCore"] {
      #expect(!file.imports.contains(name), "\(file) imports \(name)")
    }
  }

  @Test(arguments: coreSources)
  func `the core reads no clock, draws no lots and holds no floating point`(file: TextFile) {
    let words = [
      "Date(", ".random(", "SystemRandomNumberGenerator", ".shuffled(", ".randomElement(", "ContinuousClock",
      "SuspendingClock", "UUID(", "Double(", "Double ", ": Double", "Float", "async ", "await ", ".hashValue",
    ]
    for (number, line) in file.code.enumerated() {
      for word in words where line.contains(word) { Issue.record("\(file) line \(number + 1) has `\(word)`") }
    }
  }

  @Test func `only the store knows SQL, only the transport knows curl, only the server knows Hummingbird`() {
    let owners = [
      "GRDB": "Store", "CCurl": "Transport", "Hummingbird": "Server", "NIOSSL": "Server", "Yams": "Catalog",
      "CXLSXWriter": "Office",
    ]
    for file in Tree.sources {
      for name in file.imports {
        if let owner = owners[name] { #expect(file.module == owner, "\(file) imports \(name)") }
      }
    }
  }
}

extension TextFile {
  /// The modules the file imports.
  var imports: Set<String> {
    let modifiers: Set<Substring> = ["package", "public", "internal", "@preconcurrency"]
    var names: Set<String> = []
    for line in lines {
      let words = line.split(separator: " ")
      guard let place = words.firstIndex(of: "import"), place <= 2, words.count > place + 1 else { continue }
      guard words[..<place].allSatisfy({ modifiers.contains($0) }) else { continue }
      names.insert(String(words[place + 1].split(separator: ".")[0]))
    }
    return names
  }
}
