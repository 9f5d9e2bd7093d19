import NIOCore

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Bounds what the kernel holds for a peer beyond what is on its way (tcp(7), TCP_NOTSENT_LOWAT).
///
/// Left to itself the kernel takes megabytes of comments for a connection that does not read: memory
/// that nobody counts, and a queue that moderation would have to wait behind. When the bound is
/// reached the channel is not writable, so that the connection skips comments and catches up later.
enum UnsentQueue {
  /// Four flushes of a saturated stream, about.
  static let bytes = 128 * 1_024

  static func bound(on channel: any Channel) {
    let option = ChannelOptions.Types.SocketOption(
      level: .tcp, name: NIOBSDSocket.Option(rawValue: TCP_NOTSENT_LOWAT))
    // A channel without a socket, or a kernel without the option, keeps its own bound.
    try? channel.syncOptions?.setOption(option, value: bytes)
  }
}
