/// An account as its token describes it, and as `welcome` says it back in `you`.
public struct User: Sendable, Hashable, Codable {
  public var userID: UserID
  public var userName: String
  public var role: Role

  public init(userID: UserID, userName: String, role: Role) {
    self.userID = userID
    self.userName = userName
    self.role = role
  }

  private enum CodingKeys: String, CodingKey {
    case userID = "user_id"
    case userName = "user_name"
    case role
  }
}

/// The author that a service names when it posts for somebody else.
public struct Author: Sendable, Hashable, Codable {
  public var userID: UserID
  public var userName: String

  public init(userID: UserID, userName: String) {
    self.userID = userID
    self.userName = userName
  }

  private enum CodingKeys: String, CodingKey {
    case userID = "user_id"
    case userName = "user_name"
  }
}
