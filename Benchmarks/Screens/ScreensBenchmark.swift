import Kernels
import Learning
import Lessons
import Notation
import Screens
import SourceText
import Typesetting

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// From a key to the bytes that paint its frame, in process: for every lesson given, walked from
/// its beginning to its end, and for a lesson with a matrix of 100 by 100. Prints the median and
/// the slowest of each kind of key, and how many bytes were painted; and how long it takes to read a
/// lesson, and to change each of its givens.
///
///     screens-benchmark LESSON ...
///     screens-benchmark train LESSON     frames while a lesson trains, and the memory for it
@main
struct ScreensBenchmark {
  static func milliseconds(_ work: () -> Void) -> Double {
    let start = ContinuousClock.now
    work()
    let took = (ContinuousClock.now - start).components
    return Double(took.attoseconds) * 1e-15 + Double(took.seconds) * 1e3
  }

  static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  static func row(_ name: String, _ times: [Double], _ bytes: [Int] = []) {
    let sorted = times.sorted()
    guard let last = sorted.last else { return }
    func text(_ value: Double) -> String {
      let text = "\((value * 1000).rounded() / 1000)"
      return String(repeating: " ", count: max(1, 9 - text.count)) + text
    }
    let middle = bytes.isEmpty ? "" : "   \(bytes.sorted()[bytes.count / 2]) bytes"
    print(
      padded(name, 44) + text(sorted[sorted.count / 2])
        + text(sorted[sorted.count * 99 / 100]) + text(last) + middle)
  }

  /// The keys, each with its time from key to bytes.
  static func run(_ lesson: Lesson, _ name: String, columns: Int, rows: Int) {
    var reader = WalkScreen(
      Study(lesson), Contents(lessons: []),
      PageStyle(width: columns, ascii: false, hasAttributes: true))
    reader.resize(columns: columns, rows: rows)
    var painter = Painter(Theme(.direct))
    var times: [String: [Double]] = [:]
    var bytes: [String: [Int]] = [:]
    func press(_ key: Key, _ kind: String) {
      var painted = TerminalText()
      let time = milliseconds {
        _ = reader.update(key)
        painted = painter.paint(reader.frame())
      }
      times[kind, default: []].append(time)
      bytes[kind, default: []].append(painted.written.utf8.count)
    }
    press(.unknown, "whole screen")
    for _ in 0..<2000 where !reader.study.walk.isAtEnd {
      press(.character(" "), "next")
      press(.backTab, "into the numbers")
      for key in [Key.right, .down, .left, .up] { press(key, "move over numbers") }
      press(.character("o"), "open a number")
      press(.escape, "leave")
      press(.escape, "leave")
    }
    press(.character("g"), "to the beginning")
    for kind in ["whole screen", "next", "into the numbers", "move over numbers", "open a number"] {
      guard let own = times[kind], let painted = bytes[kind] else { continue }
      row("\(name) \(columns)×\(rows): \(kind)", own, painted)
    }
  }

  static func large() -> Lesson {
    let numbers = (0..<100).map { row in
      (0..<100).map { "\(Double((row * 37 + $0 * 11) % 97) / 100)" }.joined(separator: " & ")
    }.joined(separator: " \\\\ ")
    let source =
      "## Large\n\n```math\nA = \\begin{bmatrix} \(numbers) \\end{bmatrix}\n"
      + "B = (A A^T) \\circ A - A\n```\n"
    let none = Files(
      read: { _ throws(Files.Problem) in throw Files.Problem("there are no files here") },
      list: { _ in [] })
    return LessonReader(none).lesson(
      SourceFile(path: "large.md", bytes: Array(source.utf8)))
  }

  static func main() {
    print(
      padded("from key to painted frame, milliseconds", 47) + "median     99 %  slowest")
    let files = Files(
      read: { path throws(Files.Problem) in
        guard let data = FileManager.default.contents(atPath: path) else {
          throw Files.Problem("it cannot be read")
        }
        return Array(data)
      },
      list: { ((try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? []).sorted() })
    let paths = Array(CommandLine.arguments.dropFirst())
    // Alone, so that the memory is that of a training.
    if paths.count == 2, paths[0] == "train" {
      let lesson = LessonReader(files).lesson(at: paths[1])
      for (columns, rows) in [(80, 24), (200, 60)] {
        for threads in [1, 2] { train(lesson, threads: threads, columns: columns, rows: rows) }
      }
      print("memory \((mostMemory * 10).rounded() / 10) MB")
      return
    }
    for path in paths {
      let lesson = read(path, files)
      for (columns, rows) in [(80, 24), (200, 60)] {
        run(lesson, lesson.name, columns: columns, rows: rows)
      }
      changeGivens(of: lesson)
    }
    run(large(), "100×100", columns: 80, rows: 24)
    run(large(), "100×100", columns: 200, rows: 60)
  }
}
