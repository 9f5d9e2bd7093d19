import LiveComments

/// The `catch_up` requests of one connection: one in flight per plane.
struct CatchUps {
  /// What is still to be sent of a request.
  private var waiting: [Plane: PlaneRange] = [:]
  /// The log is being asked whether it has come as far as the range.
  private var asking: Set<Plane> = []

  /// Whether something can be sent.
  var isWaiting: Bool { !waiting.isEmpty }

  /// False when one is in flight already.
  mutating func begin(_ range: PlaneRange) -> Bool {
    guard waiting[range.plane] == nil, !asking.contains(range.plane) else { return false }
    waiting[range.plane] = range
    return true
  }

  /// Holds the request back until the log has been asked.
  mutating func ask(_ range: PlaneRange) {
    waiting[range.plane] = nil
    asking.insert(range.plane)
  }

  /// The log has answered; what is still wanted goes on.
  mutating func answered(_ range: PlaneRange, goOn: Bool) {
    asking.remove(range.plane)
    if goOn { waiting[range.plane] = range }
  }

  /// The next range to send, moderation first.
  var next: PlaneRange? { waiting[.moderation] ?? waiting[.comments] }

  /// What is left of the request on the plane; nil ends it.
  mutating func continueWith(_ rest: PlaneRange?, on plane: Plane) {
    waiting[plane] = rest
  }
}
