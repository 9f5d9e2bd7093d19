import ArgumentParser
import ClientCore
import ClientTransport
import Foundation
import LiveComments
import TerminalUI

/// `gavel moderate URL ACTION …`.
struct ModerateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "moderate", abstract: "Moderates a stream; for scripts.",
    discussion: """
      What ACTION is, and what it takes:
        delete, hold, approve, reject     --comment ID …
        restore                           --comment ID …, or a purge's --moderation ID
        pin, unpin                        --comment ID
        purge_user                        --user ID [--seconds N]
        mute                              --user ID [--duration 10m] [--scope '*']
        unmute                            --user ID [--scope '*']
        shadow_ban, lift_shadow_ban       --user ID
        slow_mode                         --seconds N; 0 turns it off
        lock, unlock
        set_level                         --level auto|normal|busy|hot|critical
        rules get, rules set FILE         the safety rules; - reads standard input
        held                              the review queue, oldest first
        user ID                           the card of a user
        log                               every decision: the audit log

      An action prints its event, as one line of JSON. Exits with 0 once the event is durable, or \
      with 1 and the problem on stderr; nothing was done then, unless the problem is that no answer \
      came.
      """)

  @OptionGroup var stream: StreamOptions

  @Argument(help: "What to do.")
  var action: String

  @Argument(help: "What rules and user take.")
  var operands: [String] = []

  @OptionGroup var options: ModerationOptions

  @Flag(help: "Print the log and the held comments as lines of JSON.")
  var json = false

  func run() async throws {
    let order = try order()
    let http = try stream.http()
    switch order {
    case .moderate(let request, let key):
      try await printJSON { () throws(StreamHTTP.Failure) in
        try await http.moderate(request, key: key)
      }
    case .replaceRules(let rules, let key):
      try await printJSON { () throws(StreamHTTP.Failure) in
        try await http.setRules(rules, key: key)
      }
    case .readRules:
      try await printJSON { () throws(StreamHTTP.Failure) in try await http.rules() }
    case .readCard(let userID):
      try await printJSON { () throws(StreamHTTP.Failure) in try await http.userCard(userID) }
    case .readHeld: try await printHeld(http)
    case .readLog: try await printLog(http)
    }
  }

  private func printJSON<Value: Encodable>(
    _ request: () async throws(StreamHTTP.Failure) -> Value
  ) async throws {
    Console.write(try JSONLine.text(try await Retrying.run(request)) + "\n")
  }
}

extension ModerateCommand {
  private enum Order {
    case moderate(ModerationRequest, key: String)
    case readRules
    case replaceRules(RuleDocument, key: String)
    case readCard(UserID)
    case readHeld
    case readLog
  }

  /// What is asked for. Throws what is wrong with it before anything is sent.
  private func order() throws -> Order {
    switch action {
    case "rules": return try rules()
    case "user":
      try options.refuse(for: action, except: ["--user"])
      let ids = operands + (options.user.map { [$0] } ?? [])
      guard ids.count == 1 else { throw Complaint("user takes one user_id") }
      return .readCard(UserID(rawValue: ids[0]))
    case "held", "log":
      try options.refuse(for: action)
      try refuseOperands()
      return action == "held" ? .readHeld : .readLog
    default:
      try refuseOperands()
      return .moderate(
        try options.request(try moderationAction()), key: try options.idempotencyKey())
    }
  }

  private func rules() throws -> Order {
    switch (operands.first, operands.count) {
    case (nil, _), ("get", 1):
      try options.refuse(for: "rules get")
      return .readRules
    case ("set", 2):
      try options.refuse(for: "rules set", except: ["--key"])
      return .replaceRules(try document(operands[1]), key: try options.idempotencyKey())
    default: throw Complaint("rules takes get, or set and a file")
    }
  }

  private func moderationAction() throws(Complaint) -> ModerationAction {
    let action = ModerationAction(rawValue: action == "purge" ? "purge_user" : action)
    guard case .unknown(let name) = action else { return action }
    let names =
      ModerationAction.allCases.filter { $0 != .setRules && $0 != .flag }.map(\.rawValue)
      + ["rules", "held", "user", "log"]
    throw Complaint(
      "there is no action \(name)",
      advice: NearestName.of(name, among: names).map { "did you mean \($0)?" }
        ?? "there are " + names.joined(separator: ", "))
  }

  private func refuseOperands() throws(Complaint) {
    guard let operand = operands.first else { return }
    throw Complaint(
      "\(action) has no use for \"\(operand)\"",
      advice: "comments are named by --comment, users by --user")
  }

  private func document(_ path: String) throws -> RuleDocument {
    let data: Data
    do {
      let file =
        path == "-"
        ? FileHandle.standardInput : try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      data = try file.read(upToCount: Limits.bodyBytes + 1) ?? Data()
    } catch {
      throw Complaint("\(path) cannot be read: \(error.localizedDescription)")
    }
    guard data.count <= Limits.bodyBytes else {
      throw Complaint("\(path) is larger than rules can be: \(Limits.bodyBytes / 1_024) KiB")
    }
    do throws(Problem) {
      return try WireCodec.decode(RuleDocument.self, from: data)
    } catch {
      throw Complaint(
        "\(path) is not a JSON object of rules: \(error.detail)",
        advice: "`gavel moderate URL rules get` shows how they look")
    }
  }
}

extension ModerateCommand {
  private func printHeld(_ http: StreamHTTP) async throws {
    let line = CommentLine(utcOffset: LocalTime.utcOffset)
    var after = Seq.zero
    while true {
      let position = after
      let page = try await Retrying.run { () throws(StreamHTTP.Failure) in
        try await http.held(after: position)
      }
      Console.write(
        try page.comments.map { comment in
          let text =
            try json
            ? JSONLine.text(comment) : "\(comment.commentID) " + line.text(comment)
          return text + "\n"
        }.joined())
      guard let last = page.comments.last, page.comments.count == Limits.pageComments else {
        return
      }
      after = last.seq
    }
  }

  private func printLog(_ http: StreamHTTP) async throws {
    // Anybody may read the events that concern them: an export that leaves out the rest must not
    // pass for the audit log. The review queue is for moderators only.
    _ = try await Retrying.run { () throws(StreamHTTP.Failure) in try await http.held(limit: 1) }
    var page = try await events(http, after: .zero)
    let (end, epoch) = (page.latestModSeq, page.epoch)
    while true {
      Console.write(
        try page.events.map { event in
          try (json ? JSONLine.text(event) : EventLine.text(event)) + "\n"
        }.joined())
      guard page.upto < end else { return }
      let after = page.upto
      page = try await events(http, after: after, upto: end, epoch: epoch)
      guard page.upto > after else {
        throw Complaint("the log cannot be read beyond \(after) of \(end); what follows is missing")
      }
    }
  }

  private func events(
    _ http: StreamHTTP, after: ModSeq, upto: ModSeq? = nil, epoch: Epoch? = nil
  ) async throws -> EventPage {
    try await Retrying.run { () throws(StreamHTTP.Failure) in
      try await http.events(after: after, upto: upto, epoch: epoch)
    }
  }
}
