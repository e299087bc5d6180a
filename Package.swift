// swift-tools-version: 6.3
import PackageDescription

let package = Package(
  name: "gridward",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "gridward", targets: ["gridward"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser.git", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-asn1.git", exact: "1.7.4"),
    .package(url: "https://github.com/apple/swift-certificates.git", exact: "1.21.1"),
    .package(url: "https://github.com/apple/swift-configuration.git", exact: "1.4.0", traits: ["YAML"]),
    .package(url: "https://github.com/apple/swift-crypto.git", exact: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types.git", exact: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log.git", exact: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics.git", exact: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio.git", exact: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl.git", exact: "2.37.6"),
    .package(url: "https://github.com/groue/GRDB.swift.git", exact: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird.git", exact: "2.28.1"),
    .package(url: "https://github.com/jpsim/Yams.git", exact: "6.2.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", exact: "2.13.0"),
  ],
  targets: [
    // The core: no I/O, clock, randomness or dictionary order. Imports point downward only.
    .target(name: "Merge"),
    .target(name: "Wire", dependencies: ["Merge", "CDeflate"]),
    .target(name: "CEmbedded"),
    .target(
      name: "Catalog",
      dependencies: ["CEmbedded", "Merge", .product(name: "Yams", package: "Yams")]),
    .target(name: "Rules", dependencies: ["Merge", "Catalog"]),
    .target(name: "Access", dependencies: ["Merge", "Catalog"]),
    .target(name: "Trust", dependencies: ["Merge", "Wire", .product(name: "Crypto", package: "swift-crypto")]),
    .target(name: "Totals", dependencies: ["Merge", "Catalog", "Trust"]),
    .target(name: "Replica", dependencies: ["Merge", "Wire", "Catalog", "Trust"]),

    // Who may speak to whom: transport certificates, and how a node comes to have one.
    .target(
      name: "Certificates",
      dependencies: [
        "Merge", .product(name: "X509", package: "swift-certificates"),
        .product(name: "SwiftASN1", package: "swift-asn1"), .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .target(
      name: "Enrolment",
      dependencies: [
        "Merge", "Trust", "Certificates", .product(name: "Crypto", package: "swift-crypto"),
      ]),

    // The shell.
    .target(name: "CFlightRecorder"),
    .target(name: "CSQLiteDefence", linkerSettings: [.linkedLibrary("sqlite3")]),
    .target(name: "CPageGuard", linkerSettings: [.linkedLibrary("sqlite3")]),
    .target(name: "FlightRecorder", dependencies: ["Merge", "CFlightRecorder"]),
    .target(
      name: "Store",
      dependencies: [
        "Merge", "Wire", "Catalog", "Rules", "Trust", "Totals", "Replica", "FlightRecorder", "CSQLiteDefence",
        "CPageGuard",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]),
    .target(
      name: "Reports", dependencies: ["Merge", "Wire", "Catalog", "Trust", "Totals", "Replica", "Store"]),
    .target(
      name: "Records",
      dependencies: ["Merge", "Wire", "Catalog", "Rules", "Access", "Trust", "Replica", "Store", "Reports"]),
    // Numbers that a seed alone decides, for what plays and what tests: nothing in the product draws from it.
    .target(name: "SeededNumbers"),
    // Whole periods of real places, entered in one process over the shipped stores and sessions.
    .target(name: "CDivisions"),
    .target(
      name: "Scenarios",
      dependencies: [
        "CDivisions", "Merge", "SeededNumbers", "Wire", "Catalog", "Trust", "Replica", "Store", "Reports", "Records",
      ]),
    .testTarget(
      name: "ScenarioTests",
      dependencies: [
        "Merge", "SeededNumbers", "Catalog", "Totals", "Replica", "Store", "Reports", "Office", "Scenarios",
        "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .systemLibrary(
      name: "CXLSXWriter", path: "Sources/CXLSXWriter", pkgConfig: "xlsxwriter",
      providers: [.apt(["libxlsxwriter-dev"])]),
    .target(name: "Office", dependencies: ["Totals", "Reports", "CXLSXWriter"]),
    .systemLibrary(
      name: "CCurl", path: "Sources/CCurl", pkgConfig: "libcurl",
      providers: [.apt(["libcurl4-openssl-dev", "libssl-dev"])]),
    .systemLibrary(
      name: "CDeflate", path: "Sources/CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
    .target(
      name: "Transport",
      dependencies: ["CCurl"]),
    .target(
      name: "Node",
      dependencies: [
        "Merge", "Wire", "Catalog", "Trust", "Certificates", "Enrolment", "Replica", "FlightRecorder", "Store",
        "Reports", "Transport",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ]),
    .target(
      name: "Server",
      dependencies: [
        "Merge", "Wire", "Catalog", "Rules", "Trust", "Certificates", "Enrolment", "Replica", "FlightRecorder",
        "Store", "Reports", "Records", "Transport", "Node",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "NIOTLS", package: "swift-nio"),
        .product(name: "X509", package: "swift-certificates"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ]),
    .executableTarget(
      name: "gridward",
      dependencies: [
        "Merge", "Wire", "Catalog", "Trust", "Certificates", "Enrolment", "Replica", "FlightRecorder",
        "Store", "Reports", "Records", "Office", "Transport", "Node", "Server",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Configuration", package: "swift-configuration"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ]),

    // Whole trees in one process from one seed; nothing imports it but its command and its tests.
    .target(
      name: "CFaultDisk", exclude: ["test"], linkerSettings: [.linkedLibrary("sqlite3")]),
    .target(
      name: "Simulation",
      dependencies: [
        "Merge", "SeededNumbers", "Wire", "Catalog", "Trust", "Replica", "Store", "Records", "Transport",
        "CFaultDisk", "CPageGuard", .product(name: "Crypto", package: "swift-crypto"),
      ]),
    // The vectors of the specification, interpreted once: for their tests and for other implementations.
    .target(
      name: "Conformance",
      dependencies: [
        "Merge", "Wire", "Catalog", "Rules", "Trust", "Totals", "Certificates", "Enrolment", "Replica", "Reports",
      ]),
    .executableTarget(
      name: "gridward-simulate",
      dependencies: [
        "Merge", "Wire", "Catalog", "Replica", "Store", "Reports", "Office", "Scenarios", "Transport",
        "Conformance", "Simulation", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // Measures; see ops/bench.
    .executableTarget(
      name: "gridward-bench",
      dependencies: [
        "Merge", "SeededNumbers", "Wire", "Catalog", "Trust", "Enrolment", "Replica", "Store", "Transport", "Node",
        "Server",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      path: "ops/bench/driver"),

    // What several test targets need; nothing else may import it.
    .target(
      name: "TestSupport",
      dependencies: [
        "Merge", "SeededNumbers", "Wire", "Catalog", "Trust", "Replica", "Store",
        .product(name: "GRDB", package: "GRDB.swift"), .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Logging", package: "swift-log"),
      ],
      path: "Tests/TestSupport"),
    .testTarget(name: "MergeTests", dependencies: ["Merge", "SeededNumbers", "TestSupport"]),
    .testTarget(name: "SeededNumbersTests", dependencies: ["SeededNumbers"]),
    .testTarget(
      name: "WireTests", dependencies: ["Merge", "SeededNumbers", "Wire", "Trust", "Conformance", "TestSupport"]),
    .testTarget(
      name: "ConformanceTests", dependencies: ["Merge", "Wire", "Catalog", "Trust", "Conformance", "TestSupport"]),
    .testTarget(
      name: "TrustTests",
      dependencies: [
        "Merge", "SeededNumbers", "Wire", "Trust", "TestSupport", .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .testTarget(name: "CatalogTests", dependencies: ["Merge", "SeededNumbers", "Catalog", "TestSupport"]),
    .testTarget(name: "AccessTests", dependencies: ["Access", "Merge", "Catalog", "TestSupport"]),
    .testTarget(name: "TotalsTests", dependencies: ["Merge", "Catalog", "Totals", "TestSupport"]),
    .testTarget(name: "FlightRecorderTests", dependencies: ["Merge", "FlightRecorder"]),
    .testTarget(name: "RulesTests", dependencies: ["Merge", "Catalog", "Rules", "TestSupport"]),
    .testTarget(
      name: "ReplicaTests",
      dependencies: [
        "Merge", "SeededNumbers", "Wire", "Catalog", "Trust", "Replica", "Store", "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .testTarget(
      name: "StoreTests",
      dependencies: [
        "Merge", "SeededNumbers", "Wire", "Catalog", "Rules", "Trust", "Totals", "Replica", "Store", "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ], exclude: ["Fixtures"]),
    .testTarget(
      name: "RecordsTests",
      dependencies: [
        "Merge", "SeededNumbers", "Wire", "Catalog", "FlightRecorder", "Rules", "Trust", "Replica", "Store", "Records",
        "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .testTarget(name: "TransportTests", dependencies: ["SeededNumbers", "Transport"]),
    .testTarget(
      name: "EnrolmentTests",
      dependencies: [
        "Merge", "Trust", "Certificates", "Enrolment", "TestSupport",
        .product(name: "X509", package: "swift-certificates"),
      ]),
    .testTarget(
      name: "ServerTests",
      dependencies: [
        "Merge", "SeededNumbers", "Wire", "Catalog", "Trust", "Totals", "Certificates", "Enrolment", "Replica",
        "Store", "Records", "Reports", "Transport", "Node", "Server", "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdTesting", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOEmbedded", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "X509", package: "swift-certificates"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ]),
    .testTarget(
      name: "CareTests",
      dependencies: [
        "Merge", "SeededNumbers", "Wire", "Catalog", "Trust", "Replica", "Store", "Node", "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "Merge", "Wire", "Catalog", "Trust", "Replica", "Store", "Transport", "Node", "Server", "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .testTarget(
      name: "SimulationTests",
      dependencies: [
        "Merge", "Wire", "Catalog", "Replica", "Store", "Simulation", "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .testTarget(name: "TidyTests"),
  ]
)

for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
  ]
}

// What is not obvious about these modules stands in their folders.
for target in package.targets
where [
  "Merge", "Catalog", "Rules", "Access", "Trust", "Totals", "Replica", "Store", "FlightRecorder", "Enrolment",
  "Transport", "Records", "Node", "Server", "gridward", "Simulation",
].contains(target.name) {
  target.exclude.append("DESIGN.md")
}
