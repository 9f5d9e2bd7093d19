/// A condition did not come true before its deadline.
public struct DeadlinePassed: Error, CustomStringConvertible {
  public let description: String
}

/// Waits until a condition holds: never longer than it takes, however slow the machine is.
///
/// Throws `DeadlinePassed` after `limit`, which is generous, since only a failure waits so long.
public func eventually(
  _ what: String, within limit: Duration = .seconds(60),
  isolation: isolated (any Actor)? = #isolation,
  _ condition: () async throws -> Bool
) async throws {
  let clock = ContinuousClock()
  let deadline = clock.now + limit
  var pause = Duration.milliseconds(1)
  while true {
    if try await condition() { return }
    guard clock.now < deadline else {
      throw DeadlinePassed(description: "not within \(limit): \(what)")
    }
    try await Task.sleep(for: pause)
    pause = min(pause * 2, .milliseconds(50))
  }
}

/// Waits until there is a value.
public func eventually<Value>(
  _ what: String, within limit: Duration = .seconds(60),
  isolation: isolated (any Actor)? = #isolation,
  value: () async throws -> Value?
) async throws -> Value {
  var found: Value?
  try await eventually(what, within: limit) {
    found = try await value()
    return found != nil
  }
  guard let found else { throw DeadlinePassed(description: "not within \(limit): \(what)") }
  return found
}

/// Runs an operation that must end before a deadline: a test that hangs says where.
public func within<Value: Sendable>(
  _ limit: Duration, _ what: String, _ operation: @escaping @Sendable () async throws -> Value
) async throws -> Value {
  try await withThrowingTaskGroup(of: Value.self) { group in
    group.addTask { try await operation() }
    group.addTask {
      try await Task.sleep(for: limit)
      throw DeadlinePassed(description: "not within \(limit): \(what)")
    }
    defer { group.cancelAll() }
    guard let value = try await group.next() else {
      throw DeadlinePassed(description: "not within \(limit): \(what)")
    }
    return value
  }
}
