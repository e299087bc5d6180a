// Imports point downward only, as Package.swift and ARCHITECTURE say, and the core knows neither clock nor chance.
import Testing

@Suite struct ModuleTests {
  /// The modules that take time and chance as arguments.
  static let core: Set<String> = ["Merge", "Wire", "Catalog", "Rules", "Access", "Trust", "Totals", "Replica"]
  /// Their sources, and those of what people may enter: it reads a store, but draws no lots and asks no clock either.
  static let coreSources = Tree.sources.filter { core.union(["Records"]).contains($0.module) }

  @Test(arguments: Tree.sources)
  func `imports point downward`(file: TextFile) throws {
    let allowed = try #require(Manifest.modules[file.module], "no module of Package.swift: \(file.module)")
    for name in file.imports where Manifest.modules[name] != nil {
      #expect(allowed.contains(name), "\(file) imports \(name)")
    }
  }

  /// The table's rows: a module in back-ticks, what it is for, what it may import.
  @Test func `the table of modules in ARCHITECTURE is that of Package.swift`() throws {
    let document = try #require(Tree.file("ARCHITECTURE.md"))
    let form = /\| \[?`([A-Za-z-]+)`(?:\]\([^)]+\))? \| [^|]+ \| ([^|]+) \|/
    var rows: [String: Set<String>] = [:]
    for line in document.lines {
      guard let row = line.wholeMatch(of: form) else { continue }
      let names = row.2.split(separator: ", ").map(String.init)
      rows[String(row.1)] = Set(names == ["nothing"] ? [] : names)
    }
    #expect(rows.keys.sorted() == Manifest.modules.keys.sorted())
    for (name, imports) in rows { #expect(imports == Manifest.modules[name], "\(name)") }
  }

  @Test func `what tests share is no module's`() {
    #expect(Manifest.modules["TestSupport"] == nil && Tree.tests.contains { $0.module == "TestSupport" })
    for (name, imports) in Manifest.modules { #expect(!imports.contains("TestSupport"), "\(name)") }
    for file in Tree.sources { #expect(!file.imports.contains("TestSupport"), "\(file)") }
  }

  @Test func `the build leaves every DESIGN document alone, and no other file is meant`() {
    let folders = Tree.designs.compactMap { $0.path.split(separator: "/").dropFirst().first.map(String.init) }
    #expect(Set(folders) == Manifest.explained)
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
    Set(lines.compactMap { Self.imported(by: $0) })
  }

  /// The module that a line imports; nil for a line that imports none.
  static func imported(by line: Substring) -> String? {
    let modifiers: Set<Substring> = ["package", "public", "internal", "@preconcurrency"]
    let words = line.split(separator: " ")
    guard let place = words.firstIndex(of: "import"), place <= 2, words.count > place + 1 else { return nil }
    guard words[..<place].allSatisfy({ modifiers.contains($0) }) else { return nil }
    return String(words[place + 1].split(separator: ".")[0])
  }
}
