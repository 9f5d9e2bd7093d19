/// Totals of reactions by emoji.
public typealias ReactionCounts = [String: Int]
