import Foundation
import LiveComments
import TOMLKit
import TerminalUI

/// A value of `config.toml`, asked for what it should be.
struct ConfigurationValue {
  private let value: any TOMLValueConvertible

  init(_ value: any TOMLValueConvertible) { self.value = value }

  /// Why a value cannot be used: what it has to be. It never repeats the value, which may be a
  /// secret at the wrong place.
  struct NotAllowed: Error, Hashable {
    let reason: String
  }

  /// Scalars that a text may have: all of it is shown somewhere.
  private static let textLimit = 200

  /// Text of one line, with something to be seen in it.
  func text(_ allowed: String) throws(NotAllowed) -> String {
    guard let text = value.string, Self.isLine(text) else {
      throw NotAllowed(reason: "it is \(allowed)")
    }
    return text
  }

  /// A list of texts.
  func texts(atMost limit: Int, _ allowed: String) throws(NotAllowed) -> [String] {
    let refusal = NotAllowed(reason: "it is a list of at most \(limit) \(allowed)")
    guard let array = value.array, array.count <= limit else { throw refusal }
    let texts = array.compactMap(\.string).filter(Self.isLine)
    guard texts.count == array.count else { throw refusal }
    return texts
  }

  /// A list of queries, in the form in which comments are compared (NFC).
  func list<Element>(
    atMost limit: Int, _ allowed: String, _ parse: (String) throws(QueryProblem) -> Element?
  ) throws(NotAllowed) -> [Element] {
    var elements: [Element] = []
    for (index, text) in try texts(atMost: limit, allowed).enumerated() {
      let element: Element?
      do throws(QueryProblem) {
        element = try parse(text.precomposedStringWithCanonicalMapping)
      } catch {
        throw NotAllowed(reason: "entry \(index + 1): \(error.message)")
      }
      guard let element else {
        throw NotAllowed(reason: "entry \(index + 1) asks for nothing")
      }
      elements.append(element)
    }
    return elements
  }

  /// A list of emojis.
  func emojis(atMost limit: Int) throws(NotAllowed) -> [String] {
    let texts = try texts(atMost: limit, "emojis such as [\"👍\", \"🔥\"], one for each digit")
    for (index, text) in texts.enumerated() where Emoji(text) == nil {
      throw NotAllowed(reason: "entry \(index + 1) is no single emoji")
    }
    return texts
  }

  /// The path of a file, as the user wrote it.
  func path() throws(NotAllowed) -> String {
    try text("the path of a file, such as \"~/.config/gavel/ada.token\"")
  }

  func flag() throws(NotAllowed) -> Bool {
    guard let flag = value.bool else { throw NotAllowed(reason: "it is true or false") }
    return flag
  }

  /// One of some words.
  func choice<Choice: RawRepresentable & CaseIterable>() throws(NotAllowed) -> Choice
  where Choice.RawValue == String {
    let names = Choice.allCases.map(\.rawValue)
    let allowed = names.map { "\"\($0)\"" }.joined(separator: ", ")
    guard let text = value.string else { throw NotAllowed(reason: "it is one of \(allowed)") }
    guard let choice = Choice(rawValue: text) else {
      let hint = NearestName.of(text, among: names).map { "; did you mean \"\($0)\"?" } ?? ""
      throw NotAllowed(reason: "it is one of \(allowed)\(hint)")
    }
    return choice
  }

  var table: TOMLTable? { value.table }
  var string: String? { value.string }

  private static func isLine(_ text: String) -> Bool {
    let scalars = text.unicodeScalars
    return scalars.count <= textLimit
      && scalars.allSatisfy { $0.properties.generalCategory != .control }
      && !scalars.allSatisfy(\.properties.isWhitespace)
  }
}
