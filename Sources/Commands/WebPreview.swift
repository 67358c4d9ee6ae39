import Learning
import Lessons
import Publishing
import Screens
import SourceText
import Synchronization
import Terminal

/// The loop of the preview in a browser: saves in, pages out. The page of the lesson lies in memory,
/// with what stands beside it, and so there is nothing else that could be asked for.
struct WebPreview {
  private let session: Session
  private var watch: LessonWatch
  private let served: Served
  private let server: LoopbackServer
  /// What is to be seen now.
  private var shown: Lesson
  private var page = ""

  init(_ session: Session, _ watch: LessonWatch) throws {
    self.session = session
    self.watch = watch
    let served = Served(secret: Self.secret())
    guard let server = LoopbackServer({ served.answer($0, isLate: $1) }), server.start() else {
      session.complain("there is no free port on 127.0.0.1; without --web it needs none")
      throw Stop.usage
    }
    (self.served, self.server) = (served, server)
    shown = self.watch.begin()
  }

  /// Nobody else on this machine guesses it.
  private static func secret() -> String {
    var random = SystemRandomNumberGenerator()
    return (0..<2).map { _ in
      let digits = String(random.next() as UInt64, radix: 36)
      return String(repeating: "0", count: 13 - digits.count) + digits
    }.joined()
  }

  mutating func run() throws {
    put(shown, at: nil)
    tell("", shown.findings)
    let address = "http://127.0.0.1:\(server.port)/\(served.secret)/\(page)"
    try session.write(
      "\(address)\nOpen it in a browser on this machine. It follows each save of "
        + "\(shown.file.path.visible); Ctrl-C ends it.\n")
    if let lack = watch.lack { session.complain(lack.told) }
    watch.check(shown)
    while true {
      while let news = watch.news() { take(news) }
      switch session.surroundings.screen.wait(watch.patience) {
      case .bytes(let bytes):
        let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        if words.contains(where: { ["q", "quit"].contains($0) }) { return }
      case .timeout, .redraw, .elsewhere: break
      case .end: return
      }
    }
  }

  private mutating func take(_ news: LessonWatch.News) {
    switch news {
    case .read(let new):
      let revision = Revision(from: Walk(shown), to: Walk(new))
      if revision.isBroken {
        tell("The page is still as it was before:", new.findings)
      } else {
        shown = new
        put(new, at: revision.stop)
        tell("", new.findings)
      }
      watch.check(new)
    case .missed(let findings): tell("The page is still as it was before:", findings)
    case .checked(let findings): tell(nil, findings)
    }
  }

  /// Takes the place of what was served before.
  private mutating func put(_ lesson: Lesson, at stop: Int?) {
    let number = served.nextPage
    let site = Site(
      preview: lesson, session.files, version: Longhand.version, script: "preview-\(number).js")
    for missing in site.missing { session.complain(missing) }
    page = Site.page(of: lesson.file.path)
    served.put(site.files, stop: stop)
  }

  private func tell(_ told: String?, _ findings: [Finding]) {
    let texts = findings.map { [$0.severity.rawValue, session.printed([$0])] }
    served.tell(told, texts)
    server.tellNews()
  }

  /// What there is for a browser.
  private final class Served: Sendable {
    let secret: String

    /// What a page is told that asks for news.
    private struct News: Encodable {
      /// How often something was changed, and how often it was the page.
      var count = 0
      var page = 0
      /// Where the page is another one than before.
      var stop: Int?
      var told = ""
      /// Each with how bad it is.
      var findings: [[String]] = []
    }

    private struct State {
      var files: [String: Site.File] = [:]
      var news = News()
    }

    private let state = Mutex(State())

    init(secret: String) { self.secret = secret }

    var nextPage: Int { state.withLock { $0.news.page + 1 } }

    func put(_ files: [Site.File], stop: Int?) {
      state.withLock { state in
        state.files = Dictionary(files.map { ($0.name, $0) }) { first, _ in first }
        state.news.page += 1
        state.news.count += 1
        state.news.stop = stop
      }
    }

    /// - Parameter told: nil where it stays.
    func tell(_ told: String?, _ findings: [[String]]) {
      state.withLock { state in
        state.news.told = told ?? state.news.told
        state.news.findings = findings
        state.news.count += 1
      }
    }

    func answer(_ path: String, isLate: Bool) -> LoopbackServer.Answer? {
      guard path.hasPrefix("/\(secret)/") else { return .init(.notFound) }
      let name = path.dropFirst(secret.utf8.count + 2)
      return state.withLock { state in
        if name.hasPrefix("state?") {
          guard let seen = Int(name.dropFirst(6)) else { return .init(.badRequest) }
          if seen == state.news.count { return isLate ? .init(.noContent) : nil }
          let text = (try? JSONText.line(state.news)) ?? "{}"
          return .init(.ok, type: "application/json", bytes: Array(text.utf8))
        }
        // Behind the name may stand an edition.
        guard let file = state.files[String(name.prefix { $0 != "?" })] else {
          return .init(.notFound)
        }
        return .init(.ok, type: file.mediaType, bytes: file.bytes)
      }
    }
  }
}
