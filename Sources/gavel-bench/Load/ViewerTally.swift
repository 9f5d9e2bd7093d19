/// What all viewers of a swarm counted; belongs to the swarm's thread.
final class ViewerTally {
  var batches = BatchIndex()
  var window = ViewerWindow()
  var latency = Latency()
  var welcomed = 0
  private(set) var closed = 0
  /// Why connections ended: the first eight reasons.
  private(set) var reasons: [String] = []

  private var started = (nanoseconds: Clock.monotonicNanoseconds(), client: 0.0, server: 0.0)

  func close(_ reason: String) {
    closed += 1
    if reasons.count < 8, !reasons.contains(reason) { reasons.append(reason) }
  }

  /// Begins a window at once.
  func begin(serverPID: Int32) {
    window = ViewerWindow()
    latency.reset()
    let server = ProcessUsage(of: serverPID)?.cpuSeconds ?? 0
    started = (Clock.monotonicNanoseconds(), CPUTime.ofProcess(), server)
  }

  /// What happened in the window up to now.
  func end(serverPID: Int32) -> ViewerWindow {
    var result = window
    let server = ProcessUsage(of: serverPID)?.cpuSeconds ?? started.server
    result.seconds = Double(Clock.monotonicNanoseconds() - started.nanoseconds) / 1e9
    result.clientCPUSeconds = CPUTime.ofProcess() - started.client
    result.serverCPUSeconds = server - started.server
    result.latency = latency.summary
    return result
  }
}

/// What all viewers of a swarm counted in one window of time.
struct ViewerWindow: Codable, Sendable {
  var seconds = 0.0
  /// Comments received, by every viewer that did.
  var deliveries = 0
  var frames = 0
  var bytes = 0
  /// Batches that a viewer already had.
  var repeats = 0
  /// Batches that began after what the viewer had covered: something was skipped for ever.
  var gaps = 0
  /// Positions that a viewer was told to fetch over HTTP, because it had fallen too far behind.
  var leftToHistory = 0
  /// From accepted to received, of the viewers that are timed.
  var latency = Latency().summary
  var clientCPUSeconds = 0.0
  var serverCPUSeconds = 0.0
}
