import TerminalGrid
import TerminalUI

extension ConfigurationReader {
  /// The table of `[keys]` whose assignments hold wherever the action has keys.
  static let everywhere = "everywhere"

  /// `[keys.CONTEXT]` with `ACTION = "KEY"` or `ACTION = ["KEY", …]`.
  mutating func readKeys(_ value: ConfigurationValue) {
    let contexts = [Self.everywhere] + InputContext.allCases.map(\.name)
    guard let tables = value.table else {
      return note(["keys"], "[keys] is a table of contexts: \(contexts.joined(separator: ", "))")
    }
    let problemsBefore = problems.count
    var assignments: [KeyAssignment] = []
    for (name, value) in Self.entries(tables) {
      let context = InputContext.allCases.first { $0.name == name }
      guard context != nil || name == Self.everywhere else {
        note(["keys", name], unknownContext(name, contexts))
        continue
      }
      guard let table = value.table else {
        note(["keys", name], "[keys.\(name)] is a table such as delete = \"d\"")
        continue
      }
      for (action, value) in Self.entries(table) {
        guard let assignment = assignment(action, value, context) else { continue }
        assignments.append(assignment)
      }
    }
    for refusal in Keymap.standard.assigning(assignments).refusals {
      let table = refusal.assignment.context?.name ?? Self.everywhere
      note(["keys", table, refusal.assignment.action.rawValue], refusal.reason)
    }
    if problems.count == problemsBefore { configuration.keys = assignments }
  }

  private func unknownContext(_ name: String, _ contexts: [String]) -> String {
    if Action(rawValue: name) != nil {
      return "it is an action: write it into [keys.\(Self.everywhere)] or a context's table"
    }
    return unknown(name, among: contexts)
  }

  private mutating func assignment(
    _ name: String, _ value: ConfigurationValue, _ context: InputContext?
  ) -> KeyAssignment? {
    let path = ["keys", context?.name ?? Self.everywhere, name]
    guard let action = Action(rawValue: name) else {
      let known = Action.allCases.filter { action in
        context.map { Keymap.standard.contexts(of: action).contains($0) } ?? true
      }.map(\.rawValue)
      let hint =
        NearestName.of(name, among: known).map { "did you mean \($0)?" }
        ?? "there are \(known.joined(separator: ", "))"
      note(path, "there is no such action; \(hint)")
      return nil
    }
    guard let names = value.string.map({ [$0] }) ?? list(value)
    else {
      note(path, "it is a key such as \"ctrl-d\", or a list of keys; [] takes its keys away")
      return nil
    }
    var keys: [Key] = []
    for name in names {
      guard let key = Key(name).map(Self.canonical) else {
        note(
          path, "\(name) is no key; keys are written d, D, ctrl-d, alt-d, f5, space, esc, pageup")
        return nil
      }
      if !keys.contains(key) { keys.append(key) }
    }
    return KeyAssignment(context, action, keys)
  }

  /// A list of at most 16 texts.
  private func list(_ value: ConfigurationValue) -> [String]? {
    try? value.texts(atMost: 16, "")
  }

  /// A key as a terminal sends it: with shift, a letter is upper case.
  private static func canonical(_ key: Key) -> Key {
    guard key.modifiers.contains(.shift), !key.modifiers.contains(.control),
      case .character(let character) = key.code, character.isLetter,
      let upper = character.uppercased().first
    else { return key }
    return Key(.character(upper), key.modifiers.subtracting(.shift))
  }
}
