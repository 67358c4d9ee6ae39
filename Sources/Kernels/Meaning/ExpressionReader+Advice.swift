import Matrices
import Notation

extension ExpressionReader {
  /// What to write where a name that has no value says by itself what it is in most lessons.
  func advice(on name: Name, asFunction: Bool) -> String? {
    if asFunction {
      // f(x) = … of an x with a value, and then f'(x).
      let own = workspace.quantities[name]?.last
      if let own, let argument = own.arguments.first {
        return "\(own.name.shown) is the value at the \(argument.oneLine()) of this lesson, and no "
          + "function: define it with a letter that has no value, "
          + "\(name.latex)(\(unusedLetter)) = …"
      }
      switch name.base.lowercased() {
      case "\\text{relu}":
        return "Define it before: \(name.latex)(\(unusedLetter)) = \\max(0, \(unusedLetter))"
      case "\\text{std}", "\\text{sd}":
        return "Write \\sqrt{\\operatorname{var}(x)}, which divides by the number of entries."
      default: return nil
      }
    }
    if name.accents.map(\.rawValue) == ["bar"], name.label.isEmpty, name.raised.isEmpty {
      var plain = name
      plain.accents = []
      if workspace.isValue(plain), let shape = workspace.definitions[plain]?.shape, !shape.isScalar
      {
        return "Where it is the mean of \(plain.shown), say so before: \(name.latex) = "
          + (shape.isVector
            ? "\\operatorname{mean}(\(plain.latex))"
            : "\\frac{1}{\(shape.rows)} \\sum_i \(plain.latex)_{i,:}^T")
      }
    }
    if name.isStarred {
      var plain = name
      plain.isStarred = false
      if workspace.isValue(plain) {
        return
          "Where it is to transpose \(plain.shown), write \(plain.latex)^T; else give it a value "
          + "before."
      }
    }
    var square = name
    square.member = 2
    square.memberStyle = .bare
    if workspace.definitions[square] != nil {
      return "\(square.shown) is one name, and has a value: write \\sqrt{\(square.latex)}."
    }
    return nil
  }

  /// A letter for the argument of a function that has no value in the lesson.
  private var unusedLetter: String {
    ["z", "t", "u", "s", "v"].first { workspace.definitions[Name($0)] == nil } ?? "z"
  }
}
