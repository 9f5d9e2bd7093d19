import LiveComments

extension Recording {
  /// Finds the format, and where each record stands, with its number.
  static func records(
    _ bytes: [UInt8]
  ) throws(MalformedRecording) -> (Format, [(number: Int, range: Range<Int>)]) {
    var outline = JSONOutline(bytes)
    switch outline.next() {
    case UInt8(ascii: "["):
      return (.chatDownloader, numbered(try outline.elements()))
    case UInt8(ascii: "{"):
      let lines = lines(bytes)
      if let first = lines.first, let format = lineFormat(bytes, first.range) {
        return (format, lines)
      }
      var whole = JSONOutline(bytes)
      if let comments = whole.members().first(where: { $0.name == "comments" }) {
        var list = JSONOutline(bytes, in: comments.value)
        return (.twitchDownloader, numbered(try list.elements()))
      }
      throw MalformedRecording(record: 1, "it is a record of none of the known formats")
    case nil:
      throw MalformedRecording("the file is empty")
    default:
      throw MalformedRecording(
        "the file is no recorded chat: it begins with neither a JSON list nor a JSON object")
    }
  }

  private static func numbered(_ ranges: [Range<Int>]) -> [(number: Int, range: Range<Int>)] {
    ranges.enumerated().map { (number: $0.offset + 1, range: $0.element) }
  }

  /// The lines that hold something; their numbers count the empty ones, as editors do.
  private static func lines(_ bytes: [UInt8]) -> [(number: Int, range: Range<Int>)] {
    var lines: [(number: Int, range: Range<Int>)] = []
    var number = 1
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let blank: Set<UInt8> = [0x20, 0x09, 0x0D, 0xEF, 0xBB, 0xBF]
      if let first = bytes[start..<end].firstIndex(where: { !blank.contains($0) }) {
        lines.append((number, first..<end))
      }
      number += 1
      start = end + 1
    }
    return lines
  }

  /// Nil when the line is not an object that one of the formats writes.
  private static func lineFormat(_ bytes: [UInt8], _ line: Range<Int>) -> Format? {
    var outline = JSONOutline(Array(bytes[line]))
    let names = Set(outline.members().map(\.name))
    if names.isSuperset(of: ["comment_id", "state"]) { return .tail }
    if names.isSuperset(of: ["user", "content"]) { return .lines }
    if names.isSuperset(of: ["message", "author"]) { return .chatDownloader }
    return nil
  }
}
