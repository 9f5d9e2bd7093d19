internal import CNcurses
internal import TerminalGrid

/// What the terminal can do, as far as the backend cares.
struct TerminalProfile {
  var colorDepth: ColorDepth
  /// Attributes that the terminal shows.
  var attributes: Attributes
  /// Whether erasing fills with the current background.
  var erasesWithBackground: Bool
  /// Whether a region of lines can be scrolled, by several lines at once.
  var scrollsRegions: Bool
  /// Whether the column alone can be addressed.
  var addressesColumns: Bool
  /// Whether writing into the last cell scrolls the screen, with no way to prevent it.
  var scrollsAtLastCell: Bool
  /// Whether frames may be bracketed as synchronized updates (mode 2026; ignored where unknown).
  var synchronizes: Bool
  /// Whether the terminal understands UTF-8; otherwise everything is sent as ASCII.
  var isUTF8: Bool
  /// Whether the terminal breaks its lines anew when it becomes narrower.
  var reflows: Bool
  /// Sent when the terminal is taken and when it is given back: the whole screen, or its last line.
  var screenModes: Modes
  var lineModes: Modes
  /// Key sequences of this terminal type beyond those that all ECMA-48 terminals share.
  var keys: [[UInt8]: Key]

  struct Modes {
    var enter: String
    var leave: String
  }
}

extension TerminalProfile {
  /// Reads the description of the terminal type in the environment's `TERM`.
  init(environment: [String: String], output: Int32) throws(TerminalFailure) {
    guard let name = environment["TERM"], !name.isEmpty else { throw .noTerminalType }
    switch cn_terminfo_load(name, output) {
    case 1: break
    case 0: throw .unknownTerminal(SafeName.printable(name))
    default: throw .noDescriptions
    }
    // Every terminal since the VT100 addresses the cursor this way; for others (`dumb`, `wyse50`)
    // there are no users to test with.
    guard Self.string("cup")?.hasPrefix("\u{1B}[") == true, Self.has("el"), Self.has("ed") else {
      throw .incapableTerminal(SafeName.printable(name))
    }
    let isModern = Self.isModern(name)
    colorDepth = ColorDepth.detect(
      environment: environment, colors: Int(cn_terminfo_number("colors")),
      isDirect: cn_terminfo_flag("RGB") || cn_terminfo_flag("Tc")
        || cn_terminfo_number("RGB") > 0 || Self.has("RGB"))
    attributes = Self.supportedAttributes()
    erasesWithBackground = cn_terminfo_flag("bce")
    scrollsRegions = Self.has("csr") && Self.has("indn") && Self.has("rin")
    addressesColumns = Self.has("hpa")
    scrollsAtLastCell =
      cn_terminfo_flag("am") && !cn_terminfo_flag("xenl") && !Self.has("rmam")
    synchronizes = isModern
    isUTF8 = Self.isUTF8(environment)
    keys = Self.terminfoKeys()
    reflows = isModern && Self.reflows(name, environment)
    screenModes = Self.screenModes(name: name, isModern: isModern)
    lineModes = Self.lineModes(isModern: isModern)
  }

  private static func string(_ name: String) -> String? {
    cn_terminfo_string(name).map { String(cString: $0) }
  }

  private static func has(_ name: String) -> Bool { string(name) != nil }

  /// Whether the terminal is of xterm's kin, which ignores private modes that it does not know.
  private static func isModern(_ name: String) -> Bool {
    cn_terminfo_flag("XT") || has("BE")
      || ["screen", "tmux", "rxvt"].contains { name.hasPrefix($0) }
  }

  /// Most terminals do; of xterm's kin these do not: xterm itself, GNU screen, st.
  private static func reflows(_ name: String, _ environment: [String: String]) -> Bool {
    if name.hasPrefix("screen") { return environment["TMUX"] != nil }
    return environment["XTERM_VERSION"] == nil && !name.hasPrefix("st-")
  }

  private static func supportedAttributes() -> Attributes {
    let capabilities: [(String, Attributes)] = [
      ("bold", .bold), ("dim", .dim), ("sitm", .italic), ("smul", .underline),
      ("smxx", .strikethrough), ("rev", .reverse),
    ]
    return capabilities.reduce(into: []) { if has($1.0) { $0.insert($1.1) } }
  }

  /// The locale's encoding decides. Where no locale is named at all (a container, a bare ssh),
  /// UTF-8 is taken for granted.
  private static func isUTF8(_ environment: [String: String]) -> Bool {
    let isNamed = ["LC_ALL", "LC_CTYPE", "LANG"].contains { environment[$0]?.isEmpty == false }
    guard isNamed else { return true }
    let encoding = String(cString: cn_locale_encoding()).lowercased()
    return encoding == "utf-8" || encoding == "utf8"
  }

  /// The sequences that take and give back the screen; each mode that is set is unset.
  private static func screenModes(name: String, isModern: Bool) -> Modes {
    var enter = string("smcup") ?? ""
    // Giving back begins with what may be under way: a frame, a region.
    var leave = isModern ? "\u{1B}[?2026l" : ""
    if has("csr") { leave += "\u{1B}[r" }
    if isModern {
      // Bracketed paste and focus reports. The mouse is switched on separately.
      enter += "\u{1B}[?2004h\u{1B}[?1004h"
      leave += "\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1004l\u{1B}[?2004l"
    }
    if isModern, !name.hasPrefix("tmux"), !name.hasPrefix("screen") {
      // Explicit bidi (ECMA-48 BDSM): terminals that reorder right-to-left text (VTE, mintty) would
      // take neighbouring cells along.
      enter += "\u{1B}[8l"
      leave += "\u{1B}[8h"
    }
    if has("rmam"), has("smam") {
      // No wrapping: a glyph that the terminal thinks wider than we do stays in its line.
      enter += "\u{1B}[?7l"
      leave += "\u{1B}[?7h"
    }
    // Frames hide the cursor, whatever the description of the terminal says of it.
    leave += "\u{1B}[0m\u{1B}[?25h"
    if let alternate = string("rmcup") {
      leave += alternate
    } else {
      leave += "\u{1B}[999;1H\r\n"
    }
    return Modes(enter: enter, leave: leave)
  }

  /// Likewise for the last line: giving it back erases it, and what a frame may have left under way.
  private static func lineModes(isModern: Bool) -> Modes {
    guard isModern else { return Modes(enter: "", leave: "\r\u{1B}[J") }
    return Modes(
      enter: "\u{1B}[?2004h", leave: "\u{1B}[?2026l\u{1B}[?2004l\r\u{1B}[J")
  }

  private static func terminfoKeys() -> [[UInt8]: Key] {
    var names: [(String, Key)] = [
      ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right),
      ("khome", .home), ("kend", .end), ("kpp", .pageUp), ("knp", .pageDown),
      ("kich1", .insert), ("kdch1", .delete), ("kcbt", .backTab),
    ]
    names += (1...12).map { ("kf\($0)", .function($0)) }
    var keys: [[UInt8]: Key] = [:]
    for (name, key) in names {
      guard let sequence = string(name)?.utf8, sequence.first == 0x1B, sequence.count > 2 else {
        continue
      }
      keys[Array(sequence)] = key
    }
    return keys
  }
}

/// Names from the environment in messages.
private enum SafeName {
  static func printable(_ name: String) -> String {
    SafeText(name).truncated(columns: 40).description
  }
}
