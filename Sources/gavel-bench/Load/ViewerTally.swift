import LiveComments

/// What all viewers of a swarm counted; belongs to the swarm's thread.
final class ViewerTally {
  private var comments = BatchIndex(.comments)
  private var events = BatchIndex(.events)
  var window = ViewerWindow()
  var latency = Latency()
  var submitLatency = Latency()
  var moderationLatency = Latency()
  var welcomed = 0
  private(set) var closed = 0
  /// Why connections ended: the first eight reasons.
  private(set) var reasons: [String] = []

  private var started = (nanoseconds: Clock.monotonicNanoseconds(), client: 0.0, server: 0.0)

  func close(_ reason: String) {
    closed += 1
    if reasons.count < 8, !reasons.contains(reason) { reasons.append(reason) }
  }

  /// What a batch of comments or of moderation holds; nil when it has not been read.
  func content(of key: BatchIndex.Key, _ kind: Envelope.Kind) -> BatchIndex.Content? {
    kind == .moderation ? events.content(of: key) : comments.content(of: key)
  }

  /// Reads a batch of comments or of moderation.
  func read(
    _ payload: UnsafeRawBufferPointer, as key: BatchIndex.Key, _ kind: Envelope.Kind
  ) -> BatchIndex.Content {
    kind == .moderation ? events.read(payload, as: key) : comments.read(payload, as: key)
  }

  /// Begins a window at once.
  func begin(serverPID: Int32) {
    window = ViewerWindow()
    latency.reset()
    submitLatency.reset()
    moderationLatency.reset()
    let server = ProcessUsage(ofTree: serverPID)?.cpuSeconds ?? 0
    started = (Clock.monotonicNanoseconds(), CPUTime.ofProcess(), server)
  }

  /// What happened in the window up to now.
  func end(serverPID: Int32) -> ViewerWindow {
    var result = window
    let server = ProcessUsage(ofTree: serverPID)?.cpuSeconds ?? started.server
    result.seconds = Double(Clock.monotonicNanoseconds() - started.nanoseconds) / 1e9
    result.clientCPUSeconds = CPUTime.ofProcess() - started.client
    result.serverCPUSeconds = server - started.server
    result.latency = latency.summary
    result.submitLatency = submitLatency.summary
    result.moderationLatency = moderationLatency.summary
    return result
  }
}

/// What all viewers of a swarm counted in one window of time.
struct ViewerWindow: Codable, Sendable {
  var seconds = 0.0
  /// Comments received, by every viewer that did.
  var deliveries = 0
  /// Moderation events received, by every viewer that did.
  var events = 0
  /// Comments that sampling left out of what was received.
  var sampledOut = 0
  var frames = 0
  var bytes = 0
  /// Batches that a viewer already had.
  var repeats = 0
  /// Batches that began after what the viewer had covered: something was skipped for ever.
  var gaps = 0
  /// Positions that a viewer was told to fetch over HTTP, because it had fallen too far behind.
  var leftToHistory = 0
  /// Connections of viewers that do not read, and that the server gave up.
  var closedStalled = 0
  /// From accepted to received, of the viewers that are timed.
  var latency = Latency().summary
  /// From submitted to received, of the viewers that are timed, where comments say when.
  var submitLatency = Latency().summary
  /// From accepted (`at`) to received, of the viewers that are timed and every event shown to them.
  var moderationLatency = Latency().summary
  var clientCPUSeconds = 0.0
  var serverCPUSeconds = 0.0
}
