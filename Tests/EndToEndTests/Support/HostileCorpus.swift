/// What somebody might write to get at a reader's terminal.
enum HostileCorpus {
  /// As a JSON string's inside: controls are escaped there, and become themselves when it is read.
  static let texts = [
    // Titles, links, colours, fonts, the clipboard: ended by BEL, by ST, or by nothing.
    #"\u001b]0;owned\u0007"#, #"\u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\"#,
    #"\u001b]4;1;?\u0007"#, #"\u001b]50;fixed\u0007"#, #"\u001b]52;c;b3duZWQ=\u0007"#,
    #"\u001b]0;unterminated"#, #";split over comments\u0007\u001b\\"#,
    // Control strings.
    #"\u001bP$q\"p\u001b\\"#, #"\u001bP+q544e\u001b\\"#, #"\u001b_Gi=1\u001b\\"#,
    #"\u001b^pm\u001b\\"#, #"\u001bXsos\u001b\\"#,
    // Requests for reports, modes, resets, erasing.
    #"\u001b[21t\u001b[6n\u001b[c\u001b[>q"#, #"\u001b[?1049l\u001b[?25l\u001b[20h"#,
    #"\u001b[2J\u001b[1;1H\u001bc\u001b[!p"#, #"\u001b(0\u000e\u000f\u001b%@"#,
    // The same in 8 bits.
    #"\u009b2J\u009d0;x\u009c\u0090q\u009c\u009fG\u009c\u0085"#,
    // The cursor by other means.
    #"a\rb\bc\td\u000be\ff\ng\u0007\u0000\u007f"#, #"x\u2028y\u2029z"#,
    // What reorders, hides and piles up.
    #"\u202eevil\u2066in\u2069\u200f\u061c"#, #"\udb40\udc41\udb40\udc42tagged"#,
    #"Z\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301"#,
    #"a\u200b\u200d\ufeff\ufe0f\u00ad\u2060b"#, #"\u0378\uffff\ue000\udbff\udffd"#,
    // Formats of others.
    #"%n%s\\033[31m\\x1b[31m&#27;[31m"#,
  ]

  /// A name that tries what the texts try.
  static let name = #"\u001b]0;n\u0007\u009b2J\u202e\r\bm"#

  /// A page of the texts as comments, the last of which says `end`.
  static func page(stream: String) -> String {
    let comments = (texts + ["the last comment"]).enumerated().map { index, text in
      let id =
        "01890000-0000-7000-8000-" + String(repeating: "0", count: 10)
        + (index < 10 ? "0\(index)" : "\(index)")
      return """
        {"stream_id":"\(stream)","seq":\(index + 1),"comment_id":"\(id)","user_id":"u\(index)",\
        "user_name":"\(name)","role":"viewer","content":"\(text)",\
        "created_at":"2026-01-31T14:05:09.000Z","state":"VISIBLE"}
        """
    }
    let latest = comments.count
    return """
      {"stream_id":"\(stream)","epoch":"e","after":0,"upto":\(latest),"latest_seq":\(latest),\
      "latest_mod_seq":0,"comments":[\(comments.joined(separator: ","))]}
      """
  }

  /// A problem of the server's whose words are hostile.
  static let problem = """
    {"type":"about:blank","title":"\(name)","status":403,"code":"forbidden",\
    "detail":"refused \(texts.joined()) so there","field":"\(name)"}
    """
}
