import Kernels

/// Lines of a program written as what they repeat: an operation on a matrix is one on each of its
/// entries, a row a repetition of entries, a matrix one of rows.
///
/// Some items repeat those before them when they do the same with operands that lie a fixed step
/// further. A repetition is an item in its turn, and so there are repetitions of repetitions.
struct RepeatedLines {
  struct Line {
    var operation: Int
    var mask: Int?
    var operands: [Int]

    init(_ operation: Int, _ operands: [Int], mask: Int? = nil) {
      (self.operation, self.mask, self.operands) = (operation, mask, operands)
    }
  }

  private indirect enum Kind: Hashable {
    case line(operation: Int, mask: Int?)
    case again(times: Int, [Int], steps: [Int])
  }

  private struct Item {
    /// Number of its kind.
    var kind: Int
    /// All operands of its first round.
    var operands: ArraySlice<Int>
  }

  private var kinds: [Kind] = []
  private var numbers: [Kind: Int] = [:]
  /// Of each kind, in numbers that are written.
  private var costs: [Int] = []
  private var items: [Item] = []

  init(_ lines: [Line]) {
    for line in lines {
      let kind = number(of: .line(operation: line.operation, mask: line.mask))
      items.append(Item(kind: kind, operands: line.operands[...]))
    }
    // First what is short: it is the body of what is longer.
    for length in [1, 2, 4, 8, 24, 64] {
      while shorten(upTo: length) {}
    }
  }

  private mutating func number(of kind: Kind) -> Int {
    if let known = numbers[kind] { return known }
    numbers[kind] = kinds.count
    kinds.append(kind)
    switch kind {
    case .line(_, let mask): costs.append(mask == nil ? 1 : 2)
    case .again(_, let body, let steps):
      costs.append(3 + body.reduce(0) { $0 + costs[$1] } + steps.count)
    }
    return kinds.count - 1
  }

  /// - Returns: whether something has become shorter.
  private mutating func shorten(upTo longest: Int) -> Bool {
    var short: [Item] = []
    var isShorter = false
    var start = 0
    while start < items.count {
      var best: (saved: Int, length: Int, times: Int)?
      for length in 1...longest where start + 2 * length <= items.count {
        let last = start + length - 1
        guard items[start].kind == items[start + length].kind,
          items[last].kind == items[last + length].kind
        else { continue }
        let times = repetitions(from: start, length)
        guard times > 1 else { continue }
        let body = items[start..<start + length]
        let own = body.reduce(0) { $0 + costs[$1.kind] + $1.operands.count }
        let steps = body.reduce(0) { $0 + $1.operands.count }
        let saved = times * own - (own + steps + 3)
        if saved > 0, saved > best?.saved ?? 0 { best = (saved, length, times) }
      }
      guard let best else {
        short.append(items[start])
        start += 1
        continue
      }
      let body = items[start..<start + best.length]
      let steps = body.indices.flatMap { index in
        zip(items[index + best.length].operands, items[index].operands).map { $0 - $1 }
      }
      let kind = number(of: .again(times: best.times, body.map(\.kind), steps: steps))
      short.append(Item(kind: kind, operands: body.flatMap(\.operands)[...]))
      start += best.length * best.times
      isShorter = true
    }
    items = short
    return isShorter
  }

  /// How often so many items from a place on come one after the other, the first included.
  private func repetitions(from start: Int, _ length: Int) -> Int {
    var times = 1
    while start + (times + 1) * length <= items.count {
      for offset in 0..<length {
        let (first, last) = (start + offset, start + (times - 1) * length + offset)
        let next = last + length
        guard items[first].kind == items[next].kind else { return times }
        guard times > 1 else { continue }
        let second = first + length
        // By the step that the second is further than the first.
        for ((a, b), (c, d)) in zip(
          zip(items[first].operands, items[second].operands),
          zip(items[last].operands, items[next].operands)) where d - c != b - a
        {
          return times
        }
      }
      times += 1
    }
    return times
  }

  // MARK: - Writing

  /// A line is its operation, a mask where it has one, and its operands, each by how far before its
  /// result it lies; a repetition −times, how many items it repeats, those of its first round, and
  /// how much further before its result each operand lies in the next round.
  ///
  /// - Parameter start: where the result of the first line lies.
  func written(from start: Int) -> [Int] {
    var writer = Writer(kinds: kinds, place: start)
    for item in items {
      var operands = item.operands
      writer.write(item.kind, &operands)
    }
    return writer.written
  }

  private struct Writer {
    let kinds: [Kind]
    var place: Int
    var written: [Int] = []

    mutating func write(_ kind: Int, _ operands: inout ArraySlice<Int>) {
      switch kinds[kind] {
      case .line(let operation, let mask):
        written.append(operation)
        if let mask { written.append(mask) }
        let count = RepeatedLines.operandCount(operation, mask)
        written += operands.prefix(count).map { place - $0 }
        operands = operands.dropFirst(count)
        place += 1
      case .again(let times, let body, let steps):
        written += [-times, body.count]
        let first = place
        for kind in body { write(kind, &operands) }
        let lines = place - first
        written += steps.map { lines - $0 }
        place = first + times * lines
      }
    }
  }

  /// As in the script.
  private static func operandCount(_ operation: Int, _ mask: Int?) -> Int {
    switch Tape.Operation(rawValue: operation) {
    case .add, .subtract, .multiply, .divide, .pow, .maximum: 2
    case .choose: 4
    case .eigenvectors: (mask ?? 0) * (mask ?? 0)
    case .negate, .exp, .log, .sqrt, .tanh, .sin, .cos, .arcsin, .arccos, .arctan, .abs, .variable,
      .entry, .weight, .factorial:
      1
    case .given, .constant, .result, nil: 0
    }
  }
}
