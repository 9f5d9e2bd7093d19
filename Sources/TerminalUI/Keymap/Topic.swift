/// What an action is about: the headings under which what is possible here is listed.
enum Topic: Int, Sendable, Hashable, CaseIterable {
  case moderating, reading, writing, panes, streams, program

  var title: String {
    switch self {
    case .moderating: "Moderating"
    case .reading: "Reading"
    case .writing: "Writing"
    case .panes: "Side pane"
    case .streams: "Other streams"
    case .program: "The program"
    }
  }
}

extension Action {
  var topic: Topic {
    if isForModerators || self == .delete { return .moderating }
    switch self {
    case .compose, .reply, .retryFailed, .discardFailed: return .writing
    case .nextPane, .connectionPane, .streamPane, .nextTab, .previousTab, .back: return .panes
    case .streamByDigit, .nextStream, .previousStream, .activeStream, .streamList: return .streams
    case .quit, .suspend, .redraw, .help, .commandLine: return .program
    default: return .reading
    }
  }
}
