import Kernels
import Matrices

/// Formulas that run formulas of their own: functions, quantities at another input, derivatives.
extension Worlds {
  func call(_ call: Call, _ operands: [Matrix<DualLanes>]) -> Matrix<DualLanes> {
    let inner = with {
      $0.isInside = true
      $0.locals.merge(zip(call.function.parameters, operands)) { $1 }
    }
    var value = inner.value(of: call.body)
    if call.function.isElementwise, value.shape.isScalar,
      let largest = operands.map(\.shape).max(by: { $0.count < $1.count })
    {
      // A constant body gives one number whatever the shape of the argument.
      value = Matrix(shape: largest) { _, _ in value.elements[0] }
    }
    let varies = operands.contains { $0.varies() }
    let slope = bend(.slopeFunction, 3.9) * (varies ? bend(.slopeOfCall) : .one)
    return call.order == 0
      ? value.scaled(bend(.valueOfCall, 2.9), slope: slope)
      : value.scaled(bend(.slopeFunction, 3.9), slope: slope)
  }

  func evaluation(
    _ evaluation: Evaluation, _ operands: [Matrix<DualLanes>]
  ) -> Matrix<DualLanes> {
    var inner = with { $0.locals.merge(zip(evaluation.replaced, operands)) { $1 } }
    for (name, kernel) in evaluation.definitions {
      let own = inner.value(of: kernel)
      inner = inner.with {
        $0.locals[name] = own.scaled(
          bend(.definition(name), 3.3), slope: bend(.definition(name), 4.1))
      }
    }
    return inner.value(of: evaluation.target)
  }

  // MARK: - Derivatives

  /// What is moved of what is differentiated by: the entry, or what is moved by mistake.
  enum Seed { case entry, allEntries, valueOfEntry }

  /// Forward, one entry of the variable after the other: broken laws and mistakes are not linear in
  /// the slope, so nothing can go back.
  func slopes(
    _ derivative: Derivative, _ shape: Shape, seed: Seed = .entry
  ) -> Matrix<DualLanes> {
    guard context.varied == nil else {
      // A derivative of a derivative: its formula, with the laws that hold.
      let whole = with { $0.isInside = true }.value(of: derivative.whole)
      return whole.shape == shape
        ? whole
        : Matrix(
          shape: shape,
          elements: (0..<shape.count).map { index in
            let (row, column) = derivative.place(index)
            return whole[row, column]
          })
    }
    let base = value(of: derivative.variable)
    let subject = derivative.body.subject
    let columns = derivative.entries.map { entry -> [DualLanes] in
      let size = bend(.slopeOfItself)
      let varied = Matrix(shape: base.shape) { row, column in
        let isVaried = seed == .allEntries || row == entry.row && column == entry.column
        let values = base[row, column].values
        return DualLanes(
          values, slopes: isVaried ? seed == .valueOfEntry ? values : size : .zero)
      }
      let inner = with {
        $0.memory = Memory()
        $0.varied = (derivative.variable, varied)
      }
      let values = inner.run(derivative.body, subject: subject)
      return values[values.count - 1].elements
    }
    return Matrix(
      shape: shape,
      elements: (0..<shape.count).map { index in
        let (output, entry) = index.quotientAndRemainder(dividingBy: columns.count)
        return output < columns[entry].count
          ? DualLanes(columns[entry][output].slopes) : DualLanes(.nan)
      })
  }
}

extension Kernel {
  /// The place of the name that the whole is, or is entries of.
  var subject: Int? {
    var index = nodes.count - 1
    while nodes[index].operation.picksEntries || nodes[index].operation.isTranspose {
      index = nodes[index].operands[0]
    }
    return nodes[index].operation.name == nil ? nil : index
  }
}
