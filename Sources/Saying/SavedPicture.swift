package import Lessons
import Notation
package import Pictures
import SourceText

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
    let plain = lesson.name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    name = "\(plain.isEmpty ? "lesson" : plain)-picture-\(number + 1)"
    raster =
      switch shown.content {
      case .tiles(_, let sheet): sheet.raster
      case .plot(_, let chart): chart.raster
      case .network(let network): network.raster(in: shown.picture.workspace, shown.numbers)
      }
    description = shown.sentences { $0.latex }.joined(separator: " ").spoken
  }
}
