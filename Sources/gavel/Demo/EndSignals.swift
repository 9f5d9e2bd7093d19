import Foundation

/// Lets a program tidy up before a signal ends it.
///
/// While the terminal client runs, it handles these signals itself, and puts these handlers back
/// when it is done.
enum EndSignals {
  private static let numbers = [SIGTERM, SIGINT, SIGHUP, SIGQUIT]

  /// A handler may do no more than write to a pipe; a thread that reads it does the rest.
  private static let pipe: (reading: Int32, writing: Int32) = {
    var ends: [Int32] = [-1, -1]
    _ = Foundation.pipe(&ends)
    return (ends[0], ends[1])
  }()

  /// From now on, a signal that ends the program runs `tidyUp` first.
  static func beforeEnding(_ tidyUp: @escaping @Sendable () -> Void) {
    let reading = pipe.reading
    Thread.detachNewThread {
      var number: UInt8 = 0
      while read(reading, &number, 1) != 1 { if errno != EINTR { return } }
      tidyUp()
      // It ends as it would have without us, so that a shell can tell.
      signal(Int32(number), SIG_DFL)
      raise(Int32(number))
    }
    for number in numbers {
      signal(number) { number in
        var byte = UInt8(truncatingIfNeeded: number)
        _ = write(EndSignals.pipe.writing, &byte, 1)
      }
    }
  }
}
