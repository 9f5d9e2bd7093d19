import ArgumentParser
import TerminalUI

/// `gavel keys`.
struct KeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "Lists every key of `gavel watch`, and what it does.")

  func run() {
    Console.write(Keymap.standard.table + "\n")
  }
}
