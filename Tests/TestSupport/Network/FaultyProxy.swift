import NIOCore
import NIOPosix
import Synchronization

/// A TCP proxy on the loopback that does to connections what networks do, on command.
public final class FaultyProxy: Sendable {
  /// What happens to bytes.
  public enum Condition: Sendable, Hashable {
    case clear
    /// Nothing is passed on, and nothing is closed.
    case stalled
    /// Bytes arrive so much later, in order.
    case delayed(Duration)
    /// New connections are closed at once.
    case refusing
  }

  struct State {
    var condition = Condition.clear
    var upstreamPort: Int
    var links: [ObjectIdentifier: ProxyLink] = [:]
    var connections = 0
  }

  private let state: Mutex<State>
  private let listener: any Channel
  public let port: Int

  private init(listener: any Channel, port: Int, upstreamPort: Int) {
    self.listener = listener
    self.port = port
    state = Mutex(State(upstreamPort: upstreamPort))
  }

  /// Listens on a free port and passes everything on to `upstreamPort`.
  public static func start(upstreamPort: Int) async throws -> FaultyProxy {
    let box = ProxyBox()
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      // Nothing is read before the other side is connected.
      .childChannelOption(.autoRead, value: false)
      .childChannelInitializer { channel in
        guard let proxy = box.proxy else { return channel.close() }
        return proxy.accept(channel)
      }
      .bind(host: "127.0.0.1", port: 0).get()
    guard let port = listener.localAddress?.port else {
      throw ChannelError.inappropriateOperationForState
    }
    let proxy = FaultyProxy(listener: listener, port: port, upstreamPort: upstreamPort)
    box.set(proxy)
    return proxy
  }

  /// Where connections lead from now on: a server that restarts may have another port.
  public func lead(to port: Int) { state.withLock { $0.upstreamPort = port } }

  /// Connections that were accepted so far.
  public var connections: Int { state.withLock { $0.connections } }

  /// Changes what happens, also on connections that are open.
  public func become(_ condition: Condition) {
    let links = state.withLock { state in
      state.condition = condition
      return Array(state.links.values)
    }
    for link in links { link.become(condition) }
  }

  /// Ends every open connection at once, losing what is on its way.
  public func cut() {
    for link in state.withLock({ Array($0.links.values) }) { link.cut() }
  }

  public func stop() async throws {
    cut()
    try await listener.close()
  }

  private func accept(_ client: any Channel) -> EventLoopFuture<Void> {
    let (condition, port) = state.withLock { state in
      state.connections += 1
      return (state.condition, state.upstreamPort)
    }
    guard condition != .refusing else { return client.close() }
    // The server must not connect to the upstream from inside the initializer: it would wait for
    // itself on this event loop.
    ClientBootstrap(group: client.eventLoop)
      .channelOption(.autoRead, value: false)
      .connect(host: "127.0.0.1", port: port)
      .whenComplete { result in
        switch result {
        case .failure: client.close(promise: nil)
        case .success(let server): self.link(client, server)
        }
      }
    return client.eventLoop.makeSucceededVoidFuture()
  }

  private func link(_ client: any Channel, _ server: any Channel) {
    let link = ProxyLink(client: client, server: server)
    let condition = state.withLock { state in
      state.links[ObjectIdentifier(link)] = link
      return state.condition
    }
    link.start(condition)
    client.closeFuture.whenComplete { _ in
      self.state.withLock { $0.links[ObjectIdentifier(link)] = nil }
    }
  }
}

/// Lets the listener find the proxy that it belongs to.
private final class ProxyBox: Sendable {
  private let state = Mutex<FaultyProxy?>(nil)
  var proxy: FaultyProxy? { state.withLock { $0 } }
  func set(_ proxy: FaultyProxy) { state.withLock { $0 = proxy } }
}
