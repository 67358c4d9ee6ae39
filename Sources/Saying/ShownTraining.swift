package import Kernels
package import Lessons
package import Matrices
package import Notation
package import Pictures
import SourceText
package import Training

/// A training where it stands in a lesson.
package struct ShownTraining: Sendable {
  /// Which of the lesson's plans it is.
  package var place: Int
  package var plan: TrainingPlan
  package var numbers: NumberStyle

  /// What is known of it, before and behind the formula of its cost; that is not there before it is
  /// trained.
  package var words: (before: String, cost: MathTree?, after: String) {
    guard let found = plan.found else {
      return ("Not trained yet: the names have the values that it begins with.", nil, "")
    }
    let value = " = \(numbers.text(found.cost))"
    let examples = plan.exampleCount
    if let last = found.last {
      return (
        "The numbers of iteration \(found.iterations) of \(last), on \(examples) examples: ",
        plan.tree, "\(value)."
      )
    }
    return found.isDone
      ? (
        "Trained on \(examples) examples: ", plan.tree,
        "\(value) after \(found.iterations) iterations."
      )
      : (
        "Stopped after \(found.iterations) of \(plan.iterations) iterations on \(examples) "
          + "examples: ", plan.tree, "\(value)."
      )
  }

  /// The same as one text.
  ///
  /// - Parameter formula: how a formula is written in it.
  package func sentence(_ formula: (MathTree) -> String) -> String {
    let (before, cost, after) = words
    return before + (cost.map(formula) ?? "") + after
  }
}

/// A training as it goes on: what there is to be seen of it.
package struct ShownSearch: Sendable {
  package var plan: TrainingPlan
  package var progress: SearchProgress
  package var numbers: NumberStyle

  package init(
    _ plan: TrainingPlan, _ progress: SearchProgress, _ numbers: NumberStyle, chosen: Int? = nil
  ) {
    (self.plan, self.progress, self.numbers) = (plan, progress, numbers)
    self.chosen = chosen
  }

  /// The iteration that is chosen on its curve; nil for the latest.
  package var chosen: Int?

  /// The cost over the iterations so far. A logarithmic axis has all of it; a linear one leaves out
  /// the first tenth, for costs often begin a hundred times higher than they end.
  package func chart(_ scale: Axis.Scale, ascii: Bool) -> Chart? {
    let iterations = progress.record.iterations
    guard let latest = iterations.last else { return nil }
    let marked = iterations.last { $0.number == chosen } ?? latest
    let points = iterations.map { Chart.Point(Double($0.number), $0.cost) }
    var chart = Chart(
      [Chart.Curve(plan.tree.oneLine(ascii: ascii), points)],
      marks: [.init(.cursor, of: 0, Chart.Point(Double(marked.number), marked.cost))],
      over: "iteration", range: [0, Double(progress.all)], vertical: scale)
    if scale == .linear {
      let first = latest.number < 4 ? 0 : max(2, latest.number / 10)
      chart.vertical =
        Axis(.linear, over: iterations.filter { $0.number >= first }.map(\.cost)).widened
    }
    return chart
  }

  /// What a matrix that is searched looks for, where its rows are pictures.
  package var features: (name: Name, sheet: TileSheet)? { plan.features(progress.theta) }

  /// What is measured, each with its name: the cost, the length of its slopes, what is watched.
  package func measures(ascii: Bool) -> [(name: String, value: String)] {
    guard let latest = progress.latest else { return [] }
    let own = plan.tree.oneLine(ascii: ascii)
    var measures = [
      (own.count <= 6 ? own : "J", numbers.text(latest.cost)),
      ("‖∇J‖", numbers.text(latest.slope)),
    ]
    for ((tree, _), value) in zip(plan.watched, progress.watched) {
      measures.append((tree.oneLine(ascii: ascii), Self.told(value, numbers)))
    }
    return measures
  }

  /// A number, or of many their mean and their range.
  private static func told(_ value: Matrix<Double>, _ numbers: NumberStyle) -> String {
    guard !value.shape.isScalar, let least = value.elements.min(), let most = value.elements.max()
    else { return numbers.text(value.elements.first ?? .nan) }
    let mean = value.elements.reduce(0, +) / Double(value.elements.count)
    return "mean \(numbers.text(mean)), least \(numbers.text(least)), most \(numbers.text(most))"
  }
}

extension TrainingPlan {
  package var exampleCount: Int { sets.first?.values.shape.columns ?? 0 }

  /// Of which iteration the numbers are that the lesson has now, where its cost is opened: the
  /// formula runs on the examples that are shown, and on all of them the cost was another one.
  ///
  /// - Parameter back: the key or the word that goes back to the last ones.
  package func origin(_ numbers: NumberStyle, back: String) -> String {
    guard let found else { return "" }
    let all = found.last ?? found.iterations
    let own = found.iteration.map { "of iteration \($0) of \(all)" } ?? "that training has found"
    let whole =
      shownCount == exampleCount
      ? "all \(exampleCount) examples"
      : "the \(shownCount) examples shown; on all \(exampleCount) the cost is "
        + numbers.text(found.cost)
    return "These are the numbers \(own), on \(whole)."
      + (found.last == nil ? "" : " \(back) goes back to those of the last iteration.")
  }
}

// MARK: - In words

extension Iteration {
  /// The cost, how it came about, and the slope.
  package func told(after before: Iteration?, _ numbers: NumberStyle) -> String {
    let change = before.map { before in
      let difference = cost - before.cost
      return ", \(numbers.text(difference.magnitude)) \(difference > 0 ? "more" : "less") than at "
        + "\(before.number)"
    }
    return "iteration \(number): J = \(numbers.text(cost))\(change ?? ""), ‖∇J‖ = "
      + numbers.text(slope)
  }

  /// Why what it had cannot be had any more: done once more, it comes out otherwise.
  ///
  /// - Parameter anew: the keys or words that begin anew.
  package func isAnother(_ numbers: NumberStyle, anew: String) -> String {
    "Iteration \(number) comes out as J = \(numbers.text(cost)) now: the training went on from a stop "
      + "there, or with other numbers. \(anew) begins it anew, and then each iteration opens."
  }
}

extension SearchProgress {
  /// `1.1 s`; nothing where that is not known, as of what was found on another day.
  package var timeText: String {
    if time == .zero { return "" }
    let (seconds, attoseconds) = time.components
    return "\(seconds).\(attoseconds / 100_000_000_000_000_000) s"
  }

  /// How it stands, in one line, for who reads lines.
  package func line(_ numbers: NumberStyle) -> String {
    guard let latest else { return "" }
    let known = time == .zero ? "0.0 s" : timeText
    return "iteration \(latest.number) of \(all): J = \(numbers.text(latest.cost)), ‖∇J‖ = "
      + "\(numbers.text(latest.slope)), \(known)"
  }
}

extension Minimum.Reason {
  /// How a search ended, after so many iterations with those before it.
  package func told(after iterations: Int) -> String {
    switch self {
    case .iterations: "done after \(iterations) iterations"
    case .flat: "done after \(iterations) iterations: the slopes are as good as zero"
    case .stopped: "stopped after \(iterations) iterations"
    case .noDescent:
      "stopped after \(iterations) iterations: no step makes the cost smaller any more"
    case .wrongSlopes: "the slopes are not those of the cost; please report this lesson"
    case .notFinite(let iteration):
      "in iteration \(iteration) the cost is no number any more; the best before is kept"
    }
  }
}
