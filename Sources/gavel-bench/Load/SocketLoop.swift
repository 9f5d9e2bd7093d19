#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Serves many connections on one thread, with `poll` and one receive buffer for all: the buffer
/// stays in the processor's cache, and a connection costs no memory of its own.
final class SocketLoop<Peer: LivePeer> {
  private(set) var sockets: [LiveSocket<Peer>] = []
  private var entries: [pollfd] = []
  private let buffer = UnsafeMutableRawBufferPointer.allocate(
    byteCount: 256 * 1_024, alignment: 4_096)

  /// Descriptors that are watched beside the sockets, such as standard input.
  private let watched: [Int32]

  init(watching watched: [Int32] = []) {
    self.watched = watched
    entries = watched.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
  }

  deinit { buffer.deallocate() }

  func add(_ socket: LiveSocket<Peer>) {
    sockets.append(socket)
    entries.append(pollfd(fd: socket.descriptor, events: socket.interest ?? 0, revents: 0))
  }

  /// Closes every connection at once.
  func removeAll() {
    sockets = []
    entries.removeSubrange(watched.count...)
  }

  /// Lets go of the connections that are over.
  func removeClosed() {
    sockets.removeAll { $0.interest == nil }
    entries = watched.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    entries += sockets.map { pollfd(fd: $0.descriptor, events: $0.interest ?? 0, revents: 0) }
  }

  /// Sockets served between two calls of `between`.
  private static var socketsBetween: Int { 64 }

  /// Waits until something is ready, `timeout` milliseconds at most, and serves it, calling `between`
  /// now and then. Returns the watched descriptors that can be read.
  func turn(timeout: Int32, between: () throws -> Void = {}) throws -> [Int32] {
    for (index, socket) in sockets.enumerated() {
      let events = socket.interest
      entries[watched.count + index].events = events ?? 0
      entries[watched.count + index].fd = events == nil ? -1 : socket.descriptor
    }
    let ready = poll(&entries, nfds_t(entries.count), timeout)
    if ready < 0, errno != EINTR { throw SystemError("poll") }
    guard ready > 0 else { return [] }
    var served = 0
    for (index, socket) in sockets.enumerated() {
      let events = entries[watched.count + index].revents
      guard events != 0 else { continue }
      if events & Int16(POLLOUT) != 0 { socket.write() }
      if events & Int16(POLLIN | POLLHUP | POLLERR) != 0 { socket.read(into: buffer) }
      served += 1
      if served % Self.socketsBetween == 0 { try between() }
    }
    return entries[..<watched.count].filter { $0.revents != 0 }.map(\.fd)
  }
}
