/// When a file that is being changed is whole: it has been left alone for a moment. Programs empty a
/// file and fill it again, or take it away and put another one there; what is not whole is not read.
/// One that never rests is read all the same.
///
///     var rest = Rest()
///     rest.note(at: 1000, isBeingWritten: false, isDoubtful: false)
///     rest.remaining(at: 1010)  // 30
struct Rest {
  /// In milliseconds: left alone for so long it is whole,
  static let quiet = 40
  /// an empty one, and one that is gone, is meant so,
  static let doubt = 300
  /// and so long after the first change it is read in any case.
  static let most = 1000

  private var first: Int?
  private var last = 0
  private var isBeingWritten = false
  private var isDoubtful = false

  /// A change was seen, or what is known of one that was.
  mutating func note(at now: Int, isBeingWritten: Bool, isDoubtful: Bool) {
    first = first ?? now
    last = now
    self.isBeingWritten = isBeingWritten
    self.isDoubtful = isDoubtful
  }

  /// Who has written has closed the file.
  mutating func close() { isBeingWritten = false }

  /// How long to wait until it may be read; 0 for now, nil where nothing has changed.
  func remaining(at now: Int) -> Int? {
    guard let first else { return nil }
    let whole = isBeingWritten ? first + Self.most : last + (isDoubtful ? Self.doubt : Self.quiet)
    return max(0, min(whole, first + Self.most) - now)
  }
}
