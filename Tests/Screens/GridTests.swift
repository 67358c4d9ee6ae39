import Screens
import TestSupport
import Testing

private func grid(_ keys: String) -> Grid {
  var grid = Grid()
  for character in keys {
    let key: Key =
      switch character {
      case "→": .right
      case "←": .left
      case "↓": .down
      case "↑": .up
      case "⇥": .tab
      case "⌫": .backspace
      default: .character(character)
      }
    _ = grid.update(key)
  }
  return grid
}

struct `The grid in which a matrix is typed` {
  @Test(arguments: [
    ("1", "[1]"), ("1 2;3 4", "[1 2; 3 4]"), ("1⇥2⇥3", "[1 2 3]"), ("1↓2↓-3", "[1; 2; -3]"),
    ("1→2↓3→4", "[1 2; 3 4]"), ("1⇥2↓3⇥4⇥5⇥6", "[1 2; 3 4; 5 6]"),
    // Growing needs something to grow from; an empty row or column goes away again.
    ("→→→1", "[1]"), ("↓↓1", "[1]"), ("1 2⌫⌫", "[1]"), ("1;⌫ 2", "[1 2]"), ("1;2⌫⌫", "[1]"),
    // Going back to mend something.
    ("1 2;3 4↑⌫5", "[1 5; 3 4]"), ("1 2;3 4←7", "[1 2; 7 4]"), ("1 2;3 4←⌫⌫", "[1 2;  4]"),
    // More is taken back than there was: the row above is not meant.
    ("1 2;3 4←⌫⌫5", "[1 2; 5 4]"),
    ("1a2", "[12]"),
  ])
  func `grows as it is typed`(keys: String, text: String) {
    #expect(grid(keys).text == text)
  }

  @Test func `a column grows downwards, and what was typed before is typed over`() {
    var grid = Grid("[1; 2]", isColumn: true)
    for character in "0.5 6 7" { _ = grid.update(.character(character)) }
    #expect(grid.text == "[0.5; 6; 7]")
  }

  @Test(arguments: [
    ("[1 2; 3 4]", "[1 2; 3 4]"), ("[[1,2],[3,4]]", "[1 2; 3 4]"), ("1 2\n3 4\n", "[1 2; 3 4]"),
    ("1 2; 3", "[1 2; 3 ]"), ("", "[]"), (";;", "[]"),
  ])
  func `takes what is pasted`(text: String, expected: String) {
    var grid = Grid()
    _ = grid.update(.paste(text))
    #expect(grid.text == expected)
  }

  @Test func `says when not all of a paste finds room`() {
    var grid = Grid()
    let said = grid.update(.paste(String(repeating: "1 2;", count: 20)))
    #expect(said?.hasPrefix("Only what fits was taken.") == true)
    #expect(grid.cells.count == 12)
    var small = Grid()
    let nothing = small.update(.paste("1 2; 3 4"))
    #expect(nothing == nil)
  }

  @Test func `finds what is missing`() {
    var whole = grid("1 2;3 4")
    #expect(whole.findEmpty() == nil)
    var missing = grid("1 2;3 ")
    #expect(missing.findEmpty()?.row == 2)
    #expect(missing.findEmpty()?.column == 2)
  }

  @Test(arguments: 0..<20)
  func `any keys keep it a rectangle with a cursor in it`(seed: Int) {
    var numbers = SeededNumbers(seed: seed)
    let keys = Array("12 ;→←↓↑⇥⌫.x")
    let typed = String((0..<200).map { _ in keys.randomElement(using: &numbers) ?? "1" })
    let grid = grid(typed)
    #expect(grid.cells.allSatisfy { $0.count == grid.cells[0].count }, "\(typed)")
    #expect(grid.cells.indices.contains(grid.row), "\(typed)")
    #expect(grid.cells[0].indices.contains(grid.column), "\(typed)")
  }
}
