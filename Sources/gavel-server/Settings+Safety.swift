import ServerCore
import TOMLKit

extension SafetyRules {
  /// Reads the section `[safety]`: the rules as `PUT …/rules` takes them. With
  /// `preset = "sensible"` those that it leaves out are the ones that ship; else they are off.
  ///
  /// Throws `Failure` naming the key at fault.
  init(_ section: TOMLTable, named name: String) throws {
    self.init()
    let document = TOMLTable()
    for key in section.keys where key != "preset" { document[key] = section[key] }
    if let preset = section["preset"] {
      guard preset.string == "sensible" else {
        throw Failure("\(name): safety.preset is sensible, or left out")
      }
      self = .sensible
    }
    let given: SafetyRules
    do {
      given = try TOMLDecoder().decode(SafetyRules.self, from: document)
    } catch let error as DecodingError {
      throw Failure("\(name): \(Self.complaint(error))")
    }
    let keys = Set(document.keys)
    if keys.contains("blocklist") { blocklist = given.blocklist }
    if keys.contains("links") { links = given.links }
    if keys.contains("repeats") { repeats = given.repeats }
    if keys.contains("capitals") { capitals = given.capitals }
    if keys.contains("first_comment") { firstComment = given.firstComment }
  }

  private static func complaint(_ error: DecodingError) -> String {
    func path(_ keys: [any CodingKey]) -> String {
      (["safety"] + keys.map { $0.intValue.map(String.init) ?? $0.stringValue })
        .joined(separator: ".")
    }
    return switch error {
    case .keyNotFound(let key, let context): "\(path(context.codingPath + [key])) is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "\(path(context.codingPath)) has the wrong type"
    case .dataCorrupted(let context): "\(path(context.codingPath)): \(context.debugDescription)"
    @unknown default: "safety cannot be read"
    }
  }
}
