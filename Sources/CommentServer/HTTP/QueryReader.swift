import Foundation
import LiveComments

/// The query of a request, strictly: names that are not known, are repeated or do not read well are
/// refused by name, so that a typo never means "everything".
struct QueryReader {
  private var values: [String: String]

  /// - Parameter names: what the request may carry.
  init(_ query: String?, allowing names: Set<String>) throws(Problem) {
    values = [:]
    for pair in (query ?? "").split(separator: "&", omittingEmptySubsequences: true) {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let encoded = parts.count == 2 ? String(parts[1]).replacing("+", with: " ") : ""
      guard let name = String(parts[0]).removingPercentEncoding,
        let value = encoded.removingPercentEncoding
      else { throw Problem(.invalid, "the query is not percent-encoded UTF-8", field: "query") }
      guard names.contains(name) else {
        throw Problem(
          .invalid,
          "this request takes no \(name.prefix(40)): only "
            + names.sorted().joined(separator: ", "), field: String(name.prefix(40)))
      }
      guard values.updateValue(value, forKey: name) == nil else {
        throw Problem(.invalid, "\(name) is given twice", field: name)
      }
    }
  }

  func text(_ name: String) -> String? { values[name] }

  func position<Plane>(_ name: String) throws(Problem) -> Position<Plane>? {
    guard let text = values[name] else { return nil }
    guard let number = digits(text), let position = Position<Plane>(rawValue: number) else {
      throw Problem(.invalid, "\(name) is a position: 0 or more, below 2^53", field: name)
    }
    return position
  }

  func count(_ name: String, in range: ClosedRange<Int>) throws(Problem) -> Int? {
    guard let text = values[name] else { return nil }
    guard let number = digits(text), range.contains(Int(clamping: number)) else {
      throw Problem(
        .invalid, "\(name) is a number from \(range.lowerBound) to \(range.upperBound)",
        field: name)
    }
    return Int(number)
  }

  func epoch() throws(Problem) -> Epoch? {
    guard let text = values["epoch"] else { return nil }
    guard let epoch = Epoch(rawValue: text) else {
      throw Problem(.invalid, "an epoch matches [A-Za-z0-9_-]{1,32}", field: "epoch")
    }
    return epoch
  }

  /// Decimal digits and nothing else: no sign, no exponent.
  private func digits(_ text: String) -> Int64? {
    guard (1...18).contains(text.utf8.count),
      text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    return Int64(text)
  }
}
