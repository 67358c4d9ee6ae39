import Matrices
import SourceText

extension Expression {
  /// With other parts in the place of some, from the outside in; nil where nothing is changed, or
  /// where it no longer fits.
  func rewritten(_ change: (Expression) -> Expression?) -> Expression? {
    var isChanged = false
    func walk(_ expression: Expression) -> Expression? {
      if let changed = change(expression) {
        isChanged = true
        return changed
      }
      if let terms = expression.operation.terms {
        var fits = true
        let own = terms.map { kernel in
          guard let walked = walk(kernel.expression), walked.shape == kernel.shape else {
            fits = false
            return kernel
          }
          return Kernel(walked)
        }
        return fits ? expression.with(expression.operands, as: expression.operation.over(own)) : nil
      }
      guard !expression.operands.isEmpty else { return expression }
      var operands: [Expression] = []
      for operand in expression.operands {
        guard let walked = walk(operand) else { return nil }
        operands.append(walked)
      }
      return expression.with(operands)
    }
    let walked = walk(self)
    return isChanged && walked?.shape == shape ? walked : nil
  }

  /// With another part at a path.
  func replacing(_ path: [Int], _ change: (Expression) -> Expression?) -> Expression? {
    guard let first = path.first else { return change(self) }
    var operands = operands
    guard let part = operands[first].replacing(Array(path.dropFirst()), change) else { return nil }
    operands[first] = part
    return with(operands)
  }

  func renamed(_ name: Name, _ shape: Shape) -> Expression {
    Expression(.leaf(.name(name)), shape: shape, location: location)
  }

  func count(of operation: Operation) -> Int {
    var count = 0
    _ = rewritten { part in
      if part.operation == operation { count += 1 }
      return nil
    }
    return count
  }

  /// How often names are written in it.
  var nameCounts: [Name: (count: Int, shape: Shape)] {
    var counts: [Name: (count: Int, shape: Shape)] = [:]
    _ = rewritten { part in
      if let name = part.operation.name {
        counts[name, default: (0, part.shape)].count += 1
      }
      return nil
    }
    return counts
  }
}
