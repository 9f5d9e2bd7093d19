/// Makes the steps of a `Pattern` of its tree.
struct PatternCompiler {
  private(set) var instructions: [Pattern.Instruction] = []
  private(set) var sets: [ScalarSet] = []

  mutating func append(_ instruction: Pattern.Instruction) throws(QueryProblem) {
    guard instructions.count < Pattern.sizeLimit else {
      throw QueryProblem("re: the pattern is too large; repeat less with {n,m}")
    }
    instructions.append(instruction)
  }

  mutating func emit(_ node: PatternNode) throws(QueryProblem) {
    switch node {
    case .empty: break
    case .scalar(let scalar): try append(.scalar(scalar))
    case .any: try append(.any)
    case .set(let set):
      try append(.set(sets.count))
      sets.append(set)
    case .assertion(let assertion): try append(.assertion(assertion))
    case .sequence(let nodes): for node in nodes { try emit(node) }
    case .alternatives(let nodes): try emitAlternatives(nodes[...])
    case .repeated(let node, let least, let most): try emit(node, least: least, most: most)
    }
  }

  private mutating func emitAlternatives(
    _ nodes: ArraySlice<PatternNode>
  ) throws(QueryProblem) {
    var ends: [Int] = []
    for (offset, node) in nodes.enumerated() {
      guard offset < nodes.count - 1 else {
        try emit(node)
        break
      }
      let split = instructions.count
      try append(.split(split + 1, 0))
      try emit(node)
      ends.append(instructions.count)
      try append(.jump(0))
      instructions[split] = .split(split + 1, instructions.count)
    }
    for end in ends { instructions[end] = .jump(instructions.count) }
  }

  private mutating func emit(
    _ node: PatternNode, least: Int, most: Int?
  ) throws(QueryProblem) {
    for _ in 0..<least {
      let before = instructions.count
      try emit(node)
      // Nothing as often as one likes is nothing.
      if instructions.count == before { return }
    }
    guard let most else {
      let split = instructions.count
      try append(.split(split + 1, 0))
      try emit(node)
      try append(.jump(split))
      instructions[split] = .split(split + 1, instructions.count)
      return
    }
    var splits: [Int] = []
    for _ in least..<max(least, most) {
      splits.append(instructions.count)
      try append(.split(instructions.count + 1, 0))
      try emit(node)
    }
    for split in splits { instructions[split] = .split(split + 1, instructions.count) }
  }
}
