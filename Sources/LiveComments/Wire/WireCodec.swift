import Foundation

/// JSON as the wire carries it: snake_case members, RFC 3339 times, no insignificant white space.
///
/// One codec may be used from any thread; it holds no state.
public enum WireCodec {
  /// The UTF-8 JSON of a frame, a page, a comment or a problem.
  ///
  /// Throws `EncodingError` only for values JSON cannot hold (a non-finite number).
  public static func encode(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
    return [UInt8](try encoder.encode(value))
  }

  /// Reads one JSON value. Throws a `Problem` with code `invalid` that names the member at fault.
  public static func decode<Value: Decodable>(
    _ type: Value.Type, from bytes: some Sequence<UInt8>
  ) throws(Problem) -> Value {
    try decodeGenerally(type, from: bytes)
  }

  /// Reads one JSON value by its `Decodable` conformance, whatever faster way there is.
  static func decodeGenerally<Value: Decodable>(
    _ type: Value.Type, from bytes: some Sequence<UInt8>
  ) throws(Problem) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch let error as DecodingError {
      throw problem(for: error)
    } catch {
      throw Problem(.invalid, "the text is not JSON")
    }
  }

  /// Reads one JSON value from a peer that is trusted with nothing: as `decode`, and an object with
  /// two members of one name is refused, and so is a number with a fraction or an exponent, but for
  /// `allowingFractions`. Throws a `Problem` with code `invalid` that names the member at fault.
  public static func decodeStrictly<Value: Decodable>(
    _ type: Value.Type, from bytes: some Sequence<UInt8>, allowingFractions: Bool = false
  ) throws(Problem) -> Value {
    let bytes = Array(bytes)
    var problem: Problem?
    bytes.withUnsafeBufferPointer { buffer in
      do throws(Problem) {
        try StrictJSON.check(buffer, allowingFractions: allowingFractions)
      } catch {
        problem = error
      }
    }
    if let problem { throw problem }
    do throws(Problem) {
      return try decodeGenerally(type, from: bytes)
    } catch {
      // Where no member is at fault, the whole is not what it should be.
      guard error.field == nil else { throw error }
      throw Problem(error.code, "\(error.detail): send one JSON object")
    }
  }

  /// Reads one frame of a client that is trusted with nothing. Throws a `Problem` with code `invalid`
  /// that names the member at fault.
  public static func decodeStrictly(
    _ type: ClientFrame.Type, from bytes: some Sequence<UInt8>
  ) throws(Problem) -> ClientFrame {
    if let frame = bytes.withContiguousStorageIfAvailable(ClientFrameReader.read) ?? nil {
      return frame
    }
    return try decodeStrictly(type, from: bytes, allowingFractions: false)
  }

  /// Reads one frame of a server. Throws a `Problem` with code `invalid` that names the member at
  /// fault.
  public static func decode(
    _ type: ServerFrame.Type, from bytes: some Sequence<UInt8>
  ) throws(Problem) -> ServerFrame {
    if let batch = bytes.withContiguousStorageIfAvailable(CommentBatchReader.read) ?? nil {
      return .comments(batch)
    }
    return try decodeGenerally(type, from: bytes)
  }

  private static func problem(for error: DecodingError) -> Problem {
    switch error {
    case .keyNotFound(let key, let context):
      let field = path(context.codingPath + [key]) ?? key.stringValue
      return Problem(.invalid, "\(field) is missing", field: field)
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      let field = path(context.codingPath)
      return Problem(.invalid, "\(field ?? "the text") has the wrong type", field: field)
    case .dataCorrupted(let context):
      let field = path(context.codingPath)
      guard let field else { return Problem(.invalid, "the text is not the JSON expected") }
      // The standard library's own words name Swift types, and repeat the value.
      let isOurs = !context.debugDescription.hasPrefix("Cannot initialize")
      let complaint = isOurs ? context.debugDescription : "this value is not allowed"
      return Problem(.invalid, "\(field): \(complaint)", field: field)
    @unknown default:
      return Problem(.invalid, "the text is not the JSON expected")
    }
  }

  private static func path(_ keys: [any CodingKey]) -> String? {
    guard !keys.isEmpty else { return nil }
    return keys.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
  }
}
