/// Resident memory of a process in a window of time.
struct ResidentBytes: Encodable {
  var begin: Int
  var highest: Int
}

/// Looks at a server's memory now and then.
struct MemoryWatch {
  private(set) var residentBytes: ResidentBytes
  private let server: ServerProcess
  private var next = Clock.monotonicNanoseconds()

  init(_ server: ServerProcess) {
    self.server = server
    let begin = server.usage?.residentBytes ?? 0
    residentBytes = ResidentBytes(begin: begin, highest: begin)
  }

  /// Looks, every half second at most.
  mutating func look() {
    let now = Clock.monotonicNanoseconds()
    guard now >= next else { return }
    next = now + 500_000_000
    residentBytes.highest = max(residentBytes.highest, server.usage?.residentBytes ?? 0)
  }
}
