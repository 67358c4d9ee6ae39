import Screens

extension WalkScreen {
  /// What is on the screen, row by row.
  var shownRows: [String] {
    let frame = frame()
    return frame.rows.indices.map { frame.text($0) }
  }

  var shownText: String { shownRows.joined(separator: "\n") }
}
