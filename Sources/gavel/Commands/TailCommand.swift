import ArgumentParser
import ClientCore
import ClientTransport
import Foundation
import LiveComments
import NcursesBackend
import TerminalUI

/// `gavel tail URL`.
struct TailCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tail", abstract: "Prints comments line by line, and follows the stream.",
    discussion: """
      Lines are only ever added, so that pipes and screen readers can follow. A connection that is \
      lost is made again, and what was missed is printed first: nothing is left out.

      With a token and a terminal for its standard input, a line that is typed is posted; /help \
      says what else can be typed. Where standard output is a terminal too, what is typed stays on a \
      row of its own below the comments; with --no-motion, and where the terminal is too simple, \
      nothing is ever drawn again.
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

  @Flag(
    inversion: .prefixedNo,
    help: "Draw the row that is typed on again below what arrives; else the configuration says it.")
  var motion: Bool?

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
    var session = Session.Configuration()
    session.join = all ? .beginning : .newest(max(1, last ?? Self.defaultLast))
    session.jumpsWhenBehind = false
    let file = ConfigurationFile()
    if let complaint = file.complaint { Console.note(complaint) }
    let target = try stream.access.target(of: stream.urlText, in: file.configuration)
    let canPost = target.token != nil && !json && isatty(STDIN_FILENO) == 1
    if canPost, isatty(STDOUT_FILENO) == 1, motion ?? file.configuration.motion ?? true,
      let end = await followTyping(
        file.configuration, log, Joining(target: target, session: session))
    {
      return try end.get()
    }
    Console.endWithReader()
    let printer = TailPrinter(log)
    let client = try client(target, session, printer)
    await client.start()
    if canPost {
      Console.note("type a line to post it; /help says what else can be typed")
      printer.listen(to: client)
    }
    if let failure = await printer.end() { throw Complaint(failure) }
    await client.stop()
  }

  private func client(
    _ target: StreamTarget, _ session: Session.Configuration, _ printer: TailPrinter
  ) throws(Complaint) -> LiveClient {
    do {
      return try LiveClient(
        url: target.url, token: target.token, session: session, transport: stream.access.transport
      ) { actions, session in
        await printer.take(actions, session)
      }
    } catch {
      throw Complaint(error.description)
    }
  }
}

extension TailCommand {
  /// A stream, and how its session joins it.
  private struct Joining {
    let target: StreamTarget
    let session: Session.Configuration
  }

  /// Follows with a row to type on, on a thread of its own. Nil where the terminal has none.
  private func followTyping(
    _ configuration: Configuration, _ log: TailLog, _ joining: Joining
  ) async -> Result<Void, Complaint>? {
    let transport = stream.access.transport
    let outcome: Result<TailLoop.Outcome, Complaint>? = await withCheckedContinuation { done in
      Thread.detachNewThread {
        guard
          let terminal = try? LineTerminal(environment: ProcessInfo.processInfo.environment)
        else { return done.resume(returning: nil) }
        do throws(TransportFailure) {
          let target = joining.target
          let io = try SessionIO(
            url: target.url, token: target.token, configuration: transport, wake: terminal.wake)
          var loop = TailLoop(
            terminal: terminal, io: io,
            session: Session(
              streamID: target.url.streamID, configuration: joining.session,
              seed: .random(in: .min ... .max)),
            log: log,
            typing: TailLoop.Typing(
              keymap: configuration.keymap,
              usesASCII: configuration.ascii ?? TerminalProgram.needsASCII(isUTF8: true),
              check: TailConversation.Check { $0.precomposedStringWithCanonicalMapping }))
          let outcome = loop.run()
          if case .ended(let number) = outcome {
            // As if nothing had caught it: a shell's loop ends with what Ctrl-C ends. The pool's
            // threads block signals, this one does not.
            signal(number, SIG_DFL)
            raise(number)
          }
          done.resume(returning: .success(outcome))
        } catch {
          terminal.close()
          done.resume(returning: .failure(Complaint(error.description)))
        }
      }
    }
    switch outcome {
    case nil: return nil
    case .failure(let complaint): return .failure(complaint)
    case .success(.left): return .success(())
    case .success(.failed(let reason)): return .failure(Complaint(reason))
    case .success(.ended(let number)):
      return .failure(Complaint("signal \(number) is ignored"))
    }
  }
}
