import ArgumentParser
import ClientCore
import ClientTransport
import Dispatch
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

      With a token and a terminal for its standard input, a line that is typed is posted; /help \
      says what else can be typed.
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
    let (client, canPost) = try client(configuration, printer)
    await client.start()
    if canPost {
      Console.note("type a line to post it; /help says what else can be typed")
      printer.listen(to: client)
    }
    if let failure = await printer.end() { throw Complaint(failure) }
    await client.stop()
  }

  private func client(
    _ configuration: Session.Configuration, _ printer: TailPrinter
  ) throws(Complaint) -> (client: LiveClient, canPost: Bool) {
    let target = try stream.target()
    do {
      let client = try LiveClient(
        url: target.url, token: target.token, session: configuration,
        transport: stream.access.transport
      ) { actions, session in
        await printer.take(actions, session)
      }
      return (client, target.token != nil && !json && isatty(STDIN_FILENO) == 1)
    } catch {
      throw Complaint(error.description)
    }
  }
}

/// Prints what a followed stream brings, and waits for what ends it.
private actor TailPrinter {
  private var log: TailLog
  private var input = TailInput()
  private var unsent = 0
  /// Posts that were refused and may be sent again, the first one first.
  private var refused: [String] = []
  /// How it ended: with a failure, or because one left.
  private var outcome: Outcome?
  private var waiting: CheckedContinuation<Outcome, Never>?

  private enum Outcome {
    case failed(String)
    case left
  }

  init(_ log: TailLog) { self.log = log }

  func take(_ actions: [SessionAction], _ session: Session) {
    var text = ""
    for output in log.take(actions, session) {
      switch output {
      case .line(let line): text += line + "\n"
      case .note(let note): Console.note(note)
      case .failed(let reason): finish(.failed(reason))
      }
    }
    if !text.isEmpty { Console.write(text) }
    let posts = session.outbox.entries.filter { if case .post = $0.request { true } else { false } }
    unsent = posts.count { post in
      switch post.status {
      case .queued, .sent: true
      case .accepted, .held, .failed: false
      }
    }
    refused = posts.filter { if case .failed = $0.status { true } else { false } }.map(\.key)
  }

  /// Waits for the end: nil when one left, else why the session cannot go on.
  func end() async -> String? {
    let outcome: Outcome =
      if let outcome { outcome } else { await withCheckedContinuation { waiting = $0 } }
    return if case .failed(let reason) = outcome { reason } else { nil }
  }

  private func finish(_ how: Outcome) {
    outcome = outcome ?? how
    waiting.take()?.resume(returning: how)
  }
}

extension TailPrinter {
  /// Does what is typed from now on. Reading blocks, so it has a thread of its own, which waits for
  /// each line to be dealt with: nothing queues up but what the terminal itself holds.
  nonisolated func listen(to client: LiveClient) {
    // In the background there is nothing to read, and no reason to stop for it.
    signal(SIGTTIN, SIG_IGN)
    Thread.detachNewThread {
      var typed = TypedLines()
      while true {
        let lines = typed.next()
        let done = DispatchSemaphore(value: 0)
        Task {
          await self.typed(lines, client)
          done.signal()
        }
        done.wait()
        if lines == nil { return }
      }
    }
  }

  /// Nil is the end of the input, as Ctrl-D makes it.
  private func typed(_ lines: [String]?, _ client: LiveClient) {
    switch input.take(lines ?? ["/quit"], log, unsent: lines == nil ? 0 : unsent) {
    case .post(let request):
      client.submit(.post(key: UUID().uuidString.lowercased(), request))
    case .retry: resolve(client) { .retry(key: $0) }
    case .discard:
      resolve(client) { .discard(key: $0) }
    case .quit: finish(.left)
    case .say(let lines): for line in lines { Console.note(line) }
    }
  }

  private func resolve(_ client: LiveClient, _ input: (String) -> SessionInput) {
    guard let key = refused.first else { return Console.note("nothing was refused") }
    client.submit(input(key))
    if case .discard = input(key) { Console.note("forgotten") }
  }
}
