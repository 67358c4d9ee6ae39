import Kernels
import Learning
import Lessons
import Matrices

extension ScreensBenchmark {
  /// Reads a lesson, and those that it continues, several times.
  static func read(_ path: String, _ files: Files) -> Lesson {
    var lesson = LessonReader(files).lesson(at: path)
    let times = (0..<15).map { _ in milliseconds { lesson = LessonReader(files).lesson(at: path) } }
    row("\(lesson.name): read", times)
    return lesson
  }

  /// Changes an entry of each given that the lesson can change, one after the other: the row of the
  /// given in the middle, and that of the one which takes longest.
  static func changeGivens(of lesson: Lesson) {
    var rows: [(name: Name, times: [Double])] = []
    for (name, value) in lesson.workspace.changeable {
      var study = Study(lesson)
      let times = (1...20).map { count in
        milliseconds {
          _ = try? study.give(
            name, row: 0, column: 0, value.elements[0] + 0.001 * Double(count))
        }
      }
      rows.append((name, times))
    }
    rows.sort { $0.times.sorted()[$0.times.count / 2] < $1.times.sorted()[$1.times.count / 2] }
    for (what, found) in [("middle", rows[safe: rows.count / 2]), ("longest", rows.last)] {
      guard let found else { continue }
      row("\(lesson.name): what if, \(what) (\(found.name.latex))", found.times)
    }
  }
}

extension Array {
  fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
