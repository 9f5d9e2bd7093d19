import ArgumentParser
import CommentServer
import Foundation
import LiveComments
import ServerCore

struct TokenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token", abstract: "Prints a token for an account, signed with a secret file.")

  @Option(help: "The account's id.")
  var user: String

  @Option(help: "The account's name; the id when left out.")
  var name: String?

  @Option(help: "viewer, moderator, owner or service.", transform: TokenCommand.role)
  var role = Role.viewer

  @Option(help: "A stream that the token is for; may be given several times. All when left out.")
  var stream: [String] = []

  @Option(help: "How long the token is valid, such as 30m, 12h or 7d.")
  var ttl = TimeToLive(seconds: 12 * 3_600)

  @Option(help: "The server's secret file; made when missing.", completion: .file())
  var secretFile: String

  func run() async throws {
    do {
      let issuer = try await TokenIssuer(
        secret: try SecretFile.load(URL(filePath: secretFile)), validation: .standard)
      let now = SystemClock.time()
      print(
        try issuer.token(
          for: User(userID: UserID(rawValue: user), userName: name ?? user, role: role),
          streams: try grant(),
          expiresAt: Timestamp(milliseconds: now.milliseconds + ttl.seconds * 1_000)))
    } catch {
      try Failure.report(error)
    }
  }

  private static func role(_ text: String) throws -> Role {
    guard let role = Role(rawValue: text) else {
      throw ValidationError("a role is viewer, moderator, owner or service")
    }
    return role
  }

  private func grant() throws -> StreamGrant {
    if stream.isEmpty || stream == ["*"] { return .all }
    return .only(
      Set(
        try stream.map { name in
          guard let streamID = StreamID(rawValue: name) else {
            throw Failure("\(name) is no stream id: it matches [a-z0-9][a-z0-9_-]{0,63}")
          }
          return streamID
        }))
  }
}

/// A time such as `90s`, `30m`, `12h` or `7d`.
struct TimeToLive: ExpressibleByArgument {
  var seconds: Int64

  /// The longest: ten years.
  private static let longest: Int64 = 3_650 * 86_400

  init(seconds: Int64) { self.seconds = seconds }

  init?(argument: String) {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
    guard let unit = argument.last.flatMap({ units[$0] }), let number = Int64(argument.dropLast()),
      number > 0, number <= Self.longest / unit
    else { return nil }
    seconds = number * unit
  }

  var defaultValueDescription: String { "\(seconds / 3_600)h" }
}
