import Foundation
import Synchronization
import TerminalUI

/// Notices that the files of the theme in use have changed, and reads it again.
///
/// It looks once a second on a thread of its own, so that a slow disk delays no key. One answer
/// waits at most: a newer one takes its place.
final class ThemeWatch: Sendable {
  private struct State {
    var name: String
    var stamps: [URL: FileStamp]
    var files: [URL]
    /// A file that some editors replace in two steps is missing between them: once is no change.
    var misses = 0
    var news: Result<Theme, ThemeFile.Problem>?
  }

  static let interval: TimeInterval = 1

  private let library: ThemeLibrary
  private let state: Mutex<State>
  /// Called on the watch's thread when there is something to take.
  private let wake: @Sendable () -> Void

  /// - Parameters:
  ///   - name: the theme in use.
  ///   - files: what decides how it looks, as `ThemeLibrary.load` told.
  init(
    _ library: ThemeLibrary, name: String, files: [URL], wake: @escaping @Sendable () -> Void
  ) {
    self.library = library
    self.wake = wake
    state = Mutex(State(name: name, stamps: Self.stamps(of: files), files: files))
  }

  /// Looks once a second, for as long as somebody holds the watch.
  func start() {
    let thread = Thread { [weak self] in
      while true {
        Thread.sleep(forTimeInterval: Self.interval)
        guard let self else { return }
        self.look()
      }
    }
    thread.name = "themes"
    thread.start()
  }

  /// Another theme is in use.
  func turn(to name: String, files: [URL]) {
    let stamps = Self.stamps(of: files)
    state.withLock { $0 = State(name: name, stamps: stamps, files: files) }
  }

  /// The theme as it has become, or why it cannot be read; nil when nothing has happened.
  func takeNews() -> Result<Theme, ThemeFile.Problem>? {
    state.withLock { $0.news.take() }
  }

  /// Compares the files with what they were, and reads the theme when they differ.
  func look() {
    let (name, files, known) = state.withLock { ($0.name, $0.files, $0.stamps) }
    let stamps = Self.stamps(of: files)
    guard stamps != known else { return state.withLock { $0.misses = 0 } }
    let isMissing = known.keys.contains { stamps[$0] == nil }
    let waits = state.withLock { state in
      state.misses += isMissing ? 1 : 0
      return isMissing && state.misses == 1
    }
    guard !waits else { return }
    let loaded = library.load(name)
    // What is broken may be put right in a file of the former chain too.
    let watched = files + loaded.files.filter { !files.contains($0) }
    let isCurrent = state.withLock { state in
      guard state.name == name else { return false }
      state = State(
        name: name,
        stamps: stamps.merging(
          Self.stamps(of: watched.filter { !files.contains($0) })
        ) { old, _ in old },
        files: (try? loaded.theme.get()) == nil ? watched : loaded.files, news: loaded.theme)
      return true
    }
    if isCurrent { wake() }
  }

  private static func stamps(of files: [URL]) -> [URL: FileStamp] {
    files.reduce(into: [:]) { $0[$1] = FileStamp($1) }
  }
}
