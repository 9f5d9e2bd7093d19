import Foundation
import NcursesBackend
import TerminalGrid

// What the pseudo-terminal tests run: takes the terminal, shows the lines of the file that is its
// only argument, each between bars, and the last event below. Some keys end it in their own way.

let lines: [SafeText] =
  try CommandLine.arguments.dropFirst().first.map { path in
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    return String(decoding: data, as: UTF8.self).split(separator: "\u{0}").map {
      SafeText(String($0))
    }
  } ?? []

func frame(_ size: TerminalSize, note: String) -> Grid {
  var grid = Grid(size: size)
  let style = Style(foreground: Color(hex: 0x80C0FF), attributes: .bold)
  for (row, line) in lines.enumerated() {
    grid.write("|", row: row, column: 0)
    grid.write(line, row: row, column: 1, columns: 30, style: style)
    grid.write("|", row: row, column: 31)
  }
  let used = grid.write(SafeText(note), row: size.rows - 1, column: 0)
  grid.cursor = GridPosition(row: size.rows - 1, column: used)
  return grid
}

do {
  let terminal = try NcursesBackend(environment: ProcessInfo.processInfo.environment)
  var note = "ready \(terminal.size.columns)x\(terminal.size.rows) \(terminal.colorDepth)"
  while true {
    terminal.present(frame(terminal.size, note: note))
    guard let event = terminal.nextEvent(timeout: nil) else { continue }
    note = "got \(event)"
    switch event {
    case .end(let signal):
      terminal.close()
      raise(signal)
    case .key(.character("q")):
      terminal.close()
      exit(0)
    case .key(.character("e")): exit(3)
    case .key(.character("t")): fatalError("on purpose")
    case .key(.character("s")): raise(SIGSEGV)
    case .key(.character("a")): abort()
    case .key(.character("p")):
      FileHandle.standardError.write(Data("stray \u{1B}[31m message\n".utf8))
    case .key(.character("m")): terminal.setMouse(true)
    case .key(.character("l")):
      terminal.present(frame(terminal.size, note: "listening no more"))
      while true { pause() }
    case .key(.control("z")): terminal.suspend()
    default: break
    }
  }
} catch {
  FileHandle.standardError.write(Data("gavel: \(error)\n".utf8))
  exit(1)
}
