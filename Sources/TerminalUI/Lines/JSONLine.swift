public import LiveComments

/// A value as one line of JSON that is safe to look at on a terminal.
///
/// JSON escapes C0 controls; this escapes everything else that a terminal or a bidirectional
/// layout might act upon, or that does not show: other controls, format characters (bidirectional
/// overrides, joiners, tags), line separators, private and unassigned code points. What a program
/// reads from the line is the same.
public enum JSONLine {
  /// Throws `EncodingError` only for values that JSON cannot hold.
  public static func text(_ value: some Encodable) throws -> String {
    escape(String(decoding: try WireCodec.encode(value), as: UTF8.self))
  }

  /// The news that a comment was retracted: its id, and the state that it has now.
  public struct Retraction: Sendable, Hashable, Encodable {
    public var streamID: StreamID
    public var commentID: CommentID
    public var state = CommentState.deleted

    public init(streamID: StreamID, commentID: CommentID) {
      self.streamID = streamID
      self.commentID = commentID
    }

    private enum CodingKeys: String, CodingKey {
      case streamID = "stream_id"
      case commentID = "comment_id"
      case state
    }
  }

  /// Only characters inside strings are ever escaped: the rest of a JSON text is ASCII.
  private static func escape(_ json: String) -> String {
    guard json.unicodeScalars.contains(where: mustEscape) else { return json }
    var result = ""
    result.reserveCapacity(json.utf8.count + 64)
    for scalar in json.unicodeScalars {
      guard mustEscape(scalar) else {
        result.unicodeScalars.append(scalar)
        continue
      }
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      }
    }
    return result
  }

  private static func mustEscape(_ scalar: Unicode.Scalar) -> Bool {
    if (0x20..<0x7F).contains(scalar.value) { return false }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      return true
    default:
      return false
    }
  }
}
