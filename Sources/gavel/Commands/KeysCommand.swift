import ArgumentParser
import TerminalUI

/// `gavel keys`.
struct KeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "Lists every key of `gavel watch`, and what it does.",
    discussion: "The keys are those of the configuration; `gavel config example` changes some.")

  func run() {
    let file = ConfigurationFile()
    if let complaint = file.complaint { Console.note(complaint) }
    Console.write(file.configuration.keymap.table + "\n")
  }
}
