import Testing

struct `What is due` {
  /// Right twice, seven days ago: due six days ago.
  private static let journal = String(
    repeating: "1\tpractice\tfirst\tshape z\tright\t20771\t1\t0\n", count: 2)

  @Test func `is said when one starts, where the contents are and on the screen of a lesson`()
    throws
  {
    let desk = try Desk()
    try desk.write(Self.journal, to: Desk.journal)
    let said = "1 question is due for practice: longhand practice."
    let plain = desk.run("--plain", input: "")
    #expect(plain.output.contains("\n\(said)\n"), "\(plain.output)")
    // A lesson that is named is what one came for.
    #expect(!desk.run("first", "--plain", input: "quit\n").output.contains(said))
  }

  @Test func `is not said when nothing is`() throws {
    let desk = try Desk()
    #expect(!desk.run("--plain", input: "").output.contains("due for practice"))
    desk.today = 20771
    try desk.write(Self.journal, to: Desk.journal)
    #expect(!desk.run("--plain", input: "").output.contains("due for practice"))
  }
}
