import LiveComments

/// How states, roles and planes are written in rows. Codes are for ever: add, never renumber.
protocol StorageCoded: CaseIterable, Equatable {
  var storageCode: Int64 { get }
}

extension StorageCoded {
  init(storageCode: Int64) throws {
    guard let value = Self.allCases.first(where: { $0.storageCode == storageCode }) else {
      throw LogCorruption("\(storageCode) is not a code of \(Self.self)")
    }
    self = value
  }
}

extension CommentState: StorageCoded {
  var storageCode: Int64 {
    switch self {
    case .visible: 0
    case .held: 1
    case .deleted: 2
    case .shadowBanned: 3
    }
  }
}

extension Role: StorageCoded {
  var storageCode: Int64 {
    switch self {
    case .viewer: 0
    case .moderator: 1
    case .owner: 2
    case .service: 3
    }
  }
}

extension Plane: StorageCoded {
  var storageCode: Int64 {
    switch self {
    case .comments: 0
    case .moderation: 1
    }
  }
}

/// A row that this program cannot have written.
struct LogCorruption: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = "the log is damaged: \(description)" }
}
