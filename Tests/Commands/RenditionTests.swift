import Testing

/// What a terminal can show, by what the environment says of it, as it is written to it.
struct `What a terminal can show` {
  /// How many colours an output has.
  enum Colours { case none, sixteen, indexed, direct }

  static func colours(_ output: String) -> Colours {
    if output.contains("38;2;") { return .direct }
    if output.contains("38;5;") { return .indexed }
    let parameters = output.split(separator: "\u{1B}[").flatMap { part in
      part.split(separator: "m", maxSplits: 1).first?.split(separator: ";").map(String.init) ?? []
    }
    return parameters.contains {
      Int($0).map { (30...37).contains($0) || (90...97).contains($0) } == true
    }
      ? .sixteen : .none
  }

  typealias Row = (environment: [String: String], color: String, colours: Colours)

  /// T30: a terminal within another one has the colours of that one only where it says so.
  static let rows: [Row] = [
    (["TERM": "xterm-256color", "COLORTERM": "truecolor"], "auto", .direct),
    (["TERM": "xterm-256color", "COLORTERM": "24bit"], "auto", .direct),
    (["TERM": "xterm-256color"], "auto", .indexed),
    (["TERM": "xterm"], "auto", .sixteen),
    (["TERM": "tmux-256color"], "auto", .indexed),
    (["TERM": "tmux-256color", "TMUX": "/tmp/tmux,1,0"], "auto", .indexed),
    (["TERM": "tmux-256color", "COLORTERM": "truecolor"], "auto", .direct),
    (["TERM": "screen"], "auto", .sixteen),
    (["TERM": "screen.xterm-256color"], "auto", .indexed),
    (["TERM": "linux"], "auto", .sixteen),
    (["TERM": "vt100"], "auto", .none),
    (["TERM": "xterm-mono"], "auto", .none),
    (["TERM": "xterm-256color", "NO_COLOR": "1"], "auto", .none),
    (["TERM": "xterm-256color", "NO_COLOR": ""], "auto", .indexed),
    (["TERM": "xterm-256color", "NO_COLOR": "1"], "always", .indexed),
    (["TERM": "xterm-256color", "COLORTERM": "truecolor"], "never", .none),
    (["TERM": "dumb", "COLORTERM": "truecolor"], "auto", .none),
  ]

  static func desk(_ environment: [String: String]) throws -> Desk {
    let desk = try Desk(course: false)
    for (name, value) in environment { desk.environment[name] = value }
    try desk.write(
      "# P\n\n```math\nw = 0.5\nJ = (w - 1)^2\nA = \\begin{bmatrix} 1 & 2 & 3 & 4 \\end{bmatrix}\n```\n\n"
        + "```plot\nof: J\nover: w\nfrom: 0\nto: 2\n```\n\n```tiles\nrows: A\n```\n", to: "p.md")
    return desk
  }

  @Test(arguments: rows.indices)
  func `colours`(index: Int) throws {
    let (environment, color, colours) = Self.rows[index]
    let desk = try Self.desk(environment)
    let run = desk.type("G", "q", at: ["walk", "--color", color, desk.folder + "/p.md"])
    #expect(Self.colours(run.output) == colours, "\(environment) \(color)")
  }

  /// T13: the console of Linux has a few hundred signs; a locale that is not UTF-8 has fewer.
  @Test(arguments: [
    ["TERM": "linux"], ["TERM": "xterm", "LC_ALL": "de_DE.ISO-8859-1"], ["LANG": "C"],
  ])
  func `pictures in ASCII by themselves`(environment: [String: String]) throws {
    let desk = try Self.desk(environment)
    let run = desk.type("G", "q", at: [desk.folder + "/p.md"])
    #expect(run.text.contains("*"))
    #expect(run.text.unicodeScalars.allSatisfy { $0.isASCII }, "\(environment)")
  }

  /// T25: with colours both halves of a cell are coloured at once, and always of the same sign.
  @Test func `half blocks are of one kind`() throws {
    let desk = try Self.desk(["TERM": "xterm-256color"])
    let run = desk.type("G", "q", at: [desk.folder + "/p.md"])
    #expect(run.text.contains("▀") && !run.text.contains("▄") && !run.text.contains("█"))
    #expect(run.output.contains("38;5;") && run.output.contains(";48;5;"))
  }
}
