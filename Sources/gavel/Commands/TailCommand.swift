import ArgumentParser
import ClientCore
import ClientTransport
import Foundation
import LiveComments
import TerminalUI

/// `gavel tail URL`.
struct TailCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tail", abstract: "Prints comments line by line, and follows the stream.",
    discussion: """
      Lines are only ever added, so that pipes and screen readers can follow. A connection that is \
      lost is made again, and what was missed is printed first: nothing is left out.
      """)

  @OptionGroup var stream: StreamOptions

  @Flag(help: "Print each comment as one line of JSON.")
  var json = false

  @Option(help: "Begin with the newest so many comments.")
  var last: Int?

  @Flag(help: "Begin with the first comment of the stream.")
  var all = false

  @Flag(inversion: .prefixedNo, help: "Go on with what is posted from now on.")
  var follow = true

  /// As `tail` prints lines, unless told otherwise.
  private static let defaultLast = 10

  func validate() throws {
    if let last, last < 0 { throw ValidationError("--last is 0 or more") }
    if last != nil, all { throw ValidationError("--last and --all exclude each other") }
    if follow, let last, last > Limits.pageComments {
      throw ValidationError(
        "--last is at most \(Limits.pageComments) while following; --all begins at the beginning")
    }
  }

  func run() async throws {
    let log = TailLog(
      format: json ? .json : .plain(CommentLine(utcOffset: LocalTime.utcOffset)),
      hidesJoin: last == 0)
    if follow {
      Console.endWithReader()
      try await follow(log)
    } else {
      try await printHistory(log)
    }
  }

  private func printHistory(_ log: TailLog) async throws {
    var log = log
    let http = try stream.http()
    do throws(StreamHTTP.HistoryFailure) {
      guard all else {
        let comments = try await http.readNewest(last ?? Self.defaultLast)
        return Self.print(comments, &log)
      }
      try await http.readAll { page in Self.print(page.comments, &log) }
    } catch {
      if case .request(let failure) = error { throw Complaint(failure) }
      throw Complaint(error.description)
    }
  }

  private static func print(_ comments: [Comment], _ log: inout TailLog) {
    Console.write(comments.map { log.line($0) + "\n" }.joined())
  }

  private func follow(_ log: TailLog) async throws {
    var configuration = Session.Configuration()
    configuration.join = all ? .beginning : .newest(max(1, last ?? Self.defaultLast))
    configuration.jumpsWhenBehind = false
    let printer = TailPrinter(log)
    let client = try client(configuration, printer)
    await client.start()
    throw Complaint(await printer.failure())
  }

  private func client(
    _ configuration: Session.Configuration, _ printer: TailPrinter
  ) throws(Complaint) -> LiveClient {
    let target = try stream.target()
    do {
      return try LiveClient(
        url: target.url, token: target.token, session: configuration,
        transport: stream.access.transport
      ) { actions, session in
        await printer.take(actions, session)
      }
    } catch {
      throw Complaint(error.description)
    }
  }
}

/// Prints what a followed stream brings, and waits for what ends it.
private actor TailPrinter {
  private var log: TailLog
  private var failed: String?
  private var waiting: CheckedContinuation<String, Never>?

  init(_ log: TailLog) { self.log = log }

  func take(_ actions: [SessionAction], _ session: Session) {
    var text = ""
    for output in log.take(actions, session) {
      switch output {
      case .line(let line): text += line + "\n"
      case .note(let note): Console.note(note)
      case .failed(let reason): fail(reason)
      }
    }
    if !text.isEmpty { Console.write(text) }
  }

  /// Why the session cannot go on, once it cannot.
  func failure() async -> String {
    if let failed { return failed }
    return await withCheckedContinuation { waiting = $0 }
  }

  private func fail(_ reason: String) {
    failed = failed ?? reason
    waiting.take()?.resume(returning: reason)
  }
}
