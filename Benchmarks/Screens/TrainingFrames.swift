import Kernels
import Learning
import Lessons
import Screens
import SourceText
import Terminal
import Training
import Typesetting

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Frames while a lesson trains, with the search on as many threads as are told: the curve grows and
/// what the units learn is drawn, at every look from another progress.
extension ScreensBenchmark {
  static func train(_ lesson: Lesson, threads: Int, columns: Int, rows: Int) {
    guard let plan = lesson.plans.first else { return }
    var screen = WalkScreen(
      Study(lesson), Contents(lessons: []),
      PageStyle(width: columns, ascii: false, hasAttributes: true))
    screen.resize(columns: columns, rows: rows)
    var painter = Painter(Theme(.direct))
    _ = painter.paint(screen.frame())
    _ = screen.update("T")
    let board = Monitor(SearchProgress(all: plan.iterations, theta: plan.start))
    let hasBegun = Background.start { search(plan, threads, board) }
    guard hasBegun else { return }
    var times: [Double] = []
    var bytes: [Int] = []
    while true {
      usleep(20_000)
      let progress = board.current
      var painted = TerminalText()
      times.append(
        milliseconds {
          screen.watch(progress)
          painted = painter.paint(screen.frame())
        })
      bytes.append(painted.written.utf8.count)
      if case .ended = progress.state { break }
      if case .impossible = progress.state { break }
    }
    row("\(lesson.name) \(columns)×\(rows): while it trains", times, bytes)
  }

  private static func search(_ plan: TrainingPlan, _ threads: Int, _ board: Monitor<SearchProgress>)
  {
    guard let cost = plan.lessonCost(whole: { nil }) else {
      return board.change { $0.state = .impossible }
    }
    cost.threads = threads
    let found = Minimizer(plan.method, iterations: plan.iterations)
      .minimum(from: plan.start, of: cost.evaluate) { iteration, theta in
        board.change { $0.note(iteration, theta, cost.watched) }
        return true
      }
    board.change { $0.state = .ended(found.reason) }
  }

  /// The most memory that this process has had, in MB.
  static var mostMemory: Double {
    var usage = rusage()
    // RUSAGE_SELF, which is of another type on each system.
    getrusage(0, &usage)
    #if os(Linux)
      return Double(usage.ru_maxrss) / 1000
    #else
      return Double(usage.ru_maxrss) / 1_000_000
    #endif
  }
}
