import Kernels
package import Lessons
import Notation
package import Pictures
import SourceText
import Training

/// A picture as it is saved.
package struct SavedPicture: Equatable, Sendable {
  /// What its file is called, without the extension.
  package var name: String
  package var raster: Raster
  /// In words, for whoever finds the file.
  package var description: String

  package init(_ shown: ShownPicture, in lesson: Lesson) {
    let pictures = lesson.steps.flatMap(\.pictures)
    let number = pictures.firstIndex { $0.location.bytes == shown.picture.location.bytes } ?? 0
    name = "\(lesson.plainName)-picture-\(number + 1)"
    raster =
      switch shown.content {
      case .tiles(_, let sheet): sheet.raster
      case .plot(_, let chart): chart.raster
      case .network(let network): network.raster(in: shown.picture.workspace, shown.numbers)
      }
    description = shown.sentences { $0.latex }.joined(separator: " ").spoken
  }

  /// A training as it is: what it has learned, where that are pictures, or its curve.
  package init(_ shown: ShownSearch, curve isCurve: Bool, in lesson: Lesson) {
    let number = (lesson.plans.firstIndex { $0.location == shown.plan.location } ?? 0) + 1
    let iteration = shown.progress.latest?.number ?? 0
    let features = isCurve ? nil : shown.features
    let plain = lesson.plainName
    name = "\(plain)-\(features == nil ? "curve" : "features")-\(number)-\(iteration)"
    raster =
      features?.sheet.raster ?? shown.chart(.logarithmic, ascii: false)?.raster
      ?? Chart([], over: "iteration").raster
    let cost = "\(shown.plan.tree.latex) after \(iteration) iterations"
    description =
      (features.map { "The rows of \($0.name.latex): \(cost)" } ?? cost).spoken
  }
}

extension Lesson {
  /// Its name with letters, digits and hyphens alone.
  fileprivate var plainName: String {
    let plain = name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    return plain.isEmpty ? "lesson" : plain
  }
}
