package import Kernels
package import Matrices
package import SourceText

extension Checker {
  /// Other values for the names that shapes are stated with: every size larger by a number, so that
  /// equal sizes stay equal.
  package static func otherSizes(
    _ workspace: Workspace, largerBy step: Int
  ) -> [Name: Matrix<Double>] {
    var sizes: [Name: Matrix<Double>] = [:]
    for name in workspace.sizes {
      sizes[name] = workspace.values[name]?.map { $0 + Double(step) }
    }
    return sizes
  }

  /// What does not hold, or does not even run, at other sizes of the same lesson.
  package static func findingsAtSizes(
    _ workspace: Workspace, _ resized: Workspace, errors: [Finding], in file: SourceFile
  ) -> [Finding] {
    let sizes = resized.resizing.keys.sorted { $0.latex < $1.latex }.map { name in
      let style = NumberStyle()
      let numbers = (resized.resizing[name]?.elements ?? []).map(style.text)
      return "\(name.shown) = "
        + (numbers.count == 1 ? numbers[0] : "(\(numbers.joined(separator: ", ")))")
    }.joined(separator: ", ")
    if let error = errors.first(where: { $0.severity == .error }) {
      return [
        Finding(
          .sizesFixed, .hint, at: error.location,
          "The shapes are stated with sizes, and this does not run at \(sizes): \(error.summary)",
          help: "State the shape of every given with the same sizes, or state none.")
      ]
    }
    let before = Trial.run(workspace.history, fixed: [], .own)
    let after = Trial.run(resized.history, fixed: [], .own)
    var findings: [Finding] = []
    for result in after where result.isGeneral && result.isFinite && !result.holds {
      let location = result.claim.location
      let held = before.contains {
        $0.claim.location == location && $0.holds
      }
      guard held, location.file.path == file.path else { continue }
      let difference = Claims.difference(result.left, result.right).largest
      findings.append(
        Finding(
          .claimNotGeneral, .warning, at: location,
          "This holds for the lesson's sizes, and not at \(sizes)",
          help: "The largest difference there is \(NumberStyle(decimals: 6).text(difference)). "
            + "Do two sizes coincide that need not, or is a size written as a number?"))
    }
    return findings
  }
}
