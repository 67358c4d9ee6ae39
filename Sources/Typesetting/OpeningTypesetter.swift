package import Kernels
package import Lessons
package import Matrices
import Notation
import SourceText

/// Sets an opened number: what it is called, the arithmetic with names, the arithmetic with
/// numbers, and what it comes to.
package struct OpeningTypesetter: Sendable {
  private let style: PageStyle
  private let numbers: NumberStyle

  package init(_ style: PageStyle, _ numbers: NumberStyle) {
    self.style = style
    self.numbers = numbers
  }

  /// - Parameter selected: the operand under the cursor.
  package func lines(_ opening: Opening, selected: Int? = nil) -> [StyledLine] {
    let layout = MathLayout(ascii: style.ascii)
    let title = layout.box(opening.title)
    let indent = min(2 + title.width, style.equationWidth / 3)
    func set(_ tree: MathTree, head: Box? = nil) -> [StyledLine] {
      let box = layout.box(tree, width: style.equationWidth - indent - 3)
      let sign = Box(text: " = ", .operator)
      let left = head ?? .spaces(indent - 2)
      let row = left.width <= indent - 2 ? Box.beside([left, sign, box]) : nil
      let lines =
        row?.lines ?? (left.lines + Box.beside([.spaces(indent - 2), sign, box]).lines)
      return lines.map { line in
        (.spaces(2) + line).trimmed()
          .with(.selected) { $0.tag != nil && $0.tag == selected.map { .part($0) } }
      }
    }
    var lines: [StyledLine] = []
    let value = Matrix(opening.value).tree(numbers)
    guard let symbols = opening.symbols, let arithmetic = opening.numbers else {
      return set(value, head: title)
    }
    // What has no name of its own is called by its arithmetic.
    if symbols == opening.title {
      lines += set(arithmetic, head: title)
    } else {
      lines += set(symbols, head: title)
      lines.append([])
      lines += set(arithmetic)
    }
    lines.append([])
    lines += set(value)
    return lines
  }

  /// Where the number is from, in a sentence; and why it is none.
  package static func origin(_ opening: Opening, _ lesson: Lesson) -> String {
    source(opening, lesson) + (opening.breakdown.map { " " + $0 } ?? "")
  }

  private static func source(_ opening: Opening, _ lesson: Lesson) -> String {
    var place = ""
    if let location = opening.location {
      let step = lesson.step(at: location).map { "“\($0)”" }
      place = step.map { " in \($0)" } ?? " in the lesson \(Paths.lessonName(location.file.path))"
    }
    switch opening.origin {
    case .computed:
      return opening.operands.isEmpty ? "A number without parts." : "Computed\(place)."
    case .given: return "Given\(place). e changes it."
    case .drawn: return "Drawn at random\(place)."
    case .constant: return "A number of the formula itself."
    case .derivative: return "An exact derivative; it is not taken apart further."
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
