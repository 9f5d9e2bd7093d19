/// How far something has come, as one line: a bar where there is room, figures in any case.
public struct ProgressLine: Sendable, Hashable {
  public var done: Int
  public var total: Int
  /// How many a second lately.
  public var rate: Double
  /// Nil while nothing can be said.
  public var timeLeft: Duration?
  /// What else there is to say, such as why it pauses.
  public var remark: String?

  public init(
    done: Int, total: Int, rate: Double, timeLeft: Duration?, remark: String? = nil
  ) {
    self.done = done
    self.total = total
    self.rate = rate
    self.timeLeft = timeLeft
    self.remark = remark
  }

  /// The line without a bar.
  public var figures: String {
    var parts = [
      "\(percent)%", "\(Self.grouped(done))/\(Self.grouped(total))",
      rate < 9.95 ? "\(Double(Int(rate * 10)) / 10)/s" : "\(Self.grouped(Int(rate)))/s",
    ]
    if let timeLeft, done < total { parts.append("\(Self.clock(timeLeft)) left") }
    if let remark { parts.append(remark) }
    return parts.joined(separator: "  ")
  }

  /// The line with a bar, at most `columns` wide; ASCII alone where a terminal has no more.
  public func text(columns: Int, ascii: Bool = false) -> String {
    let figures = figures
    let width = min(40, columns - figures.count - 3)
    guard width >= 8 else { return String(figures.prefix(max(0, columns))) }
    let eighths = total > 0 ? done * width * 8 / total : width * 8
    let (full, rest) = eighths.quotientAndRemainder(dividingBy: 8)
    guard !ascii else {
      return "[" + String(repeating: "#", count: full)
        + String(repeating: ".", count: width - full) + "] " + figures
    }
    let partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][rest]
    return String(repeating: "█", count: full) + partial
      + String(repeating: " ", count: width - full - (rest > 0 ? 1 : 0)) + "▏ " + figures
  }

  private var percent: Int { total > 0 ? done * 100 / total : 100 }

  /// `1:02:03` or `2:03`.
  private static func clock(_ duration: Duration) -> String {
    let seconds = duration.components.seconds
    let (minutes, second) = seconds.quotientAndRemainder(dividingBy: 60)
    let (hours, minute) = minutes.quotientAndRemainder(dividingBy: 60)
    let padded = (second < 10 ? "0" : "") + String(second)
    guard hours > 0 else { return "\(minute):\(padded)" }
    return "\(hours):\(minute < 10 ? "0" : "")\(minute):\(padded)"
  }

  /// Thousands set apart: `3,357`.
  public static func grouped(_ number: Int) -> String {
    let digits = Array(String(number.magnitude))
    var result = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { result.append(",") }
      result.append(digit)
    }
    return result
  }
}
