/// Which columns of the feed hold what: a margin for signs, the time, the name, and the content
/// with its hanging indent.
struct FeedColumns: Hashable {
  /// The columns of the whole feed.
  let total: Int
  /// Columns of the time: `14:05:09`, `14:05`, an age such as `2m`, or nothing where there is no
  /// room.
  let time: Int
  /// Columns of the name with its badge.
  let name: Int
  /// Whether a rule stands between name and content.
  let hasRule: Bool

  init(total: Int, times: TimeStyle = .absolute) {
    self.total = total
    time =
      switch times {
      case .absolute: total >= 100 ? 8 : total >= 50 ? 5 : 0
      case .relative: total >= 40 ? 4 : 0
      case .none: 0
      }
    name = min(max(total * 3 / 16, 8), 20)
    hasRule = total >= 50
  }

  /// The margin takes the first column.
  var timeStart: Int { 1 }
  var nameStart: Int { time == 0 ? timeStart : timeStart + time + 1 }
  var ruleColumn: Int { nameStart + name + 1 }
  var contentStart: Int { hasRule ? ruleColumn + 2 : nameStart + name + 1 }
  var content: Int { max(1, total - contentStart) }
}
