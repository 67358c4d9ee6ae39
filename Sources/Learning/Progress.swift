import Lessons

/// What a student has read, as a journal: one line an event, the newest of a lesson counts. Lines
/// that cannot be read, such as a last one torn by a crash, are passed over.
///
///     1	place	forward-propagation	one-unit	2	3
///     1	finished	forward-propagation
package struct Progress: Sendable {
  /// A place that survives edits of the lesson elsewhere: the step by its anchor.
  package struct Mark: Equatable, Sendable {
    package var step: String
    /// The stop counted from the beginning of the step.
    package var stop: Int
    package var revealed: Int
  }

  package private(set) var places: [String: Mark] = [:]
  package private(set) var finished: Set<String> = []

  private static let version = "1"

  package init(journal: String = "") {
    for line in journal.split(whereSeparator: \.isNewline) { read(line) }
  }

  private mutating func read(_ line: Substring) {
    let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard fields.count >= 3, fields[0] == Self.version else { return }
    switch fields[1] {
    case "place":
      guard fields.count == 6, let stop = Int(fields[4]), let revealed = Int(fields[5]) else {
        return
      }
      places[fields[2]] = Mark(step: fields[3], stop: stop, revealed: revealed)
    case "finished": finished.insert(fields[2])
    default: break
    }
  }

  /// The line that records where a walk is.
  package static func line(_ walk: Walk) -> String {
    let lesson = field(walk.lesson.name)
    if walk.isAtEnd { return "\(version)\tfinished\t\(lesson)\n" }
    let mark = mark(walk)
    return "\(version)\tplace\t\(lesson)\t\(field(mark.step))\t\(mark.stop)\t\(mark.revealed)\n"
  }

  private static func mark(_ walk: Walk) -> Mark {
    guard let stop = walk.stop else { return Mark(step: "", stop: 0, revealed: 0) }
    let start = walk.stops.firstIndex { $0.step == stop.step } ?? 0
    return Mark(
      step: walk.lesson.steps[stop.step].id, stop: walk.place.stop - start,
      revealed: walk.place.revealed)
  }

  /// A tab or line break in a name would end its field.
  private static func field(_ name: String) -> String { name.filter { !"\t\n\r".contains($0) } }

  /// Where to go on in a lesson; its beginning when nothing is known or the step is gone.
  package func place(in walk: Walk) -> Walk.Place {
    guard let mark = places[walk.lesson.name],
      let step = walk.lesson.steps.firstIndex(where: { $0.id == mark.step }),
      let start = walk.stops.firstIndex(where: { $0.step == step })
    else { return Walk.Place() }
    let stop = min(start + max(0, mark.stop), walk.stops.count - 1)
    guard walk.stops[stop].step == step else { return Walk.Place(stop: start) }
    return Walk.Place(stop: stop, revealed: min(mark.revealed, walk.stops[stop].reductions.count))
  }
}
