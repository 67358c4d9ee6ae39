import Lessons
import Screens
import SourceText
import Terminal

/// The loop of the preview in line mode: saves in, lines out, until somebody says quit or nobody
/// can say anything any more.
struct LineModePreview {
  private let session: Session
  private var watch: LessonWatch
  private var lines: PreviewLines
  private var lesson: Lesson

  init(_ session: Session, _ watch: LessonWatch) {
    self.session = session
    self.watch = watch
    lesson = self.watch.begin()
    lines = PreviewLines(lesson, session.style, speaks: session.speech != nil)
  }

  mutating func run() throws {
    try session.writeTitle(lesson.title)
    try session.write(lines.opening())
    if let lack = watch.lack { session.complain(lack.told) }
    watch.check(lesson)
    while true {
      while let news = watch.news() {
        switch news {
        case .read(let new):
          lesson = new
          try session.write(lines.show(new))
        case .missed(let findings):
          try session.write(lines.miss(findings))
          continue
        case .checked(let findings):
          try session.write(lines.check(findings))
          continue
        }
        watch.check(lesson)
      }
      switch session.surroundings.screen.wait(watch.patience) {
      case .bytes(let bytes):
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
          let word = line.trimming(while: \.isWhitespace)
          if ["q", "quit"].contains(word) { return }
          session.complain("quit ends; everything else is done by saving the file.")
        }
      case .timeout, .redraw, .elsewhere: break
      case .end: return
      }
    }
  }
}

extension Substring {
  fileprivate func trimming(while condition: (Character) -> Bool) -> Substring {
    var text = drop(while: condition)
    while let last = text.last, condition(last) { text.removeLast() }
    return text
  }
}
