/// The arithmetic of scrolling: which comment, and which of its rows, is the first on the screen.
///
/// Heights are asked for one comment at a time and only near the screen, so that nothing here grows
/// with the length of the feed.
struct FeedScroll: Hashable {
  /// The comment on the first row of the feed.
  var index: Int
  /// How many of its rows are above the screen; negative when that many blank rows come first.
  var line: Int

  /// The place at which the comment at `last` ends on the last of `rows`.
  static func ending(at last: Int, rows: Int, height: (Int) -> Int) -> FeedScroll {
    var used = 0
    var index = last
    while index >= 0 {
      used += height(index)
      if used >= rows { return FeedScroll(index: index, line: used - rows) }
      index -= 1
    }
    return FeedScroll(index: 0, line: used - rows)
  }

  /// This place moved by `lines`: down the feed when positive. It stops at both ends of `count`
  /// comments, with `head` rows before the first.
  func moved(
    by lines: Int, rows: Int, count: Int, head: Int = 0, height: (Int) -> Int
  ) -> FeedScroll {
    guard count > 0 else { return self }
    var place = FeedScroll(index: index, line: line + lines)
      .normalised(count: count, height: height)
    let lowest = Self.ending(at: count - 1, rows: rows, height: height)
    if (place.index, place.line) > (lowest.index, lowest.line) { return lowest }
    if place.index == 0, place.line < 0 {
      // A feed that fills the screen begins on its first row, or with its head.
      let fills = lowest.index > 0 || lowest.line >= 0
      place.line = max(place.line, fills ? -head : lowest.line)
    }
    return place
  }

  /// The same place named by the comment that is on the first row.
  func normalised(count: Int, height: (Int) -> Int) -> FeedScroll {
    var place = self
    while place.line < 0, place.index > 0 {
      place.index -= 1
      place.line += height(place.index)
    }
    while place.line > 0, place.index < count - 1 {
      let tall = height(place.index)
      guard place.line >= tall else { break }
      place.line -= tall
      place.index += 1
    }
    return place
  }

  /// The nearest place that shows the comment at `target` whole, or its beginning when it is taller
  /// than the screen.
  func revealing(_ target: Int, rows: Int, height: (Int) -> Int) -> FeedScroll {
    if target < index || target == index && line > 0 {
      return FeedScroll(index: target, line: 0)
    }
    var end = -line
    for index in index...target {
      end += height(index)
      guard end > rows else { continue }
      return height(target) >= rows
        ? FeedScroll(index: target, line: 0)
        : Self.ending(at: target, rows: rows, height: height)
    }
    return self
  }

  /// The comment on a row of the screen; nil on blank rows.
  func comment(atRow row: Int, count: Int, height: (Int) -> Int) -> Int? {
    var end = -line
    guard row >= end || line > 0 else { return nil }
    for index in index..<max(index, count) {
      end += height(index)
      if row < end { return index }
    }
    return nil
  }

  /// The comments of which at least one row is on a screen of `rows`.
  func visible(rows: Int, count: Int, height: (Int) -> Int) -> Range<Int> {
    var end = -line
    var index = index
    while index < count, end < rows {
      end += height(index)
      index += 1
    }
    return self.index..<index
  }
}
