// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
  name: "gavel",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "gavel", targets: ["gavel"]),
    .executable(name: "gavel-server", targets: ["gavel-server"]),
    .executable(name: "gavel-bench", targets: ["gavel-bench"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.1"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.5.1"),
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1",
      traits: ["FullFoundation"]),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-distributed-tracing.git", from: "1.7.3"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
  ],
  targets: [
    .target(name: "LiveComments", swiftSettings: strict),
    .target(
      name: "ClientCore",
      dependencies: [
        "LiveComments",
        .product(name: "Collections", package: "swift-collections"),
      ],
      swiftSettings: strict),
    .target(
      name: "ClientTransport",
      dependencies: [
        "ClientCore", "LiveComments",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ],
      swiftSettings: strict),
    .target(name: "TerminalGrid", swiftSettings: strict),
    .target(
      name: "CNcurses",
      linkerSettings: [
        .linkedLibrary("ncursesw", .when(platforms: [.linux])),
        .linkedLibrary("ncurses", .when(platforms: [.macOS])),
      ]),
    .target(
      name: "NcursesBackend", dependencies: ["CNcurses", "TerminalGrid"], swiftSettings: strict),
    .target(
      name: "TerminalUI", dependencies: ["ClientCore", "LiveComments", "TerminalGrid"],
      swiftSettings: strict),
    .target(name: "ServerCore", dependencies: ["LiveComments"], swiftSettings: strict),
    .target(
      name: "CommentServer",
      dependencies: [
        "LiveComments", "ServerCore",
        .product(name: "Collections", package: "swift-collections"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "JWTKit", package: "jwt-kit"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
        .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "Tracing", package: "swift-distributed-tracing"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "gavel",
      dependencies: [
        "ClientCore", "ClientTransport", "CommentServer", "LiveComments", "NcursesBackend",
        "ServerCore", "TerminalGrid", "TerminalUI",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "TOMLKit", package: "TOMLKit"),
      ],
      resources: [.embedInCode("BuiltInThemes")], swiftSettings: strict),
    .executableTarget(
      name: "gavel-server",
      dependencies: [
        "CommentServer", "LiveComments", "ServerCore",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "TOMLKit", package: "TOMLKit"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "gavel-bench",
      dependencies: [
        "ClientCore", "CommentServer", "LiveComments", "ServerCore",
        "TerminalGrid", "TerminalUI",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Histogram", package: "hdrhistogram-swift"),
      ],
      swiftSettings: strict),
    .target(
      name: "TestSupport",
      dependencies: [
        "LiveComments", "TerminalGrid",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(
      name: "LiveCommentsTests", dependencies: ["LiveComments"], swiftSettings: strict),
    .testTarget(
      name: "ClientCoreTests", dependencies: ["ClientCore", "LiveComments"], swiftSettings: strict),
    .testTarget(
      name: "ClientTransportTests",
      dependencies: [
        "ClientTransport", "ClientCore", "LiveComments", "TestSupport",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "TerminalGridTests", dependencies: ["TerminalGrid"], swiftSettings: strict),
    .executableTarget(
      name: "TerminalProbe", dependencies: ["NcursesBackend", "TerminalGrid"],
      path: "Tests/NcursesBackendTests/TerminalProbe", swiftSettings: strict),
    .testTarget(
      name: "NcursesBackendTests",
      dependencies: ["NcursesBackend", "TerminalGrid", "TerminalProbe", "TestSupport"],
      exclude: ["TerminalProbe"], swiftSettings: strict),
    .testTarget(
      name: "TerminalUITests",
      dependencies: ["TerminalUI", "ClientCore", "LiveComments", "TerminalGrid"],
      exclude: ["Screens/Snapshots"], swiftSettings: strict),
    .testTarget(
      name: "ServerCoreTests", dependencies: ["ServerCore", "LiveComments"],
      swiftSettings: strict),
    .testTarget(
      name: "CommentServerTests",
      dependencies: [
        "CommentServer", "LiveComments", "ServerCore", "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
        .product(name: "JWTKit", package: "jwt-kit"),
        .product(name: "NIOEmbedded", package: "swift-nio"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "gavelTests",
      dependencies: [
        "gavel", "ClientCore", "LiveComments", "TerminalGrid", "TerminalUI",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "SimulationTests", dependencies: ["ClientCore", "LiveComments", "ServerCore"],
      swiftSettings: strict),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "ClientCore", "ClientTransport", "CommentServer", "LiveComments", "ServerCore",
        "TerminalGrid", "TestSupport", "gavel", "gavel-server",
      ],
      swiftSettings: strict),
  ]
)
