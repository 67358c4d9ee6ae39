package import Kernels
import Learning
package import Lessons
import Notation
import SourceText

/// A number opened, with where it is from.
package struct ShownOpening: Sendable {
  package var opening: Opening
  package var source: Source

  /// Where a number is from.
  package enum Source: Sendable, Equatable {
    case computed(Place?)
    case given(Place?)
    case drawn(Place?)
    case withoutParts, constant, derivative
  }

  package enum Place: Sendable, Equatable {
    /// A step of the lesson, by its title.
    case step(String)
    /// Another lesson, which this one continues.
    case lesson(String)
  }

  package init(_ number: OpenNumber, in lesson: Lesson) {
    opening = number.opening(lesson.style)
    let place = opening.location.map { location in
      lesson.step(at: location).map(Place.step)
        ?? .lesson(Paths.lessonName(location.file.path))
    }
    source =
      switch opening.origin {
      case .computed: opening.operands.isEmpty ? .withoutParts : .computed(place)
      case .given: .given(place)
      case .drawn: .drawn(place)
      case .constant: .constant
      case .derivative: .derivative
      }
  }

  /// Where the number is from, in a sentence; and why it is none.
  ///
  /// - Parameter change: the key or the word that changes a given, where there is one.
  package func origin(change: String? = nil) -> String {
    source.text(change: change) + (opening.breakdown.map { " " + $0 } ?? "")
  }
}

extension ShownOpening.Source {
  private func text(_ place: ShownOpening.Place?) -> String {
    switch place {
    case .step(let title): " in “\(title)”"
    case .lesson(let name): " in the lesson \(name)"
    case nil: ""
    }
  }

  fileprivate func text(change: String?) -> String {
    switch self {
    case .computed(let place): "Computed\(text(place))."
    case .given(let place): "Given\(text(place))." + (change.map { " \($0) changes it." } ?? "")
    case .drawn(let place): "Drawn at random\(text(place))."
    case .withoutParts: "A number without parts."
    case .constant: "A number of the formula itself."
    case .derivative: "An exact derivative; it is not taken apart further."
    }
  }
}

extension Lesson {
  /// The title of the step that holds a place of the file.
  fileprivate func step(at location: Location) -> String? {
    guard location.file.path == file.path else { return nil }
    let step = steps.first { step in
      step.equations.contains { equation in
        equation.location.contains(location)
      }
    }
    return step.map(\.title).flatMap { $0.isEmpty ? nil : $0 }
  }
}
