import ClientCore
import LiveComments
import TerminalGrid

@testable import TerminalUI

/// Several streams under test, all on one clock.
struct TabStage {
  var tabs: StreamTabs
  var requests: [StreamTabs.Request] = []

  static let names = ["finals", "semis", "lobby"]

  /// All are live, with alice in them; the first one is shown.
  init(_ names: [String] = names, columns: Int = 80, rows: Int = 24, you: User? = Stage.alice) {
    let models = names.map { name in
      var settings = Settings()
      settings.hasToken = true
      settings.keySeed = 7
      settings.streamOrigin = "chat.example"
      return Model(
        session: Session(streamID: Self.id(name), seed: 1), settings: settings, theme: .monochrome,
        size: TerminalSize(columns: columns, rows: rows),
        clock: ClockReading(
          instant: Instant(milliseconds: 1_000_000), time: Stage.start, utcOffset: 0))
    }
    tabs = StreamTabs(models[0])
    for model in models.dropFirst() { _ = tabs.open(model) }
    for (index, name) in names.enumerated() { goLive(index, name, you) }
  }

  static func id(_ name: String) -> StreamID {
    StreamID(rawValue: name)!  // the tests name streams as the contract wants it
  }

  mutating func send(_ message: Message, to index: Int? = nil) {
    requests += tabs.update(message, for: index.map { tabs.ids[$0] })
  }

  private mutating func goLive(_ index: Int, _ name: String, _ you: User?) {
    let page = CommentPage(
      streamID: Self.id(name), epoch: Stage.epoch, after: .zero, upto: 9, latestSeq: 9,
      latestModSeq: .zero, comments: [Self.comment(9, "host", "welcome to \(name)", in: name)])
    let welcome = ServerFrame.Welcome(
      streamID: page.streamID, epoch: page.epoch, connectionID: "c", you: you, latestSeq: 9,
      latestModSeq: .zero, heartbeatMilliseconds: 15_000, resume: .inline, reason: nil,
      state: ServerFrame.State(
        level: .normal, slowModeSeconds: 0, locked: false, viewers: 3, pins: [], reactions: [:]))
    for input in [
      .start, .joined(.success(page)), .opened, .frame(.welcome(welcome)),
    ] as [SessionInput] {
      send(.session(input), to: index)
    }
  }

  static func comment(
    _ seq: Int64, _ name: String, _ content: String, in stream: String
  ) -> Comment {
    var comment = Stage.comment(seq, name, content)
    comment.streamID = id(stream)
    return comment
  }

  /// Comments that follow what that stream has seen.
  mutating func arrive(_ index: Int, _ contents: String...) {
    let session = tabs.tabs[index].model.session
    var seq = session.feed.lastSeenSeq
    let after = seq
    let comments = contents.map { content in
      seq = seq.advanced(by: 1)
      return Self.comment(seq.rawValue, "bo", content, in: session.streamID.rawValue)
    }
    send(
      .session(
        .frame(
          .comments(
            ServerFrame.CommentBatch(
              after: after, upto: seq, latestModSeq: .zero, comments: comments)))), to: index)
  }

  mutating func press(_ names: String...) {
    for name in names {
      guard let key = Key(name) else { preconditionFailure("no key is called \(name)") }
      send(.terminal(.key(key)))
    }
  }

  mutating func type(_ text: String) {
    for character in text { send(.terminal(.key(.character(character)))) }
  }

  mutating func pass(_ duration: Duration) {
    var reading = tabs.tabs[0].model.clock
    reading.instant = reading.instant + duration
    reading.time.milliseconds += duration.components.seconds * 1_000
    send(.clock(reading))
  }

  func screen() -> String {
    var grid = Grid(size: tabs.size)
    var layouts = CommentLayouts()
    tabs.draw(into: &grid, layouts: &layouts)
    return grid.dump()
  }

  func row(_ index: Int) -> String {
    let rows = screen().split(separator: "\n", omittingEmptySubsequences: false)
    return String(rows[index < 0 ? rows.count + index : index])
  }

  var effects: [Effect] { requests.map(\.effect) }
}
