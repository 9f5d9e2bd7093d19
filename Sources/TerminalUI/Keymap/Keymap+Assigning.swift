import TerminalGrid

extension Keymap {
  /// This keymap with keys of the user's own, in the same order; and what could not be assigned,
  /// which must be nothing for the keymap to be used.
  ///
  /// An assignment without a context leaves out, where text is typed, the keys that type it; an
  /// action that would have none there keeps what it has.
  public func assigning(
    _ assignments: [KeyAssignment]
  ) -> (keymap: Keymap, refusals: [KeyAssignment.Refusal]) {
    var refusals: [KeyAssignment.Refusal] = []
    var chosen: [Place: KeyAssignment] = [:]
    let specific = assignments.filter { $0.context != nil }
    for assignment in assignments.filter({ $0.context == nil }) + specific {
      refusals += reasons(against: assignment).map {
        KeyAssignment.Refusal(assignment: assignment, reason: $0)
      }
      for context in assignment.context.map({ [$0] }) ?? contexts(of: assignment.action) {
        guard let keys = Self.keys(of: assignment, in: context) else { continue }
        chosen[Place(context: context, action: assignment.action)] =
          KeyAssignment(assignment.context, assignment.action, keys)
      }
    }
    let keymap = Keymap(bindings(choosing: chosen))
    refusals += keymap.conflicts(madeBy: chosen, assignments)
    return (keymap, refusals)
  }

  /// Where `action` has keys.
  public func contexts(of action: Action) -> [InputContext] {
    let all = Set(bindings.filter { $0.action == action }.flatMap(\.contexts))
    return InputContext.allCases.filter(all.contains)
  }

  /// An action in a context.
  private struct Place: Hashable {
    let context: InputContext
    let action: Action
  }

  /// The keys that an assignment means in a context; nil when the action keeps what it has there.
  private static func keys(of assignment: KeyAssignment, in context: InputContext) -> [Key]? {
    guard assignment.context == nil, context.takesText, !assignment.keys.isEmpty else {
      return assignment.keys
    }
    let keys = assignment.keys.filter { $0.typed == nil }
    return keys.isEmpty ? nil : keys
  }

  private func reasons(against assignment: KeyAssignment) -> [String] {
    let known = contexts(of: assignment.action)
    let name = assignment.action.rawValue
    if let context = assignment.context {
      guard known.contains(context) else {
        let places = known.map(\.name).joined(separator: ", ")
        return ["\(name) does nothing in \(context.name); it works in \(places)"]
      }
    }
    if assignment.action == .quit, assignment.keys.isEmpty {
      return ["quit must keep a key"]
    }
    return assignment.keys.compactMap { key in
      if let sent = Self.sentInstead[key] {
        return "terminals send \(sent) for \(key): choose another key"
      }
      guard let context = assignment.context, let typed = key.typed else { return nil }
      if context.takesText {
        return "\(key) types text in \(context.name): choose one with ctrl- or alt-"
      }
      guard context == .choosing || context == .question, typed.isASCII, typed.isNumber else {
        return nil
      }
      return "digits choose from the list in \(context.name)"
    }
  }

  /// Keys that have no code of their own on most terminals.
  private static let sentInstead: [Key: Key] = [
    .control("i"): .tab, .control("m"): .enter, .control("j"): .enter, .control("["): .escape,
  ]

  /// The table with the chosen keys. Contexts in which a binding has different keys now are put into
  /// bindings of their own.
  private func bindings(choosing chosen: [Place: KeyAssignment]) -> [Binding] {
    var placed: Set<Place> = []
    var result: [Binding] = []
    for binding in bindings {
      var groups: [(keys: [Key], contexts: [InputContext])] = []
      for context in binding.contexts {
        let place = Place(context: context, action: binding.action)
        var keys = binding.keys
        if let assignment = chosen[place] {
          // All the keys stand where the action is listed first.
          keys = placed.insert(place).inserted ? assignment.keys : []
        }
        if let index = groups.firstIndex(where: { $0.keys == keys }) {
          groups[index].contexts.append(context)
        } else {
          groups.append((keys, [context]))
        }
      }
      result += groups.filter { !$0.keys.isEmpty }.map { group in
        var binding = binding
        binding.contexts = group.contexts
        binding.keys = group.keys
        return binding
      }
    }
    return result
  }

  /// Keys that would do two things in one context. Each is said once, of the assignment at fault.
  private func conflicts(
    madeBy chosen: [Place: KeyAssignment], _ assignments: [KeyAssignment]
  ) -> [KeyAssignment.Refusal] {
    var refusals: [KeyAssignment.Refusal] = []
    var said: Set<Set<Action>> = []
    for context in InputContext.allCases {
      var owners: [Key: Action] = [:]
      for binding in bindings(in: context) {
        for key in binding.keys {
          guard let owner = owners.updateValue(binding.action, forKey: key),
            owner != binding.action
          else { continue }
          let (mine, other) =
            chosen[Place(context: context, action: binding.action)] == nil
            ? (owner, binding.action) : (binding.action, owner)
          guard let effective = chosen[Place(context: context, action: mine)],
            let assignment = assignments.last(where: {
              $0.action == mine && $0.context == effective.context
            }), said.insert([mine, other]).inserted
          else { continue }
          refusals.append(
            KeyAssignment.Refusal(
              assignment: assignment,
              reason: "\(key) is the key of \(other.rawValue) in \(context.name): "
                + "choose another, or give \(other.rawValue) other keys too"))
        }
      }
    }
    return refusals
  }
}
