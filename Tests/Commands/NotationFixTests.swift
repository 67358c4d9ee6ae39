import Testing

struct `check --fix of an older lesson` {
  @Test func `keeps what its formulas meant, and says what changed`() throws {
    let desk = try Desk()
    let formulas =
      "```math\nA = \\begin{bmatrix} 1 & -2 \\\\ 3 & -4 \\end{bmatrix}\ny = \\|A\\|_2 + \\log_2 8\n```\n"
    try desk.write("---\nnotation: 0.1\n---\nText.\n\n" + formulas, to: "old.md")
    let path = desk.folder + "/old.md"
    let before = desk.run("check", path)
    #expect(before.status == 1)
    #expect(before.output.contains(":8:5: warning: \\|A\\|_2 is the largest singular value"))
    #expect(before.output.contains(":8:15: warning: \\log_2 is the logarithm to the base"))
    #expect(before.output.contains("[notation-changed]"))
    let fixed = desk.run("check", "--fix", path)
    #expect(fixed.output.contains("keep the Frobenius norm"))
    #expect(fixed.output.contains("+ y = \\|A\\|_F + \\log 8"))
    // √30 + ln 8, by hand.
    #expect(fixed.status == 0, "\(fixed.output)")
    #expect(desk.run("show", path).output.contains("7.5567"))
    // Said to be of the newest notation nothing is found.
    try desk.write("---\nnotation: 0.2\n---\nText.\n\n" + formulas, to: "new.md")
    #expect(desk.run("check", desk.folder + "/new.md").status == 0)
    #expect(desk.run("check", "--explain", "notation-changed").output.contains("older version"))
  }
}
