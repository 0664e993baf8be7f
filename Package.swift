// swift-tools-version: 6.2
import PackageDescription

// Every target: Swift 6 language mode (below), and imports and existentials that show themselves.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let argumentParser: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient: Target.Dependency = .product(
  name: "AsyncHTTPClient", package: "async-http-client")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioExtras: Target.Dependency = .product(name: "NIOExtras", package: "swift-nio-extras")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let serviceLifecycle: Target.Dependency = .product(
  name: "ServiceLifecycle", package: "swift-service-lifecycle")
let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

let package = Package(
  name: "sinergi",
  products: [
    .library(name: "Statechart", targets: ["Statechart"]),
    .library(name: "CEL", targets: ["CEL"]),
    .library(name: "WorkCalendar", targets: ["WorkCalendar"]),
    .executable(name: "sinergid", targets: ["sinergid"]),
    .executable(name: "sinergictl", targets: ["sinergictl"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.6.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    // Core: the standard library and nothing else.
    .target(name: "Statechart", path: "Sources/Core/Statechart", swiftSettings: strict),
    .target(name: "CEL", path: "Sources/Core/CEL", swiftSettings: strict),
    .target(name: "WorkCalendar", path: "Sources/Core/WorkCalendar", swiftSettings: strict),

    // The definition language; pure.
    .systemLibrary(
      name: "CExpat", path: "Sources/Doors/CExpat", pkgConfig: "expat",
      providers: [.apt(["libexpat1-dev"])]),
    .target(
      name: "Workflow", dependencies: ["Statechart", "CEL", "WorkCalendar", "CExpat", yams],
      swiftSettings: strict),

    // Doors: each talks to exactly one thing outside.
    .target(
      name: "Store", dependencies: [grdb, grdbSQLite, crypto],
      path: "Sources/Doors/Store", swiftSettings: strict),
    .systemLibrary(
      name: "CCurl", path: "Sources/Doors/CCurl", pkgConfig: "libcurl",
      providers: [.apt(["libcurl4-openssl-dev"])]),
    .target(
      name: "Notify",
      dependencies: [
        "Workflow", "WorkCalendar", "CCurl", asyncHTTPClient, nioCore, nioPosix, nioHTTP1, nioSSL,
        subprocess, systemPackage, mustache, crypto,
      ],
      path: "Sources/Doors/Notify", swiftSettings: strict),
    .systemLibrary(
      name: "CSystemd", path: "Sources/Doors/CSystemd", pkgConfig: "libsystemd",
      providers: [.apt(["libsystemd-dev"])]),
    .target(name: "CLinux", path: "Sources/Doors/CLinux"),
    .target(
      name: "Systemd", dependencies: ["CSystemd", "CLinux", logging], path: "Sources/Doors/Systemd",
      swiftSettings: strict),

    .target(
      name: "Archive", dependencies: [crypto], path: "Sources/Doors/Archive",
      swiftSettings: strict),

    .systemLibrary(
      name: "CXlsxWriter", path: "Sources/Doors/CXlsxWriter", pkgConfig: "xlsxwriter",
      providers: [.apt(["libxlsxwriter-dev"])]),
    .target(
      name: "Sheets", dependencies: ["CXlsxWriter"], path: "Sources/Doors/Sheets",
      swiftSettings: strict),

    // The only room that opens several doors.
    .target(
      name: "Engine",
      dependencies: [
        "Workflow", "CEL", "Statechart", "WorkCalendar", "Store", "Notify", "Archive",
        serviceLifecycle, logging, crypto,
      ],
      swiftSettings: strict),

    // Definitions tried out: the engine on a virtual clock and a store in memory.
    .target(
      name: "Rehearsal",
      dependencies: ["Engine", "Store", "Notify", "Workflow", "WorkCalendar", logging],
      swiftSettings: strict),

    // Admin: wire values, HTTP over the socket, its client.
    .target(name: "AdminAPI", path: "Sources/Admin/AdminAPI", swiftSettings: strict),
    .target(
      name: "AdminServer",
      dependencies: [
        "Engine", "AdminAPI", "Workflow", "WorkCalendar", hummingbirdCore, httpTypes, nioCore,
        nioPosix, nioExtras,
        logging, serviceLifecycle,
      ],
      path: "Sources/Admin/AdminServer", swiftSettings: strict),
    .target(
      name: "AdminClient", dependencies: ["AdminAPI", asyncHTTPClient, nioCore, nioHTTP1],
      path: "Sources/Admin/AdminClient", swiftSettings: strict),

    // Commands: wiring and words only.
    .executableTarget(
      name: "sinergid",
      dependencies: [
        "Engine", "Store", "Notify", "Archive", "Systemd", "AdminServer", "Workflow",
        "WorkCalendar", argumentParser, serviceLifecycle, logging,
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      path: "Sources/Commands/sinergid", swiftSettings: strict),
    .executableTarget(
      name: "sinergictl",
      dependencies: [
        "AdminClient", "AdminAPI", "Rehearsal", "Workflow", "WorkCalendar", argumentParser,
        "Sheets", crypto,
      ],
      path: "Sources/Commands/sinergictl", swiftSettings: strict),

    .executableTarget(
      name: "EngineBench",
      dependencies: [
        "Engine", "Store", "Systemd", "Workflow", "WorkCalendar", "Notify", grdb, grdbSQLite,
        logging,
      ],
      path: "Benchmarks/EngineBench", swiftSettings: strict),
    .executableTarget(
      name: "StatechartBench", dependencies: ["Statechart"],
      path: "Benchmarks/StatechartBench", swiftSettings: strict),

    .executableTarget(
      name: "ExpressionBench", dependencies: ["CEL", "Workflow", "WorkCalendar"],
      path: "Benchmarks/ExpressionBench", swiftSettings: strict),

    .executableTarget(
      name: "MailBench",
      dependencies: ["Notify", "WorkCalendar", "CCurl", "Engine", "Store", "Workflow", logging],
      path: "Benchmarks/MailBench", swiftSettings: strict),

    .testTarget(name: "StatechartTests", dependencies: ["Statechart"], swiftSettings: strict),
    .testTarget(
      name: "CELTests", dependencies: ["CEL"], exclude: ["Corpus"], swiftSettings: strict),
    .testTarget(name: "WorkCalendarTests", dependencies: ["WorkCalendar"], swiftSettings: strict),
    .testTarget(
      name: "WorkflowTests", dependencies: ["Workflow", "Statechart", "CEL", "WorkCalendar"],
      exclude: ["Diagnostics"],
      swiftSettings: strict),
    .testTarget(
      name: "StoreTests", dependencies: ["Store", grdb],
      swiftSettings: strict),
    .testTarget(name: "ArchiveTests", dependencies: ["Archive"], swiftSettings: strict),
    .testTarget(
      name: "NotifyTests", dependencies: ["Notify", "Workflow", "WorkCalendar"],
      exclude: ["Golden", "Servers"], swiftSettings: strict),
    .testTarget(
      name: "SystemdTests", dependencies: ["Systemd", logging], exclude: ["Scripts"],
      swiftSettings: strict),
    .testTarget(
      name: "EngineTests",
      dependencies: [
        "Engine", "Store", "Notify", "Archive", "Workflow", "WorkCalendar", grdb, logging,
        serviceLifecycle,
      ],
      swiftSettings: strict),
    .testTarget(
      name: "RehearsalTests", dependencies: ["Rehearsal", "Engine", "Workflow", "WorkCalendar"],
      swiftSettings: strict),
    .testTarget(
      name: "AdminTests",
      dependencies: [
        "AdminAPI", "AdminServer", "AdminClient", "Engine", "Store", "Notify", "Archive", "Sheets",
        "Workflow", "WorkCalendar", "sinergictl", argumentParser, serviceLifecycle, logging,
      ],
      exclude: ["Golden", "Snapshots"], swiftSettings: strict),
    .testTarget(
      name: "CommandTests",
      dependencies: ["sinergid", "sinergictl", "AdminAPI", "Engine", "Workflow"],
      swiftSettings: strict),
    .testTarget(
      name: "ConformanceTests", dependencies: ["Workflow", "Statechart", "CEL"],
      swiftSettings: strict),
    .testTarget(name: "ArchitectureTests", dependencies: [], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
