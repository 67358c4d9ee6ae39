import SourceText

/// A line of a table as CSV (RFC 4180), to be opened by spreadsheets that must not run what is in it:
/// a cell that they would take for a formula begins with an apostrophe, but for plain numbers.
package enum CSVLine {
  package static func of(_ cells: [String]) -> String {
    cells.map(cell).joined(separator: ",") + "\n"
  }

  private static func cell(_ text: String) -> String {
    var text = text.visible
    if let first = text.first(where: { !$0.isWhitespace }), "=+-@＝＋－＠−".contains(first),
      text.wholeMatch(of: /[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/) == nil
    {
      text = "'" + text
    }
    guard text.contains(where: { ",;\"'".contains($0) || $0.isWhitespace }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
