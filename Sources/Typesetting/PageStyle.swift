import Notation
package import Pictures

/// How a page is to be set.
package struct PageStyle: Sendable {
  /// Cells from edge to edge.
  package var width: Int
  package var ascii: Bool
  /// Whether bold and underline can be seen. Where they cannot, emphasis keeps its asterisks and
  /// what is reduced next is underlined with a line of its own.
  package var hasAttributes: Bool
  /// Whether what is wider than the page can be moved: else code is cut into lines, and the words
  /// of tables.
  package var scrollsSideways = false
  /// Whether the numbers of a question stand beside the page, and not below it.
  package var hasNumbersBeside = false
  /// Rows of a matrix that are shown at a time.
  package var matrixRows: Int
  /// How pictures are drawn.
  package var rendition: Rendition

  package init(
    width: Int, ascii: Bool, hasAttributes: Bool, matrixRows: Int = 22,
    greys: Rendition.Greys = .thresholds, dots: Rendition.Dots = .braille
  ) {
    self.width = max(20, width)
    self.ascii = ascii
    self.hasAttributes = hasAttributes
    self.matrixRows = max(2, matrixRows)
    rendition = Rendition(greys: greys, dots: dots, ascii: ascii)
  }

  /// Words of the program itself, in ASCII where that is asked for.
  package func words(_ text: String, _ role: Role) -> StyledLine {
    StyledLine(ascii ? text.transliterated : text, role)
  }

  /// Lines of prose longer than this are hard to follow.
  var proseWidth: Int { min(width, 80) }
  /// What is beside them is room for tables and code that would have to be moved.
  var spareWidth: Int { scrollsSideways ? width - proseWidth : 0 }
  package var equationWidth: Int { min(width, 110) }
}
