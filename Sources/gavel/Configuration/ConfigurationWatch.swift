import Foundation
import Synchronization

/// Notices that `config.toml` has changed, and reads it again.
///
/// It looks once a second on a thread of its own, so that a slow disk delays no key. One answer
/// waits at most: a newer one takes its place.
final class ConfigurationWatch: Sendable {
  private struct State {
    var stamp: FileStamp?
    /// A file that some editors replace in two steps is missing between them: once is no change.
    var hasMissed = false
    var news: ConfigurationFile?
  }

  static let interval: TimeInterval = 1

  private let url: URL
  private let state: Mutex<State>
  /// Called on the watch's thread when there is something to take.
  private let wake: @Sendable () -> Void

  /// - Parameter file: the configuration as it was read first.
  init(_ file: ConfigurationFile, wake: @escaping @Sendable () -> Void) {
    url = file.url
    self.wake = wake
    state = Mutex(State(stamp: file.stamp))
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
    thread.name = "configuration"
    thread.start()
  }

  /// Itself, after `start`.
  func started() -> ConfigurationWatch {
    start()
    return self
  }

  /// The file as it has become; nil when nothing has happened.
  func takeNews() -> ConfigurationFile? {
    state.withLock { $0.news.take() }
  }

  /// Compares the file with what it was, and reads it when it differs.
  func look() {
    let stamp = FileStamp(url)
    let hasChanged = state.withLock { state in
      guard stamp != state.stamp else {
        state.hasMissed = false
        return false
      }
      if stamp == nil, !state.hasMissed {
        state.hasMissed = true
        return false
      }
      state.hasMissed = false
      return true
    }
    guard hasChanged else { return }
    let file = ConfigurationFile(url)
    state.withLock { state in
      state.stamp = file.stamp
      state.news = file
    }
    wake()
  }
}
