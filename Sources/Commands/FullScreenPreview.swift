import Lessons
import Screens
import SourceText
import Terminal

/// The loop of the preview on the full screen: keys and saves in, frames out.
struct FullScreenPreview {
  private let session: Session
  private var watch: LessonWatch
  private var screen: PreviewScreen
  private var painter: Painter
  private var decoder = KeyDecoder()
  /// What is on the page, or would be.
  private var lesson: Lesson

  init(_ session: Session, _ watch: LessonWatch) {
    self.session = session
    self.watch = watch
    lesson = self.watch.begin()
    screen = PreviewScreen(lesson, session.style)
    painter = Painter(session.theme)
    if let lack = self.watch.lack { screen.say(lack.told) }
  }

  /// Until the author leaves.
  mutating func run() throws {
    resize()
    if session.choosesTheme { try session.write(TerminalText(.askForBackground)) }
    watch.check(lesson)
    while true {
      while let news = watch.news() { take(news) }
      try paint()
      let isWaiting = decoder.isWaiting
      switch session.surroundings.screen.wait(isWaiting ? 30 : watch.patience) {
      case .bytes(let bytes): if try act(decoder.decode(bytes)) { return }
      case .timeout: if isWaiting, try act(decoder.flush()) { return }
      case .redraw:
        painter.forget()
        resize()
      case .elsewhere: break
      case .end: return
      }
    }
  }

  private mutating func take(_ news: LessonWatch.News) {
    switch news {
    case .read(let new):
      lesson = new
      screen.show(new)
    case .missed(let findings): return screen.miss(findings)
    case .checked(let findings): return screen.check(findings)
    }
    watch.check(lesson)
  }

  private mutating func resize() {
    let size = session.surroundings.size() ?? (80, 24)
    screen.resize(columns: size.columns, rows: size.rows)
  }

  private mutating func paint() throws {
    let painted = painter.paint(screen.frame())
    if !painted.isEmpty { try session.write(painted) }
  }

  /// - Returns: whether the author has left.
  private mutating func act(_ keys: [Key]) throws -> Bool {
    for key in keys {
      for effect in session.computing({ screen.update(key) }) {
        switch effect {
        case .quit: return true
        case .copy(let text): try session.write(TerminalText(.copy(text)))
        case .reload: take(watch.again())
        case .save(let picture): screen.say(session.save(picture))
        case .train: screen.say("A preview does not train; longhand train does.")
        case .useBackground(let isLight):
          guard session.choosesTheme else { break }
          painter.theme.background = isLight ? .light : .dark
          painter.forget()
        // Nothing of a preview is kept, and it has no lesson behind it.
        case .record, .open, .finish: break
        }
      }
    }
    return false
  }
}

extension FileWatch.Lack {
  /// Why the file is looked at again and again.
  var told: String {
    switch self {
    case .asked: "The file is looked at three times a second."
    case .noNotices:
      "Nobody tells of changes here, so the file is looked at three times a second."
    case .networkFolder:
      "The folder may be of another machine, so the file is looked at three times a second."
    }
  }
}
