package import Lessons
import Matrices
import Notation
package import Pictures
package import Saying
import SourceText

/// Sets pictures in cells with roles.
package struct PictureTypesetter: Sendable {
  private let style: PageStyle
  private let prose: ProseTypesetter

  package init(_ style: PageStyle) {
    self.style = style
    prose = ProseTypesetter(style)
  }

  package var rendition: Rendition { style.rendition }

  /// A picture as it stands on a page: the drawing, its caption, and what is to be seen.
  func lines(_ shown: ShownPicture) -> [StyledLine] {
    let height = max(6, min(14, style.matrixRows))
    let drawing = self.drawing(shown, height: height)
    let caption = shown.caption.isEmpty ? [] : prose.lines([.paragraph(shown.caption)])
    let sentences = shown.shortSentences(ends: style.rendition.ends) {
      $0.oneLine(ascii: style.ascii)
    }
    let told = sentences.flatMap { prose.wrapped($0, .remark) }
    return drawing + [[]] + caption + told
  }

  package func drawing(
    _ shown: ShownPicture, height: Int, chosen: Int? = nil,
    cursor: Chart.Mark? = nil, unit: Int = 0
  ) -> [StyledLine] {
    let margin = style.width >= 60 ? 2 : 0
    return shown.lines(
      width: min(style.width, 110) - 2 * margin, height: height, style.rendition,
      chosen: chosen, cursor: cursor, unit: unit
    ).map { $0.isEmpty ? [] : .spaces(margin) + StyledLine($0) }
  }
}

extension PictureTypesetter {
  /// How a unit of a network is computed, below its drawing.
  package func steps(
    _ network: Network, _ unit: Network.Unit, of shown: ShownPicture
  ) -> [StyledLine] {
    network.sentences(unit, in: shown.picture.workspace, shown.numbers) {
      $0.oneLine(ascii: style.ascii)
    }.flatMap { prose.wrapped($0, .text) }
  }

  /// A tile large, its numbers beside it, or below it where there is no room.
  package func largeTile(
    _ index: Int, of sheet: TileSheet, chosen: (row: Int, column: Int)? = nil
  ) -> [StyledLine] {
    let columns = sheet.shape.columns
    let place = chosen.map { $0.row * columns + $0.column }
    let image = sheet.large(index, style.rendition, chosen: place).map { StyledLine($0) }
    let numbers = numbers(sheet.tiles[index].values, chosen: chosen)
    let width = numbers.map(\.cellWidth).max() ?? 0
    if 2 * columns + 3 + width <= style.width {
      return numbers.indices.map { row in
        let line = image.indices.contains(row) ? image[row] : []
        return line + .spaces(2 * columns + 3 - line.cellWidth) + numbers[row]
      }
    }
    // The number that is chosen is to be seen.
    let cell = width / max(1, columns)
    let start = max(0, min((chosen?.column ?? 0) * cell - style.width / 2, width - style.width))
    return image + [[]] + numbers.map { StyledLine($0.dropFirst(start)) }
  }

  /// Numbers in columns of one width.
  private func numbers(
    _ values: [[Double]], chosen: (row: Int, column: Int)?
  ) -> [StyledLine] {
    let texts = NumberStyle(decimals: 2).texts(values.flatMap { $0 })
    let columns = values.first?.count ?? 0
    let cell = (texts.map(\.cellWidth).max() ?? 0) + 1
    return values.indices.map { row in
      (0..<columns).flatMap { column -> StyledLine in
        let text = style.words(texts[row * columns + column], .number)
        let isChosen = chosen.map { $0 == (row, column) } ?? false
        return .spaces(cell - text.cellWidth) + (isChosen ? text.with(.selected) : text)
      }
    }
  }
}

extension [Cell] {
  /// Cells of a picture, with what they look like.
  package init(_ cells: [PictureCell]) {
    self = cells.map { cell in
      var own = Cell(cell.sign, cell.part.role)
      if case .pixels(let upper, let lower) = cell.part {
        own.greys = Cell.Greys(upper: upper, lower: lower)
      }
      if case .chosen = cell.part { own.emphasis = .selected }
      return own
    }
  }
}

extension PictureCell.Part {
  fileprivate var role: Role {
    switch self {
    case .plain, .pixels: .text
    case .axis: .muted
    case .label: .number
    case .curve(let index): Self.curves[index % Self.curves.count]
    case .mark, .chosen: .strong
    }
  }

  /// Colours only help: curves have numbers at their ends.
  private static let curves: [Role] = [.name, .remark, .good, .code, .bad, .text]
}
