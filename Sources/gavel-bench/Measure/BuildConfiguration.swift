import ArgumentParser

/// How this program was compiled.
enum BuildConfiguration {
  static var name: String {
    #if DEBUG
      "debug"
    #else
      "release"
    #endif
  }

  /// Throws in a debug build: its figures would be off by an order of magnitude.
  static func requireRelease() throws {
    #if DEBUG
      throw ValidationError(
        """
        THIS IS A DEBUG BUILD: it is many times slower than what ships, and gives no figures.
        Build with: swift build -c release --product gavel-bench --product gavel-server
        """)
    #endif
  }
}
