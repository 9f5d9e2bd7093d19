import ClientCore
import LiveComments
import Testing

/// Fetching pages of older comments on demand.
@Suite struct SessionOlderTests {
  private typealias F = Fixture

  private static let failure = RequestFailure.unreachable("no route to host")

  private var joined: Driven {
    var session = Driven()
    session(.start)
    session(.joined(.success(F.page(10, 12, [11, 12], mod: 5))))
    return session
  }

  private func fetch(_ floor: Int) -> SessionAction {
    .fetchOlder(last: Session.olderComments, upto: F.seq(floor))
  }

  @Test("one page is fetched at a time, and the next from where it begins")
  func pages() {
    var session = joined
    #expect(session(.loadOlder(upTo: 10)) == [fetch(10)])
    #expect(session(.loadOlder(upTo: 10)) == [])
    #expect(
      session(.olderPage(upTo: 10, .success(F.page(5, 10, [7], mod: 5)))) == [
        .olderLoaded(upTo: 10, .loaded(F.comments([7]), floor: 5))
      ])
    #expect(session(.loadOlder(upTo: 5)) == [fetch(5)])
    #expect(
      session(.olderPage(upTo: 5, .success(F.page(0, 5, [1], mod: 5)))) == [
        .olderLoaded(upTo: 5, .loaded(F.comments([1]), floor: 0))
      ])
    #expect(session(.loadOlder(upTo: 0)) == [.olderLoaded(upTo: 0, .loaded([], floor: 0))])
  }

  @Test("a page that is out of date is fetched again, three times at most")
  func outOfDate() {
    var session = joined
    session(.loadOlder(upTo: 10))
    let stale = SessionInput.olderPage(upTo: 10, .success(F.page(5, 10, [7], mod: 4)))
    #expect(session(stale) == [fetch(10)])
    #expect(session(stale) == [fetch(10)])
    #expect(
      session(stale) == [
        .olderLoaded(upTo: 10, .failed(.unreachable("the server's page is out of date")))
      ])
    #expect(session(stale) == [])
    #expect(session(.loadOlder(upTo: 10)) == [fetch(10)])
  }

  @Test("a failure is said, and nothing is tried again unasked")
  func failing() {
    var session = joined
    session(.loadOlder(upTo: 10))
    #expect(
      session(.olderPage(upTo: 10, .failure(Self.failure))) == [
        .olderLoaded(upTo: 10, .failed(Self.failure))
      ])
    #expect(session.session.nextDeadline.map { _ in session(.tick) }?.contains(fetch(10)) != true)
  }

  @Test("who turns elsewhere meanwhile gets that page, and not the one before")
  func elsewhere() {
    var session = joined
    session(.loadOlder(upTo: 10))
    #expect(session(.loadOlder(upTo: 8)) == [])
    #expect(session(.loadOlder(upTo: 9)) == [])
    #expect(session(.olderPage(upTo: 10, .success(F.page(5, 10, [7], mod: 5)))) == [fetch(9)])
    let loaded = session(.olderPage(upTo: 9, .success(F.page(5, 9, [7], mod: 5))))
    #expect(loaded == [.olderLoaded(upTo: 9, .loaded(F.comments([7]), floor: 5))])
  }

  @Test("a session that gives up says so to who waits, and fetches again when asked")
  func abandoned() {
    var session = joined
    session(.loadOlder(upTo: 10))
    let actions = session(.stop)
    #expect(
      actions.contains(
        .olderLoaded(upTo: 10, .failed(.unreachable("the connection was given up")))))
    #expect(session(.loadOlder(upTo: 10)) == [fetch(10)])
  }
}
