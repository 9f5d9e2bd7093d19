#if canImport(CDispatch)
  // Where `timespec` comes from when the module is compiled as a whole.
  import CDispatch
#endif

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reads from a socket, with the time at which the kernel took in the last of the bytes that were
/// read (socket(7), SO_TIMESTAMPNS), so that how busy the reader is does not count as latency.
enum TimestampedRead {
  #if canImport(Glibc)
    /// `SO_TIMESTAMPNS`, which is `SCM_TIMESTAMPNS` too; the C library hides it from Swift.
    private static let option: Int32 = 35
  #endif

  /// Asks for times. Without effect where the system has none for this kind of socket.
  static func enable(on descriptor: Int32) {
    #if canImport(Glibc)
      var on: Int32 = 1
      setsockopt(
        descriptor, SOL_SOCKET, option, &on, socklen_t(MemoryLayout<Int32>.size))
    #endif
  }

  /// Bytes read, as `recv` returns them, and when the last of them arrived: microseconds since 1970.
  static func receive(
    from descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer
  ) -> (count: Int, arrivedAt: Int64) {
    var vector = iovec(iov_base: buffer.baseAddress, iov_len: buffer.count)
    // One control message: its header and a timespec, with room to spare.
    return withUnsafeTemporaryAllocation(byteCount: 128, alignment: 8) { control in
      withUnsafeMutablePointer(to: &vector) { vector in
        var message = msghdr()
        message.msg_iov = vector
        message.msg_iovlen = 1
        message.msg_control = control.baseAddress
        message.msg_controllen = .init(control.count)
        let count = recvmsg(descriptor, &message, 0)
        let time = count > 0 ? time(in: control, message) : nil
        return (count, time ?? Clock.wallMicroseconds())
      }
    }
  }

  /// Takes up to `count` bytes from the socket without looking at them (tcp(7), MSG_TRUNC), which
  /// costs a fraction of copying them; how many, as `recv` returns it. None where it cannot be done.
  static func discard(_ count: Int, from descriptor: Int32) -> Int {
    #if canImport(Glibc)
      recv(descriptor, nil, count, Int32(MSG_TRUNC) | Int32(MSG_DONTWAIT))
    #else
      0
    #endif
  }

  private static func time(
    in control: UnsafeMutableRawBufferPointer, _ message: msghdr
  ) -> Int64? {
    #if canImport(Glibc)
      let header = MemoryLayout<cmsghdr>.size
      guard Int(message.msg_controllen) >= header + MemoryLayout<timespec>.size else { return nil }
      let head = control.loadUnaligned(as: cmsghdr.self)
      guard head.cmsg_level == SOL_SOCKET, head.cmsg_type == option else { return nil }
      let time = control.loadUnaligned(fromByteOffset: header, as: timespec.self)
      return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
    #else
      return nil
    #endif
  }
}
