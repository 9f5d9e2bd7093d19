public import LiveComments

extension StreamHTTP {
  /// What a request for history could not bring.
  public enum HistoryFailure: Error, Sendable, Hashable, CustomStringConvertible {
    case request(Failure)
    /// The server's log was replaced while it was read: nothing that was read belongs together.
    case replaced

    public var description: String {
      switch self {
      case .request(let failure): failure.description
      case .replaced: "the server's log was replaced while it was read; start again"
      }
    }
  }

  /// Reads everything from the first comment to the one that is newest now, page by page.
  ///
  /// - Parameter receive: takes each page, in order.
  public func readAll(
    _ receive: (CommentPage) async -> Void
  ) async throws(HistoryFailure) {
    var page = try await page { () throws(Failure) in try await comments(after: .zero) }
    let end = page.latestSeq
    let epoch = page.epoch
    await receive(page)
    while page.upto < end {
      let after = page.upto
      page = try await self.page { () throws(Failure) in
        try await comments(after: after, upto: end, epoch: epoch)
      }
      guard page.epoch == epoch, page.upto > after else { throw .replaced }
      await receive(page)
    }
  }

  /// Reads the newest comments, ascending, over as many pages as they take.
  public func readNewest(_ count: Int) async throws(HistoryFailure) -> [Comment] {
    guard count > 0 else { return [] }
    let first = min(count, Limits.pageComments)
    var page = try await page { () throws(Failure) in try await newest(first) }
    let epoch = page.epoch
    var pages = [page.comments]
    var missing = count - page.comments.count
    while missing > 0, page.after > .zero {
      let upto = page.after
      let next = min(missing, Limits.pageComments)
      page = try await self.page { () throws(Failure) in
        try await newest(next, upto: upto, epoch: epoch)
      }
      guard page.epoch == epoch, page.after < upto else { throw .replaced }
      pages.append(page.comments)
      missing -= page.comments.count
    }
    return pages.reversed().flatMap { $0 }
  }

  private func page(
    _ request: () async throws(Failure) -> CommentPage
  ) async throws(HistoryFailure) -> CommentPage {
    do {
      return try await request()
    } catch {
      if case .problem(let problem) = error, problem.code == .reset { throw .replaced }
      throw .request(error)
    }
  }
}
