/// The bounds of one connection and of all together; each is configurable.
public struct ConnectionLimits: Sendable, Hashable {
  /// Connections at most, from one address too. One more is told so and closed.
  public var connections: Int
  /// Hellos a second that need a catch-up; the rest of a storm is told when to come back.
  public var catchUpsPerSecond: Double
  /// From the upgrade to `hello`.
  public var hello: Duration
  /// Between two heartbeats.
  public var heartbeat: Duration
  /// Heartbeat intervals without a sign of life, after which a connection is closed with 4003.
  public var silentIntervals: Int
  /// How long moderation may wait for a connection that cannot be written to, before 4001.
  public var slowConsumer: Duration
  /// Posts and moderation requests of one connection that wait for the log; more are not read until
  /// one is answered.
  public var requestsInFlight: Int
  /// How long a closing connection may take to say goodbye.
  public var closing: Duration
  /// The first request's headers, from the moment of connecting.
  public var requestHead: Duration
  /// A request's body, from the end of its headers.
  public var requestBody: Duration
  /// An HTTP connection between two requests, the next one's headers included.
  public var keepAlive: Duration
  /// Bytes of a request's headers.
  public var headerBytes: Int
  /// Over how long a drain spreads clients, at most.
  public var drainSpread: Duration
  /// How long a drain waits for requests that the log has not answered.
  public var drainRequests: Duration

  public init(
    connections: Int = 20_000, catchUpsPerSecond: Double = 2_000,
    hello: Duration = .seconds(5), heartbeat: Duration = .seconds(15),
    silentIntervals: Int = 3, slowConsumer: Duration = .seconds(10), requestsInFlight: Int = 128,
    closing: Duration = .seconds(2), requestHead: Duration = .seconds(10),
    requestBody: Duration = .seconds(30), keepAlive: Duration = .seconds(60),
    headerBytes: Int = 16 * 1_024, drainSpread: Duration = .seconds(30),
    drainRequests: Duration = .seconds(5)
  ) {
    self.connections = connections
    self.catchUpsPerSecond = catchUpsPerSecond
    self.hello = hello
    self.heartbeat = heartbeat
    self.silentIntervals = silentIntervals
    self.slowConsumer = slowConsumer
    self.requestsInFlight = requestsInFlight
    self.closing = closing
    self.requestHead = requestHead
    self.requestBody = requestBody
    self.keepAlive = keepAlive
    self.headerBytes = headerBytes
    self.drainSpread = drainSpread
    self.drainRequests = drainRequests
  }
}
